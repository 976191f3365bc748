"""Time words that tell of no event: parts of names, feasts that only name a party, stamps, how things are today."""

from __future__ import annotations

import re
from functools import lru_cache

from onrecord.kit import open_kit
from onrecord.spans import overlap
from onrecord.types import Clipping, Span, Timex

# "Updated: July 18, 11:35 a.m."; "CAPE VELM, Sept 19 (LPA) -".
_STAMP = re.compile(r"\W*(?:last\s+)?(?:updated?|posted|published|modified|correction)\b[^.!?]{0,16}$", re.I)
_FILED = re.compile(r"\s*\([\w /]{2,20}\)\s*[-–—]")
_FILED_LEAD = re.compile(r"(?:^|[\n*])\s*[A-Z][A-Z .'-]+,[^.!?\n]{0,24}$")
# "Over Christmas", "before the Christmas holidays" are times; "an office Christmas party" is a party.
_LED = re.compile(
    r"(?:^|\b(?:on|at|by|before|over|for|until|since|during|after|around|from|through|of|this|last|next|to|and))"
    r"\s+(?:the\s+)?$",
    re.I,
)
_OWN_NOUN = re.compile(r"\s+(?:day|eve|week(?:end)?|season|break|holidays?|period|morning|night)\b", re.I)
_NOUN = re.compile(r"\s+(?P<word>[a-z]+)\b")
_SMALL = (
    "and", "as", "at", "but", "by", "for", "from", "in", "is", "on", "or", "that", "the", "this", "to", "was", "were",
    "when", "while", "with", "would", "will", "has", "had", "of", "after", "before", "next", "last",
)  # fmt: skip
# "Today it is the largest mill", "more than it is today" tell how things are, not what happened.
_IS = re.compile(r"\b(?:is|are|has|have|remains?|exists?|survives?|knows?|continues?|lives?|stands?)\b")
_PAST_OR_AHEAD = re.compile(r"\b(?:was|were|had|did|said|will|would|could|[a-z]{2,}ed)\b")
_LOOK = 48


def is_empty(clip: Clipping, timex: Timex, sentence: Span) -> bool:
    """Whether time words date nothing that their sentence tells."""
    text = clip.page.text
    start, end = timex.span.start, timex.span.end
    before = text[max(sentence.start, start - _LOOK) : start]
    after = text[end : min(max(sentence.end, end), end + _LOOK)]
    if _STAMP.match(text[sentence.start : start]) or _is_filing(clip, timex):
        return True
    named = _NOUN.match(after)
    if named and named["word"] in _dated_names():
        return True
    if _is_feast(text[start:end]):
        return not _LED.search(before) or bool(named and not _OWN_NOUN.match(after) and named["word"] not in _SMALL)
    return text[start:end].lower() == "today" and _is_state(text[sentence.start : sentence.end], before)


def _is_filing(clip: Clipping, timex: Timex) -> bool:
    """Whether a date stands in the line that says where and when the report was filed."""
    line = clip.article.dateline
    if line and overlap(line.span, timex.span):
        return True
    text = clip.page.text
    lead = text[max(0, timex.span.start - _LOOK) : timex.span.start]
    return bool(_FILED.match(text, timex.span.end) and _FILED_LEAD.search(lead))


def _is_state(sentence: str, before: str) -> bool:
    """Whether "today" tells how things are: the verbs of its sentence are all of the present."""
    if re.search(r"(?:than it is|as we know it|even|yet|we know|different)\W*$", before, re.I):
        return True
    return bool(_IS.search(sentence)) and not _PAST_OR_AHEAD.search(sentence)


def _is_feast(words: str) -> bool:
    return words.removeprefix("the ").strip().lower() in _feasts()


@lru_cache(maxsize=1)
def _feasts() -> frozenset[str]:
    return frozenset(row["name"].lower() for row in open_kit(fast=True).words("holidays"))


@lru_cache(maxsize=1)
def _dated_names() -> frozenset[str]:
    return frozenset(row["word"] for row in open_kit(fast=True).words("dated_names"))
