"""A page's text cut where layers begin and end, so that each piece knows all that lies on it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from onrecord.types import Span


class Layer(msgspec.Struct, frozen=True, order=True):
    """Something that lies on a stretch of text: its kind ("direct", "cue", "name") and whose it is."""

    span: Span
    kind: str
    of: str = ""


class Bit(msgspec.Struct, frozen=True):
    """A stretch of text with the same layers throughout; ``opens`` and ``closes`` are those that begin or end at it."""

    start: int
    words: str
    layers: tuple[Layer, ...] = ()
    opens: tuple[Layer, ...] = ()
    closes: tuple[Layer, ...] = ()

    @property
    def kinds(self) -> str:
        """The kinds of its layers, for a class attribute."""
        return " ".join(dict.fromkeys(layer.kind for layer in self.layers))

    @property
    def owners(self) -> str:
        """Whose layers these are, for a data attribute."""
        return " ".join(dict.fromkeys(layer.of for layer in self.layers if layer.of and ":" not in layer.of))

    @property
    def means(self) -> str:
        """What a time expression stands for; empty for other words."""
        return next((layer.of[2:] for layer in self.layers if layer.of.startswith("t:")), "")

    @property
    def party(self) -> str:
        """The id of the party that these words name; empty for none."""
        return next((layer.of[2:] for layer in self.layers if layer.of.startswith("p:")), "")


def cut(text: str, within: Span, layers: Sequence[Layer]) -> tuple[Bit, ...]:
    """The text of a span in bits, in order; joined they are that text again. Layers outside are left out."""
    mine = sorted(layer for layer in layers if layer.span.start < within.end and layer.span.end > within.start)
    edges = {within.start, within.end}
    for layer in mine:
        edges |= {max(within.start, layer.span.start), min(within.end, layer.span.end)}
    cuts = sorted(edges)
    bits: list[Bit] = []
    active: list[Layer] = []
    ahead = iter(mine)
    coming = next(ahead, None)
    for start, end in pairwise(cuts):
        active = [layer for layer in active if layer.span.end > start]
        while coming is not None and coming.span.start <= start:
            active.append(coming)
            coming = next(ahead, None)
        bits.append(
            Bit(
                start,
                text[start:end],
                tuple(active),
                tuple(layer for layer in active if layer.span.start == start),
                tuple(layer for layer in active if layer.span.end == end),
            )
        )
    return tuple(bits)
