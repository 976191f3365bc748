"""Times of the clock: "10:35 a.m.", "1600 GMT", "noon"; the day is the one beside them, not that of the page."""

from __future__ import annotations

from onrecord.times.grammar import Phrase
from onrecord.times.scene import Meaning, Scene


def read_clock(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "4:07 p.m. IST", "16:30", "0735 GMT"; the zone stays in the words, values are local."""
    parts = phrase.parts
    hour, minute, half = int(parts["hour"]), parts.get("minute", "00"), parts.get("half", "").lower()
    half = half.rsplit(maxsplit=1)[-1] if half.startswith("in") else half[:1]
    if hour > 24 or (half not in ("", "o") and not 1 <= hour <= 12):
        return []
    if half in ("p", "afternoon", "evening") and hour < 12:
        hour += 12
    elif half in ("a", "morning") and hour == 12:
        hour = 0
    return [_on_day(f"T{hour:02d}:{minute}", scene)]


def read_noon(phrase: Phrase, scene: Scene) -> list[Meaning]:
    """ "noon", "midnight"."""
    return [_on_day("T" + scene.words.parts[phrase.parts["part"].lower()], scene)]


def _on_day(clock: str, scene: Scene) -> Meaning:
    if scene.last_day:
        return Meaning("TIME", scene.last_day + clock, "day")
    return Meaning("TIME", f"XXXX-XX-XX{clock}", "unknown", "minute")
