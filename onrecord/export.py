"""The record for programs: JSONL, CSV, W3C web annotations. Each item carries page, range and words.

Words are cut from the page at the item's span as it is written, never kept beside it; an annotation whose
span does not lie in its page is a fault of ours and raises.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping

import msgspec

from onrecord.errors import OnrecordError
from onrecord.record import Shelf
from onrecord.record.cells import cells_of
from onrecord.spans import hull
from onrecord.types import Span, Statement

# Cells that spreadsheets would run as formulas (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CONTEXT_CHARS = 40


def export_jsonl(shelf: Shelf) -> Iterator[str]:
    """Every record, one JSON object a line, by type then order: ``type``, its fields, worked-out words in ``shown``."""
    articles = [clipping.article for clipping in shelf.clippings.values()]
    for name, records in (
        ("article", articles),
        ("statement", list(shelf.statements.values())),
        ("party", shelf.parties),
        ("copy", shelf.copies),
        ("utterance", shelf.utterances),
        ("story", shelf.stories),
        ("thread", shelf.threads),
        ("event", shelf.events),
        ("relation", shelf.relations),
        ("position", shelf.positions),
        ("problem", shelf.problems),
    ):
        for record in records:
            row = {"type": name, **msgspec.to_builtins(record), "shown": cells_of(shelf, record)}
            yield msgspec.json.encode(row).decode() + "\n"


def export_csv(shelf: Shelf) -> Iterator[str]:
    """The statements as a table with a header; cells that a spreadsheet would run are made text."""
    buffer = io.StringIO(newline="")
    rows = [cells_of(shelf, statement) for statement in shelf.statements.values()]
    if rows:
        table = csv.DictWriter(buffer, fieldnames=list(rows[0]))
        table.writeheader()
        for row in rows:
            table.writerow({name: _inert(cell) for name, cell in row.items()})
    yield buffer.getvalue()


def export_w3c(shelf: Shelf) -> Iterator[str]:
    """One W3C Web Annotation a line for each piece of a statement's content, with quote and position selectors.

    Positions count code points of the page's text, as the Web Annotation Data Model (W3C, 2017) asks.
    """
    for statement in shelf.statements.values():
        for piece in statement.content:
            yield msgspec.json.encode(_annotation(shelf, statement, piece)).decode() + "\n"


def _annotation(shelf: Shelf, statement: Statement, piece: Span) -> Mapping[str, object]:
    page, text = shelf.clippings[statement.page].page, shelf.text(statement.page)
    extent = hull(statement.content)
    if not 0 <= extent.start < extent.end <= len(text):
        raise OnrecordError(f"{statement.id}: its span leaves the page. Run: onrecord doctor")
    body = {"speaker": shelf.speaker(statement), "act": statement.act, "form": statement.form,
            "manner": statement.manner, "modality": statement.modality}  # fmt: skip
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:onrecord:{statement.id}:{piece.start}-{piece.end}",
        "type": "Annotation",
        "motivation": "describing",
        "body": {"type": "Dataset", "format": "application/json", "value": body},
        "target": {
            "source": page.url or f"urn:onrecord:{page.id}",
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": text[piece.start : piece.end],
                    "prefix": text[max(0, piece.start - _CONTEXT_CHARS) : piece.start],
                    "suffix": text[piece.end : piece.end + _CONTEXT_CHARS],
                },
                {"type": "TextPositionSelector", "start": piece.start, "end": piece.end},
            ],
        },
    }


def _inert(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


EXPORTS: Mapping[str, Callable[[Shelf], Iterator[str]]] = {
    "jsonl": export_jsonl,
    "csv": export_csv,
    "w3c": export_w3c,
}
