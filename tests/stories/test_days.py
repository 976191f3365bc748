"""Days pages may be of: from dates, brackets and the full dates a text names."""

from __future__ import annotations

import pytest

from onrecord.stories.days import days_of, first_day, last_day, latest_named
from onrecord.types import Dated, Span, Timex


@pytest.mark.parametrize("prefix", [None, "", "soon", "2017-13", "2017-02-31", "0000"])
def test_what_is_no_date_has_no_day(prefix: str | None) -> None:
    assert first_day(prefix) is None or last_day(prefix) is None


def test_a_year_lasts_until_its_last_day() -> None:
    begin, end = days_of(Dated("2020"))
    assert begin is not None
    assert end is not None
    assert end - begin == 365


def test_a_bracket_open_to_one_side_stays_open() -> None:
    assert days_of(Dated(before="2020-01-01")) == (None, first_day("2020-01-01"))


def test_the_latest_full_date_counts_and_later_than_the_page_does_not() -> None:
    def timex(value: str) -> Timex:
        return Timex("x", "p", Span(0, 1), "DATE", value)

    named = [timex("2012-05-03"), timex("2010"), timex("2012-07"), timex("2031-01-01")]
    assert latest_named(named, first_day("2013-01-01")) == first_day("2012-05-03")
    assert latest_named([], None) is None
