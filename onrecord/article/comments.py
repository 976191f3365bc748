"""Readers' comments after an article: threads a page sets apart by its markup, its marks, or its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

_THREAD = re.compile(r"(?:\d{1,4}[.)]|[•*·▪◦‣●○■>])\s+\S")
_COUNTED = re.compile(r"\d[\d,]*\s+(?:comments?|responses?|repl(?:y|ies)|thoughts? on)\b", re.I)
_OPENING = re.compile(
    r"(?:(?:all|readers?['’]?s?|user|facebook|recent|latest|top|newest|view|show|hide|read)\s+)?comments?"
    r"(?:\s*[(:\[]\s*\d*\s*[)\]]?|\s+\d+)?\s*$|join the (?:conversation|discussion)\b|(?:be the )?first to comment"
    r"|have your say\b|what readers say\b|(?:your|reader) (?:views?|responses?|opinions?)\s*:?\s*$",
    re.I,
)
_CLOSING = re.compile(
    r"comments? (?:are|is|have been|section is|for this \w+ (?:are|is)) (?:now )?(?:closed|disabled|off)\b|"
    r"(?:leave|post|add|write) (?:a|your) (?:comment|reply)\b|(?:log|sign) ?in to (?:post (?:a )?)?(?:comment|reply)",
    re.I,
)
_PERSONAL = re.compile(
    r"\b(?:i|i'm|i’m|im|you|your|ur|u|we|our|my|me|lol|please|thanks?|sir|bro|guys|shame|dear)\b|[!?]{2,}|\.{3,}", re.I
)
# A single marked line after an article is a list of its own; a thread has at least this many, or says so.
THREAD_LINES = 3
PERSONAL_SHARE = 0.5


def find_comments(lines: Sequence[str], indents: Sequence[int], start: int) -> list[bool]:
    """For each line whether it is a reader's comment; ``start`` is where the article's text begins.

    A thread opens at a heading ("12 Comments"), or at the first of several numbered or bulleted lines
    that end the page's text and speak as readers do, or that "Comments are closed." or a reply box follow.
    Those signs themselves are no comments.
    """
    count = len(lines)
    found = [False] * count
    for i in range(start + 1, count):
        if _COUNTED.match(lines[i]) or _OPENING.match(lines[i]):
            _fill(found, lines, i + 1, _end_of_thread(lines, i + 1))
            return found
    threads = [i for i in range(start + 1, count) if _THREAD.match(lines[i])]
    if not threads:
        return found
    closing = next((i for i in range(threads[0], count) if _CLOSING.match(lines[i])), count)
    first = _first_of_last_thread(lines, indents, threads, closing)
    if first is None:
        return found
    marked = [lines[i] for i in threads if first <= i < closing]
    said = sum(bool(_PERSONAL.search(line)) for line in marked)
    closed = closing < count and said >= 1
    if closed or (len(marked) >= THREAD_LINES and said >= PERSONAL_SHARE * len(marked) and _long(marked)):
        _fill(found, lines, first, closing)
    return found


def is_thread_sign(line: str) -> bool:
    """Whether a line only opens or closes a thread ("12 Comments", "Comments are closed.")."""
    return bool((_COUNTED.match(line) and len(line) < 60) or _OPENING.match(line) or _CLOSING.match(line))


def _first_of_last_thread(
    lines: Sequence[str], indents: Sequence[int], threads: Sequence[int], closing: int
) -> int | None:
    """The marked line from which on only marked, indented or short lines stand before the close."""
    first = None
    for i in range(closing - 1, -1, -1):
        if _THREAD.match(lines[i]):
            first = i
        elif indents[i] == 0 and len(lines[i]) > 60:
            break
    return first if first is not None and first in threads else None


def _end_of_thread(lines: Sequence[str], start: int) -> int:
    return next((i for i in range(start, len(lines)) if _CLOSING.match(lines[i])), len(lines))


def _fill(found: list[bool], lines: Sequence[str], start: int, end: int) -> None:
    for i in range(start, end):
        found[i] = not is_thread_sign(lines[i])


def _long(lines: Sequence[str]) -> bool:
    """Whether the lines are sentences rather than a list of names or links."""
    return sum(len(line.split()) >= 6 for line in lines) * 2 >= len(lines)
