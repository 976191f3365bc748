"""Which texts of a collection could share a passage: pairs that have rare five-word runs in common."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# A run in more texts than this is paired with the first few of them only: a wire story in 3,000 outlets
# costs 3,000 times HUBS comparisons, not 3,000 times 3,000.
BUCKET_CAP = 24
HUBS = 8
# Fewer shared runs than this is chance: two reports of one event share a name with its title.
SHARED_RUNS = 3

# The low bits of a packed run say which text holds it: up to 16 million texts.
_PLACE = np.uint64((1 << 24) - 1)
_MIX = np.uint64(0x9E3779B97F4A7C15)

Pair = tuple[int, int, int]


def find_pairs(grams: Sequence[NDArray[np.uint64]], *, least: int = SHARED_RUNS) -> list[Pair]:
    """Pairs of texts (by place, the earlier first) with the number of runs they share, in order.

    Texts are expected in order of date, so that the hubs of a crowded run are its earliest carriers.
    """
    if sum(len(keys) > 0 for keys in grams) < 2:
        return []
    keys, owners = _holders(grams)
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.zeros(0, np.int64)
    sizes = np.diff(np.concatenate((starts, [len(keys)])))
    shared = np.flatnonzero(sizes > 1)
    shared = shared[np.argsort(sizes[shared], kind="stable")]
    if not len(shared):
        return []
    several, firsts = np.unique(sizes[shared], return_index=True)
    parts = [
        _pairs_of(owners[starts[shared[low:high], None] + np.arange(size)], len(grams))
        for size, low, high in zip(several, firsts, [*firsts[1:], len(shared)], strict=True)
    ]
    codes, inverse = np.unique(np.concatenate([codes for codes, _ in parts]), return_inverse=True)
    counts = np.bincount(inverse, weights=np.concatenate([counts for _, counts in parts])).astype(np.int64)
    kept = counts >= least
    lefts, rights = np.divmod(codes[kept], len(grams))
    return list(zip(lefts.tolist(), rights.tolist(), counts[kept].tolist(), strict=True))


def _holders(grams: Sequence[NDArray[np.uint64]]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Every run with every text that holds it, sorted by run, then text, each once.

    Run and text are packed in one number, which sorts ten times faster than two; the 40 bits left of a run's key
    let one run in 30,000 meet a stranger among 100,000 articles, which the least number of shared runs absorbs.
    """
    places = np.repeat(np.arange(len(grams), dtype=np.uint64), [len(keys) for keys in grams])
    packed = np.sort((np.concatenate(grams) & ~_PLACE) | places)
    packed = packed[np.concatenate(([True], packed[1:] != packed[:-1]))]
    return packed & ~_PLACE, (packed & _PLACE).astype(np.int64)


def _pairs_of(members: NDArray[np.int64], total: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """A code for each pair of texts in each row (the texts that share one run), with how many runs that row stands for.

    The runs of one passage mostly stand in the same texts, so that equal rows are counted before they are paired.
    """
    size = members.shape[1]
    mixed = members.astype(np.uint64) @ (_MIX ** np.arange(1, size + 1, dtype=np.uint64))
    _, chosen, counts = np.unique(mixed, return_index=True, return_counts=True)
    left, right = np.triu_indices(size, k=1)
    if size > BUCKET_CAP:
        near = left < HUBS
        left, right = left[near], right[near]
    rows = members[chosen]
    codes: NDArray[np.int64] = rows[:, left] * total + rows[:, right]
    return codes.ravel(), np.repeat(counts, len(left))
