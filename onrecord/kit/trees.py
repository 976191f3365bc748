"""Small models made of decision trees, kept as JSON: a row of numbers in, a chance between 0 and 1 out."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.errors import WeightsError


class TreeCard(msgspec.Struct, frozen=True):
    """What a card says of a forest that is checked on load; the rest of the card is for people."""

    sha256: str


class Forest(msgspec.Struct, frozen=True):
    """Boosted trees as columns, one entry a node; a leaf points at itself and carries its value."""

    signs: list[str]
    start: float
    roots: list[int]
    sign: list[int]
    limit: list[float]
    left: list[int]
    right: list[int]
    value: list[float]
    depth: int


class Trees:
    """A forest held open as arrays."""

    def __init__(self, forest: Forest) -> None:
        self.signs = tuple(forest.signs)
        self._start = forest.start
        self._depth = forest.depth
        self._roots = np.array(forest.roots, dtype=np.intp)
        self._sign = np.array(forest.sign, dtype=np.intp)
        self._limit = np.array(forest.limit, dtype=np.float32)
        # The children of node n stand at 2n and 2n + 1.
        self._below = np.stack([forest.left, forest.right], axis=1).astype(np.intp).ravel()
        self._value = np.array(forest.value, dtype=np.float64)

    def chances(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """The chance of each row; columns stand in the order of ``signs``."""
        count = len(rows)
        if not count:
            return np.zeros(0)
        if rows.shape[1] != len(self.signs):
            raise WeightsError(f"a model of {len(self.signs)} signs was given {rows.shape[1]}. Train it again.")
        flat = np.ascontiguousarray(rows, dtype=np.float32).ravel()
        base = np.arange(count, dtype=np.intp)[:, None] * rows.shape[1]
        # Every row begins at the roots.
        above = rows.take(self._sign[self._roots], axis=1) > self._limit[self._roots]
        at = self._below.take(2 * self._roots + above)
        for _ in range(self._depth - 1):
            above = flat.take(self._sign.take(at) + base) > self._limit.take(at)
            at *= 2
            at += above
            at = self._below.take(at)
        raw = self._start + self._value.take(at).sum(axis=1)
        return np.asarray(1.0 / (1.0 + np.exp(-raw)), dtype=np.float64)


def open_trees(folder: Path, name: str) -> Trees:
    """The forest ``NAME.json`` of a folder; raises WeightsError when it is missing or its card describes another."""
    file, card = folder / f"{name}.json", folder / f"{name}.card.json"
    try:
        data = file.read_bytes()
        told = msgspec.json.decode(card.read_bytes(), type=TreeCard)
        forest = msgspec.json.decode(data, type=Forest)
    except (OSError, msgspec.DecodeError) as error:
        raise WeightsError(f"{file}: cannot be read ({error}). Reinstall the package.") from error
    if hashlib.sha256(data).hexdigest() != told.sha256:
        raise WeightsError(f"{file}: not the file its card describes. Reinstall the package.")
    return Trees(forest)
