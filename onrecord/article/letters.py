"""The single signs of a page, each looked at once: commas, quotation marks, odd signs and prices in every line."""

from __future__ import annotations

from functools import lru_cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.article.columns import Column

# Odd signs and prices tell of a line only near its start; a paragraph may hold any of them.
HEAD_CHARS = 240
# Four bytes a character and eight a place: a page of 20 MB is looked at in pieces.
PIECE_CHARS = 1 << 16
_COMMA, _QUOTE, _ODD, _MONEY, _UNSPACED = (1 << k for k in range(5))
_SIGNS = ((",", _COMMA), ('"“”«»', _QUOTE), ("|©»›→▼▶@#", _ODD), ("$€£₹¥%", _MONEY))
# Scripts that put no space between words.
_SCRIPTS = ((0x0E00, 0x0E7F), (0x3040, 0x30FF), (0x3400, 0x9FFF))


class Marks(msgspec.Struct, frozen=True):
    """How many signs of each kind stand in every line; odd ones and those of prices only near its start."""

    commas: Column
    quotes: Column
    unspaced: Column
    odd: Column
    money: Column


def count_marks(text: str, starts: NDArray[np.intp], ends: NDArray[np.intp]) -> Marks:
    """The signs in the lines of a text that begin and end at these offsets, in reading order."""
    count = len(starts)
    found = np.zeros((5, count))
    for begin in range(0, int(ends[-1]) if count else 0, PIECE_CHARS):
        codes = np.frombuffer(text[begin : begin + PIECE_CHARS].encode("utf-32-le", "surrogatepass"), np.uint32)
        kinds = _kinds().take(codes, mode="clip")
        places = np.flatnonzero(kinds)
        line = np.searchsorted(starts, places + begin, side="right") - 1
        inside = (line >= 0) & (places + begin < ends[line])
        line, kind, place = line[inside], kinds[places[inside]], places[inside] + begin
        near = np.where(place - starts[line] < HEAD_CHARS, kind, 0)
        for row, signs in enumerate((kind & _COMMA, kind & _QUOTE, kind & _UNSPACED, near & _ODD, near & _MONEY)):
            found[row] += np.bincount(line[signs > 0], minlength=count)
    return Marks(*found)


@lru_cache(maxsize=1)
def _kinds() -> NDArray[np.uint8]:
    """The kinds of each character as bits, the last for all beyond."""
    table = np.zeros(_SCRIPTS[-1][1] + 2, dtype=np.uint8)
    for signs, kind in _SIGNS:
        for sign in signs:
            table[ord(sign)] |= kind
    for first, last in _SCRIPTS:
        table[first : last + 1] |= _UNSPACED
    return table
