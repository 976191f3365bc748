"""How the words of a source name it: form, how many speak, why they are unnamed, how close they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord import labels
from onrecord.quotes.lexicon import Noun, bare
from onrecord.quotes.scene import Scene, Word
from onrecord.spans import hull
from onrecord.types import Span, Spans

# Where the head of a noun phrase ends: "a spokesman | for the ministry", "the envoy | , who ...".
_BREAK = re.compile(r"[,(]")


def form_of(scene: Scene, source: Spans) -> labels.Form:
    """How a source is named, from its words alone; a pronoun counts as a name until somebody resolves it.

    The head of the noun phrase decides: "a spokesman for Scotland Yard" is an unnamed spokesman,
    "spokesman Ivo Tarn" a named person, "the ministry's statement" a document.
    """
    words, small = scene.words_of(source), scene.lexicon.small
    if not words:
        return "none"
    texts = [w.text.removesuffix("'s") for w in words]
    if len(words) == 1 and texts[0] in small["pronoun"]:
        return "named"
    if len(words) == 1 and texts[0] in small["group pronoun"]:
        return "body" if texts[0] in ("it", "its") else "named"
    if _person_heads(scene, source):
        return "named"
    head, noun = _head(scene, words, hull(source))
    if _outlet_named(scene, source) and (noun is None or noun.form in ("outlet", "body")):
        return "outlet"
    if noun is None:
        return _without_noun(scene, words, texts)
    if (noun.form == "anon_described" and head.text in small["bare head"]) or noun.form == "anon_bare":
        return "anon_bare" if _is_bare(scene, words, head) else "anon_described"
    if noun.form == "office":
        return "office" if texts[0] not in ("a", "an", "one", "another", "some") else "anon_described"
    if noun.form == "generic" and any(w.text in ("two", "three", "four") for w in words):
        return "anon_described"
    return noun.form


def count_of(scene: Scene, source: Spans, form: labels.Form) -> labels.Count | None:
    """How many unnamed sources the words claim; None for sources that are named or no people."""
    if form not in ("anon_described", "anon_bare", "spokes_unnamed", "generic"):
        return None
    words = scene.words_of(source)
    texts, small = [w.text for w in words], scene.lexicon.small
    if any(t in small["two"] for t in texts[:3]):
        return "two"
    if any(t in small["several"] for t in texts[:3]):
        return "several"
    _, noun = _head(scene, words, hull(source))
    if noun is not None:
        return "plural" if noun.plural else "one"
    return "one" if texts and texts[0] in small["one"] else "unstated"


def reason_of(scene: Scene, source: Spans, sentence: Span) -> Span | None:
    """The words that give the reason for anonymity, in the source or its sentence."""
    return _found(scene.lexicon.reasons, scene, [*source, sentence])


def closeness_of(scene: Scene, source: Spans) -> Span | None:
    """The words that say how close an unnamed source is: "privy to the details of the talks"."""
    found = _found(scene.lexicon.closeness, scene, source)
    if found is None:
        return None
    end = next((s.end for s in source if s.start <= found.start < s.end), found.end)
    return Span(found.start, end)


def _found(pattern: re.Pattern[str], scene: Scene, places: Sequence[Span]) -> Span | None:
    for place in places:
        if match := pattern.search(scene.text, place.start, place.end):
            return Span(match.start(), match.end())
    return None


def _person_heads(scene: Scene, source: Spans) -> bool:
    """Whether a person's name is the head or stands beside it: "spokesman Ivo Tarn", "the envoy, Ivo Tarn, said"."""
    span = hull(source)
    stop = _tail_of(scene, span)
    for name in scene.names:
        if name.label != "person" or name.span.end <= span.start or name.span.start >= span.end:
            continue
        after = scene.text[name.span.end : span.end]
        # "Tarn's spokesman": the owner of the head is not the head.
        if after[:2] in ("'s", "’s") and len(after) > 2:
            continue
        apposed = scene.text[max(span.start, name.span.start - 2) : name.span.start] == ", "
        rest = scene.words_in(Span(name.span.end, span.end))
        closes = not rest or rest[0].text in scene.lexicon.small["tail"] or _looks_named(scene, rest[0])
        if (name.span.start < stop or apposed) and (closes or _BREAK.match(after.strip())):
            return True
    return False


def _tail_of(scene: Scene, span: Span) -> int:
    """Where the head of a noun phrase ends."""
    mark = _BREAK.search(scene.text, span.start + 1, span.end)
    stop = mark.start() if mark else span.end
    tails = scene.lexicon.small["tail"]
    return next((w.start for w in scene.words_in(Span(span.start, stop))[1:] if w.text in tails), stop)


def _head(scene: Scene, words: Sequence[Word], span: Span) -> tuple[Word, Noun | None]:
    """The last noun of the list before the phrase's tail; failing that, any noun of the list in it."""
    stop = _tail_of(scene, span)
    before = [w for w in words if w.start < stop]
    for part in (before, words if scene.text[stop : stop + 1] in (",", "(") else []):
        for k in range(len(part) - 1, -1, -1):
            two = f"{part[k - 1].text} {part[k].text}" if k else ""
            for text in (two, part[k].text, part[k].text.rpartition("-")[2]):
                if text in scene.lexicon.speakers:
                    return part[k], scene.lexicon.speakers[text]
            if part is before and k == len(part) - 1 and _looks_named(scene, part[k]):
                break
    return (before or words)[-1], None


def _looks_named(scene: Scene, word: Word) -> bool:
    return scene.text[word.start].isupper()


def _outlet_named(scene: Scene, source: Spans) -> bool:
    """Whether a source is an outlet by the list, or by the last word of its name."""
    words = scene.words_of(source)
    last = words[-1].text.removesuffix("'s")
    if len(words) > 1 and last in scene.lexicon.outlet_words and scene.text[words[-1].start].isupper():
        return True
    said = bare(scene.said(source)).removesuffix("'s").removesuffix("’s")
    return said in scene.lexicon.outlets


def _without_noun(scene: Scene, words: Sequence[Word], texts: Sequence[str]) -> labels.Form:
    said = " ".join(texts)
    name = said.removeprefix("the ")
    if name in scene.lexicon.states:
        return "body"
    labelled = [n.label for n in scene.names if n.span.start < words[-1].end and n.span.end > words[0].start]
    if "person" in labelled:
        return "named"
    if "body" in labelled or "place" in labelled:
        return "body"
    if name in scene.lexicon.offices or any(t in scene.lexicon.titles for t in texts[-1:]):
        return "office" if texts[0] == "the" or scene.text[words[0].start].isupper() else "anon_described"
    capitals = [
        w for w in words if scene.text[w.start].isupper() and w.text not in scene.lexicon.small["bare modifier"]
    ]
    if not capitals:
        return "office" if texts[0] == "the" and scene.lexicon.small["office tail"] & set(texts) else "anon_described"
    if any(scene.text[w.start : w.end].isupper() and w.end - w.start > 1 for w in capitals) or texts[0] == "the":
        return "body"
    return "named"


def _is_bare(scene: Scene, words: Sequence[Word], head: Word) -> bool:
    return (
        all(w.text in scene.lexicon.small["bare modifier"] or w.start >= head.start for w in words)
        and words[-1].start <= head.start
    )
