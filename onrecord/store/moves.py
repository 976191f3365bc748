"""Which stories a run made larger, joined or split, told from where each of their pages stood before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from onrecord.store.tables import Cell, storable, text_of

if TYPE_CHECKING:
    from onrecord.store import Store


class Before(msgspec.Struct, frozen=True):
    """A story as it was: its id and name then, and how many of its pages stand in the story it is told of."""

    id: str
    name: str
    pages: int


class StoryMove(msgspec.Struct, frozen=True):
    """What a run did to a story: "grown" by ``fresh`` pages, "joined" of several, or "split" off another."""

    id: str
    name: str
    how: Literal["grown", "joined", "split"]
    fresh: int
    before: tuple[Before, ...]


def moves_of(store: Store, ends: Iterable[Sequence[Cell]], came: set[str], gone: set[str]) -> list[StoryMove]:
    """The moves, by story; ``ends`` give each page (its id twice) with its story before and after.

    A story is named for its first page, so that one which keeps all its pages may have another id: that is no move.
    A story of new pages alone is none either.
    """
    placed = {text_of(row[0]): (_plain(row[2]), _plain(row[3])) for row in ends if text_of(row[0]) not in gone}
    spread: dict[str, set[str]] = {}
    for page, (was, now) in placed.items():
        if was and now and page not in came:
            spread.setdefault(was, set()).add(now)
    names = {
        text_of(i): text_of(n)
        for i, n in store.link.execute(
            "SELECT id, told FROM step WHERE kind = 'name' AND by < 0 AND told IS NOT NULL ORDER BY rowid DESC"
        )
    }
    moves = []
    for story in sorted({now for _, now in placed.values() if now}):
        inside = _pages_in(store, story)
        before = Counter(placed.get(page, (story, story))[0] or story for page in inside if page not in came)
        fresh = sum(page in came for page in inside)
        how = _how(before, fresh, spread)
        if how is not None:
            earlier = tuple(Before(was, names.get(was, ""), n) for was, n in sorted(before.items()))
            moves.append(StoryMove(story, _name_of(store, story), how, fresh, earlier))
    return moves


def _how(before: Counter[str], fresh: int, spread: dict[str, set[str]]) -> Literal["grown", "joined", "split"] | None:
    if len(before) > 1:
        return "joined"
    if any(len(spread.get(was, ())) > 1 for was in before):
        return "split"
    return "grown" if before and fresh else None


def _pages_in(store: Store, story: str) -> list[str]:
    asked = "SELECT member FROM member WHERE inside = ? AND kind = 'story' ORDER BY member"
    return [text_of(row[0]) for row in store.cells(asked, (storable(story),))]


def _name_of(store: Store, story: str) -> str:
    found = store.cells("SELECT name FROM story WHERE id = ?", (storable(story),))
    return text_of(found[0][0]) if found else ""


def _plain(cell: Cell) -> str | None:
    return None if cell is None else text_of(cell)
