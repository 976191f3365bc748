"""The shelf of a record file: every part fetched from the store when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TypeVar

import msgspec

from onrecord.groups import Copy, Event, Party, Position, Relation, Story, Thread, Utterance
from onrecord.record.looked import Listed, Looked
from onrecord.record.shelf import Shelf, Ways, make_clippings
from onrecord.store import Store, questions
from onrecord.store.kept import short_name
from onrecord.store.tables import table_of
from onrecord.types import Article, Clipping, Mention, Page, Problem, Statement, Timex

G = TypeVar("G", Copy, Event, Party, Position, Relation, Story, Thread, Utterance)
# Whole clippings remembered: a page with all that was found on it takes some hundred kilobytes.
CLIPPINGS = 128


def open_shelf(store: Store) -> Shelf:
    """The shelf over a store; what it has fetched is not fetched again, so make a new one when the file has changed."""
    pages = partial(_each_page, store)
    ids = partial(_each_statement, store)
    clippings = Looked(partial(clipping_of, store), pages, kept=CLIPPINGS)
    return Shelf(
        clippings=clippings,
        ways=_ways(store, pages, ids),
        parties=_listed(store, Party),
        copies=_listed(store, Copy),
        utterances=_listed(store, Utterance),
        stories=_listed(store, Story),
        threads=_listed(store, Thread),
        relations=_listed(store, Relation),
        positions=_listed(store, Position),
        events=_listed(store, Event),
        problems=tuple(store.scan(Problem)),
        judgements=tuple(store.judgements()),
    )


def _ways(store: Store, pages: Callable[[], Iterator[str]], ids: Callable[[], Iterator[str]]) -> Ways:
    parties = Looked(partial(_by_id, store, Party), partial(_each, store, Party))
    utterances = Looked(partial(_by_id, store, Utterance), ids)
    story = Looked(partial(_by_id, store, Story), partial(_each, store, Story))
    threads = Looked(partial(_by_id, store, Thread), partial(_each, store, Thread))
    return Ways(
        texts=Looked(lambda page: questions.page_text(store, page), pages, kept=CLIPPINGS),
        articles=Looked(lambda page: _first(store.scan(Article, page=page)), pages),
        names=_page_names(store, pages),
        statements=Looked(lambda name: _first(store.scan(Statement, id=name)), ids),
        entities=Looked(lambda mention: questions.entity_of(store, mention), lambda: iter(())),
        parties=parties,
        party_of=Looked(_home(store, Party, parties), lambda: iter(())),
        utterance_of=Looked(_home(store, Utterance, utterances), ids),
        story=story,
        story_of=Looked(_home(store, Story, story), pages),
        thread_of=Looked(_home(store, Thread, threads), partial(_each, store, Story)),
        relations_of=Looked(lambda name: questions.relations_of(store, Relation, name), ids),
        events_of=Looked(lambda page: questions.groups_of(store, Event, page), pages),
        positions_of=Looked(lambda name: questions.groups_of(store, Position, name), ids),
        spoken=Looked(lambda party: questions.spoken_by(store, party), partial(_each, store, Party)),
    )


def clipping_of(store: Store, page: str) -> Clipping | None:
    """A page with its article and all found on it; None when it has no article."""
    others = [store.scan(kind, page=page) for kind in (Mention, Timex, Statement)]
    return make_clippings(store.scan(Page, id=page), store.scan(Article, page=page), others).get(page)


def _listed(store: Store, kind: type[G]) -> Listed[G]:
    return Listed(
        lambda after, limit: questions.rows_of(store, kind, after=after, limit=limit),
        lambda row: row.id,
        lambda: store.count(kind),
    )


def _page_names(store: Store, pages: Callable[[], Iterator[str]]) -> Looked[str]:
    def shown(page: str) -> str | None:
        name = questions.page_name(store, page)
        return None if name is None else short_name(store.cells, page, name)

    return Looked(shown, pages)


def _home(store: Store, kind: type[G], groups: Looked[G]) -> Callable[[str], G | None]:
    """The group a member stands in, by the group's id: a large group is read once, not for each of its members."""
    name = table_of(kind).name

    def found(member: str) -> G | None:
        return next((group for home in questions.inside(store, member, name) if (group := groups.get(home))), None)

    return found


def _by_id(store: Store, kind: type[G], name: str) -> G | None:
    return _first(store.scan(kind, id=name))


def _each(store: Store, kind: type[G]) -> Iterator[str]:
    return (row.id for row in _listed(store, kind))


def _each_page(store: Store) -> Iterator[str]:
    return iter(questions.article_pages(store))


def _each_statement(store: Store) -> Iterator[str]:
    return iter(questions.statement_ids(store))


R = TypeVar("R", bound=msgspec.Struct)


def _first(found: Iterator[R]) -> R | None:
    return next(found, None)


def kinds_of(name: str) -> tuple[type[msgspec.Struct], ...]:
    """The types a record of this id may be of, told by the form of the id; none for a page or a name."""
    if "~" in name:
        return (Relation,)
    if ":c-" in name:
        return (Copy,)
    found = _FORM.fullmatch(name)
    return KINDS.get(found[1] or found[2] or found[3], ()) if found else ()


KINDS: Mapping[str, tuple[type[msgspec.Struct], ...]] = {
    "s": (Statement,), "u": (Utterance,), "p": (Party,), "e": (Event,), "m": (Mention,), "t": (Timex,), "y": (Story,),
    "y:t": (Thread,), "o": (Position,),
}  # fmt: skip
_FORM = re.compile(r"[^:]*:(?:(y:t|y)|([a-z])[\d-]+)|[^:]*:s[\d-]+:(o)")
