"""Which blocks of a page are the body of its article: the block model's chances, smoothed into one stretch."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.article.lines import cut_blocks
from onrecord.article.markup import markup_signs
from onrecord.article.repeats import find_repeats
from onrecord.article.signs import Matrix, Signs, best_run, text_signs
from onrecord.kit import Kit
from onrecord.types import Block, Page

MARKUP, TEXT = "blocks-html", "blocks-text"
_SLUG_WORD = re.compile(r"[^\W\d_]{4,}")
# Fewer words in an address are a section or a file, no title.
SLUG_WORDS = 3
TITLE_TAGS = ("meta:og:title", "jsonld:headline", "key:title", "html:title")
# A block gains what its chance exceeds this; .1 either way costs .002 F1 on dumps (cross-validated over hosts), the
# lower bars win .005 there.
BARS = (0.4, 0.2, 0.1, 0.05)
LEAST_WORDS = 40
# Inside the stretch a block stays above this chance.
INSIDE = 0.25
GAIN_WORDS = 60
GAIN_POWER = 0.7


class Ready(msgspec.Struct, frozen=True):
    """The blocks of a page that are no copy of another, and what the model is told of each."""

    blocks: list[Block]
    lines: list[str]
    rows: Matrix
    repeats: list[Block]


def prepare(page: Page, kit: Kit) -> Ready:
    """Cuts a page into blocks, sets further copies of a passage aside, and gives each other block its signs."""
    blocks = list(page.blocks) or cut_blocks(page.text)
    copies = find_repeats([page.text[b.span.start : b.span.end] for b in blocks])
    kept = [b for b, copy in zip(blocks, copies, strict=True) if not copy]
    signs = Signs(page, kept, kit)
    rows = text_signs(page, signs, title_words(page))
    if page.blocks:
        rows = np.hstack([rows, markup_signs(signs, kit)])
    return Ready(kept, signs.lines, rows, [b for b, copy in zip(blocks, copies, strict=True) if copy])


def title_of(page: Page) -> str | None:
    """The title the page states outside its text."""
    values = {tag.name: tag.value for tag in reversed(page.tags)}
    return next((values[name] for name in TITLE_TAGS if name in values), None)


def title_words(page: Page) -> frozenset[str]:
    """The longer words of the page's title, or of its address where no title is stated."""
    title = title_of(page)
    if title is None:
        try:
            parts = urlsplit(page.url or "").path.split("/")
        except ValueError:
            parts = []
        title = max(parts, key=lambda part: len(_SLUG_WORD.findall(part)), default="")
        if len(_SLUG_WORD.findall(title)) < SLUG_WORDS:
            return frozenset()
    return frozenset(word.lower() for word in _SLUG_WORD.findall(title))


def find_body(page: Page, ready: Ready, kit: Kit) -> list[bool]:
    """For each ready block whether it is body."""
    chances = kit.trees(MARKUP if page.blocks else TEXT).chances(ready.rows)
    return keep_body(ready.lines, chances)


def keep_body(lines: Sequence[str], chances: NDArray[np.float64]) -> list[bool]:
    """The stretch of blocks whose gains add up to most, less the unlikely ones in it.

    Where next to nothing is kept (a page in a language the model hardly knows), the bar is lowered twice.
    """
    sizes = np.array([len(line.split()) for line in lines], dtype=np.float64)
    kept = [False] * len(lines)
    for bar in BARS:
        start, end = best_run((chances - bar) * np.minimum(sizes, GAIN_WORDS) ** GAIN_POWER)
        least = min(INSIDE, bar)
        kept = [start <= i < end and chance > least for i, chance in enumerate(chances.tolist())]
        if float(sizes[kept].sum()) >= LEAST_WORDS:
            break
    return kept
