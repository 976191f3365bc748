"""Dates counted from the page's day or from a date named before: "on Monday", "last week", "five years ago"."""

from __future__ import annotations

import re
from datetime import timedelta

from onrecord.labels import TimexType
from onrecord.times.days import (
    PRECISION_OF,
    bounds_of,
    day_of,
    month_of,
    shift,
    week_of,
    weekday_near,
    year_earlier,
)
from onrecord.times.grammar import Phrase
from onrecord.times.lengths import length
from onrecord.times.scene import Meaning, Scene
from onrecord.times.vocabulary import number_of

_STEPS = {
    "last": -1, "past": -1, "previous": -1, "preceding": -1, "this past": -1, "next": 1, "coming": 1, "this coming": 1,
    "following": 1, "the following": 1, "this": 0, "current": 0,
}  # fmt: skip
_SAME = ("same", "that", "the same", "that same")
# "the following day" is counted from the story's last date; "the next day" too, where the story names one.
_FROM_TEXT = ("following", "preceding", "previous")


def read_weekday(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "on Monday", "last Friday", "Thursday night", "every Sunday", "Wednesday of last week"."""
    parts = phrase.parts
    weekday = scene.words.weekdays[parts["weekday"].lower()]
    ref, part = _words(parts.get("ref", "")), _part(phrase, scene)
    if ref in ("every", "each") or "plural" in parts:
        return [Meaning("SET", f"XXXX-WXX-{weekday}{part}")]
    kind: TimexType = "TIME" if part else "DATE"
    here = scene.day
    if here is None:
        return [Meaning(kind, f"XXXX-WXX-{weekday}{part}", "unknown", "day")]
    if "week" in parts:
        monday = here - timedelta(days=here.isoweekday() - 1 - 7 * _STEPS[parts["week"].lower()])
        day = monday + timedelta(days=weekday - 1)
    elif ref == "previous" and (told := day_of(scene.last_day)):
        day = weekday_near(told - timedelta(days=1), weekday, -1)
    elif ref in ("last", "past", "this past", "previous"):
        day = weekday_near(here - timedelta(days=1), weekday, -1)
    elif ref in ("next", "coming", "this coming", "following", "the following"):
        day = weekday_near(here + timedelta(days=1), weekday, 1)
    else:
        day = weekday_near(here, weekday, 1 if scene.tense == "future" else -1)
    return [Meaning(kind, day.isoformat() + part, "page")]


def read_dayword(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "today", "late yesterday", "tonight", "tomorrow morning"."""
    word = _words(phrase.parts["word"])
    steps = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}.get(word, 0)
    part = "TNI" if word == "tonight" else _part(phrase, scene)
    kind: TimexType = "TIME" if part else "DATE"
    value = shift(scene.anchor, "D", steps)
    return [Meaning(kind, value + part, "page")] if value else [Meaning(kind, None, "unknown", "day")]


def read_daypart(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "this morning", "last night", "the next morning", "that night"."""
    ref, part = _words(phrase.parts["ref"]).removeprefix("the "), "T" + scene.words.parts[phrase.parts["part"].lower()]
    told = scene.last_day if ref not in ("this", "last") else None
    anchor, base = ("day", told) if told else ("page", scene.anchor)
    value = shift(base, "D", {"last": -1, "previous": -1, "next": 1, "following": 1}.get(ref, 0))
    return [Meaning("TIME", value + part, anchor)] if value else [Meaning("TIME", None, "unknown", "day")]


def read_aday(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "the day before", "the day after", counted from the last day named."""
    value = shift(scene.last_day, "D", -1 if phrase.parts["way"].lower().endswith("before") else 1)
    return [Meaning("DATE", value, "day" if value else "unknown", "day")]


def read_unit(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "this week", "earlier this month", "last year", "the following day", "that same year"."""
    ref, unit = _words(phrase.parts["ref"]), scene.words.units[phrase.parts["unit"].lower()]
    if ref in _SAME:
        value = shift(scene.last_date, unit, 0)
        return [Meaning("DATE", value, "date" if value else "unknown", PRECISION_OF[unit])]
    steps = _STEPS[ref]
    if ref in _FROM_TEXT or (ref == "next" and unit == "D"):
        value = shift(scene.last_day if unit in "DWN" else scene.last_date, unit, steps)
        if value:
            return [Meaning("DATE", value, "day" if unit in "DWN" else "date")]
        if ref == "following" or (ref == "next" and scene.anchor is None):
            return [Meaning("DATE", None, "unknown", PRECISION_OF[unit])]
    if ref == "past" and unit in "EC":
        return [Meaning("DURATION", length("1", unit))]
    if unit == "N":
        return [_weekend(phrase, scene, steps)]
    value = shift(scene.anchor, unit, steps)
    if value is None:
        return [Meaning("DATE", None, "unknown", PRECISION_OF[unit])]
    since, upto = _half(phrase, scene) if steps == 0 else (None, None)
    return [Meaning("DATE", value, "page", since=since, upto=upto)]


def read_the_year(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "for the year", "earlier in the year", "later in the week": the one the page came out in."""
    unit = scene.words.units[phrase.parts["unit"].lower()]
    if unit == "Y" and re.match(r"\s+end(?:ed|ing)\b", scene.text[phrase.end : phrase.end + 9]):
        return [Meaning("DURATION", "P1Y")]
    value = shift(scene.anchor, unit, 0)
    since, upto = _half(phrase, scene)
    if value is None:
        return [Meaning("DATE", None, "unknown", PRECISION_OF[unit])]
    return [Meaning("DATE", value, "page", since=since, upto=upto)]


def read_year_end(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "year-end", "the month end": the last day of it."""
    unit = "M" if "month" in phrase.parts["end"].lower() else "Y"
    end = bounds_of(shift(scene.anchor, unit, 0))[1]
    return [Meaning("DATE", end, "page" if end else "unknown", "day")]


def read_weekend(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "the weekend": the latest one, or the next when the tense says so."""
    return [_weekend(phrase, scene, None)]


def read_ago(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "five years ago", "two days later", "a year earlier": as fine as the unit."""
    parts = phrase.parts
    number = number_of(parts["num"], scene.words)
    unit, way = scene.words.units[parts["unit"].lower()], _words(parts["way"])
    back = way in ("ago", "earlier", "previously", "back")
    if number is None or number == "X" or unit in "Hms":
        return [_loosely(number, unit, way)]
    steps = int(float(number)) * (-1 if back else 1)
    if back and unit == "Y" and scene.of_money and scene.last_quarter and number == "1":
        return [Meaning("DATE", year_earlier(scene.last_quarter), "quarter")]
    told = way in ("earlier", "later", "previously")
    base = scene.last_day if unit in "DW" else scene.last_date
    anchor = ("day" if unit in "DW" else "date") if told and base else "page"
    if unit == "Y" and anchor != "page" and day_of(base) and number != "1":
        base = base[:4] if base else base
    value = shift(
        scene.anchor if anchor == "page" else base, "Y" if unit == "E" else unit, steps * (10 if unit == "E" else 1)
    )
    if value is None or (told and anchor == "page" and scene.anchor is None):
        return [Meaning("DATE", None, "unknown", PRECISION_OF[unit])]
    return [Meaning("DATE", value, anchor)]


def read_that_time(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "at the time": some past the story has named."""
    return [Meaning("DATE", "PAST_REF", start=phrase.end - len(phrase.parts["time"]))]


def read_vague(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "now", "recently", "the future"."""
    return [Meaning("DATE", scene.words.vague[_words(phrase.parts["vague"])])]


def read_season(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "last fall", "this summer", "the spring of 2014", "every winter"."""
    parts = phrase.parts
    code, ref = scene.words.seasons[parts["season"].lower()], _words(parts.get("ref", ""))
    if ref in ("every", "each"):
        return [Meaning("SET", f"XXXX-{code}")]
    if "year" in parts:
        return [Meaning("DATE", f"{parts['year']}-{code}")]
    at = month_of(scene.anchor)
    if at is None:
        return [Meaning("DATE", None, "unknown", "season")]
    year = at[0]
    if "yearref" in parts:
        return [Meaning("DATE", f"{year + _STEPS[parts['yearref'].lower()]:04d}-{code}", "page")]
    begun = bounds_of(f"{year:04d}-{code}")[0] or ""
    here = f"{year:04d}-{at[1]:02d}"
    if ref in ("next", "this coming", "the following") or (ref != "this" and scene.tense == "future"):
        chosen = year if begun[:7] > here else year + 1
    elif ref in ("last", "this past", "the past", "the previous"):
        chosen = year if (bounds_of(f"{year:04d}-{code}")[1] or "")[:7] < here else year - 1
    elif ref == "this":
        # "This fall, she did not come back", told in March, is the one before.
        ahead = begun[:7] > here and scene.tense == "past"
        chosen = year - 1 if ahead or (code == "WI" and at[1] < 3) else year
    else:
        chosen = year if begun[:7] <= here else year - 1
    return [Meaning("DATE", f"{chosen:04d}-{code}", "page")]


def _loosely(number: str | None, unit: str, way: str) -> Meaning:
    if way in ("earlier", "later"):
        return Meaning("DURATION", length(number or "X", unit))
    return Meaning("DATE", "PAST_REF" if way in ("ago", "previously", "back") else "FUTURE_REF")


def _weekend(phrase: Phrase, scene: Scene, steps: int | None) -> Meaning:
    here = scene.day
    if here is None:
        return Meaning("DATE", None, "unknown", "week")
    saturday = here + timedelta(days=6 - here.isoweekday())
    if steps is None or steps == -1:
        on_it = here.isoweekday() >= 6
        steps = 0 if (steps is None and (scene.tense == "future" or on_it)) else -1
    return Meaning("DATE", week_of(saturday + timedelta(days=7 * steps)) + "-WE", "page")


def _part(phrase: Phrase, scene: Scene) -> str:
    part = phrase.parts.get("part", "").lower()
    return f"T{scene.words.parts[part]}" if part else ""


def _half(phrase: Phrase, scene: Scene) -> tuple[str | None, str | None]:
    """ "earlier this month" ends on the day of the page, "later this month" begins there."""
    mod = _words(phrase.parts.get("mod", ""))
    here = scene.day.isoformat() if scene.day else None
    return (here if mod == "later" else None), (here if mod == "earlier" else None)


def _words(words: str) -> str:
    return " ".join(words.lower().split())
