"""The shelf: the parts of a record joined by id, as the doors read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath

import msgspec

from onrecord.copies.origins import count_origins
from onrecord.groups import (
    Copy,
    Event,
    Judgement,
    Origins,
    Party,
    Position,
    Relation,
    Story,
    Thread,
    Utterance,
)  # fmt: skip
from onrecord.spans import words_of
from onrecord.types import Article, Clipping, Mention, Page, Problem, Span, Spans, Statement, Timex, page_of

UNKNOWN = "unknown"


class Ways(msgspec.Struct, frozen=True):
    """How a shelf finds one thing by the id of another, each as a mapping that may fetch what it is asked for.

    ``spoken`` counts a party's statements; ``names`` gives each page the name it is shown by.
    """

    texts: Mapping[str, str]
    articles: Mapping[str, Article]
    names: Mapping[str, str]
    statements: Mapping[str, Statement]
    entities: Mapping[str, str]
    parties: Mapping[str, Party]
    party_of: Mapping[str, Party]
    utterance_of: Mapping[str, Utterance]
    story: Mapping[str, Story]
    story_of: Mapping[str, Story]
    thread_of: Mapping[str, Thread]
    relations_of: Mapping[str, Sequence[Relation]]
    events_of: Mapping[str, Sequence[Event]]
    positions_of: Mapping[str, Sequence[Position]]
    spoken: Mapping[str, int]


class Shelf(msgspec.Struct, frozen=True):
    """Clippings by page id and the groups over them, each in the order the record keeps them.

    Over a record nothing is in memory but what was last asked for; reading a part from end to end fetches it
    a few rows at a time.
    """

    clippings: Mapping[str, Clipping]
    ways: Ways
    parties: Sequence[Party] = ()
    copies: Sequence[Copy] = ()
    utterances: Sequence[Utterance] = ()
    stories: Sequence[Story] = ()
    threads: Sequence[Thread] = ()
    relations: Sequence[Relation] = ()
    positions: Sequence[Position] = ()
    events: Sequence[Event] = ()
    problems: Sequence[Problem] = ()
    judgements: Sequence[Judgement] = ()

    def name(self, page: str) -> str:
        """The name of a page to show: its file name, with as many folders as tell it from all others."""
        return self.ways.names.get(page, page)

    @property
    def statements(self) -> Mapping[str, Statement]:
        """Every statement by id."""
        return self.ways.statements

    @property
    def story_of(self) -> Mapping[str, Story]:
        """The story of each page id."""
        return self.ways.story_of

    @property
    def story(self) -> Mapping[str, Story]:
        """Each story by its id."""
        return self.ways.story

    @property
    def said_by(self) -> Mapping[str, int]:
        """How many statements each party makes, by party id."""
        return self.ways.spoken

    @property
    def thread_of(self) -> Mapping[str, Thread]:
        """The thread of each story id."""
        return self.ways.thread_of

    def article(self, page: str) -> Article:
        """The article of a page; KeyError for a page without one."""
        return self.ways.articles[page]

    def party(self, statement: Statement) -> Party | None:
        """The party a statement's source stands for, None when it has none across the record."""
        entity = self.ways.entities.get(statement.mention) if statement.mention else None
        return self.ways.party_of.get(entity) if entity else None

    def party_by_id(self, party: str) -> Party | None:
        """The party of this id."""
        return self.ways.parties.get(party)

    def speaker(self, statement: Statement) -> str:
        """The speaker's name to show: the party's name, the name worked out on the page, or "unknown"."""
        if not statement.speaker or statement.speaker.startswith("unnamed:"):
            return statement.speaker or UNKNOWN
        party = self.party(statement)
        return party.name if party is not None else statement.speaker

    def carriers(self, statement: Statement) -> Utterance | None:
        """The same utterance on all its pages, None when it stands alone."""
        return self.ways.utterance_of.get(statement.id)

    def origins(self, statement: Statement) -> Origins:
        """How many origins stand behind a statement, over all its carriers."""
        group = self.carriers(statement)
        if group is not None and group.origins is not None:
            return group.origins
        # A page alone is no copy of anything that counts here.
        return count_origins(statement.id, [statement.page], {statement.page: self.clippings[statement.page]}, ())

    def words(self, page: str, spans: Span | Spans | None) -> str:
        """The words at spans of a page, as one line; an empty string for none."""
        if spans is None:
            return ""
        return words_of(self.ways.texts[page], (spans,) if isinstance(spans, Span) else spans)

    def outlet(self, page: str) -> str:
        """The outlet a page shows as its own, or "unknown"."""
        outlet = self.article(page).outlet
        return outlet.value if outlet else UNKNOWN

    def headline(self, page: str) -> str:
        """The headline of a page, its file name where it shows none."""
        headline = self.article(page).headline
        return headline.value if headline else self.name(page)

    def relations_of(self, statement: str) -> list[Relation]:
        """The relations a statement stands in, in order."""
        return list(self.ways.relations_of.get(statement, ()))

    def events_of(self, page: str) -> list[Event]:
        """The events that a page tells, in order."""
        return list(self.ways.events_of.get(page, ()))

    def positions_of(self, statement: str) -> list[Position]:
        """The positions a statement is part of, in order."""
        return list(self.ways.positions_of.get(statement, ()))

    def text(self, page: str) -> str:
        """The text of a page."""
        return self.ways.texts[page]


def shelf_of(clipping: Clipping) -> Shelf:
    """The shelf of one clipping alone, with nothing joined."""
    page = clipping.page.id
    ways = Ways(
        texts={page: clipping.page.text},
        articles={page: clipping.article},
        names={page: PurePath(clipping.page.name).name or clipping.page.name},
        statements={statement.id: statement for statement in clipping.statements},
        entities={mention.id: mention.entity for mention in clipping.mentions},
        parties={}, party_of={}, utterance_of={}, story={}, story_of={}, thread_of={}, relations_of={},
        events_of={}, positions_of={}, spoken={},
    )  # fmt: skip
    return Shelf(clippings={page: clipping}, ways=ways)


def make_clippings(
    pages: Iterable[Page], articles: Iterable[Article], others: Sequence[Iterable[msgspec.Struct]]
) -> dict[str, Clipping]:
    """Clippings by page id from flat records of any order; pages without an article are left out."""
    article_of = {article.page: article for article in articles}
    found: dict[str, list[msgspec.Struct]] = {page: [] for page in article_of}
    for records in others:
        for record in records:
            found.setdefault(page_of(str(getattr(record, "id", ""))), []).append(record)
    clippings = {}
    for page in sorted(pages, key=lambda p: (p.name, p.id)):
        if page.id not in article_of:
            continue
        mine = found[page.id]
        clippings[page.id] = Clipping(
            page=page,
            article=article_of[page.id],
            mentions=tuple(sorted((r for r in mine if isinstance(r, Mention)), key=lambda m: (m.span, m.id))),
            timexes=tuple(sorted((r for r in mine if isinstance(r, Timex)), key=lambda t: (t.span, t.id))),
            statements=tuple(sorted((r for r in mine if isinstance(r, Statement)), key=lambda s: (s.content, s.id))),
        )
    return clippings
