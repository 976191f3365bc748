"""Clippings made by hand from marked text: invented pages for the tests of copies."""

from __future__ import annotations

import re

from onrecord.labels import Form, Hop, Manner, Modality
from onrecord.types import Article, Block, Clipping, Dated, Fact, Page, Relay, Span, Statement, id_of


def clip(
    page: str,
    text: str,
    *statements: Statement,
    outlet: str | None = None,
    wire: str | None = None,
    published: str | None = None,
) -> Clipping:
    """A page whose every paragraph is a block of body text."""
    blocks = tuple(Block(Span(m.start(), m.end())) for m in re.finditer(r"[^\n]+", text))
    article = Article(
        id=f"{page}:a",
        page=page,
        blocks=blocks,
        outlet=Fact(outlet) if outlet else None,
        wire=Fact(wire) if wire else None,
        published=Dated(published),
    )
    return Clipping(Page(page, f"{page}.txt", text), article, statements=tuple(statements))


def said(
    page: str,
    text: str,
    content: str,
    source: str = "",
    *,
    speaker: str | None = None,
    manner: Manner = "direct",
    form: Form = "named",
    modality: Modality = "said",
    relay: tuple[Hop, str] | None = None,
) -> Statement:
    """A statement whose content, source and relay are found in the text by their words."""
    span = span_of(text, content)
    near = text.rfind("\n", 0, span.start) + 1
    hops = (Relay(relay[0], relay[1], span_of(text, relay[1], near)),) if relay else ()
    return Statement(
        id=id_of(page, "s", span),
        page=page,
        content=(span,),
        source=(span_of(text, source, near),) if source else (),
        speaker=speaker,
        manner=manner,
        form=form,
        modality=modality,
        relays=hops,
    )


def span_of(text: str, words: str, start: int = 0) -> Span:
    """Where words stand in a text."""
    at = text.index(words, start)
    return Span(at, at + len(words))
