"""Pages of our own in the shapes found in the wild, for the tests of this room."""

from __future__ import annotations

from onrecord.article import find_article
from onrecord.kit import open_kit
from onrecord.read import Found, read_bytes
from onrecord.types import Article, Page

KIT = open_kit(fast=True)

LEAD = (
    "The harbour council of Northport has ruled out closing the old dam before the spring floods, saying that "
    "the wall would hold for at least another ten years."
)
BODY = [
    LEAD,
    "Council chief Ana Brook told reporters on Thursday that engineers had looked at every gate of the dam and "
    "had found no crack in it.",
    "“We have looked at it twice, and it will hold,” Brook said. “There is no reason to send anybody away.”",
    "A security official, who asked not to be named, said that the council had been told of two leaks in March "
    "but had not passed the report on to the ministry.",
    "The ministry of works in Ruritania has asked for the report and expects it within the week, according to "
    "a statement issued on Friday.",
]
HEADLINE = "Old dam will hold, says Northport council"


def read_page(text: str | bytes, form: str | None = None, url: str | None = None) -> Page:
    data = text if isinstance(text, bytes) else text.encode()
    (found,) = read_bytes("page", data, form, url=url)
    assert isinstance(found, Found)
    return found.page


def article_of(page: Page) -> Article:
    article = find_article(page, KIT)
    assert article is not None
    return article


def text_of(page: Page, article: Article, *roles: str) -> list[str]:
    return [page.text[b.span.start : b.span.end] for b in article.blocks if b.role in roles]
