"""What lining statements up needs to know of each: who for, when, about what, which way it leans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from onrecord.groups import Party, Story, Thread, Utterance
from onrecord.kit import Kit
from onrecord.kit.terms import find_terms, term_table
from onrecord.positions.polarity import AGAINST, FOR, Marker, leaning_of, marker_of, sorts_in
from onrecord.spans import hull, words_of
from onrecord.types import Clipping, Span, Statement

# Words of the sentence outside the content count for less than the content's own.
BESIDE = 0.6
# A sentence is looked for this far around the statement, since a cue may stand far from what it cues.
REACH_CHARS = 300
GENERIC = ("generic",)
UNSURE = ("planned", "conditional")

_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+|\n")
_NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w%])\s+([a-z]+)", re.I)


class Claim(msgspec.Struct, frozen=True):
    """A statement as the lining up sees it.

    ``party`` is a party id, ``None`` for unnamed and unstated speakers. ``kind`` is deny, clarify, refuse,
    offer, insist or say; ``lean`` which way it leans on its matter. ``addressed`` are the parties its sentence names.
    ``after`` and ``before`` are date prefixes that bound when it was said.
    """

    statement: Statement
    thread: str
    story: str
    counts: Mapping[str, float]
    forms: Mapping[str, str]
    numbers: Mapping[str, str]
    party: str | None = None
    name: str = ""
    offices: tuple[str, ...] = ()
    kind: str = "say"
    lean: int = 0
    addressed: frozenset[str] = frozenset()
    after: str | None = None
    before: str | None = None
    firm: bool = True
    reach: Span = Span(0, 0)


class Desk(msgspec.Struct, frozen=True):
    """What statements are looked up in: parties by entity, entities by mention, stories and threads by page."""

    parties: Mapping[str, Party]
    stories: Mapping[str, str]
    threads: Mapping[str, str]
    marker: Marker


def desk_of(parties: Sequence[Party], threads: Sequence[Thread], stories: Sequence[Story], kit: Kit) -> Desk:
    """The desk for these groups."""
    thread_of = {story: thread.id for thread in threads for story in thread.stories}
    return Desk(
        parties={entity: party for party in parties for entity in party.entities},
        stories={page: story.id for story in stories for page in story.pages},
        threads={page: thread_of.get(story.id, story.id) for story in stories for page in story.pages},
        marker=marker_of(kit),
    )


def find_claims(clippings: Sequence[Clipping], utterances: Sequence[Utterance], desk: Desk) -> list[Claim]:
    """One claim a statement that says something, in order of date, page and place.

    Of the carriers of one utterance only the one whose speaker is best known is kept: a reprint is no
    second statement. Generic sources and refusals to comment say nothing that could be lined up.
    """
    carried = {s: utterance.id for utterance in utterances for s in utterance.statements}
    claims = sorted((c for clipping in clippings for c in _claims_of(clipping, desk)), key=order_of)
    best: dict[str, Claim] = {}
    for claim in claims:
        group = carried.get(claim.statement.id, claim.statement.id)
        if group not in best or (claim.party is not None and best[group].party is None):
            best[group] = claim
    return sorted(best.values(), key=order_of)


def order_of(claim: Claim) -> tuple[str, str, int]:
    """By the earliest day it may have been said, unknown last; then page and place."""
    return (claim.after or "~", claim.statement.page, claim.statement.content[0].start)


def _claims_of(clipping: Clipping, desk: Desk) -> Iterator[Claim]:
    entities = {mention.id: mention.entity for mention in clipping.mentions}
    for statement in clipping.statements:
        if not statement.content or statement.act in ("no_comment", "attitude") or statement.form in GENERIC:
            continue
        claim = _claim(statement, clipping, entities, desk)
        if claim.counts:
            yield claim


def _claim(statement: Statement, clipping: Clipping, entities: Mapping[str, str], desk: Desk) -> Claim:
    text = clipping.page.text
    reach = _sentence(text, hull((*statement.content, *statement.cue, *statement.source)))
    party = _party(statement, entities, desk)
    content = words_of(text, statement.content)
    cue = words_of(text, statement.cue)
    kind, lean = _stand(statement, cue, content, desk.marker)
    named = {
        found.id
        for mention in clipping.mentions
        if reach.start <= mention.span.start < reach.end and (found := desk.parties.get(mention.entity))
    }
    after, before = _when(statement, clipping)
    counts, forms = _terms(text, statement, reach)
    page = statement.page
    return Claim(
        statement=statement,
        thread=desk.threads.get(page, page),
        story=desk.stories.get(page, page),
        counts=counts,
        forms=forms,
        numbers={m.group(1).lower(): m.group().split()[0].replace(",", "") for m in _NUMBER.finditer(content)},
        party=party.id if party else None,
        name=party.name if party else "",
        offices=tuple(sorted({" ".join(role.title.split()) for role in party.roles})) if party else (),
        kind=kind,
        lean=lean,
        addressed=frozenset(named - ({party.id} if party else set())),
        after=after,
        before=before,
        firm=statement.modality not in UNSURE,
        reach=reach,
    )


def _party(statement: Statement, entities: Mapping[str, str], desk: Desk) -> Party | None:
    """The party that speaks; none for an unnamed source, whatever name stands in its description."""
    if not statement.speaker or statement.speaker.startswith("unnamed:"):
        return None
    return desk.parties.get(entities.get(statement.mention or "", ""))


def _stand(statement: Statement, cue: str, content: str, marker: Marker) -> tuple[str, int]:
    """The kind of a statement and which way it leans on its matter."""
    in_cue, in_content = sorts_in(cue, marker), sorts_in(content, marker)
    lean = leaning_of(content, marker)
    if statement.act == "clarify" or "clarify" in in_cue:
        return "clarify", lean
    if statement.act == "deny" or "deny" in in_cue:
        return "deny", AGAINST
    if statement.act == "rule_out" or leaning_of(cue, marker) == AGAINST:
        return "refuse", AGAINST
    if "deny" in in_content and statement.act in ("say", "claim", "insist"):
        return "deny", AGAINST
    if lean == AGAINST:
        return "refuse", lean
    if statement.act == "promise" or lean == FOR or leaning_of(cue, marker) == FOR:
        return "offer", FOR if lean == 0 else lean
    return ("insist" if statement.act in ("insist", "confirm") else "say"), lean


def _when(statement: Statement, clipping: Clipping) -> tuple[str | None, str | None]:
    published = clipping.article.published
    if statement.said:
        return statement.said, statement.said
    if published.value:
        return published.value[:10], published.value[:10]
    return published.after, published.before


def _sentence(text: str, around: Span) -> Span:
    """The sentence or sentences a statement stands in, as far as ``REACH_CHARS`` to either side."""
    low, high = max(0, around.start - REACH_CHARS), min(len(text), around.end + REACH_CHARS)
    ends = [m.end() for m in _SENTENCE_END.finditer(text, low, around.start)]
    after = _SENTENCE_END.search(text, max(around.end - 2, around.start), high)
    return Span(ends[-1] if ends else low, after.start() + 1 if after else high)


def _terms(text: str, statement: Statement, reach: Span) -> tuple[dict[str, float], dict[str, str]]:
    """How much each term of the statement counts, and the form it has there."""
    table = term_table()
    counts: dict[str, float] = {}
    forms: dict[str, str] = {}
    for term in find_terms(text, reach.start, reach.end):
        if table.is_common(term.stem) or len(term.stem) < 2:
            continue
        own = any(piece.start <= term.start < piece.end for piece in statement.content)
        counts[term.stem] = counts.get(term.stem, 0.0) + (1.0 if own else 0.0)
        forms.setdefault(term.stem, text[term.start : term.end])
    return {stem: count or BESIDE for stem, count in counts.items()}, forms
