"""The words of a page, each looked at once: what they add up to in every line, and which lines share them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, count

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.kit import Kit

Column = NDArray[np.float64]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# The same words where no apostrophe or underscore is, in half the time.
_PLAIN = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
# What is asked of each word, as bits.
DIGIT, CAPITAL, SMALL, NUMBER, LETTERS = 1, 2, 4, 8, 16
LONG_WORD = 3
SHORT_WORD = 3
MEMO_WORDS = 50_000


class Vocabulary(msgspec.Struct, frozen=True):
    """The words of every line of a page, and sums over each line.

    ``digits`` counts words with a digit first, ``capitals`` those with a capital, ``small`` small ones, ``numbers``
    those with any digit; ``letters`` adds up their lengths. ``plain`` holds every word of the page once, in small
    letters; ``pairs`` each line's longer words once, as two rows: the line, and the word's place in ``plain``.
    """

    words: list[list[str]]
    plain: list[str]
    counts: Column
    digits: Column
    capitals: Column
    small: Column
    numbers: Column
    letters: Column
    pairs: NDArray[np.intp]


def read_words(lines: Sequence[str], kit: Kit) -> Vocabulary:
    """The words of some lines; what is asked of a word is asked once, however often it stands on the page."""
    words = [(_WORD if "'" in line or "’" in line or "_" in line else _PLAIN).findall(line) for line in lines]
    flat = list(chain.from_iterable(words))
    unique = list(dict.fromkeys(flat))
    at = _numbers(unique, flat)
    memo = _memo(kit)
    asked_once = np.fromiter(map(memo.__getitem__, unique), np.int64, len(unique))
    told = asked_once[at]
    counts = np.fromiter(map(len, words), np.intp, len(words))
    ends = np.concatenate([[0], np.cumsum(counts)])
    asked = np.stack([*((told & bit) // bit for bit in (DIGIT, CAPITAL, SMALL, NUMBER)), told // LETTERS])
    sums = np.zeros((len(asked), len(flat) + 1))
    np.cumsum(asked, axis=1, out=sums[:, 1:])
    digits, capitals, small, numbers, letters = sums[:, ends[1:]] - sums[:, ends[:-1]]
    lows = list(map(str.lower, unique))
    plain = list(dict.fromkeys(lows))
    low = np.where(asked_once // LETTERS > LONG_WORD, _numbers(plain, lows), -1)[at]
    line = np.repeat(np.arange(len(words)), counts)
    held = np.sort(line[low >= 0] * len(plain) + low[low >= 0])
    held = held[np.flatnonzero(np.diff(held, prepend=-1))]
    pairs = np.stack(np.divmod(held, max(1, len(plain))))
    return Vocabulary(words, plain, counts.astype(np.float64), digits, capitals, small, numbers, letters, pairs)


def _numbers(unique: list[str], words: list[str]) -> NDArray[np.intp]:
    """For each word its place among the unique ones."""
    return np.fromiter(map(dict(zip(unique, count())).__getitem__, words), np.intp, len(words))


def share_of(title: frozenset[str], known: Vocabulary) -> Column:
    """For each line the share of the title's words that stand in it."""
    line, word = known.pairs
    if not title:
        return np.zeros(len(known.words))
    wanted = np.fromiter(map(title.__contains__, known.plain), np.float64, len(known.plain))
    held = np.bincount(line, weights=wanted[word], minlength=len(known.words))
    return np.asarray(held / max(1, len(title)), dtype=np.float64)


def cohesion(known: Vocabulary, inside: NDArray[np.bool_]) -> Column:
    """The share of each line's longer words that other lines ``inside`` use too."""
    line, word = known.pairs
    own = inside[line]
    uses = np.bincount(word[own], minlength=len(known.plain))[word] - own
    sizes = np.bincount(line, minlength=len(known.words))
    shared = np.bincount(line, weights=uses > 0, minlength=len(known.words))
    return np.asarray(shared / np.maximum(1, sizes), dtype=np.float64)


class _Memo(dict[str, int]):
    """What is asked of a word (see ``_memo``), each once; forgotten when too many have been."""

    def __init__(self, small: frozenset[str]) -> None:
        super().__init__()
        self._small = small

    def __missing__(self, word: str) -> int:
        if len(self) >= MEMO_WORDS:
            self.clear()
        low = word.lower()
        is_small = low in self._small or (len(low) <= SHORT_WORD and word == low and low.isalpha())
        bits = DIGIT * word[0].isdigit() | CAPITAL * word[0].isupper() | SMALL * is_small
        self[word] = answer = bits | NUMBER * bool(_DIGIT.search(word)) | LETTERS * len(word)
        return answer


@lru_cache(maxsize=4)
def _memo(kit: Kit) -> _Memo:
    """Of each word, as bits: whether it begins with a digit, with a capital, is small, holds a digit; its length."""
    return _Memo(frozenset(word for row in kit.words("stopwords") for word in row["words"].split()))
