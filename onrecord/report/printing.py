"""Papers in print: Markdown, one-file HTML, DOCX, CSV, JSON; the same paper gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import msgspec

from onrecord.errors import OnrecordError
from onrecord.export import csv_of, pack
from onrecord.record import json_of
from onrecord.report.paper import Item, Note, Paper, rows_of
from onrecord.report.templates import fill_template

if TYPE_CHECKING:
    from docx.document import Document


def print_paper(paper: Paper, form: str) -> bytes:
    """The bytes of a paper in one of ``PRINTERS``; KeyError for another form."""
    return PRINTERS[form](paper)


def _html(paper: Paper) -> bytes:
    return fill_template("paper.html.j2", escape=True, paper=paper, number=_numbers(paper)).encode("utf-8", "replace")


def _markdown(paper: Paper) -> bytes:
    return fill_template("paper.md.j2", escape=False, paper=paper, number=_numbers(paper)).encode("utf-8", "replace")


def _csv(paper: Paper) -> bytes:
    return csv_of(rows_of(paper))


def _json(paper: Paper) -> bytes:
    return msgspec.json.format(json_of(paper)) + b"\n"


def _docx(paper: Paper) -> bytes:
    try:
        import docx
    except ImportError as error:
        raise OnrecordError("DOCX needs python-docx: pip install 'onrecord[docx]'.") from error
    document = docx.Document()
    document.core_properties.author = ""
    document.core_properties.title = _plain(paper.title)
    document.add_heading(_plain(paper.title), 0)
    document.add_paragraph(" · ".join(f"{value} {name}" for name, value in paper.facts))
    number = _numbers(paper)
    for section in paper.sections:
        document.add_heading(_plain(section.heading), 1)
        if not section.items:
            document.add_paragraph(section.empty)
        for item in section.items:
            _docx_item(document, item, number, depth=0)
    document.add_heading("Notes", 1)
    for note in paper.notes:
        document.add_paragraph(f"{number[note]}. {_plain(note_words(note))}")
    written = io.BytesIO()
    document.save(written)
    return _timeless(written.getvalue())


def _docx_item(document: Document, item: Item, number: Mapping[Note, int], *, depth: int) -> None:
    from docx.shared import Cm

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent = Cm(depth)
    paragraph.add_run(_plain(item.lead)).bold = True
    if item.words:
        paragraph.add_run(f"\n{_plain(item.words)}").italic = True
    for note in item.notes:
        paragraph.add_run(f" {number[note]}").font.superscript = True
    if item.told:
        paragraph.add_run("\n" + _plain("; ".join(item.told)))
    if item.remark:
        paragraph.add_run("\nNote of the desk: " + _plain(item.remark)).underline = True
    for below in item.below:
        _docx_item(document, below, number, depth=depth + 1)


def note_words(note: Note) -> str:
    """A note as one line: outlet, date, page, range, address, capture time, digest."""
    parts = [note.outlet, note.published, f"{note.name} characters {note.ranges}", note.url]
    fetched = f"captured {note.fetched}" if note.fetched else "capture time unknown"
    return ", ".join(
        part for part in (*parts, fetched, f"page {note.page}", f"SHA-256 of its text {note.digest}") if part
    )


def _numbers(paper: Paper) -> Mapping[Note, int]:
    return {note: place for place, note in enumerate(paper.notes, start=1)}


def _plain(text: str) -> str:
    # XML has no way to write controls and lone surrogates, which a scraped page may hold.
    clean = "".join(
        c if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff") else "\N{REPLACEMENT CHARACTER}" for c in text
    )
    return clean.encode("utf-8", "replace").decode()


def _timeless(packed: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(packed)) as old:
        # Word asks for the list of types first.
        names = sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        return pack((name, old.read(name)) for name in names)


PRINTERS: Mapping[str, Callable[[Paper], bytes]] = {
    "html": _html,
    "md": _markdown,
    "docx": _docx,
    "csv": _csv,
    "json": _json,
}
