"""Which element of an HTML page holds its article, told from where the prose lies in the tree."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.article.columns import Column

Places = NDArray[np.intp]

# The scores of readability (Arc90, 2009): a paragraph counts one, one for each comma, up to three for its length; its
# parent gets all of it, the element above half, the next a third. Here they run over blocks, not over the tree.
LEAST_CHARS = 25
CHARS_A_POINT = 100
MOST_POINTS = 3
SHARES = (1.0, 0.5, 1 / 3)
NAMED_POINTS = 25.0
# An element holds the article when it holds this share of the prose, and no element inside it does.
HOLDS = 0.6


class Elements(msgspec.Struct, frozen=True):
    """The elements around the blocks of a page by their paths, each after the one around it, the root first.

    ``up`` is the place of the element around each one, ``around`` of that around each block. One place past the last
    stands for none: it is around the root, and around a block without a path.
    """

    paths: list[str]
    up: Places
    around: Places


def find_elements(paths: Sequence[str]) -> Elements:
    """The elements around blocks of these paths.

    >>> find_elements(["/html/body/p", "/html/body/p[2]"]).paths
    ['', '/html', '/html/body']
    """
    places = {"": 0}
    up, around = [-1], []
    for path in paths:
        parent = path.rpartition("/")[0]
        missing = []
        while parent not in places:
            missing.append(parent)
            parent = parent.rpartition("/")[0]
        for one in reversed(missing):
            up.append(places[one.rpartition("/")[0]])
            places[one] = len(places)
        around.append(places[path.rpartition("/")[0]] if path else -1)
    none = len(places)
    ups, arounds = np.array([*up, none], dtype=np.intp), np.array(around, dtype=np.intp)
    ups[0] = none
    return Elements(list(places), ups, np.where(arounds < 0, none, arounds))


def holder(elements: Elements, weights: Column, *, share: float = HOLDS) -> int:
    """The innermost element that holds a share of all weights; the root when no other does."""
    sums: list[float] = np.bincount(elements.around, weights=weights, minlength=len(elements.up)).tolist()
    up = elements.up.tolist()
    for place in range(len(elements.paths) - 1, 0, -1):
        sums[up[place]] += sums[place]
    least = share * sums[0]
    paths = elements.paths
    held = (place for place in range(len(paths)) if sums[place] >= least > 0)
    return max(held, key=lambda place: (paths[place].count("/"), paths[place]), default=0)


def scores(elements: Elements, lines: Sequence[str], links: Column, named: Column) -> tuple[Column, int]:
    """The score of each element as a holder of running text, and the best; ``named`` is what a block's names speak for.

    Elements near no line of some length score nothing.
    """
    count = len(elements.up)
    around = [elements.around]
    for _ in SHARES[1:]:
        around.append(elements.up[around[-1]])
    above = np.stack(around, axis=1)
    sizes = np.fromiter(map(len, lines), np.float64, len(lines))
    commas = np.fromiter((line.count(",") for line in lines), np.float64, len(lines))
    chars = np.bincount(above.ravel(), np.repeat(sizes, len(SHARES)), count)
    linked = np.bincount(above.ravel(), np.repeat(links, len(SHARES)), count)
    long = np.flatnonzero(sizes >= LEAST_CHARS)
    points = 1.0 + commas[long] + np.minimum(sizes[long] // CHARS_A_POINT, MOST_POINTS)
    given = np.bincount(above[long].ravel(), np.multiply.outer(points, SHARES).ravel(), count)
    names = np.zeros(count)
    # Of the blocks in an element the first long one speaks: it is written last.
    names[elements.around[long][::-1]] = named[long][::-1]
    found: Column = (given + NAMED_POINTS * names) * (1.0 - np.minimum(1.0, linked / np.maximum(1.0, chars)))
    told = np.unique(above[long])
    told = told[told < len(elements.paths)].tolist()
    return found, max(told, key=lambda place: (found[place], elements.paths[place]), default=-1)


def container_signs(
    elements: Elements, lines: Sequence[str], *, prose: Column, links: Column, advised: Column, named: Column
) -> list[Column]:
    """For each block how it lies to the element richest in prose, in score, and in advised words."""
    found, top = scores(elements, lines, links, named)
    places = (
        holder(elements, prose),
        holder(elements, prose, share=0.35),
        holder(elements, advised, share=0.9) if advised.any() else -1,
        top,
    )
    best = max(1.0, float(found[top])) if top >= 0 else 1.0
    found[-1] = 0.0
    return [*(_inside(elements, place) for place in places), found[elements.around] / best]


def _inside(elements: Elements, place: int) -> Column:
    """1 for each block that lies in an element."""
    inside = [False] * len(elements.up)
    for one, above in enumerate(elements.up[:-1].tolist()):
        inside[one] = one == place or inside[above]
    return np.array(inside, dtype=np.float64)[elements.around]


CONTAINER_SIGNS = (
    "in_most_prose",
    "in_much_prose",
    "in_advised",
    "in_scored",
    "parent_score",
)
