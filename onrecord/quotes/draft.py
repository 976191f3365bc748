"""A statement in the making: spans count the view's text until it goes home to the page."""

from __future__ import annotations

import msgspec

from onrecord import labels
from onrecord.types import Span, Spans


class Hop(msgspec.Struct, frozen=True):
    """A relay found in the text: how, through whom, and the words that say so."""

    how: labels.Hop
    name: str
    span: Span


class Draft(msgspec.Struct, frozen=True):
    """Spans of one statement with the labels given so far; ``outer`` is the hull of the content it is quoted inside."""

    content: Spans
    cue: Spans = ()
    source: Spans = ()
    sure: float = 1.0
    tier: labels.Tier = "model"
    manner: labels.Manner = "indirect"
    form: labels.Form = "none"
    act: labels.Act = "say"
    modality: labels.Modality = "said"
    verb: str | None = None
    hops: tuple[Hop, ...] = ()
    audience: Span | None = None
    venue: Span | None = None
    reason: Span | None = None
    closeness: Span | None = None
    count: labels.Count | None = None
    outer: Span | None = None
    why: tuple[str, ...] = ()
