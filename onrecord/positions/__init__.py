"""Positions: statements of a thread lined up by matter, how they stand to one another, where a party moved.

Statements are compared when they use the same words or one answers the other's speaker by name; the
rules of ``relations.py`` say what holds. Everything below certainty is ``related`` or left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from onrecord.groups import Party, Position, Relation, Story, Thread, Utterance
from onrecord.kit.recall import Recall, afresh
from onrecord.kit.terms import Weighed, weigh
from onrecord.positions.bridges import Ends, find_bridges
from onrecord.positions.claims import Claim, Desk, all_claims, find_claims, order_of
from onrecord.positions.contrast import signs_between
from onrecord.positions.days import gap_between
from onrecord.positions.hearing import Hear, Hearing, remembered
from onrecord.positions.relations import RELATED, Found, Pair, matter_of
from onrecord.positions.verdicts import JUDGED, verdict_of
from onrecord.positions.voices import one_voice
from onrecord.positions.weighing import is_worth_hearing
from onrecord.spans import overlap
from onrecord.types import Clipping, Span, Statement

# So many most alike statements are compared with each: pairs grow with statements, not with their square.
NEAREST = 12
FAINT = 0.06
# Of what is merely related, each statement keeps so many.
RELATED_KEPT = 3
# To one speaker's statements, each statement stands in one way so many times.
ONE_WAY_KEPT = 3
SHARED_SHOWN = 6
# What a judge alone says of the pairs of a thread is kept from so sure on.
SHOWN = {"related": 0.45, "same_utterance": 0.6, "differs_in_detail": 0.6}
SHOWN_ELSE = 0.7
# Voices of one body are likely of one mind.
ONE_BODY = 0.3
CHUNK = 1000
ANSWERS = ("deny", "refuse", "clarify")


def find_relations(
    clippings: Sequence[Clipping],
    utterances: Sequence[Utterance],
    desk: Desk,
    *,
    hearing: Hearing | None = None,
    recall: Recall = afresh,
) -> list[Relation]:
    """How statements of one thread stand to one another, ordered by thread, then the statements related.

    ``left`` relates to ``right``: the later statement to the earlier one it denies, clarifies, repeats. Without
    ``hearing`` rules and small judges decide.
    """
    claims = find_claims(clippings, utterances, desk, recall=recall)
    by_thread: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_thread[claim.thread].append(claim)
    paired = [(claims, _pairs_in(claims)) for _, claims in sorted(by_thread.items())]
    signs = [{ends: signs_between(pair.left, pair.right) for ends, pair in pairs.items()} for _, pairs in paired]
    listen = _listening(hearing, [pairs for _, pairs in paired], signs, recall)
    found = [
        relation
        for (own, pairs), shown in zip(paired, signs, strict=True)
        for relation in _relations_in(own, pairs, shown, listen)
    ]
    return _thin(found)


def _listening(
    hearing: Hearing | None,
    threads: Sequence[Mapping[Ends, Pair]],
    signs: Sequence[Mapping[Ends, Mapping[str, float]]],
    recall: Recall,
) -> Hear | None:
    """The learnt judge, who remembers the pairs that are worth hearing."""
    if hearing is None:
        return None
    worth = [
        (pair.left, pair.right)
        for pairs, shown in zip(threads, signs, strict=True)
        for ends, pair in pairs.items()
        if is_worth_hearing(pair, shown[ends])
    ]
    return remembered(hearing, worth, recall)


def relate_pairs(pairs: Sequence[Pair | None], hearing: Hearing | None = None) -> list[Relation | None]:
    """How each pair most likely stands, one by one; ``None`` for no pair and for statements in no relation.

    Asked of one pair, the judges say what they think; of the pairs of a thread only what they are sure of is kept.
    """
    listen = hearing.hear if hearing else None
    found = [
        None
        if pair is None or _is_nested(pair.left, pair.right)
        else verdict_of(pair, signs_between(pair.left, pair.right), listen)
        for pair in pairs
    ]
    return [_relation(pair, verdict) if pair and verdict else None for pair, verdict in zip(pairs, found, strict=True)]


def pair_up(
    ends: Sequence[tuple[str, str]],
    clippings: Sequence[Clipping],
    desk: Desk,
    utterances: Sequence[Utterance] = (),
) -> list[Pair | None]:
    """Pairs of statements named by id, ready to be related, earlier first; ``None`` where one is not known."""
    claims = {claim.statement.id: claim for claim in all_claims(clippings, desk)}
    order = sorted(claims)
    weighed = weigh([claims[name].counts for name in order])
    rows = weighed.by_stem()
    at = {name: number for number, name in enumerate(order)}
    carried = {s: utterance.id for utterance in utterances for s in utterance.statements}
    found: list[Pair | None] = []
    for pair in ends:
        if not set(pair) <= claims.keys():
            found.append(None)
            continue
        left, right = sorted((claims[name] for name in pair), key=order_of)
        one, other = at[left.statement.id], at[right.statement.id]
        alike = float(weighed.rows[one].multiply(weighed.rows[other]).sum())
        gap = gap_between(left.after, left.before, right.after, right.before)
        joined = carried.get(pair[0]) is not None and carried.get(pair[0]) == carried.get(pair[1])
        found.append(Pair(left, right, alike, _shared(rows[one], rows[other]), gap, carried=joined))
    return found


def find_positions(
    relations: Sequence[Relation],
    clippings: Sequence[Clipping],
    parties: Sequence[Party],
    threads: Sequence[Thread],
    stories: Sequence[Story],
) -> list[Position]:
    """What each party said on each matter of a thread, its statements in order of date, with the moves.

    Statements of a party are on one matter when they are related to one another, or both firmly to a
    third one. ``moves`` are the relations a statement of the position stands in, beyond ``related``.
    """
    holders = _holders(clippings, parties)
    statements = {s.id: (s, c) for c in clippings for s in c.statements}
    thread_of = {story: thread.id for thread in threads for story in thread.stories}
    thread_at = {page: thread_of.get(story.id, story.id) for story in stories for page in story.pages}
    begins = {page: story.begin for story in stories for page in story.pages if story.begin}
    positions = []
    for party, members, moves in _matters(relations, holders):
        ordered = tuple(sorted(members, key=lambda s: _order(*statements[s], begins)))
        firm = tuple(r.id for r in moves if r.relation != "related")
        if len(ordered) < 2 and not firm:
            continue
        matter = _matter([r for r in moves if r.relation != "related"] or moves)
        thread = thread_at.get(statements[ordered[0]][0].page, "")
        positions.append(Position(f"{ordered[0]}:o", party, matter, thread, ordered, firm))
    return sorted(positions, key=lambda p: (p.thread, p.party, p.id))


def _pairs_in(claims: Sequence[Claim]) -> dict[Ends, Pair]:
    """The pairs of a thread worth comparing, by the places of their claims."""
    weighed = weigh([claim.counts for claim in claims])
    rows = weighed.by_stem()
    pairs: dict[Ends, Pair] = {}
    for at, other, alike in _candidates(claims, weighed):
        left, right = claims[at], claims[other]
        if not _is_nested(left, right):
            gap = gap_between(left.after, left.before, right.after, right.before)
            pairs[at, other] = Pair(left, right, alike, _shared(rows[at], rows[other]), gap)
    return pairs


def _relations_in(
    claims: Sequence[Claim],
    pairs: dict[Ends, Pair],
    signs: Mapping[Ends, Mapping[str, float]],
    listen: Hear | None,
) -> Iterator[Relation]:
    verdicts: dict[Ends, Found] = {}
    for ends, pair in pairs.items():
        heard = listen if is_worth_hearing(pair, signs[ends]) else None
        verdict = verdict_of(pair, signs[ends], heard)
        if verdict:
            verdicts[ends] = verdict
    judged = {ends: verdict for ends, verdict in verdicts.items() if _is_sure(verdict, pairs[ends])}
    found = _best(_answers_kept(judged, pairs), pairs)
    yield from (_relation(pairs[ends], verdict) for ends, verdict in found.items() if verdict.relation != "related")
    firm = frozenset(ends for ends, verdict in found.items() if verdict.relation != "related")
    bridged = [(pair, verdict) for pair, verdict in find_bridges(claims, pairs, firm)]
    yield from (_relation(pair, verdict) for pair, verdict in bridged)
    joined = {(pair.left.statement.id, pair.right.statement.id) for pair, _ in bridged}
    for ends, verdict in found.items():
        pair = pairs[ends]
        if verdict.relation == "related" and (pair.left.statement.id, pair.right.statement.id) not in joined:
            yield _relation(pair, verdict)


def _is_sure(verdict: Found, pair: Pair) -> bool:
    """Whether a verdict is worth showing: a rule's is; a judge's from a floor on, a lower one for two of one body."""
    if not verdict.learnt:
        return True
    if verdict.relation == "affirms" and one_voice(pair.left.voices, pair.right.voices):
        return verdict.sure >= ONE_BODY
    return verdict.sure >= SHOWN.get(verdict.relation, SHOWN_ELSE)


def _answers_kept(found: dict[Ends, Found], pairs: Mapping[Ends, Pair]) -> dict[Ends, Found]:
    """The verdicts without guessed denials by a statement that is seen to take up another's very words."""

    def denial(ends: Ends) -> str:
        return (pairs[ends].left if found[ends].turned else pairs[ends].right).statement.id

    denials = [ends for ends, verdict in found.items() if verdict.relation == "denies"]
    seen = {denial(ends) for ends in denials if found[ends].sure > JUDGED}
    dropped = {ends for ends in denials if found[ends].sure <= JUDGED and denial(ends) in seen}
    return {ends: verdict for ends, verdict in found.items() if ends not in dropped}


def _is_nested(left: Claim, right: Claim) -> bool:
    """Whether one is quoted inside the other, or both hold the same words of a page and neither denies them."""
    one, other = left.statement, right.statement
    if one.page != other.page:
        return False
    shared = any(overlap(a, b) for a in one.content for b in other.content)
    answered = (left.kind == "deny") != (right.kind == "deny")
    return one.id == other.within or other.id == one.within or (shared and not answered)


def _best(found: dict[Ends, Found], pairs: dict[Ends, Pair]) -> dict[Ends, Found]:
    """The verdicts without the surplus: a statement stands to few statements of one speaker in one way."""
    held: Counter[tuple[str, str, str]] = Counter()
    kept = []
    for ends in sorted(found, key=lambda e: (-found[e].sure, -pairs[e].alike, e)):
        left, right, relation = pairs[ends].left, pairs[ends].right, found[ends].relation
        keys = [(a.statement.id, relation, b.party or b.statement.page) for a, b in ((left, right), (right, left))]
        if relation == "related" or all(held[key] < ONE_WAY_KEPT for key in keys):
            held.update(keys)
            kept.append(ends)
    return {ends: found[ends] for ends in sorted(kept)}


def _candidates(claims: Sequence[Claim], weighed: Weighed) -> list[tuple[int, int, float]]:
    """Pairs worth comparing, in order: each statement's most alike ones, and answers to a speaker by name."""
    rows = weighed.rows
    pairs: dict[tuple[int, int], float] = {}
    speakers: dict[str, list[int]] = defaultdict(list)
    for at, claim in enumerate(claims):
        if claim.party:
            speakers[claim.party].append(at)
    for start in range(0, len(claims), CHUNK):
        block = (rows[start : start + CHUNK] @ rows.T).toarray()
        for offset, line in enumerate(block):
            at = start + offset
            near = [int(other) for other in np.argsort(-line, kind="stable")[: NEAREST + 1]]
            near += _answered(claims[at], speakers)
            for other in near:
                beside = claims[at].kind == "clarify" and claims[other].party == claims[at].party
                if other != at and (line[other] >= FAINT or beside):
                    pairs[min(at, other), max(at, other)] = float(line[other])
    return [(at, other, alike) for (at, other), alike in sorted(pairs.items())]


def _answered(claim: Claim, speakers: dict[str, list[int]]) -> list[int]:
    if claim.kind not in ANSWERS:
        return []
    asked = [*sorted(claim.addressed), *([claim.party] if claim.party and claim.kind == "clarify" else [])]
    return [at for party in asked for at in speakers.get(party, ())]


def _shared(one: Mapping[str, float], other: Mapping[str, float]) -> tuple[str, ...]:
    order = sorted((-weight * other[stem], stem) for stem, weight in one.items() if stem in other)
    return tuple(stem for value, stem in order[:SHARED_SHOWN] if value < 0)


def _relation(pair: Pair, found: Found) -> Relation:
    later, earlier = (pair.left, pair.right) if found.turned else (pair.right, pair.left)
    return Relation(
        id=f"{later.statement.id}~{earlier.statement.id}",
        left=later.statement.id,
        right=earlier.statement.id,
        relation=found.relation,
        directed=found.directed,
        sure=round(min(0.95, found.sure + max(0.0, pair.alike - RELATED) / 4), 2),
        matter=matter_of(pair),
        reasons=found.reasons,
        grounds=(*_grounds(later), *_grounds(earlier)),
    )


def _grounds(claim: Claim) -> tuple[tuple[str, Span], ...]:
    return tuple((claim.statement.page, span) for span in (claim.statement.cue or claim.statement.content))


def _thin(relations: Sequence[Relation]) -> list[Relation]:
    """The relations without the surplus of merely related ones; the surest are kept."""
    held: Counter[str] = Counter()
    kept = []
    for relation in sorted(relations, key=lambda r: (r.relation == "related", -r.sure, r.id)):
        if relation.relation == "related":
            if max(held[relation.left], held[relation.right]) >= RELATED_KEPT:
                continue
            held.update((relation.left, relation.right))
        kept.append(relation)
    place = {relation.id: at for at, relation in enumerate(relations)}
    return sorted(kept, key=lambda r: place[r.id])


def _holders(clippings: Sequence[Clipping], parties: Sequence[Party]) -> dict[str, str]:
    """The party of each statement that has one."""
    party_of = {entity: party.id for party in parties for entity in party.entities}
    found = {}
    for clipping in clippings:
        entities = {mention.id: mention.entity for mention in clipping.mentions}
        for s in clipping.statements:
            party = party_of.get(entities.get(s.mention or "", ""))
            if party and s.speaker and not s.speaker.startswith("unnamed:"):
                found[s.id] = party
    return found


def _matters(relations: Sequence[Relation], holders: dict[str, str]) -> Iterator[tuple[str, list[str], list[Relation]]]:
    """Each party's statements grouped by matter, with the relations they stand in."""
    root: dict[str, str] = {}

    def find(statement: str) -> str:
        while root.setdefault(statement, statement) != statement:
            statement = root[statement]
        return statement

    beside: dict[tuple[str, str], str] = {}
    for r in relations:
        for one, other in ((r.left, r.right), (r.right, r.left)):
            party = holders.get(one)
            if party is None:
                continue
            find(one)
            if party == holders.get(other):
                root[max(find(one), find(other))] = min(find(one), find(other))
            elif r.relation != "related":
                first = beside.setdefault((party, other), one)
                root[max(find(one), find(first))] = min(find(one), find(first))
    members: dict[str, list[str]] = defaultdict(list)
    for statement in sorted(root):
        members[find(statement)].append(statement)
    for group in members.values():
        own = set(group)
        yield holders[group[0]], group, [r for r in relations if r.left in own or r.right in own]


def _matter(moves: Sequence[Relation]) -> str:
    """The words most of the relations share."""
    words = Counter(word for r in moves for word in r.matter.split(", ") if word)
    first = {word: at for at, word in reversed(list(enumerate(w for r in moves for w in r.matter.split(", "))))}
    return ", ".join(sorted(words, key=lambda word: (-words[word], first[word]))[:4])


def _order(statement: Statement, clipping: Clipping, begins: Mapping[str, str]) -> tuple[str, str, int]:
    published = clipping.article.published
    day = statement.said or published.value or begins.get(statement.page) or published.after or "~"
    return (day[:10], statement.page, statement.content[0].start)
