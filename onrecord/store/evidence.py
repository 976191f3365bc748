"""Which characters of which page a record points at, for every record type: what the first law is checked on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from onrecord.groups import Copy, Drift
from onrecord.types import Page, Span, page_of


def places_of(record: msgspec.Struct) -> Iterator[tuple[str, Span]]:
    """Every span in a record, with the id of the page it counts on.

    >>> from onrecord.types import Mention
    >>> list(places_of(Mention("f00d:m0-4", "f00d", Span(0, 4), "person", "name", "f00d:m0-4")))
    [('f00d', Span(start=0, end=4))]
    """
    if isinstance(record, Page):
        yield from _spans(record.blocks, record.id)
    elif isinstance(record, Copy):
        for passage in record.passages:
            yield record.left, passage.left
            yield record.right, passage.right
    else:
        yield from _spans(record, "")


def _spans(value: object, page: str) -> Iterator[tuple[str, Span]]:
    if isinstance(value, Span):
        yield page, value
    elif isinstance(value, Drift):
        for side, span in ((value.left, value.left_span), (value.right, value.right_span)):
            if span is not None:
                yield page_of(side), span
    elif isinstance(value, msgspec.Struct):
        on = getattr(value, "page", None) or page
        for name in value.__struct_fields__:
            yield from _spans(getattr(value, name), on)
    elif isinstance(value, tuple):
        if len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], Span):
            yield page_of(value[0]), value[1]
            return
        for item in value:
            yield from _spans(item, page)


def strays_of(record: msgspec.Struct, sizes: Mapping[str, int]) -> Iterator[str]:
    """What is wrong with the places of a record, in words: a page that is not there, a span that leaves its page."""
    name = getattr(record, "id", getattr(record, "of", ""))
    kind = type(record).__name__.lower()
    for page, span in places_of(record):
        if page not in sizes:
            yield f"{kind} {name}: points at page {page}, which is not here"
        elif not 0 <= span.start <= span.end <= sizes[page]:
            yield f"{kind} {name}: {span.start}-{span.end} leaves page {page} ({sizes[page]} characters)"
