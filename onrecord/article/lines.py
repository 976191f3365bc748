"""The paragraphs of a text dump: its lines, with those that belong together joined again."""

from __future__ import annotations

import re
from functools import lru_cache

from onrecord.types import Block, Span

_LINE = re.compile(r"\S(?:[^\n]*[^\s])?")
# A line goes on when it stops at one of these: no paragraph ends so.
_HANGING = frozenset(
    """a an the of to in on at by for from with and or but that which who whose as than is are was were be been has
    have had will would could should may might not his her its their our my your told said says into over""".split()  # noqa: SIM905
)
_ENDS = re.compile(r"[.!?:;…][\"'”’»)\]]*$|[\"”»]$")
_GOES_ON = re.compile(r"(?!o\s)[a-z,;.)\]”’?!—–]|'s\b")
_BY = re.compile(r"by(?:\s+[A-ZÀ-Þ]|:|[ \t]*\n)")
_BULLET = re.compile(r"[•*·▪◦‣●○■\-–—+o]\s|\d{1,3}[.)]\s|\[")
# A dump is hard-wrapped when its longer lines stop within this many code points of one width.
WRAP_SLACK_CHARS = 14
WRAP_WIDTHS_CHARS = (45, 110)
WRAP_SHARE = 0.6
WRAP_LINES = 8
# A dump writes one DOM string a line when this share of its lines goes on from the line before.
FRAGMENT_SHARE = 0.06
FRAGMENT_CHARS = 60
ALONE_CHARS = 60
MEMO_LINES = 16_384
LINE_LIMIT_CHARS = 100_000
_AGO = re.compile(r"\b(?:hours?|minutes?|days?|weeks?|months?|years?|hrs?|mins?) ago\W*$", re.I)


def line_at(text: str, span: Span) -> str:
    """The words of a block, those past the limit left out: no paragraph is so long, and all of it costs gigabytes."""
    return text[span.start : min(span.end, span.start + LINE_LIMIT_CHARS)]


def end_of_lines(text: str, most: int) -> int:
    """Where the first so many lines of a text end; the end of the text where it has no more."""
    end = 0
    if text.count("\n") <= most:
        return len(text)
    for _ in range(most):
        end = text.index("\n", end) + 1
    return end


def cut_lines(text: str) -> list[Span]:
    """The lines of a text that hold more than white space, white space at their ends left out."""
    return [Span(m.start(), m.end()) for m in _LINE.finditer(text)]


def cut_blocks(text: str, alone: re.Pattern[str] | None = None) -> list[Block]:
    """The paragraphs of a text dump in reading order; a line that ``alone`` matches is never joined to another.

    A line is a paragraph, except where a dump is wrapped at a width, or writes one DOM string a line
    ("He told" / "The Gazette" / "that rain fell."): those lines are one block.

    >>> text = "He told\\nThe Gazette\\nthat rain fell.\\nThe dam held."
    >>> [text[b.span.start:b.span.end] for b in cut_blocks(text)]
    ['He told\\nThe Gazette\\nthat rain fell.', 'The dam held.']
    """
    lines = cut_lines(text)
    width = _wrap_width(text, lines)
    going_on = [
        bool(_GOES_ON.match(text, line.start)) and not _is_by_line(text, lines, i) for i, line in enumerate(lines)
    ]
    fragments = sum(going_on) >= max(1, FRAGMENT_SHARE * len(lines))
    lone = [_stands_alone(text, line, alone) for line in lines]
    blocks: list[Block] = []
    start = 0
    for i in range(len(lines)):
        last = i + 1 == len(lines)
        joined = (
            not last
            and not (lone[i] or lone[i + 1])
            and (
                (width and _is_wrapped(text, lines[i], lines[i + 1], width))
                or _runs_on(text, lines, going_on, i, fragments)
            )
        )
        if not joined:
            blocks.append(Block(Span(lines[start].start, lines[i].end)))
            start = i + 1
    return blocks


def _is_by_line(text: str, lines: list[Span], i: int) -> bool:
    """Whether a line below a blank one is a by-line in small letters: it goes on with no sentence."""
    if not _BY.match(text, lines[i].start):
        return False
    return i == 0 or text.count("\n", lines[i - 1].end, lines[i].start) > 1


def _stands_alone(text: str, line: Span, alone: re.Pattern[str] | None) -> bool:
    """Whether a line is a row of buttons or ends in how long ago something was written."""
    return line.end - line.start <= ALONE_CHARS and _is_alone(text[line.start : line.end], alone)


@lru_cache(maxsize=MEMO_LINES)
def _is_alone(words: str, alone: re.Pattern[str] | None) -> bool:
    return bool(" ago" in words.lower() and _AGO.search(words)) or (alone is not None and bool(alone.match(words)))


def _wrap_width(text: str, lines: list[Span]) -> int:
    """The width a dump is wrapped at, 0 when its lines are paragraphs."""
    ends = [line.end - (text.rfind("\n", 0, line.start) + 1) for line in lines]
    low, high = WRAP_WIDTHS_CHARS
    if len(lines) < WRAP_LINES or not low <= (width := max(ends)) <= high:
        return 0
    inside = [i for i in range(len(lines) - 1) if not text[lines[i].end : lines[i + 1].start].count("\n") > 1]
    full = sum(ends[i] >= width - WRAP_SLACK_CHARS for i in inside)
    return width if inside and full >= WRAP_SHARE * len(inside) else 0


def _is_wrapped(text: str, line: Span, after: Span, width: int) -> bool:
    if text.count("\n", line.end, after.start) > 1 or _BULLET.match(text, after.start):
        return False
    word = re.match(r"\S+", text[after.start : after.end])
    begin = text.rfind("\n", 0, line.start) + 1
    return line.end - begin + 1 + (len(word.group()) if word else 0) > width


def _runs_on(text: str, lines: list[Span], going_on: list[bool], i: int, fragments: bool) -> bool:
    """Whether the line after line ``i`` goes on with its sentence."""
    line, after = lines[i], lines[i + 1]
    if _ENDS.search(text, max(line.start, line.end - 4), line.end) or _BULLET.match(text, after.start):
        return going_on[i + 1] and text[after.start] in ",;.)" and after.end - after.start <= FRAGMENT_CHARS
    if going_on[i + 1]:
        return True
    if not fragments:
        return False
    tail = text[max(line.start, line.end - 12) : line.end]
    word = tail.rsplit(None, 1)[-1].lower() if tail.split() else ""
    if word in _HANGING or tail.endswith((",", "(", "“", "—", "–")):
        return True
    # "He told" / "The Gazette" / "that rain fell": a short line between one that hangs and one that goes on.
    short = after.end - after.start <= FRAGMENT_CHARS
    return short and i + 2 < len(lines) and going_on[i + 2] and line.end - line.start > len("He told") - 1 and \
        not _ENDS.search(text, max(after.start, after.end - 4), after.end)  # fmt: skip
