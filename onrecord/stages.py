"""The order of work: the only file that knows all rooms.

A page goes through ``PAGE_STAGES`` by itself (any order of pages, any process); what joins pages is
made by ``GROUP_STAGES`` from all clippings. Raise a stage's version when the same page would give
different records: pages noted with an older one are worked anew from that stage on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import msgspec

from onrecord.article import find_article
from onrecord.article.versions import find_versions
from onrecord.copies import find_copies
from onrecord.copies.carriers import find_utterances
from onrecord.copies.origins import count_fact_origins, count_origins
from onrecord.groups import (
    Copy,
    Event,
    Judgement,
    Party,
    Position,
    Relation,
    Story,
    Thread,
    Utterance,
    Version,
)  # fmt: skip
from onrecord.judged import Cut, heed_cuts, heed_events, heed_relations, on_stories, wrong_ones
from onrecord.kit import Kit
from onrecord.kit.recall import Recall, afresh
from onrecord.people import find_mentions
from onrecord.people.parties import find_parties
from onrecord.people.speakers import find_speakers
from onrecord.positions import find_positions, find_relations
from onrecord.positions.claims import desk_of
from onrecord.positions.hearing import open_hearing
from onrecord.quotes import find_statements
from onrecord.quotes.relays import settle_relays
from onrecord.spans import view_of
from onrecord.stories import find_stories
from onrecord.threads import find_threads
from onrecord.timeline import find_events
from onrecord.times import bracket, find_times, is_one_day, when_said
from onrecord.types import Article, Block, Clipping, Mention, Page, Problem, Span, Statement, Timex, page_of

_PARAGRAPH = re.compile(r"\S.*?(?=\n\s*\n|\s*\Z)", re.S)
NO_ARTICLE = "no article text found on this page"


class Stage(msgspec.Struct, frozen=True):
    """A step of the work: its name, its version, and the records it writes."""

    name: str
    version: int
    writes: tuple[type, ...]


class Done(msgspec.Struct, frozen=True):
    """What one stage found on one page."""

    stage: Stage
    records: tuple[msgspec.Struct, ...]


ARTICLE = Stage("article", 5, (Article, Timex, Problem))
PEOPLE = Stage("people", 5, (Mention,))
STATEMENTS = Stage("statements", 5, (Statement,))
PAGE_STAGES = (ARTICLE, PEOPLE, STATEMENTS)


def work_page(page: Page, kit: Kit, cuts: Sequence[Cut] = ()) -> list[Done]:
    """Everything found on one page, a stage at a time in order; pure. ``cuts`` are what people say its article is.

    A page without an article gets a Problem from the first stage and nothing from the others.
    """
    article, timexes, problems = read_article(page, kit, cuts)
    if article is None:
        return [Done(ARTICLE, problems), Done(PEOPLE, ()), Done(STATEMENTS, ())]
    mentions = tuple(find_mentions(page, article, view_of(page.text, article.blocks), kit))
    statements = read_statements(page, article, mentions, timexes, kit)
    return [Done(ARTICLE, (article, *timexes)), Done(PEOPLE, mentions), Done(STATEMENTS, statements)]


def read_article(
    page: Page, kit: Kit, cuts: Sequence[Cut] = ()
) -> tuple[Article | None, tuple[Timex, ...], tuple[Problem, ...]]:
    """The article of a page with its date or bracket, its time expressions, or the problem that it has none."""
    article = find_article(page, kit)
    if article is None:
        return None, (), (Problem(page.id, ARTICLE.name, NO_ARTICLE, page.name),)
    article = heed_cuts(article, page.text, cuts)
    view = view_of(page.text, article.blocks)
    timexes = tuple(find_times(page, article, view, kit))
    dated = msgspec.structs.replace(article, published=bracket(article, timexes, page))
    if is_one_day(dated.published):
        timexes = tuple(find_times(page, dated, view, kit))
        dated = msgspec.structs.replace(article, published=bracket(article, timexes, page))
    return dated, timexes, ()


def read_statements(
    page: Page, article: Article, mentions: Sequence[Mention], timexes: Sequence[Timex], kit: Kit
) -> tuple[Statement, ...]:
    """The statements of an article with speakers resolved and the day they were said, in reading order."""
    view = view_of(page.text, article.blocks)
    found = find_statements(page, article, view, kit)
    voiced = find_speakers(page, article, found, mentions, view, kit=kit)
    settled = settle_relays(voiced, page.text)
    return tuple(when_said(settled, timexes, article, view))


def clip(page: Page, kit: Kit) -> Clipping:
    """A page whose whole text is running text (no furniture to set aside), as a clipping."""
    paragraphs = [Span(*m.span()) for m in _PARAGRAPH.finditer(page.text)]
    article = Article(f"{page.id}:a", page.id, tuple(Block(span) for span in paragraphs))
    view = view_of(page.text, article.blocks)
    timexes = tuple(find_times(page, article, view, kit))
    mentions = tuple(find_mentions(page, article, view, kit))
    statements = read_statements(page, article, mentions, timexes, kit)
    return Clipping(page, article, mentions, timexes, statements)


GROUPS = Stage("groups", 5, (Party, Copy, Version, Utterance, Story, Thread, Relation, Position, Event))
Grouped = Mapping[type, Sequence[msgspec.Struct]]
Progress = Callable[[str], None]


def group_pages(
    clippings: Sequence[Clipping],
    kit: Kit,
    judgements: Sequence[Judgement] = (),
    *,
    progress: Progress | None = None,
    recall: Recall = afresh,
) -> Grouped:
    """Everything that joins pages, by record type; the same clippings in any order give the same records.

    ``progress`` is told the name of each step as it starts; ``recall`` remembers what hangs on one or two pages alone.
    """
    tell = progress or (lambda _: None)
    wrong = wrong_ones(judgements)
    clippings = [without_wrong(clipping, wrong) for clipping in sorted(clippings, key=lambda c: c.page.id)]
    tell("people")
    parties = find_parties(clippings, kit, judgements, recall=recall)
    tell("copies")
    copies = find_copies(clippings, kit, judgements, recall=recall)
    utterances = find_utterances(clippings, copies, kit, judgements, recall=recall)
    tell("stories")
    stories = _with_origins(find_stories(clippings, kit, judgements), clippings, copies, judgements)
    threads = find_threads(stories, clippings, kit, on_stories(judgements, stories))
    tell("positions")
    desk, hearing = desk_of(parties, threads, stories, kit), open_hearing(kit)
    relations = find_relations(clippings, utterances, desk, hearing=hearing, recall=recall)
    relations = heed_relations(relations, judgements, (s.id for c in clippings for s in c.statements))
    positions = find_positions(relations, clippings, parties, threads, stories)
    tell("timeline")
    events = heed_events(find_events(clippings, copies, stories=stories, utterances=utterances), judgements)
    events = _with_fact_origins(events, clippings, copies, judgements)
    return {
        Party: parties, Copy: copies, Version: find_versions(clippings), Utterance: utterances,
        Story: stories, Thread: threads,
        Relation: relations, Position: positions, Event: events,
    }  # fmt: skip


def without_wrong(clipping: Clipping, wrong: frozenset[str]) -> Clipping:
    """A clipping without the statements a person has judged to be none."""
    if not any(s.id in wrong for s in clipping.statements):
        return clipping
    return msgspec.structs.replace(clipping, statements=tuple(s for s in clipping.statements if s.id not in wrong))


def _with_origins(
    stories: Sequence[Story], clippings: Sequence[Clipping], copies: Sequence[Copy], judgements: Sequence[Judgement]
) -> list[Story]:
    by_page = {clipping.page.id: clipping for clipping in clippings}
    return [
        msgspec.structs.replace(story, origins=count_origins(story.id, story.pages, by_page, copies, judgements))
        for story in stories
    ]


def _with_fact_origins(
    events: Sequence[Event], clippings: Sequence[Clipping], copies: Sequence[Copy], judgements: Sequence[Judgement]
) -> list[Event]:
    """The timeline, each event that several pages tell with its origins."""
    by_page = {clipping.page.id: clipping for clipping in clippings}
    between: dict[str, list[Copy]] = {}
    for copy in copies:
        between.setdefault(copy.left, []).append(copy)

    def counted(event: Event) -> Event:
        pages = sorted({event.page, *map(page_of, event.others)})
        if len(pages) == 1:
            return event
        near = [copy for page in pages for copy in between.get(page, ())]
        return msgspec.structs.replace(event, origins=count_fact_origins(event, by_page, near, judgements))

    return [counted(event) for event in events]
