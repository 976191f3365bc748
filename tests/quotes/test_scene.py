"""Sentences and quoted stretches as this room sees them."""

from __future__ import annotations

from onrecord.kit import Reading
from onrecord.quotes.lexicon import lexicon_of
from onrecord.quotes.scene import Scene, scene_of
from onrecord.types import Span
from tests.quotes.marked_text import LISTS, statements_of, words


def scene(text: str) -> Scene:
    return scene_of(text, Reading((Span(0, len(text)),)), lexicon_of(LISTS))


def test_a_full_stop_the_reading_ran_through_ends_a_sentence() -> None:
    text = "The envoy will come this week. Clerks at the port said no."
    assert [text[s.start : s.end].strip() for s in scene(text).sentences] == [
        "The envoy will come this week.", "Clerks at the port said no.",
    ]  # fmt: skip


def test_a_shortened_word_ends_none() -> None:
    text = "The Harbour Corp. Board met Prof. Tarn in Sept. Nobody came."
    assert len(scene(text).sentences) == 1


def test_a_quotation_closed_in_the_next_paragraph_goes_on_to_there() -> None:
    marked = "[source Ivo Tarn] [cue said], [content “The dam will hold for years.]\n\nIn June, it leaked for a week.”"
    text, found = statements_of(marked)
    assert [words(text, s.content)[1:] for s in found] == [["In June, it leaked for a week.”"]]
