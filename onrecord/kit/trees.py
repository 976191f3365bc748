"""Small models made of decision trees, kept as JSON: a row of numbers in, a chance between 0 and 1 out."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.errors import WeightsError

# Trees of at most eight leaves are asked all at once, others from node to node.
MASKED_DEPTH = 3
# All trees of 20,000 rows at once take 100 MB.
ROWS_AT_ONCE = 2048


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
        self._masks = _Masks(forest) if self._depth <= MASKED_DEPTH else None

    def chances(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """The chance of each row; columns stand in the order of ``signs``."""
        count = len(rows)
        if not count:
            return np.zeros(0)
        if rows.shape[1] != len(self.signs):
            raise WeightsError(f"a model of {len(self.signs)} signs was given {rows.shape[1]}. Train it again.")
        pieces = (rows[start : start + ROWS_AT_ONCE] for start in range(0, count, ROWS_AT_ONCE))
        said = np.concatenate([self._said(piece).sum(axis=0) for piece in pieces])
        return np.asarray(1.0 / (1.0 + np.exp(-(self._start + said))), dtype=np.float64)

    def _said(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """What each tree, a row each, says of each row."""
        return self._walk(rows).T if self._masks is None else self._masks.values(rows)

    def _walk(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """What each tree says of each row, from node to node."""
        count = len(rows)
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
        return np.asarray(self._value.take(at), dtype=np.float64)


class _Masks:
    """Small trees asked all at once: a node answered "above" rules out the leaves to its left, the first left is meant.

    The method is QuickScorer (Lucchese et al. 2015, "QuickScorer: a fast algorithm to rank documents with additive
    ensembles of regression trees"), here over all rows and trees of one node number together.
    """

    def __init__(self, forest: Forest) -> None:
        self._count = len(forest.roots)
        places = [_lay_out(forest, root) for root in forest.roots]
        most = max((len(nodes) for nodes, _ in places), default=0)
        # Many nodes ask the same: each question once, and for each node which one is its own.
        asked = {(0, np.float32(np.inf)): 0}
        self._node = np.zeros((most, self._count), dtype=np.intp)
        self._kept = np.full((most, self._count, 1), 0xFF, dtype=np.uint8)
        # What the leaf behind each mask says, a row a tree.
        self._value = np.zeros((self._count, 256))
        self._first = (256 * np.arange(self._count, dtype=np.int32))[:, None]
        first = np.array([(mask & -mask).bit_length() - 1 for mask in range(1, 256)])
        for tree, (nodes, leaves) in enumerate(places):
            for k, (node, ruled_out) in enumerate(nodes):
                question = forest.sign[node], np.float32(forest.limit[node])
                self._node[k, tree] = asked.setdefault(question, len(asked))
                self._kept[k, tree] = 0xFF ^ ruled_out
            said = [forest.value[leaf] for leaf in leaves]
            self._value[tree, 1:] = np.array(said + said[-1:] * (8 - len(said)))[first]
        self._sign = np.array([sign for sign, _ in asked], dtype=np.intp)
        self._limit = np.array([limit for _, limit in asked], dtype=np.float32)[:, None]

    def values(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """What each tree, by row, says of each row."""
        columns = np.ascontiguousarray(rows.T, dtype=np.float32)
        # 0 where a row is above, else 255: with what a node leaves above its limit, what it leaves of all.
        below = (columns.take(self._sign, axis=0) > self._limit).view(np.uint8)
        below -= 1
        masks = np.full((self._count, len(rows)), 0xFF, dtype=np.uint8)
        for node, kept in zip(self._node, self._kept, strict=True):
            masks &= below.take(node, axis=0) | kept
        return self._value.take(masks + self._first)


def _lay_out(forest: Forest, root: int) -> tuple[list[tuple[int, int]], list[int]]:
    """The inner nodes of a tree, each with the leaves to its left as bits, and its leaves from left to right."""
    nodes: list[tuple[int, int]] = []
    leaves: list[int] = []

    def visit(node: int) -> None:
        if forest.left[node] == node:
            leaves.append(node)
            return
        before = len(leaves)
        visit(forest.left[node])
        nodes.append((node, (1 << len(leaves)) - (1 << before)))
        visit(forest.right[node])

    visit(root)
    return nodes, leaves


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
