"""The report as a reader opens it: every item one click from its words, nothing from a page ever run."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from onrecord.record import Record, Shelf
from onrecord.report import write_report
from onrecord.report.marked import mark_page
from onrecord.types import Span

CHROMIUM = shutil.which("chromium")
HOSTILE = """Mayor <script>document.title='run'</script> opens bridge

VELDEN: Mayor Ann <b onclick="document.title=1">Lee</b> said the bridge "is <img src=x onerror=alert(1)> safe".
"We will <svg/onload=document.title=1> open it on Monday," Lee said. {{ 7 * 7 }} [x](javascript:document.title=1)
"""


def test_the_same_record_gives_the_same_report(shelf: Shelf) -> None:
    assert write_report(shelf) == write_report(shelf)


def test_every_link_leads_to_marked_words(shelf: Shelf) -> None:
    text = write_report(shelf)
    links = re.findall(r'href="#([^"]+)"', text)
    targets = set(re.findall(r'id="([^"]+)"', text))
    assert len(links) > 50
    assert set(links) <= targets


def test_the_report_asks_for_nothing_outside(shelf: Shelf) -> None:
    text = write_report(shelf)
    assert "<script" not in text
    assert not re.findall(r'(?:src|href)="(?!#)[^"]*"', text)


def test_pieces_of_a_page_join_to_its_text(shelf: Shelf) -> None:
    for clipping in shelf.clippings.values():
        spans = [span for s in clipping.statements for span in s.content]
        pieces = mark_page(clipping, spans, [*spans, Span(0, 3)])
        assert "".join(piece.words for piece in pieces) == clipping.page.text


@pytest.mark.parametrize("form", ["html", "md"])
def test_each_statement_is_in_the_report(form: str, shelf: Shelf) -> None:
    text = write_report(shelf, form)
    for statement in shelf.statements.values():
        first = min(s.start for s in statement.content)
        assert f"{first}–" in text


@pytest.mark.parametrize("form", ["html", "md"])
def test_dates_that_pages_give_differently_are_both_in_the_report(form: str, tmp_path: Path) -> None:
    words = "The warship foiled an attack of nine boats on grain ships in Tarn Bay and held 26 pirates on {}, 2016."
    more = "\n\nTarn Bay has many grain ships. Pirates in nine boats attack there."
    (tmp_path / "courier.txt").write_text(words.format("June 13") + more, encoding="utf-8")
    (tmp_path / "herald.txt").write_text(words.format("June 14") + more, encoding="utf-8")
    with Record.open(tmp_path / "record.db", fast=True) as record:
        record.add(tmp_path)
        text = write_report(record.shelf, form)
    assert "2016-06-13" in text
    assert "another page says 2016-06-14: “June 14, 2016” in herald.txt 0-" in text


@pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed")
def test_hostile_page_text_is_shown_and_never_run(tmp_path: Path) -> None:
    (tmp_path / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    with Record.open(tmp_path / "r.db") as record:
        record.add(tmp_path / "hostile.txt")
        report = tmp_path / "report.html"
        report.write_text(write_report(record.shelf), encoding="utf-8")
    shown = subprocess.run(
        [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update", f"--user-data-dir={tmp_path / 'profile'}",
         "--virtual-time-budget=2000", "--dump-dom", report.as_uri()],
        capture_output=True, text=True, timeout=120,
    ).stdout  # fmt: skip
    assert "<title>Sourced record" in shown
    assert "&lt;svg/onload=" in shown
    assert "<svg" not in shown
    assert "{{ 7 * 7 }}" in shown
