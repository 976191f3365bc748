"""What a line of a readers' thread is: its heading, a row of buttons, the name and clock of a comment, its end."""

from __future__ import annotations

import re
from functools import lru_cache

from onrecord.kit import Kit

_COUNTED = re.compile(r"\d[\d,]*\s+(?:reader\s+)?(?:comments?|responses?|repl(?:y|ies)|thoughts? on)\b.{0,80}$", re.I)
_OPENING = re.compile(
    r"(?:(?:all|readers?['’]?s?|user|facebook|recent|latest|top|newest|view|show|hide|read"
    r"|(?:top|best|most|highest)[ -](?:rated|liked|recent|recommended|popular|voted|helpful))\s+)?comments?"
    r"(?:\s*[(:\[]\s*[\d,]*\s*…?\s*[)\]]?|\s+[\d,]+)?(?:\s*closed)?(?:\s*[+^|].{0,30})?\s*$"
    r"|join the (?:conversation|discussion)\b|(?:be the )?first to comment|have your say\b"
    r"|what (?:our |the |your )?readers (?:say|think)\b|(?:your|reader) (?:views?|responses?|opinions?)\s*:?\s*$",
    re.I,
)
_CLOSING = re.compile(
    r"comments? (?:are|is|have been|section is|for this \w+ (?:are|is)) (?:now )?(?:closed|disabled|off)\b|"
    r"(?:leave|post|add|write) (?:a|your) (?:comment|reply)\b(?!\.{3}|…)|"
    r"(?:log|sign) ?in to (?:post (?:a )?)?(?:comment|reply)|the (?:views|opinions) expressed\b",
    re.I,
)
# What no such line is without, in small letters: asked first, for it is asked of every line.
_OPENS_BY = ("comment", "join the", "your say", "reader", "view", "response", "opinion")
_CLOSES_BY = ("comment", "reply", "expressed")
# The first letters of those headings, of either case (a small i may be written with a long s or a dotless i).
_OPENS_WITH, _CLOSES_WITH = frozenset("AaBbCcFfHhJjLlMmNnRrSsTtUuVvWwYyſ"), frozenset("AaCcLlPpSsTtWwſ")
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
WHEN = re.compile(
    r"\b(?:\d+|an?|one|two|few)\s*(?:s|m|h|d|w|y|mo|secs?|seconds?|mins?|minutes?|hrs?|hours?|days?|weeks?|months?|years?)"
    r"(?:\s+ago\b|\s*$|(?=\s*[|·•]))"
    rf"|\b(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b|\d{{1,2}}\s+{_MONTH})(?:,?\s+(?:19|20)\d\d)?(?:\s*(?:,|at|\||-|–|@)?\s*\d{{1,2}}:\d\d"
    r"(?::\d\d)?\s*(?:[ap]\.?m\.?)?)?"
    r"|\b(?:\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d|(?:19|20)\d\d-\d\d-\d\d)(?:,?\s*(?:at\s*)?\d{1,2}:\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?)?"
    r"|\b(?:yesterday|today|just now|moments? ago)\b(?:\s+at\s+\d{1,2}:\d\d\s*(?:[ap]m)?)?",
    re.I,
)
# No line without one of these holds a time: asked first, for it is asked of every line.
_CLOCKED = re.compile(r"\d|ago\b|day\b|now\b", re.I)
SAYS = re.compile(
    r"(?P<name>\S[^\n]{1,50}?)\s+(?:says|said|wrote|writes|commented|replied)\s*:?$|(?:says|wrote|commented):?$", re.I
)
_SAYING = ("says", "said", "wrote", "writes", "commented", "replied")
_SAYS_LAST = frozenset(": \t\nsdetSDET")
NAME_WORDS = 6
META_WORDS = 12
CONTROL_CHARS = 90
# Short lines come again from page to page of a site: what was told of so many is remembered.
MEMO_LINES = 16_384


@lru_cache(maxsize=4)
def control_line(kit: Kit) -> re.Pattern[str]:
    """Lines that hold nothing but buttons, counts and times."""
    begins: dict[str, list[str]] = {}
    for phrase in sorted((row["phrase"] for row in kit.words("thread_controls")), key=lambda phrase: -len(phrase)):
        begins.setdefault(phrase[0], []).append(re.escape(phrase[1:]))
    # Grouped by a first letter of either case, of which one glance settles most lines.
    words = "|".join(
        rf"[{re.escape(first)}{re.escape(first.upper())}](?i:{'|'.join(rest)})" for first, rest in begins.items()
    )
    return re.compile(rf"(?:{words}|\d+\s?(?i:[smhdwy]|mo|hrs?|mins?)\b|\d[\d,.]*[kK]?|[^\w\s]|\s)+$")


@lru_cache(maxsize=4)
def answer_words(kit: Kit) -> re.Pattern[str]:
    """The buttons by which one answers a comment."""
    words = "|".join(re.escape(r["phrase"]) for r in kit.words("thread_controls") if r["sort"] == "answer")
    return re.compile(rf"\b(?:{words})\b", re.I)


def opens_thread(line: str) -> bool:
    """Whether a line may be the heading of a thread."""
    first = line[:1]
    if first in _OPENS_WITH:
        return any(map(line.lower().__contains__, _OPENS_BY)) and bool(_OPENING.match(line))
    return first.isdecimal() and bool(_COUNTED.match(line))


def closes_thread(line: str) -> bool:
    """Whether a line is the reply box of a thread, or says that it is closed."""
    return line[:1] in _CLOSES_WITH and any(map(line.lower().__contains__, _CLOSES_BY)) and bool(_CLOSING.match(line))


def is_thread_sign(line: str) -> bool:
    """Whether a line only opens or closes a thread ("12 Comments", "Comments are closed.")."""
    return ((len(line) < 60 or not line[:1].isdecimal()) and opens_thread(line)) or closes_thread(line)


def is_control(line: str, kit: Kit) -> bool:
    """A row of buttons, counts and times."""
    return len(line) <= CONTROL_CHARS and _holds_controls(line, kit)


@lru_cache(maxsize=MEMO_LINES)
def _holds_controls(line: str, kit: Kit) -> bool:
    return bool(control_line(kit).match(WHEN.sub(" ", line) if _CLOCKED.search(line) else line))


def is_meta(line: str, kit: Kit) -> bool:
    """A line with a clock or a date and little else, no button among it unless a name is there too."""
    return len(line) <= CONTROL_CHARS and _holds_clock(line, kit)


@lru_cache(maxsize=MEMO_LINES)
def _holds_clock(line: str, kit: Kit) -> bool:
    if not _CLOCKED.search(line) or len(line.split()) > META_WORDS:
        return False
    if line.endswith(".") or not WHEN.search(line):
        return False
    return not is_answer(line, kit)


def is_answer(line: str, kit: Kit) -> bool:
    """A row of buttons with one by which to answer among them."""
    if len(line) > CONTROL_CHARS or not any(map(line.lower().__contains__, _answers(kit))):
        return False
    return _holds_answer(line, kit)


@lru_cache(maxsize=4)
def _answers(kit: Kit) -> tuple[str, ...]:
    """The words by which one answers, without those that hold another ("reply" tells of "reply to")."""
    phrases = sorted(row["phrase"] for row in kit.words("thread_controls") if row["sort"] == "answer")
    return tuple(one for one in phrases if not any(other != one and other in one for other in phrases))


@lru_cache(maxsize=MEMO_LINES)
def _holds_answer(line: str, kit: Kit) -> bool:
    if _CLOCKED.search(line):
        return bool(answer_words(kit).search(line)) and is_control(line, kit)
    return bool(control_line(kit).match(line)) and bool(answer_words(kit).search(line))


def names_speaker(line: str) -> bool:
    """A line that only names who speaks ("Ana Brook says:")."""
    if len(line) > CONTROL_CHARS or line[-1:] not in _SAYS_LAST or not line.rstrip(": \t\n").lower().endswith(_SAYING):
        return False
    return len(line.split()) <= NAME_WORDS and bool(SAYS.match(line))
