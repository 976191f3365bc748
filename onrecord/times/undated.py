"""A bracket of days for an article that prints no date: what its own words, address and capture say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from onrecord.times.days import bounds_of
from onrecord.times.tense import Tenses
from onrecord.types import Article, Dated, Page, Span, Timex

_IN_ADDRESS = re.compile(r"(?<=[/_-])((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])(?:[/-]?(0[1-9]|[12]\d|3[01]))?(?=[/_.-]|$)")
_VALUES_KEPT = ("DATE", "TIME")
_MOST_REASONS = 8
_FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d")

Reason = tuple[str, Span | None]


def bracket(article: Article, timexes: Sequence[Timex], page: Page) -> Dated:
    """When the article came out: its date unchanged if it has one, else its dateline's, else what bounds it.

    Each bound has its reason and ground.

    The latest full date the text speaks of as past is a lower bound, the time of capture an upper one; dates in
    plans are no bounds. A month or day in the page's address bounds both sides. Words like "on Monday" are kept as
    reasons and never turned into a date.
    """
    published = article.published
    if published.value is not None:
        return published
    line = article.dateline
    if line is not None and line.date is not None and _FULL_DATE.fullmatch(line.date):
        return Dated(line.date, span=line.span, reasons=("the date of its dateline",), grounds=(line.span,))
    tenses = Tenses(page.text)
    kept = [timex for timex in timexes if timex.type in _VALUES_KEPT and _on_page(timex, page)]
    lower, upper = _latest_past(kept, tenses, page), _captured(page)
    reasons: list[Reason] = []
    if stated := day_in_address(page.url):
        reasons.append((f"the page's address holds {stated}", None))
        published = msgspec.structs.replace(published, after=stated, before=stated)
    latest = [bound for bound in (published.before, upper) if bound]
    if lower and all((lower.begin or "")[: len(bound)] <= bound for bound in latest):
        words = _words(page, lower.span)
        reasons.append((f'speaks of "{words}" as past: not earlier than {_prefix(lower)}', lower.span))
        published = msgspec.structs.replace(published, after=max(published.after or "", _prefix(lower)))
    if upper:
        reasons.append((f"was captured on {upper}: not later", None))
        published = msgspec.structs.replace(published, before=min(published.before or "9999", upper))
    reasons += _hints(kept, tenses, page)
    if not reasons and not published.reasons:
        reasons = [("names no date and no day", None)]
    return _with(published, reasons[:_MOST_REASONS])


def _with(dated: Dated, reasons: Sequence[Reason]) -> Dated:
    grounds = (*dated.grounds, *(None for _ in range(len(dated.reasons) - len(dated.grounds))))
    return msgspec.structs.replace(
        dated,
        reasons=(*dated.reasons, *(why for why, _ in reasons)),
        grounds=(*grounds, *(span for _, span in reasons)),
    )


def day_in_address(url: str | None) -> str | None:
    """The day or month that an address holds, as a date prefix.

    >>> day_in_address("https://courier.example/2031/03/04/dam"), day_in_address("https://courier.example/dam")
    ('2031-03-04', None)
    """
    found = _IN_ADDRESS.search(url or "")
    if not found:
        return None
    value = "-".join(part for part in found.groups() if part)
    return value if bounds_of(value)[0] else None


def _captured(page: Page) -> str | None:
    day = (page.fetched or "")[:10]
    try:
        return date.fromisoformat(day).isoformat() if day else None
    except ValueError:
        return None


def _on_page(timex: Timex, page: Page) -> bool:
    return 0 <= timex.span.start < timex.span.end <= len(page.text)


def _latest_past(timexes: Sequence[Timex], tenses: Tenses, page: Page) -> Timex | None:
    """The latest date that needs no anchor, spoken of in the past tense; ties go to the finer, then the first."""
    dates = [
        timex
        for timex in timexes
        if timex.anchor is None
        and timex.begin
        and timex.precision in ("minute", "day", "week", "month", "season", "quarter", "year")
        and tenses.around(timex.span.start, timex.span.end) == "past"
    ]
    return max(dates, key=lambda t: (t.begin or "", -len(t.value or ""), -t.span.start), default=None)


def _prefix(timex: Timex) -> str:
    begin = timex.begin or ""
    return {"year": begin[:4], "month": begin[:7]}.get(timex.precision, begin)


def _hints(timexes: Sequence[Timex], tenses: Tenses, page: Page) -> list[Reason]:
    """Words that would date the page if its year were known, each kind once."""
    found: list[Reason] = []
    seen = set()
    for timex in timexes:
        words = _words(page, timex.span)
        if timex.anchor != "unknown" or timex.begin or words.lower() in seen:
            continue
        seen.add(words.lower())
        tense = tenses.around(timex.span.start, timex.span.end)
        spoken = {"past": " as past", "future": " as still to come"}.get(tense, "")
        found.append((f'names "{words}"{spoken}; the page gives no date to count it from', timex.span))
    return found


def _words(page: Page, span: Span) -> str:
    return " ".join(page.text[span.start : span.end].split())
