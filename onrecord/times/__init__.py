"""Time expressions of an article and the dates they mean, by a grammar of our own.

Types and values are those of TIMEX3 (ISO-TimeML). Relative expressions are counted from the day the article
came out, or from a date the text names before; where neither is known they keep no value.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

import msgspec

from onrecord.kit import Kit, open_kit
from onrecord.labels import Precision, TimexType
from onrecord.spans import View
from onrecord.times.days import bounds_of, day_of
from onrecord.times.grammar import Phrase, find_phrases
from onrecord.times.readers import READERS
from onrecord.times.said import when_said
from onrecord.times.scene import Meaning, Scene
from onrecord.times.tense import Tenses
from onrecord.times.undated import bracket
from onrecord.times.vocabulary import Vocabulary, vocabulary_of
from onrecord.types import Article, Dated, Page, Span, Timex, id_of

__all__ = ["Expression", "bracket", "find_times", "find_times_in", "is_one_day", "when_said"]

_CLOCKS = ("clock", "clock24", "military", "noon")
# "Two days later" counts from a day named at most this far before.
_NEAR_CHARS = 600
# "The rocket rose on Friday. ... It landed at 4 p.m.": a day counts for a clock at most this far behind it.
_CLOCK_CHARS = 300
_JOINED = re.compile(r",?\s+")
_BESIDE = re.compile(
    r"[\s,|]*(?:\((?:\d{4}|\d{1,2}:\d\d) ?[A-Z]{3}\)[\s,]*)?(?:(?:on|at|by|around|about)\s+)?(?:about\s+)?", re.I
)


class Expression(msgspec.Struct, frozen=True):
    """A time expression of a text; ``anchor`` is "page", "unknown", ``None`` or the place of an earlier one."""

    start: int
    end: int
    type: TimexType
    value: str | None
    begin: str | None = None
    last: str | None = None
    precision: Precision = "unknown"
    anchor: str | int | None = None


def find_times(page: Page, article: Article, view: View, kit: Kit) -> list[Timex]:
    """Time expressions of the running text in page spans, in reading order; one cut by two blocks keeps its first.

    The anchor is the article's date or, failing that, its dateline's, or the only day its bracket leaves ("bracketed");
    ``None`` leaves relative ones without value.
    """
    date, name = article.published.value, "published"
    if day_of(date) is None and article.dateline and day_of(article.dateline.date):
        date, name = article.dateline.date, "dateline"
    elif date is None and is_one_day(article.published):
        date, name = article.published.after, "bracketed"
    expressions = find_times_in(view.text, date, kit)
    homes = {found.start: home[0] for found in expressions if (home := view.home(Span(found.start, found.end)))}
    ids = {start: id_of(page.id, "t", span) for start, span in homes.items()}
    times = []
    for found in expressions:
        if found.start in homes:
            anchor = name if found.anchor == "page" else found.anchor
            times.append(
                Timex(
                    id=ids[found.start],
                    page=page.id,
                    span=homes[found.start],
                    type=found.type,
                    value=found.value,
                    begin=found.begin,
                    end=found.last,
                    precision=found.precision,
                    anchor=ids.get(anchor) if isinstance(anchor, int) else anchor,
                )
            )
    return sorted(times, key=lambda timex: (timex.span, timex.id))


def is_one_day(dated: Dated) -> bool:
    """Whether a bracket leaves one day: a page without a date whose address holds one."""
    return dated.value is None and dated.after == dated.before and day_of(dated.after) is not None


def find_times_in(text: str, anchor: str | None, kit: Kit | None = None) -> list[Expression]:
    """Time expressions of a text written on a day (an ISO date, "2017-10" or ``None``), in reading order.

    >>> [(e.value, e.begin) for e in find_times_in("The mill burned on Monday.", "2016-06-15")]
    [('2016-06-13', '2016-06-13')]
    """
    kit = kit or open_kit(fast=True)
    words, tenses = vocabulary_of(kit), Tenses(text)
    phrases = find_phrases(text, kit)
    told: dict[str, Expression] = {}
    found: list[Expression] = []
    for phrase in phrases:
        if phrase.rule in _CLOCKS:
            continue
        scene = _scene(phrase, tenses, told, anchor, words)
        new = [_expression(phrase, meaning, told) for meaning in READERS[phrase.rule](phrase, scene)]
        found.extend(new)
        for one in new:
            _remember(one, phrase, told)
    clocks = [(phrase, _scene(phrase, tenses, {}, anchor, words)) for phrase in phrases if phrase.rule in _CLOCKS]
    found = _with_clocks(clocks, found)
    return sorted(found, key=lambda one: (one.start, one.end))


def _scene(
    phrase: Phrase, tenses: Tenses, told: Mapping[str, Expression], anchor: str | None, words: Vocabulary
) -> Scene:
    near = {name: one.value for name, one in told.items() if name == "quarter" or phrase.start - one.end < _NEAR_CHARS}
    return Scene(
        start=phrase.start,
        end=phrase.end,
        tenses=tenses,
        words=words,
        anchor=anchor,
        last_day=near.get("day"),
        last_date=near.get("date"),
        last_quarter=near.get("quarter"),
    )


def _expression(phrase: Phrase, meaning: Meaning, told: Mapping[str, Expression]) -> Expression:
    begin, last, precision = bounds_of(meaning.value)
    named = told.get(meaning.anchor or "")
    return Expression(
        start=phrase.start if meaning.start is None else meaning.start,
        end=phrase.end if meaning.end is None else meaning.end,
        type=meaning.type,
        value=meaning.value,
        begin=meaning.since or begin,
        last=meaning.upto or last,
        precision=meaning.precision or precision,
        anchor=named.start if named else meaning.anchor,
    )


def _remember(one: Expression, phrase: Phrase, told: dict[str, Expression]) -> None:
    """Keeps the last day, date and quarter named, for what is counted from them."""
    # "A year earlier" compares; the story goes on with its own quarter.
    compares = (
        phrase.rule in ("ago", "year_ago", "dated_quarter", "period_last_year")
        or bool(phrase.parts.keys() & {"back", "whose"})
        or "ear" in phrase.parts.get("ref", "").lower()
    )
    if one.type != "DATE" or not one.begin or one.precision in ("decade", "century"):
        return
    told["date"] = one
    if one.precision == "day":
        told["day"] = one
    if one.precision == "quarter" and "-Q" in (one.value or "") and not compares:
        told["quarter"] = one


def _with_clocks(clocks: Sequence[tuple[Phrase, Scene]], found: list[Expression]) -> list[Expression]:
    """The expressions with the times of the clock added, each on the day beside it.

    "Noon Thursday" is one expression; "at noon on Thursday" is two.
    """
    days = [one for one in found if one.type in ("DATE", "TIME") and one.precision == "day"]
    starts = [day.start for day in days]
    timed, joined = [], set()
    for phrase, scene in clocks:
        at = bisect_left(starts, phrase.end)
        day = _day_of_clock(scene, days[at - 1] if at else None, days[at] if at < len(days) else None)
        last_day = day.value[:10] if day and day.value else None
        scene = msgspec.structs.replace(scene, anchor=None, last_day=last_day)
        for meaning in READERS[phrase.rule](phrase, scene):
            one = _expression(phrase, meaning, {"day": day} if day else {})
            if day and day.start >= phrase.end and _JOINED.fullmatch(scene.text, phrase.end, day.start):
                one = msgspec.structs.replace(one, end=day.end, anchor=day.anchor)
                joined.add(day.start)
            timed.append(one)
    return [one for one in found if one.start not in joined] + timed


def _day_of_clock(scene: Scene, before: Expression | None, after: Expression | None) -> Expression | None:
    """The day right beside a time of the clock, else one in its sentence, else the last one named shortly before."""
    first, last = scene.tenses.sentence(scene.start)
    if after and _BESIDE.fullmatch(scene.text, scene.end, after.start):
        return after
    if before and (before.start >= first or _BESIDE.fullmatch(scene.text, before.end, scene.start)):
        return before
    if after and after.end <= last:
        return after
    return before if before and scene.start - before.end <= _CLOCK_CHARS else None
