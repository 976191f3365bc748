"""History: what each run changed: pages that came or went, statements gained, lost or read otherwise, stories moved.

While a run is under way triggers of its own connection note every row that comes and goes; at its end the first and
last note on each thing tell what became of it. A run costs what it changes, however large the record. No clock is
read: the caller says when a run was, or nobody does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Literal

import msgspec

from onrecord.errors import UnknownId
from onrecord.store.counts import Part
from onrecord.store.moves import StoryMove, moves_of
from onrecord.store.tables import Cell, storable, text_of

if TYPE_CHECKING:
    from onrecord.store import Store

# Changes of one kind that are kept of a run at most; all are counted.
KEPT = 20_000
SCHEMA = (
    "CREATE TABLE IF NOT EXISTS passed (number INTEGER PRIMARY KEY AUTOINCREMENT, what TEXT NOT NULL,"
    " version TEXT NOT NULL, began TEXT NOT NULL DEFAULT '', ended TEXT NOT NULL DEFAULT '',"
    " done INTEGER NOT NULL DEFAULT 0, floor INTEGER NOT NULL, pages INTEGER NOT NULL DEFAULT 0,"
    " gone INTEGER NOT NULL DEFAULT 0, gained INTEGER NOT NULL DEFAULT 0, lost INTEGER NOT NULL DEFAULT 0,"
    " changed INTEGER NOT NULL DEFAULT 0, stories INTEGER NOT NULL DEFAULT 0)",
    "CREATE TABLE IF NOT EXISTS came (page TEXT PRIMARY KEY, run INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS came_by_run ON came (run, page)",
    "CREATE TABLE IF NOT EXISTS moved (run INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, was TEXT, now TEXT,"
    " PRIMARY KEY (run, kind, id)) WITHOUT ROWID",
)
_TOLD = ("speaker", "act", "manner", "form", "modality", "said", "content")
_PLAIN = "CASE typeof({0}.{1}) WHEN 'text' THEN {0}.{1} END"


def _noted(row: str) -> str:
    return f"json_array({', '.join(_PLAIN.format(row, name) for name in _TOLD)})"


# Statements of pages that came with the run are not told apart: a large first add would be noted twice over.
_OLD_PAGE = "WHEN coalesce((SELECT by FROM step WHERE kind = 'page' AND id = {0}.page ORDER BY rowid LIMIT 1), 0) <> 1"
_NOTES = (
    "CREATE TEMP TABLE step (kind TEXT NOT NULL, id TEXT NOT NULL, page TEXT NOT NULL, by INTEGER NOT NULL, told TEXT)",
    "CREATE INDEX temp.step_by_id ON step (kind, id)",
    *(
        f"CREATE TEMP TRIGGER step_{table}_{by} AFTER {deed} ON main.{table} {when} BEGIN"
        f" INSERT INTO step VALUES ({values}); END"
        for deed, row, by in (("INSERT", "NEW", "in"), ("DELETE", "OLD", "out"))
        for sign in (1 if row == "NEW" else -1,)
        for table, when, values in (
            ("page", "", f"'page', {row}.id, {row}.id, {sign}, NULL"),
            ("statement", _OLD_PAGE.format(row), f"'statement', {row}.id, {row}.page, {sign}, {_noted(row)}"),
            ("member", f"WHEN {row}.kind = 'story'", f"'story', {row}.member, {row}.member, {sign}, {row}.inside"),
            ("story", "", f"'name', {row}.id, '', {sign}, {_PLAIN.format(row, 'name')}"),
        )
    ),
)
_TRIGGERS = tuple(f"step_{table}_{by}" for table in ("page", "statement", "member", "story") for by in ("in", "out"))
# Each thing with what it was before its first note and what it is after its last; None for not there.
_ENDS = (
    "SELECT step.id, first.page, CASE WHEN first.by < 0 THEN coalesce(first.told, '') END,"
    " CASE WHEN last.by > 0 THEN coalesce(last.told, '') END"
    " FROM (SELECT id, min(rowid) AS low, max(rowid) AS high FROM step WHERE kind = ? GROUP BY id) step"
    " JOIN step first ON first.rowid = step.low JOIN step last ON last.rowid = step.high ORDER BY step.id"
)


class Run(msgspec.Struct, frozen=True):
    """A run: what was asked ("add", "work", "remove"), by which version, from when to when as far as was said.

    ``pages`` came and ``gone`` went; ``gained``, ``lost`` and ``changed`` count statements on pages that were there
    before and stayed; ``stories`` those that grew, were joined or split. ``done`` is False for a run cut short.
    """

    number: int
    what: str
    version: str
    began: str
    ended: str
    done: bool
    pages: int
    gone: int
    gained: int
    lost: int
    changed: int
    stories: int


class Reading(msgspec.Struct, frozen=True, array_like=True):
    """How a statement was read: what a run's changes tell of it."""

    speaker: str | None
    act: str
    manner: str
    form: str
    modality: str
    said: str | None
    content: str


class Change(msgspec.Struct, frozen=True):
    """A statement that a run gained (``was`` is None), lost (``now`` is None) or read otherwise."""

    id: str
    was: Reading | None
    now: Reading | None


Kind = Literal["gained", "lost", "changed"]
_COLUMNS = "number, what, version, began, ended, done, pages, gone, gained, lost, changed, stories"


@contextmanager
def noted(store: Store, what: str) -> Iterator[None]:
    """Notes what happens inside as one run; a run inside a run is part of it."""
    if store.cells("SELECT 1 FROM temp.sqlite_master WHERE name = 'step'"):
        yield
        return
    _begin(store, what)
    try:
        yield
    finally:
        _settle(store)


class History:
    """The runs of a record, latest first, and what each changed."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def stamp(self, began: str, ended: str) -> None:
        """Says when the latest run was; the record must be open for writing."""
        with self._store.together():
            latest = "(SELECT max(number) FROM passed)"
            self._store.link.execute(f"UPDATE passed SET began = ?, ended = ? WHERE number = {latest}", (began, ended))

    def runs(self, offset: int, limit: int) -> Part[Run]:
        """Runs, the latest first."""
        if not self._store.has("passed"):
            return Part((), 0)
        rows = self._store.cells(
            f"SELECT {_COLUMNS} FROM passed ORDER BY number DESC LIMIT ? OFFSET ?", (limit, offset)
        )
        return Part(tuple(_run_of(row) for row in rows), self._store.number("SELECT count(*) FROM passed"))

    def run(self, number: int) -> Run:
        """The run of this number; raises UnknownId."""
        rows = (
            self._store.cells(f"SELECT {_COLUMNS} FROM passed WHERE number = ?", (number,))
            if self._store.has("passed")
            else []
        )
        if not rows:
            raise UnknownId(f"{number}: no run of this number in the record.")
        return _run_of(rows[0])

    def changes(self, number: int, kind: Kind, offset: int, limit: int) -> Part[Change]:
        """Statements that a run gained, lost or read otherwise, of those ``KEPT``, by id."""
        asked = "SELECT id, was, now FROM moved WHERE run = ? AND kind = ? ORDER BY id LIMIT ? OFFSET ?"
        rows = self._store.cells(asked, (number, kind, limit, offset))
        total = self._store.number("SELECT count(*) FROM moved WHERE run = ? AND kind = ?", (number, kind))
        return Part(tuple(Change(text_of(row[0]), _reading(row[1]), _reading(row[2])) for row in rows), total)

    def stories(self, number: int, offset: int, limit: int) -> Part[StoryMove]:
        """Stories that a run made larger, joined or split, by id."""
        asked = "SELECT now FROM moved WHERE run = ? AND kind = 'story' ORDER BY id LIMIT ? OFFSET ?"
        rows = self._store.cells(asked, (number, limit, offset))
        total = self._store.number("SELECT count(*) FROM moved WHERE run = ? AND kind = 'story'", (number,))
        return Part(tuple(msgspec.json.decode(text_of(row[0]), type=StoryMove) for row in rows), total)

    def pages(self, number: int, offset: int, limit: int) -> list[str]:
        """The ids of pages that came with a run, of those still there."""
        asked = "SELECT page FROM came WHERE run = ? ORDER BY page LIMIT ? OFFSET ?"
        return [text_of(row[0]) for row in self._store.cells(asked, (number, limit, offset))]

    def latest(self) -> int:
        """The number of the latest run; 0 before the first."""
        return self._store.number("SELECT coalesce(max(number), 0) FROM passed") if self._store.has("passed") else 0


def _begin(store: Store, what: str) -> None:
    with store.together():
        link = store.link
        fresh = not store.has("passed")
        for line in SCHEMA:
            link.execute(line)
        cut = store.cells("SELECT number FROM passed WHERE done = 0 ORDER BY number DESC LIMIT 1")
        if fresh or cut:
            # Pages of a file older than its history, or of a run that was killed.
            link.execute("INSERT OR IGNORE INTO came SELECT id, ? FROM page", (cut[0][0] if cut else 0,))
            held = "(SELECT count(*) FROM came WHERE came.run = passed.number)"
            link.execute(f"UPDATE passed SET done = -1, pages = {held} WHERE done = 0")
        top = store.cells("SELECT coalesce(max(rowid), 0) FROM entry")[0][0]
        # Rows dropped at the top give their numbers to rows that come: no floor may stand above them.
        link.execute("UPDATE passed SET floor = min(floor, ?)", (top,))
        link.execute("INSERT INTO passed (what, version, floor) VALUES (?, ?, ?)", (what, version("onrecord"), top))
        for line in _NOTES:
            link.execute(line)


def _settle(store: Store) -> None:
    with store.together():
        link = store.link
        number = int(link.execute("SELECT max(number) FROM passed").fetchone()[0])
        pages = {text_of(row[0]): (row[2], row[3]) for row in link.execute(_ENDS, ("page",)).fetchall()}
        came = [page for page, (was, now) in pages.items() if was is None and now is not None]
        gone = [page for page, (was, now) in pages.items() if was is not None and now is None]
        link.executemany("INSERT OR REPLACE INTO came VALUES (?, ?)", ((storable(page), number) for page in came))
        link.executemany("DELETE FROM came WHERE page = ?", ((storable(page),) for page in gone))
        counts = _keep_statements(store, number, {*came, *gone})
        moves = moves_of(store, link.execute(_ENDS, ("story",)).fetchall(), set(came), set(gone))
        link.executemany(
            "INSERT INTO moved VALUES (?, 'story', ?, NULL, ?)",
            ((number, move.id, msgspec.json.encode(move).decode()) for move in moves[:KEPT]),
        )
        link.execute(
            "UPDATE passed SET done = 1, pages = ?, gone = ?, gained = ?, lost = ?, changed = ?, stories = ?"
            " WHERE number = ?",
            (len(came), len(gone), *counts, len(moves), number),
        )
        for name in _TRIGGERS:
            link.execute(f"DROP TRIGGER temp.{name}")
        link.execute("DROP TABLE temp.step")


def _keep_statements(store: Store, number: int, apart: set[str]) -> tuple[int, int, int]:
    """Keeps what became of statements on pages that stayed; how many were gained, lost and changed."""
    counts: dict[str, int] = {"gained": 0, "lost": 0, "changed": 0}
    for name, page, was, now in store.link.execute(_ENDS, ("statement",)):
        if was == now or text_of(page) in apart:
            continue
        kind = "gained" if was is None else "lost" if now is None else "changed"
        counts[kind] += 1
        if counts[kind] <= KEPT:
            store.link.execute("INSERT INTO moved VALUES (?, ?, ?, ?, ?)", (number, kind, name, was, now))
    return counts["gained"], counts["lost"], counts["changed"]


def _run_of(row: Sequence[Cell]) -> Run:
    number, what, made, began, ended, done, *counts = row
    texts = (text_of(what), text_of(made), text_of(began), text_of(ended))
    return Run(int(number or 0), *texts, done == 1, *(int(count or 0) for count in counts))


def _reading(cell: Cell) -> Reading | None:
    return None if cell is None else msgspec.json.decode(text_of(cell), type=Reading)
