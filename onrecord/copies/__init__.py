"""Copies: which pages share their words, where, how much of their prose, and who came first if it can be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from onrecord.copies.candidates import find_pairs
from onrecord.copies.credits import Credit, chain_of_page, pages_by_credit
from onrecord.copies.direction import days_between, order_of, who_first
from onrecord.copies.keys import Keys, key_texts
from onrecord.copies.kinds import Comparison, compare_words, is_quoted
from onrecord.copies.rewritten import find_retold
from onrecord.copies.texts import Numbers, Worded, word_text
from onrecord.groups import Copy, Judgement, Passage
from onrecord.kit import Kit
from onrecord.kit.recall import Recall, afresh
from onrecord.kit.terms import count_terms, likeness_of
from onrecord.spans import PARAGRAPH, View, overlap, view_of
from onrecord.types import Clipping, Span

COPY = "copy"
# Two pages that credit one outlet rest on one report when their words are so alike (cosine of weighted terms).
SAME_REPORT = 0.3
# Without both dates one agency's reports of a long matter look as alike as this; two tellings of one do more so.
SAME_REPORT_UNDATED = 0.5
REPORT_HUBS = 8
# An agency tells a matter anew every few days; pages further apart rest on another report of it.
REPORT_DAYS = 3

# What matched word for word is never as unsure as what is told in other words.
LEAST_SURE = 0.5

Pair = tuple[int, int]


class _Read(msgspec.Struct, frozen=True):
    """A clipping with its running text, its words, and the way home."""

    clipping: Clipping
    view: View
    words: Worded


class Compared(msgspec.Struct, frozen=True):
    """What two pages share: a copy, or nothing."""

    copy: Copy | None = None


def find_copies(
    clippings: Sequence[Clipping],
    kit: Kit | None = None,
    judgements: Sequence[Judgement] = (),
    *,
    recall: Recall = afresh,
) -> list[Copy]:
    """Every pair of pages that shares words, or rests on one credited report, in order of the pages.

    Pairs come from shared five-word runs (``keys_of``) and shared credits (``credits_of_page``), so that unlike pages
    are never compared. Independent pairs are left out, and so is a pair a person has judged to be no copy (``why``
    "copy", the page ids). A pair compared before is recalled: what two pages share hangs on the two alone.
    """
    ordered = sorted(clippings, key=order_of)
    chains = {clipping.page.id: chain_of_page(clipping) for clipping in ordered}
    pairs = {(left, right) for left, right, _ in find_pairs(keys_of(ordered))} | _credited(ordered, chains)
    numbers: Numbers = {}
    read: dict[int, _Read] = {}
    found: dict[Pair, Copy] = {}

    def reading(place: int) -> _Read:
        if place not in read:
            read[place] = _read(ordered[place], numbers)
        return read[place]

    for left, right in sorted(pairs):
        ends = ordered[left].page.id, ordered[right].page.id
        compared = recall(ends, Compared, lambda: Compared(_compare(reading(left), reading(right), chains)))  # noqa: B023
        if compared.copy is not None:
            found[left, right] = compared.copy
    return [found[pair] for pair in sorted(_judged(found, ordered, judgements))]


def keys_of(clippings: Sequence[Clipping]) -> list[Keys]:
    """For each page the keys of its five-word runs, for an index to keep: the same whatever other pages there are."""
    return key_texts([view_of(c.page.text, c.article.blocks).text for c in clippings])


def credits_of_page(clipping: Clipping) -> list[str]:
    """The outlets and agencies a page rests on, its own among them, in plain letters: its other keys for an index."""
    return sorted({credit.key for credit in chain_of_page(clipping)})


def compare_pages(one: Clipping, two: Clipping) -> Copy | None:
    """What two pages share, ``None`` if they are independent; the same whatever other pages there are."""
    left, right = sorted((one, two), key=order_of)
    numbers: Numbers = {}
    chains = {clipping.page.id: chain_of_page(clipping) for clipping in (left, right)}
    return _compare(_read(left, numbers), _read(right, numbers), chains)


def _compare(left: _Read, right: _Read, chains: Mapping[str, Sequence[Credit]]) -> Copy | None:
    comparison = compare_words(left.words, right.words)
    known = None if comparison.kind == "independent" else _copy_of(left, right, comparison)
    if (known is None or known.kind == "shared_quote") and _is_one_report(left, right, chains):
        return _rewritten(left, right, known, chains)
    return known


def compare_texts(left: str, right: str) -> Copy:
    """What two texts share, as of two pages without date or credit; spans count the characters of each text.

    ``sure`` is .5 where the pair just counts as a reprint.

    >>> story = "The harbour bridge at Tessel will be closed for nine weeks from Monday, the council of the town said."
    >>> compare_texts(story, "TESSEL - " + story).kind
    'reprint'
    """
    numbers: Numbers = {}
    views = View(left, [Span(0, len(left))]), View(right, [Span(0, len(right))])
    here, there = (word_text(view.text, numbers) for view in views)
    comparison = compare_words(here, there)
    passages = _passages(comparison, (here, views[0]), (there, views[1]))
    return Copy(
        id="left:c-right",
        left="left",
        right="right",
        kind=comparison.kind,
        passages=passages,
        share_left=comparison.share_left,
        share_right=comparison.share_right,
        sure=comparison.score,
    )


def _read(clipping: Clipping, numbers: Numbers) -> _Read:
    view = view_of(clipping.page.text, clipping.article.blocks)
    parts, at = [], 0
    for part in view.parts:
        parts.append(at)
        at += part.end - part.start + len(PARAGRAPH)
    direct = [s for statement in clipping.statements if statement.manner == "direct" for s in statement.content]
    away = [(view.away(span.start), view.away(span.end)) for span in direct]
    quotations = [Span(start, end) for start, end in away if start is not None and end is not None and start < end]
    return _Read(clipping, view, word_text(view.text, numbers, parts=parts, quotations=quotations))


def _copy_of(left: _Read, right: _Read, comparison: Comparison) -> Copy:
    passages = _passages(comparison, (left.words, left.view), (right.words, right.view))
    first, reasons = who_first(left.clipping, right.clipping, passages)
    return Copy(
        id=_id_of(left.clipping, right.clipping),
        left=left.clipping.page.id,
        right=right.clipping.page.id,
        kind=comparison.kind,
        passages=passages,
        share_left=comparison.share_left,
        share_right=comparison.share_right,
        first=first,
        sure=_sure(comparison),
        reasons=(_shared_words(comparison, passages), *reasons),
    )


def _passages(comparison: Comparison, left: tuple[Worded, View], right: tuple[Worded, View]) -> tuple[Passage, ...]:
    """The matches as passages of the two pages; one that leaves its block on a page is left out."""
    found = []
    for match in comparison.matches:
        here = left[1].home(left[0].span(match.left, match.left_end))
        there = right[1].home(right[0].span(match.right, match.right_end))
        if len(here) == len(there) == 1:
            sure = max(LEAST_SURE, round(match.alike, 2))
            found.append(Passage(here[0], there[0], is_quoted(match, left[0], right[0]), match.exact, sure))
    return tuple(sorted(found, key=_place))


def _sure(comparison: Comparison) -> float:
    """How sure the kind is: far from the line that parts reprints from the rest, or many words borrowed."""
    if comparison.kind == "reprint":
        return round(comparison.score, 2)
    words = comparison.taken if comparison.kind == "partial" else comparison.quoted
    return round(words / (words + 10), 2)


def _shared_words(comparison: Comparison, passages: Sequence[Passage]) -> str:
    return (
        f"{len(passages)} shared passages: {comparison.prose} words of prose "
        f"({comparison.share_left:.0%} and {comparison.share_right:.0%} of the pages' prose), "
        f"{comparison.quoted} words in quotation marks"
    )


def _credited(clippings: Sequence[Clipping], chains: Mapping[str, Sequence[Credit]]) -> set[Pair]:
    """Pairs that credit one outlet, or where one credits the other's outlet; crowds meet their first few."""
    place = {clipping.page.id: k for k, clipping in enumerate(clippings)}
    pairs: set[Pair] = set()
    for credits in pages_by_credit(chains).values():
        hubs = [credit for credit in credits if not credit.own][:REPORT_HUBS]
        pairs |= {(place[a.page], place[b.page]) for a in hubs for b in credits if a.page != b.page}
    return {(min(pair), max(pair)) for pair in pairs}


def _is_one_report(left: _Read, right: _Read, chains: Mapping[str, Sequence[Credit]]) -> bool:
    """Whether two pages with a credit in common, at least one of them crediting another, tell much the same."""
    keys = [{credit.key for credit in chains[r.clipping.page.id]} for r in (left, right)]
    foreign = {credit.key for r in (left, right) for credit in chains[r.clipping.page.id] if not credit.own}
    if not keys[0] & keys[1] & foreign:
        return False
    days = days_between(left.clipping.article.published, right.clipping.article.published)
    if days is not None and days > REPORT_DAYS:
        return False
    alike = likeness_of(count_terms(left.view.text), count_terms(right.view.text))
    return alike >= (SAME_REPORT_UNDATED if days is None else SAME_REPORT)


def _rewritten(left: _Read, right: _Read, known: Copy | None, chains: Mapping[str, Sequence[Credit]]) -> Copy:
    passages = tuple(sorted((*(known.passages if known else ()), *_retold(left, right, known)), key=_place))
    first, reasons = who_first(left.clipping, right.clipping, passages)
    theirs = {credit.key for credit in chains[right.clipping.page.id]}
    names = ", ".join(sorted({c.name for c in chains[left.clipping.page.id] if c.key in theirs}))
    return Copy(
        id=_id_of(left.clipping, right.clipping),
        left=left.clipping.page.id,
        right=right.clipping.page.id,
        kind="same_origin_rewritten",
        passages=passages,
        share_left=known.share_left if known else 0.0,
        share_right=known.share_right if known else 0.0,
        first=first,
        sure=0.6,
        reasons=(f"told in other words, both by the credit of {names or 'one report'}", *reasons),
    )


def _retold(left: _Read, right: _Read, known: Copy | None) -> list[Passage]:
    """Sentences of one page told again on the other, those left out that a passage holds already."""
    held = [(passage.left, passage.right) for passage in known.passages] if known else []
    found = []
    for sentence in find_retold(left.view.text, right.view.text):
        here, there = left.view.home(sentence.left), right.view.home(sentence.right)
        if len(here) == len(there) == 1 and not any(overlap(here[0], a) or overlap(there[0], b) for a, b in held):
            found.append(Passage(here[0], there[0], exact=False, sure=round(sentence.alike / 2, 2)))
    return found


def _place(passage: Passage) -> tuple[Span, Span]:
    return passage.left, passage.right


def _id_of(left: Clipping, right: Clipping) -> str:
    return f"{left.page.id}:c-{right.page.id}"


def _judged(
    found: dict[Pair, Copy], clippings: Sequence[Clipping], judgements: Sequence[Judgement]
) -> Mapping[Pair, Copy]:
    """The copies without those a person has denied, and with those a person has stated."""
    place = {clipping.page.id: k for k, clipping in enumerate(clippings)}
    for judgement in judgements:
        ends = place.get(judgement.left), place.get(judgement.right)
        if judgement.why != COPY or ends[0] is None or ends[1] is None or ends[0] == ends[1]:
            continue
        pair = min(ends[0], ends[1]), max(ends[0], ends[1])
        if judgement.verdict == "no":
            found.pop(pair, None)
        elif judgement.verdict == "yes":
            found[pair] = stated(clippings[pair[0]], clippings[pair[1]], found.get(pair), judgement)
    return found


def stated(left: Clipping, right: Clipping, known: Copy | None, judgement: Judgement) -> Copy:
    """The copy of two pages that a person has stated, with what the machine knows of it."""
    made = known or Copy(_id_of(left, right), left.page.id, right.page.id, "partial", ())
    said = f"a person has judged these to be copies{f': {judgement.by}' if judgement.by else ''}"
    return msgspec.structs.replace(made, sure=1.0, reasons=(said, *made.reasons))
