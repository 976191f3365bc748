"""Saved searches: with each the run up to which it was looked at, so that only what came later is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from onrecord.store.asking import understand
from onrecord.store.finding import every_id, ids_since
from onrecord.store.history import History
from onrecord.store.questions import those
from onrecord.store.tables import id_list, storable, text_of
from onrecord.types import Statement

if TYPE_CHECKING:
    from onrecord.store import Store

# So many new statements are looked at to show a few of them.
LOOKED_AT = 500
# Statements whose words other pages already carried when a search was last looked at.
_CARRIED = (
    "SELECT DISTINCT mine.member FROM member mine"
    " JOIN member beside ON beside.inside = mine.inside AND beside.kind = 'utterance'"
    " JOIN statement ON statement.id = beside.member JOIN came ON came.page = statement.page"
    " WHERE mine.kind = 'utterance' AND mine.member IN (SELECT value FROM json_each(?)) AND came.run <= ?"
    " AND statement.id NOT IN (SELECT id FROM moved WHERE run > ? AND kind = 'gained')"
)


class Mark(msgspec.Struct, frozen=True):
    """Up to which run of the record a search was looked at, and when if that was said."""

    run: int = 0
    at: str = ""


class News(msgspec.Struct, frozen=True):
    """What a saved search finds that it had not at its last look: how many utterances (``more`` than that where too
    many came to look at all), and the first of them."""

    typed: str
    at: str
    total: int
    more: bool
    statements: tuple[Statement, ...]


class Watches:
    """Searches that are looked at again and again; up to where each was looked at is kept in the record file."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __iter__(self) -> Iterator[str]:
        """The searches, in order."""
        return (text_of(row[0]) for row in self._store.cells("SELECT typed FROM saved ORDER BY typed"))

    def look(self, typed: str, *, at: str = "") -> list[Statement]:
        """What a search finds now and did not the last time, each utterance once; everything the first time.

        Another carrier of an utterance that was there is nothing new. The record must be open for writing.
        """
        plain = _plain(typed)
        mark = self._mark(plain)
        found = every_id(self._store, understand(plain)) if mark is None else []
        order = [heads[0] for heads in found] if mark is None else self._new(plain, mark.run, -1)[0]
        self.save(plain, at=at)
        return self._those(order)

    def peek(self, typed: str, *, most: int = 5) -> News:
        """As ``look``, with the first ``most`` of what is new and their number, and without having looked."""
        plain = _plain(typed)
        mark = self._mark(plain) or Mark(History(self._store).latest())
        order, more = self._new(plain, mark.run, LOOKED_AT)
        return News(plain, mark.at, len(order), more, tuple(self._those(order[:most])))

    def save(self, typed: str, *, at: str = "") -> None:
        """Keeps a search as looked at; the record must be open for writing."""
        mark = msgspec.json.encode(Mark(History(self._store).latest(), at)).decode()
        with self._store.together():
            self._store.link.execute("INSERT OR REPLACE INTO saved VALUES (?, ?)", (storable(_plain(typed)), mark))

    def forget(self, typed: str) -> bool:
        """Ends the watch of a search; False when there was none."""
        with self._store.together():
            given = (storable(_plain(typed)),)
            return self._store.link.execute("DELETE FROM saved WHERE typed = ?", given).rowcount > 0

    def _mark(self, typed: str) -> Mark | None:
        rows = self._store.cells("SELECT seen FROM saved WHERE typed = ?", (storable(typed),))
        try:
            return msgspec.json.decode(text_of(rows[0][0]), type=Mark) if rows else None
        except msgspec.ValidationError:
            # A file from before runs were kept: what came with its first ones was seen.
            return Mark()

    def _new(self, typed: str, run: int, limit: int) -> tuple[list[str], bool]:
        """The ids of new statements, an utterance once, and whether there were more than were looked at."""
        if History(self._store).latest() <= run:
            return [], False
        found = ids_since(self._store, understand(typed), run, limit=limit)
        ids = [name for heads in found for name in heads]
        old = {text_of(row[0]) for row in self._store.cells(_CARRIED, (id_list(ids), run, run))}
        return [heads[0] for heads in found if not old.intersection(heads)], len(ids) == limit

    def _those(self, order: Sequence[str]) -> list[Statement]:
        known = {statement.id: statement for statement in those(self._store, Statement, order)}
        return [known[name] for name in order if name in known]


def _plain(typed: str) -> str:
    return " ".join(typed.split())
