"""Which pages share their words: reprints, borrowed passages, shared quotations, one credited report."""

from __future__ import annotations

import msgspec
import pytest

from onrecord.copies import compare_texts, find_copies
from onrecord.groups import Copy, Judgement
from tests.copies.desk import clip, said
from tests.copies.stories import LEAD, MONEY, OTHER, QUOTE, SHOPS, STORY, WORKS

ELSEWHERE = "\n".join(
    (
        "A late frost has cost the orchards above Quill most of their plums, growers said.",
        "The ministry of farming will decide in autumn whether to help those who lost more than half of a harvest.",
    )
)


def one_copy(left: str, right: str) -> Copy:
    found = find_copies([clip("aa", left), clip("bb", right)])
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    "edited",
    [
        pytest.param("TESSEL (NNA) - " + STORY, id="dateline added"),
        pytest.param("\n".join((LEAD, WORKS, MONEY)), id="cut from the end"),
        pytest.param("\n".join((SHOPS, MONEY, LEAD, WORKS)), id="paragraphs in another order"),
        pytest.param(STORY.replace("“", '"').replace("”", '"'), id="other marks"),
        pytest.param(STORY.replace("harbour", "harbor").replace("lorries", "trucks"), id="other spelling"),
        pytest.param(STORY.replace("fish market", "fish market, the Brenn Courier reported,"), id="attribution put in"),
        pytest.param(STORY.replace("late on Monday", "on Monday night").replace("eleven", "some eleven"), id="touched"),
    ],
)
def test_an_edited_reprint_is_still_a_reprint(edited: str) -> None:
    copy = one_copy(STORY, edited)
    assert copy.kind == "reprint"
    assert max(copy.share_left, copy.share_right) > 0.8


def test_an_excerpt_in_a_longer_report_is_partial() -> None:
    copy = one_copy(STORY, "\n".join((ELSEWHERE, WORKS, MONEY, OTHER)))
    assert copy.kind == "partial"


def test_a_shared_quotation_is_no_reprint() -> None:
    copy = one_copy(STORY, OTHER)
    assert copy.kind == "shared_quote"
    assert [passage.quoted for passage in copy.passages] == [True]


def test_a_quotation_printed_without_marks_on_one_page_is_still_a_quotation() -> None:
    assert one_copy(STORY, OTHER.replace("“", "").replace("”", "")).kind == "shared_quote"


def test_two_reports_of_one_event_are_independent() -> None:
    retold = "Divers have found that two piers of the Tessel bridge are cracked. The crossing is shut until June."
    assert find_copies([clip("aa", STORY), clip("bb", retold)]) == []


def test_passages_stand_on_both_pages_character_by_character() -> None:
    left, right = STORY, "Tessel, Tuesday\n" + "\n".join((SHOPS, "An advert.", LEAD))
    copy = one_copy(left, right)
    pairs = {(left[p.left.start : p.left.end], right[p.right.start : p.right.end]) for p in copy.passages}
    assert pairs == {(LEAD.rstrip("."), LEAD.rstrip(".")), (SHOPS.rstrip("."), SHOPS.rstrip("."))}
    assert all(passage.exact for passage in copy.passages)


def test_a_passage_with_a_changed_word_is_not_exact() -> None:
    copy = one_copy(LEAD, LEAD.replace("cracks", "holes"))
    assert [passage.exact for passage in copy.passages] == [False]


def test_a_passage_never_runs_from_one_block_into_the_next() -> None:
    copy = one_copy("\n".join((LEAD, WORKS)), LEAD + " " + WORKS)
    assert len(copy.passages) == 2


def test_the_earlier_page_is_first() -> None:
    found = find_copies([clip("bb", STORY, published="2031-03-04"), clip("aa", STORY, published="2031-03-05")])
    assert (found[0].left, found[0].right, found[0].first) == ("bb", "aa", "bb")


def test_a_credit_outranks_no_date() -> None:
    crediting = STORY + "\nThe vote was first reported by the Brenn Courier."
    statement = said("aa", crediting, "The vote", relay=("reported", "Brenn Courier"))
    found = find_copies([clip("aa", crediting, statement), clip("bb", STORY, outlet="The Brenn Courier")])
    assert found[0].first == "bb"
    assert any("credits Brenn Courier" in reason for reason in found[0].reasons)


def test_undated_pages_without_credit_have_no_first_and_say_why() -> None:
    copy = one_copy(STORY, STORY)
    assert copy.first is None
    assert any("cannot be told" in reason for reason in copy.reasons)


def test_a_year_does_not_say_who_came_first_in_it() -> None:
    found = find_copies([clip("aa", STORY, published="2031"), clip("bb", STORY, published="2031-03-05")])
    assert found[0].first is None


def test_two_rewrites_of_one_credited_report_rest_on_it() -> None:
    one = "Tessel's harbour bridge, cracked in two piers, shuts for nine weeks, the Brenn Courier reported."
    two = "According to the Brenn Courier, cracks in two piers will keep the harbour bridge of Tessel shut nine weeks."
    left = clip("aa", one, said("aa", one, "shuts for nine weeks", relay=("reported", "Brenn Courier")))
    right = clip("bb", two, said("bb", two, "shut nine weeks", relay=("according_to", "Brenn Courier")))
    assert [copy.kind for copy in find_copies([left, right])] == ["same_origin_rewritten"]


def test_two_rewrites_a_week_apart_do_not_rest_on_one_report() -> None:
    one = "The harbour bridge of Tessel, cracked in two piers, is shut for nine weeks, the council of Tessel decided."
    two = (
        "The council of Tessel shut its cracked harbour bridge; two piers of the bridge are to be mended in nine weeks."
    )
    pages = [clip("aa", one, wire="NNA", published="2031-03-04"), clip("bb", two, wire="NNA", published="2031-03-12")]
    assert find_copies(pages) == []


def test_two_stories_that_credit_one_agency_are_not_one_report() -> None:
    found = find_copies([clip("aa", STORY, wire="NNA"), clip("bb", ELSEWHERE, wire="NNA")])
    assert found == []


def test_a_person_can_break_a_copy() -> None:
    pages = [clip("aa", STORY), clip("bb", STORY)]
    assert find_copies(pages, None, [Judgement("bb", "aa", "copy", "no")]) == []


def test_the_order_of_pages_does_not_matter() -> None:
    pages = [clip("aa", STORY), clip("bb", OTHER), clip("cc", "\n".join((LEAD, ELSEWHERE)))]
    assert msgspec.json.encode(find_copies(pages)) == msgspec.json.encode(find_copies(pages[::-1]))


@pytest.mark.parametrize("text", ["", "One.", "“", "\n\n", "…" * 50, "word " * 300])
def test_odd_pages_never_raise(text: str) -> None:
    find_copies([clip("aa", text), clip("bb", text), clip("cc", STORY)])


def test_a_quotation_alone_is_a_passage_in_marks() -> None:
    copy = compare_texts(f"He said: “{QUOTE}.”", f"“{QUOTE}”, she wrote.")
    assert copy.kind == "shared_quote"
