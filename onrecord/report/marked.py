"""A page's text cut into pieces: kept or set aside, marked where a statement stands, with link targets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from onrecord.labels import KEPT_ROLES
from onrecord.types import Clipping, Span


class Piece(msgspec.Struct, frozen=True):
    """A stretch of page text that looks the same throughout; ``start`` is its offset on the page."""

    start: int
    words: str
    role: str
    marked: bool
    target: bool


def mark_page(clipping: Clipping, targets: Iterable[Span], marked: Iterable[Span]) -> tuple[Piece, ...]:
    """The whole text of a page in pieces, in order; joined they are the page's text again.

    ``targets`` are spans a link may lead to (their start becomes a piece's start), ``marked`` those
    shown as statements. Text in no block has the role "furniture".
    """
    text = clipping.page.text
    starts = {span.start for span in targets}
    marks = sorted(set(marked))
    roles = [(block.span, block.role) for block in clipping.article.blocks]
    edges = {0, len(text), *starts}
    for span in (*marks, *(span for span, _ in roles)):
        edges |= {span.start, span.end}
    cuts = sorted(edge for edge in edges if 0 <= edge <= len(text))
    pieces = []
    for start, end in pairwise(cuts):
        role = next((role for span, role in roles if span.start <= start < span.end), "furniture")
        inside = any(span.start <= start < span.end for span in marks)
        pieces.append(Piece(start, text[start:end], role, inside, start in starts))
    return tuple(_quiet(pieces))


def _quiet(pieces: Sequence[Piece]) -> list[Piece]:
    """Roles as a reader needs them: the article's own, or set aside with the reason."""
    return [
        msgspec.structs.replace(p, role="article" if p.role in KEPT_ROLES else p.role.replace("_", " ")) for p in pieces
    ]
