"""Dates that name their month or year: "13 October 2017", "in October", "the 1990s", "fiscal 2016"."""

from __future__ import annotations

import re
from datetime import date

from onrecord.times.days import bounds_of, day_of, holiday, month_of, week_of, year_of
from onrecord.times.grammar import Phrase
from onrecord.times.scene import Meaning, Scene
from onrecord.times.vocabulary import holiday_rule, number_of

_FULL_DAY = re.compile(
    r"\b(?:(?P<month>[A-Z][A-Za-z]{2,8})\.? (?P<day>\d{1,2}),|(?P<ahead>\d{1,2}) (?P<after>[A-Z][A-Za-z]{2,8})\.?,?)"
    r" (?P<year>[12]\d{3})\b"
)
_NEXT_WORD = re.compile(r" ([a-z]{4,})\b")
_YEARS_AWAY = {"last": -1, "this": 0, "next": 1}
_TENS = {
    "ten": 10, "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70,
    "eighties": 80, "nineties": 90,
}  # fmt: skip


def read_iso(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "2017-10-13", "2017-10-13T16:07:00Z"."""
    value = _day(phrase.parts["year"], int(phrase.parts["month"]), int(phrase.parts["day"]))
    if value is None:
        return []
    clock = phrase.parts.get("clock")
    return [Meaning("TIME", f"{value}T{clock}")] if clock else [Meaning("DATE", value)]


def read_slashes(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "13/10/2017"; where both parts could be the month, only the year is certain."""
    one, two, year = int(phrase.parts["one"]), int(phrase.parts["two"]), phrase.parts["year"]
    if one == two or max(one, two) > 12:
        value = _day(year, min(one, two), max(one, two))
        return [Meaning("DATE", value)] if value else []
    return [Meaning("DATE", year)] if min(one, two) else []


def read_month_day(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "Friday, Oct. 13, 2017", "13 October", "Oct. 13-15": one meaning for each day named."""
    parts = phrase.parts
    month, day = _month(phrase, scene), _ordinal(parts["day"], scene)
    year, anchor = _year_of_day(phrase, scene, month, day)
    value = _day(year, month, day)
    if value is None:
        return []
    edges = [("first", parts.get("first")), ("day", parts["day"]), ("last", parts.get("last"))]
    days = [(name, words) for name, words in edges if words]
    if len(days) == 1:
        return [Meaning("DATE", value, anchor)]
    meanings, at = [], phrase.start
    for index, (_, words) in enumerate(days):
        cut = _place(scene.text, words, at, phrase)
        start = phrase.start if index == 0 else cut
        end = phrase.end if index == len(days) - 1 else cut + len(words)
        at = cut + len(words)
        one = _day(year, month, _ordinal(words, scene))
        if one:
            meanings.append(Meaning("DATE", one, anchor, start=start, end=end))
    return meanings


def read_month_year(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "October 2017", "June last year"."""
    year, anchor = _stated_year(phrase, scene)
    month = _month(phrase, scene)
    value = f"{year}-{month:02d}" if year else f"XXXX-{month:02d}"
    return [Meaning("DATE", value, anchor)]


def read_month(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "in October", "last November", "every July"."""
    month, ref = _month(phrase, scene), phrase.parts.get("ref", "").lower()
    if ref in ("every", "each"):
        return [Meaning("SET", f"XXXX-{month:02d}")]
    at = month_of(scene.anchor)
    if at is None:
        return [Meaning("DATE", f"XXXX-{month:02d}", "unknown")]
    year = at[0]
    back, ahead = (year if month <= at[1] else year - 1), (year if month >= at[1] else year + 1)
    if ref in ("last", "this past"):
        chosen = year if month < at[1] else year - 1
    elif ref in ("next", "this coming", "the following"):
        chosen = year if month > at[1] else year + 1
    elif ref == "this":
        chosen = year
    elif scene.tense == "open":
        chosen = back if (at[1] - month) % 12 <= 9 else ahead
    else:
        chosen = ahead if scene.tense == "future" else back
    return [Meaning("DATE", f"{chosen:04d}-{month:02d}", "page")]


def read_year(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "2017", "fiscal 2016", "2016-17": one meaning for each year named."""
    year, last = phrase.parts["year"], phrase.parts.get("last")
    if not last:
        return [Meaning("DATE", year)]
    cut = phrase.end - len(last)
    return [Meaning("DATE", year, end=cut - 1), Meaning("DATE", year[: 4 - len(last)] + last, start=cut)]


def read_spelled(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "nineteen ninety-six", as transcripts spell years."""
    words = re.split(r"\s+", phrase.parts["words"].lower(), maxsplit=1)
    head = {"nineteen": 1900, "eighteen": 1800}.get(words[0])
    if head is not None:
        year = head + int(float(number_of(words[1], scene.words) or 0))
    else:
        year = int(float(number_of(" ".join(words), scene.words) or 0))
    if not 1000 < year < 2100:
        return []
    return [Meaning("DATE", f"{year}-{_month(phrase, scene):02d}" if "month" in phrase.parts else str(year))]


def read_decade(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "the 1990s", "the '60s", "the sixties": without a century, the latest one at or before the page."""
    parts = phrase.parts
    if "year" in parts:
        return [Meaning("DATE", parts["year"][:3])]
    tens = int(parts["short"]) if "short" in parts else _TENS[parts["word"].lower()]
    year = year_of(scene.anchor)
    if year is None:
        return [Meaning("DATE", f"XX{tens // 10}", "unknown", "decade")]
    start = year // 100 * 100 + tens
    return [Meaning("DATE", f"{(start if start <= year else start - 100) // 10:03d}", "page")]


def read_century(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "the 19th century" is "18"."""
    nth = phrase.parts["nth"].lower()
    number = 20 if nth.startswith("twentieth") else _ordinal(nth.removeprefix("twenty-").removeprefix("twenty "), scene)
    number += 20 if nth.startswith("twenty") else 0
    return [Meaning("DATE", f"{number - 1:02d}")] if 0 < number <= 30 else []


def read_week_of(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "the week of March 6"."""
    month, day = _month(phrase, scene), _ordinal(phrase.parts["day"], scene)
    year, anchor = _year_of_day(phrase, scene, month, day)
    value = day_of(_day(year, month, day))
    return [Meaning("DATE", week_of(value) if value else None, anchor, "week")]


def read_holiday(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "Christmas", "last Thanksgiving": the nearest one the tense allows; no value for feasts without a rule."""
    parts = phrase.parts
    rule, ref = holiday_rule(parts["holiday"], scene.words), parts.get("ref", "").lower()
    if ref in ("every", "each"):
        return [Meaning("SET", "P1Y")]
    if "year" in parts:
        named = holiday(rule, int(parts["year"]))
        return [Meaning("DATE", named.isoformat() if named else parts["year"])]
    around = [holiday(rule, scene.day.year + step) for step in (-1, 0, 1)] if scene.day else []
    known = [day for day in around if day]
    if not known or not scene.day:
        return [Meaning("DATE", None, "unknown", "day")]
    here = scene.day
    if ref == "last":
        chosen = max(day for day in known if day < here)
    elif ref == "next":
        chosen = min(day for day in known if day > here)
    else:
        chosen = _pick(known, here, scene)
    value = week_of(chosen) if parts.get("week", "").strip().lower() == "week" else chosen.isoformat()
    return [Meaning("DATE", value, "page")]


def _month(phrase: Phrase, scene: Scene) -> int:
    return scene.words.months[phrase.parts["month"].lower().rstrip(".")]


def _ordinal(words: str, scene: Scene) -> int:
    digits = re.match(r"\d+", words, re.A)
    return int(digits[0]) if digits else scene.words.ordinals.get(words.lower(), 0)


def _day(year: str | None, month: int, day: int) -> str | None:
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    if year is None:
        return f"XXXX-{month:02d}-{day:02d}"
    value = f"{year}-{month:02d}-{day:02d}"
    return value if bounds_of(value)[0] else None


def _stated_year(phrase: Phrase, scene: Scene) -> tuple[str | None, str | None]:
    parts = phrase.parts
    if "year" in parts:
        return parts["year"], None
    ref = " ".join(parts["yearref"].lower().split())
    if ref in _YEARS_AWAY:
        year = year_of(scene.anchor)
        return (f"{year + _YEARS_AWAY[ref]:04d}", "page") if year is not None else (None, "unknown")
    year = year_of(scene.last_date)
    step = 1 if ref == "the following" else 0
    return (f"{year + step:04d}", "date") if year is not None else (None, "unknown")


def _year_of_day(phrase: Phrase, scene: Scene, month: int, day: int) -> tuple[str | None, str | None]:
    """The year of a day: stated, or the one the tense points to, the nearest where the tense is open."""
    if "year" in phrase.parts or "yearref" in phrase.parts:
        return _stated_year(phrase, scene)
    printed = _year_printed(phrase, scene, month, day)
    if printed:
        return printed, None
    here = scene.day
    if here is None:
        return None, "unknown"
    near = [found for step in (-1, 0, 1) if (found := day_of(_day(f"{here.year + step:04d}", month, day)))]
    if phrase.parts.get("ref", "").lower() in ("last", "this past"):
        near = [found for found in near if found < here][-1:]
    # "Sunday, May 1" in a year where that is a Thursday is of a year before; 29 February, in a year without one.
    weekday = scene.words.weekdays.get(phrase.parts.get("weekday", "").lower())
    if weekday:
        near = [found for found in near if found.isoweekday() == weekday]
    if weekday and not near:
        away = [
            found
            for step in range(-2, -_WEEKDAY_YEARS - 1, -1)
            if (found := day_of(_day(f"{here.year + step:04d}", month, day)))
        ]
        near = [found for found in away if found.isoweekday() == weekday][:1]
    if not near:
        return None, "unknown"
    return f"{_pick(near, here, scene).year:04d}", "page"


def _pick(near: list[date], here: date, scene: Scene) -> date:
    past, future = [day for day in near if day <= here], [day for day in near if day >= here]
    if scene.tense == "past" and past:
        # "the plan announced for Nov. 30" stands in a past tense too: a day just ahead beats one most of a year back.
        if future and (future[0] - here).days < _SOON_DAYS < _LONG_AGO_DAYS < (here - past[-1]).days:
            return future[0]
        return past[-1]
    if scene.tense == "future" and future:
        return future[0] if (future[0] - here).days < _LONG_AGO_DAYS or not past else past[-1]
    return min(near, key=lambda day: abs(day - here))


# A day of the month falls on every weekday within so many years.
_WEEKDAY_YEARS = 6
_SOON_DAYS = 75
_LONG_AGO_DAYS = 270


def _place(text: str, words: str, at: int, phrase: Phrase) -> int:
    found = text.find(words, at, phrase.end)
    return found if found >= 0 else at


def _year_printed(phrase: Phrase, scene: Scene, month: int, day: int) -> str | None:
    """The year of the one full day of the sentence in this month, or of the same day before the same word, else None.

    "On Feb. 11, 2013, she said she would go on Feb. 28"; "the September 11 attacks" where a page also has "the
    September 11, 2001 attacks". Two months lie too far apart to tell.
    """
    first, last = scene.tenses.sentence(phrase.start)
    full = {found for at, found in _full_days(scene, first, last) if not phrase.start <= at < phrase.end}
    if len(full) == 1 and next(iter(full)).month == month:
        return f"{next(iter(full)).year:04d}"
    word = _NEXT_WORD.match(scene.text, phrase.end)
    if not word:
        return None
    same = rf"{re.escape(phrase.parts['month'])} {day}, (\d{{4}}),? {word[1]}\b"
    years = set(re.findall(same, scene.text))
    return str(min(years)) if len(years) == 1 else None


def _full_days(scene: Scene, first: int, last: int) -> list[tuple[int, date]]:
    """The days printed with month and year in a stretch, each with its place."""
    days = []
    for found in _FULL_DAY.finditer(scene.text, first, last):
        month = scene.words.months.get((found["month"] or found["after"]).lower().rstrip("."))
        value = _day(found["year"], month, int(found["day"] or found["ahead"])) if month else None
        known = day_of(value)
        if known:
            days.append((found.start(), known))
    return days
