"""The paragraphs of a text dump: its lines, with those that belong together joined again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.types import Block, Span

_LINE = re.compile(r"\S(?:[^\n]*[^\s])?")
_WORD = re.compile(r"\S+")
# A line goes on when it stops at one of these: no paragraph ends so.
_HANGING = frozenset(
    """a an the of to in on at by for from with and or but that which who whose as than is are was were be been has
    have had will would could should may might not his her its their our my your told said says into over""".split()  # noqa: SIM905
)
_ENDS = re.compile(r"[.!?:;…][\"'”’»)\]]*$|[\"”»]$")
# What the match of that can end with: asked first, for it is asked of many lines.
_LAST = frozenset(".!?:;…\"'”’»)]")
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
LINE_LIMIT_CHARS = 100_000
_AGO = re.compile(r"\b(?:hours?|minutes?|days?|weeks?|months?|years?|hrs?|mins?) ago\W*$", re.I)


def lines_of(text: str, blocks: Sequence[Block]) -> list[str]:
    """The words of each block, those past the limit left out: no paragraph is so long, and it would cost gigabytes."""
    spans = [block.span for block in blocks]
    return [text[s.start : s.end if s.end - s.start <= LINE_LIMIT_CHARS else s.start + LINE_LIMIT_CHARS] for s in spans]


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
    return [Span(*m.span()) for m in _LINE.finditer(text)]


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
    starts = [0] if lines else []
    for i in range(1, len(lines)):
        joined = (
            (width or fragments or going_on[i])
            and (_is_wrapped(text, lines[i - 1], lines[i], width) or _runs_on(text, lines, going_on, i - 1, fragments))
            and not _stands_alone(text, lines[i - 1], alone)
            and not _stands_alone(text, lines[i], alone)
        )
        if not joined:
            starts.append(i)
    ends = [*starts[1:], len(lines)]
    return [
        Block(lines[start] if end == start + 1 else Span(lines[start].start, lines[end - 1].end))
        for start, end in zip(starts, ends, strict=False)
    ]


def _is_by_line(text: str, lines: list[Span], i: int) -> bool:
    """Whether a line below a blank one is a by-line in small letters: it goes on with no sentence."""
    if not _BY.match(text, lines[i].start):
        return False
    return i == 0 or text.count("\n", lines[i - 1].end, lines[i].start) > 1


def _stands_alone(text: str, line: Span, alone: re.Pattern[str] | None) -> bool:
    """Whether a line is a row of buttons or ends in how long ago something was written."""
    if line.end - line.start > ALONE_CHARS:
        return False
    words = text[line.start : line.end]
    return bool(" ago" in words.lower() and _AGO.search(words)) or (alone is not None and bool(alone.match(words)))


def _wrap_width(text: str, lines: list[Span]) -> int:
    """The width a dump is wrapped at, 0 when its lines are paragraphs."""
    low, high = WRAP_WIDTHS_CHARS
    if len(lines) < WRAP_LINES or any(line.end - line.start > high for line in lines):
        return 0
    ends = [line.end - (text.rfind("\n", 0, line.start) + 1) for line in lines]
    if not low <= (width := max(ends)) <= high:
        return 0
    inside = [i for i in range(len(lines) - 1) if not text[lines[i].end : lines[i + 1].start].count("\n") > 1]
    full = sum(ends[i] >= width - WRAP_SLACK_CHARS for i in inside)
    return width if inside and full >= WRAP_SHARE * len(inside) else 0


def _is_wrapped(text: str, line: Span, after: Span, width: int) -> bool:
    if not width or text.count("\n", line.end, after.start) > 1 or _BULLET.match(text, after.start):
        return False
    word = _WORD.match(text, after.start, after.end)
    begin = text.rfind("\n", 0, line.start) + 1
    return line.end - begin + 1 + (len(word.group()) if word else 0) > width


def _runs_on(text: str, lines: list[Span], going_on: list[bool], i: int, fragments: bool) -> bool:
    """Whether the line after line ``i`` goes on with its sentence."""
    line, after = lines[i], lines[i + 1]
    ends = text[line.end - 1] in _LAST and _ENDS.search(text, max(line.start, line.end - 4), line.end)
    if ends or _BULLET.match(text, after.start):
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
