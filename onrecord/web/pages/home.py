"""Home: what the record holds, its largest stories, and where to begin; a drop zone while it is empty."""

from __future__ import annotations

from collections import Counter

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from onrecord.groups import Story
from onrecord.record import UNKNOWN, Record, Shelf
from onrecord.web import links
from onrecord.web.cards import Count, OriginCount, origin_count
from onrecord.web.pages.adding import example_folder
from onrecord.web.review import tally
from onrecord.web.site import show

_BIGGEST = 5


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


def show_home(record: Record, request: Request) -> Response:
    """Numbers, each a link to its rows; the largest stories; what could not be worked."""
    shelf = record.shelf
    return show(
        request,
        "home.html",
        counts=counts_of(record),
        stories=[story_line(shelf, story) for story in biggest(shelf)[:_BIGGEST]],
        languages=Counter(c.article.language or UNKNOWN for c in shelf.clippings.values()).most_common(),
        dates=days_of(shelf),
        undated=sum(c.article.published.value is None for c in shelf.clippings.values()),
        problems=shelf.problems[:_BIGGEST],
        review=tally(record),
        example=example_folder() is not None,
    )


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


def biggest(shelf: Shelf) -> list[Story]:
    """Stories with most pages first."""
    return sorted(shelf.stories, key=lambda story: (-len(story.pages), story.id))


def story_line(shelf: Shelf, story: Story) -> StoryLine:
    """A story as a line of a list."""
    said = [s for page in story.pages for s in shelf.clippings[page].statements]
    speakers = Counter(shelf.speaker(s) for s in said)
    named = [name for name, _ in speakers.most_common() if name != UNKNOWN and not name.startswith("unnamed:")]
    return StoryLine(
        href=links.to_story(story.id),
        name=story.name or shelf.headline(story.pages[0]),
        pages=len(story.pages),
        statements=len(said),
        speakers=tuple(named[:4]),
        begin=story.begin or UNKNOWN,
        end=story.end or UNKNOWN,
        origins=origin_count(story.origins),
    )


def days_of(shelf: Shelf) -> tuple[str, str] | None:
    """The first and last day of publication known, None where no page gives one."""
    days = sorted(c.article.published.value[:10] for c in shelf.clippings.values() if c.article.published.value)
    return (days[0], days[-1]) if days else None
