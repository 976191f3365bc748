"""The verbs that search: search, and watch for what is new."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.lines import AsJson, RecordFile, now, open_record, put, put_row, put_rows, safe


def search(
    typed: Annotated[
        list[str], typer.Argument(help='Words, "an exact phrase", and filters such as speaker:lee act:deny from:2017.')
    ],
    record: RecordFile = Path("onrecord.db"),
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 20,
    facets: Annotated[bool, typer.Option("--facets", help="Also say how many there are of each kind.")] = False,
    meaning: Annotated[bool, typer.Option("--meaning", help="Find what means the same; see onrecord learn.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find statements by words and filters, best first; one result an utterance. Any input is allowed.

    Filters: speaker: outlet: act: form: manner: modality: from: to: lang: carrier:>2. With --meaning, statements
    near in meaning to the words, nearest first; "near" is no claim that they say the same.

    Example: onrecord search joint patrols speaker:baskar from:2024
    """
    import sys

    from onrecord.record.cells import cells_of

    if meaning:
        _by_meaning(record, " ".join(typed), limit, as_json=as_json)
        return
    with open_record(record) as opened:
        found = opened.find(_line(typed), limit=limit)
        shelf = opened.shelf
        heads = [fold.statement for fold in found.folds]
        put_rows(heads, [cells_of(shelf, head) for head in heads], as_json=as_json)
        if not as_json and not found.asked.filters:
            for party in found.people:
                put_row({"name": party.name, "id": party.id, "kind": party.kind})
    for note in found.asked.notes:
        put(f"left out: {safe(note)}", sys.stderr)
    many = f"more than {found.total}" if found.more else str(found.total)
    undated = f", {found.undated} more without any date" if found.undated else ""
    put(f"{many} statements, {len(heads)} shown{undated}", sys.stderr)
    if facets:
        for name, values in found.facets.items():
            put(f"{name}: {safe(', '.join(f'{value} {count}' for value, count in values))}", sys.stderr)


def _by_meaning(record: Path, question: str, limit: int, *, as_json: bool) -> None:
    import sys

    from onrecord.record.cells import cells_of

    with open_record(record) as opened:
        found = opened.meaning.find(question, limit=limit)
        shelf = opened.shelf
        rows = [{**cells_of(shelf, statement), "near": near} for statement, near in found]
        put_rows([statement for statement, _ in found], rows, as_json=as_json)
        missing = opened.meaning.missing()
    if missing:
        put(f"{missing} statements are not learnt yet and cannot be found so: onrecord learn", sys.stderr)


def learn(record: RecordFile = Path("onrecord.db"), as_json: AsJson = False) -> None:
    """Make the statements findable by meaning; only what is new costs time. Needs: pip install 'onrecord[meaning]'

    Example: onrecord learn
    """
    from onrecord.cli.progress import Bar

    with open_record(record, write=True) as opened, Bar() as bar:
        fresh = opened.meaning.learn(bar.show)
    if as_json:
        put(f'{{"learnt":{fresh}}}')
    else:
        put(f"learnt {fresh} statements; now: onrecord search --meaning WORDS")


def watch(
    typed: Annotated[list[str] | None, typer.Argument(help="A search, as for onrecord search.")] = None,
    record: RecordFile = Path("onrecord.db"),
    listed: Annotated[bool, typer.Option("--list", help="List the searches that are watched, and end.")] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Watch this search no longer.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print what a search finds that it did not when it was last watched; all of it the first time.

    Another page that carries an utterance already seen is nothing new.

    Example: onrecord watch speaker:baskar act:deny
    """
    from onrecord.record.cells import cells_of

    if listed:
        with open_record(record) as opened:
            for one in opened.watches:
                put(safe(one))
        return
    if not typed:
        raise typer.BadParameter("name a search, or --list those that are watched", param_hint="TYPED")
    with open_record(record, write=True) as opened:
        if forget:
            put("forgotten" if opened.watches.forget(_line(typed)) else "was not watched")
            return
        fresh = opened.watches.look(_line(typed), at=now())
        shelf = opened.shelf
        put_rows(fresh, [cells_of(shelf, statement) for statement in fresh], as_json=as_json)


def _line(typed: list[str]) -> str:
    """The search as one line; an argument with blanks in it was quoted in the shell and is a phrase."""
    return " ".join(f'"{part}"' if " " in part and '"' not in part and ":" not in part else part for part in typed)
