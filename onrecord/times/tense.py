"""Whether the words around a time expression speak of the past or of what is to come."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal

Tense = Literal["past", "future", "open"]

# Verbs that take an infinitive still to come: "plans to leave on Thursday", "is expected to land on Friday".
_PLANS = (
    "plan|plans|planned|planning|expect|expects|expected|schedule|scheduled|set|due|intend|intends|intended|agree|agrees|"
    "agreed|hope|hopes|hoped|want|wants|wanted|is|are|about|ready|prepare|preparing|propose|proposes|vow|vowed|promise|"
    "promised|need|needs|likely|poised|ordered|asked|urged|told|pledged|aims|aimed|begin|begins|have|has|had"
)
# Right before the day: "scheduled for Monday", "expires on Friday", "payable Dec. 15", "by Tuesday".
_DUE = (
    "scheduled|slated|due|planned|expected|payable|effective|tentatively|upcoming|deadline|expires?|expiring|matures?|"
    "maturing|begins|starts|resumes|opens|arrives|ends"
)
# "Until 9 a.m. on Tuesday": a time of the clock may stand between.
_CLOCK = r"(?:(?:\d{1,2}(?::\d\d)? ?(?:[ap]\.?m\.?)?|noon|midnight)(?: [A-Z]{2,4})?,? (?:on )?)?"
_UNTIL = "by|until|no later than|as early as|as soon as|starting|beginning|effective|expires?|due"
_MODALS = (
    "will|shall|won['’]t|going to|planned|planning|plans|scheduled|schedules|slated|would|should|could|can|may|might|"
    "must"
)
_FUTURE = re.compile(
    # "The square will be closed on Saturday": the participle is no past.
    rf"\b(?:{_MODALS}) be(?: [a-z]+ly)? [a-z]+|"
    rf"\b(?:{_MODALS}|set for|due (?:in|at|on|for)|to be \w+)\b|['’]ll\b|\b(?:{_PLANS})\s+to\s+(?!have\b)[a-z]+|"
    rf"\b(?:{_DUE}) (?:on |for |by |in |at )?$|\b(?:{_UNTIL})\s+{_CLOCK}$",
    re.I,
)
# "It had been due to expire on Friday": what was to come then is past now.
_WAS_DUE = re.compile(r"\bhad (?:[a-z]+ly )?been (?:due|set|scheduled|slated|expected|planned)(?: to [a-z]+)?\b", re.I)
_LIMIT = re.compile(rf"\b(?:by|until)\s+{_CLOCK}$", re.I)
# Irregular past forms of the verbs news is told with.
_IRREGULAR = (
    "said|was|were|had|did|has|have|took|came|went|met|held|began|told|made|gave|left|led|won|lost|fell|rose|sold|bought|"
    "found|got|saw|sent|shot|struck|spoke|wrote|broke|brought|built|caught|chose|cut|drew|drove|fought|flew|fled|forgot|"
    "grew|heard|hit|kept|knew|laid|lay|lent|let|meant|paid|put|quit|ran|read|sank|sat|sought|set|shook|shut|slept|"
    "sprang|spent|split|spread|stood|stole|swore|swept|taught|thought|threw|understood|woke|wore|withdrew|became"
)
_NOT_PAST = "need|indeed|hundred|unprecedented|red|bed|armed|speed|feed|exceed|proceed|succeed|breed|united|seed|greed"
# "A still unspecified date": after these a form in -ed is no verb.
_ADJECTIVE = r"\b(?:a|an|the|its|his|her|their|our|still|newly|this|that|these|those|no|any|some|as)\s+[a-z]{2,}ed\b"
_PAST = re.compile(rf"{_ADJECTIVE}|(?P<past>\b(?:{_IRREGULAR}|(?!(?:{_NOT_PAST})\b)[a-z]{{2,}}ed)\b)")
# A stop after one of these ends no sentence: "Gen. Tamm", "Nov. 30", "9 a.m. Monday".
_SHORT = "Mr Mrs Ms Dr Lt Gen Col Maj Capt Sgt Adm Brig Gov Sen Rep Rev St No Jan Feb Aug Sept Oct Nov Dec Inc Corp Co"
_NOT_SHORT = "".join(rf"(?<!\b{word}\.)" for word in _SHORT.split()) + r"(?<![ap]\.m\.)(?<!\b[A-Z]\.)"
_BREAK = re.compile(
    rf"[.?!](?<=[\w\"'”’)].){_NOT_SHORT}[\"'”’)]*\s+(?=[A-Z\"'“‘(`])|\n\s*\n|(?<=[.,?!])['”\"]+\s+(?=[A-Z])"
)


class Tenses:
    """The sentences of a text, and the tense around any place in it. Read-only; made once for a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._breaks = [0, *(found.end() for found in _BREAK.finditer(text)), len(text)]

    def sentence(self, at: int) -> tuple[int, int]:
        """First and last place of the sentence around a place."""
        index = max(1, min(bisect_right(self._breaks, at), len(self._breaks) - 1))
        return self._breaks[index - 1], self._breaks[index]

    def around(self, start: int, end: int) -> Tense:
        """The tense nearest before a stretch in its sentence; failing that, after it; else open.

        "The council will meet on Monday, the mayor said": the verb before the day is "will meet".
        """
        first, last = self.sentence(start)
        before, after = self.text[max(first, start - 160) : start], self.text[end : min(last, end + 120)]
        if _WAS_DUE.search(before) or (_LIMIT.search(before) and re.search(r"\bhad\b", self.text[first:last])):
            return "past"
        ahead, behind = _FUTURE.search(after), next(_pasts(after), None)
        # "Ordered to cull its flock after officials on Sunday found it": the verb right after the day is its own.
        if behind and not after[: behind.start()].strip() and re.search(r"\bon $", before):
            return "past"
        future, past = _last(_FUTURE.finditer(before)), _last(_pasts(before))
        if max(future, past) >= 0:
            return "future" if future >= past else "past"
        if ahead and (not behind or ahead.start() <= behind.start()):
            return "future"
        return "past" if behind else "open"

    def has_past(self, words: str) -> bool:
        """Whether a verb in the past stands among these words."""
        return next(_pasts(words), None) is not None


def _pasts(text: str) -> Iterator[re.Match[str]]:
    return (found for found in _PAST.finditer(text) if found["past"])


def _last(found: Iterator[re.Match[str]]) -> int:
    return max((one.end() for one in found), default=-1)
