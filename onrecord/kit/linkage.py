"""Average linkage over sparse likeness: things grouped where members are alike on average, not by a chain.

Two groups are joined while the mean likeness over all their pairs is at least the floor (Sokal and
Michener, 1958). A pair at or above the floor must then lie in every join, so each connected part of
those pairs is worked by itself: the answer is the same, and no full table of pairs is ever made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from onrecord.groups import Judgement

# Beyond this many members a connected part is cut at a higher floor first: its table of pairs would not fit.
PART_LIMIT = 6000
STEP = 1.3


def join_alike(likeness: sp.csr_matrix, floor: float) -> list[list[int]]:
    """Groups of row numbers, each sorted, ordered by first member; every row is in exactly one.

    ``likeness`` is symmetric, with nothing stored for pairs that are not alike at all.
    """
    groups = [group for part in _parts(likeness, floor, floor) for group in _join(likeness, part, floor)]
    return sorted(groups)


def heed(likeness: sp.csr_matrix, ids: Sequence[str], judgements: Sequence[Judgement], *, why: str) -> sp.csr_matrix:
    """The likeness with what people decided about pairs of ``ids`` put in: yes is 1, no is far below 0.

    Only judgements of this ``why`` count; "unsure" leaves a pair as it is.
    """
    place = {name: at for at, name in enumerate(ids)}
    decided = [
        (place[j.left], place[j.right], 1.0 if j.verdict == "yes" else -len(ids) * 2.0)
        for j in judgements
        if j.why == why and j.verdict != "unsure" and j.left in place and j.right in place and j.left != j.right
    ]
    if not decided:
        return likeness
    table = likeness.tolil()
    for left, right, value in decided:
        table[left, right] = table[right, left] = value
    return table.tocsr()


def joins_of(table: np.ndarray) -> list[tuple[int, int, float]]:
    """The joins of average linkage over a full symmetric table of likeness, most alike first, down to one group.

    Each is the numbers of two groups and the mean likeness between them; the rows are the first groups, and each join
    makes the next number.
    """
    if len(table) < 2:
        return []
    apart, top = _apart(table)
    return [(int(left), int(right), float(top - height)) for left, right, height, _ in linkage(apart, "average")]


def _apart(table: np.ndarray) -> tuple[np.ndarray, float]:
    """How far apart each pair of rows is, as scipy wants it, and the likeness that is no distance at all."""
    top = max(1.0, float(table.max()))
    apart = np.clip(top - (table + table.T) / 2, 0.0, None)
    np.fill_diagonal(apart, 0.0)
    return squareform(apart, checks=False), top


def _parts(likeness: sp.csr_matrix, cut: float, floor: float) -> list[list[int]]:
    """Rows connected by pairs at or above the cut; parts too large are cut again, higher."""
    kept = likeness.copy()
    kept.data = np.where(kept.data >= cut, kept.data, 0.0)
    kept.eliminate_zeros()
    _, labels = connected_components(kept, directed=False)
    parts: dict[int, list[int]] = defaultdict(list)
    for row, label in enumerate(labels):
        parts[int(label)].append(row)
    found: list[list[int]] = []
    for part in parts.values():
        if len(part) <= PART_LIMIT:
            found.append(part)
            continue
        inner = _parts(likeness[part][:, part].tocsr(), cut * STEP, floor)
        found.extend([part[at] for at in piece] for piece in inner)
    return found


def _join(likeness: sp.csr_matrix, part: list[int], floor: float) -> list[list[int]]:
    if len(part) == 1:
        return [part]
    apart, top = _apart(likeness[part][:, part].toarray())
    # A hair of room, so that a mean equal to the floor joins whatever the rounding.
    labels = fcluster(linkage(apart, "average"), top - floor + 1e-9, "distance")
    groups: dict[int, list[int]] = defaultdict(list)
    for row, label in zip(part, labels, strict=True):
        groups[int(label)].append(row)
    return list(groups.values())
