"""The days that words on a page without a date may mean, by its story."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.groups import Story
from onrecord.timeline.about import days_meant, days_of_pages
from onrecord.types import Article, Clipping, Dated, Page

ABOUT = (date(2016, 6, 13), date(2016, 6, 15))


@pytest.mark.parametrize(
    ("words", "value", "first", "last"),
    [
        ("last year", "", "2015-01-01", "2015-12-31"),
        ("this year", "", "2016-01-01", "2016-12-31"),
        ("two years ago", "", "2014-01-01", "2014-12-31"),
        ("a year ago", "", "2015-01-01", "2015-12-31"),
        ("last month", "", "2016-05-01", "2016-05-31"),
        ("april", "XXXX-04", "2016-04-01", "2016-04-30"),
        ("november", "XXXX-11", "2015-11-01", "2015-11-30"),
        ("nov. 30", "XXXX-11-30", "2015-11-30", "2015-11-30"),
        ("last summer", "", "2015-06-01", "2015-08-28"),
        ("last week", "", "2016-05-30", "2016-06-22"),
        ("last night", "", "2016-06-11", "2016-06-16"),
    ],
)
def test_words_mean_days_about_those_of_the_story(words: str, value: str, first: str, last: str) -> None:
    meant = days_meant(words, value, ABOUT)
    assert meant and (meant[0].isoformat(), meant[1].isoformat()) == (first, last)


def test_words_that_lean_on_nothing_known_mean_no_days() -> None:
    assert days_meant("the following week then", "", ABOUT) is None or days_meant("soon", "", ABOUT) is None
    assert days_meant("nov. 31", "XXXX-11-31", ABOUT) is None


def _clip(page: str, dated: Dated) -> Clipping:
    return Clipping(Page(page, page, ""), Article(f"{page}:a", page, (), published=dated))


def test_an_undated_page_is_of_the_days_of_its_storys_dated_pages_if_its_bracket_allows() -> None:
    clips = {
        "aa": _clip("aa", Dated(value="2016-06-13")),
        "bb": _clip("bb", Dated(after="2016")),
        "cc": _clip("cc", Dated(after="2017-01-01")),
    }
    found = days_of_pages(clips, [Story("aa:y", ("aa", "bb", "cc"))])
    assert found == {"aa": (date(2016, 6, 13), date(2016, 6, 13)), "bb": (date(2016, 6, 13), date(2016, 6, 13))}


def test_a_story_told_over_months_says_nothing_of_its_undated_pages() -> None:
    clips = {
        "aa": _clip("aa", Dated(value="2016-06-13")),
        "bb": _clip("bb", Dated()),
        "cc": _clip("cc", Dated(value="2016-11-13")),
    }
    assert "bb" not in days_of_pages(clips, [Story("aa:y", ("aa", "bb", "cc"))])
