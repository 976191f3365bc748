"""Dates as pages print them."""

from __future__ import annotations

import pytest

from onrecord.article.dates import find_dates, read_date
from onrecord.kit import open_kit
from onrecord.types import Dated
from tests.article.pages import BODY, HEADLINE, article_of, read_page

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


def _published(*above: str, url: str | None = None) -> Dated:
    return article_of(read_page("\n".join([HEADLINE, *above, *BODY]), url=url)).published


@pytest.mark.parametrize(
    "line",
    [
        "Ana Brook\nMar 2, 2031, 11:47am EST",
        "PUBLISHED: 10:48, Sun, Mar 2, 2031 | UPDATED: 11:05, Mon, Mar 3, 2031",
        "Updated 1:39 am EST, Monday, March 3, 2031\nPublished 11:20 pm EST, Sunday, March 2, 2031",
        "Ana Brook Staff Writer\nMarch 2, 2031\n5:50 PM",
        "By Ana Brook — March 2, 2031",
    ],
)
def test_a_date_printed_beside_the_article_is_its_date(line: str) -> None:
    assert (_published(line).value or "")[:10] == "2031-03-02"


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://echo.example.uk/dam", "2031-03-02"),
        ("https://tribune.example.us/dam", "2031-02-03"),
    ],
)
def test_the_land_of_the_address_tells_day_from_month(url: str, day: str) -> None:
    assert _published("02/03/2031", url=url).value == day


def test_numbers_that_may_be_read_two_ways_give_a_bracket() -> None:
    found = _published("Posted 02/03/2031")
    assert (found.value, found.after, found.before) == (None, "2031-02-03", "2031-03-02")
    assert "either way" in found.reasons[0] and found.grounds[0] is not None


@pytest.mark.parametrize("line", ["TODAY'S PAPER\nWednesday, 12th March 2031\nHome\nNews\nSport\nTravel\nMoney"])
def test_the_day_in_a_masthead_is_no_publication_date(line: str) -> None:
    assert article_of(read_page("\n".join([*line.split("\n"), HEADLINE, *BODY]))).published.value is None


def test_the_date_of_a_post_shown_in_the_text_is_not_the_articles() -> None:
    post = "— Harbour Watch (@harbourwatch) March 8, 2031"
    assert article_of(read_page("\n".join([HEADLINE, *BODY[:2], post, *BODY[2:]]))).published.value is None
