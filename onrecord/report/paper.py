"""A paper: sections of items, each item resting on notes that say outlet, date, page and range."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

import msgspec

from onrecord.errors import OnrecordError
from onrecord.groups import Event, Position, Relation, Story
from onrecord.record import Shelf
from onrecord.record.cells import date_words, origin_words
from onrecord.spans import words_of
from onrecord.types import Span, Spans, Statement, page_of

G = TypeVar("G", Position, Story)


class Note(msgspec.Struct, frozen=True):
    """Where an item's words stand: all that someone needs to find them again.

    ``spans`` count code points of the page's text; ``digest`` is the SHA-256 of that text in UTF-8.
    """

    page: str
    name: str
    outlet: str
    published: str
    url: str
    fetched: str
    digest: str
    spans: Spans

    @property
    def ranges(self) -> str:
        """The spans for people: "102-150, 180-220"."""
        return ", ".join(f"{span.start}-{span.end}" for span in self.spans)


class Item(msgspec.Struct, frozen=True):
    """One thing a paper tells: who or when (``lead``), the words as printed, what is to be known of them.

    ``words`` are empty for an item that is no quotation; ``below`` are items that belong to it. ``remark`` is what a
    person wrote beside it.
    """

    lead: str
    words: str = ""
    told: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    below: tuple[Item, ...] = ()
    remark: str = ""


class Section(msgspec.Struct, frozen=True):
    """A heading and its items; ``empty`` is what stands there when there are none."""

    heading: str
    items: tuple[Item, ...]
    empty: str = "Nothing in these pages."


class Paper(msgspec.Struct, frozen=True):
    """A whole paper in reading order; ``facts`` are counts that open it."""

    title: str
    kind: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]

    @property
    def notes(self) -> tuple[Note, ...]:
        """Every note once, in the order of first use: its place plus one is its number."""
        found: dict[Note, None] = {}
        for section in self.sections:
            for item in _walk(section.items):
                found.update(dict.fromkeys(item.notes))
        return tuple(found)


class Desk(msgspec.Struct, frozen=True, dict=True):
    """A part of a record that a paper is written about: some pages, everything on them in order.

    ``only`` narrows it to these statements and events, for the pages they stand on, and all events of pages that are
    ``whole``; ``remarks`` are a person's notes by the id they were written beside.
    """

    shelf: Shelf
    pages: tuple[str, ...]
    only: tuple[str, ...] | None = None
    whole: frozenset[str] = frozenset()
    remarks: Mapping[str, str] = {}

    @cached_property
    def statements(self) -> Sequence[Statement]:
        """The statements in order of page, then place."""
        found = [s for page in self.pages for s in self.shelf.clippings[page].statements]
        return found if self.only is None else [s for s in found if s.id in self._only]

    @cached_property
    def events(self) -> Sequence[Event]:
        """The events that the pages tell, in order of time; undated ones last."""
        found = {event.id: event for page in self.pages for event in self.shelf.events_of(page)}
        if self.only is not None:
            found = {name: e for name, e in found.items() if e.page in self.whole or {name, e.statement} & self._only}
        return sorted(found.values(), key=lambda e: (e.date or e.after or e.before or "~", e.date is None, e.id))

    @cached_property
    def stories(self) -> Sequence[Story]:
        """The stories the pages stand in, by the date of their first page."""
        return _by_first_page(self.shelf, filter(None, (self.shelf.story_of.get(page) for page in self.pages)))

    @cached_property
    def relations(self) -> Sequence[Relation]:
        """The relations whose first statement is one of these, by id; both sides are where the desk is narrowed."""
        found = {r.id: r for s in self.statements for r in self.shelf.relations_of(s.id) if r.left == s.id}
        kept = found.values() if self.only is None else (r for r in found.values() if r.right in self._only)
        return sorted(kept, key=lambda r: r.id)

    @cached_property
    def positions(self) -> Sequence[Position]:
        """The positions that any of the statements is part of, by the date of their first page."""
        return _by_first_page(self.shelf, (p for s in self.statements for p in self.shelf.positions_of(s.id)))

    @cached_property
    def _only(self) -> frozenset[str | None]:
        return frozenset(self.only or ())

    @cached_property
    def _digests(self) -> dict[str, str]:
        return {}

    def note(self, page: str, spans: Spans) -> Note:
        """The note for spans of a page."""
        clipping = self.shelf.clippings[page]
        if page not in self._digests:
            text = clipping.page.text.encode("utf-8", "surrogatepass")
            self._digests[page] = hashlib.sha256(text).hexdigest()
        return Note(
            page=page,
            name=self.shelf.name(page),
            outlet=self.shelf.outlet(page),
            published=date_words(clipping.article.published),
            url=clipping.page.url or "",
            fetched=clipping.page.fetched or "",
            digest=self._digests[page],
            spans=spans,
        )

    def item(self, statement: Statement, *told: str, below: Iterable[Item] = ()) -> Item:
        """A statement as an item: speaker, words, labels and origins, its note."""
        labels = [statement.act, statement.manner, statement.form, statement.modality]
        shown = [label.replace("_", " ") for label in labels if label != "said"]
        chain = "".join(f" > {relay.name} ({relay.how.replace('_', ' ')})" for relay in statement.relays)
        said = statement.said or self.shelf.words(statement.page, statement.said_span)
        return Item(
            lead=self.shelf.speaker(statement) + chain,
            words=self.shelf.words(statement.page, statement.content),
            told=(
                ", ".join(shown),
                *((f"said {said}",) if said else ()),
                origin_words(self.shelf, statement),
                *told,
            ),
            notes=(self.note(statement.page, statement.content),),
            below=tuple(below),
            remark=self.remarks.get(statement.id, ""),
        )


def _by_first_page(shelf: Shelf, groups: Iterable[G]) -> list[G]:
    def place(group: G) -> tuple[str, str]:
        article = shelf.ways.articles.get(page_of(group.id))
        return (article.published.value if article else None) or "~", group.id

    return sorted({group.id: group for group in groups}.values(), key=place)


def check_paper(paper: Paper, shelf: Shelf) -> Paper:
    """The paper itself, when every quotation in it stands so at one of its notes; raises OnrecordError otherwise."""
    for section in paper.sections:
        for item in _walk(section.items):
            if item.words and not any(_stands(item.words, note, shelf) for note in item.notes):
                raise OnrecordError(f"{item.lead}: these words do not stand at their range. Run: onrecord doctor")
    return paper


def _stands(words: str, note: Note, shelf: Shelf) -> bool:
    text = shelf.clippings[note.page].page.text
    return words == words_of(text, note.spans) and all(0 <= s.start < s.end <= len(text) for s in note.spans)


def _walk(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _walk(item.below)


def rows_of(paper: Paper) -> list[Mapping[str, object]]:
    """The items as flat rows for a table, those below another one after it; one row an item and note."""
    return [
        {"section": section.heading, **_row(item, note)}
        for section in paper.sections
        for item in _walk(section.items)
        for note in item.notes or (None,)
    ]


def _row(item: Item, note: Note | None) -> Mapping[str, object]:
    return {
        "lead": item.lead,
        "words": item.words,
        "told": "; ".join(item.told),
        "remark": item.remark,
        "outlet": note.outlet if note else "",
        "published": note.published if note else "",
        "page": note.name if note else "",
        "url": note.url if note else "",
        "fetched": note.fetched if note else "",
        "page_id": note.page if note else "",
        "range": note.ranges if note else "",
        "sha256": note.digest if note else "",
    }


def one(span: Span) -> Spans:
    """A span as the spans of a note."""
    return (span,)
