"""Who wrote it: people, never desks, agencies or the outlet itself."""

from __future__ import annotations

import pytest

from onrecord.types import Article
from tests.article.pages import BODY, HEADLINE, article_of, read_page


def _names(article: Article) -> list[str]:
    return [author.value for author in article.authors]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ana Brook and Tom Reed", ["Ana Brook", "Tom Reed"]),
        ("By Ana Brook, Tom Reed and Ivo Tessel", ["Ana Brook", "Tom Reed", "Ivo Tessel"]),
        ("By Ana BrookStaff Writer", ["Ana Brook"]),
        ("By Ana McBrook, Harbour Herald Staff", ["Ana McBrook"]),
        ("By Ana Brook, Associated Press", ["Ana Brook"]),
        ("14 March 2031 | by Ana Brook", ["Ana Brook"]),
        ("Written by Ana Brook, MS, RD on March 14, 2031", ["Ana Brook"]),
        ("Anna Brook - Mar 14, 2031, 10:31 pm", ["Anna Brook"]),
        ("Anna Brook @annabrook", ["Anna Brook"]),
        ("Anna Brook and Tom Reed Associated Press", ["Anna Brook", "Tom Reed"]),
        ("• Anna Brook Senior Contributor", ["Anna Brook"]),
        ("Anna Brook's Stories - Mar 14, 2031", []),
        ("By Reuters", []),
        ("By Harbour Desk", []),
        ("Stand by Northport Harbour", []),
        ("Northport Harbour - Mar 14, 2031", []),
    ],
)
def test_the_credit_below_the_headline_names_people(line: str, names: list[str]) -> None:
    assert _names(article_of(read_page("\n\n".join([HEADLINE, line, *BODY])))) == names


def test_a_name_may_stand_on_the_line_below_by() -> None:
    page = read_page("\n\n".join([HEADLINE, "By", "Ana Brook", "Harbour Herald", *BODY]))
    assert _names(article_of(page)) == ["Ana Brook"]


def test_a_name_alone_counts_beside_the_date() -> None:
    page = read_page("\n\n".join([HEADLINE, "Anna Brook", "Published 14 March 2031", *BODY]))
    assert _names(article_of(page)) == ["Anna Brook"]


def test_the_authors_of_stories_below_wrote_other_stories() -> None:
    page = read_page("\n\n".join([HEADLINE, "By Ana Brook", *BODY, "More stories", "Rain on the hills", "By Tom Reed"]))
    assert _names(article_of(page)) == ["Ana Brook"]


def _tagged(author: str, site: str = "Harbour Herald") -> list[str]:
    story = "".join(f"<p>{line}</p>" for line in BODY)
    return _names(article_of(read_page(
        f'<html><head><meta property="og:site_name" content="{site}"><meta name="author" content="{author}"></head>'
        f"<body><h1>{HEADLINE}</h1>{story}</body></html>"
    )))  # fmt: skip


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("ANA BROOK, AP Harbour Writer", ["ANA BROOK"]),
        ("Ana Brook and Tom Reed, Associated Press", ["Ana Brook", "Tom Reed"]),
        ("Анна Ручьева", ["Анна Ручьева"]),
        ("Harbour Herald", []),
        ("Herald Sport", []),
        ("hhadmin", []),
        ("Multiple Sources", []),
        ("https://herald.example/ana", []),
    ],
)
def test_a_tag_may_name_more_and_less_than_people(author: str, names: list[str]) -> None:
    assert _tagged(author) == names
