"""The words of the calendar, from the word lists: what each form means, and patterns that match any of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from onrecord.kit import Kit

# One stretch of white space inside an expression: it may cross a line end, never a paragraph.
GAP = r"(?:[^\S\n]{1,3}\n?[^\S\n]{0,3}|\n[^\S\n]{0,3})"
# Longer forms first, so that "sixteen" is not read as "six".
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_FEW = {
    "a": "1",
    "an": "1",
    "a couple of": "2",
    "a couple": "2",
    "couple of": "2",
    "half a dozen": "6",
    "a dozen": "12",
}
_VAGUE = (
    "a few",
    "few",
    "several",
    "many",
    "some",
    "numerous",
    "a number of",
    "a handful of",
    "hundreds of",
    "dozens of",
)


class Vocabulary(msgspec.Struct, frozen=True):
    """Meanings by lower-case form, and pattern fragments (no groups of their own) for the grammar."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    seasons: Mapping[str, str]
    units: Mapping[str, str]
    parts: Mapping[str, str]
    sets: Mapping[str, str]
    vague: Mapping[str, str]
    numbers: Mapping[str, int]
    ordinals: Mapping[str, int]
    holidays: Mapping[str, str]
    zones: tuple[str, ...]
    month: str
    long_month: str
    short_month: str
    weekday: str
    long_weekday: str
    number: str
    ordinal: str


@lru_cache(maxsize=4)
def vocabulary_of(kit: Kit) -> Vocabulary:
    """The vocabulary of a kit's language; the same object every time for one kit."""
    months, weekdays = _forms(kit, "months", "month"), _forms(kit, "weekdays", "day")
    numbers = {row["word"]: int(row["value"]) for row in kit.words("numbers")}
    ordinals = {row["ordinal"]: int(row["value"]) for row in kit.words("numbers") if row["ordinal"]}
    return Vocabulary(
        months={form.lower(): int(month) for form, month in months.items()},
        weekdays={form.lower(): int(day) for form, day in weekdays.items()},
        seasons=_forms(kit, "seasons", "code"),
        units=_forms(kit, "time_units", "code"),
        parts=_forms(kit, "day_parts", "code"),
        sets={row["word"]: row["value"] for row in kit.words("frequencies")},
        vague={row["phrase"]: row["value"] for row in kit.words("vague_times")},
        numbers=numbers,
        ordinals=ordinals,
        holidays={_key(row["name"]): row["rule"] for row in kit.words("holidays")},
        zones=tuple(row["zone"] for row in kit.words("time_zones")),
        month=_proper(months),
        long_month=_proper(forms[0] for forms in _rows(kit, "months")),
        short_month=_proper(form for forms in _rows(kit, "months") for form in forms[1:]),
        weekday=_proper(weekdays),
        long_weekday=_proper(forms[0] for forms in _rows(kit, "weekdays")),
        number=_number(numbers),
        ordinal=any_of(ordinals),
    )


def any_of(words: Iterable[str], *, capitals: bool = False) -> str:
    """A fragment matching any of the words, the longest first; ``capitals`` must then stand as written."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    head = "(?-i:" if capitals else "(?:"
    return head + "|".join(re.escape(word).replace(r"\ ", GAP).replace("'", "['’]") for word in ordered) + ")"


def number_of(words: str, vocabulary: Vocabulary) -> str | None:
    """A number in digits ("2.5", "14") for words or digits; "X" for "several", ``None`` for none at all.

    "2 1/2" and "two and a half" give a half more.
    """
    plain = " ".join(words.lower().replace("-", " ").replace(",", "").split())
    if not plain:
        return None
    if plain in _FEW:
        return _FEW[plain]
    if plain in _VAGUE:
        return "X"
    half = re.search(r"(?: and a half| 1/2|½)$", plain)
    plain = plain[: half.start()] if half else plain
    total = _total(plain.split(), vocabulary.numbers)
    if total is None:
        return None
    return f"{total + 0.5}" if half else f"{total:g}"


def holiday_rule(words: str, vocabulary: Vocabulary) -> str:
    """The rule of a holiday's day; empty where it has none."""
    return vocabulary.holidays.get(_key(words), "")


def _total(words: list[str], numbers: Mapping[str, int]) -> float | None:
    total = 0.0
    for word in words:
        if re.fullmatch(r"\d+(?:\.\d+)?", word, re.A):
            total += float(word)
        elif word in ("hundred", "thousand"):
            total = (total or 1) * numbers[word]
        elif word in numbers:
            total += numbers[word]
        elif word not in ("a", "and"):
            return None
    return total or None


def _forms(kit: Kit, name: str, column: str) -> dict[str, str]:
    return {form: row[column] for row in kit.words(name) for form in row["forms"].split()}


def _rows(kit: Kit, name: str) -> list[list[str]]:
    return [row["forms"].split() for row in kit.words(name)]


def _proper(forms: Iterable[str]) -> str:
    listed = set(forms)
    return any_of(listed | {form.upper() for form in listed}, capitals=True)


def _number(numbers: Mapping[str, int]) -> str:
    small = any_of(word for word in numbers if numbers[word] < 100)
    tens = rf"(?:{'|'.join(_TENS)})[-\s](?:one|two|three|four|five|six|seven|eight|nine)"
    words = f"(?:{tens}|{small})(?:{GAP}(?:hundred|thousand))?"
    half = rf"(?:{GAP}and{GAP}a{GAP}half|{GAP}1/2|½)?"
    loose = any_of([*_FEW, *_VAGUE, "a hundred", "a thousand"])
    return rf"(?:(?:\d{{1,3}}(?:,\d{{3}})?(?:\.\d)?|{words}){half}|{loose})"


def _key(name: str) -> str:
    return " ".join(name.lower().replace("’", "'").split())
