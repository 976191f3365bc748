"""The words of a page, each looked at once: what they add up to in every line, and which lines share them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, count
from unicodedata import combining, normalize

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.article.columns import Column
from onrecord.article.repeats import plain_of
from onrecord.kit import Kit

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
    """The words of every line of a page, a space between them, and sums over each line.

    ``digits`` counts words with a digit first, ``capitals`` those with a capital, ``small`` small ones, ``numbers``
    those with any digit; ``letters`` adds up their lengths. ``plain`` holds every word of the page once, in small
    XX
    """

    lines: list[str]
    plain: list[str]
    counts: Column
    digits: Column
    capitals: Column
    small: Column
    numbers: Column
    letters: Column
    pairs: tuple[NDArray[np.intp], NDArray[np.intp]]


def split_words(lines: Sequence[str]) -> tuple[list[list[str]], list[str]]:
    """The words of each line, and the same in small letters with a space between them (see ``plain_of``)."""
    words, plain = [], []
    for line in lines:
        marked = "'" in line or "’" in line
        if "_" in line:
            words.append(_WORD.findall(line))
            plain.append(plain_of(line))
            continue
        own = (_WORD if marked else _PLAIN).findall(line)
        words.append(own)
        low = " ".join(own).lower()
        plain.append(low.replace("'", " ").replace("’", " ") if marked else low)
    return words, plain


def read_words(words: Sequence[Sequence[str]], kit: Kit) -> Vocabulary:
    """What the words of each line add up to; each is looked at once, however often it stands on the page."""
    flat = list(chain.from_iterable(words))
    unique, at = _numbered(flat)
    told = np.fromiter(map(_memo(kit).__getitem__, unique), np.int64, len(unique))
    counts = np.fromiter(map(len, words), np.intp, len(words))
    line = np.repeat(np.arange(len(words)), counts)
    ends = np.cumsum(counts)
    sums = np.zeros((5, len(flat) + 1))
    asked = np.stack([*((told & bit) > 0 for bit in (DIGIT, CAPITAL, SMALL, NUMBER)), told // LETTERS])
    np.cumsum(asked.take(at, axis=1), axis=1, out=sums[:, 1:])
    digits, capitals, small, numbers, letters = sums.take(ends, axis=1) - sums.take(ends - counts, axis=1)
    plain, low = _numbered(list(map(str.lower, unique)))
    long = np.flatnonzero((told // LETTERS > LONG_WORD).take(at))
    held = np.sort(line.take(long) * len(plain) + low.take(at.take(long)))
    held = held[np.append(held[1:] != held[:-1], True)] if len(held) else held
    line = held // max(1, len(plain))
    pairs = line, held - line * len(plain)
    lines = list(map(" ".join, words))
    return Vocabulary(lines, plain, counts.astype(np.float64), digits, capitals, small, numbers, letters, pairs)


def _numbered(words: list[str]) -> tuple[list[str], NDArray[np.intp]]:
    """The unique ones of some words as they come, and for each word its place among them."""
    places: defaultdict[str, int] = defaultdict(count().__next__)
    at = np.fromiter(map(places.__getitem__, words), np.intp, len(words))
    return list(places), at


@lru_cache(maxsize=MEMO_WORDS)
def fold(word: str) -> str:
    """A word without the accents that an address leaves out.

    >>> fold("notícia")
    'noticia'
    """
    if word.isascii():
        return word
    return "".join(sign for sign in normalize("NFKD", word) if not combining(sign))


def share_of(title: frozenset[str], known: Vocabulary) -> Column:
    """For each line the share of the title's words, without accents (see ``fold``), that stand in it."""
    line, word = known.pairs
    if not title:
        return np.zeros(len(known.lines))
    wanted = np.fromiter(map(title.__contains__, known.plain), np.float64, len(known.plain))
    plain = np.fromiter(map(str.isascii, known.plain), np.bool_, len(known.plain))
    for i in np.flatnonzero(~plain).tolist():
        wanted[i] = fold(known.plain[i]) in title
    held = np.bincount(line, weights=wanted[word], minlength=len(known.lines))
    return np.asarray(held / max(1, len(title)), dtype=np.float64)


def cohesion(known: Vocabulary, inside: NDArray[np.bool_]) -> Column:
    """The share of each line's longer words that other lines ``inside`` use too."""
    line, word = known.pairs
    own = inside[line]
    uses = np.bincount(word[own], minlength=len(known.plain))[word] - own
    sizes = np.bincount(line, minlength=len(known.lines))
    shared = np.bincount(line, weights=uses > 0, minlength=len(known.lines))
    return np.asarray(shared / np.maximum(1, sizes), dtype=np.float64)


class _Memo(dict[str, int]):
    """What is asked of a word (see ``_memo``), each once; forgotten when too many have been."""

    def __init__(self, small: frozenset[str]) -> None:
        super().__init__()
        self._small = small

    def __missing__(self, word: str) -> int:
        if len(self) >= MEMO_WORDS:
            self.clear()
        low, answer = word.lower(), LETTERS * len(word)
        if low in self._small or (len(low) <= SHORT_WORD and word == low and low.isalpha()):
            answer |= SMALL
        if word[0].isupper():
            answer |= CAPITAL
        if not low.isalpha():
            answer |= DIGIT * word[0].isdigit() | NUMBER * bool(_DIGIT.search(word))
        self[word] = answer
        return answer


@lru_cache(maxsize=4)
def _memo(kit: Kit) -> _Memo:
    """Of each word, as bits: whether it begins with a digit, with a capital, is small, holds a digit; its length."""
    return _Memo(frozenset(word for row in kit.words("stopwords") for word in row["words"].split()))
