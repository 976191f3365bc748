"""Stories one page at a time: each page is put in a story as it comes, and stays there.

The same measure as in one batch, over the pages seen so far: rarity from the table of general news and
the pages that came before, neighbours among them, and the mean likeness to a story's pages.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict

import numpy as np

from onrecord.kit.terms import count_terms, rarity_of
from onrecord.stories.likeness import (
    CROWD,
    FAINT,
    NEIGHBOUR_FLOOR,
    NEIGHBOUR_SHARE,
    NEIGHBOURS,
    Doc,
    crowd_ease,
    hear,
)

# A page joins the story it is most like, if at least this: B-cubed .85, .88, .93 on Wikinews, ECB+, FNC.
FLOOR = 0.09
Near = list[tuple[float, int]]


class Desk:
    """What is remembered between pages: an index of their terms, their neighbours, their stories."""

    def __init__(self) -> None:
        self.docs: list[Doc] = []
        self.story_of: list[int] = []
        self.stories: list[list[int]] = []
        self.seen: Counter[str] = Counter()
        self.holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self.near: list[Near] = []


def place(doc: Doc, desk: Desk) -> int:
    """The number of the story a page belongs to, an open one or the next new one; the desk remembers it."""
    row = _weighed(doc, desk)
    cosines = _cosines(row, desk)
    near = sorted(((score, other) for other, score in cosines.items() if score >= NEIGHBOUR_FLOOR), reverse=True)
    own = near[: NEIGHBOURS - 1]
    likeness = _likeness(doc, cosines, own, desk)
    totals: dict[int, float] = defaultdict(float)
    for other, score in likeness.items():
        totals[desk.story_of[other]] += score
    means = [(total / len(desk.stories[story]), -story) for story, total in totals.items()]
    best, chosen = max(means, default=(0.0, 0))
    story = -chosen if best >= FLOOR else len(desk.stories)
    _remember(doc, row, own, story, desk)
    return story


def _weighed(doc: Doc, desk: Desk) -> dict[str, float]:
    counts = count_terms(doc.text, doc.headline)
    texts = len(desk.docs) + 1
    row = {stem: (1 + math.log(count)) * rarity_of(stem, desk.seen[stem] + 1, texts) for stem, count in counts.items()}
    size = math.sqrt(sum(value * value for value in row.values())) or 1.0
    return {stem: value / size for stem, value in row.items()}


def _cosines(row: dict[str, float], desk: Desk) -> dict[int, float]:
    table = np.zeros(len(desk.docs))
    for stem, value in row.items():
        held = desk.holders.get(stem)
        if held:
            places, values = zip(*held, strict=True)
            table[list(places)] += value * np.array(values)
    return {int(at): float(table[at]) for at in np.flatnonzero(table >= FAINT)}


def _likeness(doc: Doc, cosines: dict[int, float], own: Near, desk: Desk) -> dict[int, float]:
    """The likeness to each page seen: cosine and shared neighbours, scaled, time and people heard."""
    mine = {other: score for score, other in own}
    mine[len(desk.docs)] = 1.0
    length = math.sqrt(sum(v * v for v in mine.values()))
    crowd = _crowd([score for score, _ in own])
    found = {}
    for other, score in cosines.items():
        theirs = {b: a for a, b in _with(desk.near[other], (score, len(desk.docs)))}
        theirs[other] = 1.0
        size = math.sqrt(sum(v * v for v in theirs.values()))
        common = sum(value * theirs.get(page, 0.0) for page, value in mine.items()) / size / length
        mixed = (1 - NEIGHBOUR_SHARE) * score + NEIGHBOUR_SHARE / 2 * common
        their_crowd = _crowd([value for page, value in theirs.items() if page != other])
        eased = mixed * float(np.prod(crowd_ease(np.array([crowd, their_crowd]))))
        found[other] = hear(doc, desk.docs[other], eased)
    return found


def _with(near: Near, entry: tuple[float, int]) -> Near:
    """The nearest pages of an earlier page once a new one may be among them."""
    if entry[0] < NEIGHBOUR_FLOOR:
        return near
    return sorted([*near, entry], reverse=True)[: NEIGHBOURS - 1]


def _crowd(scores: list[float]) -> float:
    return sum(sorted(scores, reverse=True)[:CROWD]) / CROWD


def _remember(doc: Doc, row: dict[str, float], own: Near, story: int, desk: Desk) -> None:
    number = len(desk.docs)
    desk.docs.append(doc)
    desk.story_of.append(story)
    if story == len(desk.stories):
        desk.stories.append([])
    desk.stories[story].append(number)
    desk.near.append(own)
    for score, other in own:
        desk.near[other] = _with(desk.near[other], (score, number))
    for stem, value in row.items():
        desk.seen[stem] += 1
        desk.holders[stem].append((number, value))
