"""What other tools take for the article, aligned back onto the blocks of our own text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

import msgspec
import trafilatura
from lxml.etree import (  # type: ignore[import-untyped]
    ElementDefaultClassLookup,
    HTMLParser,
    LxmlError,
    strip_elements,
)
from lxml.html import HtmlElement, document_fromstring  # type: ignore[import-untyped]
from trafilatura.settings import MANUALLY_CLEANED, Extractor

from onrecord.types import Block

_WORD = re.compile(r"\w+")
SHINGLE_WORDS = 4
# A line of so many code points, in a language with spaces, is more than a few words that stand anywhere.
WHOLE_CHARS = 80
# A block is advised when this share of its word runs stands in the adviser's text.
ADVISED_SHARE = 0.6
# Past this many bytes the adviser costs seconds; the block model then judges alone.
MARKUP_LIMIT_BYTES = 3_000_000
# The same for tags: 150,000 took 6 seconds and 250 MB.
MARKUP_LIMIT_TAGS = 60_000


def ask_trafilatura(markup: bytes) -> str:
    """The body text trafilatura sees in a page (UTF-8); empty when it finds none or cannot read the page."""
    if len(markup) > MARKUP_LIMIT_BYTES or markup.count(b"<") > MARKUP_LIMIT_TAGS:
        return ""
    try:
        tree = document_fromstring(markup.replace(b"\x00", b" "), parser=_parser())
        # What it would take out itself, after it has copied and searched the whole tree three times.
        strip_elements(tree, *MANUALLY_CLEANED, with_tail=False)
        found = trafilatura.extract(tree, options=_options())
    except (LxmlError, ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, AssertionError):
        return ""
    return found or ""


@lru_cache(maxsize=1)
def _options() -> Extractor:
    """What it is asked for: the body alone, without the tools it falls back on; made once, for it reads a file."""
    return Extractor(output_format="txt", fast=True, precision=True, comments=False, tables=False)


def _parser() -> HTMLParser:
    """A parser that makes one class of element; lxml's own asks for the class of each in Python."""
    parser = HTMLParser(
        collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True
    )
    parser.set_element_class_lookup(ElementDefaultClassLookup(element=HtmlElement))
    return parser


def keep_advised(text: str, blocks: Sequence[Block], advice: str) -> list[bool]:
    """For each block whether the adviser's text holds most of its words, in runs or as a whole line."""
    lines = [_WORD.findall(line) for line in advice.split("\n")]
    words = list(chain.from_iterable(lines))
    if not words:
        return [False] * len(blocks)
    told = _Told(advice, frozenset(words), frozenset(_runs(words)), frozenset(map(" ".join, lines)))
    return [_stands_in(text[span.start : span.end], told) for span in (block.span for block in blocks)]


class _Told(msgspec.Struct, frozen=True):
    """An adviser's text, its words, its runs of them, and the words of its lines."""

    text: str
    words: frozenset[str]
    runs: frozenset[tuple[str, ...]]
    lines: frozenset[str]


def _stands_in(block: str, told: _Told) -> bool:
    # Most of what is held is held as it stands.
    at = told.text.find(block) if len(block) >= WHOLE_CHARS else -1
    if at >= 0 and not (_WORD.match(told.text[at - 1 : at]) or _WORD.match(told.text, at + len(block))):
        return True
    words = _WORD.findall(block)
    if len(words) < SHINGLE_WORDS:
        return bool(words) and " ".join(words) in told.lines
    least = ADVISED_SHARE * (len(words) - SHINGLE_WORDS + 1)
    if sum(map(told.words.__contains__, words)) < least:
        return False
    return sum(map(told.runs.__contains__, _runs(words))) >= least


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every run of four words, as they follow one another."""
    return zip(*(words[i:] for i in range(SHINGLE_WORDS)), strict=False)
