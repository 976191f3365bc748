"""The passages two texts share: runs of the same words in any order, joined over small edits, and edited sentences."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from onrecord.copies.texts import GRAM, Worded

# Words that may be changed, dropped or put in between two shared runs of one passage.
GAP_WORDS = 8
# A pair of sentences is one sentence edited when this share of their words is kept in order (Indel similarity).
# Measured on newsroom edits and on pairs of independent reports of one event.
EDITED = 0.6
# A sentence that a shared run already touches needs less to be the same sentence.
TOUCHED = 0.5
SENTENCE_WORDS = 6
# A passage standing alone is at least so long: reports of one event share names with titles and set phrases of
# five to seven words. A repeat of words that were matched before tells less still.
PASSAGE_WORDS = 8
REPEAT_WORDS = 12
PLACES_CAP = 16


class Match(msgspec.Struct, frozen=True, order=True):
    """Words of one text that stand in the other, as half-open ranges of words; ``same`` of them are equal."""

    left: int
    left_end: int
    right: int
    right_end: int
    same: int

    @property
    def alike(self) -> float:
        """The share of the longer side's words that are the same."""
        return self.same / max(self.left_end - self.left, self.right_end - self.right)

    @property
    def exact(self) -> bool:
        """Whether every word is the same."""
        return self.same == self.left_end - self.left == self.right_end - self.right


def find_matches(left: Worded, right: Worded) -> list[Match]:
    """What two texts share, in order of the left text.

    Every word of a side is in one match, unless a text repeats itself: then its repeats are matched too. Runs of
    five to seven words are in it, which count for how much is shared, but are no passage by themselves.
    """
    if len(left.forms) == len(right.forms) and np.array_equal(left.forms, right.forms):
        return (
            _cut(Match(0, len(left.forms), 0, len(right.forms), len(left.forms)), left, right)
            if left.grams.size
            else []
        )
    runs = _choose(_runs(left, right), left, right)
    if not runs:
        return []
    joined = _join(runs, left, right)
    return sorted(_sentences(joined, left, right))


def is_passage(match: Match) -> bool:
    """Whether a match is long enough to be shown as a passage by itself."""
    return match.same >= PASSAGE_WORDS


def cover(matches: Sequence[Match], left: Worded, right: Worded) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """For each word of either text, whether a match holds it."""
    on_left = np.zeros(len(left.forms), dtype=np.bool_)
    on_right = np.zeros(len(right.forms), dtype=np.bool_)
    for match in matches:
        on_left[match.left : match.left_end] = True
        on_right[match.right : match.right_end] = True
    return on_left, on_right


def _runs(left: Worded, right: Worded) -> list[Match]:
    """All longest runs of five or more equal words, none crossing from one stretch of a page to the next."""
    common = np.isin(left.grams, right.grams)
    if not common.any():
        return []
    places: dict[int, list[int]] = {}
    for j in np.flatnonzero(np.isin(right.grams, left.grams)).tolist():
        spots = places.setdefault(int(right.grams[j]), [])
        if len(spots) < PLACES_CAP:
            spots.append(j)
    a, b = left.forms.tolist(), right.forms.tolist()
    found = []
    done: dict[int, int] = {}
    for i in np.flatnonzero(common).tolist():
        for j in places.get(int(left.grams[i]), ()):
            if done.get(j - i, -1) > i:
                continue
            size = 0
            while i + size < len(a) and j + size < len(b) and a[i + size] == b[j + size]:
                size += 1
            done[j - i] = i + size - GRAM + 1
            if size >= GRAM:
                found.append(Match(i, i + size, j, j + size, size))
    return [piece for run in found for piece in _cut(run, left, right)]


def _cut(run: Match, left: Worded, right: Worded) -> list[Match]:
    """The run cut where either page goes on to another block."""
    here = left.part[run.left : run.left_end]
    there = right.part[run.right : run.right_end]
    if here[0] == here[-1] and there[0] == there[-1]:
        return [run]
    changes = (np.flatnonzero((np.diff(here) != 0) | (np.diff(there) != 0)) + 1).tolist()
    edges = [0, *changes, run.same]
    return [
        Match(run.left + low, run.left + high, run.right + low, run.right + high, high - low)
        for low, high in pairwise(edges)
    ]


def _choose(runs: list[Match], left: Worded, right: Worded) -> list[Match]:
    """Runs without overlap, longest first; then what is left over on one side only (a text that repeats itself)."""
    on_left = np.zeros(len(left.forms), dtype=np.bool_)
    on_right = np.zeros(len(right.forms), dtype=np.bool_)
    chosen: list[Match] = []
    ordered = sorted(runs, key=lambda run: (-run.same, run.left, run.right))
    for both in (True, False):
        least = GRAM if both else REPEAT_WORDS
        for run in ordered:
            taken_left = on_left[run.left : run.left_end]
            taken_right = on_right[run.right : run.right_end]
            taken = taken_left | taken_right if both else taken_left & taken_right
            low, high = _longest_free(taken)
            whole = high - low == run.same
            if high - low >= least or (whole and both and high > low):
                piece = Match(run.left + low, run.left + high, run.right + low, run.right + high, high - low)
                chosen.append(piece)
                on_left[piece.left : piece.left_end] = True
                on_right[piece.right : piece.right_end] = True
    return chosen


def _longest_free(taken: NDArray[np.bool_]) -> tuple[int, int]:
    """The longest stretch of False, as a half-open range."""
    if not taken.any():
        return 0, len(taken)
    edges = np.flatnonzero(np.diff(np.concatenate(([1], taken.astype(np.int8), [1]))))
    if not len(edges):
        return 0, 0
    lows, highs = edges[::2], edges[1::2]
    best = int(np.argmax(highs - lows))
    return int(lows[best]), int(highs[best])


def _join(runs: list[Match], left: Worded, right: Worded) -> list[Match]:
    """Runs joined into passages where only a few words between them differ on either side."""
    joined: list[Match] = []
    for run in sorted(runs):
        last = joined[-1] if joined else None
        if last is not None and _adjoin(last, run, left, right):
            between = _same(left, right, (last.left_end, run.left), (last.right_end, run.right))
            joined[-1] = Match(last.left, run.left_end, last.right, run.right_end, last.same + between + run.same)
        else:
            joined.append(run)
    return joined


def _adjoin(last: Match, run: Match, left: Worded, right: Worded) -> bool:
    gap_left, gap_right = run.left - last.left_end, run.right - last.right_end
    return (
        0 <= gap_left <= GAP_WORDS
        and 0 <= gap_right <= GAP_WORDS
        and left.part[last.left] == left.part[run.left]
        and right.part[last.right] == right.part[run.right]
    )


def _same(left: Worded, right: Worded, here: tuple[int, int], there: tuple[int, int]) -> int:
    """How many words of two ranges are the same, in order."""
    if here[0] >= here[1] or there[0] >= there[1]:
        return 0
    a, b = left.forms[here[0] : here[1]].tolist(), right.forms[there[0] : there[1]].tolist()
    return (len(a) + len(b) - int(Indel.distance(a, b))) // 2


def _sentences(matches: list[Match], left: Worded, right: Worded) -> list[Match]:
    """The matches with their sentences filled up where these are the same but for edits, and edited sentences added."""
    grown = _fill(matches, left, right)
    on_left, on_right = cover(grown, left, right)
    free_left = _free_sentences(left, on_left)
    for there, words in _free_sentences(right, on_right):
        best, here = EDITED, None
        for place, other in free_left:
            # The lengths alone rule most pairs out.
            if 2 * min(len(words), len(other)) < best * (len(words) + len(other)):
                continue
            alike = Indel.normalized_similarity(other, words, score_cutoff=best)
            if alike > best or (alike == best and here is None):
                best, here = alike, place
        if here is not None:
            grown.append(Match(here[0], here[1], there[0], there[1], _same(left, right, here, there)))
    return grown


def _free_sentences(text: Worded, taken: NDArray[np.bool_]) -> list[tuple[tuple[int, int], list[int]]]:
    """The sentences no match touches, each with its words."""
    return [
        (words, text.forms[words[0] : words[1]].tolist())
        for words in text.sentences
        if words[1] - words[0] >= SENTENCE_WORDS and _one_part(text, words) and not taken[words[0] : words[1]].any()
    ]


def _one_part(text: Worded, words: tuple[int, int]) -> bool:
    return bool(text.part[words[0]] == text.part[words[1] - 1])


def _fill(matches: list[Match], left: Worded, right: Worded) -> list[Match]:
    """Each match taken to the ends of its first and last sentence where the rest of these is free and much the same."""
    on_left, on_right = cover(matches, left, right)
    grown = []
    for match in matches:
        head = _head(match, left, right, on_left, on_right)
        tail = _tail(match, left, right, on_left, on_right)
        wider = Match(
            match.left - head[0],
            match.left_end + tail[0],
            match.right - head[1],
            match.right_end + tail[1],
            match.same + head[2] + tail[2],
        )
        on_left[wider.left : wider.left_end] = True
        on_right[wider.right : wider.right_end] = True
        grown.append(wider)
    return grown


def _head(
    match: Match, left: Worded, right: Worded, on_left: NDArray[np.bool_], on_right: NDArray[np.bool_]
) -> tuple[int, int, int]:
    """How many words before a match belong to it on either side, and how many of them are the same."""
    here = _room_before(left, match.left, on_left)
    there = _room_before(right, match.right, on_right)
    if not here and not there:
        return 0, 0, 0
    ends = _sentence_end(left, match.left), _sentence_end(right, match.right)
    known = min(match.left_end, ends[0]) - match.left
    same = _same(left, right, (match.left - here, match.left), (match.right - there, match.right))
    if here and there and 2 * (same + known) >= TOUCHED * 2 * max(here + known, there + known):
        return here, there, same
    return 0, 0, 0


def _tail(
    match: Match, left: Worded, right: Worded, on_left: NDArray[np.bool_], on_right: NDArray[np.bool_]
) -> tuple[int, int, int]:
    """How many words after a match belong to it on either side, and how many of them are the same."""
    here = _room_after(left, match.left_end, on_left)
    there = _room_after(right, match.right_end, on_right)
    if not here and not there:
        return 0, 0, 0
    known = match.left_end - max(match.left, _sentence_start(left, match.left_end - 1))
    same = _same(left, right, (match.left_end, match.left_end + here), (match.right_end, match.right_end + there))
    if here and there and same + known >= TOUCHED * max(here + known, there + known):
        return here, there, same
    return 0, 0, 0


def _sentence_start(text: Worded, word: int) -> int:
    return next((low for low, high in text.sentences if low <= word < high), word)


def _sentence_end(text: Worded, word: int) -> int:
    return next((high for low, high in text.sentences if low <= word < high), word + 1)


def _room_before(text: Worded, word: int, taken: NDArray[np.bool_]) -> int:
    """Free words between the start of the sentence (or of the block) and this word."""
    low = _sentence_start(text, word)
    at = word
    while at > low and not taken[at - 1] and text.part[at - 1] == text.part[word]:
        at -= 1
    return word - at


def _room_after(text: Worded, end: int, taken: NDArray[np.bool_]) -> int:
    """Free words between this word and the end of the sentence (or of the block) before it."""
    high = _sentence_end(text, end - 1)
    at = end
    while at < high and not taken[at] and text.part[at] == text.part[end - 1]:
        at += 1
    return at - end
