"""The same utterance on one or more pages: which statements carry it, what drifted, and from how many origins."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec
from rapidfuzz.distance import Indel

from onrecord.copies.direction import order_of
from onrecord.copies.joining import join
from onrecord.copies.origins import count_origins
from onrecord.copies.wording import find_drifts, has_one_name, known_name, may_be_one, plain_words
from onrecord.groups import Copy, Judgement, Utterance
from onrecord.kit import Kit
from onrecord.kit.recall import Recall, afresh
from onrecord.kit.terms import rarity_of, stem_of, term_table
from onrecord.spans import overlap
from onrecord.types import Clipping, Span, Spans, Statement

SAME_QUOTE = "same-quote"
# Statements are compared when they share this many words running. A run in more statements than the cap is an idiom,
# unless it is twice as long: then it is a quotation in very many outlets, and each is compared with the first few.
SEED_WORDS = 3
BUCKET_CAP = 40
HUBS = 8
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
# Of words without marks that at least one page gives to nobody by name.
UNVOICED = 0.9
LEAST_WORDS = 4
# Of one speaker, known by name on both pages, told in other words: so many words in common that do not stand on every
# page, and so much of what both contents weigh by rarity (of their geometric mean). One matter alone stays below.
TELLING_WORDS = 3
TELLING = 0.5
# The same where a page gives no name, of words four of which stand in one run.
TELLING_UNVOICED = 0.7
# Contents this alike (Indel similarity of words) join two groups of which only half the members are matched.
CLOSE = 0.8


# Two statements, how alike they are, and how much of the shorter stands in the longer.
Link = tuple[str, str, float, float]


class Said(msgspec.Struct, frozen=True):
    """The plain words of each statement of a page."""

    words: tuple[tuple[str, ...], ...]


class _Carrier(msgspec.Struct, frozen=True):
    """A statement with the plain words of its content."""

    statement: Statement
    words: tuple[str, ...]
    telling: Mapping[str, float]


class _Likeness(msgspec.Struct, frozen=True):
    """Equal words of two contents in order, the longest run of them, their share of the shorter and of both."""

    same: int
    run: int
    contained: float
    alike: float
    told: float = 0.0


def find_utterances(
    clippings: Sequence[Clipping],
    copies: Sequence[Copy],
    kit: Kit | None = None,
    judgements: Sequence[Judgement] = (),
    *,
    recall: Recall = afresh,
) -> list[Utterance]:
    """Statements that carry the same words, two or more to a group, in order of the pages.

    They are joined when their contents align: copied with their passage, the same words in marks, or nearly the
    same words of a speaker who may be the same. One topic is never enough. A person's "no" on two statements
    (``why`` "same-quote") keeps them apart, a "yes" joins them. Drifts are told against the first carrier: the
    earliest dated one; where dates are unknown the one with the fullest credit, since borrowers drop credits.
    """
    ordered = sorted(clippings, key=order_of)
    by_page = {clipping.page.id: clipping for clipping in ordered}
    carriers = {carrier.statement.id: carrier for clipping in ordered for carrier in _carriers_of(clipping, recall)}
    links = _links(carriers, copies, judgements)
    groups = join(
        list(carriers), [(left, right) for left, right, _, _ in links], bars=_bars(carriers, links, judgements)
    )
    touching: dict[str, list[Copy]] = defaultdict(list)
    for copy in copies:
        touching[copy.left].append(copy)
    found = []
    for group in groups:
        if len(group) > 1:
            statements = sorted((carriers[member].statement for member in group), key=lambda s: _told_order(s, by_page))
            shared = [copy for page in sorted({s.page for s in statements}) for copy in touching[page]]
            found.append(_utterance(statements, by_page, shared, judgements))
    return found


def _carriers_of(clipping: Clipping, recall: Recall) -> Iterator[_Carrier]:
    said = recall((clipping.page.id,), Said, lambda: _said(clipping))
    table = term_table()
    for statement, words in zip(clipping.statements, said.words, strict=True):
        stems = sorted({stem_of(word) for word in words})
        yield _Carrier(statement, words, {stem: rarity_of(stem) for stem in stems if not table.is_common(stem)})


def _said(clipping: Clipping) -> Said:
    return Said(tuple(tuple(plain_words(clipping.page.text, s.content)) for s in clipping.statements))


def _told_order(statement: Statement, by_page: Mapping[str, Clipping]) -> tuple[str, int, str, Spans]:
    date = by_page[statement.page].article.published.value
    return (date or "~", 0 if date else -len(statement.relays), statement.page, statement.content)


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


def _links(carriers: Mapping[str, _Carrier], copies: Sequence[Copy], judgements: Sequence[Judgement]) -> list[Link]:
    """Pairs of statements that carry the same words with how alike they are and how much of the shorter stands in the
    longer: a person's first, then best first.
    """
    copied = _copied(carriers, copies)
    found: list[tuple[float, str, str, float]] = []
    for left, right in _candidates(list(carriers.values())):
        like = _likeness(left, right)
        pair = frozenset((left.statement.id, right.statement.id))
        if _is_same(left.statement, right.statement, like, copied=pair in copied):
            found.append((-like.alike, left.statement.id, right.statement.id, like.contained))
    stated = [sorted(pair) for pair in _pairs_judged(judgements, "yes") if len(pair) == 2 and pair <= carriers.keys()]
    given = [(pair[0], pair[1], 1.0, 1.0) for pair in sorted(stated)]
    return given + [(a, b, -alike, contained) for alike, a, b, contained in sorted(found)]


def _bars(
    carriers: Mapping[str, _Carrier], links: Sequence[Link], judgements: Sequence[Judgement]
) -> Callable[[Sequence[str], Sequence[str]], bool]:
    """Whether two groups must stay two: a person parts them, one page has both, or their members do not overlap.

    A long quotation overlaps with each of its sentences, which do not overlap with one another.
    """
    alike = {frozenset((left, right)): value for left, right, value, _ in links}
    whole = {frozenset((left, right)) for left, right, _, contained in links if contained >= VERY_WORDS}
    parted = _pairs_judged(judgements, "no")

    def bars(one: Sequence[str], two: Sequence[str]) -> bool:
        if parted and any(frozenset((a, b)) in parted for a in one for b in two):
            return True
        pairs = [frozenset((a, b)) for a in one[:HUBS] for b in two[:HUBS]]
        known = [alike[pair] for pair in pairs if pair in alike]
        strangers = [pair for pair in pairs if pair not in alike]
        for pair in strangers:
            if len({carriers[key].statement.page for key in pair}) == 1 and not _are_parts(pair, [*one, *two], whole):
                return True
        return 2 * len(known) < len(pairs) or (len(strangers) == len(known) and max(known) < CLOSE)

    return bars


def _are_parts(pair: frozenset[str], members: Sequence[str], whole: set[frozenset[str]]) -> bool:
    """Whether two statements of one page both stand in a third that another page has whole."""
    return any(all(frozenset((key, other)) in whole for key in pair) for other in members if other not in pair)


def _pairs_judged(judgements: Sequence[Judgement], verdict: str) -> set[frozenset[str]]:
    return {frozenset((j.left, j.right)) for j in judgements if j.why == SAME_QUOTE and j.verdict == verdict}


def _candidates(carriers: Sequence[_Carrier]) -> list[tuple[_Carrier, _Carrier]]:
    """Pairs with three words running in common, in order; common words need six, and crowds meet their first few."""
    pairs: set[tuple[int, int]] = set()
    for words in (SEED_WORDS, 2 * SEED_WORDS):
        holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, carrier in enumerate(carriers):
            for run in dict.fromkeys(carrier.words[k : k + words] for k in range(len(carrier.words) - words + 1)):
                holders[run].append(place)
        for places in holders.values():
            if len(places) <= BUCKET_CAP or words > SEED_WORDS:
                hubs = places if len(places) <= BUCKET_CAP else places[:HUBS]
                pairs |= {(left, right) for k, left in enumerate(hubs) for right in places[k + 1 :]}
    return [(carriers[left], carriers[right]) for left, right in sorted(pairs | _by_name(carriers))]


def _by_name(carriers: Sequence[_Carrier]) -> set[tuple[int, int]]:
    """Pairs of one name that have telling words in common; a name with very many statements meets its first few."""
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, carrier in enumerate(carriers):
        name = known_name(carrier.statement)
        for stem in carrier.telling if name else ():
            holders[(name or "").casefold().split()[-1], stem].append(place)
    counts: Counter[tuple[int, int]] = Counter()
    for places in holders.values():
        hubs = places if len(places) <= BUCKET_CAP else places[:HUBS]
        counts.update((left, right) for k, left in enumerate(hubs) for right in places[k + 1 :])
    return {pair for pair, count in counts.items() if count >= TELLING_WORDS}


def _likeness(left: _Carrier, right: _Carrier) -> _Likeness:
    a, b = left.words, right.words
    blocks = [op.src_end - op.src_start for op in Indel.opcodes(a, b) if op.tag == "equal"]
    same = sum(blocks)
    return _Likeness(
        same=same,
        run=max(blocks, default=0),
        contained=same / max(min(len(a), len(b)), 1),
        alike=2 * same / max(len(a) + len(b), 1),
        told=_told(left.telling, right.telling),
    )


def _told(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    """How much of what two contents weigh they have in common, 0 for too few words."""
    shared = left.keys() & right.keys()
    if len(shared) < TELLING_WORDS:
        return 0.0
    return sum(left[stem] for stem in shared) / math.sqrt(sum(left.values()) * sum(right.values()))


def _is_same(left: Statement, right: Statement, like: _Likeness, *, copied: bool) -> bool:
    if like.same < LEAST_WORDS or _nested(left, right):
        return False
    marks = (left.manner != "indirect") + (right.manner != "indirect")
    if left.page == right.page:
        told_twice = like.alike >= REPEATED or (marks == 2 and like.contained >= VERY_WORDS)
        return told_twice and like.run >= LEAST_WORDS and may_be_one(left, right)
    if not may_be_one(left, right):
        # Two pages may call a body by two names in a passage they share.
        verbatim = like.run >= VERBATIM_WORDS or (copied and like.run > LEAST_WORDS)
        return verbatim and like.contained >= VERY_WORDS
    # Two quotations in other words are two; one told by the reporter is in the reporter's words.
    if marks < 2 and _one_name(left, right) and like.told >= TELLING:
        return True
    if marks < 2 and has_one_name(left, right) and like.told >= TELLING_UNVOICED and like.run >= LEAST_WORDS:
        return True
    # A body and a person may have one phrase in common, as any two may.
    if like.contained < (COPIED if has_one_name(left, right) else REPEATED):
        return False
    if like.run >= VERBATIM_WORDS or (copied and like.run > LEAST_WORDS):
        return True
    same_name = known_name(left) is not None and known_name(left) == known_name(right)
    enough = same_name or like.same >= RETOLD_WORDS or like.alike >= REPEATED
    if marks == 2 and like.contained >= REPEATED and like.run >= LEAST_WORDS and enough:
        return True
    if like.same < RETOLD_WORDS or like.run < LEAST_WORDS:
        return False
    # Two reporters tell one fact in like words: without a mark or a name in common that is no utterance.
    known = known_name(left) is not None and known_name(right) is not None
    return like.contained >= (RETOLD if marks or known else UNVOICED)


def _one_name(left: Statement, right: Statement) -> bool:
    """Whether both speakers are known by name, and by one."""
    return known_name(left) is not None and known_name(right) is not None and has_one_name(left, right)


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
        if not passage.retold
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
