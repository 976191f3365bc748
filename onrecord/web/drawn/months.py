"""A strip of months: one bar each, as high as its statements; one can drag in it to choose a range."""

from __future__ import annotations

import json
from collections.abc import Mapping

import msgspec

WIDTH, HEIGHT, FOOT = 720, 72, 16
# Few months would be bars as broad as the page.
_BROADEST = 24


class Bar(msgspec.Struct, frozen=True):
    """A bar of the strip."""

    x: float
    y: float
    width: float
    height: float
    month: str
    count: int


class Months(msgspec.Struct, frozen=True):
    """The strip: bars, labelled years, and the months as JSON for dragging."""

    bars: tuple[Bar, ...]
    labels: tuple[tuple[float, str], ...]
    width: float
    brush: str
    finding: str


def draw_months(counts: Mapping[str, int]) -> Months | None:
    """The strip of months, None where no statement has a month or all share one."""
    if len(counts) < 2:
        return None
    step = min(_BROADEST, WIDTH / len(counts))
    most = max(counts.values())
    room = HEIGHT - FOOT
    bars = tuple(
        _bar(at * step, step, room * count / most, month, count) for at, (month, count) in enumerate(counts.items())
    )
    years = [(bar.x, bar.month[:4]) for i, bar in enumerate(bars) if bar.month.endswith("-01") or i == 0]
    labels: list[tuple[float, str]] = []
    for x, year in years:
        if not labels or (x - labels[-1][0] >= 40 and labels[-1][1] != year):
            labels.append((x, year))
    top = max(counts, key=lambda month: counts[month])
    empty = sum(n == 0 for n in counts.values())
    gaps = f"; {empty} months between have none" if empty else ""
    return Months(
        bars,
        tuple(labels),
        round(step * len(counts), 2),
        json.dumps(list(counts)),
        f"Most statements fall in {top}: {counts[top]} of {sum(counts.values())}{gaps}.",
    )


def _bar(x: float, step: float, height: float, month: str, count: int) -> Bar:
    top = HEIGHT - FOOT - height
    return Bar(round(x, 2), round(top, 2), round(max(step - 1, 0.5), 2), round(height, 2), month, count)
