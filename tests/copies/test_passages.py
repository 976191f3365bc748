"""Passages that two texts share: runs, order, joins over edits, sentences told anew, repeats."""

from __future__ import annotations

import pytest

from onrecord.copies.kinds import compare_words
from onrecord.copies.passages import find_matches, is_passage
from onrecord.copies.texts import word_text
from tests.copies.stories import LEAD, MONEY, SHOPS, WORKS

ELSEWHERE = "A late frost has cost the orchards above Quill most of their plums, growers said."


def shared(left: str, right: str) -> list[tuple[str, str]]:
    """The words of each passage on either side."""
    numbers: dict[str, int] = {}
    here, there = word_text(left, numbers), word_text(right, numbers)
    found = [match for match in find_matches(here, there) if is_passage(match)]
    pairs = [(here.span(m.left, m.left_end), there.span(m.right, m.right_end)) for m in found]
    return [(left[a.start : a.end], right[b.start : b.end]) for a, b in pairs]


def test_paragraphs_in_another_order_are_all_found() -> None:
    found = shared("\n".join((LEAD, WORKS, MONEY)), "\n".join((MONEY, ELSEWHERE, LEAD)))
    assert found == [(LEAD[:-1], LEAD[:-1]), (MONEY[:-1], MONEY[:-1])]


def test_words_put_into_a_sentence_do_not_break_its_passage() -> None:
    edited = WORKS.replace("lorries", "lorries and, the Courier reported, vans")
    assert shared(WORKS, edited) == [(WORKS[:-1], edited[:-1])]


def test_a_sentence_cut_short_is_matched_as_far_as_it_goes() -> None:
    cut = " ".join(SHOPS.split()[:12])
    assert shared(SHOPS, cut) == [(cut, cut)]


def test_a_sentence_told_in_other_words_beside_a_copied_one_is_a_passage() -> None:
    retold = "The town put aside eleven million for the piers, a sum opponents of the scheme called too small by half."
    assert (MONEY[:-1], retold[:-1]) in shared(f"{WORKS} {MONEY}", f"{WORKS} {ELSEWHERE} {retold}")


def test_a_body_printed_twice_is_matched_twice() -> None:
    assert len(shared(LEAD, f"{LEAD}\n{ELSEWHERE}\n{LEAD}")) == 2


def test_a_name_with_its_title_is_no_passage() -> None:
    name = "the deputy mayor of Tessel Jonas Ketter"
    assert shared(f"Nobody saw {name} at work.", f"It was {name} who paid.") == []


@pytest.mark.parametrize("spelling", [("harbour", "harbor"), ("trade", "traffic"), ("tides", "floods")])
def test_another_spelling_of_one_word_does_not_break_a_passage(spelling: tuple[str, str]) -> None:
    text = " ".join((LEAD, WORKS, SHOPS))
    assert shared(text, text.replace(*spelling)) == [(text[:-1], text.replace(*spelling)[:-1])]


def test_shares_count_prose_outside_the_marks() -> None:
    numbers: dict[str, int] = {}
    left = word_text(f"{LEAD} “{SHOPS}”", numbers)
    found = compare_words(left, word_text(LEAD, numbers))
    assert (found.share_left, found.share_right) == (1.0, 1.0)


def test_text_in_marks_on_one_page_only_counts_as_quoted() -> None:
    numbers: dict[str, int] = {}
    found = compare_words(word_text(f"“{SHOPS}”", numbers), word_text(SHOPS, numbers))
    assert (found.kind, found.prose) == ("shared_quote", 0)
