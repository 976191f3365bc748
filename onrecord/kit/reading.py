"""What the tagger finds in a text: sentences, names, and attributions in raw spans."""

from __future__ import annotations

from typing import Literal

import msgspec

from onrecord.labels import Tier
from onrecord.types import Span, Spans

Label = Literal["person", "body", "place", "people", "other"]


class Name(msgspec.Struct, frozen=True):
    """A name as the tagger sees it; labels are voted by surface form over the text."""

    span: Span
    label: Label
    sure: float = 1.0


class Attribution(msgspec.Struct, frozen=True):
    """Source, cue and content of one attribution, each in one or more pieces; any but content may be empty."""

    source: Spans
    cue: Spans
    content: Spans
    sure: float = 1.0


class Reading(msgspec.Struct, frozen=True):
    """All the tagger finds in one text, each list in order of position; spans count the text's code points."""

    sentences: Spans = ()
    names: tuple[Name, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    tier: Tier = "model"
