"""The same utterance on one or more pages: which statements carry it, what drifted, and from how many origins."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec
from rapidfuzz.distance import Indel

from onrecord.copies.direction import order_of
from onrecord.copies.joining import join
from onrecord.copies.origins import count_origins
from onrecord.copies.wording import find_drifts, may_be_one, plain_words
from onrecord.groups import Copy, Judgement, Utterance
from onrecord.kit import Kit
from onrecord.spans import overlap
from onrecord.types import Clipping, Span, Statement

SAME_QUOTE = "same-quote"
# Statements are compared when they share this many words running; a run in more statements than the cap tells nothing.
SEED_WORDS = 3
BUCKET_CAP = 40
# So many words running are the same words whoever they are given to.
VERBATIM_WORDS = 8
# The share of the shorter content that must stand in the other: of words copied with their passage, of words given
# to a speaker who may be the same one, and of two statements on one page.
COPIED = 0.5
RETOLD = 0.6
REPEATED = 0.8
# Two speakers known by name may say like things: only the very words make one a wrong name for the other.
VERY_WORDS = 0.95
RETOLD_WORDS = 8
LEAST_WORDS = 4


class _Carrier(msgspec.Struct, frozen=True):
    """A statement with the plain words of its content."""

    statement: Statement
    words: tuple[str, ...]


class _Likeness(msgspec.Struct, frozen=True):
    """Equal words of two contents in order, the longest run of them, their share of the shorter and of both."""

    same: int
    run: int
    contained: float
    alike: float


def find_utterances(
    clippings: Sequence[Clipping],
    copies: Sequence[Copy],
    kit: Kit | None = None,
    judgements: Sequence[Judgement] = (),
) -> list[Utterance]:
    """Statements that carry the same words, two or more to a group, in order of the pages.

    They are joined when their contents align: copied with their passage, the same words in marks, or nearly the
    same words of a speaker who may be the same. One topic is never enough. A person's "no" on two statements
    (``why`` "same-quote") keeps them apart, a "yes" joins them. Drifts are told against the first carrier.
    """
    ordered = sorted(clippings, key=order_of)
    by_page = {clipping.page.id: clipping for clipping in ordered}
    carriers = {
        s.id: _Carrier(s, tuple(plain_words(clipping.page.text, s.content)))
        for clipping in ordered
        for s in clipping.statements
    }
    links = _links(carriers, copies, judgements)
    matched = {frozenset(pair) for pair in links}
    forbidden = _pairs_judged(judgements, "no")

    def apart(one: str, two: str) -> bool:
        pair = frozenset((one, two))
        same_page = carriers[one].statement.page == carriers[two].statement.page
        return pair in forbidden or (same_page and pair not in matched)

    groups = join(list(carriers), links, apart=apart)
    return [
        _utterance([carriers[member].statement for member in group], by_page, copies, judgements)
        for group in groups
        if len(group) > 1
    ]


def _utterance(
    statements: Sequence[Statement],
    by_page: Mapping[str, Clipping],
    copies: Sequence[Copy],
    judgements: Sequence[Judgement],
) -> Utterance:
    first = statements[0]
    pages = tuple(dict.fromkeys(s.page for s in statements))
    ids = tuple(s.id for s in statements)
    text = by_page[first.page].page.text
    group = first.id.replace(":s", ":u", 1)
    return Utterance(
        id=group,
        statements=ids,
        pages=pages,
        drifts=tuple(
            drift
            for other in statements[1:]
            for drift in find_drifts(first, other, text, by_page[other.page].page.text)
        ),
        origins=count_origins(group, pages, by_page, copies, judgements, statements=ids),
    )


def _links(
    carriers: Mapping[str, _Carrier], copies: Sequence[Copy], judgements: Sequence[Judgement]
) -> list[tuple[str, str]]:
    """Pairs of statements that carry the same words: a person's first, then the most alike."""
    copied = _copied(carriers, copies)
    found: list[tuple[float, str, str]] = []
    for left, right in _candidates(list(carriers.values())):
        like = _likeness(left.words, right.words)
        pair = frozenset((left.statement.id, right.statement.id))
        if _is_same(left.statement, right.statement, like, copied=pair in copied):
            found.append((-like.alike, left.statement.id, right.statement.id))
    stated = [tuple(sorted(pair)) for pair in _pairs_judged(judgements, "yes") if pair <= carriers.keys()]
    return [*sorted((pair[0], pair[1]) for pair in stated if len(pair) == 2), *((a, b) for _, a, b in sorted(found))]


def _pairs_judged(judgements: Sequence[Judgement], verdict: str) -> set[frozenset[str]]:
    return {frozenset((j.left, j.right)) for j in judgements if j.why == SAME_QUOTE and j.verdict == verdict}


def _candidates(carriers: Sequence[_Carrier]) -> list[tuple[_Carrier, _Carrier]]:
    """Pairs with three words running in common, in order."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, carrier in enumerate(carriers):
        for run in dict.fromkeys(carrier.words[k : k + SEED_WORDS] for k in range(len(carrier.words) - SEED_WORDS + 1)):
            holders[run].append(place)
    pairs = {
        (left, right)
        for places in holders.values()
        if 2 <= len(places) <= BUCKET_CAP
        for k, left in enumerate(places)
        for right in places[k + 1 :]
    }
    return [(carriers[left], carriers[right]) for left, right in sorted(pairs)]


def _likeness(left: tuple[str, ...], right: tuple[str, ...]) -> _Likeness:
    blocks = [op.src_end - op.src_start for op in Indel.opcodes(left, right) if op.tag == "equal"]
    same = sum(blocks)
    short, both = min(len(left), len(right)), len(left) + len(right)
    return _Likeness(same, max(blocks, default=0), same / max(short, 1), 2 * same / max(both, 1))


def _is_same(left: Statement, right: Statement, like: _Likeness, *, copied: bool) -> bool:
    if like.same < LEAST_WORDS or _nested(left, right):
        return False
    in_marks = left.manner != "indirect" and right.manner != "indirect"
    if left.page == right.page:
        told_twice = like.alike >= REPEATED or (in_marks and like.contained >= VERY_WORDS)
        return told_twice and like.run >= LEAST_WORDS and may_be_one(left, right)
    if not may_be_one(left, right):
        return like.run >= VERBATIM_WORDS and like.contained >= VERY_WORDS
    if copied and like.contained >= COPIED:
        return True
    if like.run >= VERBATIM_WORDS and like.contained >= COPIED:
        return True
    if in_marks and like.contained >= REPEATED and like.run >= LEAST_WORDS:
        return True
    return like.contained >= RETOLD and like.same >= RETOLD_WORDS and like.run >= LEAST_WORDS


def _nested(left: Statement, right: Statement) -> bool:
    """Whether one is quoted inside the other, or they overlap on their page."""
    if left.page != right.page:
        return False
    return any(overlap(a, b) for a in left.content for b in right.content)


def _copied(carriers: Mapping[str, _Carrier], copies: Sequence[Copy]) -> set[frozenset[str]]:
    """Pairs of statements whose contents lie in one shared passage."""
    by_page: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    for key, carrier in carriers.items():
        for piece in carrier.statement.content:
            by_page[carrier.statement.page].append((piece, key))
    for pieces in by_page.values():
        pieces.sort()
    return {
        frozenset((one, two))
        for copy in copies
        for passage in copy.passages
        for one in _within(by_page[copy.left], passage.left)
        for two in _within(by_page[copy.right], passage.right)
    }


def _within(pieces: Sequence[tuple[Span, str]], passage: Span) -> list[str]:
    """The statements with a piece of content that lies for the most part in a passage."""
    end = bisect_left(pieces, (Span(passage.end, passage.end), ""))
    return [
        key
        for piece, key in pieces[:end]
        if piece.end > passage.start
        and 2 * overlap(piece, passage) >= min(piece.end - piece.start, passage.end - passage.start)
    ]
