"""Text cut into word pieces, each with what it looks like: case, paragraph start, quotation state."""

import re

import msgspec
from tokenizers import Tokenizer

from onrecord.kit.marks import quote_states

CASES = 5
_NO_CASE, _LOWER, _TITLE, _UPPER, _DIGIT = range(CASES)
_WORD = re.compile(r"\w+")


class Pieces(msgspec.Struct, frozen=True):
    """Word pieces of one text: ids, extents in code points, and three features of each."""

    ids: list[int]
    extents: list[tuple[int, int]]
    case: list[int]
    para: list[int]
    quote: list[int]


def cut_pieces(tokenizer: Tokenizer, text: str) -> Pieces:
    """The word pieces of `text` in reading order; no special pieces are added."""
    encoded = tokenizer.encode(text, add_special_tokens=False)
    states = quote_states(text)
    case: list[int] = []
    para: list[int] = []
    quote: list[int] = []
    last_end, current, at_start = 0, _NO_CASE, True
    for start, end in encoded.offsets:
        if start > last_end or at_start or not text[start - 1].isalnum():
            word = _WORD.match(text, start)
            current = _case_of(word.group()) if word else _NO_CASE
        case.append(current)
        para.append(1 if at_start or "\n" in text[last_end:start] else 0)
        quote.append(states[start] if start < len(states) else 0)
        last_end, at_start = end, False
    return Pieces(list(encoded.ids), list(encoded.offsets), case, para, quote)


def _case_of(word: str) -> int:
    if word.isupper():
        return _UPPER if len(word) > 1 else _TITLE
    if word[:1].isupper():
        return _TITLE
    if word[:1].isdigit():
        return _DIGIT
    return _LOWER if word.isalpha() else _NO_CASE
