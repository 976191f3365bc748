"""Durations and repeated times: "three days", "the past two years", "daily", "every other week"."""

from __future__ import annotations

from onrecord.times.days import shift
from onrecord.times.doubtful import word_before
from onrecord.times.grammar import Phrase
from onrecord.times.scene import Meaning, Scene
from onrecord.times.vocabulary import number_of

# The TIMEX3 letter of a unit, and how many of it one is.
_LETTERS = {
    "Y": ("P", "Y", 1), "E": ("P", "Y", 10), "C": ("P", "Y", 100), "M": ("P", "M", 1), "W": ("P", "W", 1),
    "F": ("P", "W", 2), "D": ("P", "D", 1), "Q": ("P", "Q", 1), "N": ("P", "WE", 1), "H": ("PT", "H", 1),
    "m": ("PT", "M", 1), "s": ("PT", "S", 1),
}  # fmt: skip
_PARTS_OF = {"Y": ("M", 12), "H": ("M", 60), "D": ("H", 24)}
_MODALS = ("will", "would", "may", "might", "could", "can", "to", "he", "she", "they", "it")
_BACK = ("last", "past", "previous", "recent", "preceding")
_AHEAD = ("next", "coming", "following")


def length(number: str, unit: str) -> str:
    """A TIMEX3 duration for a number ("X" is several) and a unit of the word list.

    >>> length("3", "D"), length("2.5", "Y"), length("X", "H"), length("20", "m")
    ('P3D', 'P2Y6M', 'PTXH', 'PT20M')
    """
    head, letter, times = _LETTERS[unit]
    if number == "X":
        return f"{head}X{'E' if unit == 'E' else 'C' if unit == 'C' else letter}"
    count = float(number) * times
    if count.is_integer():
        return f"{head}{int(count)}{letter}"
    if unit in _PARTS_OF:
        small, size = _PARTS_OF[unit]
        link = "T" if unit == "D" else ""
        whole = f"{int(count)}{letter}" if count >= 1 else ""
        return f"{head}{whole}{link}{round((count % 1) * size)}{small}"
    return f"{head}{count:g}{letter}"


def read_lasting(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "three days", "a two-year ban", "up to 180 days"."""
    number = number_of(phrase.parts["num"], scene.words)
    words = " ".join(scene.text[phrase.start : phrase.end].lower().split())
    if words == "one day" and word_before(scene.text, phrase.start) in _MODALS:
        # "will one day be": no length, but some time to come.
        return [Meaning("DATE", "FUTURE_REF")]
    return [Meaning("DURATION", length(number, _unit(phrase, scene)))] if number else []


def read_half_unit(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "half an hour"."""
    return [Meaning("DURATION", length("0.5", _unit(phrase, scene)))]


def read_one(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "an additional year"."""
    return [Meaning("DURATION", length("1", _unit(phrase, scene)))]


def read_loose(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "for weeks": how many the page does not say."""
    return [Meaning("DURATION", length("X", _unit(phrase, scene)))]


def read_stretch(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "the past three months", "the next few days": a duration, with the days it runs over where they are known."""
    unit, ref = _unit(phrase, scene), phrase.parts["ref"].lower()
    number = number_of(phrase.parts.get("num", "several"), scene.words)
    if number is None:
        return []
    value = length(number, unit)
    here = scene.day
    if here is None or number == "X" or unit in "HmsN" or ref not in _BACK + _AHEAD:
        return [Meaning("DURATION", value)]
    far = shift(here.isoformat(), unit, int(float(number)) * (-1 if ref in _BACK else 1))
    since, upto = (far, here.isoformat()) if ref in _BACK else (here.isoformat(), far)
    return [Meaning("DURATION", value, "page", since=since, upto=upto)]


def read_every(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "every day", "every three weeks", "every other year", "each night"."""
    if "part" in phrase.parts:
        return [Meaning("SET", "XXXX-XX-XXT" + scene.words.parts[phrase.parts["part"].lower()])]
    number = "2" if "other" in phrase.parts["every"].lower() else number_of(phrase.parts.get("num", "one"), scene.words)
    return [Meaning("SET", length(number or "X", _unit(phrase, scene)))]


def read_rate(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "twice a week", "per day"."""
    start = phrase.end - len(phrase.parts["rate"])
    return [Meaning("SET", length("1", _unit(phrase, scene)), start=start)]


def read_often(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "daily", "annually"."""
    return [Meaning("SET", scene.words.sets[phrase.parts["often"].lower()])]


def _unit(phrase: Phrase, scene: Scene) -> str:
    return scene.words.units[phrase.parts["unit"].lower()]
