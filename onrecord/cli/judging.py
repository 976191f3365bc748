"""The verbs by which a person has the last word: judge, judgements, undo, import, remove."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from onrecord.cli.lines import AsJson, RecordFile, now, open_record, put, put_json, safe
from onrecord.errors import OnrecordError

DONE_WITH_PROBLEMS = 1
By = Annotated[str, typer.Option("--by", help="Who decides (default: your user name).")]


def judge(
    why: Annotated[
        str,
        typer.Argument(
            help="same-party, same-quote, same-origin, same-story, same-thread, copy, "
            "relation, relation:denies (or another kind), speaker, right, event, cut."
        ),
    ],
    left: Annotated[str, typer.Argument(help="An id: of a page, party, statement, story, relation, event ...")],
    right: Annotated[str, typer.Argument(help="The other id; for speaker an id or a name.")] = "",
    verdict: Annotated[str, typer.Option(help="yes, no or unsure.")] = "yes",
    by: By = "",
    record: RecordFile = Path("onrecord.db"),
    as_json: AsJson = False,
) -> None:
    """Decide what the machine only proposes: it outranks the machine, outlives every re-run, and can be undone.

    Example: onrecord judge speaker 2f791d637b52:s1141-1338 "Ann Lee"
    """
    from onrecord.groups import Judgement
    from onrecord.record import WHYS

    if why.partition(":")[0] not in WHYS:
        raise typer.BadParameter(f"{why}: choose one of {', '.join(WHYS)}", param_hint="WHY")
    try:
        given = {"left": left, "right": right, "why": why, "verdict": verdict, "by": by or _user(), "at": now()}
        judgement = msgspec.convert(given, Judgement)
    except msgspec.ValidationError as error:
        raise typer.BadParameter("choose yes, no or unsure", param_hint="--verdict") from error
    with open_record(record, write=True) as opened:
        number = opened.judge(judgement)
        opened.work()
    if as_json:
        put_json([{"number": number, **msgspec.to_builtins(judgement)}])
    else:
        put(f"judgement {number} is in force. Take it back with: onrecord undo {number}")


def judgements(
    record: RecordFile = Path("onrecord.db"),
    log: Annotated[bool, typer.Option("--all", help="Also those taken back or decided anew.")] = False,
    as_json: AsJson = False,
) -> None:
    """List what people have decided. With --json one judgement a line, as import takes them.

    Example: onrecord judgements --json > decided.jsonl
    """
    with open_record(record) as opened:
        found = [decision for decision in opened.decisions() if log or decision.counts]
    if as_json:
        put_json(found if log else [decision.judgement for decision in found])
        return
    for decision in found:
        j = decision.judgement
        state = f", taken back {decision.undone_at} by {decision.undone_by}" if decision.undone_at is not None else ""
        put(safe(f"{decision.number}  {j.why} {j.verdict}  {j.left}  {j.right}  ({j.by} {j.at}{state})"))


def undo(
    number: Annotated[int | None, typer.Argument(help="The judgement's number (default: the latest).")] = None,
    by: By = "",
    record: RecordFile = Path("onrecord.db"),
    as_json: AsJson = False,
) -> None:
    """Take a judgement back: the record is then as if it had never been made. The log keeps both.

    Example: onrecord undo 3
    """
    with open_record(record, write=True) as opened:
        decision = opened.undo(number, by=by or _user(), at=now())
        opened.work()
    if as_json:
        put_json([decision])
    else:
        put(f"judgement {decision.number} is taken back")


def import_(
    file: Annotated[Path, typer.Argument(help="JSON lines, as judgements --json or export writes them; - is stdin.")],
    record: RecordFile = Path("onrecord.db"),
    as_json: AsJson = False,
) -> None:
    """Take in judgements made on another copy of the record. Those already in force are passed over.

    Example: onrecord import decided.jsonl
    """
    try:
        lines = (sys.stdin.buffer if str(file) == "-" else file.open("rb")).readlines()
    except OSError as error:
        raise OnrecordError(f"{file}: cannot be read ({error.strerror}). Name another file.") from error
    with open_record(record, write=True) as opened:
        done = opened.import_judgements(lines)
        opened.work()
    if as_json:
        put_json([done])
    else:
        put(f"{done.taken} judgements taken in, {done.known} in force already")
    for what in done.wrong:
        put(f"problem: {safe(file)}: {safe(what)}", sys.stderr)
    if done.wrong:
        raise typer.Exit(DONE_WITH_PROBLEMS)


def remove(
    pages: Annotated[list[str], typer.Argument(help="Ids or names of pages.")],
    record: RecordFile = Path("onrecord.db"),
    as_json: AsJson = False,
) -> None:
    """Remove pages with all that was found on them; what stays is as if they had never been there.

    Example: onrecord remove 2f791d637b52
    """
    with open_record(record, write=True) as opened:
        gone = opened.remove(*pages)
    if as_json:
        put_json([{"removed": gone}])
    else:
        put(f"removed {gone} page{'s' * (gone != 1)}")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
