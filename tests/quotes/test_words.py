"""Every row of this room's word lists, run on its own example."""

from __future__ import annotations

import re

import pytest

from onrecord.kit import Reading, Row
from onrecord.quotes.cues import read_cue
from onrecord.quotes.draft import Draft
from onrecord.quotes.lexicon import lexicon_of
from onrecord.quotes.scene import Scene, scene_of
from onrecord.types import Span
from tests.quotes.marked_text import LISTS

LEXICON = lexicon_of(LISTS)


def scene(text: str) -> Scene:
    return scene_of(text, Reading(), LEXICON)


def act_of(row: Row, forms: list[str]) -> str:
    """The act of a row's example when its cue runs from the first to the last word of one of these forms."""
    text = row["example"]
    for form in forms:
        pattern = r"\b" + r"\b.{0,20}?\b".join(re.escape(word) for word in form.split()) + r"\b"
        match = re.search(pattern, text, re.IGNORECASE)
        if match:
            rest = Span(match.end(), len(text)) if match.end() < len(text) - 1 else Span(0, match.start())
            return read_cue(scene(text), Draft(content=(rest,), cue=(Span(*match.span()),))).act
    return "the example has no form of the row"


@pytest.mark.parametrize("row", LISTS.words("verbs"), ids=lambda row: row["verb"])
def test_a_verb_reports_with_its_act_in_its_example(row: Row) -> None:
    assert act_of(row, row["forms"].split()) in (row["act"], *_heard_in_phrases(row))


def _heard_in_phrases(row: Row) -> list[str]:
    """Acts of longer phrases that the example may show: "called for" is no "called"."""
    texts = row["example"].casefold()
    return [p.act for p in LEXICON.phrases if all(w in texts for w in p.words)]


@pytest.mark.parametrize("row", LISTS.words("cue_phrases"), ids=lambda row: row["phrase"])
def test_a_phrase_reports_with_its_act_in_its_example(row: Row) -> None:
    assert act_of(row, row["forms"].split("|")) == row["act"]


@pytest.mark.parametrize("row", LISTS.words("cue_nouns"), ids=lambda row: row["noun"])
def test_a_noun_reports_with_its_act_in_its_example(row: Row) -> None:
    text = row["example"]
    match = re.search(r"\b(?:" + "|".join(row["forms"].split()) + r")\b", text, re.IGNORECASE)
    assert match
    cue = LEXICON.nouns[match.group().casefold()]
    assert cue.act == row["act"]


@pytest.mark.parametrize("row", LISTS.words("unnamed"), ids=lambda row: row["phrase"])
def test_words_about_an_unnamed_source_are_found_in_their_example(row: Row) -> None:
    pattern = LEXICON.reasons if row["tells"] == "reason" else LEXICON.closeness
    assert pattern.search(row["example"])


@pytest.mark.parametrize("row", LISTS.words("venues"), ids=lambda row: row["venue"])
def test_a_venue_is_found_in_its_example(row: Row) -> None:
    assert LEXICON.occasions.search(row["example"])


@pytest.mark.parametrize("name", ["verbs", "cue_phrases", "cue_nouns", "unnamed", "venues", "reporting_words"])
def test_a_list_is_sorted_and_says_nothing_twice(name: str) -> None:
    rows = [tuple(row.values()) for row in LISTS.words(name)]
    assert rows == sorted(rows)
    assert len({row[:2] for row in rows}) == len(rows)


def test_no_form_belongs_to_two_verbs() -> None:
    forms = [form for row in LISTS.words("verbs") for form in row["forms"].split()]
    assert len(forms) == len(set(forms))
