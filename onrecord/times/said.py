"""When each statement was said: the time words in the clause of its cue and source."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from onrecord.labels import Modality
from onrecord.spans import View, hull, inside, overlap
from onrecord.times.tense import Tenses
from onrecord.types import Article, Span, Spans, Statement, Timex

# What was only planned, supposed or not said has no day on which it was said.
_NOT_SAID: tuple[Modality, ...] = ("planned", "conditional", "negated")
_NO_DAY = ("PRESENT_REF", "FUTURE_REF")
# "who recently toured the coast, said": the time of another doing, not of the saying.
_OTHER_CLAUSE = re.compile(
    r"\b(?:who|which|whose|whom|where|when|while|after|before|since|because|if|although|that)\b", re.I
)
# "A statement issued on Friday" was said on Friday.
_ISSUED = re.compile(
    r"\b(?:issued|released|published|broadcast|aired|posted|dated|delivered|given|held|recorded|printed|carried)\b",
    re.I,
)
# "On Monday", "Earlier this week": at most so much stands before time words that open a sentence.
_LEAD_CHARS = 12
_COMMA = re.compile(r"[,;:()—–]")


def when_said(
    statements: Sequence[Statement], timexes: Sequence[Timex], article: Article, view: View
) -> list[Statement]:
    """The statements with ``said`` and ``said_span`` where time words stand beside cue or source, in the same order.

    ``said`` is the value of the words as far as it is known, ``None`` with a span where it is not ("had recently
    said"; "on Friday" on a page without date). The article's own date is never taken for it.
    """
    tenses = Tenses(view.text)
    days = [timex for timex in timexes if timex.type in ("DATE", "TIME") and timex.value not in _NO_DAY]
    return [_dated(statement, days, tenses, view) for statement in statements]


def _dated(statement: Statement, days: Sequence[Timex], tenses: Tenses, view: View) -> Statement:
    if statement.modality in _NOT_SAID or not (statement.cue or statement.source):
        return statement
    best: tuple[int, Span, Timex] | None = None
    for timex in days:
        gap = _gap(statement, timex.span, tenses, view)
        if gap is not None and (best is None or (gap, timex.span) < best[:2]):
            best = (gap, timex.span, timex)
    if best is None:
        return statement
    timex = best[2]
    return msgspec.structs.replace(statement, said=_day(timex), said_span=timex.span)


def _gap(statement: Statement, when: Span, tenses: Tenses, view: View) -> int | None:
    """How far time words stand from cue and source; ``None`` where they belong to something else."""
    content = _own(statement)
    if any(overlap(when, piece) for piece in content):
        return None
    for anchor in sorted((*statement.cue, *statement.source), key=lambda span: _between(span, when)):
        gap = _between(anchor, when)
        between = Span(min(anchor.end, when.end), max(anchor.start, when.start))
        if inside(when, anchor):
            # "a statement issued on Friday": the words of the source hold the day.
            return None if _other(tenses.text, view, Span(anchor.start, when.start)) else 0
        if any(overlap(between, piece) for piece in content) or not _one_sentence(anchor, when, tenses, view):
            continue
        if not _apart(between, when, anchor, tenses, view):
            return gap
    return None


def _own(statement: Statement) -> Spans:
    """Pieces of the content that do not hold the cue (a cue inside its content would hide everything)."""
    cues = statement.cue or statement.source
    return tuple(piece for piece in statement.content if not any(inside(cue, piece) for cue in cues))


def _between(left: Span, right: Span) -> int:
    return max(0, max(left.start, right.start) - min(left.end, right.end))


def _one_sentence(left: Span, right: Span, tenses: Tenses, view: View) -> bool:
    both = hull((left, right))
    first, last = view.away(both.start), view.away(both.end - 1)
    return first is not None and last is not None and tenses.sentence(first) == tenses.sentence(last)


def _apart(between: Span, when: Span, anchor: Span, tenses: Tenses, view: View) -> bool:
    """Whether words between anchor and time words show that the time is of another doing."""
    start, end = view.away(between.start), view.away(between.end)
    if start is None or end is None or end <= start:
        return False
    words = tenses.text[start:end]
    if when.start >= anchor.end:
        return bool(_OTHER_CLAUSE.search(words)) or tenses.has_past(_ISSUED.sub(" ", words))
    # Before: only "Earlier this week, the mayor" may stand across a comma, and nothing that opens a clause of its own.
    led = tenses.text[tenses.sentence(start)[0] : view.away(when.start) or 0]
    fresh = len(led.strip("\"'“‘ ")) <= _LEAD_CHARS
    if _OTHER_CLAUSE.search(_last_clause(led)):
        return True
    return not fresh and bool(_COMMA.search(words) or tenses.has_past(words))


_PREFIX = re.compile(r"\d{4}(?:-\d\d)?")


def _last_clause(words: str) -> str:
    return _COMMA.split(words)[-1]


def _other(text: str, view: View, span: Span) -> bool:
    start, end = view.away(span.start), view.away(span.end)
    return start is not None and end is not None and bool(re.search(r"\b(?:who|which|whose)\b", text[start:end], re.I))


def _day(timex: Timex) -> str | None:
    if timex.begin is None:
        return None
    if timex.begin == timex.end:
        return timex.begin
    # A month or year is a date prefix; a week or decade is none, and its words stay.
    return timex.value if timex.value and _PREFIX.fullmatch(timex.value) else None
