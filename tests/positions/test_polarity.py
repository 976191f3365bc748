"""Words that lean: every row of the list is found in its example, and negations turn them."""

from __future__ import annotations

import pytest

from onrecord.kit import open_kit
from onrecord.kit.wordlist import Row
from onrecord.positions.polarity import find_marks, leaning_of, marker_of

KIT = open_kit(fast=True)
MARKER = marker_of(KIT)


@pytest.mark.parametrize("row", KIT.words("polarity"), ids=lambda row: row["forms"][:20])
def test_each_row_is_found_in_its_example(row: Row) -> None:
    forms = set(row["forms"].split("|"))
    found = {
        row["example"][m.start : m.end].lower() for m in find_marks(row["example"], MARKER) if m.sort == row["sort"]
    }
    assert found & forms


def test_no_form_stands_in_two_rows() -> None:
    forms = [form for row in KIT.words("polarity") for form in row["forms"].split("|")]
    assert len(forms) == len(set(forms))


@pytest.mark.parametrize(
    ("words", "lean"),
    [
        ("We can never allow a foreign crew on our pier", -1),
        ("No joint patrol will be permitted", -1),
        ("The sale is out of the question", -1),
        ("The port is ready to let the crew land", 1),
        ("The council has not ruled out a sale", 1),
        ("The council won’t accept the plan", -1),
        ("The ferry leaves at noon", 0),
        ("It welcomed the bridge and rejected the tunnel", 0),
    ],
)
def test_which_way_words_lean(words: str, lean: int) -> None:
    assert leaning_of(words, MARKER) == lean


def test_marks_stand_where_their_words_stand() -> None:
    text = "İstanbul’s mayor didn’t refuse: “never”"
    words = [text[m.start : m.end] for m in find_marks(text, MARKER)]
    assert words == ["didn’t", "refuse", "never"]
