"""Which words name an outlet, and which outlet "the newspaper" is."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from onrecord.quotes.lexicon import bare
from onrecord.quotes.scene import Scene, Word
from onrecord.spans import overlap
from onrecord.types import Span

# A run of capitalised words, with small words inside: "Lakeside Herald", "News of the North".
_RUN = re.compile(
    r"(?:\b[Tt]he[ \t]+)?\b(?:[A-Z]|[a-z](?=[A-Z])|\d+(?=[ \t]+On\b))[\w'’&-]*(?:\.\w+)*"
    r"(?:[ \t]+(?:(?:of(?:[ \t]+the)?|de|della|du|la|le|&)[ \t]+)?[A-Z0-9][\w'’&-]*)*"
)
_KINDS = r"newspaper|paper|daily|weekly|magazine|television|radio|website|channel|network|broadcaster|tabloid"
_KIND_AFTER = re.compile(rf"[ \t]+(?:{_KINDS}|TV|news[ \t]+(?:agency|site))\b")
_KIND_BEFORE = re.compile(rf"\b(?:{_KINDS}|agency|site|outlet|publication)[ \t]+$")
_KIND_CHARS = 20
_SITE = re.compile(r"\b[\w-]+\.(?:com|org|net|info|co|news|tv|in|pk|uk)(?:\.\w\w)?\b", re.IGNORECASE)
_TOLD = re.compile(
    r"\b(?:told|tells|telling|talking to|speaking to|spoke to|interview with|interviewed by|confirmed (?:to|for)|"
    r"acknowledged to|admitted to)\s+(?:the\s+)?"
)
# Short and everyday words that are names of outlets only in full ("Times" of a match, "Post" of a fence).
_TOO_SHORT = 2
_ALONE = frozenset(("the news", "social media"))


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
        press = _named(scene, span, told=span.start in told or span.start + len("the ") in told)
        if press is not None:
            found.append(press)
    for match in _SITE.finditer(scene.text):
        span = Span(match.start(), match.end())
        if "." in match.group() and not any(overlap(span, press.span) for press in found):
            found.append(Press(span, scene.text[span.start : span.end]))
    found.sort(key=lambda press: press.span)
    return tuple(_full(press, found[:k]) for k, press in enumerate(found))


def _full(press: Press, earlier: Sequence[Press]) -> Press:
    """The outlet by the longer name it had before: "the Herald" after "the Lakeside Herald"."""
    for other in earlier:
        if other.name.casefold().endswith(" " + press.name.casefold()):
            return Press(press.span, other.name)
    return press


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
    if not words:
        return None
    folded = [w.text.removesuffix("'s") for w in words]
    own = Span(_after_owner(scene, words), words[-1].end)
    if len(words) > 1 and folded[-1] in scene.lexicon.outlet_words and bare(" ".join(folded)) not in _ALONE:
        return _press(scene, own)
    before = scene.text[max(0, span.start - _KIND_CHARS) : span.start]
    if folded[0] != "the" and (_KIND_AFTER.match(scene.text, span.end) or _KIND_BEFORE.search(before)):
        return _press(scene, own)
    # The longest stretch of the run that the list knows: "Lebanon's MTV", "CNN's New Day".
    for size in range(len(words), 0, -1):
        for k in range(len(words) - size + 1):
            if _is_known(scene, words, folded, k, size):
                last = words[k + size - 1]
                return _press(scene, Span(words[k].start, last.end - (2 if last.text.endswith("'s") else 0)))
    return _told_one(scene, own) if told else None


def _is_known(scene: Scene, words: Sequence[Word], folded: Sequence[str], k: int, size: int) -> bool:
    """Whether words of a run are an outlet of the list: the whole run, what follows an owner, or capitals."""
    name = bare(" ".join(folded[k : k + size]))
    if name not in scene.lexicon.outlets:
        return False
    own = scene.text[words[k].start : words[k + size - 1].end]
    whole = size == len(words) or (k == 0 and words[size - 1].text.endswith("'s"))
    return (
        whole
        or words[k - 1].text.endswith("'s")
        or (own.removesuffix("’s").removesuffix("'s").isupper() and len(name) > _TOO_SHORT)
    )


def _after_owner(scene: Scene, words: Sequence[Word]) -> int:
    """Where a name starts behind its owner: "Harbourton's Style Weekly"."""
    owners = [k for k, word in enumerate(words[:-1]) if word.text.endswith("'s")]
    return words[owners[-1] + 1].start if owners else words[0].start


def _press(scene: Scene, span: Span) -> Press:
    """The outlet as the page writes it, with "The" only where the list has it so."""
    name = re.sub(r"^[Tt]he\s+", "", " ".join(scene.text[span.start : span.end].split()))
    known = scene.lexicon.outlets.get(name.casefold(), "")
    return Press(span, known if known.removeprefix("The ") == name else name)


def _told_one(scene: Scene, span: Span) -> Press | None:
    """A name right after "told" that the reading calls no person, when no word of it is a court, a force, a state."""
    if any(n.label in ("person", "place", "people") for n in scene.names if overlap(n.span, span)):
        return None
    folded = [w.text for w in scene.words_in(span)]
    if bare(" ".join(folded)) in scene.lexicon.states or any(w in scene.lexicon.speakers for w in folded):
        return None
    return _press(scene, span)


def is_generic_outlet(scene: Scene, span: Span) -> bool:
    """Whether words point at an outlet named elsewhere: "the newspaper"."""
    words, small = scene.words_in(span), scene.lexicon.small
    return len(words) in (2, 3) and words[0].text in small["pointer"] and words[-1].text in small["outlet"]
