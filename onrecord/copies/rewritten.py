"""Sentences of one page told again in other words on another: the same names, numbers and rare words, less sure.

Two reporters of one event use the same names and numbers too, so that nothing follows from such sentences alone: they
are shown where two pages are known to rest on one text or report, and say what was taken over.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import msgspec

from onrecord.kit.plain import split_sentences
from onrecord.kit.terms import find_terms, rarity_of, term_table
from onrecord.types import Span

# Words are one when so many first letters of their stems are: "smuggler" and "smuggling".
PREFIX = 6
# How alike two sentences are by the rarity of what they share: from here on the one tells the other again.
RETOLD_ALIKE = 0.3
# Sharing one name is not enough, however rare it is.
RETOLD_WORDS = 3
# Nor are names alone: what is told of them must be shared.
PLAIN_WORDS = 2
# A sentence beside one that is told again, told beside it on the other page as well, needs less.
BESIDE = 0.05


class Retold(msgspec.Struct, frozen=True, order=True):
    """A sentence of the left text told again in one of the right, and how alike they are."""

    left: Span
    right: Span
    alike: float


class _Sentence(msgspec.Struct, frozen=True):
    """A sentence with the weight of each of its words, and which of them are no names."""

    span: Span
    words: dict[str, float]
    plain: frozenset[str]


def find_retold(left: str, right: str) -> list[Retold]:
    """For each sentence of the right text the one of the left that it tells again, if any, in order of the right.

    A word weighs more the rarer it is in news and the fewer sentences of the left text have it: what a whole page
    is about tells no two of its sentences apart.
    """
    here, there = _weighed(left, left), _weighed(right, left)
    likes = [[_alike(one, two) for one in here] for two in there]
    found = []
    for k, (sentence, row) in enumerate(zip(there, likes, strict=True)):
        best = max(range(len(row)), key=lambda j: (row[j], -j), default=None)
        if best is None:
            continue
        near = [likes[i][j] for i in (k - 1, k + 1) for j in (best - 1, best + 1) if _inside(likes, i, j)]
        bonus = BESIDE if any(value >= RETOLD_ALIKE for value in near) else 0.0
        if row[best] + bonus >= RETOLD_ALIKE:
            found.append(Retold(here[best].span, sentence.span, round(row[best], 4)))
    return found


def _inside(likes: Sequence[Sequence[float]], i: int, j: int) -> bool:
    return 0 <= i < len(likes) and 0 <= j < len(likes[i])


def _weighed(text: str, other: str) -> list[_Sentence]:
    """The sentences of a text with the weight of each of their words, by the sentences of the other text."""
    spread = Counter(word for span in split_sentences(other) for word in _words(other, span))
    return [
        _Sentence(
            span=span,
            words={word: rarity / math.sqrt(max(1, spread[word])) for word, rarity in _words(text, span).items()},
            plain=frozenset(
                t.stem[:PREFIX] for t in find_terms(text, span.start, span.end) if not text[t.start].isupper()
            ),
        )
        for span in split_sentences(text)
    ]


def _words(text: str, span: Span) -> dict[str, float]:
    """The words of a sentence by their first letters, each with its rarity; those of every page left out."""
    table = term_table()
    terms = find_terms(text, span.start, span.end)
    return {term.stem[:PREFIX]: rarity_of(term.stem) for term in terms if not table.is_common(term.stem)}


def _alike(left: _Sentence, right: _Sentence) -> float:
    """The cosine-like share of what two sentences weigh that they have in common."""
    shared = left.words.keys() & right.words.keys()
    if len(shared) < RETOLD_WORDS or len(shared & left.plain & right.plain) < PLAIN_WORDS:
        return 0.0
    sizes = sum(left.words.values()) * sum(right.words.values())
    return sum(left.words[word] for word in shared) / math.sqrt(sizes) if sizes else 0.0
