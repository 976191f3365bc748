"""Markup that no parser chokes on: what costs a parser minutes or gigabytes is taken out; the text stays."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

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
# A shorter tag costs a parser little, however many attributes it has.
LONG_TAG_BYTES = 10_000
_ATTRIBUTE = rb"""[\s/]++[^\s=>"'/]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']++))?+"""
_FULL_TAG = re.compile(rb"(<[a-zA-Z][^\s/>]*+(?:%b){%d})(?:%b)++" % (_ATTRIBUTE, ATTRIBUTES_LIMIT, _ATTRIBUTE))


def thin(markup: bytes) -> tuple[bytes, str | None]:
    """Markup (UTF-8) that no parser chokes on, and why its end is left out where it is too long.

    Attributes past the limit are taken out, formatting elements that multiply, and the meta and link tags past theirs
    (they hold no text, and each takes a kilobyte); what follows the last tag of the limit is left out.
    """
    tags = _tags(markup)
    if _may_multiply(markup, tags):
        opened = _FORMATTING.findall(markup)
        if min(_SAME_LIMIT * len(set(opened)), len(opened)) * len(tags) > COPIES_LIMIT:
            markup = _FORMATTING_END.sub(b"", _FORMATTING.sub(b"", markup))
            tags = _tags(markup)
    markup = _with_fewer_attributes(markup, tags)
    if len(tags) <= TAGS_LIMIT:
        return markup, None
    kept = next(islice(_META.finditer(markup), METAS_LIMIT, None), None)
    markup = markup if kept is None else markup[: kept.start()] + _META.sub(b"", markup[kept.start() :])
    tags = _tags(markup)
    if len(tags) <= TAGS_LIMIT:
        return markup, None
    return markup[: tags[TAGS_LIMIT]], f"it has more than {TAGS_LIMIT} tags; what follows them is left out"


def _tags(markup: bytes) -> NDArray[np.intp]:
    """Where tags begin."""
    return np.flatnonzero(np.frombuffer(markup, np.uint8) == ord("<"))


def _may_multiply(markup: bytes, tags: NDArray[np.intp]) -> bool:
    """Whether so many tags begin as those of formatting elements do that they may be too many: asked before any."""
    letters = np.frombuffer(markup, np.uint8)
    first, second = letters.take(tags + 1, mode="clip") | 0x20, letters.take(tags + 2, mode="clip") | 0x20
    return int(_formatting().take(first.astype(np.intp) * 256 + second).sum()) * len(tags) > COPIES_LIMIT


@lru_cache(maxsize=1)
def _formatting() -> NDArray[np.bool_]:
    """Whether two letters, in small ones, may begin the tag of a formatting element."""
    begins = [name[:2] for name in _NAMES.split(b"|") if len(name) > 1]
    begins += [name + end for name in _NAMES.split(b"|") if len(name) == 1 for end in _ENDS]
    table = np.zeros(1 << 16, dtype=bool)
    for one, other in begins:
        table[(one | 0x20) * 256 + (other | 0x20)] = True
    return table


def _with_fewer_attributes(markup: bytes, tags: NDArray[np.intp]) -> bytes:
    parts = []
    kept = 0
    far = np.diff(tags, append=len(markup)) > LONG_TAG_BYTES
    for start in tags[far].tolist():
        full = _FULL_TAG.match(markup, start)
        if full is not None:
            parts.append(markup[kept : full.end(1)])
            kept = full.end()
    return b"".join(parts) + markup[kept:] if parts else markup
