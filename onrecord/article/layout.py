"""How the blocks of a text dump are set on the page: blank lines, lists, margins, passages that stand twice, rows
that come again but for their numbers, lone dates, the title above or below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from onrecord.article.columns import Column, Matrix, in_columns, nearby, shifted, window
from onrecord.article.signs import TEXT_SIGNS, TITLE_SHARE, Signs
from onrecord.types import Block

# Blank lines beyond two say no more.
MOST_GAP = 3
# A line of so few words may be a row of a list; a longer list says no more.
ROW_WORDS, MOST_ROWS = 5, 40
# How many blocks either side are looked at.
NEAR, WIDE, FAR = 3, 6, 15
# Short lines that differ in their numbers alone are rows of a list or of buttons from the third on; so are short lines
# with a date. Longer lines say no title.
ALIKE_WORDS, OFTEN, MOST_ALIKE = 12, 3, 8
DATED_WORDS = 14
TITLE_WORDS = 24
MOST_SINCE = 40
_NUMBER = re.compile(r"\d+")

LAYOUT_SIGNS = (
    "gap_up", "gap_down", "loose_near", "loose_wide", "loose_page", "rows_wide", "bullets_wide", "stops_wide",
    "list_run", "margin_wide", "passage", "page_small", "page_words", "page_mean", "alike", "alike_wide", "alike_far",
    "dated_wide", "dated_far", "title_up", "title_down", "page_prose",
)  # fmt: skip
_AT = {name: TEXT_SIGNS.index(name) for name in TEXT_SIGNS}


def layout_signs(text: str, signs: Signs, rows: Matrix, passage: Sequence[int]) -> Matrix:
    """One row of ``LAYOUT_SIGNS`` for each block; ``passage`` marks what stands twice, ``rows`` are its signs."""
    blocks, count = signs.blocks, len(signs.blocks)
    words, small = _column(rows, "words"), _column(rows, "small_share")
    gaps = gaps_of(text, blocks)
    loose = (gaps[:-1] > 1) & (gaps[1:] > 1)
    short = words <= ROW_WORDS
    told = np.array(passage) > 0
    total = max(1.0, float(words.sum()))
    alike = alike_of(signs.lines, words)
    often = alike >= OFTEN
    dated = (_column(rows, "date") > 0) & (words <= DATED_WORDS)
    titled = (_column(rows, "title_share") >= TITLE_SHARE) & (words <= TITLE_WORDS)
    columns = [
        gaps[:-1],
        gaps[1:],
        nearby(loose, NEAR),
        nearby(loose, WIDE),
        loose.mean() if count else 0.0,
        nearby(short, WIDE),
        nearby(_column(rows, "bullet"), WIDE),
        nearby(_column(rows, "terminal"), WIDE),
        np.minimum(MOST_ROWS, runs_of(short)),
        _same_near(_column(rows, "indent")),
        np.where(told, np.log1p(words[told].sum()), 0.0),
        float((small * words).sum()) / total,
        np.log1p(total),
        np.log1p(total / max(1, count)),
        np.minimum(MOST_ALIKE, alike),
        nearby(often, WIDE),
        nearby(often, FAR),
        nearby(dated, WIDE),
        nearby(dated, FAR),
        since(titled),
        since(titled[::-1])[::-1],
        np.log1p(float(_column(rows, "prose").sum())),
    ]
    return in_columns(columns, count)


def _column(rows: Matrix, name: str) -> Column:
    return np.asarray(rows[:, _AT[name]], dtype=np.float64)


def alike_of(lines: Sequence[str], words: Column) -> Column:
    """How many lines of the page are a short one but for its numbers; 0 for longer ones."""
    few = (words <= ALIKE_WORDS).tolist()
    keys = [_NUMBER.sub("0", line) if short else "" for line, short in zip(lines, few, strict=True)]
    seen = Counter(keys)
    seen[""] = 0
    return np.fromiter(map(seen.__getitem__, keys), np.float64, len(keys))


def since(flags: NDArray[np.bool_]) -> Column:
    """How many blocks back the last flagged block stands, the block itself included; at most ``MOST_SINCE``."""
    index = np.arange(len(flags))
    last = np.maximum.accumulate(np.where(flags, index, -MOST_SINCE))
    return np.asarray(np.minimum(MOST_SINCE, index - last), dtype=np.float64)


def gaps_of(text: str, blocks: Sequence[Block]) -> Column:
    """The line ends above each block, and below the last; where the page ends there are as many as count."""
    spans = [block.span for block in blocks]
    between = [text.count("\n", a.end, b.start) for a, b in pairwise(spans)]
    return np.minimum(MOST_GAP, np.array([MOST_GAP, *between, MOST_GAP], dtype=np.float64)[: len(blocks) + 1])


def runs_of(flags: NDArray[np.bool_]) -> Column:
    """For each flagged block how many flagged ones stand in a row around it; 0 for others."""
    fenced = np.zeros(len(flags) + 2, dtype=bool)
    fenced[1:-1] = flags
    edges = np.flatnonzero(fenced[1:] != fenced[:-1])
    sizes = np.diff(edges)[::2]
    found = np.zeros(len(flags))
    found[flags] = np.repeat(sizes, sizes)
    return found


def _same_near(margin: Column) -> Column:
    """The share of the blocks near each one that begin at its margin."""
    others = shifted(margin, (*range(-WIDE, 0), *range(1, WIDE + 1)), np.nan)
    low, high = window(len(margin), WIDE)
    same = np.sum([other == margin for other in others], axis=0)
    return np.asarray((1 + same) / (high - low), dtype=np.float64)
