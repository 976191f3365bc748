"""Which page lies in which pile, which pages have changed since they were joined, which piles are to be joined anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

import msgspec

from onrecord.store.tables import storable, text_of

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS changed (page TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS pile (page TEXT PRIMARY KEY, heap TEXT NOT NULL, pile TEXT NOT NULL,"
    " keys TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS pile_by_heap ON pile (heap)",
    "CREATE INDEX IF NOT EXISTS pile_by_pile ON pile (pile)",
    "CREATE TABLE IF NOT EXISTS word (word TEXT NOT NULL, page TEXT NOT NULL, PRIMARY KEY (word, page)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS todo (pile TEXT PRIMARY KEY) WITHOUT ROWID",
)


def mark_changed(link: sqlite3.Connection, pages: Iterable[str]) -> None:
    """Notes pages as changed: what joins them is to be made anew."""
    link.executemany("INSERT OR IGNORE INTO changed VALUES (?)", ((storable(page),) for page in pages))


def mark_all(link: sqlite3.Connection) -> None:
    """Notes every page as changed, and forgets all piles."""
    for table in ("pile", "word", "todo"):
        link.execute(f"DELETE FROM {table}")
    link.execute("INSERT OR IGNORE INTO changed SELECT id FROM page")


def changed_pages(link: sqlite3.Connection) -> list[str]:
    """The pages that have changed, or gone, since they were joined, in order."""
    return [text_of(row[0]) for row in link.execute("SELECT page FROM changed ORDER BY page")]


def settle(link: sqlite3.Connection) -> None:
    """Forgets what had changed: it is joined, or its piles are to do."""
    link.execute("DELETE FROM changed")


def near_pages(link: sqlite3.Connection, keys: Iterable[str], near: int) -> list[str]:
    """The pages that share at least so many of these keys."""
    asked = "SELECT page FROM word WHERE word IN (SELECT value FROM json_each(?)) GROUP BY page HAVING count(*) >= ?"
    return [text_of(row[0]) for row in link.execute(asked, (_list(keys), near))]


def heaps_of(link: sqlite3.Connection, pages: Iterable[str]) -> set[str]:
    """The heaps these pages lie in: what nearness connects, before anything too large falls apart."""
    asked = "SELECT DISTINCT heap FROM pile WHERE page IN (SELECT value FROM json_each(?))"
    return {text_of(row[0]) for row in link.execute(asked, (_list(pages),))}


def keys_in(link: sqlite3.Connection, heaps: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The keys of every page of these heaps."""
    asked = "SELECT page, keys FROM pile WHERE heap IN (SELECT value FROM json_each(?))"
    rows = link.execute(asked, (_list(heaps),))
    return {text_of(row[0]): msgspec.json.decode(row[1], type=tuple[str, ...]) for row in rows}


def piles_in(link: sqlite3.Connection, heaps: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The pages of every pile of these heaps, sorted."""
    asked = "SELECT pile, page FROM pile WHERE heap IN (SELECT value FROM json_each(?)) ORDER BY page"
    found: dict[str, list[str]] = {}
    for pile, page in link.execute(asked, (_list(heaps),)):
        found.setdefault(text_of(pile), []).append(text_of(page))
    return {pile: tuple(pages) for pile, pages in found.items()}


def pages_in(link: sqlite3.Connection, pile: str) -> list[str]:
    """The pages of a pile, in order."""
    return [text_of(row[0]) for row in link.execute("SELECT page FROM pile WHERE pile = ? ORDER BY page", (pile,))]


def drop_page(link: sqlite3.Connection, page: str) -> None:
    """Takes a page out of its pile."""
    link.execute("DELETE FROM pile WHERE page = ?", (storable(page),))
    link.execute("DELETE FROM word WHERE page = ?", (storable(page),))


def lay(link: sqlite3.Connection, page: str, keys: Iterable[str], *, heap: str, pile: str) -> None:
    """Lays a page in a heap and pile."""
    given = list(keys)
    link.execute("INSERT OR REPLACE INTO pile VALUES (?, ?, ?, ?)", (storable(page), heap, pile, _list(given)))
    link.executemany("INSERT OR IGNORE INTO word VALUES (?, ?)", ((storable(key), storable(page)) for key in given))


def todo(link: sqlite3.Connection) -> list[str]:
    """The piles that are to be joined anew, in order."""
    return [text_of(row[0]) for row in link.execute("SELECT pile FROM todo ORDER BY pile")]


def add_todo(link: sqlite3.Connection, piles: Iterable[str]) -> None:
    """Notes piles as to be joined anew."""
    link.executemany("INSERT OR IGNORE INTO todo VALUES (?)", ((pile,) for pile in piles))


def done(link: sqlite3.Connection, pile: str) -> None:
    """Notes a pile as joined."""
    link.execute("DELETE FROM todo WHERE pile = ?", (pile,))


def _list(items: Iterable[str] | Mapping[str, object]) -> str:
    return msgspec.json.encode(list(items)).decode()
