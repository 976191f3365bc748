"""Which texts are compared at all, and that a story in very many outlets stays affordable."""

from __future__ import annotations

from onrecord.copies.candidates import BUCKET_CAP, HUBS, find_pairs
from onrecord.copies.keys import CHUNK_BYTES, key_texts
from tests.copies.stories import LEAD, MONEY, WORKS

# A kept index holds such numbers: a change of the hash must raise the version of whatever keeps them.
KEPT = 14972654878234208872


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


def test_marks_of_every_kind_stand_between_words() -> None:
    curly = "Café owners said:\u00a0‘It’s the council’s fault’ — not ours… €4m, they said."
    plain = "Café owners said 'It's the council's fault' - not ours... 4m; they said"
    one, two = key_texts([curly, plain])
    assert one.tolist() == two.tolist()
    assert len(one) == 10


def test_a_text_has_the_same_keys_whatever_stands_beside_it() -> None:
    long = [f"{LEAD} {number}" for number in range(CHUNK_BYTES // len(LEAD))]
    alone = key_texts([WORKS])[0].tolist()
    assert key_texts([*long, WORKS])[-1].tolist() == alone
    assert key_texts(["", WORKS, "one two"])[1].tolist() == alone


def test_the_keys_of_a_text_are_the_same_in_every_process() -> None:
    assert key_texts(["The bridge is closed today"])[0].tolist() == [KEPT]


def test_no_text_and_short_texts_give_no_pairs() -> None:
    assert find_pairs([]) == []
    assert find_pairs(key_texts(["", "One two.", "One two."])) == []
