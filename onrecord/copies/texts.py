"""A text as numbered words: what each word is, where it stands, whether it is quoted, and which sentence it is in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.kit.marks import find_quoted
from onrecord.types import Span

# Shared runs are seeded by five words: four still meet by chance in stories of one event ("the prime minister of").
GRAM = 5

Numbers = dict[str, int]
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])|\n")
_MIX = np.uint64(0x9E3779B97F4A7C15)


class Worded(msgspec.Struct, frozen=True):
    """A text cut into words. ``forms`` numbers them (same word, same number); ``grams`` has one key a five-word run.

    ``sentences`` are half-open ranges of words; ``part`` says in which stretch of the page a word stands.
    """

    text: str
    forms: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    quoted: NDArray[np.bool_]
    part: NDArray[np.int64]
    sentences: tuple[tuple[int, int], ...]
    grams: NDArray[np.uint64]

    def span(self, first: int, last: int) -> Span:
        """The span of the words from ``first`` up to, not including, ``last``."""
        return Span(int(self.starts[first]), int(self.ends[last - 1]))


def word_text(text: str, numbers: Numbers, *, parts: Sequence[int] = (), quotations: Iterable[Span] = ()) -> Worded:
    """The words of a text; ``numbers`` is shared by all texts compared and grows by the words it did not hold.

    ``parts`` are the places where a new stretch of the page starts; ``quotations`` are spans known to be quoted
    though their marks are missing.
    """
    found = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    starts = np.array([start for start, _ in found], dtype=np.int64)
    ends = np.array([end for _, end in found], dtype=np.int64)
    forms = number_words([text[start:end] for start, end in found], numbers)
    quoted = np.zeros(len(found), dtype=np.bool_)
    spans = [(q.start, q.end) for q in find_quoted(text)] + [(s.start, s.end) for s in quotations]
    for start, end in spans:
        quoted[np.searchsorted(starts, start) : np.searchsorted(starts, end)] = True
    edges = sorted({0, len(found)} | {int(np.searchsorted(starts, m.end())) for m in _SENTENCE_END.finditer(text)})
    return Worded(
        text=text,
        forms=forms,
        starts=starts,
        ends=ends,
        quoted=quoted,
        part=np.searchsorted(np.array(parts, dtype=np.int64), starts, side="right"),
        sentences=tuple(pairwise(edges)),
        grams=gram_keys(forms),
    )


def number_words(words: Iterable[str], numbers: Numbers) -> NDArray[np.int64]:
    """One number a word, the same for the same word in any case and with any apostrophe."""
    plain = [word.lower().replace("’", "'") for word in words]
    return np.array([numbers.setdefault(word, len(numbers)) for word in plain], dtype=np.int64)


def gram_keys(forms: NDArray[np.int64] | NDArray[np.uint64]) -> NDArray[np.uint64]:
    """One 64-bit key for each run of five numbered words, in order; empty for a shorter text."""
    count = len(forms) - GRAM + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    mixed = (forms.astype(np.uint64) + np.uint64(1)) * _MIX
    mixed ^= mixed >> np.uint64(29)
    keys = np.zeros(count, dtype=np.uint64)
    for k in range(GRAM):
        keys = (keys * np.uint64(0xD6E8FEB86659FD93)) ^ mixed[k : k + count]
        keys ^= keys >> np.uint64(32)
    return keys
