"""Arithmetic of the calendar: the days a TIMEX3 value covers, and values some steps away from a day."""

from __future__ import annotations

import re
from datetime import date, timedelta

from onrecord.labels import Precision

Bounds = tuple[str | None, str | None, Precision]

# Northern seasons by whole months, as desks count them; winter is named for the year it begins in.
SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
PRECISION_OF: dict[str, Precision] = {
    "D": "day", "W": "week", "N": "week", "F": "week", "M": "month", "Q": "quarter", "Y": "year", "E": "decade",
    "C": "century", "H": "minute", "m": "minute", "s": "minute",
}  # fmt: skip
UNKNOWN: Bounds = (None, None, "unknown")
_EASTER = re.compile(r"easter([+-]\d+)")
_NTH = re.compile(r"(\d+)/(-?\d)/(\d)(?:\+(\d))?")


def bounds_of(value: str | None) -> Bounds:
    """First and last day a value covers, with its precision; no days for partial or vague values.

    >>> bounds_of("2017-Q3")
    ('2017-07-01', '2017-09-30', 'quarter')
    >>> bounds_of("XXXX-10-13")
    (None, None, 'day')
    """
    if not value:
        return UNKNOWN
    precision = _precision(value)
    try:
        first, last = _edges(value)
    except (ValueError, OverflowError):
        return None, None, precision
    return (first.isoformat(), last.isoformat(), precision) if first and last else (None, None, precision)


def day_of(value: str | None) -> date | None:
    """The day a value names, when it names one day.

    >>> day_of("2017-10-13T16:07+05:30")
    datetime.date(2017, 10, 13)
    """
    begin, end, _ = bounds_of(value[:10] if value else None)
    return date.fromisoformat(begin) if begin is not None and begin == end else None


def year_of(value: str | None) -> int | None:
    """The year a value begins with."""
    head = (value or "")[:4]
    return int(head) if len(head) == 4 and head.isascii() and head.isdigit() else None


def month_of(value: str | None) -> tuple[int, int] | None:
    """Year and month a value begins with, when it has both."""
    found = re.match(r"(\d{4})-(\d{2})(?!\d)", value or "", re.A)
    return (int(found[1]), int(found[2])) if found and 1 <= int(found[2]) <= 12 else None


def week_of(day: date) -> str:
    """The ISO week of a day, as "2017-W41"."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def add_months(year: int, month: int, steps: int) -> str:
    """The month some steps away, as "2017-10"."""
    at = year * 12 + month - 1 + steps
    return f"{at // 12:04d}-{at % 12 + 1:02d}"


def add_quarters(year: int, quarter: int, steps: int) -> str:
    """The quarter some steps away, as "2017-Q3"."""
    at = year * 4 + quarter - 1 + steps
    return f"{at // 4:04d}-Q{at % 4 + 1}"


def year_earlier(value: str, years: int = 1) -> str | None:
    """The same value in an earlier year, ``None`` where it names no year."""
    year = year_of(value)
    return f"{year - years:04d}{value[4:]}" if year is not None else None


def shift(value: str | None, unit: str, steps: int) -> str | None:
    """The value some units away, as fine as the unit, or ``None`` where the anchor is too coarse.

    >>> shift("2017-10-13", "D", -3), shift("2017-10", "Y", -5), shift("2017", "D", 1)
    ('2017-10-10', '2012', None)
    """
    day, month, year = day_of(value), month_of(value), year_of(value)
    try:
        if unit == "D" and day:
            return (day + timedelta(days=steps)).isoformat()
        if unit in "WF" and day:
            return week_of(day + timedelta(days=steps * (14 if unit == "F" else 7)))
        if unit == "N" and day:
            return week_of(day + timedelta(days=7 * steps)) + "-WE"
    except OverflowError:
        return None
    if unit == "M" and month:
        return add_months(*month, steps)
    if unit == "Q" and month:
        return add_quarters(month[0], (month[1] + 2) // 3, steps)
    return _shift_years(year, unit, steps) if year is not None else None


def weekday_near(anchor: date, weekday: int, way: int) -> date:
    """The day of the week (1 is Monday) at or before (way -1) or at or after (way 1) a day."""
    gap = (anchor.isoweekday() - weekday) % 7 if way < 0 else (weekday - anchor.isoweekday()) % 7
    return anchor + timedelta(days=gap * (1 if way > 0 else -1))


def holiday(rule: str, year: int) -> date | None:
    """The day of a holiday in a year by its rule ("12-25", "11/4/4", "easter-2"); ``None`` without a rule."""
    try:
        if found := _EASTER.fullmatch(rule):
            return easter(year) + timedelta(days=int(found[1]))
        if found := _NTH.fullmatch(rule):
            month, nth, weekday = int(found[1]), int(found[2]), int(found[3])
            if nth < 0:
                day = weekday_near(date(year, month, 31), weekday, -1)
            else:
                day = weekday_near(date(year, month, 1), weekday, 1) + timedelta(days=7 * (nth - 1))
            return day + timedelta(days=int(found[4] or 0))
        return date.fromisoformat(f"{year:04d}-{rule}") if rule else None
    except (ValueError, OverflowError):
        return None


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian computus).

    >>> easter(2017)
    datetime.date(2017, 4, 16)
    """
    century, rest = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def _shift_years(year: int, unit: str, steps: int) -> str | None:
    at = year + steps * {"Y": 1, "E": 10, "C": 100}.get(unit, 0)
    if not 1 <= at <= 9999:
        return None
    return {"Y": f"{at:04d}", "E": f"{at // 10:03d}", "C": f"{at // 100:02d}"}.get(unit)


def _precision(value: str) -> Precision:
    if re.search(r"T(?:\d\d|MO|MI|AF|EV|NI|DT)", value):
        return "minute" if re.search(r"T\d\d", value) else "day"
    for pattern, precision in _FORMS:
        if pattern.fullmatch(value):
            return precision
    return "unknown"


_FORMS: tuple[tuple[re.Pattern[str], Precision], ...] = (
    (re.compile(r"[\dX]{4}-(?:WXX|[\dX]{2})-[\dX]+|XXXX-WXX-\d"), "day"),
    (re.compile(r"[\dX]{4}-W[\dX]{2}(?:-WE)?"), "week"),
    (re.compile(r"[\dX]{4}-(?:SP|SU|FA|WI)"), "season"),
    (re.compile(r"[\dX]{4}-[QH][\dX]"), "quarter"),
    (re.compile(r"[\dX]{4}-[\dX]{2}"), "month"),
    (re.compile(r"\d{4}"), "year"),
    (re.compile(r"\d{3}X?"), "decade"),
    (re.compile(r"\d{2}(?:XX)?"), "century"),
)


def _edges(value: str) -> tuple[date | None, date | None]:
    value = value.split("T", 1)[0]
    if found := re.fullmatch(r"(\d{2})(?:XX)?", value):
        return date(int(found[1]) * 100 or 1, 1, 1), date(int(found[1]) * 100 + 99, 12, 31)
    if found := re.fullmatch(r"(\d{3})X?", value):
        return date(int(found[1]) * 10 or 1, 1, 1), date(int(found[1]) * 10 + 9, 12, 31)
    if found := re.fullmatch(r"(\d{4})-W(\d{2})(-WE)?", value):
        week = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return week + timedelta(days=5 if found[3] else 0), week + timedelta(days=6)
    found = re.fullmatch(r"(\d{4})(?:-(\d{2}|Q\d|H\d|SP|SU|FA|WI)(?:-(\d{2}))?)?", value)
    if not found:
        return None, None
    year, part = int(found[1]), found[2]
    if found[3]:
        day = date.fromisoformat(value)
        return day, day
    if part is None:
        return date(year, 1, 1), date(year, 12, 31)
    first, months = _part_of_year(part)
    return date(year, first, 1), date.fromisoformat(add_months(year, first, months) + "-01") - timedelta(days=1)


def _part_of_year(part: str) -> tuple[int, int]:
    if part in SEASON_MONTHS:
        return SEASON_MONTHS[part], 3
    if part[0] == "Q":
        return int(part[1]) * 3 - 2, 3
    if part[0] == "H":
        return int(part[1]) * 6 - 5, 6
    return int(part), 1
