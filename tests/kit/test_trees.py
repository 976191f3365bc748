"""Forests answer alike whether their trees are asked all at once or from node to node."""

from __future__ import annotations

import numpy as np
import pytest

from onrecord.errors import WeightsError
from onrecord.kit import trees
from onrecord.kit.trees import Forest, Trees

# A lone leaf; one question; three questions, the deeper ones on one side.
FOREST = Forest(
    ["words", "links"],
    -0.5,
    roots=[0, 1, 4],
    sign=[0, 0, 0, 0, 1, 0, 0, 0, 0],
    limit=[0.0, 10.0, 0.0, 0.0, 0.3, 20.0, 0.0, 0.0, 0.0],
    left=[0, 2, 2, 3, 5, 6, 6, 7, 8],
    right=[0, 3, 2, 3, 8, 7, 6, 7, 8],
    value=[0.25, 0.0, -1.0, 1.0, 0.0, 0.0, -2.0, 2.0, 0.5],
    depth=2,
)
ROWS = np.array([[5, 0.1], [10, 0.3], [15, 0.31], [25, 0.2], [np.nan, 0.9]], dtype=np.float32)


def test_a_row_gets_the_sum_of_its_leaves() -> None:
    sums = [0.25 - 1 - 2, 0.25 - 1 - 2, 0.25 + 1 + 0.5, 0.25 + 1 + 2, 0.25 - 1 + 0.5]
    expected = 1 / (1 + np.exp(0.5 - np.array(sums)))
    assert Trees(FOREST).chances(ROWS) == pytest.approx(expected)


def test_trees_asked_one_node_at_a_time_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = Trees(FOREST).chances(ROWS)
    monkeypatch.setattr(trees, "MASKED_DEPTH", 0)
    assert np.array_equal(Trees(FOREST).chances(ROWS), at_once)


def test_many_rows_are_asked_a_piece_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = Trees(FOREST).chances(ROWS)
    monkeypatch.setattr(trees, "ROWS_AT_ONCE", 2)
    assert np.array_equal(Trees(FOREST).chances(ROWS), at_once)


def test_rows_of_another_width_are_refused() -> None:
    with pytest.raises(WeightsError):
        Trees(FOREST).chances(ROWS[:, :1])
