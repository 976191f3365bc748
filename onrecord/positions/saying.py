"""What the words of one statement show before it is held against another: terms, names, figures, what is negated."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

import msgspec

from onrecord.kit.terms import find_terms, rarity_of, stem_of, term_table
from onrecord.positions.polarity import Mark, Marker, find_marks
from onrecord.spans import words_of
from onrecord.types import Span, Statement

# A negation turns the words after it, so many of them and no further than its clause.
TURNED_WORDS = 8
# Words that call a whole sentence untrue; words that negate what comes after them.
UNTRUE = ("refute", "untrue", "deny", "scorn")
NEGATIONS = ("negate", "undo", "unsaid")
LONGEST = 120

_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_NAME = re.compile(r"\b[A-Z][\w’']+")
_FIGURE = re.compile(r"(?<![\w.,$£€])[$£€]?(\d[\d,]*(?:\.\d+)?)(?!\w)")
_CLAUSE = re.compile(r"[.;:!?]|, (?:but|and|while)\b|\bbut\b|\bhowever\b|[”\"]\s")
_SENTENCE = re.compile(r"[.!?]\s")
_SMALL = re.compile(r"[a-z]+")
COUNTS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


class Row(msgspec.Struct, frozen=True):
    """Terms with their weights, in order of the alphabet, and how long they are as a line."""

    weights: Mapping[str, float] = msgspec.field(default_factory=dict)
    size: float = 0.0


class Saying(msgspec.Struct, frozen=True):
    """A statement's words: plain words in order, terms of the content and of its sentence, names and figures.

    ``turned`` says of each term whether it stands denied or negated somewhere in the content; ``untrue`` whether
    the statement calls something untrue; ``open`` whether it leaves it open ("unclear", "may", "not confirmed").
    ``mass`` is what all its terms weigh; ``weighed`` and ``weighed_around`` are the terms as they are compared.
    """

    words: tuple[str, ...] = ()
    terms: Mapping[str, float] = msgspec.field(default_factory=dict)
    around: Mapping[str, float] = msgspec.field(default_factory=dict)
    names: frozenset[str] = frozenset()
    figures: frozenset[str] = frozenset()
    source: frozenset[str] = frozenset()
    turned: Mapping[str, bool] = msgspec.field(default_factory=dict)
    untrue: bool = False
    open: bool = False
    mass: float = 0.0
    weighed: Row = Row()
    weighed_around: Row = Row()


def saying_of(statement: Statement, text: str, *, reach: Span, governing: str, marker: Marker) -> Saying:
    """What a statement's words show; ``reach`` is its sentence, ``governing`` its cue and the words close by."""
    content = words_of(text, statement.content)
    in_cue, in_content = sorts_of(governing, marker), sorts_of(content, marker)
    denied = statement.act == "deny" or statement.modality == "negated" or bool(in_cue & set(UNTRUE))
    turned: dict[str, bool] = {}
    for piece in statement.content:
        for stem, flag in _turned(text[piece.start : piece.end], marker, denied=denied):
            turned[stem] = turned.get(stem, False) or flag
    small = {str(COUNTS.index(word) + 2) for word in _SMALL.findall(content.lower()) if word in COUNTS}
    terms, around = _counted(content), _counted(text[reach.start : reach.end])
    return Saying(
        words=tuple(word.lower() for word in _WORD.findall(content)[:LONGEST]),
        terms=terms,
        around=around,
        names=frozenset(stem_of(name) for name in _NAME.findall(content)),
        figures=frozenset(figure.replace(",", "") for figure in _FIGURE.findall(content)) | small,
        source=frozenset(word.lower() for word in _WORD.findall(words_of(text, statement.source)) if len(word) > 3),
        turned=turned,
        untrue=denied or bool(in_content & set(UNTRUE)),
        open="doubt" in in_cue | in_content or statement.modality in ("planned", "conditional", "negated"),
        mass=sum(rarity_of(stem) for stem in terms),
        weighed=_weighed(terms),
        weighed_around=_weighed(around),
    )


def _weighed(counts: Mapping[str, float]) -> Row:
    weights = {stem: (1 + math.log(count)) * rarity_of(stem) for stem, count in sorted(counts.items())}
    return Row(weights, math.sqrt(sum(weight * weight for weight in weights.values())))


def sorts_of(text: str, marker: Marker) -> set[str]:
    """The sorts of polarity words in a text."""
    return {mark.sort for mark in find_marks(text, marker)}


def _counted(text: str) -> dict[str, float]:
    table = term_table()
    counts: dict[str, float] = {}
    for term in find_terms(text):
        if not table.is_common(term.stem):
            counts[term.stem] = counts.get(term.stem, 0.0) + 1.0
    return counts


def _turned(words: str, marker: Marker, *, denied: bool) -> list[tuple[str, bool]]:
    """Each term of a piece, and whether it stands denied: twice negated is not denied."""
    table = term_table()
    marks = find_marks(words, marker)
    found = []
    for term in find_terms(words):
        if table.is_common(term.stem):
            continue
        flag = denied
        if any(_reaches(words, mark, term.start) for mark in marks if mark.sort in NEGATIONS):
            flag = not flag
        elsewhere = [mark for mark in marks if mark.sort in UNTRUE and not mark.start <= term.start < mark.end]
        if any(_one_sentence(words, mark, term.start) for mark in elsewhere):
            flag = True
        found.append((term.stem, flag))
    return found


def _reaches(words: str, mark: Mark, start: int) -> bool:
    between = words[mark.end : start]
    return mark.end <= start and len(between.split()) <= TURNED_WORDS and not _CLAUSE.search(between)


def _one_sentence(words: str, mark: Mark, start: int) -> bool:
    low, high = min(mark.end, start), max(mark.start, start)
    return not _SENTENCE.search(words[low:high])
