"""A person says what of a page is its article, there or wherever an outlet prints the same lines, and takes it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import OnrecordError
from onrecord.groups import Judgement
from onrecord.labels import KEPT_ROLES
from onrecord.record import Record
from onrecord.types import Article

LINE = "Our readers met the mayor on Thursday at the harbour hall."
PAGE = """<html><head><title>{title}</title><meta property="og:site_name" content="{outlet}"></head><body><article>
<h1>{title}</h1><p>"{words}," Mayor Ann Lee told reporters on Monday in the town hall of Tarn by the river.</p>
<p>The council meets again next week to vote on the budget, which holds money for two bridges over the river.</p>
<p>{line}</p></article></body></html>"""


def kept(record: Record, name: str) -> bool:
    page = next(c.page for c in map(record.clipping, (a.page for a in record.articles())) if c.page.file == name)
    article: Article = record.clipping(page.id).article
    return any(LINE in page.text[b.span.start : b.span.end] for b in article.blocks if b.role in KEPT_ROLES)


@pytest.fixture
def record(tmp_path: Path) -> Record:
    pages = (("a.html", "Tarn Post", "The mill stays"), ("b.html", "Tarn Post", "The bridge is safe again"),
             ("c.html", "Velden Echo", "The road will be shut in May"))  # fmt: skip
    for name, outlet, words in pages:
        (tmp_path / name).write_text(PAGE.format(title=words, outlet=outlet, words=words, line=LINE), encoding="utf-8")
    opened = Record.open(tmp_path / "r.db", fast=True)
    opened.add(*(tmp_path / name for name, _, _ in pages), workers=1)
    return opened


def stretch(record: Record, name: str) -> str:
    page = next(a.page for a in record.articles() if record.clipping(a.page).page.file == name)
    start = record.clipping(page).page.text.index(LINE)
    return f"{page}:b{start}-{start + len(LINE)}"


def test_a_line_taken_out_for_an_outlet_goes_on_its_pages_alone_and_comes_back(record: Record) -> None:
    assert [kept(record, name) for name in ("a.html", "b.html", "c.html")] == [True] * 3
    before = b"".join(record.dump())
    record.judge(Judgement(stretch(record, "a.html"), "Tarn Post", "cut", "no"))
    record.work(workers=1)
    assert [kept(record, name) for name in ("a.html", "b.html", "c.html")] == [False, False, True]
    record.undo()
    record.work(workers=1)
    assert [kept(record, name) for name in ("a.html", "b.html", "c.html")] == [True] * 3
    assert [line for line in record.dump() if b'"record":"judgement"' not in line] == before.splitlines(keepends=True)


def test_a_line_taken_out_of_one_page_stays_on_the_others_and_can_be_put_in_again(record: Record) -> None:
    record.judge(Judgement(stretch(record, "b.html"), "", "cut", "no"))
    record.work(workers=1)
    assert [kept(record, name) for name in ("a.html", "b.html", "c.html")] == [True, False, True]
    record.judge(Judgement(stretch(record, "b.html"), "", "cut", "yes"))
    record.work(workers=1)
    assert kept(record, "b.html")


def test_a_cut_of_no_stretch_is_refused(record: Record) -> None:
    with pytest.raises(OnrecordError, match="PAGE:bSTART-END"):
        record.judge(Judgement(record.articles()[0].page, "", "cut", "no"))
