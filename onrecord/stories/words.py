"""The words a report of an event is known by: names and figures above others, forms of one word as one.

Two reports say "resigned" and "resignation": words go by their first letters here, which fits better than stems alone
where reports are short. Events of one kind are told apart by who, where and how many: by names and figures.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import lru_cache

from onrecord.kit.terms import CUT_WORDS, LEAD_WORDS, find_terms, term_table

# A word is known by so many letters of its stem; pairs of four sets of stories, average precision .787 at 6 and .789
# at 5, .786 by stems.
ROOT_LETTERS = 6
# What a name and a figure count for beside another word: ECB+ in batch .928 to .947, Wikinews .876 to .883.
NAME_COUNT = 1.25
FIGURE_COUNT = 2.0
# How many pages of the collection one page of the table of general news counts for.
TABLE_SHARE = 0.2


def count_roots(text: str, headline: str = "") -> dict[str, float]:
    """How often each root stands in a text and its headline; common words left out, headline and lead counted more.

    >>> count_roots("Brask resigned. The resignation pleased 30.")
    {'brask': 2.5, 'resign': 4.0, 'pleas': 2.0, '30': 4.0}
    """
    table = term_table()
    above = [(term.stem, False) for term in find_terms(headline)]
    below = [(term.stem, text[term.start].isupper()) for term in find_terms(text, limit=CUT_WORDS)]
    counts: dict[str, float] = {}
    for at, (stem, is_name) in enumerate(above + below):
        if not table.is_common(stem):
            count = 1.0 + (at < len(above)) + (at < LEAD_WORDS)
            weight = FIGURE_COUNT if stem[:1].isdigit() else NAME_COUNT if is_name else 1.0
            root = root_of(stem)
            counts[root] = counts.get(root, 0.0) + count * weight
    return counts


def root_of(stem: str) -> str:
    """The first letters of a stem; a figure stays whole."""
    return stem if stem[:1].isdigit() else stem[:ROOT_LETTERS]


def rarity_of(root: str, seen: int = 0, texts: int = 0) -> float:
    """How much a root weighs (inverse document frequency) when ``seen`` of ``texts`` collected pages hold it."""
    known = TABLE_SHARE * _known().get(root, 0)
    return max(0.0, math.log((1 + texts + TABLE_SHARE * term_table().pages) / (1 + seen + known)))


@lru_cache(maxsize=1)
def _known() -> dict[str, int]:
    """In how many pages of general news each root stands, at most: those of its stems together."""
    table = term_table()
    known: Counter[str] = Counter()
    for stem, pages in table.counts.items():
        known[root_of(stem)] += pages
    return {root: min(table.pages, pages) for root, pages in known.items()}
