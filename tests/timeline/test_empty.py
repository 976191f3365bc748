"""Time words that make no entry of a timeline."""

from __future__ import annotations

import pytest

from onrecord.kit import open_kit
from onrecord.spans import view_of
from onrecord.timeline.told import events_of, is_dated
from onrecord.times import find_times
from onrecord.types import Article, Block, Clipping, Dated, Page, Span


def _entries(text: str) -> list[str]:
    page = Page(id="aa", name="aa.txt", text=text)
    article = Article("aa:a", "aa", (Block(Span(0, len(text))),), published=Dated(value="2016-06-15"))
    times = find_times(page, article, view_of(text, article.blocks), open_kit(fast=True))
    found = events_of(Clipping(page=page, article=article, timexes=tuple(times)))
    return [text[e.when.start : e.when.end] for e in found if is_dated(e) and e.when]


@pytest.mark.parametrize(
    "text",
    [
        "The keeper was shot at an office Christmas party.",
        "UPDATE: July 18, 11:35 a.m.: This report has a map.",
        "CAPE VELM, Tarn, Sept 19 (LPA) - The mill is shut.",
        "Today it is the largest mill in Tarn.",
        "The price is higher than it is today.",
    ],
)
def test_names_stamps_and_how_things_are_make_none(text: str) -> None:
    assert _entries(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The mill was closed over Christmas.", "Christmas"),
        ("The record comes out on Christmas Day.", "Christmas Day"),
        ("The dam failed today.", "today"),
        ("The council updated its plan on May 4.", "May 4"),
    ],
)
def test_what_happened_then_makes_one(text: str, words: str) -> None:
    assert _entries(text) == [words]


def test_every_name_of_the_list_is_no_event() -> None:
    for row in open_kit(fast=True).words("dated_names"):
        assert row["word"] in row["example"], row
        assert _entries(row["example"]) == [], row["example"]


def test_a_stop_after_a_clock_ends_no_sentence() -> None:
    assert _entries("The dam failed at 11 a.m. ET on Thursday (June 9, 2016), the mayor wrote.") == ["11 a.m. ET"]
