"""Hearsay with nobody behind it, found by rule: "the boat [is believed] to be lost", "he [reportedly] left"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.quotes.draft import Draft
from onrecord.quotes.scene import Scene, Word
from onrecord.spans import hull, overlap, trim
from onrecord.types import Span, Spans

_SURE = 0.5
_LEAST_CONTENT = 3
_SUBJECT_WORDS = 14
HEARSAY = "nobody is said to hold it"
_ADVERBS = frozenset(("reportedly", "allegedly"))
_BREAK = re.compile(r"[,;:()\"“”](?!\d)|\s[–—-]\s|\n")
_STOPS = ".!?,\"”’'"


def add_hearsay(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with "is expected to" and "reportedly", where nobody has them, as statements without a source."""
    found = list(drafts)
    for sentence in scene.sentences:
        words = scene.words_in(sentence)
        for k, word in enumerate(words):
            made = None
            if word.text in _ADVERBS:
                made = _by_adverb(scene, sentence, words, k)
            elif word.text in scene.lexicon.small["held"] and words[k + 1 : k + 2] and words[k + 1].text == "to":
                made = _by_passive(scene, sentence, words, k)
            if made is not None and not any(_near(scene, made.cue[0], cue) for d in found for cue in d.cue):
                found.append(made)
    return sorted(found, key=lambda d: (hull(d.content), d.cue, d.source))


def _by_adverb(scene: Scene, sentence: Span, words: Sequence[Word], k: int) -> Draft | None:
    """ "She | reportedly | left by sea": the clause around the adverb."""
    start = _subject_start(scene, words, k)
    cue = Span(words[k].start, words[k].end)
    lead = trim(scene.text, Span(words[start].start, words[k].start))
    rest = _rest(scene, Span(cue.end, sentence.end))
    content = tuple(s for s in (lead, rest) if s.start < s.end)
    return _draft(scene, cue, content)


def _by_passive(scene: Scene, sentence: Span, words: Sequence[Word], k: int) -> Draft | None:
    """ "The boat | is widely believed | to be lost": none where "by" says who believes it."""
    small = scene.lexicon.small
    helpers = small["be"] | small["will"] | small["may"] | small["not"] | small["helper"]
    first = k
    while first and (words[first - 1].text in helpers or words[first - 1].text.endswith("ly")):
        first -= 1
    fused = first and words[first - 1].text.endswith("'s")
    passive = fused or any(w.text in small["be"] for w in words[first:k])
    if not passive or any(w.text == "by" for w in words[k + 1 : k + 3]):
        return None
    start = _subject_start(scene, words, first)
    lead = trim(scene.text, Span(words[start].start, words[first].start))
    content = tuple(s for s in (lead, _rest(scene, Span(words[k].end, sentence.end))) if s.start < s.end)
    return _draft(scene, Span(words[first].start, words[k].end), content) if lead.start < lead.end else None


def _subject_start(scene: Scene, words: Sequence[Word], end: int) -> int:
    """Where the clause before a word begins: behind a mark, "that", "and" or a verb of speech."""
    small = scene.lexicon.small
    aside = _before_aside(scene, words, end)
    start = end if aside is None else aside + 1
    for j in range(end - 1 if aside is None else aside, max(-1, end - 1 - _SUBJECT_WORDS), -1):
        broken = j + 1 < len(words) and _BREAK.search(scene.text, words[j].end, words[j + 1].start)
        verb = words[j].text in scene.lexicon.verbs and words[j].text not in scene.lexicon.speakers
        opens = words[j].text in small["clause"] - {"to"} or words[j].text in ("that", "and", "but") or verb
        if (broken and j + 1 < start) or (broken and aside is None) or opens:
            break
        start = j
    return start


def _before_aside(scene: Scene, words: Sequence[Word], end: int) -> int | None:
    """The last word before an aside that ends right here: "The chest, found in a wall, | is believed to"."""
    if not end or end == len(words) or "," not in scene.text[words[end - 1].end : words[end].start]:
        return None
    for j in range(end - 2, max(-1, end - 2 - _SUBJECT_WORDS), -1):
        if scene.text[words[j].end : words[j + 1].start].startswith(", "):
            return j
    return None


def _rest(scene: Scene, span: Span) -> Span:
    rest = trim(scene.text, span)
    end = rest.end
    while end > rest.start and scene.text[end - 1] in _STOPS:
        end -= 1
    for mark in ";\n":
        at = scene.text.find(mark, rest.start, end)
        end = at if at >= 0 else end
    return Span(rest.start, end)


def _draft(scene: Scene, cue: Span, content: Spans) -> Draft | None:
    marks = {id(scene.in_marks(s.start)) for s in (cue, *content)} | {id(scene.in_marks(s.end - 1)) for s in content}
    if len(marks) > 1 or len(scene.words_of(content)) < _LEAST_CONTENT:
        return None
    return Draft(content, (cue,), (), _SURE, "rules", why=(HEARSAY,))


def _near(scene: Scene, cue: Span, other: Span) -> bool:
    """Whether two cues overlap or stand side by side: "reportedly told"."""
    if overlap(cue, other):
        return True
    low, high = sorted((cue, other))
    return not scene.words_in(Span(low.end, high.start)) and not scene.text[low.end : high.start].strip()
