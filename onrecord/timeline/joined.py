"""Time words of one sentence that are one time: "from 2005 to 2010", "Thursday (November 6, 2031)"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from onrecord.spans import hull
from onrecord.types import Span, Spans, Timex

_RANGE = re.compile(
    r"\s*(?:-|–|—|to|through|until|till|and|and (?:in )?the (?:early )?(?:hours|morning) of)\s*(?:the )?"
)
_FROM = re.compile(r"\b(?:from|between)\s+(?:the |late |early |mid-?)?$", re.I)
_BARE = re.compile(r"\s*(?:-|–|—|through)\s*(?:the )?")
_BESIDE = re.compile(r"[\s,(–—-]*(?:(?:on|at|of)\s+)?")
_WEEKDAY = re.compile(r"XXXX-WXX-(\d)")
_WEEK = 7
_CLOCK = re.compile(r"T\d\d")
_LOOK_BACK = 24


class Time(msgspec.Struct, frozen=True):
    """One time of a sentence: its time words (hull of a range), and every stretch that tells it."""

    timex: Timex
    spans: Spans


def join_times(timexes: Iterable[Timex], text: str, sentence: Span) -> list[Time]:
    """The times of a sentence in reading order; ranges as one that runs over all their days, repeats under the finest.

    Of "at 11 a.m. on Thursday (November 6, 2031)" the day printed in full stays. "In 2004 and 2007" are two years.
    """
    times: list[Time] = []
    last: Timex | None = None
    for timex in sorted(timexes, key=lambda t: t.span):
        joined = None
        if times and last is not None:
            before = text[max(sentence.start, last.span.start - _LOOK_BACK) : last.span.start]
            joined = _joined(times[-1], last, timex, (before, text[last.span.end : timex.span.start]))
        if joined:
            times[-1] = joined
        else:
            times.append(Time(timex, (timex.span,)))
        last = timex
    return times


def _joined(known: Time, last: Timex, timex: Timex, around: tuple[str, str]) -> Time | None:
    """Both as one time where they are; ``around`` is what stands before the last time words, and after them."""
    before, gap = around
    spans = (*known.spans, timex.span)
    if _RANGE.fullmatch(gap) and _is_range(known.timex, last, timex, gap, bool(_FROM.search(before))):
        whole = hull((known.timex.span, timex.span))
        return Time(msgspec.structs.replace(known.timex, span=whole, end=timex.end or known.timex.end), spans)
    if _BESIDE.fullmatch(gap) and _is_one(known.timex, timex):
        return Time(max(known.timex, timex, key=_fineness), spans)
    return None


def _is_range(first: Timex, last: Timex, timex: Timex, gap: str, led: bool) -> bool:
    """Whether two times are the ends of one: told so ("from", "between", a dash), or one right after the other."""
    if first.precision != "unknown" and bool(last.begin) != bool(timex.begin):
        return False
    if last.begin and timex.begin and not last.begin <= timex.begin:
        return False
    return led or bool(_BARE.fullmatch(gap)) or _follows(last, timex)


def _follows(left: Timex, right: Timex) -> bool:
    """Whether one time begins where the other ends: "2014 and 2015", "Saturday and Sunday"."""
    if left.precision != right.precision and not (left.type == "TIME" or right.type == "TIME"):
        return False
    if left.end and right.begin:
        return date.fromisoformat(right.begin) - date.fromisoformat(left.end) == timedelta(days=1)
    one, other = _weekday(left), _weekday(right)
    return bool(one and other) and (one % _WEEK) + 1 == other


def _is_one(left: Timex, right: Timex) -> bool:
    """Whether words side by side tell one time: a clock and its day, a weekday and its date."""
    if left.begin and right.begin and left.end and right.end:
        inside = left.begin <= right.begin and right.end <= left.end
        return inside or (right.begin <= left.begin and left.end <= right.end)
    if _is_clock(left) != _is_clock(right):
        return True
    known, other = (left, right) if left.begin else (right, left)
    weekday = _weekday(other)
    if known.begin and known.begin == known.end and weekday:
        return date.fromisoformat(known.begin).isoweekday() == weekday
    # "On Sunday evening, April 29", on a page without a date; "a holy Ramadan Friday".
    return bool(weekday or _weekday(known)) and not (weekday and _weekday(known) and weekday != _weekday(known))


def _fineness(timex: Timex) -> tuple[bool, bool, int, bool]:
    """Known before unknown, days before what is coarser, then the longest value."""
    known = timex.begin is not None
    one_day = timex.begin == timex.end
    return known, known and one_day, len(timex.value or "") if known else 0, not _is_clock(timex)


def _is_clock(timex: Timex) -> bool:
    return timex.type == "TIME" and not timex.begin and bool(_CLOCK.search(timex.value or "T00"))


def _weekday(timex: Timex) -> int:
    if timex.begin and timex.begin == timex.end:
        return date.fromisoformat(timex.begin).isoweekday()
    found = _WEEKDAY.match(timex.value or "")
    return int(found[1]) if found else 0
