"""Days between two statements, as far as their dates or brackets tell."""

from __future__ import annotations

import calendar
import re
from datetime import date

_PREFIX = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def gap_between(
    left_after: str | None, left_before: str | None, right_after: str | None, right_before: str | None
) -> int | None:
    """Days that surely lie between the two; ``None`` where a date that would tell is not known.

    >>> gap_between("2012-07-06", "2012-07-06", "2017-10", "2017-10")
    1913
    >>> gap_between("2012-07-06", None, "2017-10-13", "2017-10-13") is None
    True
    """
    left, right = (_first(left_after), _last(left_before)), (_first(right_after), _last(right_before))
    gaps = [
        later[0] - earlier[1]
        for earlier, later in ((left, right), (right, left))
        if earlier[1] is not None and later[0] is not None
    ]
    if any(gap > 0 for gap in gaps):
        return max(gaps)
    return 0 if None not in (*left, *right) else None


def _first(prefix: str | None) -> int | None:
    found = _PREFIX.match(prefix or "")
    return _day(int(found[1]), int(found[2] or 1), int(found[3] or 1)) if found else None


def _last(prefix: str | None) -> int | None:
    found = _PREFIX.match(prefix or "")
    if not found:
        return None
    year, month = int(found[1]), int(found[2] or 12)
    if not (1 <= month <= 12 and year):
        return None
    return _day(year, month, int(found[3] or calendar.monthrange(year, month)[1]))


def _day(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None
