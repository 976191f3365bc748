"""The story: facts, a timeline in lanes, what each side said, where they differ, its articles by origin."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from onrecord.errors import UnknownId
from onrecord.groups import Origin, Story
from onrecord.labels import ANONYMOUS_FORMS
from onrecord.record import UNKNOWN, Record, Shelf
from onrecord.types import Statement
from onrecord.web import links
from onrecord.web.cards import Bout, Card, Count, bouts_of, card_of, cards_of, day_of, origin_count, plural, spoken_name
from onrecord.web.decisions import decisions_on, relation_verdicts
from onrecord.web.drawn.lanes import draw_lanes
from onrecord.web.marks import marks_of
from onrecord.web.site import show

_DIFFERING = ("contradicts", "denies", "clarifies", "differs_in_detail", "later")
_SIDES, _SIDE_CARDS = 12, 5
_BRIEF_WORDS = 200
_ALONE = 6


class Side(msgspec.Struct, frozen=True):
    """What one speaker said, newest first, a card for each utterance; ``rest`` are not shown here."""

    name: str
    href: str | None
    unnamed: bool
    cards: tuple[Card, ...]
    rest: int
    all: str


class Line(msgspec.Struct, frozen=True):
    """An article of the story."""

    page: str
    href: str
    title: str
    outlet: str
    outlet_href: str | None
    published: str
    wire: str
    statements: int


class Tree(msgspec.Struct, frozen=True):
    """Articles that rest on one origin, and why."""

    credit: str
    lines: tuple[Line, ...]
    reasons: tuple[str, ...]
    alone: tuple[Card, ...] = ()
    alone_count: int = 0


def show_story(record: Record, request: Request) -> Response:
    """A story's page; answers 404 for an id that is none."""
    shelf = record.shelf
    story = shelf.story.get(request.path_params["id"])
    if story is None:
        raise UnknownId(f"{request.path_params['id']}: no story of this id. A story is named for its first page.")
    said = [s for page in story.pages for s in shelf.clippings[page].statements]
    marks = marks_of(shelf, said)
    thread = shelf.thread_of.get(story.id)
    trees = trees_of(shelf, story)
    return show(
        request,
        "story.html",
        story=story,
        name=story.name or shelf.headline(story.pages[0]),
        counts=counts_of(shelf, story, said),
        origins=origin_count(story.origins),
        lanes=draw_lanes(marks),
        marks=marks,
        sides=sides_of(shelf, story, said),
        pairs=pairs_of(shelf, story),
        verdicts=relation_verdicts(record),
        unanswered=cards_of(shelf, [s for s in said if s.act == "no_comment"]),
        trees=trees,
        thread=(links.to_thread(thread.id), plural(len(thread.stories), "story")) if thread else None,
        brief=brief_of(shelf, said),
        decisions=decisions_on(record, story.pages),
    )


def counts_of(shelf: Shelf, story: Story, said: Sequence[Statement]) -> tuple[Count, ...]:
    """The facts of a story in numbers, each with the way to its rows."""
    outlets = {shelf.outlet(page) for page in story.pages}
    unknown = sum(shelf.outlet(page) == UNKNOWN for page in story.pages)
    speakers = {shelf.speaker(s) for s in said if s.speaker and not s.speaker.startswith("unnamed:")}
    hidden = [s for s in said if s.form in ANONYMOUS_FORMS]
    share = f"{round(100 * len(hidden) / len(said))} % of statements" if said else ""
    return (
        Count(len(story.pages), "pages", "#articles"),
        Count(
            len(outlets - {UNKNOWN}),
            "known outlets",
            "#articles",
            f"{plural(unknown, 'page')} name none" if unknown else "",
        ),
        Count(len(said), "statements", links.to_list("statements", story=story.id)),
        Count(len(speakers), "named speakers", "#sides"),
        Count(len(hidden), "from anonymous sources", links.to_list("statements", story=story.id, form="anon"), share),
    )


def sides_of(shelf: Shelf, story: Story, said: Sequence[Statement]) -> tuple[Side, ...]:
    """Speakers by how much they say; one card for an utterance, its carriers behind it."""
    by_name: dict[str, list[Statement]] = {}
    seen: set[str] = set()
    for statement in said:
        group = shelf.carriers(statement)
        if group is not None and group.id in seen:
            continue
        if group is not None:
            seen.add(group.id)
        by_name.setdefault(shelf.speaker(statement), []).append(statement)
    # Sources without a name come after those with one, however much they say.
    order = sorted(by_name, key=lambda n: (n == UNKNOWN, n.startswith("unnamed:"), -len(by_name[n]), n))
    return tuple(_side(shelf, story, name, by_name[name]) for name in order[:_SIDES])


def _side(shelf: Shelf, story: Story, name: str, mine: Sequence[Statement]) -> Side:
    ordered = sorted(mine, key=lambda s: (day_of(shelf, s).value or "", s.id), reverse=True)
    party = shelf.party(ordered[0])
    return Side(
        name=spoken_name(name),
        href=links.to_party(party.id) if party and party.kind in ("person", "body") else None,
        unnamed=name.startswith("unnamed:"),
        cards=cards_of(shelf, ordered[:_SIDE_CARDS]),
        rest=max(0, len(ordered) - _SIDE_CARDS),
        all=links.to_list("statements", story=story.id, speaker=spoken_name(name)),
    )


def pairs_of(shelf: Shelf, story: Story) -> tuple[Bout, ...]:
    """Pairs that differ, one of them in this story, strongest relation first."""
    ids = {s.id for page in story.pages for s in shelf.clippings[page].statements}
    found = {
        r.id: r for s in sorted(ids) for r in shelf.relations_of(s) if r.relation in _DIFFERING
    }  # fmt: skip
    order = sorted(found.values(), key=lambda r: (_DIFFERING.index(r.relation), -r.sure, r.id))
    return bouts_of(shelf, order)


def trees_of(shelf: Shelf, story: Story) -> tuple[Tree, ...]:
    """The articles grouped by the origin they rest on; without counted origins each stands alone."""
    if story.origins is None:
        return (Tree("", tuple(line_of(shelf, page) for page in story.pages), ()),)
    return tuple(_tree(shelf, origin, story) for origin in story.origins.groups)


def _tree(shelf: Shelf, origin: Origin, story: Story) -> Tree:
    """An origin with what no other origin of the story has, the surest first."""
    mine = set(origin.pages)
    said = [s for page in origin.pages for s in shelf.clippings[page].statements if s.form != "none" and not s.within]
    alone: dict[str, Statement] = {}
    for statement in said:
        group = shelf.carriers(statement)
        if group is None or set(group.pages) <= mine:
            alone.setdefault(group.id if group else statement.id, statement)
    shown = sorted(alone.values(), key=lambda s: (s.manner != "direct", -s.sure, s.id))[:_ALONE]
    others = len(story.pages) > len(mine)
    return Tree(
        origin.credit or "",
        tuple(line_of(shelf, page) for page in origin.pages),
        origin.reasons,
        cards_of(shelf, shown) if others else (),
        len(alone) if others else 0,
    )


def line_of(shelf: Shelf, page: str) -> Line:
    """An article as a line."""
    article = shelf.article(page)
    outlet = shelf.outlet(page)
    published = article.published
    bounds = [f"{name} {value}" for name, value in (("after", published.after), ("before", published.before)) if value]
    return Line(
        page=page,
        href=links.to_article(page),
        title=shelf.headline(page),
        outlet=outlet,
        outlet_href=links.to_outlet(outlet) if outlet != UNKNOWN else None,
        published=published.value or " and ".join(bounds) or UNKNOWN,
        wire=article.wire.value if article.wire else "",
        statements=len(shelf.clippings[page].statements),
    )


def brief_of(shelf: Shelf, said: Sequence[Statement]) -> tuple[str, ...]:
    """Statements as they stand, by date, up to so many words; nothing of it is ours but the names and dates."""
    lines: list[str] = []
    seen: set[str] = set()
    words = 0
    for statement in sorted(said, key=lambda s: (day_of(shelf, s).value or "~", -s.sure, s.id)):
        group = shelf.carriers(statement)
        key = group.id if group else statement.id
        if key in seen or statement.within or statement.form == "none":
            continue
        seen.add(key)
        card = card_of(shelf, statement)
        line = f"{card.speaker} [{card.cue}] {card.words} ({card.outlet}, {card.published}, characters {card.ranges})"
        words += len(line.split())
        if words > _BRIEF_WORDS and lines:
            break
        lines.append(line)
    return tuple(lines)
