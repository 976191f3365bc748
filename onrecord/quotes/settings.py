"""To whom something was said, and where or on what occasion."""

from __future__ import annotations

import re

from onrecord.quotes.cues import Told
from onrecord.quotes.draft import Draft
from onrecord.quotes.scene import Scene
from onrecord.spans import overlap, trim
from onrecord.types import Span

_STOPS = re.compile(
    r"[,.;:\"“”\n(]|\s[-–—]\s|\b(?:in|on|at|during|after|before|via|by|through|last|yesterday|today|tonight|early|late|earlier|"
    r"later|that|as|when|while|how|what|why|whether|if|about|of|from|not|to|he|she|they|it|there|this\s+(?:week|month|year)|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b",
    re.IGNORECASE,
)
_TO = re.compile(r"\s*(?:to|for|with)\s+", re.IGNORECASE)
_OCCASION_LEAD = re.compile(
    r"\b(?:in|on|at|during|via|through|after|following)\s+(?:(?!(?:and|but|that|who|which|said)\b)[\w'’.&-]+\s+){0,6}?$",
    re.IGNORECASE,
)
_TRAIL = re.compile(r"\s+(?:with|to|from|for|on|of|at|in|before)\s+[^,.;:\"“”\n()]+")
_PLACE = re.compile(r"\s*\b(?:in|at)\s+$", re.IGNORECASE)
_LEAD_CHARS = 70
_ARTICLES = frozenset(("a", "an", "the", "his", "her", "its", "their", "our", "all", "any"))


def audience_of(scene: Scene, draft: Draft, told: Told) -> Span | None:
    """The words for those who were told: "told reporters", "confirmed to the court"; None where nobody is named."""
    if told.head is None or told.passive or not draft.cue:
        return None
    start = told.head.end
    after = [s.start for s in draft.content if s.start >= start]
    sentence = scene.sentence_at(told.head.start)
    stop = min([*after, max(sentence.end, draft.cue[-1].end)])
    lead = _TO.match(scene.text, start, stop)
    if lead:
        start = lead.end()
    elif told.verb not in scene.lexicon.small["tells at once"]:
        return None
    end = _STOPS.search(scene.text, start, stop)
    span = trim(scene.text, Span(start, end.start() if end else stop))
    if span.start >= span.end or any(overlap(span, s) for s in (*draft.source, *draft.content)):
        return None
    return span if not lead or _can_hear(scene, span) else None


def _can_hear(scene: Scene, span: Span) -> bool:
    """Whether words after "to" are people: "gave it to the mayor", not "gave it to clear the air"."""
    words, small = scene.words_in(span), scene.lexicon.small
    if not words:
        return False
    named = any(scene.text[w.start].isupper() for w in words)
    known = any(w.text in scene.lexicon.speakers for w in words)
    pronoun = words[0].text in small["pronoun"] | small["group pronoun"]
    opens = scene.text[words[0].start].isupper() or words[0].text not in scene.lexicon.verbs
    # "to calm the Tolvians": a plain word before an article is a verb.
    acts = len(words) > 1 and scene.text[words[0].start].islower() and words[1].text in _ARTICLES
    return opens and (named or known or pronoun) and (pronoun or not acts)


def venue_of(scene: Scene, draft: Draft) -> Span | None:
    """The occasion or place of the saying, outside its content: "in a television interview", "in Washington"."""
    if not draft.cue and not draft.source:
        return None
    anchor = (draft.cue or draft.source)[0].start
    sentence = scene.sentence_at(anchor)
    for match in scene.lexicon.occasions.finditer(scene.text, sentence.start, sentence.end):
        low = max(sentence.start, match.start() - _LEAD_CHARS)
        lead = _OCCASION_LEAD.search(scene.text[low : match.start()])
        if lead is None:
            continue
        end = _end_of(scene, draft, match.end(), sentence.end)
        span = Span(low + lead.start(), end)
        quoted = scene.in_marks(span.start) is not scene.in_marks(anchor)
        if not quoted and not any(overlap(span, s) for s in (*draft.content, *draft.source)):
            return span
    return _place_after(scene, draft, sentence)


def _end_of(scene: Scene, draft: Draft, at: int, stop: int) -> int:
    trail = _TRAIL.match(scene.text, at, stop)
    if trail is None:
        return at
    end = min([trail.end(), *(s.start for s in (*draft.content, *draft.source) if s.start >= at)])
    clause = re.compile(r"\s+(?:that|said|who|where|when)\b").search(scene.text, at, end)
    return trim(scene.text, Span(at, clause.start() if clause else end)).end if end > at else at


def _place_after(scene: Scene, draft: Draft, sentence: Span) -> Span | None:
    """A place named right behind the cue: "said in Brask that"."""
    if not draft.cue:
        return None
    low = max(s.start for s in draft.cue)
    for name in scene.names:
        if name.label != "place" or not low <= name.span.start < sentence.end:
            continue
        lead = _PLACE.search(scene.text, low, name.span.start)
        span = Span(lead.start(), name.span.end) if lead else None
        if (
            span
            and len(scene.text[low : span.start]) < _LEAD_CHARS
            and not any(overlap(span, s) for s in (*draft.content, *draft.source))
        ):
            return trim(scene.text, span)
    return None
