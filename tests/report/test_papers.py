"""The papers as a desk uses them: quotations at their range, the same bytes each time, no verdict, no page obeyed."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import msgspec
import pytest

from onrecord.errors import OnrecordError, UnknownId
from onrecord.record import Record, Shelf
from onrecord.report import KINDS, PAPER_FORMS, make_paper, print_paper
from onrecord.report.paper import check_paper
from onrecord.report.papers import BRIEF_WORDS, PAPERS

HOSTILE = """Mayor <script>document.title='run'</script> opens bridge

VELDEN: Mayor Ann <b onclick="document.title=1">Lee</b> said the bridge "is <img src=x onerror=alert(1)> safe".
"We will <svg/onload=document.title=1> open it on \x0b Monday," Lee said. {{ 7 * 7 }} [x](javascript:document.title=1)
The council of Velden meets again on Monday to vote on the budget for the coming year, which holds money for a bridge.
"""


@pytest.mark.parametrize("form", PAPER_FORMS)
@pytest.mark.parametrize("kind", PAPERS)
def test_a_paper_is_the_same_each_time_and_holds_words_of_the_pages(kind: str, form: str, shelf: Shelf) -> None:
    paper = make_paper(shelf, kind)
    first, second = (print_paper(make_paper(shelf, kind), form) for _ in range(2))
    assert first == second
    quoted = [item for section in paper.sections for item in section.items if item.words]
    quoted += [below for section in paper.sections for item in section.items for below in item.below if below.words]
    assert quoted
    for item in quoted:
        note = item.notes[0]
        text = shelf.clippings[note.page].page.text
        assert " ".join(" ".join(text[s.start : s.end] for s in note.spans).split()) == item.words


@pytest.mark.parametrize("kind", PAPERS)
def test_every_note_says_outlet_date_range_capture_and_digest(kind: str, shelf: Shelf) -> None:
    written = print_paper(make_paper(shelf, kind), "html").decode()
    notes = re.findall(r'<li id="note-\d+">(.*?)</li>', written)
    assert notes
    for note in notes:
        assert re.search(r"characters \d+-\d+", note)
        assert re.search(r"SHA-256 of its text [0-9a-f]{64}", note)
        assert "captur" in note
    links, targets = set(re.findall(r'href="#([^"]+)"', written)), set(re.findall(r'id="([^"]+)"', written))
    assert links == targets


def test_words_that_are_not_on_the_page_stop_a_paper(shelf: Shelf) -> None:
    paper = make_paper(shelf, "ledger")
    item = msgspec.structs.replace(paper.sections[0].items[0], words="We never said this")
    section = msgspec.structs.replace(paper.sections[0], items=(item,))
    with pytest.raises(OnrecordError, match="do not stand at their range"):
        check_paper(msgspec.structs.replace(paper, sections=(section,)), shelf)


def test_a_brief_quotes_each_speaker_once_and_stays_short(shelf: Shelf) -> None:
    said = make_paper(shelf, "brief", "latest").sections[0]
    assert sum(len(item.words.split()) for item in said.items) <= BRIEF_WORDS
    speakers = [item.lead.split(" > ")[0] for item in said.items]
    assert len(speakers) == len(set(speakers)) > 1


def test_a_ledger_holds_each_utterance_once_with_its_carriers_below(shelf: Shelf) -> None:
    paper = make_paper(shelf, "ledger")
    items = [item for section in paper.sections for item in section.items]
    carried = {s for u in shelf.utterances for s in u.statements[1:]}
    assert len(items) == len(shelf.statements) - len(carried)
    assert sum(len(item.below) for item in items) >= len(carried)


def test_a_chronology_goes_by_year_with_undated_entries_last(shelf: Shelf) -> None:
    headings = [section.heading for section in make_paper(shelf, "chronology").sections]
    years = [heading for heading in headings if heading.isdigit()]
    assert years == sorted(years)
    assert headings[-1] in (years[-1], "No date given")
    assert sum(len(s.items) for s in make_paper(shelf, "chronology").sections) == len(shelf.events)


def test_a_check_sheet_puts_doubts_first_and_leaves_nothing_out(shelf: Shelf) -> None:
    doubtful, sound = make_paper(shelf, "checks").sections
    assert len(doubtful.items) + len(sound.items) == len(shelf.statements)
    assert any("anonymous source" in item.told for item in doubtful.items)


def test_a_story_narrows_a_paper_and_an_unknown_one_is_named(shelf: Shelf) -> None:
    story = shelf.stories[0]
    pages = {note.page for note in make_paper(shelf, "checks", story.id).notes}
    assert pages <= set(story.pages)
    with pytest.raises(UnknownId, match="onrecord stories"):
        make_paper(shelf, "brief", "nothing")


def test_a_word_document_opens_and_holds_the_notes(shelf: Shelf) -> None:
    packed = print_paper(make_paper(shelf, "ledger"), "docx")
    lines = [paragraph.text for paragraph in docx.Document(io.BytesIO(packed)).paragraphs]
    assert "Notes" in lines
    assert sum("SHA-256" in line for line in lines) == len(make_paper(shelf, "ledger").notes)
    with zipfile.ZipFile(io.BytesIO(packed)) as parts:
        assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_paper_as_table_has_a_row_an_item(shelf: Shelf) -> None:
    table = list(csv.DictReader(io.StringIO(print_paper(make_paper(shelf, "chronology"), "csv").decode())))
    assert len(table) == len(shelf.events)
    assert all(row["range"] and row["sha256"] for row in table)


@pytest.mark.parametrize("form", PAPER_FORMS)
def test_a_hostile_page_is_shown_as_text(form: str, tmp_path: Path) -> None:
    page = tmp_path / "hostile.txt"
    page.write_text(HOSTILE, encoding="utf-8")
    with Record.open(tmp_path / "r.db", fast=True) as record:
        record.add(page)
        assert record.shelf.statements
        for kind in PAPERS:
            written = print_paper(make_paper(record.shelf, kind), form)
            if form == "html":
                assert not re.search(rb"<(script|img|svg|b )", written)
            if form == "md":
                assert b"](javascript" not in written


@pytest.mark.parametrize("kind", KINDS)
def test_the_command_writes_each_kind(kind: str, story_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.md"
    command = [sys.executable, "-m", "onrecord", "report", "--kind", kind, "--format", "md", "--record", story_file]
    done = subprocess.run([*command, "--out", out], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert out.read_text(encoding="utf-8").startswith("# ")
