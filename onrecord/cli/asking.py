"""The verbs that ask: show, statements, people, copies, stories, timeline, positions, problems."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from onrecord.cli.lines import AsJson, RecordFile, open_record, put, put_json, put_rows, safe

if TYPE_CHECKING:
    from onrecord.record import Rows

DONE_WITH_PROBLEMS = 1


def show(
    what: Annotated[str, typer.Argument(help="An id, or the name of a page.")],
    record: RecordFile = Path("onrecord.db"),
    as_json: AsJson = False,
) -> None:
    """Show one thing whole: a page with its statements, a statement with its chain, carriers and relations.

    Example: onrecord show 2f791d637b52:s1141-1338
    """
    from onrecord.cli.whole import whole_of

    with open_record(record) as opened:
        found = opened.get(what)
        if as_json:
            put_json([found])
        else:
            for line in whole_of(opened.shelf, found):
                put(safe(line))


def statements(
    record: RecordFile = Path("onrecord.db"),
    speaker: Annotated[str | None, typer.Option(help="A name, in any of its forms.")] = None,
    act: Annotated[str | None, typer.Option(help="say, deny, clarify, rule_out, ...")] = None,
    form: Annotated[str | None, typer.Option(help="named, body, anon_bare, ...")] = None,
    manner: Annotated[str | None, typer.Option(help="direct, mixed or indirect.")] = None,
    modality: Annotated[str | None, typer.Option(help="said, planned, negated, ...")] = None,
    outlet: Annotated[str | None, typer.Option(help="The outlet of the page.")] = None,
    as_json: AsJson = False,
) -> None:
    """List who said what, each with its words, page and range.

    Example: onrecord statements --speaker "Ann Lee" --act deny
    """
    from onrecord.record import Asked

    given = {"speaker": speaker, "act": act, "form": form, "manner": manner, "modality": modality, "outlet": outlet}
    try:
        asked = msgspec.convert(given, Asked)
    except msgspec.ValidationError as error:
        raise typer.BadParameter(str(error)) from error
    with open_record(record) as opened:
        _put(opened.statements(asked), as_json=as_json)


def people(
    record: RecordFile = Path("onrecord.db"),
    unsure: Annotated[bool, typer.Option("--unsure", help="Pairs that may be one, with the reasons.")] = False,
    as_json: AsJson = False,
) -> None:
    """List persons and bodies with their name forms, roles and statements.

    Example: onrecord people --json; onrecord people --unsure, then onrecord judge same-party LEFT RIGHT
    """
    with open_record(record) as opened:
        _put(opened.unsure() if unsure else opened.people(), as_json=as_json)


def copies(record: RecordFile = Path("onrecord.db"), as_json: AsJson = False) -> None:
    """List pages that share text, and utterances carried by several pages with their drift and origins.

    Example: onrecord copies
    """
    with open_record(record) as opened:
        _put(opened.copies(), as_json=as_json)
        _put(opened.utterances(), as_json=as_json)


def stories(record: RecordFile = Path("onrecord.db"), as_json: AsJson = False) -> None:
    """List stories (articles on one event) and the threads they stand in.

    Example: onrecord stories
    """
    with open_record(record) as opened:
        _put(opened.stories(), as_json=as_json)
        _put(opened.threads(), as_json=as_json)


def timeline(record: RecordFile = Path("onrecord.db"), as_json: AsJson = False) -> None:
    """List what happened when, each with its precision and the words it rests on.

    Example: onrecord timeline
    """
    with open_record(record) as opened:
        _put(opened.timeline(), as_json=as_json)


def positions(record: RecordFile = Path("onrecord.db"), as_json: AsJson = False) -> None:
    """List how statements stand to one another, and what each party said on a matter over time.

    Example: onrecord positions
    """
    with open_record(record) as opened:
        _put(opened.relations(), as_json=as_json)
        _put(opened.positions(), as_json=as_json)


def problems(record: RecordFile = Path("onrecord.db"), as_json: AsJson = False) -> None:
    """List what could not be read or worked, with the reason. Exit code 1 when there is any.

    Example: onrecord problems
    """
    with open_record(record) as opened:
        found = opened.problems()
        _put(found, as_json=as_json)
    if found:
        raise typer.Exit(DONE_WITH_PROBLEMS)


def _put(rows: Rows[msgspec.Struct], *, as_json: bool) -> None:
    put_rows(list(rows), rows.cells(), as_json=as_json)
