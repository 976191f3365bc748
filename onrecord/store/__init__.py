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
from onrecord.store.file import check_file, connect, lock_file, make_file, unlock_file
from onrecord.store.heaps import mark_changed
from onrecord.store.joined import add_groups, clear_groups, drop_groups
from onrecord.store.judged import decisions_in, in_force
from onrecord.store.kept import add_tail, drop_tail, pages_left, total
from onrecord.store.layout import grow, schema
from onrecord.store.members import add_page_names, drop_page_names
from onrecord.store.search import TABLES, Hit, add_words, drop_words, find_words, hit_of, query_of
from onrecord.store.tables import (
    GROUP_TYPES,
    PAGE_TYPES,
    STAGE,
    TYPES,
    Cell,
    insert,
    json_of,
    quoted,
    reader_of,
    storable,
    table_of,
    text_of,
    where_of,
)  # fmt: skip
from onrecord.types import Article, Page, Problem, Statement, page_of

__all__ = ["Hit", "Store"]

R = TypeVar("R", bound=msgspec.Struct)
_BATCH = 200
# The stage under which problems of inputs are kept that never became a page.
_UNREAD = ""


class Store:
    """A record file, open: for writing by one process at a time, for reading by any number.

    Nothing that returned is lost when the process is killed. Do not write a type while scanning it.
    """

    def __init__(self, path: Path, link: sqlite3.Connection, lock: IO[bytes] | None) -> None:
        self.path = path
        self.link = link
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
                make_file(path, schema())
            store = cls(path, connect(path, write=True), lock)
            store._grow()
        except (OnrecordError, sqlite3.Error):
            unlock_file(path, lock)
            raise
        return store

    def close(self) -> None:
        """Closes the file and lets the next writer in."""
        self.link.close()
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
            self.link.rollback()
            if "locked" in str(error):
                raise RecordBusy(f"{self.path}: another program holds it. Close that one, then try again.") from error
            raise OnrecordError(f"{self.path}: cannot be written ({error}). Check the disk.") from error
        except BaseException:
            self.link.rollback()
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
            insert(self.link, Page, [page], None)
            add_tail(self.link, page.id, page.name)
            self._do("INSERT INTO raw VALUES (?, ?)", (storable(page.id), zlib.compress(raw)))
            return True
        if kept.text == page.text and (page.name, json_of(page)) < (kept.name, json_of(kept)):
            self._do("DELETE FROM page WHERE id = ?", (storable(page.id),))
            self._do("DELETE FROM note WHERE page = ?", (storable(page.id),))
            insert(self.link, Page, [page], None)
            drop_tail(self.link, kept.id, kept.name)
            add_tail(self.link, page.id, page.name)
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
                insert(self.link, kind, [r for r in records if type(r) is kind], stage)
            add_words(self.link, page, stage, records, text)
            add_page_names(self.link, records)
            self._note(page, stage, version, records=records)
            mark_changed(self.link, [page])

    def fail(self, page: str, stage: str, version: int, problem: Problem) -> None:
        """Notes that a stage could not work a page, and why; it is not left to do until its version is raised."""
        self.get(Page, page)
        with self.together():
            self._clear_page(page, stage)
            insert(self.link, Problem, [problem], stage)
            self._note(page, stage, version, records=[problem], failed=True)
            mark_changed(self.link, [page])

    def note(self, problem: Problem) -> None:
        """Keeps the problem of an input that never became a page; the same one twice is one."""
        with self.together():
            self._do(f'DELETE FROM problem WHERE page = ? AND "{STAGE}" = ? AND stage = ? AND what = ?',
                     (storable(problem.page), _UNREAD, problem.stage, storable(problem.what)))  # fmt: skip
            insert(self.link, Problem, [problem], _UNREAD)

    def forget(self, inputs: Iterable[str]) -> None:
        """Drops the noted problems of inputs about to be read again, with their rows and members ("a:3", "a/b")."""
        where = f'(page = ? OR substr(page, 1, ?) IN (?, ?)) AND "{STAGE}" = ?'
        with self.together():
            for name in inputs:
                inner = (len(name) + 1, storable(f"{name}:"), storable(f"{name}/"))
                self._do(f"DELETE FROM problem WHERE {where}", (storable(name), *inner, _UNREAD))

    def replace(self, stage: str, version: int, records: Mapping[type, Sequence[msgspec.Struct]], basis: str) -> None:
        """Keeps what a stage made of all pages, in place of what it made before, of what ``basis`` digests."""
        with self.together():
            clear_groups(self.link, stage)
            self.swap(stage, records, {})
            self.based(stage, version, basis)

    def swap(
        self, stage: str, records: Mapping[type, Sequence[msgspec.Struct]], gone: Mapping[type, Iterable[str]]
    ) -> None:
        """Keeps records that join pages, and drops those of the ids ``gone`` by type; the others stay as they are."""
        for kind, group in records.items():
            if kind not in GROUP_TYPES or any(type(record) is not kind for record in group):
                raise OnrecordError(f"{kind.__name__} does not join pages. Put it with its page.")
        with self.together():
            for kind, ids in gone.items():
                drop_groups(self.link, kind, ids, stage)
            for kind, group in records.items():
                add_groups(self.link, kind, group, stage)

    def based(self, stage: str, version: int, basis: str) -> None:
        """Notes what the results of a stage across pages were made from."""
        with self.together():
            self._do("INSERT OR REPLACE INTO basis VALUES (?, ?, ?)", (stage, version, basis))

    def judge(self, judgement: Judgement) -> int:
        """Adds a person's decision to the log and gives its number; nothing in the log is ever changed."""
        with self.together():
            insert(self.link, Judgement, [judgement], None)
            mark_changed(self.link, {page_of(judgement.left), page_of(judgement.right)})
            return int(self.cells("SELECT max(rowid) FROM judgement")[0][0] or 0)

    def remove(self, pages: Iterable[str]) -> None:
        """Drops pages with all that was found on them; what joined them is to be made again."""
        with self.together():
            for page in pages:
                for stage in self.cells("SELECT stage FROM note WHERE page = ?", (storable(page),)):
                    self._clear_page(page, str(stage[0]))
                for name in self.cells("SELECT name FROM page WHERE id = ?", (storable(page),)):
                    drop_tail(self.link, page, text_of(name[0]))
                for table, column in (("note", "page"), ("raw", "page"), ("page", "id")):
                    self._do(f"DELETE FROM {table} WHERE {column} = ?", (storable(page),))
                mark_changed(self.link, [page])

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
        for row in self._ask(asked, given):
            yield read(row)

    def count(self, kind: type[msgspec.Struct]) -> int:
        """How many records of a type there are."""
        if not self._columns[kind]:
            return 0
        if (kept := total(self.cells, kind)) is not None:
            return kept
        once = f"SELECT DISTINCT {quoted(self._columns[kind])} FROM" if kind is Problem else "SELECT 1 FROM"
        return int(self.cells(f'SELECT count(*) FROM ({once} "{table_of(kind).name}")')[0][0] or 0)

    def raw(self, page: str) -> bytes:
        """The bytes a page was read from; raises UnknownId."""
        found = self.cells("SELECT bytes FROM raw WHERE page = ?", (storable(page),))
        if not found:
            raise UnknownId(f"{page}: no page of this id in {self.path}.")
        return zlib.decompress(bytes(found[0][0]))  # type: ignore[arg-type]

    def left(self, stage: str, version: int, *, retry: bool = False) -> list[str]:
        """Ids of pages this version of a stage has not done; those it failed on only with ``retry``."""
        return pages_left(self.cells, stage, version, retry=retry)

    def basis(self, stage: str, version: int | None = None) -> str | None:
        """What the results of a stage across pages were made from; None if there are none (of this version)."""
        found = self.cells("SELECT digest, version FROM basis WHERE stage = ?", (stage,))
        return str(found[0][0]) if found and version in (None, found[0][1]) else None

    def search(self, words: str, *, limit: int = 20, kind: type[msgspec.Struct] | None = None) -> list[Hit]:
        """Statements, then articles and parties that hold all the words, best first; any input is allowed.

        ``kind`` asks for one type alone. "Words in quotation marks" stay together, ``talk*`` finds talks.
        """
        query = query_of(words)
        if not query:
            return []
        hits: list[Hit] = []
        for found in [kind] if kind else TABLES:
            for key, page, marked, rank in find_words(self.link, found, query, limit) if found in TABLES else ():
                text = self.get(Page, text_of(page)).text if page else ""
                hits.append(hit_of(self.get(found, text_of(key)), text, text_of(marked), float(rank or 0)))
        return hits[:limit]

    def judgements(self) -> list[Judgement]:
        """The decisions that count: the latest on each pair for each reason that nobody took back."""
        return in_force(decisions_in(self.link))

    def select(self, kind: type[R], tail: str, given: Sequence[Cell] = ()) -> list[R]:
        """Records of a type by the rest of a SELECT, for this package's own questions."""
        table, columns = table_of(kind).name, self._columns[kind]
        if not columns:
            return []
        read = reader_of(kind, columns)
        named = ", ".join(f'"{table}"."{column}"' for column in columns)
        return [read(row) for row in self._ask(f"SELECT {named} {tail}", given)]

    def cells(self, line: str, given: Sequence[Cell] = ()) -> list[tuple[Cell, ...]]:
        """The rows of a SELECT, for this package's own questions."""
        return self._ask(line, given).fetchall()

    def number(self, line: str, given: Sequence[Cell] = ()) -> int:
        """The one number a SELECT gives; 0 for none."""
        return int(self.cells(line, given)[0][0] or 0)

    def has(self, table: str) -> bool:
        """Whether a table is there that is made when it is first needed."""
        return bool(self.cells("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)))

    @property
    def writes(self) -> bool:
        """Whether it is open for writing."""
        return self._lock is not None

    def turn(self) -> tuple[int, int]:
        """A number pair that changes whenever anyone has written to the file."""
        return int(self.cells("PRAGMA data_version")[0][0] or 0), self.link.total_changes

    # ---- the SQL beneath

    def _ask(self, line: str, given: Sequence[Cell] = ()) -> sqlite3.Cursor:
        try:
            return self.link.execute(line, given)
        except sqlite3.OperationalError as error:
            # Opening for writing makes what is missing; a reader cannot.
            if not str(error).startswith(("no such table", "no such index", "no such column")):
                raise
            raise NotARecord(f"{self.path}: of an older onrecord. Bring it up to date with: onrecord add") from error

    def _do(self, line: str, given: Sequence[Cell] = ()) -> None:
        self.link.execute(line, given)

    def _columns_of(self, kind: type[msgspec.Struct]) -> tuple[str, ...]:
        there = {row[1] for row in self.cells(f'PRAGMA table_info("{table_of(kind).name}")')}
        return tuple(c.name for c in table_of(kind).columns if c.name in there)

    def _grow(self) -> None:
        """Adds what an older file has not: tables, columns, indexes, what is kept of its rows."""
        with self.together():
            grow(self.link, {table_of(kind).name: there for kind, there in self._columns.items()})
            if not self.cells("SELECT 1 FROM member LIMIT 1"):
                for kind in (Article, Statement):
                    add_page_names(self.link, self.scan(kind))
        self._columns = {kind: self._columns_of(kind) for kind in TYPES}

    def _clear_page(self, page: str, stage: str) -> None:
        if self.cells(f'SELECT 1 FROM article WHERE page = ? AND "{STAGE}" = ?', (storable(page), stage)):
            drop_page_names(self.link, page)
        for kind in PAGE_TYPES:
            self._do(f'DELETE FROM "{table_of(kind).name}" WHERE page = ? AND "{STAGE}" = ?', (storable(page), stage))
        drop_words(self.link, page, stage)
        self._do("DELETE FROM reading WHERE page = ? AND stage = ?", (storable(page), stage))

    def _note(
        self, page: str, stage: str, version: int, *, records: Sequence[msgspec.Struct], failed: bool = False
    ) -> None:
        digest = hashlib.sha256()
        for record in records:
            digest.update(type(record).__name__.encode() + json_of(record))
        given = (storable(page), stage, version, failed, digest.digest())
        self._do("INSERT OR REPLACE INTO note VALUES (?, ?, ?, ?, ?)", given)
