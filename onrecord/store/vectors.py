"""Statements by meaning: a vector a statement, kept in the file, compared with a question one block at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from onrecord.errors import OnrecordError
from onrecord.kit.meaning import SIZE, open_meaning
from onrecord.spans import words_of
from onrecord.store.questions import page_text, those
from onrecord.store.tables import storable, text_of
from onrecord.types import Statement

if TYPE_CHECKING:
    from onrecord.store import Store

# A vector is kept as bytes: each number times this, rounded. Numbers of vectors of length 1 lie within -1 and 1.
SCALE = 127.0
_BLOCK = 20_000
_BATCH = 256

_TABLE = "CREATE TABLE IF NOT EXISTS vector (statement TEXT PRIMARY KEY, bytes BLOB NOT NULL) WITHOUT ROWID"
_MISSING = "SELECT id FROM statement WHERE id NOT IN (SELECT statement FROM vector) ORDER BY page, id"

Progress = Callable[[str, int, int], None]


class ByMeaning:
    """Search by meaning in a record: ``learn`` once after adding, then ``find``; the first learn makes the table."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def learn(self, progress: Progress | None = None) -> int:
        """Gives every statement that has none its vector, drops those of statements gone; how many were new.

        The record must be open for writing. Raises WeightsError when the model is not installed.
        """
        meaning, store = open_meaning(), self._store
        with store.together():
            store.link.execute(_TABLE)
            store.link.execute("DELETE FROM vector WHERE statement NOT IN (SELECT id FROM statement)")
        missing = [text_of(row[0]) for row in store.cells(_MISSING)]
        for start in range(0, len(missing), _BATCH):
            statements = those(store, Statement, missing[start : start + _BATCH])
            words = [words_of(page_text(store, s.page) or "", s.content) for s in statements]
            rows = np.rint(meaning.embed(words) * SCALE).astype(np.int8)
            with store.together():
                store.link.executemany(
                    "INSERT OR REPLACE INTO vector VALUES (?, ?)",
                    [(storable(s.id), row.tobytes()) for s, row in zip(statements, rows, strict=True)],
                )
            if progress:
                progress("meaning", min(start + _BATCH, len(missing)), len(missing))
        return len(missing)

    def missing(self) -> int:
        """How many statements have no vector: no search by meaning finds them."""
        store = self._store
        return len(store.cells(_MISSING)) if self.is_learnt else store.count(Statement)

    def find(self, question: str, *, limit: int = 20) -> list[tuple[Statement, float]]:
        """The statements nearest in meaning to a question, nearest first, each with the cosine of the two.

        Raises WeightsError when the model is not installed, OnrecordError when nothing has been learnt.
        """
        meaning = open_meaning()
        if not self.is_learnt:
            raise OnrecordError("Nothing is learnt for search by meaning yet. Run: onrecord learn")
        asked = meaning.embed([question])[0]
        best: list[tuple[float, str]] = []
        for ids, block in _blocks(self._store):
            scores = block.astype(np.float32) @ asked / SCALE
            best += [(-float(scores[at]), ids[at]) for at in np.argsort(-scores, kind="stable")[:limit]]
            best = sorted(best)[:limit]
        found = {s.id: s for s in those(self._store, Statement, [name for _, name in best])}
        return [(found[name], round(-score, 4)) for score, name in best if name in found]

    @property
    def is_learnt(self) -> bool:
        """Whether any statement may be found so."""
        return self._store.has("vector")


def _blocks(store: Store) -> Iterator[tuple[list[str], npt.NDArray[np.int8]]]:
    rows = store.link.execute("SELECT statement, bytes FROM vector ORDER BY statement")
    while block := rows.fetchmany(_BLOCK):
        ids = [text_of(row[0]) for row in block]
        yield ids, np.frombuffer(b"".join(row[1] for row in block), dtype=np.int8).reshape(len(ids), SIZE)
