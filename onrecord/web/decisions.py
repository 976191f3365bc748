"""Decisions: a person's judgements as shown, kept apart from what the machine found, each with its undo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from onrecord.groups import Judgement
from onrecord.record import Record
from onrecord.types import Statement
from onrecord.web import links
from onrecord.web.review import UNDONE

# What may be decided: the reason kept with a judgement, and how each verdict reads.
KINDS: Mapping[str, tuple[str, str]] = {
    "same-party": ("one and the same", "not the same"),
    "same-quote": ("one utterance", "not one utterance"),
    "same-origin": ("one origin", "not one origin"),
    "same-story": ("one story", "not one story"),
    "same-thread": ("one thread", "not one thread"),
    "copy": ("share text", "link broken: share no text"),
    "relation": ("relation accepted", "relation rejected"),
    "speaker": ("speaker set to", "wrong speaker"),
    "right": ("checked: right", "checked: wrong"),
    "date": ("date set to", "date refused"),
}


class Decision(msgspec.Struct, frozen=True):
    """A judgement in words, with the two things it is about."""

    words: str
    left: str
    left_href: str | None
    right: str
    right_href: str | None
    by: str
    at: str
    judgement: Judgement
    undone: bool


def decision_of(record: Record, judgement: Judgement) -> Decision:
    """A judgement as shown."""
    yes, no = KINDS.get(judgement.why, ("yes", "no"))
    words = {"yes": yes, "no": no}.get(judgement.verdict, "left open")
    left, left_href = _thing(record, judgement.left)
    right, right_href = ("", None) if judgement.right == judgement.left else _thing(record, judgement.right)
    undone = judgement.by == UNDONE
    return Decision(
        words="undone" if undone else words,
        left=left,
        left_href=left_href,
        right=right,
        right_href=right_href,
        by=judgement.by,
        at=judgement.at,
        judgement=judgement,
        undone=undone,
    )


def decisions_on(record: Record, ids: Iterable[str], kept: Sequence[Judgement]) -> tuple[Decision, ...]:
    """What was decided about any of these, in the order it was; what was undone is left out."""
    mine = set(ids)
    found = [j for j in kept if mine & {j.left, j.right} and j.by != UNDONE]
    return tuple(decision_of(record, j) for j in found)


def verdicts(kept: Sequence[Judgement], why: str) -> Mapping[frozenset[str], str]:
    """The verdict on each pair for one reason, what was undone left out."""
    return {frozenset((j.left, j.right)): j.verdict for j in kept if j.why == why and j.by != UNDONE}


def relation_verdicts(record: Record) -> Mapping[str, str]:
    """The verdict on each relation that has one, by its id."""
    decided = verdicts(record.judgements(), "relation")
    if not decided:
        return {}
    pairs = ((r.id, decided.get(frozenset((r.left, r.right)))) for r in record.shelf.relations)
    return {relation: verdict for relation, verdict in pairs if verdict}


def _thing(record: Record, record_id: str) -> tuple[str, str | None]:
    shelf = record.shelf
    statement = shelf.statements.get(record_id)
    if isinstance(statement, Statement):
        return f"{shelf.speaker(statement)}: {shelf.words(statement.page, statement.content)}", links.to_statement(
            record_id
        )
    if record_id in shelf.clippings:
        return shelf.headline(record_id), links.to_article(record_id)
    for party in shelf.parties:
        if record_id == party.id or record_id in party.entities:
            return party.name, links.to_party(party.id)
    if record_id in shelf.story:
        return shelf.story[record_id].name, links.to_story(record_id)
    return record_id, None
