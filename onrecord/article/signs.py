"""What each block of a page looks like: the numbers by which the block model judges it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onrecord.article.columns import Column, Matrix, around, in_columns, shifted, sum_to
from onrecord.article.containers import CONTAINER_SIGNS
from onrecord.article.letters import HEAD_CHARS, Marks, count_marks
from onrecord.article.phrases import Phrases, phrases_of
from onrecord.article.vocabulary import Vocabulary, cohesion, read_words, share_of
from onrecord.kit import Kit
from onrecord.types import Block, Page

_TERMINAL = re.compile(r"[.!?…。！？।۔؟။][\"'”’»)\]」』]*\s*$")
_STOP_INSIDE = re.compile(r"[。！？।۔؟။](?=\S|\s\S)|[.!?][\"'”’)]*\s+[\"'“‘(]*[A-Z0-9À-Þ]")
_BULLET = re.compile(r"[•*·▪◦‣●○■+\-–—]\s|\d{1,2}[.)]\s|o\s")
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}:\d\d\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|\b(?:hours?|minutes?|days?) ago\b",
    re.I,
)
_ODD = re.compile(r"[|©»›→▼▶@#]|https?://|www\.|\.com\b")
_SITE_MARKS = (".com", "www.", "://")
_MONEY = re.compile(r"[$€£₹¥]\s?\d|\d\s?%")
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
# A line that ends in none of these ends no sentence: asked first, for it is asked of every line.
_STOPS = frozenset(".!?…。！？।۔؟။")
_CLOSERS = frozenset("\"'”’»)]」』 \t\n\r\f\v\u00a0")
STOP_CHARS = 40

# A block is prose when it has this many words, this share of them small words, and ends a sentence.
PROSE_WORDS = 10
CASELESS_WORDS = 6
USUAL_SHARE = 0.35
# Letters of the first part of a page tell its script.
SCRIPT_CHARS = 600
PROSE_SMALL_SHARE = 0.25
# A block is a heading of the article when it has this share of the title's longer words and is no longer than this.
TITLE_SHARE = 0.6
HEAD_WORDS = 40
MARKUP_ROLES: Final = (
    "body",
    "comment",
    "related",
    "promo",
    "furniture",
    "caption",
    "byline",
    "headline",
    "standfirst",
)
PHRASE_ROLES: Final = ("furniture", "comment", "related", "promo", "sales", "caption", "byline", "correction")
TAGS: Final = ("p", "li", "div", "td", "h", "a", "figcaption", "blockquote", "span", "button")

OWN = (
    "log_chars", "words", "small_share", "terminal", "stops", "commas", "capitals", "digits", "bullet", "lower_start",
    "odd", "date", "money", "quote", "word_length", "all_caps", "colon_end", "indent",
)  # fmt: skip
_AT: Final = {role: at for at, role in enumerate(PHRASE_ROLES)}
PHRASES = tuple(f"phrase_{role}" for role in PHRASE_ROLES)
PLACE = (
    "at", "place", "blocks", "repeat_short", "prose", "prose_share", "run_in", "run_from_start", "run_from_end",
    "run_share", "before_run", "cohesion", "title_share", "since_title", "near_prose_up", "near_prose_down",
)  # fmt: skip
_WATCHED = ("log_chars", "small_share", "terminal", "prose")
AROUND = (
    *(f"{name}{step:+d}" for step in (-3, -2, -1, 1, 2, 3) for name in _WATCHED),
    "window3", "window8", "furniture_up", "furniture_down", "indent-1", "indent+1",
)  # fmt: skip
TEXT_SIGNS = OWN + PHRASES + PLACE + AROUND
MARKUP_OWN = (
    "link_share", "depth", "by_tool", "by_page", "tool_share_near", "tool_share_parent", "page_advised",
    "parent_prose", "parent_main", "parent_link_share", "grand_prose", "grand_main", "in_article", "in_main",
    "in_aside", "in_nav", "in_footer", "in_header", "in_figure", "in_table", "in_form", "in_list", "in_quote",
    "link-1", "link+1", "tool-1", "tool+1", "tool-2", "tool+2", "same_tag-1", "same_tag+1", "tool_from_first",
    "tool_to_last",
)  # fmt: skip
MARKUP_SIGNS = (
    TEXT_SIGNS
    + MARKUP_OWN
    + tuple(f"tag_{tag}" for tag in TAGS)
    + tuple(f"own_{role}" for role in MARKUP_ROLES)
    + tuple(f"above_{role}" for role in MARKUP_ROLES)
    + CONTAINER_SIGNS
)


class Signs:
    """Own signs of every block of a page, before what stands around them is added."""

    def __init__(
        self, page: Page, blocks: Sequence[Block], kit: Kit, *, lines: Sequence[str], words: Sequence[Sequence[str]]
    ) -> None:
        self.blocks = blocks
        self.lines = lines
        self.starts = np.fromiter((b.span.start for b in blocks), np.intp, len(blocks))
        self.known = read_words(words, kit)
        self.own = _own_signs(page.text, self)
        self.phrases = _phrase_signs(self.lines, self.known, phrases_of(kit))
        count = self.own[:, OWN.index("words")]
        share = self.own[:, OWN.index("small_share")]
        stops = self.own[:, OWN.index("terminal")] + self.own[:, OWN.index("stops")]
        self.prose = np.where((count >= PROSE_WORDS) & (share >= PROSE_SMALL_SHARE) & (stops > 0), count, 0.0)


def _own_signs(text: str, signs: Signs) -> Matrix:
    """One row of ``OWN`` for each line; what is asked of words is added up for all lines at once."""
    lines, known = signs.lines, signs.known
    each = np.maximum(1.0, known.counts)
    sizes = np.fromiter(map(len, lines), np.intp, len(lines))
    marks = count_marks(text, signs.starts, signs.starts + sizes)
    lengths, shares = _weigh(text, sizes, known, marks)
    ends = [line[-1:] for line in lines]
    columns = (
        np.log1p(sizes),
        lengths,
        shares,
        [end in _STOPS or (end in _CLOSERS and bool(_TERMINAL.search(line, max(0, len(line) - 6))))
         for line, end in zip(lines, ends, strict=True)],
        [min(5, len(_STOP_INSIDE.findall(line))) if len(line) > STOP_CHARS else 0 for line in lines],
        marks.commas / each,
        known.capitals / each,
        known.digits / each,
        [bool(_BULLET.match(line)) for line in lines],
        [line[:1].islower() for line in lines],
        *_head_signs(text, lines, known, marks),
        marks.quotes > 0,
        known.letters / each,
        [line.isupper() for line in lines],
        [end == ":" for end in ends],
        np.minimum(60, [start - text.rfind("\n", 0, start) - 1 for start in signs.starts.tolist()]),
    )  # fmt: skip
    return in_columns(columns, len(lines))


def _head_signs(text: str, lines: Sequence[str], known: Vocabulary, marks: Marks) -> tuple[Column, Column, Column]:
    """Odd signs, dates and money near the start of each line; what is nowhere on the page is not looked for in it."""
    odd = marks.odd
    for i in _holding(text, lines, _SITE_MARKS):
        odd[i] = len(_ODD.findall(lines[i], 0, HEAD_CHARS))
    numeric = known.digits > 0
    for i in np.flatnonzero((known.numbers > 0) & ~numeric).tolist():
        numeric[i] = _DIGIT.search(lines[i], 0, HEAD_CHARS) is not None
    dated, money = np.zeros(len(lines)), np.zeros(len(lines))
    for i in _holding(text, lines, (" ago",)).union(np.flatnonzero(numeric).tolist()):
        dated[i] = _DATE.search(lines[i][:HEAD_CHARS]) is not None
    for i in np.flatnonzero(numeric & (marks.money > 0)).tolist():
        money[i] = _MONEY.search(lines[i][:HEAD_CHARS]) is not None
    return np.minimum(4.0, odd), dated, money


def _holding(text: str, lines: Sequence[str], marks: Sequence[str]) -> set[int]:
    """The lines that hold one of some marks near their start."""
    held = [mark for mark in marks if mark in text]
    return {i for mark in held for i, line in enumerate(lines) if line.find(mark, 0, HEAD_CHARS) >= 0}


def _weigh(text: str, sizes: NDArray[np.intp], known: Vocabulary, marks: Marks) -> tuple[Column, Column]:
    """Words of each line and the share of small ones: those of the list, and any of up to three small letters.

    Scripts without spaces count two characters a word; scripts without small letters take a usual share.
    """
    counts, shares = known.counts, known.small / np.maximum(1.0, known.counts)
    if text.isascii():
        return counts, shares
    letters = _LETTER.findall(text, 0, SCRIPT_CHARS)
    if sum(c.lower() == c.upper() for c in letters) > 0.5 * max(1, len(letters)):
        shares = np.where(counts >= CASELESS_WORDS, USUAL_SHARE, 0.0)
    unspaced = marks.unspaced * 2 > sizes
    return np.where(unspaced, marks.unspaced / 2, counts), np.where(unspaced, USUAL_SHARE, shares)


def _phrase_signs(lines: Sequence[str], known: Vocabulary, phrases: Phrases) -> Matrix:
    """For each line and role half where a phrase of it stands inside, one where the line is such a phrase."""
    found = np.zeros((len(lines), len(PHRASE_ROLES)), dtype=np.float32)
    for i, role in phrases.roles_inside(lines, known.plain):
        found[i, _AT[role]] = 0.5
    for i, whole in enumerate(map(phrases.role_of, lines)):
        if whole in _AT:
            found[i, _AT[whole]] = 1.0
    return found


def best_run(gains: NDArray[np.float64]) -> tuple[int, int]:
    """The stretch of blocks whose gains add up to most, half-open; empty when none gains."""
    best, total, start = (0.0, 0, 0), 0.0, 0
    for i, gain in enumerate(gains.tolist()):
        if total <= 0:
            total, start = 0.0, i
        total += gain
        if total > best[0]:
            best = (total, start, i + 1)
    return best[1], best[2]


def text_signs(page: Page, signs: Signs, title: frozenset[str]) -> Matrix:
    """One row of ``TEXT_SIGNS`` for each block; ``title`` holds the longer words of the page's title, if known."""
    count = len(signs.blocks)
    own, prose = signs.own.copy(), signs.prose
    run = _prose_run(signs)
    indent = OWN.index("indent")
    mass = Counter[float]()
    for value, words in zip(own[run[0] : run[1], indent].tolist(), prose[run[0] : run[1]].tolist(), strict=True):
        mass[value] += words
    usual = min(mass, key=lambda v: (-mass[v], v)) if mass else 0.0
    own[:, indent] -= usual
    place = _place_signs(page, signs, run, title)
    return np.hstack([own, signs.phrases, place, _around_signs(own, prose, signs.phrases, count)])


def _prose_run(signs: Signs) -> tuple[int, int]:
    """The run of blocks richest in prose: each prose block gains its words, any other costs a little."""
    words = signs.own[:, OWN.index("words")].astype(np.float64)
    gains = np.where(signs.prose > 0, np.minimum(signs.prose, 80.0), -6.0 - np.minimum(words, 10.0))
    return best_run(gains)


def _place_signs(page: Page, signs: Signs, run: tuple[int, int], title: frozenset[str]) -> Matrix:
    count = len(signs.blocks)
    prose = signs.prose
    index = np.arange(count)
    total = max(1.0, float(prose.sum()))
    inside = (index >= run[0]) & (index < run[1])
    seen = Counter(signs.known.lines)
    lengths = signs.own[:, OWN.index("words")]
    titled = share_of(title, signs.known)
    heads = (titled >= TITLE_SHARE) & (lengths <= HEAD_WORDS) & (len(title) > 1)
    is_prose = prose > 0
    rare = cohesion(signs.known, inside & is_prose)
    columns = [
        signs.starts / max(1, len(page.text)),
        index / max(1, count),
        np.log1p(count),
        np.minimum(5, np.fromiter(map(seen.__getitem__, signs.known.lines), np.intp, count)),
        prose,
        total / max(1.0, float(signs.own[:, 1].sum())),
        inside,
        np.minimum(20, np.maximum(-20, index - run[0])),
        np.minimum(20, np.maximum(-20, run[1] - 1 - index)),
        float(prose[run[0] : run[1]].sum()) / total,
        np.cumsum(prose) / total,
        rare,
        titled,
        _distance(heads, 60),
        _distance(is_prose, 20),
        _distance(is_prose[::-1], 20)[::-1],
    ]
    return in_columns(columns, count)


def _distance(flags: NDArray[np.bool_], most: int) -> Column:
    """How many blocks back the last flagged block before each one stands, at most ``most``."""
    index = np.arange(len(flags))
    last = np.full(len(flags), -most)
    last[1:] = np.maximum.accumulate(np.where(flags, index, -most))[:-1]
    return np.asarray(np.minimum(most, index - last), dtype=np.float64)


def _around_signs(own: Matrix, prose: Column, phrases: Matrix, count: int) -> Matrix:
    capped = np.minimum(prose, 60.0)
    marks = sum_to(phrases.max(axis=1) >= 1.0) if count else np.zeros(1)
    index = np.arange(count)
    indent = own[:, OWN.index("indent")]
    watched = [shifted(one, (-3, -2, -1, 1, 2, 3), -1.0) for one in (own[:, 0], own[:, 2], own[:, 3], _flags(prose))]
    columns = [
        *chain.from_iterable(zip(*watched, strict=True)),
        *((around(capped, reach) - capped) / (2 * reach) for reach in (3, 8)),
        marks[:-1] - marks[np.maximum(0, index - 4)],
        marks[np.minimum(count, index + 5)] - marks[1:],
        *shifted(indent, (-1, 1), -1.0),
    ]
    return in_columns(columns, count)


def _flags(prose: Column) -> Column:
    return (prose > 0).astype(np.float64)
