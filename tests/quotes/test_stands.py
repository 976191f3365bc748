"""Stands told of inside what somebody says are statements of those who take them."""

from __future__ import annotations

import pytest

from tests.quotes.marked_text import statements_of, words


@pytest.mark.parametrize(
    ("inner", "source", "cue", "content", "act"),
    [
        ("the port board ruled out a sale in May", "the port board", "ruled out", "a sale in May", "rule_out"),
        ("the navy has denied the loss of a ship", "the navy", "has denied", "the loss of a ship", "deny"),
        ("it was late and the navy acknowledged the delay in June and even hinted at more", "the navy", "acknowledged",
         "the delay in June", "admit"),
    ],
)  # fmt: skip
def test_a_stand_inside_is_a_statement_of_its_own(inner: str, source: str, cue: str, content: str, act: str) -> None:
    text, found = statements_of(f"[source Sources] [cue said] [content {inner}].")
    inside = [s for s in found if s.within]
    assert [(words(text, s.source), words(text, s.cue), words(text, s.content), s.act) for s in inside] == [
        ([source], [cue], [content], act)
    ]


def test_a_plane_shot_down_is_no_stand() -> None:
    _, found = statements_of("[source Sources] [cue said] [content the navy shot down a plane over the bay].")
    assert [s.within for s in found] == [None]
