"""One thing of the record, whole, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from onrecord.record import Shelf
from onrecord.record.about import chain_of
from onrecord.record.cells import cells_of, date_words, origin_words
from onrecord.spans import hull
from onrecord.types import Clipping, Relay, Span, Statement

_CONTEXT_CHARS = 160


def whole_of(shelf: Shelf, record: msgspec.Struct) -> Iterator[str]:
    """Lines that show a record with everything tied to it."""
    if isinstance(record, Clipping):
        yield from _page(shelf, record)
    elif isinstance(record, Statement):
        yield from _statement(shelf, record)
    else:
        for name, cell in cells_of(shelf, record).items():
            yield f"{name:<16} {cell if cell not in (None, '') else '-'}"


def _page(shelf: Shelf, clipping: Clipping) -> Iterator[str]:
    article = clipping.article
    yield shelf.headline(clipping.page.id)
    yield f"page       {clipping.page.name}  id {clipping.page.id}  {clipping.page.media}"
    yield f"outlet     {shelf.outlet(clipping.page.id)}"
    yield f"published  {date_words(article.published)}  {'; '.join(article.published.reasons)}"
    yield f"wire       {article.wire.value if article.wire else 'unknown'}"
    yield f"dateline   {shelf.words(clipping.page.id, article.dateline.span if article.dateline else None) or 'none'}"
    yield ""
    for statement in clipping.statements:
        yield _line(shelf, statement)


def _statement(shelf: Shelf, statement: Statement) -> Iterator[str]:
    text = shelf.text(statement.page)
    extent = hull((*statement.content, *statement.cue, *statement.source))
    yield _line(shelf, statement)
    for name, cell in cells_of(shelf, statement).items():
        yield f"    {name:<12} {cell if cell not in (None, '') else '-'}"
    yield "chain: " + " > ".join([shelf.speaker(statement), *(_hop(shelf, *hop) for hop in chain_of(shelf, statement))])
    yield "why: " + ("; ".join(statement.why) or "-")
    around = Span(max(0, extent.start - _CONTEXT_CHARS), min(len(text), extent.end + _CONTEXT_CHARS))
    yield "context: " + shelf.words(statement.page, around)
    group = shelf.carriers(statement)
    if group is not None:
        yield f"carried by {len(group.pages)} pages, {origin_words(shelf, statement)}:"
        for other in group.statements:
            yield "    " + _line(shelf, shelf.statements[other])
        for drift in group.drifts:
            yield f"    drift {drift.kind}: {drift.left_words or '-'} > {drift.right_words or '-'}"
    for relation in shelf.relations_of(statement.id):
        yield "relation: " + " | ".join(str(cell) for cell in cells_of(shelf, relation).values())


def _hop(shelf: Shelf, page: str, relay: Relay) -> str:
    where = f", {relay.span.start}-{relay.span.end}" if relay.span else ""
    return f"{relay.name} ({relay.how}; {shelf.name(page)}{where})"


def _line(shelf: Shelf, statement: Statement) -> str:
    extent = hull(statement.content)
    return (
        f"{shelf.speaker(statement)} [{statement.act}, {statement.manner}, {statement.form}, {statement.modality}] "
        f"{shelf.words(statement.page, statement.content)} "
        f"({shelf.name(statement.page)} {extent.start}-{extent.end}; {statement.id})"
    )
