"""The keys of texts: one 64-bit number a five-word run, the same in every process and on every day.

An index of keys can be kept and grown page by page: ``key_texts`` gives the keys of new texts, ``candidates.py`` says
which kept texts share enough of them. Words are hashed many texts at a time (Karp and Rabin, "Efficient randomized
pattern-matching algorithms", 1987: a polynomial over the bytes of a word), which takes a tenth of the time of
splitting each text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from onrecord.copies.texts import GRAM, gram_keys

# Texts are taken together up to about this size, so that all that is worked on stays in the processor's cache.
CHUNK_BYTES = 1 << 16

# 32 bits tell the words of a language apart, and are multiplied several at a time.
_ROOT = 0x9E3779B1
_WRAP = 1 << 32
_TABLE = bytes(c if c >= 0x80 else ord(chr(c).lower()) if chr(c).isalnum() else 0 for c in range(256))
Keys = NDArray[np.uint64]


def key_texts(texts: Sequence[str]) -> list[Keys]:
    """The keys of each text's five-word runs in reading order; marks and the case of ASCII letters do not count.

    >>> first, second = key_texts(["The bridge is closed until May.", "“The bridge IS closed” until May?"])
    >>> bool((first == second).all()), len(first)
    (True, 2)
    """
    found: list[Keys] = []
    for chunk in _chunks(texts):
        found += _keys_of(chunk)
    return found


def _chunks(texts: Sequence[str]) -> Iterator[list[bytes]]:
    chunk: list[bytes] = []
    size = 0
    for text in texts:
        coded = text.encode("utf-8", "surrogatepass")
        if chunk and size + len(coded) > CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
        chunk.append(coded)
        size += len(coded) + 1
    if chunk:
        yield chunk


def _keys_of(chunk: Sequence[bytes]) -> list[Keys]:
    """The keys of some texts, worked as one run of bytes with a break after each."""
    codes = _letters(b"\n".join([*chunk, b""]))
    letter = codes != 0
    edges = np.flatnonzero(letter[1:] != letter[:-1]) + 1
    if letter[0]:
        edges = np.concatenate(([0], edges))
    starts, ends = edges[::2], edges[1::2]
    powers, inverses = _powers(1 << len(codes).bit_length())
    weighed = codes.astype(np.uint32)
    weighed *= powers[: len(codes)]
    sums = np.cumsum(weighed, dtype=np.uint32)
    before = np.where(starts > 0, sums[starts - 1], np.uint32(0))
    keys = gram_keys((sums[ends - 1] - before) * inverses[starts])
    breaks = np.array(list(accumulate(len(coded) + 1 for coded in chunk)))
    words = np.searchsorted(starts, breaks)
    firsts = np.concatenate(([0], words[:-1]))
    return [
        keys[first : max(first, last - GRAM + 1)].copy()
        for first, last in zip(firsts.tolist(), words.tolist(), strict=True)
    ]


def _letters(raw: bytes) -> NDArray[np.uint8]:
    """The bytes of words, capitals small; 0 for everything between words."""
    codes = np.frombuffer(bytearray(raw.translate(_TABLE)), dtype=np.uint8)
    if not raw.isascii():
        # The marks, spaces and signs of U+2000 to U+213F take three bytes (E2 80 to E2 84), those up to U+00BF two.
        lead = np.flatnonzero(codes == 0xE2)
        lead = lead[(codes[lead + 1] >= 0x80) & (codes[lead + 1] <= 0x84)]
        for step in range(3):
            codes[lead + step] = 0
        pair = np.flatnonzero(codes == 0xC2)
        codes[pair] = codes[pair + 1] = 0
    return codes


@lru_cache(maxsize=8)
def _powers(count: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """The powers of the root and of its inverse, modulo 2 to the 32nd."""
    both = []
    for root in (_ROOT, pow(_ROOT, -1, _WRAP)):
        powers = np.full(count, root, dtype=np.uint32)
        powers[0] = 1
        both.append(np.multiply.accumulate(powers, dtype=np.uint32))
    return both[0], both[1]
