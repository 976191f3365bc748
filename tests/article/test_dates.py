"""Dates as pages print them."""

from __future__ import annotations

import pytest

from onrecord.article.dates import find_dates, read_date
from onrecord.kit import open_kit

KIT = open_kit(fast=True)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("Mar 13 2031 | 4:07 PM IST", "2031-03-13T16:07+05:30"),
        ("March 13th, 2031", "2031-03-13"),
        ("Thursday, 13 March 2031 at 16:07 GMT", "2031-03-13T16:07+00:00"),
        ("13-Mar-2031", "2031-03-13"),
        ("2031-03-13T16:07:25+01:00", "2031-03-13T16:07+01:00"),
        ("2031-03-13T16:07:25Z", "2031-03-13T16:07+00:00"),
        ("20310313", "2031-03-13"),
        ("13/03/2031", "2031-03-13"),
        ("3/13/2031", "2031-03-13"),
        ("03/04/2031", None),
        ("2031-02-30", None),
        ("12 March", None),
        ("March 13, 2031 5pm XYZ", "2031-03-13T17:00"),
    ],
)
def test_a_printed_date_has_one_meaning_or_none(words: str, value: str | None) -> None:
    assert next((told.value for told in find_dates(words, KIT)), None) == value


def test_a_tag_may_hold_a_month_or_a_year() -> None:
    assert [read_date(v, KIT) for v in ("2031", "2031-03", "soon")] == ["2031", "2031-03", None]
