"""What is done in a sentence, and how far its words stand from its time words: "died" and "was killed" are one deed."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache

import msgspec

from onrecord.groups import Event
from onrecord.kit import open_kit
from onrecord.kit.terms import Term, find_terms, rarity_of, stem_of, term_table
from onrecord.types import Clipping, Span

# A word this many words away from the time words counts for a third; no word weighs more than this.
REACH = 12
MOST_WEIGHT = 6.0
# A comma, a mark or a "who" between a word and the time words is as far as so many words, an "and" as half of them.
CLAUSE_WORDS = 4
# Who and where is the same in much that a story tells: names count for less than what is done.
NAME = 0.8
# Words on more of the general pages than this tell no event.
COMMON = 0.15
# A deed so many words away counts for a third.
DEED_REACH = 4
_BOUND = re.compile(
    r'[,;:()—–"“”]|\b(?:who|which|that|after|before|when|while|as|but|where|because|although|though|since|if)\b|'
    r"(?P<soft>\band\b)"
)
_LEADING = re.compile(r"\W*(?:(?:and|also|but)\s+)?(?:(?:early|late)\s+)?(?:on|in|at|by|earlier)?\s*", re.I)

Bag = Mapping[str, float]


class Told(msgspec.Struct, frozen=True):
    """The words of a sentence by what they weigh near its time words (``near``) and anywhere, and what is done."""

    near: Bag
    whole: Bag
    names: Bag
    numbers: frozenset[str]
    deeds: Bag
    main: str


class _Word(msgspec.Struct, frozen=True):
    """A word of a sentence: what it weighs (0 for common ones), whether it is a name, the deed it tells."""

    term: Term
    weight: float
    is_name: bool
    deed: str | None


def told_in(event: Event, clip: Clipping) -> Told:
    """The words of an event's sentence, its time words left out."""
    text, what, when = clip.page.text, event.what, event.when or Span(event.what.start, event.what.start)
    words = _words_of(text[what.start : what.end])
    times = [t.span for t in clip.timexes if t.span.start < what.end and what.start < t.span.end]
    near: dict[str, float] = {}
    whole: dict[str, float] = {}
    names: dict[str, float] = {}
    deeds: dict[str, float] = {}
    for word, words_away in zip(words, _distances(text, what, when, words), strict=True):
        start = what.start + word.term.start
        if not (word.deed or word.weight) or any(span.start <= start < span.end for span in times):
            continue
        if word.deed:
            deeds[word.deed] = max(deeds.get(word.deed, 0.0), math.exp(-words_away / DEED_REACH))
        if word.weight:
            stem = word.term.stem
            here = word.weight * math.exp(-words_away / REACH) * (NAME if word.is_name else 1.0)
            near[stem], whole[stem] = max(near.get(stem, 0.0), here), word.weight
            if word.is_name:
                names[stem] = word.weight
    numbers = frozenset(stem for stem in whole if stem.isdigit())
    return Told(near, whole, names, numbers, deeds, max(sorted(deeds), key=deeds.__getitem__, default=""))


# A pile is worked again for each page that comes to it.
@lru_cache(maxsize=8192)
def _words_of(sentence: str) -> tuple[_Word, ...]:
    """The words of a sentence in order."""
    terms = find_terms(sentence)
    single, pairs, leads = _deeds()
    words = []
    for place, term in enumerate(terms):
        deed = single.get(term.stem)
        # "Shot down" is no shooting.
        if term.stem in leads and place + 1 < len(terms):
            deed = pairs.get((term.stem, terms[place + 1].stem), deed)
        words.append(_Word(term, _weight(term.stem), bool(place) and sentence[term.start].isupper(), deed))
    return tuple(words)


@lru_cache(maxsize=65536)
def _weight(stem: str) -> float:
    """What a word weighs: nothing where most pages have it or it is too short."""
    table = term_table()
    if table.counts.get(stem, 0) > COMMON * table.pages or (len(stem) <= 2 and not stem.isdigit()):
        return 0.0
    return min(rarity_of(stem), MOST_WEIGHT)


def _distances(text: str, what: Span, when: Span, words: Sequence[_Word]) -> list[float]:
    """How many words each word is away from the time words, clause marks between counted in."""
    starts = [what.start + word.term.start for word in words]
    first, after = bisect_left(starts, when.start), bisect_left(starts, when.end)
    # "On Monday, the mayor resigned": the comma after time words that open a sentence parts nothing.
    opens = _LEADING.fullmatch(text, what.start, when.start) is not None
    marks: list[tuple[int, float]] = []
    for found in _BOUND.finditer(text, what.start, what.end):
        at = found.start()
        if not when.start <= at < when.end and not (opens and text[when.end : found.end()].strip() == ","):
            marks.append((at, CLAUSE_WORDS / 2 if found["soft"] else CLAUSE_WORDS))
    away = [0.0] * len(words)
    cost, mark = 0.0, len(marks)
    while mark and marks[mark - 1][0] >= when.start:
        mark -= 1
    later = mark
    for place in range(first - 1, -1, -1):
        while mark and marks[mark - 1][0] > starts[place]:
            mark -= 1
            cost += marks[mark][1]
        away[place] = first - place - 1 + cost
    cost = 0.0
    for place in range(after, len(words)):
        while later < len(marks) and marks[later][0] < starts[place]:
            cost += marks[later][1]
            later += 1
        away[place] = place - after + cost
    return away


@lru_cache(maxsize=1)
def _deeds() -> tuple[Mapping[str, str], Mapping[tuple[str, str], str], frozenset[str]]:
    """The deed of each stem, and of each two; the stems that begin two."""
    single: dict[str, str] = {}
    pairs: dict[tuple[str, str], str] = {}
    for row in open_kit(fast=True).words("deeds"):
        first, _, second = row["word"].partition(" ")
        if second:
            pairs[stem_of(first), stem_of(second)] = row["deed"]
        else:
            single[stem_of(first)] = row["deed"]
    return single, pairs, frozenset(first for first, _ in pairs)
