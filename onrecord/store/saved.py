"""Saved searches: what each had found when it was last looked at, so that only what is new is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from onrecord.store.asking import understand
from onrecord.store.finding import every_id
from onrecord.store.questions import those
from onrecord.store.tables import storable, text_of
from onrecord.types import Statement

if TYPE_CHECKING:
    from onrecord.store import Store


class Watches:
    """Searches that are looked at again and again; what each had found is kept in the record file."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __iter__(self) -> Iterator[str]:
        """The searches, in order."""
        return (text_of(row[0]) for row in self._store.cells("SELECT typed FROM saved ORDER BY typed"))

    def look(self, typed: str) -> list[Statement]:
        """What a search finds now and did not the last time, each utterance once; everything the first time.

        Another carrier of an utterance that was seen is nothing new. The record must be open for writing.
        """
        plain = " ".join(typed.split())
        found = every_id(self._store, understand(plain))
        seen = self._seen(plain)
        order = [heads[0] for heads in found if not seen.intersection(heads)]
        with self._store.together():
            kept = msgspec.json.encode(sorted({name for heads in found for name in heads})).decode()
            self._store.link.execute("INSERT OR REPLACE INTO saved VALUES (?, ?)", (storable(plain), kept))
        statements = {statement.id: statement for statement in those(self._store, Statement, order)}
        return [statements[name] for name in order if name in statements]

    def forget(self, typed: str) -> bool:
        """Ends the watch of a search; False when there was none."""
        given = (storable(" ".join(typed.split())),)
        with self._store.together():
            return self._store.link.execute("DELETE FROM saved WHERE typed = ?", given).rowcount > 0

    def _seen(self, typed: str) -> set[str]:
        rows = self._store.cells("SELECT seen FROM saved WHERE typed = ?", (storable(typed),))
        return set(msgspec.json.decode(str(rows[0][0]), type=list[str])) if rows else set()
