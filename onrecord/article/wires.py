"""The agency an article is credited to: in its dateline, its byline, the head, or the last line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import msgspec

from onrecord.kit import Kit
from onrecord.types import Fact, Span

# How far into the running text a credit may stand (an agency in brackets further on is a source, not a credit).
HEAD_CHARS = 400
TAIL_CHARS = 250
WITH_INPUTS = "staff report with agency copy"
# "(Reporting by A; Editing by B)" closes the stories of one agency alone.
SIGN_OFF = "sign-off of the form the agency uses"
SIGNED_BY = "Reuters"


_WORD = re.compile(r"\w+")
_FIRST_WORD = re.compile(r"\s*(\w+)")
# What may stand before the name on a line of its own.
_BEFORE = ("By", "by", "BY", "Source", "From", "Written", "Credit", "The", "the")


class Wires(msgspec.Struct, frozen=True):
    """Patterns that find an agency's name where a credit stands, and the words such names begin and end with."""

    names: Mapping[str, str]
    any_name: str
    heads: frozenset[str]
    tails: frozenset[str]


@lru_cache(maxsize=4)
def wires_of(kit: Kit) -> Wires:
    """The agencies of a kit's list by every name they go by.

    An abbreviation that is only an alias stays as printed: several agencies of the world share such letters.
    """
    names: dict[str, str] = {}
    for row in kit.words("wires"):
        for name in (row["wire"], *row["aliases"].split("|")):
            if name:
                spelt = " " in name or name.casefold() == row["wire"].casefold()
                names.setdefault(name, row["wire"] if spelt else name)
    ordered = sorted(names, key=lambda name: (-len(name), name))
    words = [_WORD.findall(name) for name in ordered]
    return Wires(
        names,
        "|".join(re.escape(name) for name in ordered),
        frozenset((*_BEFORE, *(one[0] for one in words))),
        frozenset(one[-1] for one in words),
    )


@lru_cache(maxsize=4)
def _patterns(kit: Kit) -> tuple[re.Pattern[str], ...]:
    name = rf"(?P<wire>{wires_of(kit).any_name})"
    more = rf"(?:\s*[/,&]\s*(?:{wires_of(kit).any_name})|\s+(?:and|with)\s+(?:{wires_of(kit).any_name}))*"
    bracket = re.compile(rf"[(\[]\s*(?:[Bb]y\s+)?{name}{more}\s*[)\]]")
    line = re.compile(rf"^(?:(?:[Bb]y|BY|Source|From|Written by|Credit)\s*:?\s+)?(?:[Tt]he\s+)?{name}{more}\s*\.?\s*$")
    tail = re.compile(
        rf"(?:^|[.!?\"”’)\]]\s*|\n)\s*(?:[-–—]{{1,2}}\s*|[(\[]\s*|[Ss]ource\s*:\s*)"
        rf"(?:[Ww]ith\s+|[Bb]y\s+|[Vv]ia\s+)?{name}{more}\s*[)\]]?\s*\.?\s*$"
    )
    inputs = re.compile(
        rf"(?:\b[Ww]ith|\([Ww]ith|\bAdditional|\badditional)\s+(?:additional\s+)?(?:inputs?|reporting|information)\s+(?:from|by)\s+"
        rf"(?:[Tt]he\s+)?{name}"
    )
    rights = re.compile(rf"(?:Copyright|©|\([Cc]\))\s*(?:\(c\)|©)?\s*(?:\d{{4}}\s*)?(?:by\s+)?(?:[Tt]he\s+)?{name}\b")
    return bracket, line, tail, inputs, rights


_SIGN_OFF = re.compile(
    r"\((?:Additional\s+)?(?:Reporting|Writing)\s+by\b(?:[^();]{3,600};){1,4}\s*(?:Editing|Writing)\s+by\b[^()]{3,300}\)\s*$"
)


def find_credit(text: str, parts: Sequence[Span], kit: Kit) -> Fact | None:
    """The agency the running text of an article is credited to, with the words that say so.

    ``parts`` are the paragraphs of the text, in order, its headline left out. A credit in brackets stands within
    the first 400 code points; a closing credit ends the last paragraphs. "With inputs from" is a staff
    report with agency copy: it counts where nothing else is credited, and says so.
    """
    bracket, line, tail, inputs, rights = _patterns(kit)
    names = wires_of(kit).names
    budget = HEAD_CHARS
    for part in parts:
        found = line.match(text[part.start : part.end]) if part.end - part.start <= 80 else None
        if found:
            return _fact(names, found, part.start, "credit line")
        inside = bracket.search(text, part.start, min(part.end, part.start + budget))
        if inside:
            return _fact(names, inside, 0, "credit in the head")
        budget -= part.end - part.start
        if budget <= 0:
            break
    for part in reversed(parts[-3:]):
        begin = max(part.start, part.end - TAIL_CHARS)
        end = text[begin : part.end]
        closing = tail.search(end)
        if closing:
            return _fact(names, closing, begin, "credit at the end")
        owner = rights.search(end)
        if owner:
            return _fact(names, owner, begin, "rights line")
        signed = _SIGN_OFF.search(text, part.start, part.end)
        if signed:
            return Fact(SIGNED_BY, Span(signed.start(), signed.end()), None, SIGN_OFF)
    for part in reversed(parts[-3:]):
        partly = inputs.search(text, part.start, part.end)
        if partly:
            return _fact(names, partly, 0, WITH_INPUTS, whole=True)
    return None


def name_wire(words: str, kit: Kit) -> str | None:
    """The agency a byline or tag names and nothing else ("By Reuters", "PTI"), None for a person or outlet."""
    if not begins_as_wire(words, kit):
        return None
    found = _patterns(kit)[1].match(" ".join(words.split()))
    return wires_of(kit).names[found.group("wire")] if found else None


def begins_as_wire(words: str, kit: Kit) -> bool:
    """Whether the first word is one of an agency's name, or of what stands before it: asked before any pattern."""
    first = _FIRST_WORD.match(words)
    return first is not None and first.group(1) in wires_of(kit).heads


def ends_as_wire(words: str, kit: Kit) -> bool:
    """Whether the last word is one that an agency's name ends with."""
    last = _WORD.findall(words.rsplit(None, 1)[-1]) if words.strip() else []
    return bool(last) and last[-1] in wires_of(kit).tails


def _fact(names: Mapping[str, str], found: re.Match[str], shift: int, why: str, *, whole: bool = False) -> Fact:
    group = 0 if whole else "wire"
    span = Span(found.start(group) + shift, found.end(group) + shift)
    return Fact(names[found.group("wire")], span, None, why)
