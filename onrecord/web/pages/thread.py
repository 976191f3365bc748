"""The thread: stories over months and years, why each follows another, and where nothing is at hand."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from onrecord.record import Record
from onrecord.web import links
from onrecord.web.cards import pair_of
from onrecord.web.decisions import relation_verdicts
from onrecord.web.drawn.lanes import Mark, draw_lanes
from onrecord.web.pages.home import StoryLine, story_line
from onrecord.web.site import show

_DIFFERING = ("contradicts", "denies", "clarifies", "repeats", "differs_in_detail", "later")
_PAIRS = 20


class Link(msgspec.Struct, frozen=True):
    """A story of the thread with the reason it follows an earlier one."""

    line: StoryLine
    id: str
    after: str
    reasons: tuple[str, ...]
    score: str


def show_thread(record: Record, request: Request) -> Response:
    """A thread's page; answers 404 for an id that is none."""
    shelf = record.shelf
    known = record.thread(request.path_params["id"])
    thread, stories = known.thread, known.stories
    hops = {hop.right: hop for hop in thread.hops}
    marks = [
        Mark(
            lane=story.name or shelf.headline(story.pages[0]),
            dated=shelf.article(page).published,
            shape="dot",
            words=shelf.headline(page),
            href=links.to_article(page),
        )
        for story in stories
        for page in story.pages
    ]
    pages = {page for story in stories for page in story.pages}
    pairs = {
        r.id: r
        for page in sorted(pages)
        for s in shelf.clippings[page].statements
        for r in shelf.relations_of(s.id)
        if r.relation in _DIFFERING
        and shelf.story_of.get(r.left.split(":")[0]) != shelf.story_of.get(r.right.split(":")[0])
    }
    order = sorted(pairs.values(), key=lambda r: (_DIFFERING.index(r.relation), -r.sure, r.id))
    return show(
        request,
        "thread.html",
        thread=thread.id,
        name=thread.name or stories[0].name,
        lanes=draw_lanes(marks, "pages"),
        marks=marks,
        stories=[
            Link(
                line=story_line(record, story),
                id=story.id,
                after=shelf.story[hops[story.id].left].name if story.id in hops else "",
                reasons=hops[story.id].reasons if story.id in hops else (),
                score=f"{hops[story.id].score:.2f}" if story.id in hops else "",
            )
            for story in stories
        ],
        pairs=[pair_of(shelf, r) for r in order[:_PAIRS]],
        more=max(0, len(order) - _PAIRS),
        verdicts=relation_verdicts(record),
    )
