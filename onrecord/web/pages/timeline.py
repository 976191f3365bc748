"""The timeline: what happened and what was said when, to scale, with gaps; two speakers beside one another if asked."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from onrecord.groups import Event, Party
from onrecord.record import Part, Record, Shelf
from onrecord.record.cells import cells_of, other_dates
from onrecord.types import Dated
from onrecord.web import links
from onrecord.web.calendar import calendar_of
from onrecord.web.drawn.lanes import Mark, draw_lanes
from onrecord.web.lists import Wanted, matching
from onrecord.web.marks import marks_of
from onrecord.web.once import once
from onrecord.web.site import show
from onrecord.web.tables import ROWS_A_PAGE, address, leaf_of_part, offset_of, taken

# What is drawn at most; the list below holds all.
_DRAWN = 400
_LANES = 12
_CHOICES = 60


class Entry(msgspec.Struct, frozen=True):
    """An event as a line of the list."""

    id: str
    date: str
    precision: str
    words: str
    when: str
    href: str
    statement: str | None
    title: str
    article: str
    also: int
    why: str
    differ: tuple[tuple[str, str], ...] = ()


def show_timeline(record: Record, request: Request) -> Response:
    """Events between two dates, in the lanes of their stories; the statements of one or two parties beside them."""
    shelf, given = record.shelf, request.query_params
    wanted = Wanted(since=given.get("from", ""), until=given.get("to", ""))

    def part(offset: int, limit: int) -> Part[Event]:
        return record.counts.events(offset, limit, since=wanted.since, until=wanted.until)

    file = taken(request, "timeline", lambda: [cells_of(shelf, e) for e in part(0, -1).rows])
    if file is not None:
        return file
    if given.get("take") == "ics":
        headers = {"Content-Disposition": 'attachment; filename="timeline.ics"'}
        return Response(calendar_of(shelf, part(0, -1).rows), media_type="text/calendar", headers=headers)
    tracks = [party for name in ("a", "b") if (party := given.get(name))]
    leaf = leaf_of_part(request, part(offset_of(request, ROWS_A_PAGE), ROWS_A_PAGE))
    marks = tracks_of(record, tracks, wanted) if tracks else event_marks(shelf, part(0, _DRAWN).rows)
    return show(
        request,
        "timeline.html",
        leaf=leaf,
        entries=[entry_of(shelf, event) for event in leaf.rows],
        lanes=draw_lanes(marks[:_DRAWN], "statements" if tracks else "entries"),
        marks=marks[:_DRAWN],
        drawn=len(marks[:_DRAWN]),
        total=len(marks) if tracks else leaf.total,
        wanted=wanted,
        speaking=[p for p in once(record, speaking) if shelf.said_by.get(p.id)],
        ics=address(request, take="ics", at=None),
        a=given.get("a", ""),
        b=given.get("b", ""),
    )


def speaking(record: Record) -> tuple[Party, ...]:
    """Those one may choose from, who says most first."""
    return record.counts.people(0, _CHOICES, kinds=("person", "body", "place", "other")).rows


def dated_of(event: Event) -> Dated:
    """When an event was, or between what."""
    return Dated(value=event.date, after=event.after, before=event.before)


def event_marks(shelf: Shelf, events: Sequence[Event]) -> list[Mark]:
    """Events in the lanes of the stories that tell of them, the largest stories first."""
    sizes: dict[str, int] = {}
    names: dict[str, str] = {}
    for event in events:
        story = shelf.story_of.get(event.page)
        name = (story.name if story else "") or shelf.headline(event.page)
        names[event.id] = name
        sizes[name] = sizes.get(name, 0) + 1
    order = sorted(sizes, key=lambda name: (-sizes[name], name))
    own = set(order[: _LANES - 1] if len(order) > _LANES else order)
    made = [
        Mark(
            lane=names[e.id] if names[e.id] in own else "other stories",
            dated=dated_of(e),
            shape="dot" if e.statement else "square",
            words=shelf.words(e.page, e.what),
            href=links.to_evidence(e.page, e.what),
        )
        for e in events
    ]
    ranks = {name: rank for rank, name in enumerate(order)}
    return sorted(made, key=lambda m: (ranks.get(m.lane, len(ranks)), m.dated.value or "~", m.href))


def tracks_of(record: Record, parties: Sequence[str], wanted: Wanted) -> list[Mark]:
    """The statements of each party in a lane of its own."""
    found: list[Mark] = []
    for party in dict.fromkeys(parties):
        said = record.statements(party=party, limit=_DRAWN)
        found += marks_of(record.shelf, matching(record.shelf, msgspec.structs.replace(wanted, party=party), said))
    return found


def entry_of(shelf: Shelf, event: Event) -> Entry:
    """An event as a line."""
    bounds = [f"{name} {value}" for name, value in (("after", event.after), ("before", event.before)) if value]
    return Entry(
        id=event.id,
        date=event.date or " and ".join(bounds) or "date unknown",
        precision=event.precision,
        words=shelf.words(event.page, event.what),
        when=shelf.words(event.page, event.when),
        href=links.to_evidence(event.page, event.what),
        statement=links.to_statement(event.statement) if event.statement else None,
        title=shelf.headline(event.page),
        article=links.to_article(event.page, (event.what,)),
        also=len(event.others),
        why=event.why,
        differ=tuple(
            (words, links.to_evidence(told.page, told.what))
            for words, told in zip(other_dates(shelf, event), event.disputed, strict=True)
        ),
    )
