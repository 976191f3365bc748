"""The article of a page: sales text, comments, second copies and furniture stay outside of it."""

from __future__ import annotations

import pytest

from onrecord.article import find_article
from onrecord.spans import view_of
from tests.article.pages import BODY, HEADLINE, KIT, LEAD, article_of, read_page, text_of

SALES = """Subscribe to Harbour Herald digital and read every story

Quarterly plan

€9

3 months

SAVE 20%

Yearly plan

€30

Cancel anytime

Daily crossword and weather

  • Letters of our editors, picked for you each morning

Next Story"""


def test_a_plain_text_is_its_article() -> None:
    page = read_page("\n\n".join([HEADLINE, *BODY]))
    article = article_of(page)
    assert text_of(page, article, "body") == BODY
    assert article.headline is not None and article.headline.value == HEADLINE
    assert article.id == f"{page.id}:a" and article.page == page.id and article.language == "en"


def test_sales_text_and_share_buttons_are_no_article() -> None:
    above = "Skip to main content\nLatest news\nThumbnail\n\n"
    page = read_page(above + "\n\n".join([HEADLINE, "Image", *BODY]) + "\n\nShare this post\n\n" + SALES)
    article = article_of(page)
    assert text_of(page, article, "body") == BODY
    assert text_of(page, article, "headline") == [HEADLINE]


def test_blocks_cover_the_page_in_order() -> None:
    page = read_page("\n\n".join([HEADLINE, *BODY]) + "\n\n" + SALES)
    spans = [b.span for b in article_of(page).blocks]
    left = 0
    for span in spans:
        assert not page.text[left : span.start].strip()
        left = span.end
    assert not page.text[left:].strip()


def test_a_body_written_twice_counts_once() -> None:
    deck = "The council says that no flood will break the wall this year."
    first, second = [HEADLINE, *BODY], [HEADLINE, deck, "Thumbnail", *BODY]
    page = read_page("\n\n".join(["Latest news", *first, *second, "Share this post"]))
    article = article_of(page)
    assert text_of(page, article, "body") == BODY
    assert text_of(page, article, "repeat") == [HEADLINE, *BODY]
    assert text_of(page, article, "standfirst") == [deck]


def test_a_deck_that_comes_again_in_the_body_is_no_body() -> None:
    deck = "The ministry of works expects the report within the week."
    body = [*BODY[:4], f"{deck} It was asked for on Friday by the minister himself, who has not seen the dam."]
    page = read_page("\n".join([HEADLINE, deck, *body]))
    article = article_of(page)
    assert text_of(page, article, "standfirst") == [deck]
    assert text_of(page, article, "body") == body


COMMENTS = """    • Brook is right, I live below the dam and you can see it is dry.

  1. Did they forget the flood of last year? I am sure my cellar has not! Who do they think we are fooling here.

    • Ask the mayor, he was there with his friends, you should know that.

      You are just a very sad person.

  2. Good piece, please write more about our town and the harbour, I will tell my friends.
"""


@pytest.mark.parametrize("closing", ["\nComments are closed.", ""])
def test_a_thread_of_readers_is_kept_as_comments(closing: str) -> None:
    page = read_page(HEADLINE + "\n\n" + "\n".join(BODY) + "\n\n\n" + COMMENTS + closing)
    article = article_of(page)
    assert text_of(page, article, "body") == BODY
    assert len(text_of(page, article, "comment")) == 5
    assert "Comments are closed." not in text_of(page, article, "comment")


def test_comments_under_a_count_are_comments() -> None:
    thread = "\n\n3 Comments\n\nI was there and saw it.\n\nSo was I, and you are wrong.\n\nPlease stop, both of you."
    page = read_page("\n\n".join([HEADLINE, *BODY]) + thread)
    article = article_of(page)
    assert text_of(page, article, "body") == BODY
    assert len(text_of(page, article, "comment")) == 3


def test_a_list_inside_an_article_is_no_thread() -> None:
    points = ["1. The first gate was mended in May.", "2. The second gate was mended in June, the council said."]
    page = read_page("\n\n".join([HEADLINE, *BODY[:3], *points, *BODY[3:]]))
    assert text_of(page, article_of(page), "comment") == []


def test_a_quotation_never_closed_is_kept() -> None:
    last = "“We have told the ministry that the town has done enough and that further help will be welcome."
    page = read_page("\n\n".join([HEADLINE, *BODY, last]) + "\n\n" + SALES)
    assert text_of(page, article_of(page), "body")[-1] == last


def test_html_keeps_the_paragraphs_and_drops_the_rest() -> None:
    story = "".join(f"<p>{line}</p>" for line in BODY)
    page = read_page(
        "<!doctype html><html><head><title>Old dam will hold | Herald</title></head><body>"
        "<nav><ul><li><a href=/>Home</a></li><li><a href=/w>Weather</a></li></ul></nav>"
        f"<article><h1>{HEADLINE}</h1>{story}</article>"
        "<aside class='related'><h3>Related</h3><a href=/r>Rain on the way to the hills</a></aside>"
        "<section id=comments><p class=comment>I was there and saw the leak, you can believe me.</p></section>"
        "<footer>© 2031 Harbour Herald</footer></body></html>"
    )
    article = article_of(page)
    assert text_of(page, article, "body") == BODY
    assert text_of(page, article, "headline") == [HEADLINE]
    assert len(text_of(page, article, "comment")) == 1
    assert article.outlet is not None and article.outlet.value == "Harbour Herald"
    assert all(block.path for block in article.blocks)


def test_a_dateline_is_a_block_of_its_own_in_the_running_text() -> None:
    page = read_page("\n".join([HEADLINE, f"NORTHPORT: {LEAD}", *BODY[1:]]))
    article = article_of(page)
    assert [b.role for b in article.blocks[:3]] == ["headline", "dateline", "body"]
    assert view_of(page.text, article.blocks).text.startswith(f"NORTHPORT:\n\n{LEAD[:20]}")
    assert article.dateline is not None and article.dateline.place == "NORTHPORT".title()


def test_a_correction_note_and_a_disclaimer_are_kept_by_name() -> None:
    note = "Correction: An earlier version of this story gave the wrong age of the dam."
    sign = "Disclaimer: No Harbour Herald Journalist was involved in creation of this content"
    page = read_page("\n\n".join([HEADLINE, *BODY, note, sign]))
    article = article_of(page)
    assert [page.text[s.start : s.end] for s in article.corrections] == [note]
    assert article.disclaimer is not None
    assert page.text[article.disclaimer.start : article.disclaimer.end] == sign
    assert article.outlet is not None and article.outlet.value == "Harbour Herald"


def test_a_page_without_an_article_gives_none() -> None:
    assert find_article(read_page("Home\nWeather\nSport\nContact us\nLog in\n© 2031 Harbour Herald"), KIT) is None


def test_words_printed_large_again_are_a_pull_quote() -> None:
    large = "There is no reason to send anybody away."
    page = read_page("\n\n".join([HEADLINE, *BODY[:4], large, *BODY[4:]]))
    article = article_of(page)
    assert text_of(page, article, "pull_quote") == [large]
    assert text_of(page, article, "body") == BODY


def test_answers_between_questions_asked_again_are_body() -> None:
    """Two engineers are asked the same questions: the second answer is no deck of a second copy."""
    first, second = "What have you found at the gates of the old dam so far?", "When will the report be read aloud?"
    answers = [
        "We have found no crack in any of the gates, and we have looked at every one of them twice.",
        "The council reads it on Monday, and the ministry of works has asked for a copy of its own.",
        "We have looked at the pumps as well, and two of them leak a little when the river is high.",
        "Nobody has told us a day, but the council chief has said that it will not be this month.",
    ]
    text = "\n\n".join([HEADLINE, *BODY, first, answers[0], second, answers[1], first, answers[2], second, answers[3]])
    page = read_page(text, "text")
    assert set(answers) <= set(text_of(page, article_of(page), "body"))
