"""Days a page may have come out on, as numbers: from its date or bracket, and from the dates it names."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date

from onrecord.types import Dated, Timex

_PREFIX = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def days_of(published: Dated) -> tuple[int | None, int | None]:
    """First and last day (proleptic ordinals) a page may be of; ``None`` where open.

    >>> days_of(Dated(value="2017-10"))
    (736603, 736633)
    >>> days_of(Dated(after="2017-10-13"))
    (736615, None)
    """
    if published.value:
        return first_day(published.value), last_day(published.value)
    return first_day(published.after), last_day(published.before)


def first_day(prefix: str | None) -> int | None:
    """The first day of a date prefix; ``None`` for anything that is no date."""
    parts = _parts(prefix)
    return _day(parts[0], parts[1] or 1, parts[2] or 1) if parts else None


def last_day(prefix: str | None) -> int | None:
    """The last day of a date prefix; ``None`` for anything that is no date."""
    parts = _parts(prefix)
    if not parts:
        return None
    year, month, day = parts[0], parts[1] or 12, parts[2]
    if not 1 <= month <= 12 or year < 1:
        return None
    return _day(year, month, day or calendar.monthrange(year, month)[1])


def latest_named(timexes: Sequence[Timex], end: int | None) -> int | None:
    """The latest day that a full date (day, month and year printed) of the text names, up to ``end``."""
    named = [
        day
        for t in timexes
        if t.anchor is None and t.type in ("DATE", "TIME") and t.value and len(t.value) >= 10
        and (day := first_day(t.value)) is not None and (end is None or day <= end)
    ]  # fmt: skip
    return max(named, default=None)


def _parts(prefix: str | None) -> tuple[int, int | None, int | None] | None:
    found = _PREFIX.match(prefix or "")
    if not found:
        return None
    year, month, day = found.groups()
    return int(year), int(month) if month else None, int(day) if day else None


def _day(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None
