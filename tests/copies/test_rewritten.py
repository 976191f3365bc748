"""Sentences told again in other words."""

from __future__ import annotations

import pytest

from onrecord.copies import find_copies
from onrecord.copies.origins import count_origins
from onrecord.copies.rewritten import find_retold
from tests.copies.desk import clip, said
from tests.copies.stories import LEAD, STORY, WORKS

AGAIN = "Nine weeks without their harbour bridge: so the council of Tessel voted when divers saw cracks in two piers."


def told(left: str, right: str) -> list[tuple[str, str]]:
    return [(left[r.left.start : r.left.end], right[r.right.start : r.right.end]) for r in find_retold(left, right)]


def test_a_sentence_in_other_words_is_found_with_the_one_it_tells_again() -> None:
    assert told(STORY, f"It rained in Quill. {AGAIN} Plums are dear.") == [(LEAD, AGAIN)]


@pytest.mark.parametrize(
    "other",
    [
        "The council of Tessel has a new clerk.",
        "Divers found a wreck off Quill.",
        "Lorries and buses were late. So was the post.",
        "",
    ],
)
def test_a_name_in_common_is_no_retelling(other: str) -> None:
    assert told(STORY, other) == []


def test_two_tellings_of_one_report_show_what_was_told_again() -> None:
    two = f"{AGAIN} Lorries for the fish market go round by Brenn, the Brenn Courier reported."
    left = clip("aa", f"{LEAD}\n{WORKS}", outlet="Brenn Courier")
    right = clip("bb", two, said("bb", two, "Lorries for the fish market go", relay=("reported", "Brenn Courier")))
    (copy,) = find_copies([left, right])
    assert copy.kind == "same_origin_rewritten"
    assert [(p.retold, p.exact) for p in copy.passages] == [(True, False)] * len(copy.passages) != []


def test_a_retold_sentence_alone_makes_no_link() -> None:
    pages = [clip("aa", LEAD, outlet="Tessel Post"), clip("bb", AGAIN, outlet="Brenn Courier")]
    found = find_copies(pages)
    assert found == []
    assert count_origins("of", ["aa", "bb"], {c.page.id: c for c in pages}, found).at_least == 2
