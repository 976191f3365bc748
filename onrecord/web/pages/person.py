"""The person or body: names used, roles by date, what they said, what is said of them, who carries them, merges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from onrecord.errors import UnknownId
from onrecord.groups import Party
from onrecord.record import Record, Shelf
from onrecord.types import Dated, Statement
from onrecord.web import links
from onrecord.web.cards import Count, cards_of, day_of, pair_of
from onrecord.web.decisions import decisions_on, relation_verdicts
from onrecord.web.drawn.lanes import Mark, draw_lanes
from onrecord.web.marks import marks_of
from onrecord.web.site import show

_FIRST = 10
_MOVES = ("contradicts", "denies", "clarifies", "differs_in_detail", "repeats", "later")
_SUGGESTIONS = 6


class NameForm(msgspec.Struct, frozen=True):
    """A form of the name with its count."""

    name: str
    count: int


class Maybe(msgspec.Struct, frozen=True):
    """Another party that may be the same, and why it is asked."""

    id: str
    name: str
    href: str
    said: int
    reason: str
    entity: str


class PageOf(msgspec.Struct, frozen=True):
    """A page on which the party stands, to be split off."""

    entity: str
    href: str
    title: str


def show_person(record: Record, request: Request) -> Response:
    """The page of a person or body; answers 404 for an id that is none."""
    shelf = record.shelf
    party = find_party(shelf, request.path_params["id"])
    said = [s for s in shelf.statements.values() if (p := shelf.party(s)) and p.id == party.id]
    roles = role_marks(party)
    pairs = {r.id: r for s in said for r in shelf.relations_of(s.id) if r.relation in _MOVES}
    moves = sorted(pairs.values(), key=lambda r: (_MOVES.index(r.relation), -r.sure, r.id))
    marks = marks_of(shelf, said)
    about = about_of(shelf, party, said)
    return show(
        request,
        "person.html",
        party=party,
        counts=counts_of(shelf, party, said, about),
        names=[NameForm(*form) for form in party.names],
        roles=roles,
        role_lanes=draw_lanes(roles, "mentions of a role"),
        lanes=draw_lanes(marks),
        marks=marks,
        said=cards_of(shelf, sorted(said, key=lambda s: (day_of(shelf, s).value or "", s.id), reverse=True)[:_FIRST]),
        more=max(0, len(said) - _FIRST),
        about=cards_of(shelf, about[:_FIRST]),
        moves=[pair_of(shelf, r) for r in moves[:_FIRST]],
        verdicts=relation_verdicts(record),
        acts=Counter(s.act for s in said).most_common(),
        carriers=Counter(shelf.outlet(s.page) for s in said).most_common(),
        told=Counter(shelf.words(s.page, s.audience) for s in said if s.audience).most_common(),
        maybes=maybes_of(shelf, party),
        pages=pages_of(shelf, party),
        others=[p for p in shelf.parties if p.kind == party.kind and p.id != party.id],
        decisions=decisions_on(record, {party.id, *party.entities}, record.judgements()),
    )


def find_party(shelf: Shelf, name: str) -> Party:
    """The party of this id, or the one an entity of it is in; raises UnknownId."""
    entity = name.replace(":p", ":m", 1)
    for party in shelf.parties:
        if party.id == name or entity in party.entities:
            return party
    raise UnknownId(f"{name}: no person or body of this id. A party is named for its first mention.")


def counts_of(shelf: Shelf, party: Party, said: Sequence[Statement], about: Sequence[Statement]) -> tuple[Count, ...]:
    """The party in numbers."""
    stories = {shelf.story_of[s.page].id for s in said if s.page in shelf.story_of}
    return (
        Count(len(said), "statements", links.to_list("statements", party=party.id)),
        Count(len(about), "statements that name them", "#about"),
        Count(len({entity.split(":")[0] for entity in party.entities}), "pages", "#pages"),
        Count(len({shelf.outlet(s.page) for s in said} - {"unknown"}), "known outlets carry them", "#carriers"),
        Count(len(stories), "stories", "#when"),
    )


def role_marks(party: Party) -> list[Mark]:
    """Each mention of a role at its date, in the lane of the role."""
    found = [
        Mark(
            lane=role.title,
            dated=Dated(value=role.date, after=role.after, before=role.before),
            shape="dot",
            words=role.title,
            href=links.to_evidence(role.page, role.span),
        )
        for role in party.roles
    ]
    return sorted(found, key=lambda m: (m.lane, m.dated.value or "~", m.href))


def about_of(shelf: Shelf, party: Party, said: Sequence[Statement]) -> list[Statement]:
    """Statements of others whose words name the party, in the order of the record."""
    own = {s.id for s in said}
    entities = set(party.entities)
    found = []
    for page in dict.fromkeys(entity.split(":")[0] for entity in party.entities):
        clipping = shelf.clippings[page]
        spans = [m.span for m in clipping.mentions if m.entity in entities and m.form != "pronoun"]
        for statement in clipping.statements:
            inside = any(c.start <= m.start and m.end <= c.end for c in statement.content for m in spans)
            if inside and statement.id not in own:
                found.append(statement)
    return found


def maybes_of(shelf: Shelf, party: Party) -> tuple[Maybe, ...]:
    """Parties of the same kind that share the last word of a name."""
    last = {name.split()[-1].casefold() for name, _ in party.names if name.split()}
    found = []
    for other in shelf.parties:
        if other.id == party.id or other.kind != party.kind:
            continue
        shared = sorted(last & {name.split()[-1].casefold() for name, _ in other.names if name.split()})
        if shared:
            reason = f"both are called “{shared[0].title()}”"
            said = shelf.said_by.get(other.id, 0)
            found.append(Maybe(other.id, other.name, links.to_party(other.id), said, reason, other.entities[0]))
    return tuple(sorted(found, key=lambda m: (-m.said, m.name))[:_SUGGESTIONS])


def pages_of(shelf: Shelf, party: Party) -> tuple[PageOf, ...]:
    """The pages the party stands on, each with the entity one would split off."""
    return tuple(
        PageOf(entity, links.to_article(page), shelf.headline(page))
        for entity in party.entities
        if (page := entity.split(":")[0]) in shelf.clippings
    )
