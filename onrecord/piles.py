"""Piles: which pages of a large record are joined with which, so that one more page touches few others.

Two pages are near when they share several of their heaviest words, weighed by the table of general news alone,
so that no page's words depend on what else is there. A pile is what near pages connect; one grown too large
falls apart at more shared words. Which pages lie together depends on the pages, not on the order they came in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from onrecord.kit.terms import best_terms, count_terms
from onrecord.spans import view_of
from onrecord.types import Article

# A record of no more articles than this is joined as a whole: its words are weighed against one another.
WHOLE = 500
# So many of a page's words stand for it, and pages near one another share so many of them.
KEYS = 12
NEAR = 4
# A pile larger than this falls apart: everything in it is made anew for each page that comes to it.
LIMIT = 150

# Pages that share text lie in one pile, whatever their words, from this certainty of the copy on: 15 words.
SHARING = 0.6

Pair = frozenset[str]


def keys_of(text: str, article: Article) -> tuple[str, ...]:
    """The words a page stands for, heaviest first."""
    headline = article.headline.value if article.headline else ""
    return tuple(best_terms([count_terms(view_of(text, article.blocks).text, headline)], KEYS))


def make_piles(
    keys: Mapping[str, Iterable[str]], forced: Iterable[Pair] = (), copied: Iterable[Pair] = (), *, near: int = NEAR
) -> list[tuple[str, ...]]:
    """Pages parted into piles, each sorted, in order; ``forced`` pairs stay together whatever they share.

    Pairs ``copied`` from one another do too, unless the pile grows too large by them.

    >>> make_piles({"a": "pqrst", "b": "pqrsu", "c": "vwxyz"})
    [('a', 'b'), ('c',)]
    """
    found: list[tuple[str, ...]] = []
    pairs, copies = list(forced), list(copied)
    for group in connect(keys, [*pairs, *copies], near):
        if len(group) <= LIMIT:
            found.append(group)
        elif copies:
            found += make_piles({page: keys[page] for page in group}, pairs, near=near)
        elif near < KEYS:
            found += make_piles({page: keys[page] for page in group}, pairs, near=near + 1)
        else:
            found += [group[at : at + LIMIT] for at in range(0, len(group), LIMIT)]
    return sorted(found)


def connect(keys: Mapping[str, Iterable[str]], forced: Iterable[Pair], near: int) -> list[tuple[str, ...]]:
    """What pages with so many common keys connect, each group sorted, in order."""
    root = {page: page for page in keys}

    def find(page: str) -> str:
        while root[page] != page:
            root[page] = root[root[page]]
            page = root[page]
        return page

    def join(one: str, two: str) -> None:
        a, b = sorted((find(one), find(two)))
        root[b] = a

    holders: dict[str, list[str]] = defaultdict(list)
    for page in sorted(keys):
        shared: Counter[str] = Counter(other for key in keys[page] for other in holders[key])
        for other, count in shared.items():
            if count >= near:
                join(page, other)
        for key in keys[page]:
            holders[key].append(page)
    for pair in forced:
        if pair <= root.keys():
            join(min(pair), max(pair))
    groups: dict[str, list[str]] = defaultdict(list)
    for page in sorted(keys):
        groups[find(page)].append(page)
    return sorted(tuple(group) for group in groups.values())
