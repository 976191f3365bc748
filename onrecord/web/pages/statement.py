"""The statement: its words at large, who said them and when, every page that carries them, what answers them."""

from __future__ import annotations

from difflib import SequenceMatcher

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from onrecord.errors import UnknownId
from onrecord.groups import Drift, Party
from onrecord.record import UNKNOWN, Record, Shelf
from onrecord.types import Statement
from onrecord.web import links
from onrecord.web.cards import Bout, Card, bouts_of, card_of
from onrecord.web.decisions import Shown, decisions_on, relation_verdicts
from onrecord.web.evidence import Evidence, evidence_of
from onrecord.web.site import show

_CONTEXT_SENTENCES = 3
_RELATED = 20
_LOOSE = ("same_utterance", "related")
# What a reader looks for first.
_ORDER = {"contradicts": 0, "denies": 1, "clarifies": 2, "differs_in_detail": 3, "repeats": 4, "affirms": 5, "later": 6}
_DRIFT_WORDS = {
    "inserted": "words added",
    "dropped": "words cut",
    "changed": "words changed",
    "source_label": "source label changed",
    "venue": "venue changed",
    "modality": "planned or said changed",
    "strength": "strength changed",
}


class Step(msgspec.Struct, frozen=True):
    """One box of the chain from the speaker to the page, with the words that show it."""

    name: str
    how: str
    href: str | None


class Diff(msgspec.Struct, frozen=True):
    """A stretch of a carrier's words against the fullest: same, added or cut."""

    kind: str
    words: str


class Carrier(msgspec.Struct, frozen=True):
    """A page that carries the utterance."""

    card: Card
    diff: tuple[Diff, ...]
    fullest: bool
    current: bool


class DriftLine(msgspec.Struct, frozen=True):
    """What changed between two carriers, each side with the way to its words."""

    kind: str
    left: str
    left_href: str | None
    left_name: str
    right: str
    right_href: str | None
    right_name: str


class Told(msgspec.Struct, frozen=True):
    """Everything a statement's page shows."""

    card: Card
    story: tuple[str, str] | None
    chain: tuple[Step, ...]
    context: Evidence
    carriers: tuple[Carrier, ...]
    drifts: tuple[DriftLine, ...]
    pairs: tuple[Bout, ...]
    related: tuple[Card, ...]
    within: Card | None
    inner: tuple[Card, ...]
    extras: tuple[tuple[str, str, str], ...]
    decisions: tuple[Shown, ...]
    before: str | None
    after: str | None


def show_statement(record: Record, request: Request) -> Response:
    """A statement's page; answers 404 for an id that is none."""
    statement = record.shelf.statements.get(request.path_params["id"])
    if statement is None:
        raise UnknownId(f"{request.path_params['id']}: no statement of this id. It may have gone with its page.")
    told = told_of(record, statement)
    return show(
        request,
        "statement.html",
        told=told,
        card=told.card,
        people=people_on(record.shelf, statement.page),
        verdicts=relation_verdicts(record),
    )


def people_on(shelf: Shelf, page: str) -> list[Party]:
    """Persons and bodies that the page speaks of, in order of name."""
    found = {
        party.id: party
        for mention in shelf.clippings[page].mentions
        if mention.kind in ("person", "body") and (party := shelf.ways.party_of.get(mention.entity))
    }
    return sorted(found.values(), key=lambda party: (party.name, party.id))


def told_of(record: Record, statement: Statement) -> Told:
    """What the page of a statement shows."""
    shelf = record.shelf
    story = shelf.story_of.get(statement.page)
    mine = shelf.clippings[statement.page].statements
    at = mine.index(statement)
    outer = shelf.statements.get(statement.within or "")
    relations = sorted(shelf.relations_of(statement.id), key=lambda r: (_ORDER.get(r.relation, 9), -r.sure, r.id))
    return Told(
        card=card_of(shelf, statement),
        story=(links.to_story(story.id), story.name or shelf.headline(story.pages[0])) if story else None,
        chain=chain_of(shelf, statement),
        context=evidence_of(record, statement.page, statement.content, sentences=_CONTEXT_SENTENCES),
        carriers=carriers_of(shelf, statement),
        drifts=drifts_of(shelf, statement),
        pairs=bouts_of(shelf, [r for r in relations if r.relation not in _LOOSE]),
        related=tuple(
            card_of(shelf, shelf.statements[r.right if r.left == statement.id else r.left])
            for r in relations
            if r.relation == "related"
        )[:_RELATED],
        within=card_of(shelf, outer) if outer else None,
        inner=tuple(card_of(shelf, s) for s in mine if s.within == statement.id),
        extras=extras_of(shelf, statement),
        decisions=decisions_on(record, {statement.id}),
        before=links.to_statement(mine[at - 1].id) if at else None,
        after=links.to_statement(mine[at + 1].id) if at + 1 < len(mine) else None,
    )


def chain_of(shelf: Shelf, statement: Statement) -> tuple[Step, ...]:
    """From the speaker outwards to the outlet of the page."""
    page = statement.page
    steps = [
        Step(
            shelf.speaker(statement).removeprefix("unnamed: "),
            "source",
            links.to_evidence(page, statement.source) if statement.source else None,
        )
    ]
    for relay in statement.relays:
        href = links.to_evidence(page, relay.span) if relay.span else None
        steps.append(Step(relay.name, relay.how.replace("_", " "), href))
    outlet = shelf.outlet(page)
    if outlet.casefold() not in {step.name.casefold() for step in steps}:
        fact = shelf.article(page).outlet
        href = links.to_evidence(page, fact.span) if fact and fact.span else links.to_article(page)
        steps.append(Step(outlet if outlet != UNKNOWN else "outlet unknown", "this page", href))
    return tuple(steps)


def carriers_of(shelf: Shelf, statement: Statement) -> tuple[Carrier, ...]:
    """Every page that carries the utterance, the fullest first told against; only this page for a lone one."""
    group = shelf.carriers(statement)
    said = [shelf.statements[s] for s in group.statements] if group else [statement]
    fullest = max(said, key=lambda s: (len(shelf.words(s.page, s.content)), s.id))
    words = shelf.words(fullest.page, fullest.content)
    return tuple(
        Carrier(
            card=card_of(shelf, other),
            diff=diff_of(words, shelf.words(other.page, other.content)),
            fullest=other.id == fullest.id,
            current=other.id == statement.id,
        )
        for other in said
    )


def diff_of(fullest: str, words: str) -> tuple[Diff, ...]:
    """Words against the fullest carrier's, word by word."""
    left, right = fullest.split(), words.split()
    found: list[Diff] = []
    for tag, a, b, c, d in SequenceMatcher(a=left, b=right, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Diff("same", " ".join(right[c:d])))
            continue
        if a < b:
            found.append(Diff("cut", " ".join(left[a:b])))
        if c < d:
            found.append(Diff("added", " ".join(right[c:d])))
    return tuple(found)


def drifts_of(shelf: Shelf, statement: Statement) -> tuple[DriftLine, ...]:
    """What changed between the utterance's carriers, in the order the record keeps it."""
    group = shelf.carriers(statement)
    return tuple(_drift_line(shelf, drift) for drift in group.drifts) if group else ()


def _drift_line(shelf: Shelf, drift: Drift) -> DriftLine:
    left, right = shelf.statements[drift.left], shelf.statements[drift.right]
    return DriftLine(
        kind=_DRIFT_WORDS.get(drift.kind, drift.kind.replace("_", " ")),
        left=drift.left_words,
        left_href=links.to_evidence(left.page, drift.left_span) if drift.left_span else None,
        left_name=shelf.name(left.page),
        right=drift.right_words,
        right_href=links.to_evidence(right.page, drift.right_span) if drift.right_span else None,
        right_name=shelf.name(right.page),
    )


def extras_of(shelf: Shelf, statement: Statement) -> tuple[tuple[str, str, str], ...]:
    """What else the page says of the saying: name, words, the way to them. What it does not say is left out."""
    page = statement.page
    found = []
    for name, span in (
        ("to", statement.audience),
        ("where", statement.venue),
        ("why no name", statement.reason),
        ("close to the matter", statement.closeness),
    ):
        if span is not None:
            found.append((name, shelf.words(page, span), links.to_evidence(page, span)))
    if statement.cue:
        found.append(("cue", shelf.words(page, statement.cue), links.to_evidence(page, statement.cue)))
    if statement.said_span:
        said = shelf.words(page, statement.said_span)
        found.append(("time words", said, links.to_evidence(page, statement.said_span)))
    return tuple(found)
