"""Times of one sentence that are one time."""

from __future__ import annotations

import pytest

from onrecord.kit import open_kit
from onrecord.spans import view_of
from onrecord.timeline.joined import join_times
from onrecord.times import find_times
from onrecord.types import Article, Block, Dated, Page, Span


def _times(text: str, day: str | None) -> list[tuple[str, str | None, str | None]]:
    """The words of each time, its first and last day."""
    page = Page(id="aa", name="aa.txt", text=text)
    article = Article("aa:a", "aa", (Block(Span(0, len(text))),), published=Dated(value=day))
    timexes = find_times(page, article, view_of(text, article.blocks), open_kit(fast=True))
    joined = join_times(timexes, text, Span(0, len(text)))
    return [(text[t.timex.span.start : t.timex.span.end], t.timex.begin, t.timex.end) for t in joined]


@pytest.mark.parametrize(
    ("text", "words", "begin", "end"),
    [
        ("She sat on the council from 2005 to 2010.", "2005 to 2010", "2005-01-01", "2010-12-31"),
        ("Between 1985 and 1994, forty otters were caught.", "1985 and 1994", "1985-01-01", "1994-12-31"),
        ("The floods of 2014 and 2015 killed the mill.", "2014 and 2015", "2014-01-01", "2015-12-31"),
        ("The ferry runs on Saturday and Sunday.", "Saturday and Sunday", "2016-06-11", "2016-06-12"),
        ("The envoy came on May 3-6, 2015.", "May 3-6, 2015", "2015-05-03", "2015-05-06"),
    ],
)
def test_a_range_is_one_time_that_runs_over_all_its_days(text: str, words: str, begin: str, end: str) -> None:
    assert _times(text, "2016-06-15") == [(words, begin, end)]


def test_two_years_apart_are_two_times() -> None:
    assert [begin for _, begin, _ in _times("Bridges were built in 2004 and 2007.", "2016-06-15")] == [
        "2004-01-01",
        "2007-01-01",
    ]


def test_of_a_day_told_twice_the_one_printed_in_full_stays() -> None:
    found = _times("The dam failed at 11 a.m. on Thursday (November 6, 2014), the mayor wrote.", None)
    assert found == [("November 6, 2014", "2014-11-06", "2014-11-06")]


def test_a_day_and_another_day_beside_it_are_two_times() -> None:
    assert len(_times("The envoys met on Monday, Wednesday and Friday.", "2016-06-18")) == 3
