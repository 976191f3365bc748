"""Dates a page prints or tags about itself, read into date prefixes; what could be two dates is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Literal

import msgspec

from onrecord.kit import Kit
from onrecord.types import Span

_CLOCK = r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?\s*(?P<half>[ap]\.?\s?m\b\.?)?"
_HOUR = r"(?P<hour2>1[0-2]|0?[1-9])\s*(?P<half2>[ap]\.?\s?m\b\.?)"
_ZONE = r"\s*(?:\(?(?P<zone>[A-Z]{1,5})\b\)?|(?P<offset>[+-]\d\d:?\d\d))?"
# What stands between a day and its clock: "Oct 13 2017 | 4:07 PM", "13 October 2017 at 16:07", "2017-10-13T16:07".
_GAP = r"(?:\s*[|,·•–—-]\s*|\s+at\s+|\s*T|\s+)"
_ISO = r"(?P<y1>(?:19|20)\d\d)[-/.](?P<m1>0?[1-9]|1[0-2])[-/.](?P<d1>0?[1-9]|[12]\d|3[01])"
_SOLID = r"(?P<y5>(?:19|20)\d\d)(?P<m5>0[1-9]|1[0-2])(?P<d5>0[1-9]|[12]\d|3[01])"
_SLASHED = r"(?P<a4>\d{1,2})[/.-](?P<b4>\d{1,2})[/.-](?P<y4>(?:19|20)\d\d)"
_DOUBTFUL = re.compile(rf"(?<![\w/.-]){_SLASHED}(?![\w/])")
# No date is without its year. Asked first, as the numbers are, for it is asked of whole pages and of many lines.
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBERS = re.compile(r"\d[/.-]\d{1,2}[/.-](?:19|20)\d\d")
# Which of two numbers comes first where a date is written in numbers; None where nothing tells.
Order = Literal["day", "month"] | None


class Told(msgspec.Struct, frozen=True):
    """A date as printed: its value (a prefix, precision by length) and where it stands in the text searched."""

    value: str
    span: Span


@lru_cache(maxsize=4)
def _months(kit: Kit) -> Mapping[str, int]:
    return {form.lower(): int(row["month"]) for row in kit.words("months") for form in row["forms"].split()}


@lru_cache(maxsize=4)
def _offsets(kit: Kit) -> Mapping[str, str]:
    return {row["zone"]: row["offset"] for row in kit.words("zone_offsets")}


@lru_cache(maxsize=4)
def _pattern(kit: Kit) -> re.Pattern[str]:
    names = "|".join(sorted(_months(kit), key=lambda name: (-len(name), name)))
    named_first = rf"(?P<m2>{names})\b\.?\s+(?P<d2>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\b,?\s+(?P<y2>(?:19|20)\d\d)"
    day_first = (
        r"(?P<d3>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?[\s-]+(?:of\s+)?"
        rf"(?P<m3>{names})\b\.?,?[\s-]+(?P<y3>(?:19|20)\d\d)"
    )
    days = "|".join((_ISO, named_first, day_first, _SLASHED))
    return re.compile(
        rf"(?<![\w/.-])(?:(?:{days})(?:{_GAP}(?:{_CLOCK}|{_HOUR}){_ZONE})?|{_SOLID})(?![\w/])", re.I
    )  # fmt: skip


def find_dates(text: str, kit: Kit, *, start: int = 0, end: int | None = None, order: Order = None) -> Iterator[Told]:
    """Whole dates (day, month, year, with the clock and zone beside them) in reading order.

    Numbers that may be day and month either way ("03/04/2017") give nothing unless ``order`` says which comes first,
    and neither does a day that never was. A zone with several meanings is left out of the value.
    """
    stop = len(text) if end is None else end
    if _YEAR.search(text, start, stop) is None:
        return
    for found in _pattern(kit).finditer(text, start, stop):
        value = _value(found, kit, order)
        if value:
            yield Told(value, Span(found.start(), found.end()))


def find_doubtful(text: str, where: Span) -> Iterator[tuple[str, str, Span]]:
    """Dates in numbers that may be read two ways: the earlier day, the later one, and where they stand."""
    if _NUMBERS.search(text, where.start, where.end) is None:
        return
    for found in _DOUBTFUL.finditer(text, where.start, where.end):
        first, second, year = int(found["a4"]), int(found["b4"]), int(found["y4"])
        days = sorted(day for day in (_real(year, first, second), _real(year, second, first)) if day)
        if len(days) == 2 and days[0] != days[1]:
            yield days[0], days[1], Span(found.start(), found.end())


def read_date(value: str, kit: Kit) -> str | None:
    """The date prefix a tag's value means; None when it means none or could mean two.

    "2017" and "2017-10" stand as they are; anything else must hold a whole date.
    """
    text = value.strip()
    if re.fullmatch(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?", text):
        return text
    return next((told.value for told in find_dates(text, kit)), None)


def _value(found: re.Match[str], kit: Kit, order: Order) -> str | None:
    parts = found.groupdict()
    day = _day(parts, kit, order)
    if day is None:
        return None
    if parts["hour"] is not None:
        hour, minute, half = int(parts["hour"]), parts["minute"], parts["half"]
    elif parts["hour2"] is not None:
        hour, minute, half = int(parts["hour2"]), "00", parts["half2"]
    else:
        return day
    if half:
        if not 1 <= hour <= 12:
            return day
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    return f"{day}T{hour:02}:{minute}{_offset(parts, kit)}"


def _day(parts: Mapping[str, str | None], kit: Kit, order: Order) -> str | None:
    for key in "1235":
        year = parts[f"y{key}"]
        if year is not None:
            month = parts[f"m{key}"] or ""
            number = int(month) if month.isdigit() else _months(kit)[month.lower()]
            return _real(int(year), number, int(parts[f"d{key}"] or 0))
    first, second, slashed = int(parts["a4"] or 0), int(parts["b4"] or 0), int(parts["y4"] or 0)
    if first == second or first > 12 or (order == "day" and second <= 12):
        return _real(slashed, second, first)
    return _real(slashed, first, second) if second > 12 or order == "month" else None


def _real(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _offset(parts: Mapping[str, str | None], kit: Kit) -> str:
    offset = parts["offset"]
    if offset:
        return offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"
    return _offsets(kit).get((parts["zone"] or "").upper(), "")
