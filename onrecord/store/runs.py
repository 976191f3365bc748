"""Five-word runs of pages on disk: by them a new page finds the pages it may share words with, wherever they lie.

A page is kept as a number that puts pages in order of day, then of a digest of their id. A run on very many pages
(a wire story, a saying) brings a page together with the first few of them only, as in a collection joined as a whole.
Who may be compared with whom hangs on the pages that are there, never on the order they came in.
"""

from __future__ import annotations

import hashlib
import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from onrecord.store.tables import storable, text_of

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS bearer (number INTEGER PRIMARY KEY, page TEXT NOT NULL UNIQUE, runs BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS run (run INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (run, number))"
    " WITHOUT ROWID",
)
# A run on more pages than this is crowded: a page meets its first few bearers only.
CROWD = 24
HUBS = 8
# Fewer kept runs in common than this is chance.
SHARED = 2
_DAY_BITS, _DIGEST_BITS = 20, 43
_NO_DAY = (1 << _DAY_BITS) - 1


def number_of(page: str, day: str | None) -> int:
    """The number of a page: by day (unknown last), then by a digest of its id.

    >>> number_of("f00d", "2031-05-02") < number_of("beef", "2031-05-03") < number_of("f00d", None)
    True
    """
    try:
        count = date.fromisoformat((day or "")[:10]).toordinal()
    except ValueError:
        count = _NO_DAY
    digest = hashlib.sha256(page.encode("utf-8", "surrogatepass")).digest()
    return count << _DIGEST_BITS | int.from_bytes(digest[:8]) >> (64 - _DIGEST_BITS)


def put_runs(link: sqlite3.Connection, page: str, day: str | None, runs: Sequence[int]) -> set[int]:
    """Keeps the runs of a page that is not there yet; gives the pages whose partners are to be looked for again."""
    number, stirred = number_of(page, day), set[int]()
    while link.execute("SELECT 1 FROM bearer WHERE number = ?", (number,)).fetchone():
        number += 1
    for run in runs:
        first = _first(link, run)
        if len(first) == CROWD:
            stirred.update(first)
        elif len(first) > CROWD and number < first[HUBS - 1]:
            stirred.add(first[HUBS - 1])
    link.execute("INSERT INTO bearer VALUES (?, ?, ?)", (number, storable(page), array("q", runs).tobytes()))
    link.executemany("INSERT INTO run VALUES (?, ?)", ((run, number) for run in runs))
    return stirred | {number}


def drop_runs(link: sqlite3.Connection, page: str) -> set[int]:
    """Forgets the runs of a page; gives the pages whose partners are to be looked for again."""
    number, stirred = number_in(link, page), set[int]()
    if number is None:
        return stirred
    for run in _runs_of(link, number):
        before = _first(link, run)
        link.execute("DELETE FROM run WHERE run = ? AND number = ?", (run, number))
        if len(before) > CROWD:
            after = _first(link, run)
            if len(after) == CROWD:
                stirred.update(after)
            elif number <= before[HUBS - 1]:
                stirred.add(after[HUBS - 1])
    link.execute("DELETE FROM bearer WHERE number = ?", (number,))
    return stirred


def partners_of(link: sqlite3.Connection, number: int) -> set[int]:
    """The pages that share enough runs with a page to be compared with it; the same seen from either side."""
    shared: Counter[int] = Counter()
    for run in _runs_of(link, number):
        first = _first(link, run)
        if len(first) > CROWD:
            hub = number <= first[HUBS - 1]
            first = _first(link, run, most=-1) if hub else first[:HUBS]
        shared.update(first)
    return {other for other, count in shared.items() if count >= SHARED and other != number}


def number_in(link: sqlite3.Connection, page: str) -> int | None:
    """The number a page is kept as; None for one that is not."""
    found = link.execute("SELECT number FROM bearer WHERE page = ?", (storable(page),)).fetchone()
    return int(found[0]) if found else None


def pages_of(link: sqlite3.Connection, numbers: Iterable[int]) -> list[str]:
    """The ids of the pages of these numbers that are there, in order."""
    asked = "SELECT page FROM bearer WHERE number = ?"
    found = (link.execute(asked, (number,)).fetchone() for number in numbers)
    return sorted(text_of(row[0]) for row in found if row)


def forget_runs(link: sqlite3.Connection) -> None:
    """Drops the runs of all pages."""
    link.execute("DELETE FROM run")
    link.execute("DELETE FROM bearer")


def _first(link: sqlite3.Connection, run: int, *, most: int = CROWD + 1) -> list[int]:
    rows = link.execute("SELECT number FROM run WHERE run = ? ORDER BY number LIMIT ?", (run, most))
    return [row[0] for row in rows]


def _runs_of(link: sqlite3.Connection, number: int) -> array[int]:
    found = array("q")
    row = link.execute("SELECT runs FROM bearer WHERE number = ?", (number,)).fetchone()
    if row:
        found.frombytes(row[0])
    return found
