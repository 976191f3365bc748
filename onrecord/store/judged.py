"""The log of people's decisions: every one is kept, those taken back are marked, the latest on a pair is in force.

It also keeps the reading of each statement that a person has corrected, so that taking the decision back
gives the statement back as it was.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec

from onrecord.errors import OnrecordError, UnknownId
from onrecord.groups import Judgement
from onrecord.store.heaps import mark_changed
from onrecord.store.members import add_page_names
from onrecord.store.search import add_words, drop_words
from onrecord.store.tables import (
    PLACE,
    STAGE,
    insert,
    json_of,
    quoted,
    reader_of,
    storable,
    table_of,
    text_of,
    value_of,
)
from onrecord.types import Statement, page_of

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS undone (number INTEGER PRIMARY KEY, by TEXT NOT NULL, at TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS reading (id TEXT PRIMARY KEY, page TEXT NOT NULL, stage TEXT NOT NULL,"
    " place INTEGER NOT NULL, json BLOB NOT NULL)",
    "CREATE INDEX IF NOT EXISTS reading_by_page ON reading (page)",
)


class Decision(msgspec.Struct, frozen=True):
    """A line of the log: the judgement, its number, whether it counts, and who took it back when."""

    number: int
    judgement: Judgement
    counts: bool
    undone_by: str | None = None
    undone_at: str | None = None


def decisions_in(link: sqlite3.Connection) -> list[Decision]:
    """The log in order; of several on one pair and reason only the latest not taken back counts."""
    undone = {int(row[0]): (str(row[1]), str(row[2])) for row in link.execute("SELECT number, by, at FROM undone")}
    names = [column.name for column in table_of(Judgement).columns]
    read = reader_of(Judgement, names)
    rows = link.execute(f"SELECT rowid, {quoted(names)} FROM judgement ORDER BY rowid")
    lines = [(int(row[0]), read(row[1:])) for row in rows]
    latest = {key_of(judgement): number for number, judgement in lines if number not in undone}
    return [
        Decision(number, judgement, latest.get(key_of(judgement)) == number, *undone.get(number, (None, None)))
        for number, judgement in lines
    ]


def undo(link: sqlite3.Connection, number: int, *, by: str = "", at: str = "") -> None:
    """Takes a decision back: it counts no more, and the one before it on the same pair counts again."""
    decision = next((d for d in decisions_in(link) if d.number == number), None)
    if decision is None:
        raise UnknownId(f"{number}: no judgement of this number. List them with: onrecord judgements")
    if decision.undone_at is not None:
        raise OnrecordError(f"{number}: already taken back.")
    link.execute("INSERT INTO undone VALUES (?, ?, ?)", (number, by, at))
    mark_changed(link, {page_of(decision.judgement.left), page_of(decision.judgement.right)})


def in_force(decisions: Iterable[Decision]) -> list[Judgement]:
    """The judgements that count, in the order they were made."""
    return [decision.judgement for decision in decisions if decision.counts]


def key_of(judgement: Judgement) -> tuple[str, ...]:
    """What two judgements share when the later one replaces the earlier: the pair, whichever side first, and why.

    A statement has one speaker and one standing: a later judgement on it replaces the earlier, whoever is named.
    """
    if judgement.why in ONE_SIDED:
        return (judgement.left, judgement.why)
    return (*sorted((judgement.left, judgement.right)), judgement.why)


# Decisions on one thing alone; what stands on the right is the answer, not a second thing.
ONE_SIDED = ("speaker", "right", "event", "cut")


def amend(link: sqlite3.Connection, statement: Statement | None, of: str) -> None:
    """Puts a person's reading of a statement in its row, or (None) takes the row out; the machine's is kept.

    Nothing happens to a statement that is not there: its page may have been removed, or read otherwise.
    """
    kept = link.execute("SELECT stage, place FROM reading WHERE id = ?", (storable(of),)).fetchone()
    if kept is None:
        names = _columns()
        asked = f'SELECT "{STAGE}", "{PLACE}", {quoted(names)} FROM statement WHERE id = ?'
        row = link.execute(asked, (storable(of),)).fetchone()
        if row is None:
            return
        kept = row[:2]
        machine = json_of(reader_of(Statement, names)(row[2:]))
        given = (storable(of), storable(page_of(of)), *kept, machine)
        link.execute("INSERT INTO reading VALUES (?, ?, ?, ?, ?)", given)
    _write(link, statement, of, kept)


def restore(link: sqlite3.Connection, of: str) -> None:
    """Puts the machine's reading of a statement back; nothing happens to one that was never amended."""
    kept = link.execute("SELECT stage, place, json FROM reading WHERE id = ?", (storable(of),)).fetchone()
    if kept is not None:
        _write(link, _read(kept[2]), of, kept[:2])
        link.execute("DELETE FROM reading WHERE id = ?", (storable(of),))


def readings(link: sqlite3.Connection) -> dict[str, Statement]:
    """The machine's reading of every statement that a person has corrected or taken out, by id."""
    return {s.id: s for s in (_read(row[0]) for row in link.execute("SELECT json FROM reading ORDER BY id"))}


def _columns() -> list[str]:
    return [column.name for column in table_of(Statement).columns]


def _read(cell: bytes | str) -> Statement:
    return msgspec.convert(value_of(cell), Statement)


def _write(link: sqlite3.Connection, statement: Statement | None, of: str, where: tuple[str, int]) -> None:
    link.execute("DELETE FROM statement WHERE id = ?", (storable(of),))
    drop_words(link, page_of(of), where[0], of=of)
    if statement is not None:
        text = text_of(link.execute("SELECT text FROM page WHERE id = ?", (storable(page_of(of)),)).fetchone()[0])
        insert(link, Statement, [statement], where[0], places=(where[1],))
        add_words(link, page_of(of), where[0], [statement], text)
        add_page_names(link, [statement])
