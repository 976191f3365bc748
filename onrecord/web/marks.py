"""Statements as marks of a picture: their lane, their date, their shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from onrecord.record import Shelf
from onrecord.types import Statement
from onrecord.web import links
from onrecord.web.cards import day_of, spoken_name
from onrecord.web.chips import is_anonymous
from onrecord.web.drawn.lanes import Mark

# More lanes than these are no picture; who speaks less stands in one lane together.
_LANES = 14
_REST = "others"
_WORDS = 240


def marks_of(shelf: Shelf, statements: Sequence[Statement]) -> list[Mark]:
    """Statements as marks in the lanes of their speakers, those who speak most first."""
    voices = {s.id: spoken_name(shelf.speaker(s)) for s in statements}
    counts = Counter(voices.values())
    most = [name for name, _ in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))]
    own = set(most if len(most) <= _LANES else most[: _LANES - 1])
    ranks = {name: rank for rank, name in enumerate(most)}
    made = [
        Mark(
            lane=voices[s.id] if voices[s.id] in own else _REST,
            dated=day_of(shelf, s),
            shape=shape_of(s),
            words=shelf.words(s.page, s.content)[:_WORDS],
            href=links.to_statement(s.id),
        )
        for s in sorted(statements, key=lambda s: (ranks[voices[s.id]], s.id))
    ]
    return sorted(made, key=lambda m: (ranks.get(m.lane, len(ranks)), m.dated.value or "~", m.href))


def shape_of(statement: Statement) -> str:
    """Half for what was planned, a square for a document, a ring for a source without a name, else a dot."""
    if statement.modality == "planned":
        return "half"
    if statement.form == "document":
        return "square"
    return "ring" if is_anonymous(statement) or statement.form == "none" else "dot"
