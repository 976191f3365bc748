"""Texts far longer than any article cost no more than the longest ones."""

from __future__ import annotations

from itertools import pairwise

import pytest

from onrecord.article.blocks import BLOCKS_LIMIT
from onrecord.article.lines import LINE_LIMIT_CHARS
from onrecord.types import Article, Page
from tests.article.pages import BODY, HEADLINE, article_of, read_page

STORY = "\n\n".join([HEADLINE, *BODY])


def covers(page: Page, article: Article) -> bool:
    """Whether the blocks of an article are in order and leave out nothing but white space."""
    spans = [block.span for block in article.blocks]
    gaps = [page.text[a.end : b.start] for a, b in pairwise(spans)]
    return not "".join([*gaps, page.text[: spans[0].start], page.text[spans[-1].end :]]).strip()


def test_lines_past_those_of_any_article_are_one_block_of_furniture() -> None:
    page = read_page(STORY + "\n\n" + "\n".join(f"Gate {number} of the dam" for number in range(BLOCKS_LIMIT + 100)))
    article = article_of(page)
    assert covers(page, article)
    last = article.blocks[-1]
    assert last.role == "furniture" and page.text[last.span.start : last.span.end].count("\n") >= 100


def test_elements_past_those_of_any_article_are_one_block_of_furniture() -> None:
    story = "".join(f"<p>{line}</p>" for line in (HEADLINE, *BODY))
    page = read_page("<html><body>" + story + "<p>Gate of the dam" * (BLOCKS_LIMIT + 100) + "</body></html>")
    article = article_of(page)
    assert len(article.blocks) <= BLOCKS_LIMIT + 2 and covers(page, article)


def test_a_line_without_end_is_still_the_article() -> None:
    page = read_page(f"{HEADLINE}\n\n{' '.join(BODY * 200)}")
    assert len(page.text) > LINE_LIMIT_CHARS
    assert covers(page, article_of(page))


@pytest.mark.parametrize(
    "line",
    [
        "1. I think that you are right.",
        "12/03/2014",
        "By Ana Brook",
        "The dam of Northport will hold, Brook said.",
        "Reply",
    ],
)
def test_the_same_line_ten_thousand_times_is_read_to_its_end(line: str) -> None:
    page = read_page(STORY + "\n\n" + f"{line}\n" * 10_000)
    assert covers(page, article_of(page))
