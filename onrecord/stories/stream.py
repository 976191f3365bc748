"""Stories one page at a time: each page is put in a story as it comes, and stays there.

When a page comes, the pages most like it are grouped anew with it by average linkage, knowing all that
came before; the page joins the story of which most lies in its group, or opens one. So a story that was
begun too wide does not draw in everything after it. Words are weighed by the table of general news and
the pages seen; no page after it is looked at.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter

import numpy as np
import scipy.sparse as sp

from onrecord.kit.linkage import join_alike
from onrecord.kit.terms import count_terms, rarity_of
from onrecord.stories.likeness import FAINT, Doc, ease_long, hear, share_neighbours

# Pages are grouped while their mean likeness is at least this, shared neighbours counting for this share: B-cubed
# .84, .84, .89, .92 on Wikinews, ECB+ (dev, train) and FNC; .18 gives the same mean.
FLOOR = 0.175
NEIGHBOUR_SHARE = 0.25
# So many most alike pages are grouped anew with a page; 40 lose .001 on FNC.
REGION = 80


class Desk:
    """What is remembered between pages: an index of their terms, their likeness, their stories."""

    def __init__(self) -> None:
        self.docs: list[Doc] = []
        self.story_of: list[int] = []
        self.stories = 0
        self.seen: Counter[str] = Counter()
        self.holders: dict[str, tuple[array[int], array[float]]] = {}
        self.near: list[dict[int, float]] = []
        self.terms: list[int] = []


def place(doc: Doc, desk: Desk) -> int:
    """The number of the story a page belongs to, an open one or the next new one; the desk remembers it."""
    row = _weighed(doc, desk)
    near = _near(row, desk)
    desk.terms.append(len(row))
    region = [*near, len(desk.docs)]
    story = _story(region, _likeness(region, near, doc, desk), desk)
    _remember(doc, row, near, story, desk)
    return story


def _weighed(doc: Doc, desk: Desk) -> dict[str, float]:
    texts = len(desk.docs) + 1
    row = {
        stem: (1 + math.log(count)) * rarity_of(stem, desk.seen[stem] + 1, texts)
        for stem, count in count_terms(doc.text, doc.headline).items()
    }
    size = math.sqrt(sum(value * value for value in row.values())) or 1.0
    return {stem: value / size for stem, value in row.items()}


def _near(row: dict[str, float], desk: Desk) -> dict[int, float]:
    """The cosine of the most alike pages, most alike first."""
    table = np.zeros(len(desk.docs))
    for stem, value in row.items():
        if stem in desk.holders:
            places, values = desk.holders[stem]
            table[np.frombuffer(places, np.int64)] += value * np.frombuffer(values, np.float64)
    order = np.argsort(-table, kind="stable")[:REGION]
    return {int(at): float(table[at]) for at in order if table[at] >= FAINT}


def _likeness(region: list[int], near: dict[int, float], doc: Doc, desk: Desk) -> sp.csr_matrix:
    """Likeness of each pair of the region, the new page last: neighbours shared, length, time and people heard."""
    size = len(region)
    table = np.zeros((size, size))
    for at, one in enumerate(region[:-1]):
        table[at, -1] = table[-1, at] = near[one]
        for other_at, other in enumerate(region[:at]):
            table[at, other_at] = table[other_at, at] = desk.near[max(one, other)].get(min(one, other), 0.0)
    shared = share_neighbours(sp.csr_matrix(table), NEIGHBOUR_SHARE)
    mixed = ease_long(shared, [desk.terms[at] for at in region]).tolil()
    docs = [*(desk.docs[at] for at in region[:-1]), doc]
    for at, left in enumerate(docs):
        for other_at, right in enumerate(docs[:at]):
            value = float(mixed[at, other_at])
            if value and (left.begin or left.end or left.people):
                mixed[at, other_at] = mixed[other_at, at] = hear(left, right, value)
    return mixed.tocsr()


def _story(region: list[int], likeness: sp.csr_matrix, desk: Desk) -> int:
    """The story most of which lies in the new page's group; the next number where there is none."""
    groups = join_alike(likeness, FLOOR)
    group_of = {at: number for number, group in enumerate(groups) for at in group}
    own = group_of[len(region) - 1]
    spread: dict[int, Counter[int]] = {}
    for at, page in enumerate(region[:-1]):
        spread.setdefault(desk.story_of[page], Counter())[group_of[at]] += 1
    held = [(counts[own], -story) for story, counts in spread.items() if counts[own] == max(counts.values())]
    return -max(held)[1] if held else desk.stories


def _remember(doc: Doc, row: dict[str, float], near: dict[int, float], story: int, desk: Desk) -> None:
    number = len(desk.docs)
    desk.docs.append(doc)
    desk.story_of.append(story)
    desk.stories = max(desk.stories, story + 1)
    desk.near.append(near)
    for stem, value in row.items():
        desk.seen[stem] += 1
        places, values = desk.holders.setdefault(stem, (array("q"), array("d")))
        places.append(number)
        values.append(value)
