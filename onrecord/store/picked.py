"""What a person has picked for a report: ids in an order of their own, each with a note of theirs; no page changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from onrecord.errors import OnrecordError
from onrecord.store.tables import storable, text_of

if TYPE_CHECKING:
    from onrecord.store import Store

_TABLE = (
    "CREATE TABLE IF NOT EXISTS picked (id TEXT PRIMARY KEY, place REAL NOT NULL, note TEXT NOT NULL, at TEXT NOT NULL)"
)
# A report of more is none that anyone reads; it also bounds what a page of picks costs.
MOST = 500
_NOTE_CHARS = 4000


class Pick(msgspec.Struct, frozen=True):
    """Something picked: its id (a statement, page, story or event), a person's note, when if that was said."""

    id: str
    note: str = ""
    at: str = ""


class Picks:
    """The things picked, in their order; writing needs the record open for it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __iter__(self) -> Iterator[Pick]:
        """The picks, in their order."""
        rows = (
            self._store.cells("SELECT id, note, at FROM picked ORDER BY place, id") if self._store.has("picked") else []
        )
        return (Pick(text_of(row[0]), text_of(row[1]), text_of(row[2])) for row in rows)

    def put(self, picks: Iterable[Pick]) -> None:
        """Adds picks at the end; one that is there stays in its place and takes the note given."""
        made = list(picks)
        with self._store.together():
            link = self._store.link
            link.execute(_TABLE)
            for pick in made:
                link.execute(
                    "INSERT INTO picked VALUES (?, (SELECT coalesce(max(place), 0) + 1 FROM picked), ?, ?)"
                    " ON CONFLICT (id) DO UPDATE SET note = excluded.note",
                    (storable(pick.id), storable(pick.note[:_NOTE_CHARS]), pick.at),
                )
            if link.execute("SELECT count(*) FROM picked").fetchone()[0] > MOST:
                raise OnrecordError(f"A report holds at most {MOST} picks. Remove some, or report on a whole story.")

    def drop(self, ids: Iterable[str]) -> None:
        """Takes picks out; those that are not there are passed over."""
        if not self._store.has("picked"):
            return
        with self._store.together():
            self._store.link.executemany("DELETE FROM picked WHERE id = ?", ((storable(name),) for name in ids))

    def move(self, name: str, by: int) -> None:
        """Moves a pick up (-1) or down (1) by one place, as far as there is one."""
        order = [pick.id for pick in self]
        if name not in order:
            return
        at = order.index(name)
        to = min(len(order) - 1, max(0, at + by))
        order.insert(to, order.pop(at))
        with self._store.together():
            self._store.link.executemany(
                "UPDATE picked SET place = ? WHERE id = ?", ((place, storable(one)) for place, one in enumerate(order))
            )
