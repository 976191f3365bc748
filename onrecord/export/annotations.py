"""Statements as standoff annotations: W3C Web Annotations, and brat with the page texts.

An annotation whose span does not lie in its page is a fault of ours and raises.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from onrecord.errors import OnrecordError
from onrecord.export.lines import line_of
from onrecord.export.packed import pack
from onrecord.record import Shelf
from onrecord.types import Clipping, Span, Spans, Statement

_CONTEXT_CHARS = 40


def write_w3c(shelf: Shelf) -> Iterator[bytes]:
    """One W3C Web Annotation a line for each piece of a statement's content, with quote and position selectors.

    Positions count code points of the page's text, as the Web Annotation Data Model (W3C, 2017) asks.
    """
    for statement in shelf.statements.values():
        for piece in statement.content:
            yield line_of(_annotation(shelf, statement, piece))


def _annotation(shelf: Shelf, statement: Statement, piece: Span) -> Mapping[str, object]:
    page, text = shelf.clippings[statement.page].page, shelf.text(statement.page)
    _check(statement, piece, text)
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


def write_brat(shelf: Shelf) -> Iterator[bytes]:
    """A ZIP with a text and a standoff file a page, and the ``annotation.conf`` that brat wants (Stenetorp, 2012).

    A statement is its content (``Content``), source and cue as text-bound annotations, joined by an event-like
    relation; brat counts code points too, and a span may have several pieces but no line break, so pieces are
    cut at line ends.
    """
    files = [("annotation.conf", _CONF)]
    for page, clipping in shelf.clippings.items():
        files.append((f"{page}.txt", clipping.page.text))
        files.append((f"{page}.ann", "".join(f"{line}\n" for line in _standoff(shelf, clipping))))
    yield pack((name, text.encode("utf-8", "replace")) for name, text in files)


_CONF = """[entities]
Content
Cue
Source

[relations]
CuedBy Arg1:Content, Arg2:Cue
SaidBy Arg1:Content, Arg2:Source

[events]

[attributes]
Act Arg:Content
Form Arg:Content
Manner Arg:Content
Modality Arg:Content
"""


def _standoff(shelf: Shelf, clipping: Clipping) -> Iterator[str]:
    text = clipping.page.text
    spans = relations = notes = 0
    for statement in clipping.statements:
        named: dict[str, int] = {}
        for label, where in (("Content", statement.content), ("Cue", statement.cue), ("Source", statement.source)):
            pieces = _on_one_line(statement, where, text)
            if pieces:
                spans += 1
                named[label] = spans
                extent = ";".join(f"{piece.start} {piece.end}" for piece in pieces)
                yield f"T{spans}\t{label} {extent}\t{' '.join(text[p.start : p.end] for p in pieces)}"
        content = named.pop("Content", 0)
        for label, other in named.items():
            relations += 1
            yield f"R{relations}\t{'CuedBy' if label == 'Cue' else 'SaidBy'} Arg1:T{content} Arg2:T{other}"
        for name in ("act", "form", "manner", "modality"):
            notes += 1
            yield f"A{notes}\t{name.title()} T{content} {getattr(statement, name)}"
        yield f"#{content}\tAnnotatorNotes T{content}\t{' '.join(shelf.speaker(statement).split())} ({statement.id})"


def _on_one_line(statement: Statement, spans: Spans, text: str) -> Sequence[Span]:
    pieces = []
    for span in spans:
        _check(statement, span, text)
        start = span.start
        for line in text[span.start : span.end].splitlines(keepends=True):
            kept = line.strip()
            if kept:
                at = start + line.index(kept)
                pieces.append(Span(at, at + len(kept)))
            start += len(line)
    return pieces


def _check(statement: Statement, span: Span, text: str) -> None:
    if not 0 <= span.start < span.end <= len(text):
        raise OnrecordError(f"{statement.id}: its span leaves the page. Run: onrecord doctor")
