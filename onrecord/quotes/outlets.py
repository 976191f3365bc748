"""Which words name an outlet, and which outlet "the newspaper" is."""

from __future__ import annotations

import re

import msgspec

from onrecord.quotes.lexicon import bare
from onrecord.quotes.scene import Scene
from onrecord.spans import overlap
from onrecord.types import Span

# A run of capitalised words, with small words inside: "Lakeside Herald", "News of the North".
_RUN = re.compile(
    r"(?:[Tt]he\s+)?[A-Z][\w.'’&-]*(?:\s+(?:(?:of|de|della|du|la|le|the|and|&)\s+){0,2}[A-Z0-9][\w.'’&-]*)*"
)
_SITE = re.compile(r"\b[\w-]+\.(?:com|org|net|info|co|news|tv|in|pk|uk)(?:\.\w\w)?\b", re.IGNORECASE)
_TOLD = re.compile(r"\b(?:told|tells|telling|talking to|speaking to|interview with|interviewed by)\s+")
# Short and everyday words that are names of outlets only in full ("Times" of a match, "Post" of a fence).
_TOO_SHORT = 2


class Press(msgspec.Struct, frozen=True):
    """Words that name an outlet and the name to print."""

    span: Span
    name: str


def find_outlets(scene: Scene) -> tuple[Press, ...]:
    """Every place where a text names an outlet, in reading order."""
    told = {m.end() for m in _TOLD.finditer(scene.text)}
    found = []
    for match in _RUN.finditer(scene.text):
        span = Span(match.start(), match.end())
        press = _named(scene, span, told=span.start in told)
        if press is not None:
            found.append(press)
    for match in _SITE.finditer(scene.text):
        span = Span(match.start(), match.end())
        if not any(overlap(span, press.span) for press in found):
            found.append(Press(span, scene.text[span.start : span.end]))
    return tuple(sorted(found, key=lambda press: press.span))


def outlet_in(scene: Scene, span: Span, outlets: tuple[Press, ...]) -> Press | None:
    """The outlet words in a span name, "the newspaper" being the last one named before."""
    for press in outlets:
        if span.start <= press.span.start and press.span.end <= span.end:
            return press
    if is_generic_outlet(scene, span):
        before = [press for press in outlets if press.span.end <= span.start]
        if before:
            return Press(span, before[-1].name)
    return None


def _named(scene: Scene, span: Span, *, told: bool) -> Press | None:
    words = scene.words_in(span)
    known = scene.lexicon.outlets
    folded = [w.text.removesuffix("'s") for w in words]
    # The longest stretch of the run that the list knows: "Lebanon's MTV", "CNN's New Day".
    for size in range(len(words), 0, -1):
        for k in range(len(words) - size + 1):
            name = bare(" ".join(folded[k : k + size]))
            if name in known and (len(name) > _TOO_SHORT or told):
                return Press(Span(words[k].start, words[k + size - 1].end), known[name])
    if (len(words) > 1 and folded[-1] in scene.lexicon.outlet_words and folded[0] != "the") or _the_named(scene, folded):
        start = words[1].start if folded[0] == "the" and len(words) > 2 else span.start
        return Press(span, scene.text[start : span.end])
    return _told_one(scene, span, folded) if told else None


def _the_named(scene: Scene, folded: list[str]) -> bool:
    return len(folded) > 1 and folded[0] == "the" and folded[-1] in scene.lexicon.outlet_words


def _told_one(scene: Scene, span: Span, folded: list[str]) -> Press | None:
    """A name right after "told" that the reading calls a body, when no word of it is a court, a force, a state."""
    label = next((n.label for n in scene.names if overlap(n.span, span)), None)
    if label not in ("body", "other"):
        return None
    name = bare(" ".join(folded))
    if name in scene.lexicon.states or any(w in scene.lexicon.speakers for w in folded):
        return None
    return Press(span, " ".join(scene.text[span.start : span.end].split()).removeprefix("the "))


def is_generic_outlet(scene: Scene, span: Span) -> bool:
    """Whether words point at an outlet named elsewhere: "the newspaper"."""
    words, small = scene.words_in(span), scene.lexicon.small
    return len(words) in (2, 3) and words[0].text in small["pointer"] and words[-1].text in small["outlet"]
