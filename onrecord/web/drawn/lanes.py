"""Lanes: who said or did what when, drawn to scale; brackets as bars, gaps shaded, what has no date set apart."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import msgspec

from onrecord.types import Dated

WIDTH, LEFT, APART = 960.0, 190.0, 90.0
_ROW, _HEAD, _FOOT = 16.0, 10.0, 22.0
_DOT = 11.0
_BESIDE = 6
# A stretch without anything is shaded when it is so long, and so large a part of the whole.
_GAP_DAYS, _GAP_SHARE = 45, 0.12
_NAME_CHARS = 26


class Mark(msgspec.Struct, frozen=True):
    """Something to be drawn: its lane, its date or bracket, its shape (dot, ring, square, half), words and address."""

    lane: str
    dated: Dated
    shape: str
    words: str
    href: str


class Shape(msgspec.Struct, frozen=True):
    """A mark as drawn; ``x2`` beyond ``x`` is a bar from one bound to the other, open at a bound not known."""

    kind: str
    x: float
    x2: float
    y: float
    words: str
    href: str
    date: str


class Lane(msgspec.Struct, frozen=True):
    """A lane with its name, shortened where it is long."""

    name: str
    full: str
    y: float
    height: float


class Gap(msgspec.Struct, frozen=True):
    """A stretch of time from which nothing is at hand."""

    x: float
    width: float
    words: str


class Lanes(msgspec.Struct, frozen=True):
    """The picture: its size, lanes, shapes, years or months on the axis, gaps, and what it shows in a sentence."""

    width: float
    height: float
    lanes: tuple[Lane, ...]
    shapes: tuple[Shape, ...]
    ticks: tuple[tuple[float, str], ...]
    gaps: tuple[Gap, ...]
    apart: float | None
    finding: str


class _Scale(msgspec.Struct, frozen=True):
    low: int
    high: int
    right: float

    def at(self, day: int) -> float:
        share = (day - self.low) / max(1, self.high - self.low)
        return round(LEFT + min(1.0, max(0.0, share)) * (self.right - LEFT), 1)


def draw_lanes(marks: Sequence[Mark], noun: str = "statements") -> Lanes | None:
    """The marks in their lanes, in order of first mark; None where there is nothing to draw."""
    if not marks:
        return None
    bounds = [days_of(mark.dated) for mark in marks]
    # A bound open on its other side ("after 2001") would stretch the picture: others set the scale if any do.
    closed = [day for low, high in bounds if low is not None and high is not None for day in (low, high)]
    days = closed or [day for pair in bounds for day in pair if day is not None]
    bounds = [(None, None) if closed and _says_little(pair, closed) else pair for pair in bounds]
    undated = any(pair == (None, None) for pair in bounds)
    right = WIDTH - (APART if undated else 20.0)
    pad = max(1, (max(days) - min(days)) // 40) if days else 1
    scale = _Scale(min(days) - pad if days else 0, max(days) + pad if days else 1, right)
    lanes: list[Lane] = []
    shapes: list[Shape] = []
    y = _HEAD
    for name in dict.fromkeys(mark.lane for mark in marks):
        mine = [(mark, pair) for mark, pair in zip(marks, bounds, strict=True) if mark.lane == name]
        rows = _place(mine, scale)
        height = _ROW * max(row for row, _, _, _ in rows) + _ROW
        short = name if len(name) <= _NAME_CHARS else name[: _NAME_CHARS - 1] + "…"
        lanes.append(Lane(short, name, round(y, 1), height))
        for row, x, x2, mark in rows:
            kind = mark.shape if x == x2 else f"bar {mark.shape}"
            at = round(y + _ROW * row + _ROW / 2, 1)
            shapes.append(Shape(kind, x, x2, at, mark.words, mark.href, date_of(mark.dated)))
        y += height + 4
    gaps = _gaps(sorted(set(days)), scale)
    finding = _finding(marks, days, noun, apart=bounds.count((None, None)))
    ticks = _ticks(scale) if days else ()
    apart = right + 14 if undated else None
    return Lanes(WIDTH, y + _FOOT, tuple(lanes), tuple(shapes), ticks, gaps, apart, finding)


def days_of(dated: Dated) -> tuple[int | None, int | None]:
    """The first and last day a date may mean, as ordinals; None for a bound that is not known."""
    if dated.value:
        span = prefix_days(dated.value)
        return span if span else (None, None)
    after = prefix_days(dated.after) if dated.after else None
    before = prefix_days(dated.before) if dated.before else None
    return (after[0] if after else None), (before[1] if before else None)


def prefix_days(prefix: str) -> tuple[int, int] | None:
    """The days of a date prefix as ordinals, None for one that is no date.

    >>> [date.fromordinal(day).isoformat() for day in prefix_days("2024-02")]
    ['2024-02-01', '2024-02-29']
    """
    parts = prefix[:10].split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 1:
            return date(numbers[0], 1, 1).toordinal(), date(numbers[0], 12, 31).toordinal()
        year, month = numbers[0], numbers[1]
        if len(numbers) == 2:
            last = monthrange(year, month)[1]
            return date(year, month, 1).toordinal(), date(year, month, last).toordinal()
        day = date(year, month, numbers[2]).toordinal()
    except ValueError:
        return None
    return day, day


def date_of(dated: Dated) -> str:
    """A date or bracket in words."""
    if dated.value:
        return dated.value
    bounds = [f"{name} {value}" for name, value in (("after", dated.after), ("before", dated.before)) if value]
    return " and ".join(bounds) or "date unknown"


def _place(
    mine: Sequence[tuple[Mark, tuple[int | None, int | None]]], scale: _Scale
) -> list[tuple[int, float, float, Mark]]:
    """Each mark with its row and its ends, so that no two of a lane lie on one another."""
    found: list[tuple[int, float, float, Mark]] = []
    ends: list[float] = []
    aside: dict[int, float] = {}
    for mark, (low, high) in sorted(mine, key=lambda m: (m[1][0] is None, m[1][0] or 0, m[0].href)):
        if low is None and high is None:
            # Those without a date stand in rows of five at the right.
            row = len(aside) // 5
            x = scale.right + 24 + (len(aside) % 5) * _DOT
            aside[len(aside)] = x
            found.append((row, x, x, mark))
            continue
        x = scale.at(low if low is not None else scale.low)
        x2 = scale.at(high if high is not None else scale.high)
        if x2 - x < 4:
            # Up to so many of one day stand side by side before they need a row more.
            places = [round((x + x2) / 2 + n * _DOT, 1) for n in range(_BESIDE)]
            x = x2 = next((place for place in places if _is_free(place, ends)), places[0])
        row = next((r for r, end in enumerate(ends) if end + _DOT <= x), len(ends))
        ends[row : row + 1] = [x2]
        found.append((row, x, x2, mark))
    return found


def _says_little(pair: tuple[int | None, int | None], days: Sequence[int]) -> bool:
    """Whether a bound is open on one side and beyond all that is drawn on the other: it could lie anywhere."""
    low, high = pair
    if (low is None) == (high is None):
        return False
    return low <= min(days) if low is not None else high is not None and high >= max(days)


def _is_free(x: float, ends: Sequence[float]) -> bool:
    return not ends or any(end + _DOT <= x for end in ends)


def _gaps(days: Sequence[int], scale: _Scale) -> tuple[Gap, ...]:
    found = []
    for left, right in pairwise(days):
        size = right - left
        if size >= _GAP_DAYS and size >= _GAP_SHARE * (scale.high - scale.low):
            x, x2 = scale.at(left) + 7, scale.at(right) - 7
            begin, end = (date.fromordinal(day).strftime("%Y-%m") for day in (left, right))
            found.append(Gap(x, round(max(0.0, x2 - x), 1), f"nothing from {begin} to {end}"))
    return tuple(gap for gap in found if gap.width > 0)


def _ticks(scale: _Scale) -> tuple[tuple[float, str], ...]:
    """Years, months or days on the axis, few enough to be read."""
    size = scale.high - scale.low
    low, high = date.fromordinal(max(1, scale.low)), date.fromordinal(scale.high)
    if size > 800:
        step = max(1, (high.year - low.year) // 10)
        starts = [(date(year, 1, 1), str(year)) for year in range(low.year + 1, high.year + 1, step)]
    elif size > 60:
        months = [(low.year + (low.month + i) // 12, (low.month + i) % 12 + 1) for i in range(size // 28 + 1)]
        step = max(1, len(months) // 8)
        starts = [(date(y, m, 1), f"{y}-{m:02}") for y, m in months[::step]]
    else:
        step = max(1, size // 8)
        starts = [(date.fromordinal(d), date.fromordinal(d).isoformat()) for d in range(scale.low, scale.high, step)]
    return tuple((scale.at(day.toordinal()), words) for day, words in starts if low <= day <= high)


def _finding(marks: Sequence[Mark], days: Sequence[int], noun: str, *, apart: int) -> str:
    lanes = len({mark.lane for mark in marks})
    first, last = (date.fromordinal(day) for day in (min(days, default=1), max(days, default=1)))
    when = "" if not days else f", on {first}" if first == last else f", from {first} to {last}"
    rest = f"; {apart} of which no day is known stand apart" if apart else ""
    return f"{len(marks)} {noun} in {lanes} {'lane' if lanes == 1 else 'lanes'}{when}{rest}."
