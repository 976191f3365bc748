"""The shelf: everything of a record in memory, joined by id, for the doors that read it from end to end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import PurePath

import msgspec

from onrecord.copies.origins import count_origins
from onrecord.groups import (
    Copy,
    Event,
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


class Shelf(msgspec.Struct, frozen=True, dict=True):
    """Clippings by page id and the groups over them, each in the order the record keeps them."""

    clippings: Mapping[str, Clipping]
    parties: tuple[Party, ...] = ()
    copies: tuple[Copy, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    stories: tuple[Story, ...] = ()
    threads: tuple[Thread, ...] = ()
    relations: tuple[Relation, ...] = ()
    positions: tuple[Position, ...] = ()
    events: tuple[Event, ...] = ()
    problems: tuple[Problem, ...] = ()

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """The name of each page, shortened to as many of its last folders as tell it from the others."""
        parts = {page: PurePath(clipping.page.name).parts for page, clipping in self.clippings.items()}
        for size in range(1, 1 + max((len(part) for part in parts.values()), default=0)):
            tails = {page: "/".join(part[-size:]) for page, part in parts.items()}
            if len(set(tails.values())) == len(tails):
                return tails
        return {page: clipping.page.name for page, clipping in self.clippings.items()}

    def name(self, page: str) -> str:
        """The name of a page to show: its file name, with folders where two files share one."""
        return self._names.get(page, page)

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        """Every statement by id."""
        return {s.id: s for c in self.clippings.values() for s in c.statements}

    @cached_property
    def _party_of(self) -> Mapping[str, Party]:
        return {entity: party for party in self.parties for entity in party.entities}

    @cached_property
    def _entity_of(self) -> Mapping[str, str]:
        return {m.id: m.entity for c in self.clippings.values() for m in c.mentions}

    @cached_property
    def _utterance_of(self) -> Mapping[str, Utterance]:
        return {s: utterance for utterance in self.utterances for s in utterance.statements}

    @cached_property
    def story_of(self) -> Mapping[str, Story]:
        """The story of each page id."""
        return {page: story for story in self.stories for page in story.pages}

    @cached_property
    def story(self) -> Mapping[str, Story]:
        """Each story by its id."""
        return {story.id: story for story in self.stories}

    @cached_property
    def said_by(self) -> Mapping[str, int]:
        """How many statements each party makes, by party id."""
        return Counter(party.id for s in self.statements.values() if (party := self.party(s)))

    @cached_property
    def thread_of(self) -> Mapping[str, Thread]:
        """The thread of each story id."""
        return {story: thread for thread in self.threads for story in thread.stories}

    def party(self, statement: Statement) -> Party | None:
        """The party a statement's source stands for, None when it has none across the record."""
        entity = self._entity_of.get(statement.mention or "")
        return self._party_of.get(entity or "")

    def speaker(self, statement: Statement) -> str:
        """The speaker's name to show: the party's name, the name worked out on the page, or "unknown"."""
        party = self.party(statement)
        if party is not None and statement.speaker and not statement.speaker.startswith("unnamed:"):
            return party.name
        return statement.speaker or UNKNOWN

    def carriers(self, statement: Statement) -> Utterance | None:
        """The same utterance on all its pages, None when it stands alone."""
        return self._utterance_of.get(statement.id)

    def origins(self, statement: Statement) -> Origins:
        """How many origins stand behind a statement, over all its carriers."""
        group = self.carriers(statement)
        if group is not None and group.origins is not None:
            return group.origins
        return count_origins(statement.id, [statement.page], self.clippings, self.copies)

    def words(self, page: str, spans: Span | Spans | None) -> str:
        """The words at spans of a page, as one line; an empty string for none."""
        if spans is None:
            return ""
        return words_of(self.clippings[page].page.text, (spans,) if isinstance(spans, Span) else spans)

    def outlet(self, page: str) -> str:
        """The outlet a page shows as its own, or "unknown"."""
        outlet = self.clippings[page].article.outlet
        return outlet.value if outlet else UNKNOWN

    def headline(self, page: str) -> str:
        """The headline of a page, its file name where it shows none."""
        headline = self.clippings[page].article.headline
        return headline.value if headline else self.name(page)

    def relations_of(self, statement: str) -> list[Relation]:
        """The relations a statement stands in, in order."""
        return [r for r in self.relations if statement in (r.left, r.right)]

    def text(self, page: str) -> str:
        """The text of a page."""
        return self.clippings[page].page.text


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
