"""What the grammar's rules know of their surroundings: the anchor, the tense, and the times named before."""

from __future__ import annotations

import re
from datetime import date

import msgspec

from onrecord.labels import Precision, TimexType
from onrecord.times.days import day_of
from onrecord.times.tense import Tense, Tenses
from onrecord.times.vocabulary import Vocabulary

# Business pages compare a quarter with the same one "a year earlier".
_MONEY = re.compile(
    r"\b(?:share|profit|net|income|revenue|sales|earn\w*|loss(?:es)?|million|billion|quarter|results)\b|[$£€]\d"
)


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

    start: int
    end: int
    tenses: Tenses
    words: Vocabulary
    anchor: str | None
    last_day: str | None = None
    last_date: str | None = None
    last_quarter: str | None = None

    @property
    def text(self) -> str:
        """The whole text."""
        return self.tenses.text

    @property
    def tense(self) -> Tense:
        """The tense around the phrase."""
        return self.tenses.around(self.start, self.end)

    @property
    def of_money(self) -> bool:
        """Whether the phrase's sentence is about business figures."""
        return _MONEY.search(self.text, *self.tenses.sentence(self.start)) is not None

    @property
    def day(self) -> date | None:
        """The day of the page."""
        return day_of(self.anchor)
