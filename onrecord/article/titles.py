"""The words of a page's title: stated by the page, said by its address, or by the first line of a dump."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from onrecord.article.columns import Column
from onrecord.article.vocabulary import Vocabulary, fold, share_of
from onrecord.types import Page

TITLE_TAGS = ("meta:og:title", "jsonld:headline", "key:title", "html:title")
_SLUG_WORD = re.compile(r"[^\W\d_]{4,}")
_ENDING = re.compile(r"\.\w{2,5}$")
# Fewer words in an address are a section or a file, no title, unless a line of the page says all of two.
SLUG_WORDS, FEW_WORDS = 3, 2
# A line that says a title holds this share of its words and is no longer than this.
SAID_SHARE = 0.6
SAID_CHARS, FEW_CHARS = 240, 100
FIRST_WORDS = 30


def title_of(page: Page) -> str | None:
    """The title the page states outside its text."""
    values = {tag.name: tag.value for tag in reversed(page.tags)}
    return next((values[name] for name in TITLE_TAGS if name in values), None)


def title_words(page: Page) -> frozenset[str]:
    """The longer words of the page's title, or of its address where no title is stated."""
    title = title_of(page)
    if title is not None:
        return _words(title)
    slug = _slug(page)
    return slug if len(slug) >= SLUG_WORDS else frozenset()


def dump_title(page: Page, lines: Sequence[str], known: Vocabulary) -> frozenset[str]:
    """The longer words of a dump's title: those of its address where a line says them, else of its first line.

    The first line is a title where another line says it again.
    """
    stated = title_of(page)
    if stated is not None:
        return _words(stated)
    sizes = np.fromiter(map(len, lines), np.float64, len(lines))
    slug = _slug(page)
    if len(slug) >= FEW_WORDS:
        few = len(slug) < SLUG_WORDS
        if _said(slug, known, sizes, (1.0, FEW_CHARS) if few else (SAID_SHARE, SAID_CHARS)).any():
            return slug
    first = _words(lines[0]) if lines and len(lines[0].split()) <= FIRST_WORDS else frozenset()
    if len(first) >= SLUG_WORDS or any(not word.isascii() for word in first):
        again = np.flatnonzero(_said(first, known, sizes, (SAID_SHARE, SAID_CHARS))[1:])
        if len(again):
            return first & _words(lines[1 + int(again[0])])
    return slug if len(slug) >= SLUG_WORDS else frozenset()


def _said(title: frozenset[str], known: Vocabulary, sizes: Column, least: tuple[float, int]) -> NDArray[np.bool_]:
    """Which lines say a title: they hold this share of its words and are no longer than so many characters."""
    share, chars = least
    return (share_of(title, known) >= share) & (sizes < chars)


def _slug(page: Page) -> frozenset[str]:
    try:
        parts = urlsplit(page.url or "").path.split("/")
    except ValueError:
        return frozenset()
    return _words(max((_ENDING.sub("", part) for part in parts), key=lambda part: len(_SLUG_WORD.findall(part))))


def _words(title: str) -> frozenset[str]:
    return frozenset(fold(word.lower()) for word in _SLUG_WORD.findall(title))
