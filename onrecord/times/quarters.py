"""Quarters and halves of the business year: "the third quarter", "Q2 2016", "the year-ago period"."""

from __future__ import annotations

import re

from onrecord.times.days import add_quarters, month_of, shift, year_of
from onrecord.times.grammar import Phrase
from onrecord.times.scene import Meaning, Scene

_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4}
_AWAY = {"last": -1, "this": 0, "next": 1}
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")


def read_quarter(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "the third quarter", "Q3 2017": without a year, the latest one begun when the page came out."""
    parts = phrase.parts
    nth = _NTH.get(parts["nth"].lower()) or int(parts["nth"][0])
    if stated := parts.get("year") or parts.get("early"):
        return [Meaning("DATE", f"{stated}-Q{nth}")]
    at = month_of(scene.anchor)
    if at is None:
        year = year_of(scene.anchor) if "yearref" in parts else None
        return [Meaning("DATE", f"{year or 'XXXX'}-Q{nth}", "page" if year else "unknown")]
    if "whose" in parts:
        return [Meaning("DATE", f"{at[0] + _AWAY[parts['whose'].lower()]:04d}-Q{nth}", "page")]
    year = at[0] if nth * 3 - 2 <= at[1] or scene.tense == "future" else at[0] - 1
    if "yearref" in parts:
        year = at[0] + {"this": 0, "next": 1}.get(parts["yearref"].lower(), -1)
    elif "back" in parts:
        year -= 1
    return [Meaning("DATE", f"{year:04d}-Q{nth}", "page")]


def read_two_quarters(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "the first half of 2016", "the last two quarters of this year"."""
    parts = phrase.parts
    half = 1 if parts["half"].lower() == "first" else 2
    if "year" in parts:
        return [Meaning("DATE", f"{parts['year']}-H{half}")]
    year = year_of(scene.anchor)
    if year is None:
        return [Meaning("DATE", None, "unknown", "quarter")]
    year += {"last": -1, "next": 1}.get(parts["yearref"].lower(), 0)
    return [Meaning("DATE", f"{year:04d}-H{half}", "page")]


def read_this_quarter(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "the latest quarter", "the year-ago period", "the current quarter"."""
    ref = " ".join(phrase.parts["ref"].lower().split())
    told = scene.last_quarter
    period = phrase.end - len("period") >= 0 and scene.text[: phrase.end].lower().endswith("period")
    if ref in ("current", "present", "next", "coming", "previous", "prior", "preceding"):
        if period:
            return []
        value = shift(scene.anchor, "Q", {"current": 0, "present": 0, "next": 1, "coming": 1}.get(ref, -1))
        return [Meaning("DATE", value, "page" if value else "unknown", "quarter")]
    steps = 0 if ref in ("latest", "same") else -4
    if told and (found := _QUARTER.fullmatch(told)):
        return [Meaning("DATE", add_quarters(int(found[1]), int(found[2]), steps), "quarter")]
    if ref == "same" or (period and not scene.of_money):
        return []
    value = shift(scene.anchor, "Q", steps - 1)
    return [Meaning("DATE", value, "page" if value else "unknown", "quarter")]


def read_dated_quarter(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "the 1988 period", "last year's quarter": the quarter the story is about, in that year."""
    parts = phrase.parts
    here = year_of(scene.anchor)
    year = int(parts["year"]) if "year" in parts else here + _AWAY[parts["whose"].lower()] if here else None
    if year is None:
        return [Meaning("DATE", None, "unknown", "year")]
    if scene.last_quarter and (found := _QUARTER.fullmatch(scene.last_quarter)):
        return [Meaning("DATE", f"{year:04d}-Q{found[2]}", "quarter")]
    return [Meaning("DATE", f"{year:04d}", None if "year" in parts else "page")]


def read_the_quarter(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "the quarter": the last one named, else the one before the page."""
    if scene.last_quarter:
        return [Meaning("DATE", scene.last_quarter, "quarter")]
    if not scene.of_money:
        return []
    value = shift(scene.anchor, "Q", -1)
    return [Meaning("DATE", value, "page" if value else "unknown", "quarter")]


def read_year_ago(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "a year-ago loss": the same quarter a year before, or the year before."""
    if scene.last_quarter and (found := _QUARTER.fullmatch(scene.last_quarter)):
        return [Meaning("DATE", add_quarters(int(found[1]), int(found[2]), -4), "quarter")]
    value = shift(scene.anchor, "Y", -1)
    return [Meaning("DATE", value, "page" if value else "unknown", "year")]
