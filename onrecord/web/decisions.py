"""Decisions: a person's judgements as shown, kept apart from what the machine found, each with its undo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from onrecord.record import Decision, Record
from onrecord.types import extent_of
from onrecord.web import links

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
    "event": ("event accepted", "event rejected"),
    "cut": ("part of the article", "no part of the article"),
}


# Of a stretch of a page so much is shown.
_WORDS = 160


class Shown(msgspec.Struct, frozen=True):
    """A decision in words, with the two things it is about; ``counts`` is False when taken back or replaced."""

    number: int
    words: str
    left: str
    left_href: str | None
    right: str
    right_href: str | None
    by: str
    at: str
    counts: bool
    undone: str


def shown_of(record: Record, decision: Decision) -> Shown:
    """A decision as shown."""
    judgement = decision.judgement
    yes, no = KINDS.get(judgement.why.split(":")[0], ("yes", "no"))
    left, left_href = _thing(record, judgement.left)
    right, right_href = ("", None) if judgement.right in ("", judgement.left) else _thing(record, judgement.right)
    return Shown(
        number=decision.number,
        words={"yes": yes, "no": no}.get(judgement.verdict, "left open"),
        left=left,
        left_href=left_href,
        right=right,
        right_href=right_href,
        by=judgement.by,
        at=judgement.at,
        counts=decision.counts,
        undone=(decision.undone_at or "before") if decision.undone_by is not None else "",
    )


def decisions_on(record: Record, ids: Iterable[str]) -> tuple[Shown, ...]:
    """The decisions that count about any of these, in the order they were made."""
    mine = set(ids)
    found = [d for d in record.decisions() if d.counts and mine & {d.judgement.left, d.judgement.right}]
    return tuple(shown_of(record, decision) for decision in found)


def verdicts(record: Record, why: str) -> Mapping[frozenset[str], str]:
    """The verdict on each pair for one reason."""
    return {frozenset((j.left, j.right)): j.verdict for j in record.judgements() if j.why.split(":")[0] == why}


def relation_verdicts(record: Record) -> Mapping[str, str]:
    """The verdict on each relation that has one, by its id."""
    found = {}
    for pair, verdict in verdicts(record, "relation").items():
        for relation in record.shelf.relations_of(min(pair)):
            if {relation.left, relation.right} == pair:
                found[relation.id] = verdict
    return found


def _thing(record: Record, record_id: str) -> tuple[str, str | None]:
    shelf = record.shelf
    page, mark, _ = record_id.partition(":b")
    if mark and page in shelf.clippings:
        span = extent_of(record_id)
        words = shelf.words(page, span)
        return (words if len(words) <= _WORDS else f"{words[:_WORDS]}…"), links.to_article(page, (span,))
    statement = shelf.statements.get(record_id)
    if statement is not None:
        words = f"{shelf.speaker(statement)}: {shelf.words(statement.page, statement.content)}"
        return words, links.to_statement(record_id)
    if record_id in shelf.clippings:
        return shelf.headline(record_id), links.to_article(record_id)
    party = shelf.party_by_id(record_id) or shelf.ways.party_of.get(record_id)
    if party is not None:
        return party.name, links.to_party(party.id)
    return record_id, None
