"""Evidence: the words at spans of a page, marked, two sentences on each side, with all a citation needs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import msgspec

from onrecord.errors import UnknownId
from onrecord.record import Record, Shelf
from onrecord.record.cells import date_words
from onrecord.spans import hull
from onrecord.types import Span
from onrecord.web import links
from onrecord.web.marking import Bit, Layer, cut

SENTENCES = 2
# Where a sentence ends for showing text around a span; evidence itself never depends on it.
_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s)|\n\s*\n|\n")
# No surroundings are longer than this on one side, whatever the page's punctuation.
_AROUND_CHARS = 600


class Evidence(msgspec.Struct, frozen=True):
    """Words of a page with their place and the page's own data; ``ranges`` count code points of its text."""

    page: str
    spans: tuple[Span, ...]
    bits: tuple[Bit, ...]
    name: str
    title: str
    outlet: str
    published: str
    captured: str
    digest: str
    ranges: str
    citation: str
    url: str | None
    outside: str | None
    href: str
    opens: str
    language: str | None
    cut_before: bool
    cut_after: bool


def evidence_of(record: Record, page: str, spans: Sequence[Span], *, sentences: int = SENTENCES) -> Evidence:
    """What stands at these spans; raises UnknownId for a page that is not there or spans that leave it."""
    shelf = record.shelf
    clipping = shelf.clippings.get(page)
    if clipping is None:
        raise UnknownId(f"{page}: no page of this id in the record.")
    text = clipping.page.text
    inner = tuple(span for span in spans if 0 <= span.start < span.end <= len(text))
    if not inner:
        raise UnknownId(f"{page}: its text has {len(text)} characters, and no such range.")
    around = surroundings(text, hull(inner), sentences)
    ranges = ", ".join(f"{s.start}–{s.end}" for s in inner)
    digest = digest_of(record, page)
    return Evidence(
        page=page,
        spans=inner,
        bits=cut(text, around, [Layer(span, "hit") for span in inner]),
        name=shelf.name(page),
        title=shelf.headline(page),
        outlet=shelf.outlet(page),
        published=date_words(clipping.article.published),
        captured=clipping.page.fetched or "unknown: the input does not say",
        digest=digest,
        ranges=ranges,
        citation=cite(shelf, page, inner, digest),
        url=clipping.page.url,
        outside=links.outside(clipping.page.url),
        href=links.to_evidence(page, inner),
        opens=links.to_article(page, inner),
        language=clipping.article.language,
        cut_before=around.start > 0,
        cut_after=around.end < len(text),
    )


def surroundings(text: str, span: Span, sentences: int) -> Span:
    """The span with so many sentences on each side, as far as they reach."""
    low, high = max(0, span.start - _AROUND_CHARS), min(len(text), span.end + _AROUND_CHARS)
    before = [low, *(m.end() for m in _END.finditer(text, low, span.start) if text[m.end() : span.start].strip())]
    after = [*(m.end() for m in _END.finditer(text, max(span.end - 1, 0), high) if m.end() >= span.end), high]
    start = before[-(sentences + 1)] if len(before) > sentences else low
    tail = [end for end in after if text[span.end : end].strip() or end == high]
    end = tail[min(sentences, len(tail)) - 1] if sentences else span.end
    while start < span.start and text[start].isspace():
        start += 1
    while end > span.end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def cite(shelf: Shelf, page: str, spans: Sequence[Span], digest: str) -> str:
    """A citation in one line: outlet, title, date, address, capture, digest, range. What is unknown says so."""
    clipping = shelf.clippings[page]
    ranges = ", ".join(f"{s.start}-{s.end}" for s in spans)
    parts = [
        f"“{shelf.words(page, tuple(spans))}”",
        f"{shelf.outlet(page)}, “{shelf.headline(page)}”",
        f"published {date_words(clipping.article.published)}",
        clipping.page.url or f"page {shelf.name(page)}",
        f"captured {clipping.page.fetched or 'unknown'}",
        f"SHA-256 {digest}",
        f"characters {ranges}",
    ]
    return ". ".join(parts) + "."


def digest_of(record: Record, page: str) -> str:
    """The SHA-256 of the bytes a page was read from."""
    return hashlib.sha256(record.raw(page)).hexdigest()
