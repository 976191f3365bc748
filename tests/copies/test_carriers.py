"""Which statements carry the same words."""

from __future__ import annotations

import msgspec

from onrecord.copies.carriers import find_utterances
from onrecord.groups import Judgement
from onrecord.labels import Manner
from onrecord.types import Clipping, id_of
from tests.copies.desk import clip, said, span_of

FIRST = "the ferry will run every twenty minutes from Friday until the bridge is open again"


def page(key: str, content: str, speaker: str | None = "Tam Orrin", manner: Manner = "direct") -> Clipping:
    text = f"It rained in Brenn on day {key}. “{content},” he said."
    return clip(key, text, said(key, text, content, "he", speaker=speaker, manner=manner))


def joined(*pages: Clipping, judgements: tuple[Judgement, ...] = ()) -> list[tuple[str, ...]]:
    """The pages of each utterance, when nothing else of the pages is known to be copied."""
    return [u.pages for u in find_utterances(pages, [], None, judgements)]


def test_the_same_words_on_two_pages_are_one_utterance() -> None:
    assert joined(page("aa", FIRST), page("bb", FIRST)) == [("aa", "bb")]


def test_a_quotation_told_without_marks_is_the_same_utterance() -> None:
    retold = "the ferry would run every twenty minutes from Friday until the bridge was open"
    assert joined(page("aa", FIRST), page("bb", retold, manner="indirect")) == [("aa", "bb")]


def test_an_unnamed_and_a_named_speaker_of_the_same_words_are_one() -> None:
    assert joined(page("aa", FIRST, "unnamed: one official"), page("bb", FIRST)) == [("aa", "bb")]


def test_a_quotation_cut_short_joins_the_whole_one() -> None:
    assert joined(page("aa", FIRST), page("bb", "the ferry will run every twenty minutes")) == [("aa", "bb")]


def test_one_topic_is_not_one_utterance() -> None:
    other = "nobody needs the ferry every twenty minutes, and nobody will pay for it"
    assert joined(page("aa", FIRST), page("bb", other)) == []


def test_like_words_of_two_named_speakers_are_two() -> None:
    like = "the ferry will run every hour from Friday until the bridge is open again"
    assert joined(page("aa", FIRST), page("bb", like, "Ilse Marrow")) == []


def test_the_very_words_given_to_another_speaker_are_one_utterance_with_a_drift() -> None:
    pages = [page("aa", FIRST), page("bb", FIRST, "Ilse Marrow")]
    other = clip("bb", pages[1].page.text.replace("he said", "she said"), pages[1].statements[0])
    (utterance,) = find_utterances([pages[0], other], [])
    assert [drift.kind for drift in utterance.drifts] == ["source_label"]


def test_a_long_statement_does_not_join_two_parts_of_a_page() -> None:
    second = "those who work on the north quay will travel free of charge until the summer"
    text = f"“{FIRST},” he said. Later he said: “{second}.”"
    parts = clip("aa", text, said("aa", text, FIRST, "he"), said("aa", text, second, "he"))
    found = find_utterances([parts, page("bb", f"{FIRST}, and {second}")], [])
    assert [len(u.statements) for u in found] == [2]


def test_words_repeated_on_one_page_are_one_utterance() -> None:
    text = f"“{FIRST},” he said.\nHours later he said it again: “{FIRST}.”"
    first = said("aa", text, FIRST, "he")
    late = span_of(text, FIRST, first.content[0].end)
    again = msgspec.structs.replace(first, id=id_of("aa", "s", late), content=(late,))
    assert [u.statements for u in find_utterances([clip("aa", text, first, again)], [])] == [(first.id, again.id)]


def test_a_person_can_part_two_statements_and_join_two() -> None:
    pages = page("aa", FIRST), page("bb", FIRST), page("cc", "it is all over")
    one, two, three = (p.statements[0].id for p in pages)
    verdicts = Judgement(one, two, "same-quote", "no"), Judgement(one, three, "same-quote", "yes")
    assert joined(*pages, judgements=verdicts) == [("aa", "cc")]


def test_two_halves_of_a_long_quotation_on_other_pages_are_not_one() -> None:
    half = "those who work on the north quay will travel free of charge until the summer"
    whole = page("aa", f"{FIRST}, and {half}")
    pages = whole, page("bb", FIRST), page("cc", half), page("dd", half)
    assert joined(*pages) == [("aa", "bb"), ("cc", "dd")]


def test_a_body_and_the_man_who_speaks_for_it_are_one() -> None:
    left, right = page("aa", FIRST, "Tessel Harbour Board"), page("bb", FIRST[:-6])
    board = msgspec.structs.replace(left.statements[0], form="body")
    assert joined(msgspec.structs.replace(left, statements=(board,)), right) == [("aa", "bb")]


def test_one_fact_told_by_two_desks_without_a_speaker_is_no_utterance() -> None:
    left = page("aa", "he lived in a street named after the same engineer", None, "indirect")
    right = page("bb", "the driver had for years lived in a lane named after the same engineer", None, "indirect")
    assert joined(left, right) == []


def test_a_set_phrase_in_marks_is_no_utterance_of_two_speakers() -> None:
    left = page("aa", "the right of every town to defend itself", "unnamed: an aide")
    right = page("bb", "her firm belief in the right of every town", "Tam Orrin")
    assert joined(left, right) == []


def test_a_quotation_in_very_many_outlets_is_one_utterance() -> None:
    pages = [page(f"{number:03}", FIRST) for number in range(90)]
    assert [len(pages) for pages in joined(*pages)] == [90]


def test_a_phrase_that_a_body_and_a_person_both_use_is_no_utterance() -> None:
    phrase = "from Friday until the bridge across the harbour is open again"
    left = page("aa", f"nobody in this house has the least doubt that the boats will run {phrase}")
    right = page("bb", f"our members were not asked and will not be paid for working {phrase}", "Ferrymen's Union")
    union = msgspec.structs.replace(right.statements[0], form="body")
    assert joined(left, msgspec.structs.replace(right, statements=(union,))) == []
