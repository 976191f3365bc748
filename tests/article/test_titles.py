"""The words of a page's title, where a dump says it."""

from __future__ import annotations

from onrecord.article.blocks import prepare
from onrecord.article.titles import dump_title, title_words
from onrecord.types import Page
from tests.article.pages import BODY, HEADLINE, KIT, read_page


def _title(text: str, url: str | None = None) -> frozenset[str]:
    page = Page(id="", name="", text=text, url=url)
    ready = prepare(page, KIT)
    return dump_title(page, ready.lines, ready.known)


def test_an_address_leaves_out_accents_that_the_title_has() -> None:
    title = _title("Início\n\nClassificação geral\n\nO barco chegou.", "https://x.example/classificacao-geral")
    assert title == {"classificacao", "geral"}


def test_two_words_of_an_address_that_no_line_says_are_no_title() -> None:
    assert _title("Home\n\n" + "\n\n".join(BODY), "https://x.example/harbour-news/1234") == frozenset()


def test_the_first_line_of_a_dump_is_its_title_when_another_says_it_again() -> None:
    text = "\n\n".join([f"{HEADLINE} - The Northport Gazette", "Home", HEADLINE, *BODY])
    assert _title(text, "https://x.example/?p=7") == {"will", "hold", "says", "northport", "council"}
    assert _title("\n\n".join(["Skip past the long menu above", *BODY])) == frozenset()


def test_the_ending_of_a_file_is_no_word_of_a_title() -> None:
    page = read_page("\n\n".join([HEADLINE, *BODY]), url="https://x.example/old-harbour-council-holds.html")
    assert title_words(page) == {"harbour", "council", "holds"}
