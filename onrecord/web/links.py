"""Where each thing of a record is found on the local web: addresses made of ids, ranges and names."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode, urlsplit

from onrecord.types import Span

# Ids hold letters, digits, colons and hyphens; colons may stand in a path as they are.
_PLAIN = ":"
_OUTSIDE = ("http", "https")


def to_statement(statement: str) -> str:
    """A statement's own page."""
    return f"/s/{_safe(statement)}"


def to_article(page: str, spans: Sequence[Span] = ()) -> str:
    """An article's page, opened at these spans with them marked if any are given."""
    marked = f"?mark={_ranges(spans)}#mark" if spans else ""
    return f"/a/{_safe(page)}{marked}"


def to_party(party: str) -> str:
    """The page of a person or body."""
    return f"/p/{_safe(party)}"


def to_story(story: str) -> str:
    """A story's page."""
    return f"/st/{_safe(story)}"


def to_thread(thread: str) -> str:
    """A thread's page."""
    return f"/th/{_safe(thread)}"


def to_outlet(name: str) -> str:
    """An outlet's page."""
    return f"/outlet/{quote(name, safe='', errors='replace')}"


def to_compare(left: str, right: str) -> str:
    """Two pages side by side."""
    return f"/copies/{_safe(left)}/{_safe(right)}"


def to_evidence(page: str, spans: Span | Sequence[Span]) -> str:
    """The words at spans of a page, marked in their surroundings."""
    pieces = (spans,) if isinstance(spans, Span) else spans
    return f"/e/{_safe(page)}/{_ranges(pieces)}"


def to_list(name: str, **filters: str | None) -> str:
    """A list with filters applied; those of ``None`` or nothing are left out."""
    given = {key: value for key, value in filters.items() if value}
    return f"/{name}" + (f"?{urlencode(given, errors='replace')}" if given else "")


def outside(url: str | None) -> str | None:
    """The address if a browser may follow it (http, https), else ``None``: a page's own words are never run."""
    if url is None or any(ord(char) < 33 for char in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in _OUTSIDE and parts.netloc else None


def spans_in(words: str) -> tuple[Span, ...]:
    """The spans of an address made by ``to_evidence``, those that make no sense left out.

    >>> spans_in("3-9_12-14")
    (Span(start=3, end=9), Span(start=12, end=14))
    """
    found = []
    for piece in words.split("_"):
        start, _, end = piece.partition("-")
        if start.isascii() and end.isascii() and start.isdigit() and end.isdigit() and len(start + end) < 24:
            found.append(Span(int(start), int(end)))
    return tuple(span for span in found if span.start < span.end)


def _ranges(spans: Sequence[Span]) -> str:
    return "_".join(f"{span.start}-{span.end}" for span in spans)


def _safe(record_id: str) -> str:
    return quote(record_id, safe=_PLAIN, errors="replace")
