"""Time expressions in single sentences, with the day of the page, against the marks in ``sentences.txt``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onrecord.kit import Kit, open_kit
from onrecord.spans import View
from onrecord.times import find_times, find_times_in
from onrecord.types import Article, Block, Dated, Dateline, Page, Span

_MARK = re.compile(r"\[(DATE|TIME|DURATION|SET) (\S+): ([^\]]+)\]")
_LINES = (Path(__file__).parent / "sentences.txt").read_text(encoding="utf-8").splitlines()
_CASES = [line for line in _LINES if line and not line.startswith("#")]
_LISTS = {
    "months": "forms",
    "weekdays": "forms",
    "seasons": "forms",
    "time_units": "forms",
    "day_parts": "forms",
    "frequencies": "word",
    "vague_times": "phrase",
    "numbers": "word",
    "time_zones": "zone",
    "holidays": "name",
}


@pytest.fixture(scope="module")
def kit() -> Kit:
    """The kit, reading by rules."""
    return open_kit(fast=True)


@pytest.mark.parametrize("case", _CASES)
def test_a_sentence_gives_the_time_expressions_marked_in_it(case: str, kit: Kit) -> None:
    day, _, marked = case.partition(" | ")
    text = _MARK.sub(r"\3", marked)
    wanted = [(words, kind, None if value == "-" else value) for kind, value, words in _MARK.findall(marked)]
    found = find_times_in(text, None if day == "-" else day, kit)
    assert [(text[one.start : one.end], one.type, one.value) for one in found] == wanted


@pytest.mark.parametrize("name", sorted(_LISTS))
def test_every_word_of_the_calendar_is_read_in_its_example(name: str, kit: Kit) -> None:
    for row in kit.words(name):
        word = row[_LISTS[name]].split()[0] if _LISTS[name] == "forms" else row[_LISTS[name]]
        found = find_times_in(row["example"], "2016-06-15", kit)
        read = [row["example"][one.start : one.end].lower() for one in found]
        assert any(word.lower().rstrip("s") in words for words in read), row


def _page(text: str) -> tuple[Page, Article, View]:
    page = Page(id="ab12", name="page.txt", text=text)
    article = Article(id="ab12:a", page="ab12", blocks=(Block(Span(0, len(text))),))
    return page, article, View(text, [Span(0, len(text))])


def test_a_weekday_is_counted_from_the_day_the_article_came_out(kit: Kit) -> None:
    page, article, view = _page("The mayor resigned on Monday.")
    article = Article(
        id=article.id, page=page.id, blocks=article.blocks, published=Dated(value="2016-06-15T09:30+02:00")
    )
    (timex,) = find_times(page, article, view, kit)
    assert (timex.value, timex.begin, timex.end, timex.precision) == ("2016-06-13", "2016-06-13", "2016-06-13", "day")
    assert (timex.anchor, timex.id) == ("published", "ab12:t22-28")


def test_a_dateline_serves_where_the_article_has_no_date(kit: Kit) -> None:
    page, article, view = _page("VELMAR, June 15, 2016 - The mayor resigned on Monday.")
    dateline = Dateline(span=Span(0, 21), place="Velmar", place_span=Span(0, 6), date="2016-06-15")
    article = Article(id=article.id, page=page.id, blocks=article.blocks, dateline=dateline)
    assert [(t.value, t.anchor) for t in find_times(page, article, view, kit)] == [
        ("2016-06-15", None),
        ("2016-06-13", "dateline"),
    ]


def test_a_page_without_date_leaves_relative_words_unresolved(kit: Kit) -> None:
    page, article, view = _page("The mayor resigned earlier this month.")
    (timex,) = find_times(page, article, view, kit)
    assert (timex.value, timex.begin, timex.anchor, timex.precision) == (None, None, "unknown", "month")


def test_the_next_day_points_at_the_date_it_is_counted_from(kit: Kit) -> None:
    page, article, view = _page("They voted on July 3, 2012. The next day the mayor resigned.")
    first, second = find_times(page, article, view, kit)
    assert (second.value, second.anchor) == ("2012-07-04", first.id)


def test_earlier_this_month_ends_on_the_day_of_the_page(kit: Kit) -> None:
    (found,) = find_times_in("The mayor resigned earlier this month.", "2016-06-15", kit)
    assert (found.begin, found.last) == ("2016-06-01", "2016-06-15")


def test_times_in_an_advert_between_paragraphs_are_left_out(kit: Kit) -> None:
    text = "He came on July 3, 2012. Offer ends May 1, 2019. He left on July 4, 2012."
    page, article, _ = _page(text)
    view = View(text, [Span(0, 24), Span(49, len(text))])
    found = find_times(page, article, view, kit)
    assert [text[t.span.start : t.span.end] for t in found] == ["July 3, 2012", "July 4, 2012"]


def test_odd_input_gives_what_was_found(kit: Kit) -> None:
    for text in (
        "",
        "\x00",
        "99/99/9999",
        "February 30, 2016",
        "9999-12-31 " * 50,
        " " * 5000,
        "1" * 5000,
        "in 2 " * 900,
    ):
        assert isinstance(find_times_in(text, "0001-01-01", kit), list)
        assert isinstance(find_times_in(text + " last year, next week", "9999-12-31", kit), list)
