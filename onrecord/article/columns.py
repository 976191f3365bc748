"""Numbers of all blocks of a page at once: the table they make, sums over neighbours, what stands some blocks on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

Column = NDArray[np.float64]
Matrix = NDArray[np.float32]

# Pages of so many different sizes and reaches share the edges of their windows.
MEMO_WINDOWS = 64


def in_columns(columns: Iterable[ArrayLike], count: int) -> Matrix:
    """A table of ``count`` rows with these columns; a single number stands in every row."""
    given = list(columns)
    table = np.empty((len(given), count), dtype=np.float32)
    for at, column in enumerate(given):
        table[at] = column
    return table.T


def nearby(values: NDArray[np.generic], reach: int) -> Column:
    """The mean over ``reach`` blocks either side, the block itself included."""
    low, high = window(len(values), reach)
    return around(values, reach) / (high - low)


def around(values: NDArray[np.generic], reach: int) -> Column:
    """The sum over ``reach`` blocks either side, the block itself included."""
    low, high = window(len(values), reach)
    sums = sum_to(values)
    return sums.take(high) - sums.take(low)


def sum_to(values: NDArray[np.generic]) -> Column:
    """The sum of all values before each, and of all."""
    sums = np.zeros(len(values) + 1)
    np.cumsum(values, out=sums[1:])
    return sums


@lru_cache(maxsize=MEMO_WINDOWS)
def window(count: int, reach: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where the stretch of ``reach`` blocks either side begins and ends, for each of some blocks."""
    index = np.arange(count)
    return np.maximum(0, index - reach), np.minimum(count, index + reach + 1)


def shifted(values: NDArray[np.floating], steps: Sequence[int], beyond: float) -> list[NDArray[np.floating]]:
    """The values so many blocks on (or back, where a step is negative), ``beyond`` where the page ends."""
    most, count = max(map(abs, steps)), len(values)
    padded = np.full(count + 2 * most, beyond, dtype=values.dtype)
    padded[most : most + count] = values
    return [padded[most + step : most + step + count] for step in steps]
