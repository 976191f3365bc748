"""What was worked out of single pages and of pairs of pages, kept until one of them changes."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Mapping

from onrecord.store.tables import storable, text_of

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS extract (page TEXT NOT NULL, kind TEXT NOT NULL, found BLOB NOT NULL)",
    "CREATE INDEX IF NOT EXISTS extract_by_page ON extract (page)",
    "CREATE TABLE IF NOT EXISTS apart (page TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (page, other))"
    " WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS fresh (page TEXT PRIMARY KEY) WITHOUT ROWID",
)
# Of a page some 35 KB are kept, which this makes 10.
_LEVEL = 1


def forget(link: sqlite3.Connection, page: str) -> None:
    """Forgets what was worked out of a page that changes; its pairs do not count until its pile is joined again."""
    name = storable(page)
    link.execute("INSERT OR IGNORE INTO fresh VALUES (?)", (name,))
    link.execute("DELETE FROM extract WHERE page = ?", (name,))
    others = link.execute("SELECT other FROM apart WHERE page = ?", (name,)).fetchall()
    link.executemany("DELETE FROM apart WHERE page = ? AND other = ?", ((other, name) for (other,) in others))
    link.execute("DELETE FROM apart WHERE page = ?", (name,))


def forget_all(link: sqlite3.Connection) -> None:
    """Forgets all that was worked out."""
    for table in ("extract", "apart"):
        link.execute(f"DELETE FROM {table}")
    link.execute("INSERT OR IGNORE INTO fresh SELECT id FROM page")


def settled(link: sqlite3.Connection, pages: Iterable[str]) -> None:
    """Notes that the pile of these pages is joined: what is kept of their pairs counts."""
    link.executemany("DELETE FROM fresh WHERE page = ?", ((storable(page),) for page in pages))


def fresh_pages(link: sqlite3.Connection, pages: Iterable[str]) -> set[str]:
    """Which of these pages have changed since their pile was joined."""
    line = "SELECT 1 FROM fresh WHERE page = ?"
    return {page for page in pages if link.execute(line, (storable(page),)).fetchone()}


def extracts(link: sqlite3.Connection, page: str) -> dict[str, bytes]:
    """What was worked out of a page, by its kind."""
    rows = link.execute("SELECT kind, found FROM extract WHERE page = ?", (storable(page),))
    return {text_of(kind): zlib.decompress(found) for kind, found in rows}


def keep_extracts(link: sqlite3.Connection, made: Mapping[tuple[str, str], bytes]) -> None:
    """Keeps what was worked out of pages, by page and kind."""
    rows = ((storable(page), kind, zlib.compress(found, _LEVEL)) for (page, kind), found in made.items())
    link.executemany("INSERT INTO extract VALUES (?, ?, ?)", rows)


def apart_from(link: sqlite3.Connection, page: str) -> list[str]:
    """The pages a page was compared with that share nothing with it."""
    return [text_of(row[0]) for row in link.execute("SELECT other FROM apart WHERE page = ?", (storable(page),))]


def keep_apart(link: sqlite3.Connection, pairs: Iterable[tuple[str, str]]) -> None:
    """Notes pairs of pages that were compared and share nothing."""
    rows = ((storable(page), storable(other)) for pair in pairs for page, other in (pair, pair[::-1]))
    link.executemany("INSERT OR IGNORE INTO apart VALUES (?, ?)", rows)
