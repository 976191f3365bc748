"""Quotation marks of every style found, paired, and told from apostrophes."""

import re
from bisect import bisect_right

import msgspec

OUTSIDE, INSIDE, OPENS, CLOSES, RUNS_ON = range(5)
STATES = 5

_PARAGRAPH = re.compile(r"[^\n]+")
_DOUBLE = re.compile(r"[“”„«»\"]|''|``|’’|‘‘")
_OPENERS = frozenset(("“", "„", "«", "``", "‘‘"))
_CLOSERS = frozenset(("”", "»", "’’"))
# A single mark opens only before a letter, digit or mark, and not in "'90s" or "'em".
_SINGLE_OPEN = re.compile(r"(?<![\w'’])[‘'](?!\d0s|(?:em|til|tis|twas|cause|n)\b)(?=[\w\"“£$€])")
_SINGLE_CLOSE = re.compile(r"(?<=[^\s‘])[’'](?![\w'’])")


class Quoted(msgspec.Struct, frozen=True):
    """A quoted stretch, marks included; `closed` is false where the paragraph ended it."""

    start: int
    end: int
    opening: int
    closing: int

    @property
    def closed(self) -> bool:
        """Whether a closing mark was found."""
        return self.closing > 0


def find_quoted(text: str) -> list[Quoted]:
    """The outermost quoted stretches of `text` in reading order; those nested inside are left out.

    `opening` and `closing` are the widths of the marks. A mark that is never closed ends at its
    paragraph (a run of text without a line break). A single mark that is never closed is taken
    for an apostrophe.

    >>> [(q.start, q.end) for q in find_quoted("It’s ‘no’, he said.")]
    [(5, 9)]
    """
    found: list[Quoted] = []
    for paragraph in _PARAGRAPH.finditer(text):
        found += _quoted_in(text, paragraph.start(), paragraph.end())
    return found


def quote_states(text: str) -> bytearray:
    """One state for each code point: outside, inside, opening or closing mark, inside and never closed."""
    states = bytearray(len(text))
    for q in find_quoted(text):
        inside = INSIDE if q.closed else RUNS_ON
        states[q.start : q.end] = bytes([inside]) * (q.end - q.start)
        states[q.start : q.start + q.opening] = bytes([OPENS]) * q.opening
        if q.closed:
            states[q.end - q.closing : q.end] = bytes([CLOSES]) * q.closing
    return states


def _quoted_in(text: str, start: int, end: int) -> list[Quoted]:
    doubles = list(_DOUBLE.finditer(text, start, end))
    found: list[Quoted] = []
    at = start
    while at < end:
        double = next((m for m in doubles if m.start() >= at and _may_open(text, m, start)), None)
        single = _SINGLE_OPEN.search(text, at, double.start() if double else end)
        quoted = _close_single(text, single.start(), end) if single else None
        if quoted is not None:
            found.append(quoted)
            at = quoted.end
        elif single is not None:
            at = single.end()
        elif double is not None:
            found.append(_close_double(text, double, doubles, end))
            at = found[-1].end
        else:
            break
    return found


def _may_open(text: str, mark: re.Match[str], start: int) -> bool:
    """Whether a mark can open: inches (6") and stray closing marks cannot."""
    if mark.group() in _CLOSERS:
        return False
    if mark.group() in _OPENERS:
        return True
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end() : mark.end() + 1]
    return not before.isalnum() and before not in ".,!?" and not (after.isspace() or not after)


def _close_double(text: str, mark: re.Match[str], doubles: list[re.Match[str]], end: int) -> Quoted:
    """The stretch a double mark opens; a new opening mark first means the closing one was dropped."""
    k = bisect_right([m.start() for m in doubles], mark.start())
    for other in doubles[k:]:
        if _turned_round(text, other):
            return Quoted(mark.start(), other.end(), len(mark.group()), len(other.group()))
        if other.group() in _OPENERS and mark.group() in _OPENERS:
            return Quoted(mark.start(), _trimmed(text, mark.end(), other.start()), len(mark.group()), 0)
        if other.group() in _OPENERS:
            continue
        before, after = text[other.start() - 1], text[other.end() : other.end() + 1]
        opens_again = before.isspace() and after.isalnum() and other.group() not in _CLOSERS
        if opens_again and len([m for m in doubles[k:] if m.group() == other.group()]) % 2 == 0:
            return Quoted(mark.start(), _trimmed(text, mark.end(), other.start()), len(mark.group()), 0)
        return Quoted(mark.start(), other.end(), len(mark.group()), len(other.group()))
    return Quoted(mark.start(), _trimmed(text, mark.end(), end), len(mark.group()), 0)


def _turned_round(text: str, mark: re.Match[str]) -> bool:
    """Whether an opening mark stands where only a closing one can: “Mostly false.“ and „so“."""
    after = text[mark.end() : mark.end() + 1]
    return mark.group() in _OPENERS and not text[mark.start() - 1].isspace() and not after.isalnum()


def _close_single(text: str, start: int, end: int) -> Quoted | None:
    """The stretch a single mark opens, or None when nothing closes it."""
    closers = [m.start() for m in _SINGLE_CLOSE.finditer(text, start + 2, end)]
    for k, at in enumerate(closers):
        # "the boys’ house": after an s and before a small letter, a later mark is the likelier end.
        plural = text[at - 1] == "s" and text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].islower()
        reopened = k + 1 < len(closers) and _SINGLE_OPEN.search(text, at + 1, closers[k + 1])
        if plural and k + 1 < len(closers) and not reopened:
            continue
        return Quoted(start, at + 1, 1, 1)
    return None


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
