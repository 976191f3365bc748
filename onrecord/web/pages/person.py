"""The person or body: names used, roles by date, what they said, what is said of them, who carries them, merges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from onrecord.groups import Party
from onrecord.people.unsure import suggest
from onrecord.record import UNKNOWN, AboutParty, Record, Shelf
from onrecord.types import Dated, Statement
from onrecord.web import links
from onrecord.web.cards import Count, bouts_of, cards_of, day_of
from onrecord.web.decisions import decisions_on, relation_verdicts
from onrecord.web.drawn.lanes import Mark, draw_lanes
from onrecord.web.marks import marks_of
from onrecord.web.site import show

_FIRST = 10
_MOVES = ("contradicts", "denies", "clarifies", "differs_in_detail", "repeats", "later")
# What is drawn and counted by story at most; the list of statements holds all.
_MOST = 200
_SPLIT = 50
_CARD_ROLES = 8
_CARRIERS = 50
_MATTERS = 12


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
    """The page of a person or body, or its card for the drawer; answers 404 for an id that is none."""
    shelf = record.shelf
    known = record.party(request.path_params["id"])
    party = known.party
    if request.headers.get("hx-request") == "true":
        told = [(role.title, role.date or "", links.to_evidence(role.page, role.span)) for role in party.roles]
        return show(
            request,
            "party.html",
            party=party,
            said=known.said,
            pages=known.pages,
            roles=list(dict.fromkeys(told))[:_CARD_ROLES],
        )
    said = list(record.statements(party=party.id, limit=_MOST))
    roles = role_marks(party)
    pairs = {r.id: r for s in said for r in shelf.relations_of(s.id) if r.relation in _MOVES}
    moves = sorted(pairs.values(), key=lambda r: (_MOVES.index(r.relation), -r.sure, r.id))
    marks = marks_of(shelf, said)
    about = list(record.statements_about(party.id, limit=_MOST))
    return show(
        request,
        "person.html",
        party=party,
        counts=counts_of(shelf, known, said, about),
        names=[NameForm(*form) for form in party.names],
        roles=roles,
        role_lanes=draw_lanes(roles, "mentions of a role"),
        lanes=draw_lanes(marks),
        marks=marks,
        said=cards_of(shelf, latest(shelf, said)),
        more=max(0, known.said - _FIRST),
        drawn=len(said),
        all_said=known.said,
        about=cards_of(shelf, about[:_FIRST]),
        moves=bouts_of(shelf, moves)[:_FIRST],
        verdicts=relation_verdicts(record),
        acts=Counter(s.act for s in said).most_common(),
        matters=Counter(p.matter for p in known.positions if p.matter).most_common(_MATTERS),
        carriers=known.carriers,
        firsts=firsts_of(shelf, said),
        told=Counter(shelf.words(s.page, s.audience) for s in said if s.audience).most_common(),
        maybes=maybes_of(record, party),
        pages=pages_of(shelf, party),
        decisions=decisions_on(record, {party.id, *party.entities}),
    )


def firsts_of(shelf: Shelf, said: Sequence[Statement]) -> Mapping[str, int]:
    """How often each outlet was surely first with words that several outlets carry."""
    groups = {group.id: group for s in said if (group := shelf.carriers(s)) and len(group.pages) > 1}
    found: Counter[str] = Counter()
    for group in groups.values():
        dated = [(shelf.article(page).published.value, shelf.outlet(page)) for page in group.pages[:_CARRIERS]]
        days = sorted((day, outlet) for day, outlet in dated if day)
        if len(days) == len(dated) and days[0][0][:10] < days[1][0][:10]:
            found[days[0][1]] += 1
    return found


def latest(shelf: Shelf, said: Sequence[Statement]) -> list[Statement]:
    """The newest statements, an utterance once whatever carries it."""
    ordered = sorted(said, key=lambda s: (day_of(shelf, s).value or "", s.id), reverse=True)
    kept: dict[str, Statement] = {}
    for statement in ordered:
        group = shelf.carriers(statement)
        kept.setdefault(group.id if group else statement.id, statement)
    return list(kept.values())[:_FIRST]


def counts_of(
    shelf: Shelf, known: AboutParty, said: Sequence[Statement], about: Sequence[Statement]
) -> tuple[Count, ...]:
    """The party in numbers."""
    stories = {story.id for s in said if (story := shelf.story_of.get(s.page))}
    outlets = [name for name, _ in known.carriers if name != UNKNOWN]
    return (
        Count(known.said, "statements", links.to_list("statements", party=known.party.id)),
        Count(len(about), "statements that name them", "#about"),
        Count(known.pages, "pages", "#pages"),
        Count(len(outlets), "known outlets carry them", "#carriers"),
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


def maybes_of(record: Record, party: Party) -> tuple[Maybe, ...]:
    """Parties of the same kind that share the last word of a name, and why they may be one where anything says so."""
    lasts = {name.split()[-1].casefold(): name.split()[-1] for name, _ in party.names if name.split()}
    found: dict[str, Maybe] = {}
    for key, last in sorted(lasts.items()):
        for other in record.find(last, limit=1).people:
            shared = any(name.split()[-1].casefold() == key for name, _ in other.names if name.split())
            if other.id != party.id and other.kind == party.kind and shared:
                said = record.shelf.said_by.get(other.id, 0)
                href = links.to_party(other.id)
                reasons = [reason for link in suggest([party, other]) for reason in link.reasons]
                reason = "; ".join(reasons) or f"both are called “{last}”"
                found[other.id] = Maybe(other.id, other.name, href, said, reason, other.entities[0])
    return tuple(sorted(found.values(), key=lambda m: (-m.said, m.name)))


def pages_of(shelf: Shelf, party: Party) -> tuple[PageOf, ...]:
    """The pages the party stands on, each with the entity one would split off."""
    return tuple(
        PageOf(entity, links.to_article(page), shelf.headline(page))
        for entity in party.entities[:_SPLIT]
        if (page := entity.split(":")[0]) in shelf.clippings
    )
