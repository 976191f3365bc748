"""Piles: which pages of a large record are joined with which, so that one more page touches few others.

How near two pages are hangs on the two alone: the words they share, weighed by the table of general news, the text
they share, a person's decision. A pile is what nearness connects; where more than ``LIMIT`` pages are connected, only
nearer ones count, and so on. A pile is found from any of its pages without a look at the rest of the record, and it
is the same in whatever order the pages came.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator, Sequence

from onrecord.groups import Copy
from onrecord.kit.terms import count_terms, rarity_of
from onrecord.spans import view_of
from onrecord.types import Article

# A record of no more articles than this is joined as a whole: its words are weighed against one another.
WHOLE = 500
# So many of a page's heaviest words stand for it; pages are near from this cosine on, and nearer a step at a time.
KEYS = 50
NEAR = 0.14
STEP = 0.02
# A pile larger than this falls apart: everything in it is made anew for each page that comes to it.
LIMIT = 150
# Copies that are at least so sure (15 words) are as near as these; what a person has put together is nearest.
SHARING = 0.6
REPRINT_LEVEL, COPY_LEVEL, TOP = 30, 5, 43
# Very many pages with the same words are parted by a digest of their ids, by one bit more and one more.
_BITS = 16
# Weights are whole numbers, so that a sum is the same in any order.
SCALE = 1000

Near = Callable[[str], Sequence[tuple[str, int]]]


def keys_of(text: str, article: Article) -> dict[str, int]:
    """The words a page stands for, each with its share of the page's weight."""
    headline = article.headline.value if article.headline else ""
    counts = count_terms(view_of(text, article.blocks).text, headline)
    weights = {stem: (1 + math.log(count)) * rarity_of(stem) for stem, count in counts.items()}
    size = math.sqrt(math.fsum(weight * weight for weight in weights.values())) or 1.0
    best = sorted(weights, key=lambda stem: (-weights[stem], stem))[:KEYS]
    return {stem: round(SCALE * weights[stem] / size) for stem in best}


def level_of(shared: int) -> int | None:
    """How near two pages are whose words have so much weight in common; None where they are not.

    >>> level_of(130_000), level_of(145_000), level_of(165_000)
    (None, 0, 1)
    """
    above = shared - round(NEAR * SCALE * SCALE)
    return None if above < 0 else min(above // round(STEP * SCALE * SCALE), TOP - 1)


def copy_level(copy: Copy) -> int | None:
    """How near two pages are that share text; None where it is too little."""
    if copy.kind == "reprint":
        return REPRINT_LEVEL
    return COPY_LEVEL if copy.sure >= SHARING else None


def pile_of(page: str, near: Near) -> tuple[str, ...]:
    """The pages that lie in a pile with this one, sorted; ``near`` gives a page's neighbours and how near they are.

    >>> pages = {"a": [("b", 2)], "b": [("a", 2), ("c", 0)], "c": [("b", 0)]}
    >>> pile_of("c", pages.__getitem__)
    ('a', 'b', 'c')
    """
    for level, bits in _steps():
        found = _connected(page, near, level, bits)
        if len(found) <= LIMIT:
            return tuple(sorted(found))
    return (page,)


def _steps() -> Iterator[tuple[int, int]]:
    yield from ((level, 0) for level in range(TOP + 1))
    yield from ((TOP - 1, bits) for bits in range(1, _BITS + 1))


def _connected(page: str, near: Near, level: int, bits: int) -> set[str]:
    """The pages connected with one at a level, or a few more than ``LIMIT`` of them."""
    found, left = {page}, [page]
    mine = _digest(page, bits)
    while left and len(found) <= LIMIT:
        for other, nearness in near(left.pop()):
            if nearness >= level and other not in found and _digest(other, bits) == mine:
                found.add(other)
                left.append(other)
    return found


def _digest(page: str, bits: int) -> int:
    if not bits:
        return 0
    return int.from_bytes(hashlib.sha256(page.encode("utf-8", "surrogatepass")).digest()[:4]) >> (32 - bits)
