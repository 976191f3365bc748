"""No bytes make a reader or the article room raise, and no span leaves its page."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.article import find_article
from onrecord.kit import open_kit
from onrecord.read import FORMS, Found, read_bytes
from onrecord.types import Article, Page, Span

KIT = open_kit(fast=True)
PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<div class='comments'>", "<br>", "<!--", "-->", "<script>", "<h1>", "<a href=x>", "</a>", "\n",
        "\n\n", "The dam held, the mayor said. ", "“It will hold,” she said", "• ", "1. ", "NORTHPORT (AP) - ",
        "Last Updated : ",
        "Oct 13 2031 | 4:07 PM IST", "By Ana Brook", "Comments are closed.", "\x00", "\ud7ff", "\u202e",
        "\ufeff", "𝔘𝔫𝔦", '{"text": "', '"}', "Copyright 2031 ", "ﷺ", "ı̇", "İ", "ß", "👩‍👩‍👧", "<table><td>", "]]>",
        "&#1114112;", "&#0;", "%00",
    ]
)  # fmt: skip
NAUGHTY = [
    "", " ", "\x00" * 30, "\u200b\u200b", "\u202etxet esrever", "a" * 100_000, "((((" * 500, "." * 5000, "\n" * 5000,
    "NULL", "undefined", "'; DROP TABLE pages; --", "<svg onload=alert(1)>", "{{7*7}}", "%s%n%p", "../../etc/passwd",
    "\ufffe\uffff", "İstanbul: İİİ (AP) —", "99/99/9999 25:61 XM", "0000-00-00T99:99", "© © ©", "By By By By",
    "[" * 3000, '{"a":' * 3000, "<" * 3000, "<p>" * 3000, "<a " + "x=y " * 3000 + ">z", "&" * 3000, "Ａ：Ｂ" * 50,
]  # fmt: skip


def check(page: Page, article: Article | None) -> None:
    size = len(page.text)
    spans = [b.span for b in page.blocks]
    if article is not None:
        facts = [article.headline, article.outlet, article.wire, *article.authors, article.published, article.updated]
        spans += [b.span for b in article.blocks] + [f.span for f in facts if f is not None and f.span is not None]
        spans += [*article.corrections, *([article.dateline.span] if article.dateline else [])]
        ends = [(b.span.start, b.span.end) for b in article.blocks]
        assert ends == sorted(ends)
        assert all(one[1] <= two[0] for one, two in pairwise(ends))
    assert all(isinstance(s, Span) and 0 <= s.start <= s.end <= size for s in spans)


def read_all(data: bytes, form: str | None = None) -> None:
    for found in read_bytes("x", data, form):
        if isinstance(found, Found):
            found.page.text.encode("utf-8")
            check(found.page, find_article(found.page, KIT))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([None, *FORMS]))
def test_any_bytes_are_read_or_refused(data: bytes, form: str | None) -> None:
    read_all(data, form)


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, max_size=60), st.sampled_from([None, "html", "text"]))
def test_any_heap_of_page_pieces_is_read(pieces: list[str], form: str | None) -> None:
    read_all("".join(pieces).encode("utf-8", "replace"), form)


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
@pytest.mark.parametrize("form", [None, "html", "text", "jsonl"])
def test_naughty_strings_are_only_strings(text: str, form: str | None) -> None:
    read_all(text.encode("utf-8", "replace"), form)
    read_all(
        f"The dam held on Monday, the mayor of the town said.\n{text}\nIt will hold, she said again.".encode(), form
    )
