"""The line that heads an article, on dumps that state no title elsewhere."""

from __future__ import annotations

import pytest

from tests.article.pages import BODY, article_of, read_page

MENU = ["Home", "Weather", "Sport", "Harbour"]
BUTTONS = ["Share", "Tweet", "Print"]


def _headline(*above: str) -> str | None:
    headline = article_of(read_page("\n\n".join([*MENU, *above, *BODY]))).headline
    return headline.value if headline else None


@pytest.mark.parametrize(
    "headline",
    [
        "Will the old dam of Northport hold before the spring floods?",
        "Council of Northport: ‘No reason to close the old dam’",
        "Old dam will hold, says Northport council",
    ],
)
def test_a_headline_stands_above_deck_buttons_and_date(headline: str) -> None:
    deck = "Engineers had looked at every gate of the dam, the council chief says."
    assert _headline(headline, deck, "By Ana Brook", "14 March 2031", *BUTTONS) == headline


def test_a_deck_without_a_full_stop_is_not_the_headline() -> None:
    headline = "Old dam will hold, says Northport council"
    assert _headline(headline, "Two leaks were reported to the council in March", "14 March 2031") == headline


def test_the_words_of_a_picture_head_nothing() -> None:
    picture = "The old dam of Northport before the spring floods (Photo: Harbour Herald)"
    assert _headline("Council rules out closing the old dam", "14 March 2031", picture) == (
        "Council rules out closing the old dam"
    )


def test_a_dump_that_begins_with_its_title_names_headline_and_outlet() -> None:
    title = "Old dam will hold, says Northport council"
    page = read_page("\n\n".join([f"{title} - Harbour Herald", *MENU, title, "Rain fell on the dam", *BODY]))
    article = article_of(page)
    assert article.headline is not None and article.headline.value == title
    assert article.headline.span is not None and article.headline.span.start > len(title)
    assert article.outlet is not None and article.outlet.span is not None
    assert page.text[article.outlet.span.start : article.outlet.span.end] == article.outlet.value == "Harbour Herald"


def test_a_byline_below_a_blank_line_is_no_part_of_the_headline() -> None:
    page = read_page("\n\n".join([*MENU, "Old dam will hold, says Northport council", "by Ana Brook", *BODY]))
    article = article_of(page)
    assert article.headline is not None and article.headline.value == "Old dam will hold, says Northport council"
    assert [author.value for author in article.authors] == ["Ana Brook"]


def test_nothing_heads_a_text_whose_lines_above_tell_none_of_it() -> None:
    assert _headline("Latest videos", "Puzzles and games") is None
