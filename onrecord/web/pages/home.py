"""Home: what the record holds, its largest stories, and where to begin; a drop zone while it is empty."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from onrecord.groups import Story
from onrecord.record import UNKNOWN, Record
from onrecord.web import links
from onrecord.web.cards import Count, OriginCount, origin_count
from onrecord.web.once import once
from onrecord.web.pages.adding import example_folder
from onrecord.web.passed import line_of
from onrecord.web.review import tally
from onrecord.web.site import show

_BIGGEST = 5
_SPEAKERS = 4
_WATCHED = 12


class StoryLine(msgspec.Struct, frozen=True):
    """A story in a list."""

    href: str
    name: str
    pages: int
    statements: int
    speakers: tuple[str, ...]
    begin: str
    end: str
    origins: OriginCount


class Span(msgspec.Struct, frozen=True):
    """The first and last day of publication (empty where no page gives one), how many give none, the languages."""

    first: str
    last: str
    undated: int
    languages: tuple[tuple[str, int], ...]


def show_home(record: Record, request: Request) -> Response:
    """Numbers, each a link to its rows; the largest stories; what could not be worked."""
    shelf = record.shelf
    return show(
        request,
        "home.html",
        counts=once(record, counts_of),
        stories=[story_line(record, story) for story in once(record, biggest)],
        span=once(record, span_of),
        problems=shelf.problems[:_BIGGEST],
        review=tally(record),
        fresh=record.counts.fresh(_BIGGEST),
        example=example_folder() is not None,
        watched=watched(record),
        last=next((line_of(run) for run in record.history.runs(0, 1).rows), None),
    )


def watched(record: Record) -> list[tuple[str, str, int, bool]]:
    """Saved searches: what was typed, its address, how much is new, whether there is more; most new first."""
    news = [record.watches.peek(typed, most=0) for typed, _ in zip(record.watches, range(_WATCHED), strict=False)]
    news.sort(key=lambda one: (-one.total, one.typed))
    return [(one.typed, links.to_list("search", q=one.typed), one.total, one.more) for one in news]


def counts_of(record: Record) -> tuple[Count, ...]:
    """What the record holds, in numbers."""
    summary = record.summary()
    return (
        Count(summary.pages, "pages", "/articles", f"{summary.articles} with an article"),
        Count(summary.statements, "statements", "/statements"),
        Count(summary.speakers, "named speakers", "/people"),
        Count(summary.stories, "stories", "/stories"),
        Count(summary.origins, "origins at most", "/copies", "acts of newsgathering behind the stories"),
        Count(len(record.problems()), "problems", "/problems"),
    )


def biggest(record: Record) -> tuple[Story, ...]:
    """The stories with most pages."""
    return record.counts.stories(0, _BIGGEST).rows


def story_line(record: Record, story: Story) -> StoryLine:
    """A story as a line of a list."""
    return StoryLine(
        href=links.to_story(story.id),
        name=story.name or record.shelf.headline(story.pages[0]),
        pages=len(story.pages),
        statements=record.counts.said_on(story.pages),
        speakers=tuple(name for name, _ in record.counts.voices(story.pages, _SPEAKERS)),
        begin=story.begin or UNKNOWN,
        end=story.end or UNKNOWN,
        origins=origin_count(story.origins),
    )


def span_of(record: Record) -> Span:
    """The days and languages of all articles."""
    _, first, last, undated = record.counts.days()
    return Span(first or "", last or "", undated, tuple(record.counts.languages()))
