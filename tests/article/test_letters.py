"""The single signs of a page, counted line by line."""

from __future__ import annotations

import numpy as np

from onrecord.article.containers import find_elements, holder
from onrecord.article.letters import HEAD_CHARS, PIECE_CHARS, Marks, count_marks


def _marks(*lines: str) -> Marks:
    starts = np.cumsum([0, *(len(line) + 1 for line in lines[:-1])])
    return count_marks("\n".join(lines), starts, starts + [len(line) for line in lines])


def test_a_line_is_counted_alike_before_and_behind_the_edge_of_a_piece() -> None:
    line = "Rain fell, hail came, and “the dam held”, the mayor said"
    found = _marks(*[line] * (2 * PIECE_CHARS // len(line)))
    assert set(found.commas.tolist()) == {3.0}
    assert set(found.quotes.tolist()) == {2.0}


def test_a_price_counts_near_the_start_of_its_line_alone() -> None:
    found = _marks("The dam cost $9.", "x" * HEAD_CHARS + " $9", "水が来た")
    assert found.money.tolist() == [1.0, 0.0, 0.0]
    assert found.unspaced.tolist() == [0.0, 0.0, 4.0]


def test_signs_between_lines_are_of_none() -> None:
    assert count_marks("a,,,b", np.array([0, 4]), np.array([1, 5])).commas.tolist() == [0.0, 0.0]


def test_the_article_lies_in_the_innermost_element_with_most_of_its_prose() -> None:
    elements = find_elements(["/html/nav/a", "/html/main/div/p", "/html/main/div/p[2]", "/html/main/p"])
    assert elements.paths[holder(elements, np.array([1.0, 40.0, 40.0, 10.0]))] == "/html/main/div"
    assert elements.paths[holder(elements, np.array([30.0, 10.0, 10.0, 10.0]))] == "/html"
