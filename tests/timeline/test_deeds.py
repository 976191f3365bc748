"""What is done in a sentence, beside its time words."""

from __future__ import annotations

from onrecord.groups import Event
from onrecord.kit import open_kit
from onrecord.timeline.deeds import Told, told_in
from onrecord.types import Article, Clipping, Page, Span


def _told(text: str, words: str) -> Told:
    at = text.index(words)
    event = Event("aa:e", "aa", None, "day", Span(0, len(text)), Span(at, at + len(words)))
    return told_in(event, Clipping(Page("aa", "aa.txt", text), Article("aa:a", "aa", ())))


def test_every_word_of_the_list_tells_its_deed() -> None:
    for row in open_kit(fast=True).words("deeds"):
        assert row["word"] in row["example"].lower(), row
        assert row["deed"] in _told(row["example"], "Monday").deeds, row


def test_dying_and_being_killed_are_one_deed_and_a_plane_shot_down_is_no_shooting() -> None:
    assert _told("The keeper died on Monday.", "Monday").main == _told("He was killed on Monday.", "Monday").main
    assert _told("The plane was shot down on Monday.", "Monday").main == "crash"
    assert _told("The keeper was shot on Monday.", "Monday").main == "shoot"


def test_the_deed_of_another_clause_counts_for_less() -> None:
    told = _told("The mayor, who was elected in 2004, resigned on Monday.", "Monday")
    assert told.main == "leave" and told.deeds["elect"] < told.deeds["leave"]
    assert _told("The mayor, who was elected in 2004, resigned on Monday.", "2004").main == "elect"


def test_a_comma_after_time_words_that_open_a_sentence_parts_nothing() -> None:
    first = _told("On Monday, the hermit resigned.", "Monday").near["hermit"]
    assert first == _told("On Monday the hermit resigned.", "Monday").near["hermit"]
    assert first > _told("He came Monday, the hermit resigned.", "Monday").near["hermit"]
