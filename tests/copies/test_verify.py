"""Quotations of a draft held against pages."""

from __future__ import annotations

import pytest

from onrecord.copies.lookup import look_in
from onrecord.copies.verify import collection_of, verify
from onrecord.groups import Checked
from onrecord.kit import open_kit
from onrecord.stages import clip as clip_draft
from onrecord.types import Clipping, Page
from tests.copies.desk import clip, said
from tests.copies.stories import QUOTE

POST = f"“{QUOTE},” Ilse Marrow told a press conference on Monday.\n“The ferry is full,” said Tam Orrin."
HERALD = (
    "“The ferry is full,” Mayor Marrow said.\nThe council will say on Friday that “nobody is to blame”.\n"
    "Orrin said the piers had been rotten for years. “I saw [the cracks] in March,” he said."
)


def pages() -> list[Clipping]:
    """Two pages on the bridge at Tessel."""
    post = clip(
        "aa",
        POST,
        said("aa", POST, f"“{QUOTE},”", "Ilse Marrow", speaker="Ilse Marrow"),
        said("aa", POST, "“The ferry is full,”", "Tam Orrin", speaker="Tam Orrin"),
        published="2021-05-04",
    )
    herald = clip(
        "bb",
        HERALD,
        said("bb", HERALD, "“The ferry is full,”", "Mayor Marrow", speaker="Ilse Marrow"),
        said("bb", HERALD, "that “nobody is to blame”", "The council", form="body", manner="mixed", modality="planned"),
        said("bb", HERALD, "the piers had been rotten for years", "Orrin", speaker="Tam Orrin", manner="indirect"),
        said("bb", HERALD, "“I saw [the cracks] in March,”", "he", speaker="Tam Orrin"),
    )
    return [post, herald]


def check(text: str) -> Checked:
    """What is told of the only quotation of a draft."""
    draft = clip_draft(Page(id="draft", name="draft", text=text), open_kit(fast=True))
    (found,) = verify(draft, look_in(pages()), collection=collection_of(pages()))
    return found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"“{QUOTE}” — Ilse Marrow, 3 May 2021", "verbatim"),
        (QUOTE, "verbatim"),
        (f"{QUOTE} — Tam Orrin, 3 May 2021", "said_by_another"),
        (f"“{QUOTE.replace('gamble', 'toy')},” said Ilse Marrow.", "altered"),
        ("“We will not gamble with the lives of people,” said Ilse Marrow.", "cut_short"),
        ("“We will not gamble … every morning” — Ilse Marrow", "cut_short"),
        (f"“{QUOTE}” — Tam Orrin", "said_by_another"),
        ("“nobody is to blame”", "planned"),
        (f"“{QUOTE}” — Ilse Marrow, 9 June 2021", "other_date"),
        ("“The trams will run until midnight,” said Ilse Marrow.", "not_here"),
        ("“The ferry is full”", "ambiguous"),
        ("“The ferry is full” — Tam Orrin", "verbatim"),
        ("“I saw in March” — Tam Orrin", "verbatim"),
        ("“the piers had been rotten for years” — Tam Orrin", "altered"),
    ],
)
def test_a_quotation_is_told_for_what_it_is(text: str, kind: str) -> None:
    assert check(text).kind == kind


def test_a_changed_word_is_shown_on_both_sides() -> None:
    draft = f"“{QUOTE.replace('gamble', 'toy')},” said Ilse Marrow."
    (drift,) = check(draft).differences
    assert drift.left_span is not None and drift.right_span is not None
    shown = POST[drift.left_span.start : drift.left_span.end], draft[drift.right_span.start : drift.right_span.end]
    assert (drift.kind, *shown) == ("changed", "gamble", "toy")


def test_a_quotation_cut_short_is_given_whole() -> None:
    found = check("“We will not gamble with the lives of people”")
    assert [POST[span.start : span.end] for span in found.full] == [f"“{QUOTE},”"]


def test_what_is_not_there_says_where_it_was_looked_for() -> None:
    found = check("“The trams will run until midnight,” said Ilse Marrow.")
    assert "in the 2 pages of this collection (dated 2021-05-04 to 2021-05-04, 1 without a date)" in found.reasons[0]


def test_words_the_reporter_wrote_are_no_quotation() -> None:
    assert "outside quotation marks" in check("“the piers had been rotten for years” — Tam Orrin").reasons[0]


def test_words_on_a_page_without_a_speaker_are_found_all_the_same() -> None:
    text = "Nobody slept. “The river takes what it is owed,” stood on the wall of the lock."
    draft = clip_draft(Page(id="d", name="d", text="“The river takes what it is owed”"), open_kit(fast=True))
    (found,) = verify(draft, look_in([clip("cc", text)]))
    assert (found.kind, found.page, found.statement) == ("verbatim", "cc", None)
    assert "who said it was not found" in found.reasons[-1]


def test_every_quotation_of_a_draft_is_checked_in_order() -> None:
    text = f"“{QUOTE},” said Ilse Marrow.\n\nTam Orrin said: “The ferry is quite full.”\n\nThe end was near."
    draft = clip_draft(Page(id="d", name="d", text=text), open_kit(fast=True))
    assert [c.kind for c in verify(draft, look_in(pages()))] == ["verbatim", "altered"]


@pytest.mark.parametrize("text", ["", " \n", "“”", "—", "… … …", "\u0000 ’ “"])
def test_a_text_without_words_gives_nothing(text: str) -> None:
    draft = clip_draft(Page(id="d", name="d", text=text), open_kit(fast=True))
    assert verify(draft, look_in(pages())) == []
