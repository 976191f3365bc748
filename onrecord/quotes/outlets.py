"""Which words name an outlet, and which outlet "the newspaper" is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

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
_KIND_BEFORE = re.compile(rf"\b(?:{_KINDS}|station|agency|site|outlet|publication)[ \t]+$")
_KIND_CHARS = 20
_SITE = re.compile(r"\b[\w-]+\.(?:com|org|net|info|co|news|tv|in|pk|uk)(?:\.\w\w)?\b", re.IGNORECASE)
_TOLD = re.compile(
    r"\b(?:told|tells|telling|talking to|speaking to|spoke to|interview with|interviewed by|confirmed (?:to|for)|"
    r"acknowledged to|admitted to)\s+(?:the\s+)?"
)
# Short and everyday words that are names of outlets only in full ("Times" of a match, "Post" of a fence).
_TOO_SHORT = 2
_ALONE = frozenset(("social media",))
_NO_NAMES = frozenset(("news",))
# "Told Brasko that ... told the site": within three or four sentences.
_CALLED_CHARS = 500
_STATION = re.compile(r"(?:[Tt]he )?(?:Channel \d{1,2}|[A-Z]{3,4}-?(?:TV|FM|AM))")
_ACRONYM = re.compile(r"[A-Z]{3,6}")


class Press(msgspec.Struct, frozen=True):
    """Words that name an outlet and the name to print."""

    span: Span
    name: str


def find_outlets(scene: Scene, own: Sequence[str] = ()) -> tuple[Press, ...]:
    """Every place where a text names an outlet, in reading order; ``own`` are the page's own outlet and wire."""
    mine = frozenset(bare(name) for name in own)
    told = {m.end() for m in _TOLD.finditer(scene.text)}
    found: list[Press] = []
    for match in _RUN.finditer(scene.text):
        span = Span(match.start(), match.end())
        told_here = span.start in told or span.start + len("the ") in told
        press = _named(scene, span, told=told_here, own=mine) or _short(scene, span, found)
        if press is not None:
            found.append(press)
    for match in _SITE.finditer(scene.text):
        span = Span(match.start(), match.end())
        if "." in match.group() and not any(overlap(span, press.span) for press in found):
            found.append(Press(span, scene.text[span.start : span.end]))
    found.sort(key=lambda press: press.span)
    full = (_full(press, found[:k]) for k, press in enumerate(found))
    return tuple(press for press in full if press.name.casefold() not in _NO_NAMES)


def _full(press: Press, earlier: Sequence[Press]) -> Press:
    """The outlet by the name it had before: "the Herald" after "the Lakeside Herald"."""
    for other in earlier:
        if bare(other.name) == bare(press.name) or bare(other.name).endswith(" " + bare(press.name)):
            return Press(press.span, other.name)
    return press


def _short(scene: Scene, span: Span, earlier: Sequence[Press]) -> Press | None:
    """ "The Lantern" after "the Daily Lantern"."""
    name = bare(scene.text[span.start : span.end])
    if scene.text[span.start : span.start + 4].casefold() != "the " or name in scene.lexicon.states:
        return None
    return next((Press(span, other.name) for other in earlier if bare(other.name).endswith(" " + name)), None)


def outlet_in(scene: Scene, span: Span, outlets: tuple[Press, ...]) -> Press | None:
    """The outlet words in a span name, "the newspaper" being the last one named before."""
    for press in outlets:
        # "Told Harbour.info": words for a hearer end at the dot.
        if span.start <= press.span.start < span.end:
            return press
    if is_generic_outlet(scene, span):
        before = [press for press in outlets if press.span.end <= span.start]
        if before:
            return Press(span, before[-1].name)
    return None


def _named(scene: Scene, span: Span, *, told: bool, own: frozenset[str]) -> Press | None:
    words = scene.words_in(span)
    if not words:
        return None
    folded = [w.text.removesuffix("'s") for w in words]
    named = Span(_after_owner(scene, words), words[-1].end)
    if bare(" ".join(folded)) in own:
        return _press(scene, named)
    if len(words) > 1 and folded[-1] in scene.lexicon.outlet_words and bare(" ".join(folded)) not in _ALONE:
        return _press(scene, named)
    if _STATION.fullmatch(scene.text, words[0].start, words[-1].end):
        return _press(scene, named)
    if len(words) - (folded[0] == "the") == 2 and folded[-2] in scene.lexicon.outlet_leads:
        return _press(scene, named)
    before = scene.text[max(0, span.start - _KIND_CHARS) : span.start]
    if folded[0] != "the" and (_KIND_AFTER.match(scene.text, span.end) or _KIND_BEFORE.search(before)):
        return _press(scene, named)
    # The longest stretch of the run that the list knows: "Lebanon's MTV", "CNN's New Day".
    for size in range(len(words), 0, -1):
        for k in range(len(words) - size + 1):
            if _is_known(scene, words, folded, k, size):
                last = words[k + size - 1]
                return _press(scene, Span(words[k].start, last.end - (2 if last.text.endswith("'s") else 0)))
    return _told_one(scene, named) if told else None


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
    """The outlet as the list prints it, else as the page writes it; "The" is its own with a capital in a sentence."""
    words = " ".join(scene.text[span.start : span.end].split())
    name = re.sub(r"^[Tt]he\s+", "", words)
    known = scene.lexicon.outlets.get(name.casefold(), "")
    if known.removeprefix("The ") == name:
        return Press(span, known)
    return Press(span, words if _has_own_article(scene, span) else name)


def _has_own_article(scene: Scene, span: Span) -> bool:
    """Whether "The" stands with a capital inside a sentence: "told The Lantern"."""
    before = scene.text[max(0, span.start - 2) : span.start]
    return scene.text.startswith("The ", span.start) and before[1:] == " " and (before[0].islower() or before[0] == ",")


def _told_one(scene: Scene, span: Span) -> Press | None:
    """A name right after "told" that is written like an outlet's, "The Lantern" or "LPA", and names nothing else."""
    words = scene.words_in(span)
    capitals = len(words) == 1 and _ACRONYM.fullmatch(scene.text, span.start, span.end)
    if not capitals and not _has_own_article(scene, span) and not _is_called_outlet(scene, span):
        return None
    if any(n.label in ("person", "place", "people") for n in scene.names if overlap(n.span, span)):
        return None
    folded = [w.text for w in words]
    if bare(" ".join(folded)) in scene.lexicon.states or any(w in scene.lexicon.speakers for w in folded):
        return None
    return _press(scene, span)


def _is_called_outlet(scene: Scene, span: Span) -> bool:
    """Whether a bare name is called an outlet soon after: "told Brasko that ... He told the site"."""
    rest = scene.words_in(Span(span.end, span.end + _CALLED_CHARS))
    small = scene.lexicon.small
    pointed = any(a.text == "the" and b.text in small["outlet"] for a, b in pairwise(rest))
    return pointed and scene.text[span.start : span.start + 4].casefold() != "the "


def is_generic_outlet(scene: Scene, span: Span) -> bool:
    """Whether words point at an outlet named elsewhere: "the newspaper"."""
    words, small = scene.words_in(span), scene.lexicon.small
    return len(words) in (2, 3) and words[0].text in small["pointer"] and words[-1].text in small["outlet"]
