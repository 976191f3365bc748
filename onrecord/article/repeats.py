"""Second copies of a passage within one page: doubled bodies, a headline written again above the text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

_WORD = re.compile(r"\w+")
# Shorter lines ("Image", "Advertisement", a chorus) come again without being a copy of a passage.
REPEAT_WORDS = 8
# A line that comes more often is part of a list (a recipe, a plan of meals) or an advert.
MOST_COPIES = 4
# A passage has this many words in lines that are copies by themselves.
PASSAGE_WORDS = 40
# So many lines of one copy may lie between two of a passage; a line of fewer words than LONE_WORDS stands next to it.
APART, LONE_WORDS, NEXT_APART = 8, 3, 4
# So many lines below the last sentence of a passage are buttons; more are a table.
BUTTONS = 3
_STOP = re.compile(r"[.!?…。:;][\"'”’»)\]」]*\s*$")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


def find_repeats(plain: Sequence[str]) -> list[bool]:
    """For each line, given by its plain words, whether it is a further copy of a passage that stands elsewhere.

    Of two copies the one that lies in the longer stretch of repeated lines stays, of equal ones the first:
    a teaser above its article goes, and of a body written twice the second.

    >>> a, b = "the dam held through the night the mayor said", "rain fell on the hills for two more days then"
    >>> find_repeats([a, b, "thumbnail", a, b])
    [False, False, False, True, True]
    """
    keys = [words if words.count(" ") + 1 >= REPEAT_WORDS else "" for words in plain]
    where: dict[str, list[int]] = {}
    for i, key in enumerate(keys):
        if key:
            where.setdefault(key, []).append(i)
    gone = [False] * len(keys)
    if len(where) + keys.count("") == len(keys):
        return gone
    copied = [bool(key) and len(where[key]) > 1 for key in keys]
    stretch = _stretches(copied, keys)
    for places in where.values():
        if 1 < len(places) <= MOST_COPIES:
            kept = max(places, key=lambda i: (stretch[i], -i))
            for i in places:
                gone[i] = i != kept
    return gone


def _stretches(copied: list[bool], keys: list[str]) -> list[int]:
    """How many lines in a row around each one are copied; a passage that meets its own copy ends there."""
    sizes = [0] * len(copied)
    start = 0
    seen: set[str] = set()
    last = len(copied)
    for i in range(last + 1):
        if i == last or not copied[i] or keys[i] in seen:
            sizes[start:i] = [i - start] * (i - start)
            start = i if i < last and copied[i] else i + 1
            seen = set()
        if i < last and copied[i]:
            seen.add(keys[i])
    return sizes


@lru_cache(maxsize=1024)
def plain_of(line: str) -> str:
    """The words of a line in small letters, a space between them.

    >>> plain_of("The dam -- held!")
    'the dam held'
    """
    return " ".join(_WORD.findall(line)).lower()


def find_passage(lines: Sequence[str], gone: list[bool], *, plain: Sequence[str]) -> list[int]:
    """For each line 1 where it is of the longest passage that stands twice, -1 above or below its sentences, else 0.

    The other copy is added to ``gone``. Lines too short to be copies by themselves count inside a passage, and lines
    between (a caption, an advert) may part it. A page with its body twice tells thereby what its body is.
    """
    told = [0] * len(lines)
    if not any(gone):
        return told
    keys = [words or line.strip() for words, line in zip(plain, lines, strict=True)]
    sizes = [_size(line) for line in lines]
    found = max(_passages(keys, sizes), key=lambda chain: sum(sizes[i] for i, _ in chain), default=[])
    first, second = [i for i, _ in found], [j for _, j in found]
    stays, goes = (first, second) if sum(gone[i] for i in first) <= sum(gone[j] for j in second) else (second, first)
    for i in goes:
        gone[i] = True
    for i in stays:
        gone[i], told[i] = False, -1
    for i in _running(lines, stays):
        told[i] = 1
    return told


def _running(lines: Sequence[str], passage: Sequence[int]) -> Sequence[int]:
    """A passage without the headline and the credits above its first sentence, and a button or two below its last."""
    ends = [k for k, i in enumerate(passage) if _STOP.search(lines[i]) and _size(lines[i]) >= REPEAT_WORDS]
    if not ends:
        return ()
    last = ends[-1] + 1 if len(passage) - ends[-1] - 1 <= BUTTONS else len(passage)
    return passage[ends[0] : last]


def _size(line: str) -> float:
    """The words of a line; two letters count as one where no spaces part them."""
    return max(float(line.count(" ") + 1), 0.0 if line.isascii() else len(_UNSPACED.findall(line)) / 2)


def _passages(keys: Sequence[str], sizes: Sequence[float]) -> Iterator[list[tuple[int, int]]]:
    """The passages of some length that stand twice, as pairs of lines."""
    where: dict[str, list[int]] = {}
    for i, key in enumerate(keys):
        where.setdefault(key, []).append(i)
    same = [where[key] for key in keys]
    used: set[tuple[int, int]] = set()
    for i, size in enumerate(sizes):
        for j in same[i] if size >= REPEAT_WORDS and len(same[i]) <= MOST_COPIES else []:
            if j > i and (i, j) not in used:
                chain = _chain(same, sizes, i, j)
                used.update(chain)
                if len(chain) > 1 and sum(sizes[a] for a, _ in chain if sizes[a] >= REPEAT_WORDS) >= PASSAGE_WORDS:
                    yield chain


def _chain(same: Sequence[list[int]], sizes: Sequence[float], i: int, j: int) -> list[tuple[int, int]]:
    """The pairs of equal lines around one, in the order of both copies; the copies do not overlap."""
    chain = [(i, j)]
    while (after := _next(same, sizes, chain[-1], 1)) and after[0] < j:
        chain.append(after)
    while (before := _next(same, sizes, chain[0], -1)) and before[1] > chain[-1][0]:
        chain.insert(0, before)
    return chain


def _next(same: Sequence[list[int]], sizes: Sequence[float], pair: tuple[int, int], way: int) -> tuple[int, int] | None:
    """The nearest pair of equal lines after (or before) one; short lines must stand next to it."""
    found: list[tuple[int, int, int]] = []
    for step in range(1, APART + 1):
        i = pair[0] + way * step
        if 0 <= i < len(same) and len(same[i]) > 1:
            most = min(APART, (2 * APART if sizes[i] >= LONE_WORDS else NEXT_APART) - step)
            near = same[i][bisect_left(same[i], pair[1] - APART) : bisect_right(same[i], pair[1] + APART)]
            found += [(step + way * (j - pair[1]), step, j) for j in near if j > i and 0 < way * (j - pair[1]) <= most]
    if not found:
        return None
    _, step, j = min(found)
    return pair[0] + way * step, j
