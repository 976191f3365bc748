"""Stories one page at a time: each page is put in a story as it comes, and stays there.

When a page comes, the pages most like it are joined anew with it by average linkage, knowing all that came before.
From the page upwards, groups are taken in while they are as alike as they should be: groups that are alike within
must be the more alike to one another, so that a second accident of a kind is not drawn into the first. The page joins
the story in its group that it is most like, the larger the sooner, or opens one. So a story that was begun too wide
does not draw in everything after it. Words are weighed by the table of general news and the pages seen; no page after
it is looked at.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter

import numpy as np
import scipy.sparse as sp

from onrecord.kit.linkage import joins_of
from onrecord.kit.terms import count_terms, rarity_of
from onrecord.stories.likeness import FAINT, Doc, ease_long, hear, share_neighbours

# Groups are joined while their mean likeness is at least this, shared neighbours counting for this share: B-cubed
# on Wikinews, ECB+ (dev, train) and FNC .841, .845, .888, .921; a step of .01 costs up to .01 on each.
FLOOR = 0.162
NEIGHBOUR_SHARE = 0.25
# So much of what both groups are alike within, beyond the usual, is asked for on top: with the power below, four sets
# in file order, in bursts and in mixed bursts go from .871 to .876; at .4 they lose .006.
INNER_SHARE = 0.3
INNER_USUAL = 0.3
# A story counts by its mean likeness times its pages to this power; 0 loses .003.
SIZE_POWER = 0.5
# So many most alike pages are joined anew with a page, of so many whose likeness to it is remembered.
REGION = 40
KNOWN = 80


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
    region = [*list(near)[:REGION], len(desk.docs)]
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
    order = np.argsort(-table, kind="stable")[:KNOWN]
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
    """The story in the new page's group that it is most like; the next number where there is none.

    A story counts only where at least half of its pages of the region lie in the group.
    """
    table = likeness.toarray()
    own = _group_of_last(table)
    places: dict[int, list[int]] = {}
    for at, page in enumerate(region[:-1]):
        places.setdefault(desk.story_of[page], []).append(at)
    found = []
    for story, members in places.items():
        inside = sum(at in own for at in members)
        if inside and inside * 2 >= len(members):
            found.append((float(table[-1, members].mean()) * inside**SIZE_POWER, -story))
    return -max(found)[1] if found else desk.stories


def _group_of_last(table: np.ndarray) -> set[int]:
    """The rows that belong with the last one: groups are taken in while they are as alike as they should be."""
    size = len(table)
    members = {at: [at] for at in range(size)}
    inner = dict.fromkeys(range(size), INNER_USUAL)
    last = size - 1
    for at, (left, right, mean) in enumerate(joins_of(table)):
        sizes = len(members[left]), len(members[right])
        if last in (left, right):
            usual = (inner[left] * sizes[0] + inner[right] * sizes[1]) / sum(sizes)
            if mean < FLOOR + INNER_SHARE * (usual - INNER_USUAL):
                break
            last = size + at
        joined = members[left] + members[right]
        pairs = [math.comb(count, 2) for count in sizes]
        told = inner[left] * pairs[0] + inner[right] * pairs[1] + mean * sizes[0] * sizes[1]
        members[size + at], inner[size + at] = joined, told / math.comb(len(joined), 2)
    return set(members[last])


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
