"""One thing of a record with everything tied to it, fetched by its id alone: a statement, party, story, thread."""

from __future__ import annotations

import msgspec

from onrecord.copies.chain import find_chain
from onrecord.errors import UnknownId
from onrecord.groups import Copy, Event, Origins, Party, Position, Relation, Story, Thread, Utterance
from onrecord.record.shelf import Shelf
from onrecord.store import Store, questions
from onrecord.types import Article, Relay, Statement

# Carriers of one utterance that are fetched whole; a wire quotation has thousands.
CARRIERS = 200
# Statements by and about a party that are fetched with it; the rest are asked for a page at a time.
FIRST = 50


class AboutStatement(msgspec.Struct, frozen=True):
    """A statement with all that is tied to it.

    ``carriers`` are the statements of the same words on other pages (the first ``CARRIERS`` of them; the utterance
    holds the ids of all), ``chain`` the hops from the speaker outwards, each with the page that tells of it.
    """

    statement: Statement
    article: Article
    party: Party | None
    utterance: Utterance | None
    carriers: tuple[Statement, ...]
    origins: Origins
    relations: tuple[Relation, ...]
    positions: tuple[Position, ...]
    events: tuple[Event, ...]
    story: Story | None
    chain: tuple[tuple[str, Relay], ...]


class AboutParty(msgspec.Struct, frozen=True):
    """A person or body: the first statements by and about it, its positions, who carries its words, and counts.

    ``carriers`` pairs outlets with how many of its statements they carry, most first. Further statements:
    ``record.statements(party=ID, after=LAST)`` and ``record.statements_about(ID, after=LAST)``.
    """

    party: Party
    said: int
    pages: int
    statements: tuple[Statement, ...]
    about: tuple[Statement, ...]
    carriers: tuple[tuple[str, int], ...]
    positions: tuple[Position, ...]


class AboutStory(msgspec.Struct, frozen=True):
    """A story: its thread, articles in order, what its pages share, its utterances and events."""

    story: Story
    thread: Thread | None
    articles: tuple[Article, ...]
    copies: tuple[Copy, ...]
    utterances: tuple[Utterance, ...]
    events: tuple[Event, ...]


class AboutThread(msgspec.Struct, frozen=True):
    """A thread: its stories in order, and the positions taken in it."""

    thread: Thread
    stories: tuple[Story, ...]
    positions: tuple[Position, ...]


def about_statement(store: Store, shelf: Shelf, name: str) -> AboutStatement:
    """A statement by its id, with all that is tied to it; raises UnknownId."""
    statement = shelf.statements.get(name)
    if statement is None:
        raise UnknownId(f"{name}: no statement of this id in {store.path}. List ids with --json.")
    group = shelf.carriers(statement)
    others = [s for s in group.statements if s != name][:CARRIERS] if group else []
    return AboutStatement(
        statement=statement,
        article=shelf.article(statement.page),
        party=shelf.party(statement),
        utterance=group,
        carriers=tuple(shelf.statements[s] for s in others),
        origins=shelf.origins(statement),
        relations=tuple(shelf.relations_of(name)),
        positions=tuple(questions.groups_of(store, Position, name)),
        events=tuple(questions.groups_of(store, Event, name)),
        story=shelf.story_of.get(statement.page),
        chain=chain_of(shelf, statement),
    )


def chain_of(shelf: Shelf, statement: Statement) -> tuple[tuple[str, Relay], ...]:
    """The hops from the speaker outwards to the page of a statement, each with the page that tells of it."""
    group = shelf.carriers(statement)
    if group is None or not statement.relays:
        return tuple((statement.page, relay) for relay in statement.relays)
    # Only pages of outlets that a hop could name are needed; an utterance of very many pages gives its first ones.
    others = [s for s in group.statements if s != statement.id][:CARRIERS]
    few = msgspec.structs.replace(group, statements=(statement.id, *others))
    return tuple(find_chain(statement.id, few, shelf.clippings))


def about_party(store: Store, name: str) -> AboutParty:
    """A party by its id (or that of any entity in it); raises UnknownId."""
    party = party_by(store, name)
    return AboutParty(
        party=party,
        said=questions.spoken_by(store, party.id),
        pages=len({entity.split(":")[0] for entity in party.entities}),
        statements=tuple(questions.statements_of(store, questions.Wanted(party=party.id), limit=FIRST)),
        about=tuple(questions.statements_about(store, party.id, limit=FIRST)),
        carriers=tuple(questions.outlets_of(store, party.id)),
        positions=tuple(questions.groups_of(store, Position, party.id)),
    )


def party_by(store: Store, name: str) -> Party:
    """The party of this id, or the one an entity is in; raises UnknownId."""
    found = next(store.scan(Party, id=name), None) or next(iter(questions.groups_of(store, Party, name)), None)
    if found is None:
        # A party is named for its first entity: one that has since been joined to an earlier one is found by it.
        found = next(iter(questions.groups_of(store, Party, name.replace(":p", ":m", 1))), None)
    if found is None:
        raise UnknownId(f"{name}: no party of this id in {store.path}. List ids with: onrecord people --json")
    return found


def about_story(store: Store, shelf: Shelf, name: str) -> AboutStory:
    """A story by its id, or that of any page in it; raises UnknownId."""
    story = shelf.story.get(name) or shelf.story_of.get(name.split(":")[0])
    if story is None:
        raise UnknownId(f"{name}: no story of this id in {store.path}. List ids with: onrecord stories --json")
    inside = set(story.pages)
    copies = questions.groups_of_all(store, Copy, story.pages)
    return AboutStory(
        story=story,
        thread=shelf.thread_of.get(story.id),
        articles=tuple(shelf.article(page) for page in story.pages),
        copies=tuple(c for c in copies if c.left in inside and c.right in inside),
        utterances=tuple(questions.groups_of_all(store, Utterance, story.pages)),
        events=tuple(questions.groups_of_all(store, Event, story.pages)),
    )


def about_thread(store: Store, shelf: Shelf, name: str) -> AboutThread:
    """A thread by its id, or that of a story or page in it; raises UnknownId."""
    thread = next(store.scan(Thread, id=name), None)
    if thread is None:
        story = shelf.story.get(name) or shelf.story_of.get(name.split(":")[0])
        thread = shelf.thread_of.get(story.id) if story else None
    if thread is None:
        raise UnknownId(f"{name}: no thread of this id in {store.path}. List ids with: onrecord stories --json")
    return AboutThread(
        thread=thread,
        stories=tuple(shelf.story[story] for story in thread.stories),
        positions=tuple(store.scan(Position, thread=thread.id)),
    )
