"""What kind of overlap two texts have, judged on their unquoted prose."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from onrecord.copies.passages import Match, cover, find_matches, is_passage
from onrecord.copies.texts import GRAM, Worded
from onrecord.labels import Overlap
from onrecord.types import Span

# A text is a reprint when this share of one side's unquoted prose stands on the other side word for word, in runs
# of three or more. Measured on 58 real pairs: reprints lie at .56 and above but one, pairs that share a quotation
# or a statement at .52 and below, pages that borrow passages and rewrite them at .50 and below.
REPRINT = 0.54
RUN_WORDS = 3
# Words added to the size of a side before its share is taken, so that a page with little prose beside a long
# quotation or statement is no reprint for a few shared sentences; never more than this part of the side.
PRIOR_WORDS = 20
PRIOR_PART = 0.15
# Borrowed prose: so many unquoted words, the very same in runs of five and more, one of these so long. Of 123 pairs
# judged to share quotations or nothing, 9 reach that; of 24 judged to share passages, 23.
PARTIAL_WORDS = 20
PARTIAL_RUN = 12
QUOTE_WORDS = 7


Flags = tuple[NDArray[np.bool_], NDArray[np.bool_]]


# Words of passages that are the same but for a word here and there; of other passages an edited sentence may be
# chance, and a quotation may have been heard by both. Measured on excerpts: recall .96 at precision .99, .92 without.
SAME_WORDS = 0.9
EDITED_WEIGHT = 0.4
QUOTED_WEIGHT = 0.4


class Comparison(msgspec.Struct, frozen=True):
    """What two texts share: matches of words, what part of either side's unquoted prose they hold, and the kind.

    ``score`` is .5 where a pair just counts as a reprint. ``prose`` and ``quoted`` count shared words, ``taken`` weighs
    them by how surely they were taken over.
    """

    matches: tuple[Match, ...]
    kind: Overlap
    score: float
    share_left: float
    share_right: float
    prose: int
    quoted: int
    taken: float = 0.0


def compare_words(left: Worded, right: Worded) -> Comparison:
    """The passages two texts share and what they make of the pair."""
    matches = find_matches(left, right)
    passages = [match for match in matches if is_passage(match)]
    quoted = _quoted_on_either(matches, left, right)
    shown = _prose(cover(passages, left, right), quoted)
    same = _prose(_same_words(matches, left, right), quoted)
    sizes = int((~quoted[0]).sum()), int((~quoted[1]).sum())
    best = max(_part(words, size) for words, size in zip(same, sizes, strict=True))
    runs = [~quoted[0][here.start : here.end] for match in matches for here, _ in same_ranges(match, left, right)]
    run = max((_longest(plain) for plain in runs), default=0)
    copied = sum(int(plain.sum()) for plain in runs if plain.sum() >= GRAM)
    quoted_run = max((_longest(quoted[0][match.left : match.left_end]) for match in matches), default=0)
    marked = int((cover(passages, left, right)[0] & quoted[0]).sum())
    return Comparison(
        matches=tuple(passages),
        kind=_kind(best, copied, run, quoted_run),
        score=round(min(1.0, best / REPRINT / 2), 4),
        share_left=round(shown[0] / max(sizes[0], 1), 4),
        share_right=round(shown[1] / max(sizes[1], 1), 4),
        prose=min(shown),
        quoted=marked,
        taken=round(_taken(passages, min(shown), marked), 1),
    )


def _taken(passages: Sequence[Match], prose: int, quoted: int) -> float:
    total = sum(match.same for match in passages)
    same = sum(match.same for match in passages if match.alike >= SAME_WORDS) / max(total, 1)
    return prose * (EDITED_WEIGHT + (1 - EDITED_WEIGHT) * same) + quoted * QUOTED_WEIGHT * same


def _part(words: int, size: int) -> float:
    return words / max(1.0, size + min(PRIOR_WORDS, PRIOR_PART * size))


def _prose(held: Flags, quoted: Flags) -> tuple[int, int]:
    """How many words of either side are held and not quoted."""
    return int((held[0] & ~quoted[0]).sum()), int((held[1] & ~quoted[1]).sum())


def _same_words(matches: Sequence[Match], left: Worded, right: Worded) -> Flags:
    """The words of either side that stand on the other word for word."""
    on_left, on_right = np.zeros_like(left.quoted), np.zeros_like(right.quoted)
    for match in matches:
        for here, there in same_ranges(match, left, right):
            if here.end - here.start >= RUN_WORDS:
                on_left[here.start : here.end] = True
                on_right[there.start : there.end] = True
    return on_left, on_right


def is_quoted(match: Match, left: Worded, right: Worded) -> bool:
    """Whether most words of a passage stand inside quotation marks on one of the sides."""
    sides = left.quoted[match.left : match.left_end], right.quoted[match.right : match.right_end]
    return bool(max(float(side.mean()) for side in sides) > 0.5)


def _kind(best: float, prose: int, run: int, quoted_run: int) -> Overlap:
    if best >= REPRINT:
        return "reprint"
    if prose >= PARTIAL_WORDS and run >= PARTIAL_RUN:
        return "partial"
    return "shared_quote" if quoted_run >= QUOTE_WORDS else "independent"


def _quoted_on_either(matches: Sequence[Match], left: Worded, right: Worded) -> Flags:
    """Which words are quoted, a shared word counting as quoted when the other page has it in marks."""
    on_left, on_right = left.quoted.copy(), right.quoted.copy()
    for match in matches:
        for here, there in same_ranges(match, left, right):
            either = left.quoted[here.start : here.end] | right.quoted[there.start : there.end]
            on_left[here.start : here.end] |= either
            on_right[there.start : there.end] |= either
    return on_left, on_right


def same_ranges(match: Match, left: Worded, right: Worded) -> list[tuple[Span, Span]]:
    """The runs of equal words inside a match, as word ranges of either side."""
    if match.exact:
        return [(Span(match.left, match.left_end), Span(match.right, match.right_end))]
    here = left.forms[match.left : match.left_end].tolist()
    there = right.forms[match.right : match.right_end].tolist()
    return [
        (
            Span(match.left + op.src_start, match.left + op.src_end),
            Span(match.right + op.dest_start, match.right + op.dest_end),
        )
        for op in Indel.opcodes(here, there)
        if op.tag == "equal"
    ]


def _longest(flags: NDArray[np.bool_]) -> int:
    """The length of the longest stretch of True."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return int((edges[1::2] - edges[::2]).max()) if len(edges) else 0
