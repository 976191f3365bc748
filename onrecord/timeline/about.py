"""The days that time words of a page without a date may mean, by the days its story was told on.

They serve to tell whether two pages may speak of one event; they are no date, and never shown as one.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from onrecord.groups import Story
from onrecord.types import Clipping, Dated

Days = tuple[date, date]

# A story whose dated pages lie further apart says nothing of the days of the others.
STORY_DAYS = 21
# A page's own bracket counts as its days where it is as narrow as a month.
BRACKET_DAYS = 31
# A month without a year is one of the last nine or the next three.
BACK_DAYS = 275
# Days are counted on from a page's: its year has years about it.
FIRST_YEAR, LAST_YEAR = 1000, 9000
_FULL = len("2031-03-03")
_MONTH = re.compile(r"XXXX-(\d\d)(?:-(\d\d))?")
_SPAN = re.compile(
    r"\b(?P<way>last|this|next|past|end of|in|the|later)\s+(?:the\s+|this\s+|past\s+)?"
    r"(?P<unit>year|month|weekend|week|spring|summer|autumn|fall|winter)\b"
)
_AGO = re.compile(r"\b(?P<count>\d+|a|one|two|three|four|five|six|seven|eight|nine|ten)\s+(?P<unit>year|month)s? ago\b")
_COUNTS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NEAR = re.compile(r"\b(?:today|tonight|yesterday|tomorrow|last night|this (?:morning|afternoon|evening))\b")
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_NEAR_DAYS, _WEEK_DAYS = 2, 7


def days_of_pages(told: Mapping[str, Clipping], stories: Sequence[Story]) -> dict[str, Days]:
    """First and last day each page may be of: its own, those of its narrow bracket, else those of its story."""
    found = {page: days for page, clip in told.items() if (days := _own_days(clip.article.published))}
    for story in stories:
        pages = [page for page in story.pages if page in told]
        known = [found[page] for page in pages if page in found]
        about = _story_days(known) or _latest(told[page].article.published for page in pages)
        if about:
            found.update((p, about) for p in pages if p not in found and _may_be(told[p].article.published, about))
    return found


def days_meant(words: str, value: str, about: Days) -> Days | None:
    """The days that words without a date may mean on a page of these days; ``None`` where they do not say.

    >>> first, last = days_meant("last month", "", (date(2031, 3, 3), date(2031, 3, 5)))
    >>> f"{first} {last}"
    '2031-02-01 2031-02-28'
    """
    try:
        return _meant(words, value, *about)
    except (ValueError, OverflowError):
        # "5000 months ago" lies before the calendar.
        return None


def _meant(words: str, value: str, low: date, high: date) -> Days | None:
    if found := _MONTH.match(value):
        return _month_day(int(found[1]), int(found[2] or 0), high)
    if found := _AGO.search(words):
        back = (
            int(found["count"]) if found["count"].isdigit() else max(1, _COUNTS.index(found["count"].replace("a", "")))
        )
        return _years(low.year - back, high.year - back) if found["unit"] == "year" else _months(low, high, -back)
    if found := _SPAN.search(words):
        return _span(found["way"], found["unit"], low, high)
    if _NEAR.search(words):
        return low - timedelta(_NEAR_DAYS), high + timedelta(1)
    return None


def _span(way: str, unit: str, low: date, high: date) -> Days | None:
    step = {"last": -1, "next": 1}.get(way, 0)
    if unit == "year":
        return (
            _years(low.year + step, high.year + step) if way != "past" else (low.replace(day=1) - timedelta(365), high)
        )
    if unit == "month":
        return _months(low, high, step)
    if unit in ("week", "weekend"):
        return low - timedelta(_WEEK_DAYS * (2 if step < 0 else 1)), high + timedelta(_WEEK_DAYS * (1 + max(step, 0)))
    return _season(_SEASONS[unit], way, low, high)


def _season(month: int, way: str, low: date, high: date) -> Days:
    """The season nearest before the page's days: "last" is over, "next" is not begun."""
    years = (high.year - 2, high.year - 1, high.year, high.year + 1)
    known = [(date(y, month, 1), date(y + (month > 10), (month + 2) % 12 or 12, 28)) for y in years]
    if way == "next":
        return next((days for days in known if days[0] > low), known[-1])
    over = [days for days in known if (days[1] if way == "last" else days[0]) <= high]
    return over[-1]


def _month_day(month: int, day: int, high: date) -> Days | None:
    """The month, or the day in it, about these days."""
    for year in (high.year + 1, high.year, high.year - 1):
        if not 1 <= month <= 12 or day > calendar.monthrange(year, month)[1]:
            continue
        first = date(year, month, day or 1)
        if high - timedelta(BACK_DAYS) <= first <= high + timedelta(366 - BACK_DAYS):
            return first, date(year, month, day or calendar.monthrange(year, month)[1])
    return None


def _years(first: int, last: int) -> Days | None:
    return (date(first, 1, 1), date(last, 12, 31)) if first > 0 else None


def _months(low: date, high: date, step: int) -> Days:
    first, last = (one.year * 12 + one.month - 1 + step for one in (low, high))
    year, month = divmod(last, 12)
    end = date(year, month + 1, calendar.monthrange(year, month + 1)[1])
    return date(first // 12, first % 12 + 1, 1), end


def _own_days(dated: Dated) -> Days | None:
    after, before = dated.value or dated.after, dated.value or dated.before
    low, high = _first(after), _last(before)
    return (low, high) if low and high and (high - low).days <= BRACKET_DAYS else None


def _story_days(known: Sequence[Days]) -> Days | None:
    """The days the dated pages of a story came out on, while they are few."""
    if not known:
        return None
    low, high = min(days[0] for days in known), max(days[1] for days in known)
    return (low, high) if (high - low).days <= STORY_DAYS else None


def _latest(dates: Iterable[Dated]) -> Days | None:
    """The last day that pages without a date speak of as past: news is told soon after."""
    full = [dated.after for dated in dates if dated.after and len(dated.after) == _FULL and not dated.value]
    days = [day for after in full if (day := _first(after))]
    return (max(days), max(days) + timedelta(_NEAR_DAYS)) if days else None


def _may_be(dated: Dated, about: Days) -> bool:
    """Whether a page's bracket leaves these days."""
    low, high = _first(dated.after), _last(dated.before)
    return dated.value is None and not (low and low > about[1]) and not (high and high < about[0])


def _first(prefix: str | None) -> date | None:
    return _day((prefix or "")[:_FULL] + {4: "-01-01", 7: "-01"}.get(len(prefix or ""), ""))


def _last(prefix: str | None) -> date | None:
    """The last day of a date prefix."""
    first = _first(prefix)
    if first and prefix and len(prefix) == len("2031-03"):
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first.replace(month=12, day=31) if first and prefix and len(prefix) == len("2031") else first


def _day(iso: str) -> date | None:
    """A day of the calendar with room about it; ``None`` for what is none."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
