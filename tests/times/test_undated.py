"""Brackets for articles that print no date."""

from __future__ import annotations

import msgspec

from onrecord.kit import open_kit
from onrecord.spans import View
from onrecord.stages import read_article
from onrecord.times import bracket, find_times
from onrecord.types import Article, Block, Dated, Page, Span


def _bracket(text: str, url: str | None = None, fetched: str | None = None, published: Dated | None = None) -> Dated:
    page = Page(id="ab12", name="page.txt", text=text, url=url, fetched=fetched)
    article = Article(id="ab12:a", page="ab12", blocks=(Block(Span(0, len(text))),), published=published or Dated())
    return bracket(article, find_times(page, article, View(text, [Span(0, len(text))]), open_kit(fast=True)), page)


def test_a_date_spoken_of_as_past_is_a_lower_bound_with_its_words() -> None:
    text = "The mayor referred to the accord of July 3, 2012, and to one signed in 1998."
    found = _bracket(text)
    assert (found.value, found.after, found.before) == (None, "2012-07-03", None)
    span = found.grounds[0]
    assert span and text[span.start : span.end] == "July 3, 2012"
    assert len(found.grounds) == len(found.reasons)


def test_a_date_to_come_is_no_lower_bound() -> None:
    assert _bracket("The dam will be rebuilt by May 2031, the mayor said.").after is None


def test_a_weekday_is_a_reason_and_no_date() -> None:
    found = _bracket("The envoy met the mayor on Monday.")
    assert (found.value, found.after, found.before) == (None, None, None)
    assert found.reasons == ('names "Monday" as past; the page gives no date to count it from',)


def test_the_day_of_capture_is_an_upper_bound_and_never_the_date() -> None:
    found = _bracket("The envoy met the mayor.", fetched="2019-02-03T10:00:00Z")
    assert (found.value, found.before) == (None, "2019-02-03")


def test_a_date_later_than_the_capture_is_no_bound() -> None:
    assert _bracket("The envoy left on July 3, 2022.", fetched="2019-02-03").after is None


def test_a_month_in_the_address_bounds_both_sides() -> None:
    found = _bracket("The envoy left.", url="https://courier.example/2016/06/envoy-leaves")
    assert (found.value, found.after, found.before, len(found.reasons)) == (None, "2016-06", "2016-06", 1)


def test_a_number_in_the_address_is_no_date() -> None:
    assert _bracket("The envoy left.", url="https://courier.example/story/201699481").after is None


def test_a_known_date_is_returned_unchanged() -> None:
    known = Dated(value="2016-06-15", tag="meta:date")
    assert _bracket("The envoy left on July 3, 2012.", published=known) == known


def test_a_date_later_than_a_known_bound_is_no_bound() -> None:
    bounded = Dated(before="2019-02-04", reasons=("its PDF was made on 2019-02-03: out by the next day",))
    found = _bracket("The envoy left on July 3, 2022.", published=bounded)
    assert (found.after, found.before) == (None, "2019-02-04")


def test_a_day_in_the_month_of_the_address_is_a_finer_bound() -> None:
    found = _bracket("The envoy left on July 3, 2022.", url="https://herald.example/2022/07/envoy-left")
    assert (found.after, found.before) == ("2022-07-03", "2022-07")


def test_days_are_counted_from_the_one_day_an_address_leaves_and_say_so() -> None:
    page = Page("ab12", "page.txt", "The dam failed on Monday.", url="https://courier.example/dam-20160615-9h.html")
    article, times = read_article(page, open_kit(fast=True))[:2]
    assert article is not None
    assert (article.published.value, article.published.after) == (None, "2016-06-15")
    assert [(t.begin, t.anchor) for t in times] == [("2016-06-13", "bracketed")]
    bare = msgspec.structs.replace(page, url="https://courier.example/2016/06/dam")
    assert [(t.begin, t.anchor) for t in read_article(bare, open_kit(fast=True))[1]] == [(None, "unknown")]
