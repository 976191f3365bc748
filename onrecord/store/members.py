"""Who stands in which group: by it a page, statement or entity finds its groups without reading them all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

import msgspec

from onrecord.groups import Copy, Event, Party, Position, Story, Thread, Utterance, Version
from onrecord.store.tables import storable, table_of
from onrecord.types import Article, Statement

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS member (member TEXT NOT NULL, kind TEXT NOT NULL, inside TEXT NOT NULL,"
    " PRIMARY KEY (member, kind, inside)) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS member_by_inside ON member (inside, kind)",
    # Names are also asked for by a part of them.
    "CREATE INDEX IF NOT EXISTS member_outlet ON member (member, inside) WHERE kind = 'outlet'",
    "CREATE INDEX IF NOT EXISTS member_name ON member (member, inside) WHERE kind = 'name'",
    "CREATE INDEX IF NOT EXISTS member_speaker ON member (member, inside) WHERE kind = 'speaker'",
)
# Beside members: a party is found by its name forms, a page by its outlet, the spelling of a speaker by any case.
NAME, OUTLET, SPEAKER = "name", "outlet", "speaker"


def plain_outlet(name: str) -> str:
    """An outlet's name as it is looked up: in small letters, without its article.

    >>> plain_outlet("The Orsa Courier")
    'orsa courier'
    """
    return name.casefold().removeprefix("the ")


def add_page_names(link: sqlite3.Connection, records: Iterable[msgspec.Struct]) -> None:
    """Lets pages be found by their outlet, and spellings of speakers by their small letters."""
    rows = []
    for record in records:
        if isinstance(record, Article) and record.outlet:
            rows.append((storable(plain_outlet(record.outlet.value)), OUTLET, storable(record.page)))
        elif isinstance(record, Statement) and record.speaker:
            rows.append((storable(record.speaker.casefold()), SPEAKER, storable(record.speaker)))
    link.executemany("INSERT OR IGNORE INTO member VALUES (?, ?, ?)", rows)


def drop_page_names(link: sqlite3.Connection, page: str) -> None:
    """Takes a page out of the outlets; spellings of speakers stay, since others may use them."""
    link.execute("DELETE FROM member WHERE inside = ? AND kind = ?", (storable(page), OUTLET))


def place_of(record: msgspec.Struct, date: str) -> str:
    """A text that puts groups of one kind in order: by date (``date`` is that of the first page), then id."""
    name = str(getattr(record, "id", getattr(record, "of", "")))
    if isinstance(record, Event):
        return f"{record.date or record.after or record.before or '~'} {int(record.date is None)} {name}"
    return f"{date} {name}"


def members_of(record: msgspec.Struct) -> Iterator[tuple[str, str]]:
    """What a group is found by: pairs of a member's id (or a party's name in small letters) and the kind of group.

    >>> from onrecord.groups import Thread
    >>> list(members_of(Thread("f00d:y:t", ("f00d:y", "beef:y"))))
    [('f00d:y', 'thread'), ('beef:y', 'thread')]
    """
    kind = table_of(type(record)).name
    found: Iterable[str] = ()
    if isinstance(record, Party):
        found = record.entities
        forms = {form.casefold() for form in (record.name, *(name for name, _ in record.names))}
        yield from ((form, NAME) for form in sorted(forms))
    elif isinstance(record, Utterance):
        found = (*record.statements, *record.pages)
    elif isinstance(record, Story):
        found = record.pages
    elif isinstance(record, Thread):
        found = record.stories
    elif isinstance(record, Position):
        found = (record.party, *record.statements)
    elif isinstance(record, (Copy, Version)):
        found = (record.left, record.right)
    elif isinstance(record, Event):
        found = (record.page, *((record.statement,) if record.statement else ()), *record.others)
    yield from ((member, kind) for member in dict.fromkeys(found))


def add_members(link: sqlite3.Connection, records: Iterable[msgspec.Struct]) -> None:
    """Lets groups be found by their members."""
    link.executemany(
        "INSERT OR IGNORE INTO member VALUES (?, ?, ?)",
        (
            (storable(member), kind, storable(str(getattr(record, "id", ""))))
            for record in records
            for member, kind in members_of(record)
        ),
    )


def set_members(link: sqlite3.Connection, party: Party) -> None:
    """Lets a party be found by its entities and names, and by no others."""
    inside = storable(party.id)
    asked = "SELECT member, kind FROM member WHERE inside = ? AND kind IN ('party', 'name')"
    wanted = {(storable(member), kind) for member, kind in members_of(party)}
    there = set(link.execute(asked, (inside,)))
    line = "DELETE FROM member WHERE member = ? AND kind = ? AND inside = ?"
    link.executemany(line, ((*row, inside) for row in sorted(there - wanted, key=repr)))
    link.executemany(
        "INSERT INTO member VALUES (?, ?, ?)", ((*row, inside) for row in sorted(wanted - there, key=repr))
    )


def drop_members(link: sqlite3.Connection, groups: Iterable[str], kind: str) -> None:
    """Takes groups of a kind out of the index; those of a party with its names."""
    kinds = (kind, NAME) if kind == "party" else (kind,)
    for group in groups:
        for one in kinds:
            link.execute("DELETE FROM member WHERE inside = ? AND kind = ?", (storable(group), one))
