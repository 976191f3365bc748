"""Which way words lean on what they speak of: ready to let it happen, against it, a denial, a clarification.

The words are those of ``words/en/polarity.csv``. A word of readiness after a negation leans the other
way ("can never allow"), and so does a refusal ("has not ruled out").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import msgspec

from onrecord.kit import Kit

# How many words may stand between a negation and the word it turns ("will never, he said, allow").
REACH_WORDS = 5
FOR, AGAINST = 1, -1

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CLAUSE = re.compile(r"[.;:!?]|, (?:but|and|while)\b|\bbut\b")


class Mark(msgspec.Struct, frozen=True):
    """A word or phrase of the list in a text, with its sort (grant, refuse, deny, clarify, ...)."""

    start: int
    end: int
    sort: str


class Marker(msgspec.Struct, frozen=True):
    """The phrases of the list, ready to be found; ``sorts`` gives each its sort."""

    pattern: re.Pattern[str]
    sorts: Mapping[str, str]


@lru_cache(maxsize=4)
def marker_of(kit: Kit) -> Marker:
    """The kit's polarity words, ready to be found; longest phrases first."""
    sorts = {form: row["sort"] for row in kit.words("polarity") for form in row["forms"].split("|")}
    phrases = sorted(sorts, key=lambda form: (-len(form), form))
    inner = "|".join(re.escape(form) for form in phrases)
    return Marker(re.compile(rf"(?<![\w'])(?:{inner})(?!\w)"), sorts)


def find_marks(text: str, marker: Marker) -> list[Mark]:
    """The polarity words of a text in reading order, none inside another."""
    folded = text.lower().replace("’", "'")
    if len(folded) != len(text):
        folded = "".join(c.lower() if len(c.lower()) == 1 else c for c in text).replace("’", "'")
    return [Mark(m.start(), m.end(), marker.sorts[m.group()]) for m in marker.pattern.finditer(folded)]


def leaning_of(text: str, marker: Marker) -> int:
    """``FOR`` or ``AGAINST`` where all its words lean one way, 0 where none does or they differ.

    >>> from onrecord.kit import open_kit
    >>> marker = marker_of(open_kit())
    >>> leaning_of("We can never allow a foreign crew on our pier", marker)
    -1
    >>> leaning_of("The port is ready to let the crew land", marker)
    1
    """
    found = {lean for _, lean in leanings(text, marker)}
    return found.pop() if len(found) == 1 else 0


def leanings(text: str, marker: Marker) -> list[tuple[Mark, int]]:
    """Each word that leans, with the way it leans once negations before it are heard, in reading order."""
    marks = find_marks(text, marker)
    negations = [mark for mark in marks if mark.sort in ("negate", "undo")]
    found = []
    for mark in marks:
        if mark.sort in ("grant", "refuse", "deny"):
            lean = FOR if mark.sort == "grant" else AGAINST
            found.append((mark, -lean if _is_turned(text, mark, negations) else lean))
    return found


def sorts_in(text: str, marker: Marker) -> frozenset[str]:
    """The sorts of polarity words a text holds."""
    return frozenset(mark.sort for mark in find_marks(text, marker))


def _is_turned(text: str, mark: Mark, negations: Sequence[Mark]) -> bool:
    for negation in reversed([n for n in negations if n.end <= mark.start]):
        between = text[negation.end : mark.start]
        return len(_WORD.findall(between)) <= REACH_WORDS and not _CLAUSE.search(between)
    after = next((n for n in negations if 0 <= n.start - mark.end <= 1), None)
    return after is not None
