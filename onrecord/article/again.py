"""A second look at the blocks of a text dump: what the first look says of each, of its neighbours, of its likes."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from onrecord.article.columns import Column, Matrix, in_columns, nearby, shifted
from onrecord.article.layout import LAYOUT_SIGNS
from onrecord.article.signs import TEXT_SIGNS
from onrecord.article.vocabulary import Vocabulary, cohesion

# What the first look saw that is shown again.
SHOWN = (
    "log_chars", "words", "small_share", "terminal", "stops", "commas", "capitals", "digits", "bullet", "odd", "date",
    "quote", "lower_start", "colon_end", "indent", "phrase_furniture", "phrase_comment", "phrase_related",
    "phrase_promo", "phrase_sales", "phrase_caption", "phrase_byline", "at", "blocks", "repeat_short", "prose",
    "title_share", "since_title", "gap_up", "gap_down", "loose_near", "loose_page", "rows_wide", "stops_wide",
    "list_run", "margin_wide", "passage", "page_small", "page_words",
)  # fmt: skip
AGAIN_SIGNS = (
    "chance", *(f"chance{step:+d}" for step in (-3, -2, -1, 1, 2, 3)), "near2", "near5", "near12", "in_stretch",
    "from_start", "from_end", "beyond", "stretch_share", "own_share", "gained_up", "gained_down", "gained_before",
    "told_alike", "class_chance", "class_share", "above_class", "kept_chance", "kept_words", "kept_share",
    "best_above", "best_below", "bridged", *SHOWN,
)  # fmt: skip
_NAMES = TEXT_SIGNS + LAYOUT_SIGNS
_SHOWN = [_NAMES.index(name) for name in SHOWN]
_CLASS = [_NAMES.index(name) for name in ("indent", "gap_up", "gap_down", "bullet")]
_WORDS = _NAMES.index("words")
REACH = 20
KEPT = 0.25
LEAST = 1e-6


def again_signs(rows: Matrix, chances: Column, gains: Column, stretch: tuple[int, int], known: Vocabulary) -> Matrix:
    """One row of ``AGAIN_SIGNS`` for each block, from the first look's rows, chances, gains and best stretch."""
    count = len(chances)
    start, end = stretch
    index = np.arange(count)
    inside = (index >= start) & (index < end)
    kept = inside & (chances > KEPT)
    sizes = np.log1p(rows[:, _WORDS].astype(np.float64))
    weight = max(LEAST, float(sizes[kept].sum()))
    plus = np.maximum(0.0, gains)
    best, total = max(LEAST, float(plus[start:end].sum())), max(LEAST, float(plus.sum()))
    up, down = _gained(gains), _gained(gains[::-1])[::-1]
    own, share = _by_class(rows, chances, sizes, kept, weight)
    weighed = chances * sizes
    near, *means = (nearby(weighed, reach) / np.maximum(LEAST, nearby(sizes, reach)) for reach in (3, 2, 5, 12))
    columns = [
        chances,
        *shifted(chances, (-3, -2, -1, 1, 2, 3), -1.0),
        *means,
        inside,
        np.minimum(REACH, np.maximum(-REACH, index - start)),
        np.minimum(REACH, np.maximum(-REACH, end - 1 - index)),
        np.log1p(np.maximum(0, np.maximum(start - index, index - end + 1))),
        best / total,
        (up + down - gains) / best,
        up / best,
        down / best,
        (np.cumsum(plus) - plus) / total,
        cohesion(known, kept),
        own,
        share,
        chances - own,
        float(weighed[kept].sum()) / weight,
        weight,
        float(kept.sum()) / max(1, end - start),
        np.maximum.accumulate(chances),
        np.maximum.accumulate(chances[::-1])[::-1],
        np.minimum(*shifted(near, (-4, 4), 0.0)),
    ]
    return np.hstack([in_columns(columns, count), rows[:, _SHOWN]])


def _gained(gains: Column) -> Column:
    """What the best stretch that ends at each block gains."""
    return np.fromiter(accumulate(gains.tolist(), lambda so_far, gain: max(0.0, so_far) + gain), np.float64, len(gains))


def _by_class(
    rows: Matrix, chances: Column, sizes: Column, kept: NDArray[np.bool_], weight: float
) -> tuple[Column, Column]:
    """The mean chance of the blocks set like each one, and the share of the kept ones that are set so."""
    margin, above, below, bullet = (rows[:, at].astype(np.int64) for at in _CLASS)
    key = ((margin * 2 + (above > 1)) * 2 + (below > 1)) * 2 + (bullet > 0)
    each = np.unique(key, return_inverse=True)[1]
    mean = np.bincount(each, chances * sizes) / np.maximum(LEAST, np.bincount(each, sizes))
    return mean[each], (np.bincount(each, sizes * kept) / weight)[each]
