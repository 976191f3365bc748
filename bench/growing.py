"""A large record written as a worked and joined one lies on disk, without reading or joining its pages.

Some piles are written by the store's own functions. The rest are the same piles of other people, places and words: rows
copied within the file, with another pair of letters for ``MARK`` wherever it stands in a word or an id. Well-known
people, outlets and common words have no mark, so that they stand in all copies. Parties are made one at the end.
"""

from __future__ import annotations

import math
import sqlite3
import time
import zlib
from array import array
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from bench.groups import groups_of
from bench.grown import MARK, Pile, Told, make_piles
from bench.invented import Made
from onrecord import piles, stages
from onrecord.groups import Copy, Position
from onrecord.people.united import name_key
from onrecord.record.copying import STAGE, kept_runs
from onrecord.record.joining import IN_PILES, join_pages
from onrecord.store import Store, casts, heaps, runs
from onrecord.store.kept import add_tails, recount
from onrecord.store.search import TABLES, index_anew
from onrecord.types import Clipping

_BATCH = 400
_PRAGMAS = ("synchronous = OFF", "cache_size = -1000000", "wal_autocheckpoint = 50000", "temp_store = MEMORY")
# Letters that stand for the mark in the copies; none of them ends in one that a plural ends in.
_LETTERS = [f"{one}{two}" for one in "bdfgjklmnprtvwz" for two in "aeiou"]
# Written anew for each copy, kept by SQLite itself, or made at the end.
_APART = (
    "raw", "bearer", "run", "party", "renamed", "basis", "changed", "tally", "rank", "spelling", "worked", "tail",
)  # fmt: skip


def grow(path: Path, articles: int, *, copies: int = 10) -> None:
    """Writes a record of about so many articles, in which nothing is left to work or join."""
    begun = time.perf_counter()

    def tell(what: str) -> None:
        print(f"{what}: {time.perf_counter() - begun:.0f} s", flush=True)

    with _opened(path) as store:
        pages = _write(store, make_piles(articles // copies))
        tell(f"{pages} pages written")
        _drop(store, "trigger", "index")
        for count in range(1, copies):
            _copy(store.link, count)
            tell(f"copy {count}")
    # Opening makes indexes and triggers again; counts are made once, at the end.
    with _opened(path) as store:
        _drop(store, "trigger")
        tell("indexes made")
        store.based(stages.GROUPS.name, stages.GROUPS.version, IN_PILES)
        join_pages(store, fast=True)
        tell("parties made one")
        index_anew(store.link)
        recount(store.link)
        add_tails(store.link)
        tell("words and counts made")
    with _opened(path) as store:
        store.link.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _drop(store: Store, *types: str) -> None:
    """Drops what slows the writing of many rows."""
    for kind in types:
        for (name,) in store.cells("SELECT name FROM sqlite_master WHERE type = ? AND sql IS NOT NULL", (kind,)):
            store.link.execute(f'DROP {kind} "{name!s}"')


def _opened(path: Path) -> Store:
    store = Store.open(path)
    for pragma in _PRAGMAS:
        store.link.execute(f"PRAGMA {pragma}")
    return store


def _write(store: Store, made: Iterator[Pile]) -> int:
    """Writes piles by the store's own functions; gives how many pages they have."""
    pages = 0
    while batch := list(islice(made, _BATCH)):
        with store.together():
            _write_pages(store, [told for pile in batch for told in pile.pages])
            for pile in batch:
                _write_pile(store, pile)
            heaps.settle(store.link)
        pages += sum(len(pile.pages) for pile in batch)
    return pages


def _write_pages(store: Store, pages: Sequence[Told]) -> None:
    store.put_pages([(told.made.page, told.made.page.text.encode()) for told in pages])
    for told in pages:
        made = told.made
        found = (made.article, *told.timexes), made.mentions, made.statements
        for stage, records in zip(stages.PAGE_STAGES, found, strict=True):
            store.put(made.page.id, stage.name, stage.version, records)
        clipping = Clipping(made.page, made.article, made.mentions, told.timexes, made.statements)
        runs.put_runs(store.link, made.page.id, made.article.published.value, kept_runs(clipping))


def _write_pile(store: Store, pile: Pile) -> None:
    groups, copies, parties = groups_of(pile)
    ids = sorted(told.made.page.id for told in pile.pages)
    store.swap(STAGE, {Copy: copies}, {})
    store.swap(f"{stages.GROUPS.name} {ids[0]}", groups, {})
    positions = [position for position in groups[Position] if isinstance(position, Position)]
    casts.add_cast(store.link, ids[0], [(name_key(party) or party.id, party) for party in parties], positions)
    keys = {told.made.page.id: piles.keys_of(told.made.page.text, told.made.article) for told in pile.pages}
    for page, mine in keys.items():
        heaps.put_keys(store.link, page, mine)
    heaps.put_near(store.link, heaps.WORDS, _near(keys))
    near = {(c.left, c.right): level for c in copies if (level := piles.copy_level(c)) is not None}
    heaps.put_near(store.link, heaps.COPY, near)
    heaps.lay(store.link, ids[0], ids)


def _near(keys: dict[str, dict[str, int]]) -> dict[tuple[str, str], int]:
    levels: dict[tuple[str, str], int] = {}
    names = sorted(keys)
    for at, one in enumerate(names):
        for two in names[at + 1 :]:
            mine = keys[one]
            shared = math.fsum(weight * mine[stem] for stem, weight in keys[two].items() if stem in mine)
            level = piles.level_of(round(shared))
            if level is not None:
                levels[one, two] = level
    return levels


def _copy(link: sqlite3.Connection, count: int) -> None:
    """Copies every row that bears the mark, with the letters of this copy for it."""
    letters = _LETTERS[7 * count]
    link.execute("BEGIN")
    for table, columns in _tables(link):
        marked = next((name for name in ("id", "page", "member", "pile") if name in columns), columns[0])
        wanted = f"{marked} LIKE '%{MARK}%'" + (f" OR inside LIKE '%{MARK}%'" if table == "member" else "")
        cells = ", ".join(_changed(name, letters) for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        link.execute(f'INSERT OR IGNORE INTO "{table}" ({names}) SELECT {cells} FROM "{table}" WHERE {wanted}')
    link.create_function("packed", 1, lambda text: zlib.compress(text.encode()))
    link.execute(f"INSERT INTO raw SELECT id, packed(text) FROM page WHERE id LIKE '_____{letters}%'")
    _copy_runs(link, count, letters)
    link.execute("COMMIT")


def _tables(link: sqlite3.Connection) -> Iterator[tuple[str, list[str]]]:
    """The tables to copy with their columns; a number of a row is given anew."""
    found = link.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    for (name,) in found:
        if name not in _APART and not name.startswith((*TABLES.values(), "sqlite_")):
            columns = [str(row[1]) for row in link.execute(f'PRAGMA table_info("{name}")')]
            yield name, [column for column in columns if column != "rowid"]


def _copy_runs(link: sqlite3.Connection, count: int, letters: str) -> None:
    """The runs of the copied pages are others, since their words are."""
    asked = (
        "SELECT bearer.page, bearer.runs, json_extract(article.published, '$.value') FROM bearer"
        f" JOIN article ON article.page = bearer.page WHERE bearer.page LIKE '_____{MARK}%'"
    )
    held = []
    for page, kept, day in link.execute(asked).fetchall():
        mine = array("q")
        mine.frombytes(kept)
        other = page.replace(MARK, letters)
        number = runs.number_of(other, day)
        shifted = array("q", (run ^ count << 40 for run in mine))
        link.execute("INSERT INTO bearer VALUES (?, ?, ?)", (number, other, shifted.tobytes()))
        held += [(run, number) for run in shifted]
    link.executemany("INSERT INTO run VALUES (?, ?)", sorted(held))


def _changed(name: str, letters: str) -> str:
    if name in ("digest", "failed", "version"):
        return f'"{name}"'
    return f"""CASE typeof("{name}") WHEN 'text' THEN replace("{name}", '{MARK}', '{letters}')
        WHEN 'blob' THEN CAST(replace(CAST("{name}" AS TEXT), '{MARK}', '{letters}') AS BLOB) ELSE "{name}" END"""


def fill(path: Path, pages: Sequence[Made]) -> None:
    """A record of these pages, worked, and truly joined."""
    with Store.open(path) as store:
        store.link.execute("PRAGMA synchronous = OFF")
        for at in range(0, len(pages), _BATCH):
            with store.together():
                keep(store, pages[at : at + _BATCH])
        begun = time.process_time()
        join_pages(store, fast=True)
        print(f"joined: {time.process_time() - begun:.0f} s CPU", flush=True)


def keep(store: Store, pages: Sequence[Made]) -> None:
    """Keeps pages with what was found on them, as an add does."""
    store.put_pages([(made.page, made.page.text.encode()) for made in pages])
    for made in pages:
        with store.together():
            found = (made.article,), made.mentions, made.statements
            for stage, records in zip(stages.PAGE_STAGES, found, strict=True):
                store.put(made.page.id, stage.name, stage.version, records)
