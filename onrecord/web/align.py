"""Two pages aligned: passages both have in one order side by side, moved ones told apart, the rest on its own side."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import msgspec

from onrecord.groups import Passage
from onrecord.labels import KEPT_ROLES
from onrecord.types import Clipping, Span
from onrecord.web.marking import Bit, Layer, cut


class Pairing(msgspec.Struct, frozen=True):
    """A row: text of the left page, text of the right; ``both`` where it is a passage of both."""

    both: bool
    quoted: bool
    left: tuple[Bit, ...]
    right: tuple[Bit, ...]


def align(left: Clipping, right: Clipping, passages: Sequence[Passage]) -> tuple[Pairing, ...]:
    """The kept text of both pages in rows, in the order of each page; nothing of it is left out."""
    kept = _apart(passages)
    straight = in_order(kept)
    moved = [(n, p) for n, p in enumerate(kept) if p not in straight]
    sides = (
        _Side(left, [Layer(p.left, "moved", f"moved-{n}") for n, p in moved]),
        _Side(right, [Layer(p.right, "moved", f"moved-{n}") for n, p in moved]),
    )
    rows: list[Pairing] = []
    at = [0, 0]
    for passage in straight:
        rows += _alone(sides, at, (passage.left.start, passage.right.start))
        rows.append(Pairing(True, passage.quoted, sides[0].text(passage.left), sides[1].text(passage.right)))
        at = [passage.left.end, passage.right.end]
    return _settled([*rows, *_alone(sides, at, (len(left.page.text), len(right.page.text)))])


def in_order(passages: Sequence[Passage]) -> list[Passage]:
    """The longest run of passages that both pages have in one order (longest increasing subsequence)."""
    ordered = sorted(passages, key=lambda p: (p.left, p.right))
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, passage in enumerate(ordered):
        rank = bisect_left(tails, passage.right.start)
        before.append(ends[rank - 1] if rank else -1)
        tails[rank : rank + 1] = [passage.right.start]
        ends[rank : rank + 1] = [at]
    found: list[Passage] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        found.append(ordered[at])
        at = before[at]
    return found[::-1]


class _Side(msgspec.Struct, frozen=True):
    clipping: Clipping
    moved: list[Layer]

    def text(self, span: Span) -> tuple[Bit, ...]:
        return cut(self.clipping.page.text, span, ())

    def kept(self, start: int, end: int) -> tuple[Bit, ...]:
        """What the article keeps between two places, paragraph by paragraph."""
        text = self.clipping.page.text
        bits: list[Bit] = []
        for block in self.clipping.article.blocks:
            low, high = max(start, block.span.start), min(end, block.span.end)
            if block.role not in KEPT_ROLES or low >= high or not text[low:high].strip():
                continue
            if bits:
                bits.append(Bit(low, "\n"))
            bits += cut(text, Span(low, high), self.moved)
        return tuple(bits)


def _alone(sides: tuple[_Side, _Side], at: Sequence[int], to: tuple[int, int]) -> list[Pairing]:
    left, right = sides[0].kept(at[0], to[0]), sides[1].kept(at[1], to[1])
    return [Pairing(False, False, left, right)] if left or right else []


def _settled(rows: Sequence[Pairing]) -> tuple[Pairing, ...]:
    """Rows of which none holds marks alone: a stop between two passages goes with the row before it."""
    found: list[Pairing] = []
    for row in rows:
        if found and not any(char.isalnum() for bit in (*row.left, *row.right) for char in bit.words):
            last = found[-1]
            found[-1] = msgspec.structs.replace(last, left=(*last.left, *row.left), right=(*last.right, *row.right))
        else:
            found.append(row)
    return tuple(found)


def _apart(passages: Sequence[Passage]) -> list[Passage]:
    """Passages without those that lie on one already taken, on either page; longer ones first choose."""
    taken: list[Passage] = []
    for passage in sorted(passages, key=lambda p: (p.left.start - p.left.end, p.left, p.right)):
        if all(_clear(passage.left, other.left) and _clear(passage.right, other.right) for other in taken):
            taken.append(passage)
    return sorted(taken, key=lambda p: (p.left, p.right))


def _clear(one: Span, other: Span) -> bool:
    return one.end <= other.start or other.end <= one.start
