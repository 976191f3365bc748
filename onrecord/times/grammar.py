"""The grammar of time expressions: which stretches of a text speak of time, by rule, longest first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import msgspec

from onrecord.kit import Kit
from onrecord.times.doubtful import is_doubtful
from onrecord.times.vocabulary import GAP, Vocabulary, any_of, vocabulary_of

# In every pattern a blank stands for one stretch of white space, and letters match in either case;
# fragments of the vocabulary that need their capitals (months, weekdays, zones) say so themselves.
_YEAR = r"(?:1[5-9]|20)\d\d"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_ENDS = r"(?![\w%]|[.,:/]\d|-\d)"
_REFS = ("last", "past", "previous", "next", "this", "coming", "following", "current", "same", "that", "preceding")
_UNITS = ("day", "week", "fortnight", "month", "quarter", "year", "decade", "century", "weekend")
_QUANT = (
    r"(?P<quant>about|almost|around|nearly|roughly|approximately|some|over|only|just|at least|at most|more than|"
    r"less than|fewer than|no more than|up to|as (?:little|long|much) as|the)"
)
# "early November", "mid-1996", "later this week", "at the end of the month".
_MOD = (
    r"(?:(?:the )?(?P<mod>earlier|later|early|late|mid|sometime|(?:the )?(?:very )?(?:beginning|start|middle|end) of)"
    r"(?:-| (?:(?:in|on|into) )?)(?:the )?)?"
)


_NEEDLES: dict[str, tuple[str, ...]] = {
    "week_of": ("week",), "spelled": ("nineteen", "eighteen", "thousand"), "decade": ("0s", "0's", "0’s", "ties"),
    "century": ("century",), "daypart": ("morning", "afternoon", "evening", "night"), "half_unit": ("half",),
    "noon": ("noon", "midday", "midnight"), "aday": ("day",), "that_time": ("time",), "weekend": ("weekend",),
    "another": ("an",), "lifelong": ("-long",), "every": ("every", "each"), "quarter": ("quarter",),
    "q": ("q1", "q2", "q3", "q4"), "two_quarters": ("quarters", "half"), "this_quarter": ("quarter", "period"),
    "dated_quarter": ("quarter", "period"), "period_last_year": ("quarter", "period"), "the_quarter": ("quarter",),
    "year_ago": ("year-",), "year_end": ("end",), "dayword": ("today", "tonight", "yesterday", "tomorrow"),
}  # fmt: skip


class Phrase(msgspec.Struct, frozen=True):
    """A stretch that speaks of time: the rule that saw it, and the parts the rule named."""

    rule: str
    start: int
    end: int
    parts: Mapping[str, str]


# A rule, its pattern, and words of which one must stand in a text to try it at all (most texts lack most of them).
Rules = tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...]


def find_phrases(text: str, kit: Kit) -> list[Phrase]:
    """Phrases in reading order, none overlapping: the leftmost, then the longest, then the earlier rule."""
    found = []
    lowered = text.lower()
    for rank, (rule, pattern, needles) in enumerate(rules_of(kit)):
        if needles and not any(needle in lowered for needle in needles):
            continue
        for match in pattern.finditer(text):
            parts = {name: value for name, value in match.groupdict().items() if value}
            if not is_doubtful(rule, parts, text, match.start(), match.end()):
                phrase = Phrase(rule, match.start(), match.end(), parts)
                found.append((match.start(), -match.end(), rank, phrase))
    kept: list[Phrase] = []
    for _, _, _, phrase in sorted(found, key=lambda row: row[:3]):
        if not kept or phrase.start >= kept[-1].end:
            kept.append(phrase)
    return kept


@lru_cache(maxsize=4)
def rules_of(kit: Kit) -> Rules:
    """The rules with their compiled patterns, in order of preference among equals."""
    words = vocabulary_of(kit)
    rules = {**_dates(words), **_years(words), **_days(words), **_units(words), **_lengths(words), **_quarters()}
    needles = {
        **_NEEDLES,
        "holiday": tuple(sorted({name.replace("'", "’").split("’")[0] for name in words.holidays})),
        "season": tuple(words.seasons),
        "often": tuple(words.sets),
    }
    return tuple(
        (rule, re.compile(r"(?<![\w$£€¥])" + pattern.replace(" ", GAP), re.I), needles.get(rule, ()))
        for rule, pattern in rules.items()
    )


def _dates(words: Vocabulary) -> dict[str, str]:
    weekday = rf"(?:(?:(?:this coming|this|last|next) )?(?P<weekday>{words.weekday})\.?,? (?:the )?)?"
    month, year = rf"(?P<month>{words.month})\.?", rf"(?P<year>{_YEAR})(?!\d)"
    which = r"(?P<yearref>this|last|next|that|the same|the following) year\b"
    day = rf"(?P<day>{_DAY}|{words.ordinal})"
    last = rf"(?:(?:\s?[-–—]\s?| (?:and|to|through|until|till) )(?P<last>{_DAY}))?{_ENDS}"
    holiday = rf"(?P<holiday>{any_of(words.holidays)})(?!\w)(?P<week> week(?:end)?\b)?"
    tail = rf"(?:,? {year}|(?:,? (?:of )?{which})?)"
    return {
        "iso": rf"(?P<year>{_YEAR})-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3]\d)"
        r"(?:T(?P<clock>\d\d:\d\d)[\d:.+Z-]*)?(?![\w-])",
        "slashes": rf"(?P<one>\d{{1,2}})(?P<mark>[/.-])(?P<two>\d{{1,2}})(?P=mark)(?P<year>{_YEAR})(?![\w/]|-\d)",
        "month_day": rf"{weekday}{_MOD}(?:(?P<ref>this past|last|this|next) )?{month} (?:the )?{day}{last}"
        rf"{tail}",
        "day_month": rf"{weekday}(?:the )?(?:(?P<first>{_DAY})\s?(?:[-–—]|to|and)\s?)?"
        rf"{day}(?: of)? {month}(?!\w){tail}",
        "month_year": rf"{_MOD}(?:(?:this|last|next) )?{month}(?:,| of)? (?:{year}|{which})",
        "month": rf"{_MOD}(?:(?P<ref>last|next|this past|this coming|this|that|every|each|the following) )?"
        rf"(?P<month>{words.long_month}|{words.short_month}\.)(?!\w)",
        "week_of": rf"the week (?:of|beginning|starting) {month} (?P<day>{_DAY}){_ENDS}(?:,? {year})?",
        "holiday": rf"{_MOD}(?:(?P<ref>last|this|next|every|each) )?{holiday}(?:,? {year})?",
    }


def _years(words: Vocabulary) -> dict[str, str]:
    ones = "one|two|three|four|five|six|seven|eight|nine"
    teens = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    tens = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    decades = "twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties"
    first = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
    later = "tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth"
    return {
        "year": rf"{_MOD}(?P<side>(?:post|pre)-)?"
        r"(?:(?P<fiscal>fiscal|financial|calendar|FY)(?: year)?\s?|(?:the )?(?P<named>years?) )?"
        r"(?P<year>(?:1[0-9]|20)\d\d)(?!\d)(?:[-–/](?P<last>\d\d(?:\d\d)?)(?![\w-]))?",
        "spelled": rf"(?:the year |(?P<month>{words.month}) )?"
        rf"(?P<words>(?:nineteen|eighteen) (?:(?:{tens})(?:[-\s](?:{ones}))?|{teens})|"
        rf"two thousand(?: (?:and )?(?:{ones}|{teens}))?)\b(?!-)",
        "decade": rf"(?:the )?{_MOD}(?:(?P<year>(?:1[5-9]|20)\d0)['’]?s|['’‘](?P<short>\d0)s|"
        rf"(?<=the\s)(?P<word>{decades}))\b",
        "century": rf"(?:the )?{_MOD}(?P<nth>\d{{1,2}}(?:st|nd|rd|th)|(?:twenty[-\s])?(?:{first})|{later}|twentieth)"
        r"(?: |-)century\b",
    }


def _days(words: Vocabulary) -> dict[str, str]:
    part = rf"(?P<part>{any_of(words.parts)})\b"
    refs = any_of([*_REFS, "this past", "this coming", "every", "each", "the following"])
    light = "(?P<part>morning|afternoon|evening|night)"
    zone = (
        rf"(?:,?\s?(?P<zone>{any_of(words.zones, capitals=True)}|local time|(?:eastern|central|pacific)(?: time)?|"
        r"hours|hrs)\b)?"
    )
    return {
        "weekday": rf"{_MOD}(?:(?P<ref>{refs}) )?"
        rf"(?P<weekday>{words.long_weekday})(?P<plural>s)?(?!\w)(?: {part})?"
        r"(?:,? (?:of )?(?P<week>last|next|this) week\b)?",
        "dayword": rf"{_MOD}(?P<word>today|tonight|yesterday|tomorrow|the day before yesterday|"
        rf"the day after tomorrow)\b(?: {part})?",
        "daypart": rf"{_MOD}(?P<ref>this|last|that|that same|(?:the )?(?:same|next|following|previous)) {light}\b",
        "clock": rf"(?P<hour>\d{{1,2}})(?:[:.](?P<minute>[0-5]\d))?\s?"
        rf"(?P<half>a\.m\.|p\.m\.|am\b|pm\b|o['’]clock\b|in the (?:morning|afternoon|evening)\b){zone}",
        "clock24": rf"(?P<hour>[01]?\d|2[0-4])[:.h](?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\w%]|[.:]\d){zone}",
        "military": r"(?P<hour>[01]\d|2[0-4])(?P<minute>[0-5]\d)\s?(?P<zone>GMT|UTC|hours|hrs)\b",
        "noon": r"(?P<part>noon|midday|midnight)\b",
        "aday": r"(?P<way>the day (?:before|after))\b(?! (?:yesterday|tomorrow))",
        "that_time": r"(?:at|by|since) (?P<time>(?:the|that) time)\b(?! (?:of|that|to|when))",
        "vague": rf"(?P<vague>{any_of(words.vague)})(?![\w-])",
        "weekend": rf"{_MOD}(?:the )?(?P<weekend>weekend)\b",
    }


def _units(words: Vocabulary) -> dict[str, str]:
    refs, units = any_of([*_REFS, "this past", "this coming", "the same", "that same"]), any_of(_UNITS)
    number = rf"(?P<num>{words.number})"
    past = "last|this past|this coming|this|next|every|each|that|the following|the previous|the past|the"
    return {
        "unit": rf"{_MOD}(?:the )?(?P<ref>{refs}) (?P<fiscal>(?:fiscal|financial|calendar) )?(?P<unit>{units})\b(?!-)",
        "ago": rf"(?:{_QUANT} )?{number}(?: |-)(?P<unit>{any_of(words.units)})(?: or so)? "
        r"(?P<way>ago|earlier|later|from (?:now|today)|hence|previously|back)\b(?!-)",
        "season": rf"{_MOD}(?:(?P<ref>{past}) )?(?P<season>{any_of(words.seasons)})(?!\w)"
        rf"(?:(?: of|,)? (?P<year>{_YEAR})(?!\d)|(?: of)? (?P<yearref>last|this|next) year\b)?",
    }


def _lengths(words: Vocabulary) -> dict[str, str]:
    units = any_of(words.units)
    plural = any_of(form for form in words.units if form.endswith("s"))
    single = any_of(form for form in words.units if not form.endswith("s"))
    loose = "minutes|hours|days|weeks|months|years|decades|centuries"
    number = rf"(?P<num>{words.number})"
    ref = "(?P<ref>last|past|previous|next|coming|first|final|recent|following|preceding|early|closing|opening|"
    ref += "same|year-ago|year-earlier)"
    more = "(?:(?:more|additional|full|consecutive|straight|extra|whole|long|other|trading|business|working) )?"
    return {
        "stretch": rf"(?:each of )?(?:the )?{ref} (?:{number}(?: |-))?(?P<unit>{plural})\b(?!-)",
        "lasting": rf"(?:{_QUANT} )?{number}(?:(?P<dash>-)| ){more}(?P<unit>{units})\b(?:-long\b)?(?!-(?!old))",
        "half_unit": rf"(?:{_QUANT} )?(?:half an?|a half) (?P<unit>hour|day|year|century|month)\b",
        "another": rf"(?:another|an (?:additional|extra|entire)) (?P<unit>{single})\b(?!-)",
        "lifelong": rf"(?P<unit>{single})-long\b",
        "loose": rf"(?P<unit>{loose})(?:-long)?\b(?!-)",
        "every": rf"(?:(?:almost|nearly) )?(?P<every>every other|every|each) "
        rf"(?:(?:{number} )?(?P<unit>{units})|(?P<part>morning|afternoon|evening|night))\b(?! of)",
        "rate": rf"(?:once|twice|times|per|\d) (?P<rate>(?:(?:an?|per|each|every) )?(?P<unit>{single}))\b"
        r"(?! (?:ago|earlier|later|before))",
        "often": rf"(?P<often>{any_of(words.sets)})\b(?!-)",
    }


def _quarters() -> dict[str, str]:
    year = rf"(?P<year>{_YEAR})(?!\d)"
    of_year = (
        rf"(?: (?:of )?(?:(?:fiscal|calendar|the year) )?{year}|"
        r" (?:of )?(?P<yearref>this|last|next|the previous) (?:fiscal )?year\b)?"
    )
    back = r"(?:(?P<back>(?:comparable )?(?:year-ago|year-earlier|prior-year)) |(?P<whose>last|this|next) year['’]s )?"
    ref = (
        r"(?P<ref>latest|current|present|same|previous|prior|preceding|next|coming|"
        r"(?:comparable )?(?:year-ago|year-earlier|year-before))"
    )
    return {
        "quarter": rf"(?:the )?{back}(?:(?:fiscal|calendar) )?(?:(?P<early>{_YEAR}) )?"
        r"(?P<nth>first|second|third|fourth|final|1st|2nd|3rd|4th)(?: |-)(?:fiscal[-\s])?quarter\b(?!-)"
        rf"{of_year}",
        "q": rf"(?:(?P<early>{_YEAR})\s?)?Q(?P<nth>[1-4])(?!\w)(?: (?:of )?(?:FY\s?)?{year})?",
        "two_quarters": r"(?:the )?(?P<half>first|last|second) (?:two quarters|half) of "
        rf"(?:(?:fiscal )?{year}|(?P<yearref>this|last|next|the) year\b)",
        "this_quarter": rf"(?:(?:the|a) )?{ref} (?:quarter|period)\b",
        "dated_quarter": rf"(?:the )?(?:(?P<year>{_YEAR})|(?P<whose>last|this|next) year['’]s) (?:quarter|period)\b",
        "period_last_year": r"the (?:corresponding|comparable|same|year-ago|like|similar) (?:quarter|period)"
        r"(?: (?:of )?last year| a year (?:ago|earlier)| the year before)\b",
        "the_quarter": r"the (?P<noun>quarter)\b(?!-| (?:of|mile|final))",
        "year_ago": r"(?P<back>year-ago|year-earlier)\b",
        "the_year": rf"{_MOD}the (?P<kind>(?:full|fiscal|whole|entire|calendar)(?: |-))?"
        r"(?P<unit>year|month|week|day)\b(?!-)",
        "year_end": r"(?P<end>(?:the )?(?:year|month)[-\s]end|(?:year|month)['’]s end)\b",
    }
