"""Rows that join pages: written, dropped and put in order, together with what they are found by."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from onrecord.groups import Party
from onrecord.store.members import add_members, drop_members, place_of, set_members
from onrecord.store.search import FOUND, add_words, drop_words
from onrecord.store.tables import GROUP_TYPES, PLACE, STAGE, cells_of, insert, storable, table_of, text_of
from onrecord.types import page_of


def add_groups(
    link: sqlite3.Connection, kind: type[msgspec.Struct], records: Sequence[msgspec.Struct], stage: str
) -> None:
    """Keeps groups of one type, with their members and the words they are found by."""
    insert(link, kind, records, stage, places=places_of(link, records))
    add_words(link, "", stage, records, "")
    add_members(link, records)


def drop_groups(link: sqlite3.Connection, kind: type[msgspec.Struct], ids: Iterable[str], stage: str) -> None:
    """Drops the groups of one type that have these ids; unknown ids are passed over."""
    table = table_of(kind)
    for name in ids:
        drop_members(link, [name], table.name)
        link.execute(f'DELETE FROM "{table.name}" WHERE "{table.key}" = ? AND +"{STAGE}" = ?', (storable(name), stage))
        if kind in FOUND:
            drop_words(link, "", stage, of=name)


def set_parties(link: sqlite3.Connection, stages: Iterable[str], wanted: Mapping[str, tuple[str, Party]]) -> None:
    """Makes the parties of some stages those wanted (by id, each with its stage); only what differs is written.

    A well-known person has many thousands of entities, of which one page more changes one.
    """
    asked = f'SELECT id FROM party WHERE "{STAGE}" = ?'
    for stage in stages:
        gone = [text_of(row[0]) for row in link.execute(asked, (stage,)).fetchall()]
        drop_groups(link, Party, [name for name in gone if name not in wanted], stage)
    names = [column.name for column in table_of(Party).columns]
    changed = ", ".join(f'"{column}" = ?' for column in (*names, STAGE, PLACE))
    for name, (stage, party) in wanted.items():
        row = link.execute(f'SELECT "{STAGE}", name, names FROM party WHERE id = ?', (storable(name),)).fetchone()
        if row is None:
            add_groups(link, Party, [party], stage)
            continue
        cells = dict(zip(names, cells_of(party), strict=True))
        given = (*cells.values(), stage, places_of(link, [party])[0], storable(name))
        link.execute(f"UPDATE party SET {changed} WHERE id = ?", given)
        if row != (stage, cells["name"], cells["names"]):
            drop_words(link, "", str(row[0]), of=name)
            add_words(link, "", stage, [party], "")
        set_members(link, party)


def clear_groups(link: sqlite3.Connection, stage: str) -> None:
    """Drops all that a stage made across pages."""
    for kind in GROUP_TYPES:
        table = table_of(kind).name
        inside = f'SELECT id FROM "{table}" WHERE "{STAGE}" = ?'
        if any(column.name == "id" for column in table_of(kind).columns):
            names = (text_of(row[0]) for row in link.execute(inside, (stage,)).fetchall())
            drop_members(link, names, table)
        link.execute(f'DELETE FROM "{table}" WHERE "{STAGE}" = ?', (stage,))
    drop_words(link, "", stage)


def places_of(link: sqlite3.Connection, group: Sequence[msgspec.Struct]) -> list[str | bytes]:
    """Where each group stands among its kind: by its own date, else that of its first page, unknown last."""
    dates: dict[str, str] = {}
    asked = "SELECT json_extract(published, '$.value') FROM article WHERE page = ?"
    pages = [page_of(str(getattr(record, "id", ""))) for record in group]
    for page in set(pages):
        found = link.execute(asked, (storable(page),)).fetchone()
        dates[page] = text_of(found[0]) if found and found[0] else "~"
    return [storable(place_of(record, dates[page])) for record, page in zip(group, pages, strict=True)]
