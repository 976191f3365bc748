"""Second copies of a passage within one page: doubled bodies, a headline written again above the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_WORD = re.compile(r"\w+")
# Shorter lines ("Image", "Advertisement", a chorus) come again without being a copy of a passage.
REPEAT_WORDS = 8
# That many words of one letter take this much room.
LEAST_CHARS = 2 * REPEAT_WORDS - 1
# A line that comes more often is part of a list (a recipe, a plan of meals) or an advert.
MOST_COPIES = 4


def find_repeats(lines: Sequence[str]) -> list[bool]:
    """For each line whether it is a further copy of a passage that stands elsewhere on the page.

    Of two copies the one that lies in the longer stretch of repeated lines stays, of equal ones the first:
    a teaser above its article goes, and of a body written twice the second.

    >>> a, b = "The dam held through the night, the mayor said.", "Rain fell on the hills for two more days then."
    >>> find_repeats([a, b, "Thumbnail", a, b])
    [False, False, False, True, True]
    """
    keys = [_key(line) for line in lines]
    where: dict[str, list[int]] = {}
    for i, key in enumerate(keys):
        if key:
            where.setdefault(key, []).append(i)
    if len(where) + keys.count("") == len(lines):
        return [False] * len(lines)
    copied = [bool(key) and len(where[key]) > 1 for key in keys]
    stretch = _stretches(copied, keys)
    gone = [False] * len(lines)
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


def _key(line: str) -> str:
    words = plain_of(line) if len(line) >= LEAST_CHARS else ""
    return words if words.count(" ") + 1 >= REPEAT_WORDS else ""


@lru_cache(maxsize=1024)
def plain_of(line: str) -> str:
    """The words of a line in small letters, a space between them.

    >>> plain_of("The dam -- held!")
    'the dam held'
    """
    return " ".join(_WORD.findall(line)).lower()
