"""Which blocks of a page are the body of its article: the block model's chances, smoothed into one stretch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress
from operator import not_

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.article.columns import Column, Matrix
from onrecord.article.layout import LAYOUT_SIGNS, layout_signs
from onrecord.article.lines import cut_blocks, end_of_lines, lines_of
from onrecord.article.markup import markup_signs
from onrecord.article.repeats import find_passage, find_repeats
from onrecord.article.signs import OWN, TEXT_SIGNS, Signs, best_run, text_signs
from onrecord.article.threadlines import control_line
from onrecord.article.titles import dump_title, title_words
from onrecord.article.vocabulary import Vocabulary, split_words
from onrecord.kit import Kit
from onrecord.spans import trim
from onrecord.types import Block, Page, Span

MARKUP, TEXT = "blocks-html", "blocks-text"
DUMP_SIGNS = TEXT_SIGNS + LAYOUT_SIGNS
# A block gains what its chance exceeds this; .1 either way costs .002 F1 on dumps (cross-validated over hosts), the
# lower bars win .005 there.
BARS = (0.4, 0.2, 0.1, 0.05)
LEAST_WORDS = 40
# Inside the stretch a block stays above this chance.
INSIDE = 0.25
GAIN_WORDS = 150
GAIN_POWER = 0.7
# In a dump a line below the bar costs at least this much, times what it lacks: rows of short lines part two texts.
LEAST_COST = 5.0
# A stretch that neither holds the page's title nor follows it this near counts for this share of its gains: of eight
# dumps where teasers or comments outweighed the article two are saved, none lost (cross-validated over hosts).
TITLE_NEAR = 25
TITLE_FAR = 60
UNTITLED = 0.2
STRETCHES = 5
# The longest articles have some thousands of lines; a million cost a gigabyte and minutes.
BLOCKS_LIMIT = 20_000
SINCE_TITLE, WORDS = TEXT_SIGNS.index("since_title"), OWN.index("words")
# A passage that stands twice is the body when it makes up this share of what is kept, or when it is that much longer
# and no less likely: all copies of a body that is found in part, and no list of teasers, on the dev pages.
PASSAGE_SHARE, PASSAGE_LONGER, PASSAGE_CHANCE = 0.65, 1.25, 0.12
# Then the chances of its lines, and what those of others count for inside and outside of it.
TOLD, AMONG, ELSEWHERE = 0.95, 0.3, 0.2


class Ready(msgspec.Struct, frozen=True):
    """The blocks of a page that are no copy of another, and what the model is told of each.

    ``plain`` holds the words of each line in small letters (see ``plain_of``).
    """

    blocks: list[Block]
    lines: Sequence[str]
    plain: Sequence[str]
    rows: Matrix
    repeats: list[Block]
    passage: list[int]
    known: Vocabulary
    rest: list[Block] = []


def prepare(page: Page, kit: Kit) -> Ready:
    """Cuts a page into blocks, sets further copies of a passage aside, and gives each other block its signs.

    Of a page with more blocks than any article has, the rest is one block that nothing is asked of.
    """
    if page.blocks:
        blocks = list(page.blocks[:BLOCKS_LIMIT])
        end = page.blocks[BLOCKS_LIMIT].span.start if len(page.blocks) > BLOCKS_LIMIT else len(page.text)
    else:
        end = end_of_lines(page.text, BLOCKS_LIMIT)
        blocks = cut_blocks(page.text[:end], control_line(kit))
    rest = [Block(span) for span in (trim(page.text, Span(end, len(page.text))),) if span.start < span.end]
    lines = lines_of(page.text, blocks)
    words, plain = split_words(lines)
    copies = find_repeats(plain)
    told = [0] * len(lines) if page.blocks else find_passage(lines, copies, plain=plain)
    first = list(map(not_, copies))
    kept = list(compress(blocks, first))
    passage = list(compress(told, first))
    gone = list(compress(blocks, copies))
    lines, words, plain = list(compress(lines, first)), list(compress(words, first)), list(compress(plain, first))
    signs = Signs(page, kept, kit, lines=lines, words=words)
    title = title_words(page) if page.blocks else dump_title(page, lines, signs.known)
    rows = text_signs(page, signs, title)
    more = markup_signs(signs, kit) if page.blocks else layout_signs(page.text, signs, rows, passage)
    return Ready(kept, lines, plain, np.hstack([rows, more]), gone, passage, signs.known, rest)


def find_body(page: Page, ready: Ready, kit: Kit) -> list[bool]:
    """For each ready block whether it is body."""
    chances = kit.trees(MARKUP if page.blocks else TEXT).chances(ready.rows)
    return keep_body(ready, chances, 0.0 if page.blocks else LEAST_COST)


def keep_body(ready: Ready, chances: Column, cost: float = LEAST_COST) -> list[bool]:
    """The stretch of blocks whose gains add up to most, less the unlikely ones in it.

    Where the page's title stands on it, a stretch that does not follow it counts little. Where next to nothing is
    kept (a page in a language the model hardly knows), or only away from the title, the bar is lowered. A passage that
    stands twice is all there is to the body when much of it would be kept anyway.
    """
    kept = _keep(ready.rows, chances, cost)
    passage = np.array(ready.passage)
    told = passage > 0
    if told.any():
        words = ready.rows[:, WORDS].astype(np.float64)
        whole, found = max(1.0, float(words[told].sum())), max(1.0, float(words[kept].sum()))
        likely = float((words * chances)[told].sum()) / whole
        shared = float(words[told & kept].sum()) / found
        if shared >= PASSAGE_SHARE or (whole >= PASSAGE_LONGER * found and likely >= PASSAGE_CHANCE):
            first, last = np.flatnonzero(told)[[0, -1]]
            among = (np.arange(len(told)) >= first) & (np.arange(len(told)) <= last)
            kept = _keep(
                ready.rows,
                np.where(told, TOLD, chances * np.select([passage < 0, among], [1.0, AMONG], ELSEWHERE)),
                cost,
            )
    return [bool(one) for one in kept]


def _keep(rows: Matrix, chances: Column, cost: float) -> NDArray[np.bool_]:
    """The likely blocks of the best stretch at the highest bar where they are enough; one by the title goes first."""
    words, index, since_title = rows[:, WORDS], np.arange(len(rows)), rows[:, SINCE_TITLE]
    kept = np.zeros(len(rows), dtype=bool)
    enough: NDArray[np.bool_] | None = None
    for bar in BARS:
        start, end = _choose(_gains(rows, chances, bar, cost), since_title)
        kept = (start <= index) & (index < end) & (chances > min(INSIDE, bar))
        if float(words[kept].sum()) >= LEAST_WORDS:
            if _by_title(since_title, start, end):
                return kept
            enough = kept if enough is None else enough
    return kept if enough is None else enough


def _by_title(since_title: Matrix, start: int, end: int) -> bool:
    """Whether a stretch holds the page's title or follows it, or no title stands on the page."""
    near = since_title[start] <= TITLE_NEAR or bool((since_title[start:end] <= 1).any())
    return near or not (since_title < TITLE_FAR).any()


def _gains(rows: Matrix, chances: Column, bar: float, cost: float) -> Column:
    """What each block adds to a stretch: its chance beyond the bar, by its words; ``cost`` is the least it loses by."""
    sizes = np.minimum(rows[:, WORDS].astype(np.float64), GAIN_WORDS) ** GAIN_POWER
    return np.asarray((chances - bar) * np.where(chances > bar, sizes, np.maximum(sizes, cost)))


def _choose(gains: NDArray[np.float64], since_title: Matrix) -> tuple[int, int]:
    """The best stretch of blocks, one that follows the title before one that does not."""
    best, chosen = 0.0, (0, 0)
    for start, end in _stretches(gains):
        score = float(gains[start:end].sum()) * (1.0 if _by_title(since_title, start, end) else UNTITLED)
        if score > best:
            best, chosen = score, (start, end)
    return chosen


def _stretches(gains: NDArray[np.float64]) -> Iterator[tuple[int, int]]:
    """The best stretch, then the best of what it leaves on either side, and so on."""
    left = [(0, len(gains))]
    for _ in range(STRETCHES):
        found = [(low + start, low + end, low, high) for low, high in left
                 for start, end in (best_run(gains[low:high]),) if end > start]  # fmt: skip
        if not found:
            return
        start, end, low, high = max(found, key=lambda f: (float(gains[f[0] : f[1]].sum()), -f[0]))
        yield start, end
        left.remove((low, high))
        left += [(low, start), (end, high)]
