"""Stretches that only look like time: "May I", "37 years old", "2000 people", "the fall of the city"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_BEFORE = re.compile(r"(?:([\w'’]+)|([^\w\s]))\s*$")
_LED = (
    "about", "after", "and", "around", "as", "before", "beginning", "between", "by", "during", "each", "early",
    "ended", "ending", "every", "for", "from", "in", "into", "last", "late", "mid", "next", "of", "on", "or",
    "over", "past", "since", "starting", "the", "this", "through", "till", "to", "toward", "towards", "until",
)  # fmt: skip
_TIGHT = (
    "after", "before", "between", "by", "during", "early", "from", "in", "last", "late", "mid", "next", "of",
    "since", "this", "through", "till", "until",
)  # fmt: skip
_SEASON_LED = (
    "by", "during", "for", "in", "of", "since", "this", "through", "until",
)  # fmt: skip
_LOOSE_LED = (
    "about", "after", "before", "by", "during", "for", "in", "just", "last", "lasted", "many", "of", "only", "over",
    "several", "some", "follows", "followed", "spend", "spent", "take", "through", "took", "two-to", "within",
)  # fmt: skip
# A number before one of these counts things, and is no year: "2000 people", "1998 feet".
_COUNTED = re.compile(
    r"\s?(?:%|percent|per cent|people|troops|soldiers|men|women|miles|kilomet|met(?:er|re)s|feet|foot|ft|yards|acres|"
    r"tons|tonnes|pounds|dollars|rupees|euros|years|days|hours|points|shares|jobs|workers|homes|families|"
    r"million|billion|votes|times|others|more|deaths|cases|refugees|employees|members|students|units|barrels|kg|km|mph)\b"
)
_LESS_THAN = re.compile(
    r"\b(?:than|least|most|nearly|almost|some|only|No|number|up to|Flight|Route|Highway|Room|Boeing)\.?\s$"
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2050
_NO_NAMES = ("A", "An", "By", "For", "From", "His", "Her", "In", "Its", "Our", "Since", "That", "The", "Their", "This")
# "The past three months", "the past tense" are no "in the past".
_PAST_NOUN = re.compile(
    r"\s(?:\d|tense|perfect|participle|few|several|couple|many|half|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|fifteen|twenty|thirty|dozen|year|month|week|day|hour|decade|century|quarter|season|summer|winter|"
    r"spring|autumn|fall|generation|president|master|presidents|masters)",
    re.I,
)
_OPENING, _CLOSING = ('"', "“", "‘"), ('"', "”", "’")
_MONEY = re.compile(r"[$£€¥#]\s?$|\b(?:Rs|USD|EUR|US)\.?\s?$")

Check = Callable[[Mapping[str, str], str, int, int], bool]


def is_doubtful(rule: str, parts: Mapping[str, str], text: str, start: int, end: int) -> bool:
    """Whether a stretch that has the form of a time expression is better left alone."""
    check = _CHECKS.get(rule)
    return check(parts, text, start, end) if check else False


def word_before(text: str, start: int) -> str:
    """The word (or mark) right before a place, lower case; empty at the start of a paragraph."""
    found = _BEFORE.search(text[max(0, start - 30) : start])
    if not found or "\n\n" in text[max(0, start - 30) + found.end(0 if found[2] else 1) : start]:
        return ""
    return (found[1] or found[2]).lower()


def _month(parts: Mapping[str, str], text: str, start: int, end: int) -> bool:
    if parts.keys() & {"mod", "ref"}:
        return False
    before, month = word_before(text, start), parts["month"].lower()
    if month in ("may", "march") and before == "the":
        # "The March accession" has its noun beside it; "the March on the mill" is a march.
        return not re.match(r"\s(?!(?:on|of|for|to|from|in|by)\b)[a-z]", text[end : end + 6])
    if month in ("may", "march") or month.endswith("."):
        return before not in _TIGHT
    # "April Quill said" is a person; "in April Quill said" is not.
    return bool(re.match(r"\s[A-Z][a-z]", text[end : end + 3])) and before not in _TIGHT


def _year(parts: Mapping[str, str], text: str, start: int, end: int) -> bool:
    if parts.keys() & {"fiscal", "side", "named"}:
        return False
    head = text[max(0, start - 12) : start]
    if _MONEY.search(head) or _LESS_THAN.search(head) or re.search(r"[\d.,/:-]$", head):
        return True
    # "1440 x 900" is a screen.
    if re.match(r" ?[x×] ?\d", text[end : end + 4]) or re.search(r"\d ?[x×] ?$", head):
        return True
    if _COUNTED.match(text, end) or re.match(r"[.,]\d|-(?!\s)|/|:\d", text[end : end + 2]):
        return True
    last = parts.get("last", "")
    if last and int(last[-2:]) <= int(parts["year"][-2:]):
        return True
    if parts.get("mod") or word_before(text, start) in _LED:
        return False
    if not _FIRST_YEAR <= int(parts["year"]) <= _LAST_YEAR:
        return True
    # "Flight 1998", "the Velmar 2000": a number after a name; "the board's 1998 budget", "A 1998 law" are years.
    name = re.search(r"\b([A-Z][\w'’]*)\s$", head)
    return name is not None and name[1] not in _NO_NAMES and not re.search(r"['’]s?$", name[1])


def _clock24(parts: Mapping[str, str], text: str, start: int, end: int) -> bool:
    if "zone" not in parts and not re.search(r"\d:\d", text[start:end]):
        return True
    return "zone" not in parts and word_before(text, start) not in (
        "at",
        "by",
        "until",
        "around",
        "about",
        "from",
        "after",
    )


def _lasting(parts: Mapping[str, str], text: str, start: int, end: int) -> bool:
    number, unit = parts["num"].lower().strip(), parts["unit"].lower()
    after = text[end : end + 12].lower()
    # A programme or a war: "60 Minutes", "the Six Day war".
    if parts["unit"][0].isupper() and not text[start:end].isupper():
        return True
    # "37 years old", "the 39-year-old", "two years of age" are ages; an age is no stretch of the story.
    if re.match(r"[-\s]olds?\b|\sof age", after):
        return True
    single = number in ("a", "an", "one", "1")
    if unit.startswith(("second", "quarter", "minute")) and (number in ("a", "one", "half a") or "dash" in parts):
        return not (unit.startswith("minute") and ("dash" in parts or number == "one"))
    if not single and "dash" not in parts and not unit.endswith("s") and not re.match(r"-long", text[end - 5 : end]):
        # "two year" for "two years" is only read before a noun that takes it.
        return number in ("few", "some", "many") or not re.match(r"[\s-][a-z]", text[end : end + 2])
    if unit == "quarters":
        return bool(re.match(r"\s(?:of|the)\b", after)) or number.startswith("three")
    return number in ("some", "few", "many") and unit.rstrip("s") == unit


def _loose(parts: Mapping[str, str], text: str, start: int, end: int) -> bool:
    if text[start - 1 : start] == "-" or re.match(r"\sold|['’]", text[end : end + 4]):
        return True
    # "In the weeks before the vote", "days after the storm".
    if re.match(r"\s(?:before|after|ahead|later|following|leading|that followed|since)\b", text[end : end + 14]):
        return False
    return word_before(text, start) not in _LOOSE_LED and "-" not in text[start:end]


def _season(parts: Mapping[str, str], text: str, start: int, end: int) -> bool:
    ref = parts.get("ref", "").lower()
    season = parts["season"]
    if parts.keys() & {"year", "yearref"} or ref not in ("", "the"):
        return False
    if (
        ref == "the"
        and season.lower() in ("fall", "spring")
        and (word_before(text, start) not in _SEASON_LED or re.match(r"\sof\b", text[end : end + 4]))
    ):
        return True
    if ref == "the" or "mod" in parts:
        return re.match(r"\s(?:of|games|olympic)\b", text[end : end + 9].lower()) is not None
    return word_before(text, start) not in _SEASON_LED or season[:1].isupper()


def _the_year(parts: Mapping[str, str], text: str, start: int, end: int) -> bool:
    if parts["unit"][:1].isupper() and not text[start:end].isupper():
        return True
    if "mod" in parts or (parts["unit"].lower() == "year" and "kind" in parts):
        return False
    if parts["unit"].lower() != "year":
        return parts["unit"].lower() != "week" or word_before(text, start) not in ("for", "during")
    if re.match(r"\s(?:before|after|that|when|of|he|she|they|it|I|we|in which)\b|['’]", text[end : end + 10]):
        return True
    return word_before(text, start) not in ("for", "of", "in", "during", "through", "over", "to", "throughout")


def _vague(parts: Mapping[str, str], text: str, start: int, end: int) -> bool:
    word = text[start:end].lower()
    if word == "current":
        return (
            word_before(text, start) in ("electric", "ocean", "alternating", "direct") or text[end : end + 1] in ".,;:"
        )
    if word == "now":
        return bool(re.match(r"[-\s]?defunct\b", text[end : end + 9]))
    if word.endswith("the past"):
        return _PAST_NOUN.match(text, end) is not None
    return word in ("the present", "future") and re.match(r"s\b", text[end : end + 2]) is not None


def _weekend(parts: Mapping[str, str], text: str, start: int, end: int) -> bool:
    return not text[start:end].lower().startswith(("the", "late", "early", "mid", "over"))


def _that_time(parts: Mapping[str, str], text: str, start: int, end: int) -> bool:
    return not text[start:end].lower().startswith("at")


def _month_day(parts: Mapping[str, str], text: str, start: int, end: int) -> bool:
    month = parts["month"].rstrip(".").lower()
    digits = parts["day"][:1].isdigit()
    if month in ("may", "march") and not digits:
        return word_before(text, start) not in _LED and "the" not in text[start:end]
    # "Mar" and "Sun" are also words; "Sun 13 Oct" is a date only with its month.
    return bool(_COUNTED.match(text, end)) and "year" not in parts


def _titled(parts: Mapping[str, str], text: str, start: int, end: int) -> bool:
    """Part of a name: "Valley Today", "This Week With"."""
    words = text[start:end].split()
    if not words[-1][:1].isupper() or text[start:end].isupper():
        return False
    # The "Today" show.
    if text[start - 1 : start] in _OPENING and text[end : end + 1] in _CLOSING:
        return True
    return len(words) > 1 or re.search(r"[A-Z]\w*\s$", text[max(0, start - 20) : start]) is not None


def _unit(parts: Mapping[str, str], text: str, start: int, end: int) -> bool:
    return (parts["unit"].lower() == "day" and parts["ref"].lower() == "this") or _titled(parts, text, start, end)


def _often(parts: Mapping[str, str], text: str, start: int, end: int) -> bool:
    """The "Daily" of a paper's name, or a noun: "the party daily"."""
    if text[start].isupper() and (
        re.match(r"\s[A-Z]", text[end : end + 2]) or word_before(text, start) not in ("", ".")
    ):
        return not text[start:end].isupper()
    return False


def _weekday(parts: Mapping[str, str], text: str, start: int, end: int) -> bool:
    """The day in a paper's or a programme's name: "the Sunday Courier", "the Mail on Sunday", "Friday Night Songs"."""
    before = text[max(0, start - 12) : start]
    if parts.get("part", "")[:1].isupper() and re.match(r"\s[A-Z][a-z]", text[end : end + 3]):
        return not text[start:end].isupper()
    if before.endswith("Mail on "):
        return True
    return (
        re.search(r"\bthe\s$", before, re.I) is not None and re.match(r"\s[A-Z][a-z]+", text[end : end + 4]) is not None
    )


def _stretch(parts: Mapping[str, str], text: str, start: int, end: int) -> bool:
    """ "The first days" and "the same years" measure nothing."""
    ref = parts["ref"].lower()
    return "num" not in parts and ref not in (
        "last",
        "past",
        "previous",
        "next",
        "coming",
        "recent",
        "preceding",
        "early",
    )


def _noon(parts: Mapping[str, str], text: str, start: int, end: int) -> bool:
    return word_before(text, start) in ("high", "the") or _titled(parts, text, start, end)


_CHECKS: Mapping[str, Check] = {
    "month": _month,
    "year": _year,
    "clock24": _clock24,
    "lasting": _lasting,
    "loose": _loose,
    "season": _season,
    "the_year": _the_year,
    "vague": _vague,
    "weekend": _weekend,
    "that_time": _that_time,
    "month_day": _month_day,
    "dayword": _titled,
    "unit": _unit,
    "weekday": _weekday,
    "stretch": _stretch,
    "noon": _noon,
    "often": _often,
}
