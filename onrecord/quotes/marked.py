"""Whether a content stands in quotation marks: wholly, in part, or not at all."""

from __future__ import annotations

from onrecord.kit.marks import find_quoted
from onrecord.labels import Manner
from onrecord.quotes.draft import Draft
from onrecord.quotes.scene import Scene
from onrecord.spans import hull
from onrecord.types import Span

# A quotation may lend a word or two to its frame and stay one: nine words of ten.
_WHOLLY = 0.9


def manner_of(scene: Scene, draft: Draft) -> Manner:
    """Direct, mixed or indirect by the words in marks; inside somebody's quotation only inner marks count.

    "We think it will hold," he said: what "we think" is told in the speaker's own words, not quoted.
    """
    words = scene.words_of(draft.content)
    if not words:
        return "indirect"
    quoted = [Span(q.start, q.end) for q in scene.quoted]
    outer = _shared_marks(scene, draft)
    if outer is not None:
        inner = find_quoted(scene.text[outer.start + 1 : outer.end - 1])
        quoted = [Span(outer.start + 1 + q.start, outer.start + 1 + q.end) for q in inner]
    inside = sum(any(q.start <= w.start < q.end for q in quoted) for w in words)
    if inside >= _WHOLLY * len(words):
        return "direct"
    return "mixed" if inside else "indirect"


def _shared_marks(scene: Scene, draft: Draft) -> Span | None:
    """The quoted stretch that holds both the content and its cue."""
    if not draft.cue:
        return None
    around = scene.in_marks(hull(draft.content).start)
    if around is None or not around.start < draft.cue[0].start < around.end:
        return None
    return Span(around.start, around.end)
