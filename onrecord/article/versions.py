"""Versions of one article: pages of one address with other words, in order, and what each changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Opcodes

from onrecord.groups import Change, Version
from onrecord.kit.address import address_of
from onrecord.labels import KEPT_ROLES
from onrecord.spans import View, view_of, words_of
from onrecord.types import Clipping, Span, Statement

_WORD = re.compile(r"\w+(?:['’]\w+)*")
# Pages of one address that share fewer of their words are a front page or a section on two days.
SAME_SHARE = 0.3
RUN_WORDS = 4
# A statement whose words are this much alike is the same statement, reworded.
SAME_STATEMENT = 85.0


def find_versions(clippings: Sequence[Clipping]) -> list[Version]:
    """Each step from one version of an article to the next, by article and in order.

    Pages of one address are versions of one article when they share words enough; a front page on two days is none.
    They stand in order of capture, of the update, or of the publication they state; where none of these differs the
    order is unknown and the record says so. Pages of one address with the very same words make a step without changes:
    they are one page twice.
    """
    by_address: dict[str, list[Clipping]] = {}
    for clipping in clippings:
        if clipping.page.url and (address := address_of(clipping.page.url)):
            by_address.setdefault(address, []).append(clipping)
    found = []
    for address, group in sorted(by_address.items()):
        if len(group) < 2:
            continue
        ordered = sorted(group, key=_when)
        last = ordered[0]
        for clipping in ordered[1:]:
            step = _step(address, ordered[0], last, clipping)
            if step is not None:
                found.append(step)
                last = clipping
    return found


def _when(clipping: Clipping) -> tuple[str, str, str, str]:
    article = clipping.article
    return (clipping.page.fetched or "", article.updated.value or "", article.published.value or "", clipping.page.id)


def _step(address: str, first: Clipping, left: Clipping, right: Clipping) -> Version | None:
    """What changed between two pages of one address; None when they are not one article."""
    views = [view_of(c.page.text, c.article.blocks, KEPT_ROLES) for c in (left, right)]
    words = [[m.span() for m in _WORD.finditer(view.text)] for view in views]
    plain = [[view.text[a:b].lower() for a, b in spans] for view, spans in zip(views, words, strict=True)]
    codes = Indel.opcodes(plain[0], plain[1])
    runs = (code.src_end - code.src_start for code in codes if code.tag == "equal")
    kept = sum(run for run in runs if run >= RUN_WORDS)
    if kept < SAME_SHARE * max(1, min(len(plain[0]), len(plain[1]))):
        return None
    lost = _unmatched(left, right)
    gained = _unmatched(right, left)
    known = _when(left)[:3] != _when(right)[:3]
    return Version(
        id=f"{right.page.id}:w",
        article=f"{first.page.id}:a",
        address=address,
        left=left.page.id,
        right=right.page.id,
        changes=tuple(_changes(views, words, _merged(codes))),
        lost=tuple(s.id for s in lost),
        gained=tuple(s.id for s in gained),
        ordered=known,
        reasons=(f"both lie at {address}", _order_reason(left, right) if known else "which came first is unknown"),
    )


def _order_reason(left: Clipping, right: Clipping) -> str:
    if (left.page.fetched or "") != (right.page.fetched or ""):
        return "in order of capture"
    return "in order of the update they state" if left.article.updated != right.article.updated else (
        "in order of the day they state"
    )  # fmt: skip


Stretch = tuple[int, int, int, int]


def _merged(codes: Opcodes) -> list[Stretch]:
    """Changed stretches of words on both sides, those that touch made one."""
    found: list[Stretch] = []
    for code in codes:
        if code.tag == "equal":
            continue
        if found and found[-1][1] == code.src_start and found[-1][3] == code.dest_start:
            found[-1] = (found[-1][0], code.src_end, found[-1][2], code.dest_end)
        else:
            found.append((code.src_start, code.src_end, code.dest_start, code.dest_end))
    return found


def _changes(
    views: Sequence[View], words: Sequence[Sequence[tuple[int, int]]], stretches: Sequence[Stretch]
) -> Iterator[Change]:
    for a, b, c, d in stretches:
        out = _home(views[0], words[0], a, b)
        into = _home(views[1], words[1], c, d)
        yield Change(out, into)


def _home(view: View, words: Sequence[tuple[int, int]], start: int, end: int) -> tuple[Span, ...]:
    """Where a stretch of words stands on its page, a span a block it touches; empty for no words."""
    return tuple(view.home(Span(words[start][0], words[end - 1][1]))) if end > start else ()


def _unmatched(one: Clipping, other: Clipping) -> list[Statement]:
    """Statements of one page whose words no statement of the other has."""
    theirs = [_said(s, other) for s in other.statements]
    exact = set(theirs)
    return [
        s
        for s in one.statements
        if (own := _said(s, one)) not in exact and not any(fuzz.ratio(own, their) >= SAME_STATEMENT for their in theirs)
    ]


def _said(statement: Statement, clipping: Clipping) -> str:
    return words_of(clipping.page.text, statement.content).lower()
