"""Which texts are compared at all, and that a story in very many outlets stays affordable."""

from __future__ import annotations

from onrecord.copies.candidates import BUCKET_CAP, HUBS, find_pairs
from onrecord.copies.texts import key_texts, word_text
from tests.copies.stories import LEAD, MONEY, OTHER, WORKS


def test_texts_that_share_runs_are_paired_and_others_are_not() -> None:
    keys = key_texts([LEAD, MONEY, f"{WORKS} {LEAD}"])
    assert [(left, right) for left, right, _ in find_pairs(keys)] == [(0, 2)]


def test_shared_runs_are_counted() -> None:
    ((_, _, shared),) = find_pairs(key_texts([LEAD, LEAD]))
    assert shared == len(LEAD.split()) - 4


def test_a_story_in_very_many_outlets_is_compared_with_its_first_carriers_only() -> None:
    outlets = BUCKET_CAP * 4
    pairs = find_pairs(key_texts([LEAD] * outlets))
    assert len(pairs) < HUBS * outlets
    assert {right for _, right, _ in pairs} == set(range(1, outlets))


def test_case_and_marks_do_not_hide_a_run() -> None:
    assert find_pairs(key_texts([LEAD, "“" + LEAD.upper().replace(" ", "  ")]))


def test_the_index_sees_the_same_words_as_the_comparison() -> None:
    texts = [LEAD, OTHER, "Café owners said: ‘It’s the council’s fault’ — not ours… €4m, they said."]
    numbers: dict[str, int] = {}
    slow = [len(word_text(text, numbers).grams) for text in texts]
    assert [len(keys) for keys in key_texts(texts)] == slow


def test_no_text_and_short_texts_give_no_pairs() -> None:
    assert find_pairs([]) == []
    assert find_pairs(key_texts(["", "One two.", "One two."])) == []
