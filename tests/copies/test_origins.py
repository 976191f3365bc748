"""How many acts of newsgathering stand behind pages and statements."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from onrecord.copies import find_copies
from onrecord.copies.carriers import find_utterances
from onrecord.copies.origins import count_fact_origins, count_origins
from onrecord.groups import Event, Judgement, Origins
from onrecord.types import Clipping, id_of
from tests.copies.desk import clip, said, span_of
from tests.copies.stories import LEAD, MONEY, OTHER, QUOTE, SHOPS, STORY, WORKS

OFFICIAL = "the council has known of the cracks since the autumn and kept the report in a drawer"
OWN = "Brenn slept badly. The ferry was full, the buses late, and a queue of lorries stood as far as the brewery."


def origins_of(clippings: Sequence[Clipping], judgements: Sequence[Judgement] = ()) -> Origins:
    """The origins of the pages as a whole."""
    pages = [clipping.page.id for clipping in clippings]
    return count_origins("of", pages, {c.page.id: c for c in clippings}, find_copies(clippings), judgements)


def origins_said(clippings: Sequence[Clipping], judgements: Sequence[Judgement] = ()) -> Origins:
    """The origins of the one utterance that the pages share."""
    (utterance,) = find_utterances(clippings, find_copies(clippings), None, judgements)
    assert utterance.origins is not None
    return utterance.origins


def origins_told(clippings: Sequence[Clipping], *told: str) -> Origins:
    """The origins of a fact that each page tells in the sentence given, dated by its time words."""
    spans = [span_of(c.page.text, words) for c, words in zip(clippings, told, strict=True)]
    names = [id_of(c.page.id, "e", span) for c, span in zip(clippings, spans, strict=True)]
    event = Event(names[0], clippings[0].page.id, "2021-03-01", "day", spans[0], others=tuple(names[1:]))
    return count_fact_origins(event, {c.page.id: c for c in clippings}, find_copies(clippings))


def bounds(origins: Origins) -> tuple[int, int, int]:
    return len(origins.pages), origins.at_least, origins.at_most


def test_a_reprint_is_no_second_origin() -> None:
    assert bounds(origins_of([clip("aa", STORY), clip("bb", "\n".join((LEAD, WORKS, SHOPS)))])) == (2, 1, 1)


def test_two_reports_with_nothing_in_common_are_two_origins() -> None:
    assert bounds(origins_of([clip("aa", STORY), clip("bb", OWN)])) == (2, 2, 2)


def test_two_reporters_at_one_press_conference_stay_two() -> None:
    pages = [
        clip("aa", STORY, said("aa", STORY, QUOTE, "Ilse Marrow", speaker="Ilse Marrow")),
        clip("bb", OTHER, said("bb", OTHER, QUOTE, "Ilse Marrow", speaker="Ilse Marrow")),
    ]
    assert bounds(origins_said(pages)) == (2, 2, 2)


def test_a_public_quotation_beside_one_borrowed_passage_may_have_two_witnesses() -> None:
    left = "\n".join((f"“{QUOTE},” Ilse Marrow said.", WORKS, SHOPS, MONEY, LEAD))
    right = "\n".join((f"Ilse Marrow: “{QUOTE}.”", OWN, *OTHER.split("\n")[2:], MONEY))
    pages = [
        clip("aa", left, said("aa", left, QUOTE, "Ilse Marrow", speaker="Ilse Marrow")),
        clip("bb", right, said("bb", right, QUOTE, "Ilse Marrow", speaker="Ilse Marrow")),
    ]
    assert find_copies(pages)[0].kind == "partial"
    assert bounds(origins_said(pages)) == (2, 1, 2)


def test_one_agency_on_two_pages_is_one_origin() -> None:
    found = origins_of([clip("aa", STORY, wire="NNA"), clip("bb", OWN, wire="NNA")])
    assert bounds(found) == (2, 1, 1)
    assert found.groups[0].credit == "NNA"


def test_a_page_that_credits_another_outlet_is_no_second_origin() -> None:
    text = OWN + " The mayor had told the Brenn Courier that she would not resign."
    crediting = clip("aa", text, said("aa", text, "she would not resign", relay=("told", "the Brenn Courier")))
    found = origins_of([crediting, clip("bb", STORY, outlet="Brenn Courier")])
    assert bounds(found) == (2, 1, 1)
    assert found.outlets == ("Brenn Courier",)
    assert ("aa", crediting.statements[0].relays[0].span) in found.groups[0].spans


def test_borrowed_passages_without_credit_are_a_guess_for_the_pages() -> None:
    found = origins_of([clip("aa", STORY), clip("bb", "\n".join((OTHER, OWN, WORKS)))])
    assert bounds(found) == (2, 1, 2)
    assert any(reason.startswith("guessed: ") for reason in found.reasons)


def test_words_in_a_borrowed_passage_have_at_most_one_origin() -> None:
    left = "\n".join((OTHER, MONEY, f"“{OFFICIAL},” another official told the Brenn Courier. {WORKS}"))
    right = "\n".join((OWN, SHOPS, f"“{OFFICIAL.replace('kept', 'Mr Orrin kept')},” said one engineer. {WORKS}"))
    one = said("aa", left, OFFICIAL, "another official", form="anon_bare", relay=("told", "Brenn Courier"))
    two = said("bb", right, OFFICIAL.replace("kept", "Mr Orrin kept"), "one engineer", form="anon_bare")
    pages = [clip("aa", left, one), clip("bb", right, two)]
    (utterance,) = find_utterances(pages, find_copies(pages))
    assert utterance.origins is not None
    assert bounds(utterance.origins) == (2, 1, 1)
    assert utterance.origins.outlets == ()
    assert [d.kind for d in utterance.drifts] == ["inserted", "source_label"]


def test_an_unnamed_source_heard_by_two_may_be_one_or_two() -> None:
    left, right = f"{OWN}\n“{OFFICIAL},” an official said.", f"{OTHER}\n“{OFFICIAL},” a source at the town hall said."
    pages = [
        clip("aa", left, said("aa", left, OFFICIAL, "an official", form="anon_bare")),
        clip("bb", right, said("bb", right, OFFICIAL, "a source at the town hall", form="anon_described")),
    ]
    assert bounds(origins_said(pages)) == (2, 1, 2)


def test_one_written_statement_is_one_origin() -> None:
    left, right = f"{OWN}\n“{OFFICIAL},” a council statement said.", f"{OTHER}\n“{OFFICIAL},” the statement read."
    pages = [
        clip("aa", left, said("aa", left, OFFICIAL, "a council statement", form="document")),
        clip("bb", right, said("bb", right, OFFICIAL, "the statement", form="document")),
    ]
    assert bounds(origins_said(pages)) == (2, 1, 1)


def test_what_was_said_in_a_statement_is_one_origin() -> None:
    left, right = f"{OWN}\n“{OFFICIAL},” the council said in a statement.", f"{OTHER}\n“{OFFICIAL},” a statement read."
    body = said("aa", left, OFFICIAL, "the council", form="body", speaker="the council")
    pages = [
        clip("aa", left, msgspec.structs.replace(body, cue=(span_of(left, "said"),))),
        clip("bb", right, said("bb", right, OFFICIAL, "a statement", form="document")),
    ]
    assert bounds(origins_said(pages)) == (2, 1, 1)


def test_a_person_can_break_a_link() -> None:
    pages = [clip("aa", STORY), clip("bb", STORY)]
    assert bounds(origins_of(pages, [Judgement("aa", "bb", "same-origin", "no")])) == (2, 2, 2)


def test_a_person_can_join_what_the_machine_keeps_apart() -> None:
    pages = [clip("aa", STORY), clip("bb", OWN)]
    assert bounds(origins_of(pages, [Judgement("aa", "bb", "same-origin", "yes")])) == (2, 1, 1)


def test_outlets_that_pages_do_not_name_are_not_guessed() -> None:
    found = origins_of([clip("aa", STORY, outlet="Tessel Post"), clip("bb", OWN)])
    assert found.outlets == ("Tessel Post",)
    assert "outlet unknown: bb.txt" in found.reasons


def test_a_single_statement_can_be_counted() -> None:
    page = clip("aa", STORY, said("aa", STORY, QUOTE, "Ilse Marrow"), wire="NNA")
    found = count_origins(page.statements[0].id, ["aa"], {"aa": page}, [])
    assert (bounds(found), found.groups[0].credit) == ((1, 1, 1), "NNA")


def test_pages_that_are_not_there_are_not_counted() -> None:
    assert bounds(count_origins("of", ["zz"], {}, [])) == (0, 0, 0)


def test_a_fact_told_in_a_borrowed_sentence_has_one_origin_though_its_pages_may_have_two() -> None:
    pages = [clip("aa", STORY), clip("bb", "\n".join((OTHER, LEAD, OWN)))]
    assert bounds(origins_of(pages)) == (2, 1, 2)
    assert bounds(origins_told(pages, LEAD, "late on Monday")) == (2, 1, 1)


def test_a_fact_beside_a_borrowed_passage_may_have_two_origins() -> None:
    own = "Tessel put aside eleven million crowns for its piers on Monday."
    pages = [clip("aa", STORY), clip("bb", "\n".join((OTHER, LEAD, own, OWN)))]
    assert bounds(origins_told(pages, MONEY, "on Monday.")) == (2, 1, 2)


def test_a_fact_two_reporters_tell_in_words_of_their_own_has_two_origins() -> None:
    pages = [clip("aa", STORY), clip("bb", OTHER)]
    assert bounds(origins_told(pages, "late on Monday", "this week")) == (2, 2, 2)


def test_a_fact_on_two_pages_of_one_outlet_has_one_origin() -> None:
    pages = [clip("aa", STORY, outlet="The Brenn Courier"), clip("bb", OWN, outlet="Brenn Courier")]
    assert bounds(origins_told(pages, "late on Monday", "The ferry was full")) == (2, 1, 1)
