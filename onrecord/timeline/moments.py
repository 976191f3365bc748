"""When an event may have been by its time words, and whether two events may have been at one time."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

import msgspec

from onrecord.groups import Event
from onrecord.spans import words_of
from onrecord.timeline.about import Days, days_meant
from onrecord.types import Clipping, Timex

# How much of the likeness of two sentences counts, by how well their times fit: one time, one within the other, words
# that lean on the day of their page, an open year or month. A date that both print in full says more than its words.
SAME, WITHIN, LEANING, OPEN, NAMED = 1.0, 0.8, 0.5, 0.4, 2.0
# A day of the week lies this near the days of its page.
ABOUT_DAYS = 7
# Pages that date one event differently are off by a few days, or by a year.
OFF_DAYS = 3
# "Thursday, March 23, 2000" in a report of 2014 is no page's "on Thursday".
FRESH_DAYS = 14
_WEEK = 7
_WEEKDAY = re.compile(r"XXXX-WXX-(\d)")
_MONTH = re.compile(r"XXXX-(\d\d)(?:-(\d\d))?")
# "That day" and "the day before" lean on the story, not on the page's day.
_LEANS = re.compile(r"\b(?:today|tonight|yesterday|tomorrow|this|last|weekend|\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m)\b")
_FINE = ("day", "minute", "week")


class Moment(msgspec.Struct, frozen=True):
    """First and last day, or as much as the words tell: a weekday, a month and day, that it is near its page's day.

    ``named`` is whether the words need no other date to be understood ("in 1998", "May 4"); ``fresh`` whether the day
    lies about the day of its page, so that another page's "on Thursday" may mean it. ``loose`` days are those of the
    page's story (``about.py``): they must meet, no more. A weekday lies between ``since`` and ``upto``.
    """

    begin: str | None = None
    end: str | None = None
    weekday: int = 0
    month: int = 0
    day: int = 0
    leans: bool = False
    words: str = ""
    named: bool = False
    fresh: bool = False
    loose: bool = False
    since: str | None = None
    upto: str | None = None


def moment_of(event: Event, timex: Timex | None, clip: Clipping, about: Days | None = None) -> Moment:
    """What the time words of an event leave open, on a page that may be of the days ``about``."""
    named = timex is not None and timex.anchor is None
    if event.date:
        first, last = _first_day(event.after or event.date), _last_day(event.before or event.date)
        return Moment(first, last, named=named, fresh=not named or _is_fresh(first, clip))
    words = words_of(clip.page.text, (event.when,)).lower() if event.when else ""
    value = (timex.value if timex else None) or ""
    if found := _WEEKDAY.match(value):
        return _weekday(int(found[1]), about)
    if meant := days_meant(words, value, about) if about else None:
        return Moment(meant[0].isoformat(), meant[1].isoformat(), fresh=True, loose=True)
    if found := _MONTH.match(value):
        return Moment(month=int(found[1]), day=int(found[2] or 0), named=True)
    if timex is not None and timex.precision in _FINE and _LEANS.search(words):
        return Moment(leans=True)
    return Moment(words=words)


def _weekday(weekday: int, about: Days | None) -> Moment:
    if not about:
        return Moment(weekday=weekday)
    since, upto = about[0] - timedelta(ABOUT_DAYS), about[1] + timedelta(ABOUT_DAYS)
    return Moment(weekday=weekday, since=since.isoformat(), upto=upto.isoformat())


def fit(left: Moment, right: Moment) -> float:
    """How well two times can be one: 0 where they cannot.

    >>> fit(Moment("2031-03-03", "2031-03-03", fresh=True), Moment(weekday=1))
    1.0
    >>> fit(Moment(weekday=1), Moment(weekday=2))
    0.0
    """
    if left.begin and right.begin:
        return _fit_days(left, right)
    if right.begin:
        left, right = right, left
    if left.begin:
        return _fit_open(left, right)
    if left.weekday and right.weekday:
        return SAME if left.weekday == right.weekday else 0.0
    if left.month and right.month:
        same = (left.month, left.day) == (right.month, right.day)
        return (NAMED if left.day else SAME) if same else 0.0
    if (left.leans or left.weekday) and (right.leans or right.weekday):
        return LEANING
    return OPEN if left.words and left.words == right.words else 0.0


def is_off(left: Moment, right: Moment) -> bool:
    """Whether two times that cannot be one are so near that pages may mean one event by them.

    >>> is_off(Moment(weekday=4), Moment(weekday=5)), is_off(Moment("2031-03-03", "2031-03-03"), Moment(weekday=5))
    (True, True)
    """
    if left.begin and right.begin:
        if left.begin == left.end and right.begin == right.end:
            return 0 < abs(_ordinal(left.begin) - _ordinal(right.begin)) <= OFF_DAYS
        years = _is_year(left) and _is_year(right) and left.named and right.named
        return years and abs(int(left.begin[:4]) - int(right.begin[:4])) == 1
    one, other = _weekday_of(left), _weekday_of(right)
    return bool(one and other) and 0 < min((one - other) % _WEEK, (other - one) % _WEEK) <= OFF_DAYS


def _fit_days(left: Moment, right: Moment) -> float:
    if left.loose or right.loose:
        meet = (left.begin or "") <= (right.end or "~") and (right.begin or "") <= (left.end or "~")
        return LEANING if meet else 0.0
    named = NAMED if left.named and right.named else SAME
    if (left.begin, left.end) == (right.begin, right.end):
        return named
    a, b, c, d = left.begin or "", left.end or "~", right.begin or "", right.end or "~"
    return WITHIN if (a <= c and d <= b) or (c <= a and b <= d) else 0.0


def _fit_open(known: Moment, unknown: Moment) -> float:
    """How well words on a page that gives no day fit with days."""
    begin, end = known.begin or "", known.end or ""
    if unknown.month:
        same = begin[5:7] == end[5:7] == f"{unknown.month:02}"
        if unknown.day:
            return (NAMED if begin == end and int(begin[8:10]) == unknown.day else 0.0) if same else 0.0
        return WITHIN if same else 0.0
    if unknown.weekday and unknown.since:
        meet = begin <= (unknown.upto or "~") and unknown.since <= end
        if begin == end:
            return SAME if meet and _weekday_of(known) == unknown.weekday else 0.0
        return LEANING if meet and not _is_year(known) else 0.0
    if begin != end:
        return OPEN if _is_year(known) and "year" in unknown.words else 0.0
    if not known.fresh:
        return 0.0
    if unknown.weekday:
        return SAME if _weekday_of(known) == unknown.weekday else 0.0
    return LEANING if unknown.leans else 0.0


def _is_fresh(day: str, clip: Clipping) -> bool:
    """Whether a day is about that of its page; on a page without date, whether it names none later."""
    published = _day_prefix(clip.article.published.value)
    if published:
        return abs(_ordinal(published) - _ordinal(day)) <= FRESH_DAYS
    return day >= max((t.begin for t in clip.timexes if t.anchor is None and t.begin), default="")


def _day_prefix(value: str | None) -> str | None:
    """The day of a date; ``None`` for what is coarser."""
    return value[:10] if value and len(value) >= len("2031-03-03") else None


def _is_year(moment: Moment) -> bool:
    return (moment.begin or "")[4:] == "-01-01" and (moment.end or "")[4:] == "-12-31"


def _weekday_of(moment: Moment) -> int:
    if moment.begin and moment.begin == moment.end:
        return date.fromisoformat(moment.begin).isoweekday()
    return moment.weekday


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _first_day(prefix: str) -> str:
    return prefix[:10] + {4: "-01-01", 7: "-01"}.get(len(prefix), "")


def _last_day(prefix: str) -> str:
    if len(prefix) == 7:
        year, month = int(prefix[:4]), int(prefix[5:])
        return f"{prefix}-{calendar.monthrange(year, month)[1]:02}" if 1 <= month <= 12 and year else prefix
    return prefix[:10] + ("-12-31" if len(prefix) == 4 else "")
