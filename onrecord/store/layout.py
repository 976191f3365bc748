"""The layout of a record file: its tables, indexes and triggers, and how an older file is brought up to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping

from onrecord.store.casts import SCHEMA as CASTS
from onrecord.store.heaps import SCHEMA as HEAPS
from onrecord.store.judged import SCHEMA as JUDGED
from onrecord.store.kept import SCHEMA as KEPT
from onrecord.store.kept import add_tails, recount, triggers
from onrecord.store.members import SCHEMA as MEMBERS
from onrecord.store.recalled import SCHEMA as RECALLED
from onrecord.store.runs import SCHEMA as RUNS
from onrecord.store.search import SCHEMA as SEARCH
from onrecord.store.search import index_anew
from onrecord.store.tables import ORDERED, TYPES, column_line, schema_of, table_of, text_of

_OWN = (
    "CREATE TABLE IF NOT EXISTS raw (page TEXT PRIMARY KEY, bytes BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS note (page TEXT, stage TEXT, version INTEGER NOT NULL, failed INTEGER NOT NULL,"
    " digest BLOB NOT NULL, PRIMARY KEY (page, stage)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS basis (stage TEXT PRIMARY KEY, version INTEGER NOT NULL, digest TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS saved (typed TEXT PRIMARY KEY, seen TEXT NOT NULL)",
)


def schema() -> list[str]:
    """The SQL that makes what a record file holds, each piece only when missing."""
    return [
        *(line for kind in TYPES for line in schema_of(kind)),
        *_OWN,
        *SEARCH,
        *MEMBERS,
        *HEAPS,
        *CASTS,
        *RUNS,
        *RECALLED,
        *JUDGED,
        *(f"CREATE INDEX IF NOT EXISTS {line}" for line in ORDERED),
        *KEPT,
        *triggers(),
    ]


def grow(link: sqlite3.Connection, columns: Mapping[str, Collection[str]]) -> None:
    """Adds what an older file has not, and keeps of its rows what is kept of new ones; ``columns`` are those there."""
    made = {text_of(row[0]) for row in link.execute("SELECT name FROM sqlite_master")}
    for kind in TYPES:
        table, there = table_of(kind).name, columns[table_of(kind).name]
        for column in table_of(kind).columns:
            if there and column.name not in there:
                link.execute(f'ALTER TABLE "{table}" ADD COLUMN {column_line(column)}')
    homeless = "part" in made and not any(row[1] == "home" for row in link.execute("PRAGMA table_info(part)"))
    if homeless:
        link.execute("ALTER TABLE part ADD COLUMN home TEXT NOT NULL DEFAULT ''")
    if "spoken" not in made:
        # Once all words stood in one table.
        link.execute("DROP TABLE IF EXISTS found")
    link.execute("DROP INDEX IF EXISTS statement_by_act")
    for line in schema():
        link.execute(line)
    if "fresh" not in made:
        waiting = "SELECT page FROM changed UNION SELECT page FROM lies WHERE pile IN (SELECT pile FROM todo)"
        link.execute(f"INSERT INTO fresh {waiting}")
    if "spoken" not in made:
        index_anew(link)
    if "tally" not in made:
        recount(link)
        add_tails(link)
