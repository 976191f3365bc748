"""The store: the one file everything is kept in, and the only code that writes it."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import IO, TypeVar

import msgspec

from onrecord.errors import NotARecord, OnrecordError, RecordBusy, UnknownId
from onrecord.groups import Judgement
from onrecord.store.evidence import strays_of
from onrecord.store.file import check_file, connect, lock_file, make_file, unlock_file
from onrecord.store.search import FIND, FOUND, Hit, add_words, drop_words, hit_of, query_of
from onrecord.store.search import SCHEMA as SEARCH_SCHEMA
from onrecord.store.tables import (
    GROUP_TYPES,
    PAGE_TYPES,
    PLACE,
    STAGE,
    TYPES,
    Cell,
    cells_of,
    column_line,
    json_of,
    quoted,
    reader_of,
    schema_of,
    storable,
    table_of,
    where_of,
)  # fmt: skip
from onrecord.types import Page, Problem

__all__ = ["Hit", "Store"]

R = TypeVar("R", bound=msgspec.Struct)
_BATCH = 200
_OWN_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS raw (page TEXT PRIMARY KEY, bytes BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS note (page TEXT, stage TEXT, version INTEGER NOT NULL, failed INTEGER NOT NULL,"
    " digest BLOB NOT NULL, PRIMARY KEY (page, stage)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS basis (stage TEXT PRIMARY KEY, version INTEGER NOT NULL, digest TEXT NOT NULL)",
)
# The stage under which problems of inputs are kept that never became a page.
_UNREAD = ""


class Store:
    """A record file, open: for writing by one process at a time, for reading by any number.

    Nothing that returned is lost when the process is killed. Do not write a type while scanning it.
    """

    def __init__(self, path: Path, link: sqlite3.Connection, lock: IO[bytes] | None) -> None:
        self.path = path
        self._link = link
        self._lock = lock
        self._deep = 0
        self._columns = {kind: self._columns_of(kind) for kind in TYPES}

    @classmethod
    def open(cls, path: Path, *, write: bool = True) -> Store:
        """The store at ``path``, made when missing and ``write``; columns that a field needs are added.

        Raises NotARecord for a file that is none of ours (it is left as it is) and for a missing one that
        is to be read, RecordBusy when another process holds it for writing.
        """
        if not check_file(path) and not write:
            raise NotARecord(f"{path}: there is no record here. Make one with: onrecord add PAGES")
        if not write:
            return cls(path, connect(path, write=False), None)
        lock = lock_file(path)
        try:
            if not check_file(path):
                make_file(path, _schema())
            store = cls(path, connect(path, write=True), lock)
            store._grow()
        except (OnrecordError, sqlite3.Error):
            unlock_file(path, lock)
            raise
        return store

    def close(self) -> None:
        """Closes the file and lets the next writer in."""
        self._link.close()
        if self._lock is not None:
            unlock_file(self.path, self._lock)
            self._lock = None

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    # ---- keeping

    @contextmanager
    def together(self) -> Iterator[None]:
        """Everything written inside is kept at once, or not at all."""
        if self._lock is None:
            raise OnrecordError(f"{self.path}: opened for reading only. Open it with write=True.")
        if self._deep:
            yield
            return
        try:
            self._do("BEGIN IMMEDIATE")
            self._deep = 1
            yield
            self._do("COMMIT")
        except sqlite3.OperationalError as error:
            self._link.rollback()
            if "locked" in str(error):
                raise RecordBusy(f"{self.path}: another program holds it. Close that one, then try again.") from error
            raise OnrecordError(f"{self.path}: cannot be written ({error}). Check the disk.") from error
        except BaseException:
            self._link.rollback()
            raise
        finally:
            self._deep = 0

    def put_pages(self, found: Iterable[tuple[Page, bytes]]) -> list[str]:
        """The ids that were new, in order; each page is kept with its raw bytes, a batch at a time.

        A page that is there already stays. Only its name may change: of two names for the same bytes the
        first in order is kept, whichever came first, and what was found on the page is left to do again.
        """
        new: list[str] = []
        left = iter(found)
        while batch := list(islice(left, _BATCH)):
            with self.together():
                new += [page.id for page, raw in batch if self._put_page(page, raw)]
        return new

    def _put_page(self, page: Page, raw: bytes) -> bool:
        try:
            kept = self.get(Page, page.id)
        except UnknownId:
            self._insert(Page, [page], None)
            self._do("INSERT INTO raw VALUES (?, ?)", (storable(page.id), zlib.compress(raw)))
            return True
        if kept.text == page.text and (page.name, json_of(page)) < (kept.name, json_of(kept)):
            self._do("DELETE FROM page WHERE id = ?", (storable(page.id),))
            self._do("DELETE FROM note WHERE page = ?", (storable(page.id),))
            self._insert(Page, [page], None)
        return False

    def put(self, page: str, stage: str, version: int, records: Sequence[msgspec.Struct]) -> None:
        """Keeps what a stage found on a page, in place of what it found before, and notes that it is done.

        Raises UnknownId for a page that was never put, and keeps nothing of a record that is not the page's.
        """
        for record in records:
            if type(record) not in PAGE_TYPES or getattr(record, "page", None) != page:
                raise OnrecordError(f"{type(record).__name__} is nothing of page {page}. Put a page's own records.")
        text = self.get(Page, page).text
        with self.together():
            self._clear_page(page, stage)
            for kind in PAGE_TYPES:
                self._insert(kind, [r for r in records if type(r) is kind], stage)
            add_words(self._link, page, stage, records, text)
            self._note(page, stage, version, records=records)

    def fail(self, page: str, stage: str, version: int, problem: Problem) -> None:
        """Notes that a stage could not work a page, and why; it is not left to do until its version is raised."""
        self.get(Page, page)
        with self.together():
            self._clear_page(page, stage)
            self._insert(Problem, [problem], stage)
            self._note(page, stage, version, records=[problem], failed=True)

    def note(self, problem: Problem) -> None:
        """Keeps the problem of an input that never became a page; the same one twice is one."""
        with self.together():
            self._do(f'DELETE FROM problem WHERE page = ? AND "{STAGE}" = ? AND stage = ? AND what = ?',
                     (storable(problem.page), _UNREAD, problem.stage, storable(problem.what)))  # fmt: skip
            self._insert(Problem, [problem], _UNREAD)

    def forget(self, inputs: Iterable[str]) -> None:
        """Drops the noted problems of inputs about to be read again, and of their rows and members ("name:3")."""
        with self.together():
            for name in inputs:
                inner = f"{name}:"
                given = (storable(name), len(inner), storable(inner), _UNREAD)
                self._do(f'DELETE FROM problem WHERE (page = ? OR substr(page, 1, ?) = ?) AND "{STAGE}" = ?', given)

    def replace(self, stage: str, version: int, records: Mapping[type, Sequence[msgspec.Struct]], basis: str) -> None:
        """Keeps what a stage made of all pages, in place of what it made before, of what ``basis`` digests."""
        for kind, group in records.items():
            if kind not in GROUP_TYPES or any(type(record) is not kind for record in group):
                raise OnrecordError(f"{kind.__name__} does not join pages. Put it with its page.")
        with self.together():
            self._clear_groups(stage)
            for kind, group in records.items():
                self._insert(kind, group, stage)
                add_words(self._link, "", stage, group, "")
            self._do("INSERT INTO basis VALUES (?, ?, ?)", (stage, version, basis))

    def judge(self, judgement: Judgement) -> None:
        """Adds a person's decision to the log; nothing in it is ever changed."""
        with self.together():
            self._insert(Judgement, [judgement], None)

    def remove(self, pages: Iterable[str]) -> None:
        """Drops pages with all that was found on them, and all that joined pages, which is to be made again."""
        with self.together():
            for page in pages:
                for stage in self._all("SELECT stage FROM note WHERE page = ?", (storable(page),)):
                    self._clear_page(page, str(stage[0]))
                for table, column in (("note", "page"), ("raw", "page"), ("page", "id")):
                    self._do(f"DELETE FROM {table} WHERE {column} = ?", (storable(page),))
            for stage in self._all("SELECT stage FROM basis"):
                self._clear_groups(str(stage[0]))

    # ---- asking

    def get(self, kind: type[R], name: str) -> R:
        """The record of this id; raises UnknownId."""
        key = table_of(kind).key
        if key is None:
            raise OnrecordError(f"{kind.__name__} has no id. Scan for it.")
        found = next(self.scan(kind, **{key: name}), None)
        if found is None:
            raise UnknownId(f"{name}: no {table_of(kind).name} of this id in {self.path}.")
        return found

    def scan(self, kind: type[R], **equals: str | float | bool | None) -> Iterator[R]:
        """Records whose fields equal these, by page and then as their stage ordered them; equal problems once."""
        table, columns = table_of(kind), self._columns[kind]
        if not columns:
            return
        once = "DISTINCT" if kind is Problem else ""
        where, given = where_of(kind, equals)
        order = ", ".join(f'"{name}"' if name != "rowid" else name for name in table.order)
        read = reader_of(kind, columns)
        asked = f'SELECT {once} {quoted(columns)} FROM "{table.name}" {where} ORDER BY {order}'
        for row in self._link.execute(asked, given):
            yield read(row)

    def count(self, kind: type[msgspec.Struct]) -> int:
        """How many records of a type there are."""
        if not self._columns[kind]:
            return 0
        once = f"SELECT DISTINCT {quoted(self._columns[kind])} FROM" if kind is Problem else "SELECT 1 FROM"
        return int(self._all(f'SELECT count(*) FROM ({once} "{table_of(kind).name}")')[0][0] or 0)

    def raw(self, page: str) -> bytes:
        """The bytes a page was read from; raises UnknownId."""
        found = self._all("SELECT bytes FROM raw WHERE page = ?", (storable(page),))
        if not found:
            raise UnknownId(f"{page}: no page of this id in {self.path}.")
        return zlib.decompress(bytes(found[0][0]))  # type: ignore[arg-type]

    def left(self, stage: str, version: int, *, retry: bool = False) -> list[str]:
        """Ids of pages this version of a stage has not done; those it failed on only with ``retry``."""
        failed = "AND NOT note.failed" if retry else ""
        asked = (
            "SELECT id FROM page WHERE NOT EXISTS (SELECT 1 FROM note"
            f" WHERE note.page = page.id AND note.stage = ? AND note.version = ? {failed}) ORDER BY id"
        )
        return [_text(row[0]) for row in self._all(asked, (stage, version))]

    def basis(self, stage: str, version: int | None = None) -> str | None:
        """What the results of a stage across pages were made from; None if there are none (of this version)."""
        found = self._all("SELECT digest, version FROM basis WHERE stage = ?", (stage,))
        return str(found[0][0]) if found and version in (None, found[0][1]) else None

    def digest(self, stages: Sequence[str]) -> str:
        """One digest of all pages, what these stages found on them, and the judgements: a basis at no cost."""
        total = hashlib.sha256()
        for page in self._all("SELECT id, name FROM page ORDER BY id"):
            total.update(repr(page).encode())
        marks = ", ".join("?" * len(stages))
        for note in self._all(f"SELECT * FROM note WHERE stage IN ({marks}) ORDER BY page, stage", tuple(stages)):
            total.update(repr((note[0], note[1], note[4])).encode())
        for judgement in self.judgements():
            total.update(json_of(judgement))
        return total.hexdigest()

    def search(self, words: str, *, limit: int = 20, kind: type[msgspec.Struct] | None = None) -> list[Hit]:
        """Articles, statements and parties that hold all the words, best first; any input is allowed.

        ``kind`` asks for one type alone. "Words in quotation marks" stay together, ``talk*`` finds talks.
        """
        query = query_of(words)
        if not query:
            return []
        only = table_of(kind).name if kind else ""
        types = {table_of(found).name: found for found in FOUND}
        hits = []
        for name, key, page, marked, rank in self._all(FIND, (query, only, only, limit)):
            text = self.get(Page, _text(page)).text if page else ""
            hits.append(hit_of(self.get(types[_text(name)], _text(key)), text, _text(marked), float(rank or 0)))
        return hits

    def judgements(self) -> list[Judgement]:
        """The latest decision on each pair for each reason, whichever side came first, in the order they were made."""
        latest: dict[tuple[str, ...], Judgement] = {}
        for judgement in self.scan(Judgement):
            key = (*sorted((judgement.left, judgement.right)), judgement.why)
            latest.pop(key, None)
            latest[key] = judgement
        return list(latest.values())

    def dump(self) -> Iterator[bytes]:
        """Every record as a line of JSON, by type and in order: the same whatever order pages came in.

        The key ``record`` names the type; the rest are the fields.
        """
        for kind in sorted(TYPES, key=lambda kind: table_of(kind).name):
            head = b'{"record":"' + table_of(kind).name.encode() + b'",'
            for record in self.scan(kind):
                yield head + json_of(record)[1:] + b"\n"

    def check(self) -> list[str]:
        """What is wrong with the file, in words: damage, records that do not read, spans that leave their page."""
        try:
            wrong = [str(row[0]) for row in self._all("PRAGMA integrity_check") if row[0] != "ok"]
            if self._lock is not None:
                self._do("INSERT INTO found (found, rank) VALUES ('integrity-check', 1)")
            sizes: dict[str, int] = {}
            for page in self.scan(Page):
                sizes[page.id] = len(page.text)
                self.raw(page.id)
            for kind in TYPES:
                wrong += [stray for record in self.scan(kind) for stray in strays_of(record, sizes)]
        except (sqlite3.DatabaseError, zlib.error, OnrecordError) as error:
            return [f"{error}"]
        return wrong

    # ---- the SQL beneath

    def _do(self, line: str, given: Sequence[Cell] = ()) -> None:
        self._link.execute(line, given)

    def _all(self, line: str, given: Sequence[Cell] = ()) -> list[tuple[Cell, ...]]:
        return self._link.execute(line, given).fetchall()

    def _columns_of(self, kind: type[msgspec.Struct]) -> tuple[str, ...]:
        there = {row[1] for row in self._all(f'PRAGMA table_info("{table_of(kind).name}")')}
        return tuple(c.name for c in table_of(kind).columns if c.name in there)

    def _grow(self) -> None:
        """Adds the tables and columns that records have and an older file has not."""
        with self.together():
            for kind, there in self._columns.items():
                for column in table_of(kind).columns:
                    if there and column.name not in there:
                        self._do(f'ALTER TABLE "{table_of(kind).name}" ADD COLUMN {column_line(column)}')
            for line in _schema():
                self._do(line)
        self._columns = {kind: self._columns_of(kind) for kind in TYPES}

    def _insert(self, kind: type[msgspec.Struct], records: Sequence[msgspec.Struct], stage: str | None) -> None:
        names = [c.name for c in table_of(kind).columns]
        marks = ", ".join("?" * (len(names) + 2))
        line = f'INSERT INTO "{table_of(kind).name}" ({quoted([*names, STAGE, PLACE])}) VALUES ({marks})'
        for place, record in enumerate(records):
            self._do(line, (*cells_of(record), stage, place))

    def _clear_page(self, page: str, stage: str) -> None:
        for kind in PAGE_TYPES:
            self._do(f'DELETE FROM "{table_of(kind).name}" WHERE page = ? AND "{STAGE}" = ?', (storable(page), stage))
        drop_words(self._link, page, stage)

    def _clear_groups(self, stage: str) -> None:
        for kind in GROUP_TYPES:
            self._do(f'DELETE FROM "{table_of(kind).name}" WHERE "{STAGE}" = ?', (stage,))
        drop_words(self._link, "", stage)
        self._do("DELETE FROM basis WHERE stage = ?", (stage,))

    def _note(
        self, page: str, stage: str, version: int, *, records: Sequence[msgspec.Struct], failed: bool = False
    ) -> None:
        digest = hashlib.sha256()
        for record in records:
            digest.update(type(record).__name__.encode() + json_of(record))
        given = (storable(page), stage, version, failed, digest.digest())
        self._do("INSERT OR REPLACE INTO note VALUES (?, ?, ?, ?, ?)", given)


def _schema() -> list[str]:
    return [*(line for kind in TYPES for line in schema_of(kind)), *_OWN_SCHEMA, *SEARCH_SCHEMA]


def _text(cell: Cell) -> str:
    return cell.decode("utf-8", "surrogatepass") if isinstance(cell, bytes) else str(cell)
