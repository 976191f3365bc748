"""Markup that no parser chokes on: what costs a parser minutes or gigabytes is taken out; the text stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

# Each element takes up to 1.5 kB in the tree and among the blocks: 720,000 took 720 MB. A news page has some thousands.
TAGS_LIMIT = 150_000
# Parsers compare each attribute of an element with all before it: 20,000 take seconds, 200,000 minutes.
ATTRIBUTES_LIMIT = 1000
# Elements that HTML opens anew in every block until they are closed: 1,500 unclosed ones in 18 kB of markup made
# 2.2 million nodes and 737 MB. Past so many possible copies they are taken out: they hold no text of their own.
COPIES_LIMIT = 500_000
METAS_LIMIT = 5000
_META = re.compile(rb"<(?:meta|link)(?=[\s/>])[^>]*+>", re.I)
# The same element with the same attributes is opened anew three times at most.
_SAME_LIMIT = 3
_NAMES = b"b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u"
_ENDS = (b"\t", b"\n", b"\v", b"\f", b"\r", b" ", b"/", b">")
_FORMATTING = re.compile(rb"<(?:%b)(?=[\s/>])[^>]*+>" % _NAMES, re.I)
_FORMATTING_END = re.compile(rb"</(?:%b)(?=[\s/>])[^>]*+>" % _NAMES, re.I)
PIECE_BYTES = 1 << 20
# A shorter tag costs a parser little, however many attributes it has.
LONG_TAG_BYTES = 10_000
_ATTRIBUTE = rb"""[\s/]++[^\s=>"'/]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']++))?+"""
_FULL_TAG = re.compile(rb"(<[a-zA-Z][^\s/>]*+(?:%b){%d})(?:%b)++" % (_ATTRIBUTE, ATTRIBUTES_LIMIT, _ATTRIBUTE))


def thin(markup: bytes) -> tuple[bytes, str | None]:
    """Markup (UTF-8) that no parser chokes on, and why its end is left out where it is too long.

    Attributes past the limit are taken out, formatting elements that multiply, and the meta and link tags past theirs
    (they hold no text, and each takes a kilobyte); what follows the last tag of the limit is left out.
    """
    if _may_multiply(markup):
        opened = _FORMATTING.findall(markup)
        if min(_SAME_LIMIT * len(set(opened)), len(opened)) * _count(markup) > COPIES_LIMIT:
            markup = _FORMATTING_END.sub(b"", _FORMATTING.sub(b"", markup))
    markup = _with_fewer_attributes(markup)
    if _count(markup) <= TAGS_LIMIT:
        return markup, None
    kept = next(islice(_META.finditer(markup), METAS_LIMIT, None), None)
    markup = markup if kept is None else markup[: kept.start()] + _META.sub(b"", markup[kept.start() :])
    if _count(markup) <= TAGS_LIMIT:
        return markup, None
    end = -1
    for _ in range(TAGS_LIMIT + 1):
        end = markup.index(b"<", end + 1)
    return markup[:end], f"it has more than {TAGS_LIMIT} tags; what follows them is left out"


def _count(markup: bytes) -> int:
    return sum(map(len, _tags(markup)))


def _tags(markup: bytes) -> Iterator[NDArray[np.intp]]:
    """Where tags begin, a piece of the markup at a time: each place takes eight bytes."""
    letters = np.frombuffer(markup, np.uint8)
    for start in range(0, len(markup), PIECE_BYTES):
        yield np.flatnonzero(letters[start : start + PIECE_BYTES] == ord("<")) + start


def _may_multiply(markup: bytes) -> bool:
    """Whether so many tags begin as those of formatting elements do that they may be too many: asked before any."""
    letters, table = np.frombuffer(markup, np.uint8), _formatting()
    tags = alike = 0
    for places in _tags(markup):
        first, second = (letters.take(places + step, mode="clip") | 0x20 for step in (1, 2))
        alike += int(np.count_nonzero(table.take(first.astype(np.intp) * 256 + second)))
        tags += len(places)
    return alike * tags > COPIES_LIMIT


@lru_cache(maxsize=1)
def _formatting() -> NDArray[np.bool_]:
    """Whether two letters, in small ones, may begin the tag of a formatting element."""
    begins = [name[:2] for name in _NAMES.split(b"|") if len(name) > 1]
    begins += [name + end for name in _NAMES.split(b"|") if len(name) == 1 for end in _ENDS]
    table = np.zeros(1 << 16, dtype=bool)
    for one, other in begins:
        table[(one | 0x20) * 256 + (other | 0x20)] = True
    return table


def _with_fewer_attributes(markup: bytes) -> bytes:
    parts = []
    kept = 0
    for start in _long_tags(markup):
        full = _FULL_TAG.match(markup, start)
        if full is not None:
            parts.append(markup[kept : full.end(1)])
            kept = full.end()
    return b"".join(parts) + markup[kept:] if parts else markup


def _long_tags(markup: bytes) -> Iterator[int]:
    """Where tags begin after which no other does for long."""
    last = len(markup)
    for places in chain(_tags(markup), [np.array([len(markup)])]):
        begins = np.append(last, places)
        yield from begins[:-1][np.diff(begins) > LONG_TAG_BYTES].tolist()
        last = int(begins[-1])
