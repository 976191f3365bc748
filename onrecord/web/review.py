"""Review: a person's checks of statements, and what they say of how often the machine is right."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import msgspec

from onrecord.record import Record
from onrecord.types import Statement

WHY = "right"
# Two-sided 95 % of the normal distribution.
_Z = 1.959964


# Of a large record the first so many are put in order of certainty.
LOOKED_AT = 5000


class Tally(msgspec.Struct, frozen=True):
    """Statements checked and found right, with the bounds of the share (Wilson 1927, 95 %); None before the first."""

    checked: int
    right: int
    skipped: int
    total: int
    low: float | None
    high: float | None

    @property
    def left(self) -> int:
        """How many were never looked at."""
        return self.total - self.checked - self.skipped


def wilson(right: int, checked: int) -> tuple[float, float] | None:
    """The interval of a share at 95 % (Wilson 1927), None when nothing was checked.

    >>> tuple(round(bound, 3) for bound in wilson(47, 52))
    (0.794, 0.958)
    """
    if not checked:
        return None
    share, room = right / checked, _Z * _Z / checked
    middle = (share + room / 2) / (1 + room)
    half = _Z * sqrt(share * (1 - share) / checked + room / (4 * checked)) / (1 + room)
    return max(0.0, middle - half), min(1.0, middle + half)


def tally(record: Record) -> Tally:
    """The checks so far."""
    mine = [j for j in record.judgements() if j.why == WHY]
    right, wrong = (sum(j.verdict == verdict for j in mine) for verdict in ("yes", "no"))
    bounds = wilson(right, right + wrong)
    return Tally(
        checked=right + wrong,
        right=right,
        skipped=sum(j.verdict == "unsure" for j in mine),
        total=record.count_statements(),
        low=bounds[0] if bounds else None,
        high=bounds[1] if bounds else None,
    )


def queue(record: Record) -> Sequence[Statement]:
    """The least certain of the first ``LOOKED_AT`` statements no one has checked or skipped; empty for none."""
    seen = {j.left for j in record.judgements() if j.why == WHY}
    return record.counts.least_sure(LOOKED_AT, 1, but=seen)
