"""Quotation marks: every style, nested, unclosed, and apostrophes that are none."""

from __future__ import annotations

import pytest

from onrecord.kit.marks import CLOSES, INSIDE, OPENS, OUTSIDE, RUNS_ON, find_quoted, quote_states


def quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in find_quoted(text)]


@pytest.mark.parametrize(
    "stretch",
    [
        '"We leave at dawn,"',
        "“We leave at dawn,”",
        "‘We leave at dawn,’",
        "'We leave at dawn,'",
        "''We leave at dawn,''",
    ],
)
def test_every_style_of_mark_is_a_quotation(stretch: str) -> None:
    assert quoted(f"{stretch} said Mara Vellin. It rained.") == [stretch]


@pytest.mark.parametrize(
    "text", ["It’s the boys' boat.", "The '90s weren't kind.", "A 6\" nail and a 5' plank.", "rock 'n' roll"]
)
def test_apostrophes_and_inches_are_no_marks(text: str) -> None:
    assert quoted(text) == []


def test_a_british_quotation_keeps_its_apostrophes() -> None:
    assert quoted("‘The farmers’ grain isn’t ours,’ said Vellin.") == ["‘The farmers’ grain isn’t ours,’"]


def test_a_nested_quotation_stays_inside_its_outer() -> None:
    assert quoted("“He told me ‘no’ twice,” said Vellin.") == ["“He told me ‘no’ twice,”"]


def test_a_mark_never_closed_ends_at_its_paragraph() -> None:
    text = '"We leave at dawn.\n"Nobody stays," said Vellin.'
    assert quoted(text) == ['"We leave at dawn.', '"Nobody stays,"']
    assert [q.closed for q in find_quoted(text)] == [False, True]


def test_a_new_opening_mark_shows_that_a_closing_one_was_lost() -> None:
    assert quoted("“We leave, said Vellin. “Nobody stays,” he added.") == ["“We leave, said Vellin.", "“Nobody stays,”"]


def test_each_character_gets_one_state() -> None:
    assert list(quote_states('a "b" c')) == [OUTSIDE, OUTSIDE, OPENS, INSIDE, CLOSES, OUTSIDE, OUTSIDE]
    assert list(quote_states('"b')) == [OPENS, RUNS_ON]


@pytest.mark.parametrize("text", ["", '"', "'", "“”", "\n\n", "”“", "''''", '" " "', "‘", "a'\"'b"])
def test_odd_marks_stop_nothing(text: str) -> None:
    assert len(quote_states(text)) == len(text)
