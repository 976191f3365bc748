"""Who came first of two pages that share words, from dates and credits, with the reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from onrecord.copies.credits import credits_of, own_outlet
from onrecord.groups import Passage
from onrecord.spans import overlap
from onrecord.types import Clipping, Dated, Span

DAY = 10


def order_of(clipping: Clipping) -> tuple[str, str]:
    """What pages are ordered by: date where known (unknown last), then id."""
    return (clipping.article.published.value or "~", clipping.page.id)


def who_first(left: Clipping, right: Clipping, passages: Sequence[Passage]) -> tuple[str | None, list[str]]:
    """The id of the page whose words were there first, or None, and what tells (or why nothing can).

    A page that credits the other's outlet came after it. Else dates decide, where they are known and differ. A
    credit only one page gives for shared words shows that the other is not its source, not that it came later.
    """
    by_credit, told = _by_credit(left, right)
    by_date, dated = _by_date(left, right)
    reasons = [*told, *dated, *_one_sided_credit(left, right, passages)]
    if by_credit and by_date and by_credit != by_date:
        return None, [*reasons, "the credit and the dates disagree: cannot be told"]
    first = by_credit or by_date
    if first is None and not told:
        reasons.append("no page credits the other: who came first cannot be told")
    return first, reasons


def came_before(one: Dated, two: Dated) -> bool:
    """Whether the first surely came out before the second."""
    late, soon = one.value or one.before, two.value or two.after
    if late is None or soon is None:
        return False
    if len(late) > DAY and len(soon) > DAY:
        return _moment_before(late, soon)
    size = min(len(late), len(soon), DAY)
    return late[:size] < soon[:size]


def days_between(one: Dated, two: Dated) -> int | None:
    """How many days two publications lie apart; None where a date or its day is unknown."""
    try:
        days = [date.fromisoformat((dated.value or "")[:DAY]) for dated in (one, two)]
    except ValueError:
        return None
    return abs((days[0] - days[1]).days)


def _moment_before(one: str, two: str) -> bool:
    try:
        return datetime.fromisoformat(one) < datetime.fromisoformat(two)
    except (ValueError, TypeError):
        # A time that cannot be read, or one with and one without a zone: the days still tell.
        return one[:DAY] < two[:DAY]


def _by_date(left: Clipping, right: Clipping) -> tuple[str | None, list[str]]:
    for one, two in ((left, right), (right, left)):
        if came_before(one.article.published, two.article.published):
            return one.page.id, [f"dated {_when(one)}, before {_when(two)}: {one.page.file} is the earlier page"]
    unknown = [c.page.file for c in (left, right) if c.article.published.value is None]
    if unknown:
        return None, [f"publication date unknown: {', '.join(unknown)}"]
    return None, [f"dates do not tell: {_when(left)} and {_when(right)}"]


def _when(clipping: Clipping) -> str:
    dated = clipping.article.published
    if dated.value:
        return dated.value
    return f"between {dated.after or 'unknown'} and {dated.before or 'unknown'}"


def _by_credit(left: Clipping, right: Clipping) -> tuple[str | None, list[str]]:
    found: list[tuple[str, str]] = []
    for source, copy in ((left, right), (right, left)):
        outlet = own_outlet(source)
        found += [
            (source.page.id, f"{copy.page.file} credits {credit.name}, the outlet of {source.page.file}")
            for credit in credits_of(copy)
            if outlet is not None and credit.key == outlet.key
        ]
    firsts = {page for page, _ in found}
    reasons = [reason for _, reason in found]
    return (firsts.pop() if len(firsts) == 1 else None), reasons


def _one_sided_credit(left: Clipping, right: Clipping, passages: Sequence[Passage]) -> list[str]:
    """Credits that stand at the shared words on one page and nowhere on the other."""
    reasons: list[str] = []
    sides = ((left, right, [p.left for p in passages]), (right, left, [p.right for p in passages]))
    for one, two, shared in sides:
        known = {credit.key for credit in credits_of(two)}
        reasons += [
            f"{one.page.file} credits {credit.name} for shared words, {two.page.file} does not: "
            f"{two.page.file} is not its source"
            for credit in credits_of(one)
            if credit.key not in known and credit.span and _at(credit.span, shared, one)
        ]
    return reasons


def _at(span: Span, shared: Sequence[Span], clipping: Clipping) -> bool:
    """Whether a credit stands in, or in the same paragraph as, a shared passage."""
    text = clipping.page.text
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    paragraph = Span(start, end if end >= 0 else len(text))
    return any(overlap(paragraph, passage) for passage in shared)
