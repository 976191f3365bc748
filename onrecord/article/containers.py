"""Which element of an HTML page holds its article, told from where the prose lies in the tree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]

# The scores of readability (Arc90, 2009): a paragraph counts one, one for each comma, up to three for its length; its
# parent gets all of it, the element above half, the next a third. Here they run over blocks, not over the tree.
LEAST_CHARS = 25
CHARS_A_POINT = 100
MOST_POINTS = 3
SHARES = (1.0, 0.5, 1 / 3)
NAMED_POINTS = 25.0
# An element holds the article when it holds this share of the prose, and no element inside it does.
HOLDS = 0.6


def parents_of(path: str) -> list[str]:
    """The elements around a block, innermost first, the root last.

    >>> parents_of("/html/body/p")
    ['/html/body', '/html', '']
    """
    found = []
    while path:
        path = path.rpartition("/")[0]
        found.append(path)
    return found


def _all_parents(paths: Sequence[str]) -> list[list[str]]:
    """The elements around each block; blocks of one element share their list."""
    known: dict[str, list[str]] = {}
    for path in paths:
        parent = path.rpartition("/")[0]
        if parent not in known:
            known[parent] = [parent, *parents_of(parent)]
    return [known[path.rpartition("/")[0]] if path else [] for path in paths]


def holder(chains: Sequence[Sequence[str]], weights: Sequence[float], *, share: float = HOLDS) -> str:
    """The innermost element that holds a share of all weights; the root when no other does."""
    own: dict[str, float] = {}
    around: dict[str, Sequence[str]] = {}
    for chain, weight in zip(chains, weights, strict=True):
        if weight and chain:
            own[chain[0]] = own.get(chain[0], 0.0) + weight
            around[chain[0]] = chain
    sums: dict[str, float] = {}
    for inner, weight in own.items():
        for path in around[inner]:
            sums[path] = sums.get(path, 0.0) + weight
    least = share * sums.get("", 0.0)
    return max((path for path, total in sums.items() if total >= least), key=lambda p: (p.count("/"), p), default="")


def scores(
    chains: Sequence[Sequence[str]], lines: Sequence[str], links: Sequence[float], named: Sequence[float]
) -> dict[str, float]:
    """The score of each element as a holder of running text; ``named`` is what a block's outer names speak for."""
    found: dict[str, float] = {}
    chars: dict[str, float] = {}
    linked: dict[str, float] = {}
    names: dict[str, float] = {}
    for chain, line, link, name in zip(chains, lines, links, named, strict=True):
        size = len(line)
        for path in chain[: len(SHARES)]:
            chars[path] = chars.get(path, 0.0) + size
            linked[path] = linked.get(path, 0.0) + link
        if size < LEAST_CHARS:
            continue
        points = 1.0 + line.count(",") + min(size // CHARS_A_POINT, MOST_POINTS)
        for path, part in zip(chain, SHARES, strict=False):
            found[path] = found.get(path, 0.0) + part * points
        names.setdefault(chain[0] if chain else "", name)
    return {
        path: (score + NAMED_POINTS * names.get(path, 0.0)) * (1.0 - min(1.0, linked[path] / max(1.0, chars[path])))
        for path, score in found.items()
    }


def container_signs(
    paths: Sequence[str],
    lines: Sequence[str],
    *,
    prose: Column,
    links: Column,
    advised: Column,
    named: Column,
) -> list[Column]:
    """For each block how it lies to the element richest in prose, in score, and in advised words."""
    chains = _all_parents(paths)
    found = scores(chains, lines, links.tolist(), named.tolist())
    top = max(found, key=lambda path: (found[path], path), default="")
    best = max(1.0, found.get(top, 1.0))
    places = (
        holder(chains, prose.tolist()),
        holder(chains, prose.tolist(), share=0.35),
        holder(chains, advised.tolist(), share=0.9) if advised.any() else None,
        top,
    )
    columns = [np.array([float(place is not None and place in chain) for chain in chains]) for place in places]
    columns.append(np.array([found.get(chain[0], 0.0) / best if chain else 0.0 for chain in chains]))
    return columns


CONTAINER_SIGNS = (
    "in_most_prose",
    "in_much_prose",
    "in_advised",
    "in_scored",
    "parent_score",
)
