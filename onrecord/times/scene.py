"""What the grammar's rules know of their surroundings: the anchor, the tense, and the times named before."""

from __future__ import annotations

from datetime import date

import msgspec

from onrecord.labels import Precision, TimexType
from onrecord.times.days import day_of
from onrecord.times.tense import Tense
from onrecord.times.vocabulary import Vocabulary


class Meaning(msgspec.Struct, frozen=True):
    """What a phrase means: TIMEX3 type and value, and what it was counted from.

    ``anchor`` is "page" (the date of the page), "day", "date" or "quarter" (the last one the text named),
    "unknown" (none of them is there) or ``None`` (nothing is needed). ``since`` and ``upto`` narrow the days of
    the value ("earlier this month" ends on the day of the page). ``start`` and ``end`` cut the phrase.
    """

    type: TimexType
    value: str | None
    anchor: str | None = None
    precision: Precision | None = None
    since: str | None = None
    upto: str | None = None
    start: int | None = None
    end: int | None = None


class Scene(msgspec.Struct, frozen=True):
    """The surroundings of one phrase. Times named before it: the last day, the last date, the last quarter."""

    text: str
    words: Vocabulary
    anchor: str | None
    tense: Tense
    last_day: str | None = None
    last_date: str | None = None
    last_quarter: str | None = None
    of_money: bool = False

    @property
    def day(self) -> date | None:
        """The day of the page."""
        return day_of(self.anchor)
