"""A record file from end to end: every record as JSON, and what is wrong with it in words."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator

from onrecord.errors import OnrecordError
from onrecord.groups import Judgement
from onrecord.store import Store
from onrecord.store.evidence import strays_of
from onrecord.store.search import TABLES
from onrecord.store.tables import TYPES, json_of, table_of
from onrecord.types import Page


def dump(store: Store) -> Iterator[bytes]:
    """Every record as a line of JSON, by type and in order: the same whatever order pages came in.

    The key ``record`` names the type; the rest are the fields. Of judgements those that count are given.
    """
    for kind in sorted(TYPES, key=lambda kind: table_of(kind).name):
        head = b'{"record":"' + table_of(kind).name.encode() + b'",'
        for record in store.judgements() if kind is Judgement else store.scan(kind):
            yield head + json_of(record)[1:] + b"\n"


def check(store: Store) -> list[str]:
    """What is wrong with the file, in words: damage, records that do not read, spans that leave their page."""
    try:
        wrong = [str(row[0]) for row in store.cells("PRAGMA integrity_check") if row[0] != "ok"]
        # SQLite lets only a writer compare the search index with the words it was made from.
        if store.writes:
            for table in TABLES.values():
                store.cells(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")
        sizes: dict[str, int] = {}
        for page in store.scan(Page):
            sizes[page.id] = len(page.text)
            store.raw(page.id)
        for kind in TYPES:
            wrong += [stray for record in store.scan(kind) for stray in strays_of(record, sizes)]
    except (sqlite3.DatabaseError, zlib.error, OnrecordError) as error:
        return [f"{error}"]
    return wrong
