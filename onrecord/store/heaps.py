"""Which pages are near one another, which lie in which pile, which have changed, and which piles are to be joined."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

import msgspec

from onrecord.store.recalled import forget, forget_all
from onrecord.store.tables import storable, text_of

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS changed (page TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS lies (page TEXT PRIMARY KEY, pile TEXT NOT NULL) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS lies_by_pile ON lies (pile)",
    "CREATE TABLE IF NOT EXISTS stem (stem TEXT NOT NULL, page TEXT NOT NULL, weight INTEGER NOT NULL,"
    " PRIMARY KEY (stem, page)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS stems (page TEXT PRIMARY KEY, keys TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS near (page TEXT NOT NULL, why TEXT NOT NULL, other TEXT NOT NULL,"
    " level INTEGER NOT NULL, PRIMARY KEY (page, why, other)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS todo (pile TEXT PRIMARY KEY) WITHOUT ROWID",
)
# Why two pages are near: the words they share, the text they share, a person.
WORDS, COPY, PERSON = "words", "copy", "person"

Levels = Mapping[tuple[str, str], int]


def mark_changed(link: sqlite3.Connection, pages: Iterable[str]) -> None:
    """Notes pages as changed: what joins them is to be made anew, and what was worked out of them is forgotten."""
    for page in pages:
        link.execute("INSERT OR IGNORE INTO changed VALUES (?)", (storable(page),))
        forget(link, page)


def mark_all(link: sqlite3.Connection) -> None:
    """Notes every page as changed, and forgets all piles."""
    for table in ("lies", "stem", "stems", "near", "todo"):
        link.execute(f"DELETE FROM {table}")
    link.execute("INSERT OR IGNORE INTO changed SELECT id FROM page")
    forget_all(link)


def changed_pages(link: sqlite3.Connection) -> list[str]:
    """The pages that have changed, or gone, since they were joined, in order."""
    return [text_of(row[0]) for row in link.execute("SELECT page FROM changed ORDER BY page")]


def settle(link: sqlite3.Connection) -> None:
    """Forgets what had changed: it is joined, or its piles are to do."""
    link.execute("DELETE FROM changed")
    link.execute("DELETE FROM fresh WHERE NOT EXISTS (SELECT 1 FROM page WHERE page.id = fresh.page)")


def put_keys(link: sqlite3.Connection, page: str, keys: Mapping[str, int]) -> None:
    """Keeps the words a page stands for."""
    link.execute("INSERT INTO stems VALUES (?, ?)", (storable(page), msgspec.json.encode(dict(keys)).decode()))
    rows = ((storable(stem), storable(page), weight) for stem, weight in keys.items())
    link.executemany("INSERT INTO stem VALUES (?, ?, ?)", rows)


def drop_keys(link: sqlite3.Connection, page: str) -> None:
    """Forgets the words a page stands for."""
    row = link.execute("SELECT keys FROM stems WHERE page = ?", (storable(page),)).fetchone()
    for stem in msgspec.json.decode(row[0], type=dict[str, int]) if row else ():
        link.execute("DELETE FROM stem WHERE stem = ? AND page = ?", (storable(stem), storable(page)))
    link.execute("DELETE FROM stems WHERE page = ?", (storable(page),))


def sharing(link: sqlite3.Connection, page: str, keys: Mapping[str, int], least: int) -> dict[str, int]:
    """The other pages with at least so much weight in common with these words, and how much it is."""
    asked = (
        "SELECT page, sum(stem.weight * mine.value) AS shared FROM json_each(?) mine CROSS JOIN stem"
        " ON stem.stem = mine.key WHERE page <> ? GROUP BY page HAVING shared >= ?"
    )
    rows = link.execute(asked, (msgspec.json.encode(dict(keys)).decode(), storable(page), least))
    return {text_of(row[0]): int(row[1]) for row in rows}


def put_near(link: sqlite3.Connection, why: str, levels: Levels) -> set[str]:
    """Notes pairs of pages as near, and gives the pages in them."""
    for (one, two), level in levels.items():
        for page, other in ((one, two), (two, one)):
            link.execute(
                "INSERT OR REPLACE INTO near VALUES (?, ?, ?, ?)", (storable(page), why, storable(other), level)
            )
    return {page for pair in levels for page in pair}


def drop_near(link: sqlite3.Connection, why: str, pairs: Iterable[tuple[str, str]]) -> set[str]:
    """Forgets that pairs of pages are near, and gives the pages in them."""
    ends: set[str] = set()
    for one, two in pairs:
        for page, other in ((one, two), (two, one)):
            given = (storable(page), why, storable(other))
            link.execute("DELETE FROM near WHERE page = ? AND why = ? AND other = ?", given)
            ends.add(page)
    return ends


def near_for(link: sqlite3.Connection, why: str, *, page: str | None = None) -> list[tuple[str, str]]:
    """The pairs of pages (or those of one page) that are near for a reason."""
    only = "" if page is None else "page = ? AND"
    given = (why,) if page is None else (storable(page), why)
    return [
        (text_of(r[0]), text_of(r[1]))
        for r in link.execute(f"SELECT page, other FROM near WHERE {only} why = ?", given)
    ]


def neighbours(link: sqlite3.Connection, page: str) -> list[tuple[str, int]]:
    """The pages near a page, and how near they are."""
    rows = link.execute("SELECT other, level FROM near WHERE page = ?", (storable(page),))
    return [(text_of(row[0]), row[1]) for row in rows]


def pages_in(link: sqlite3.Connection, pile: str) -> list[str]:
    """The pages of a pile, in order."""
    return [text_of(row[0]) for row in link.execute("SELECT page FROM lies WHERE pile = ? ORDER BY page", (pile,))]


def pile_with(link: sqlite3.Connection, page: str) -> str | None:
    """The pile a page lies in."""
    row = link.execute("SELECT pile FROM lies WHERE page = ?", (storable(page),)).fetchone()
    return text_of(row[0]) if row else None


def lay(link: sqlite3.Connection, pile: str, pages: Iterable[str]) -> None:
    """Lays pages in a pile."""
    link.executemany("INSERT OR REPLACE INTO lies VALUES (?, ?)", ((storable(page), pile) for page in pages))


def lift(link: sqlite3.Connection, page: str) -> None:
    """Takes a page out of its pile."""
    link.execute("DELETE FROM lies WHERE page = ?", (storable(page),))


def todo(link: sqlite3.Connection) -> list[str]:
    """The piles that are to be joined anew, in order."""
    return [text_of(row[0]) for row in link.execute("SELECT pile FROM todo ORDER BY pile")]


def add_todo(link: sqlite3.Connection, piles: Iterable[str]) -> None:
    """Notes piles as to be joined anew."""
    link.executemany("INSERT OR IGNORE INTO todo VALUES (?)", ((pile,) for pile in piles))


def done(link: sqlite3.Connection, pile: str) -> None:
    """Notes a pile as joined."""
    link.execute("DELETE FROM todo WHERE pile = ?", (pile,))
