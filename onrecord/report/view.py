"""What the report shows, worked out from the shelf as plain rows that a template can print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from onrecord import labels
from onrecord.groups import Drift, Event, Origins, Relation, Story, Thread, Utterance
from onrecord.labels import ANONYMOUS_FORMS
from onrecord.record import Shelf
from onrecord.record.cells import date_words, other_dates
from onrecord.report.marked import Piece, mark_page
from onrecord.spans import hull
from onrecord.types import Dated, Span, Statement

# The relations a report shows, the ones a reader looks for first before the rest; "related" says too little.
_SHOWN: tuple[labels.Relation, ...] = (
    "contradicts", "denies", "clarifies", "later", "differs_in_detail", "repeats", "affirms",
)  # fmt: skip


class Place(msgspec.Struct, frozen=True):
    """Where an item's words stand: a link to the marked text, page name and range."""

    anchor: str
    page: str
    start: int
    end: int


class Said(msgspec.Struct, frozen=True):
    """One statement as shown."""

    speaker: str
    words: str
    source: str
    cue: str
    chips: tuple[str, ...]
    chain: tuple[tuple[str, str], ...]
    when: str
    origins: str
    place: Place
    sure: str
    within: str


class Carried(msgspec.Struct, frozen=True):
    """One utterance on several pages, with its source labels and drift."""

    words: str
    carriers: tuple[Said, ...]
    drifts: tuple[str, ...]
    origins: str
    reasons: tuple[str, ...]


class Related(msgspec.Struct, frozen=True):
    """Two statements and how they stand to one another."""

    left: Said
    right: Said
    relation: str
    matter: str
    reasons: tuple[str, ...]


class Entry(msgspec.Struct, frozen=True):
    """A timeline entry."""

    date: str
    precision: str
    words: str
    when: str
    place: Place
    also: int
    why: str
    differ: tuple[str, ...] = ()


class Source(msgspec.Struct, frozen=True):
    """A page of a story: what it says of itself."""

    name: str
    anchor: str
    headline: str
    outlet: str
    published: str
    reasons: tuple[str, ...]
    wire: str
    dateline: str


class Told(msgspec.Struct, frozen=True):
    """A story as shown."""

    name: str
    anchor: str
    facts: tuple[str, ...]
    reasons: tuple[str, ...]
    pages: tuple[Source, ...]
    sides: tuple[tuple[str, tuple[Said, ...]], ...]
    carried: tuple[Carried, ...]
    timeline: tuple[Entry, ...]


class Strand(msgspec.Struct, frozen=True):
    """A thread as shown: its stories and the reason for each hop."""

    name: str
    anchor: str
    stories: tuple[Told, ...]
    hops: tuple[str, ...]
    relations: tuple[Related, ...]


class Sheet(msgspec.Struct, frozen=True):
    """A page's whole text in pieces, marked where an item rests on it."""

    name: str
    anchor: str
    title: str
    pieces: tuple[Piece, ...]


class View(msgspec.Struct, frozen=True):
    """Everything a report shows, in order."""

    facts: tuple[tuple[str, str], ...]
    threads: tuple[Strand, ...]
    people: tuple[Mapping[str, str], ...]
    problems: tuple[tuple[str, str], ...]
    sheets: tuple[Sheet, ...]


def view_record(shelf: Shelf) -> View:
    """The report's rows: threads by size, their stories in order, then people, problems and page texts."""
    threads = sorted(shelf.threads, key=lambda t: (-sum(len(shelf.story[s].pages) for s in t.stories), t.id))
    named = [p for p in shelf.parties if p.kind in ("person", "body")]
    said = shelf.said_by
    return View(
        facts=_facts(shelf),
        threads=tuple(_strand(shelf, thread) for thread in threads),
        people=tuple(
            {
                "name": p.name,
                "kind": p.kind,
                "said": str(said.get(p.id, 0)),
                "names": ", ".join(name for name, _ in p.names),
                "roles": "; ".join(dict.fromkeys(f"{r.title} ({_bounds(r.date, r.after, r.before)})" for r in p.roles)),
            }
            for p in sorted(named, key=lambda p: (-said.get(p.id, 0), p.name))
            if said.get(p.id) or p.roles
        ),
        problems=tuple((p.name or p.page, p.what) for p in shelf.problems),
        sheets=tuple(_sheet(shelf, page) for page in shelf.clippings),
    )


def _facts(shelf: Shelf) -> tuple[tuple[str, str], ...]:
    speakers = {
        shelf.speaker(s) for s in shelf.statements.values() if s.speaker and not s.speaker.startswith("unnamed")
    }
    origins = sum(story.origins.at_most for story in shelf.stories if story.origins)
    return (
        ("pages", str(len(shelf.clippings))),
        ("statements", str(len(shelf.statements))),
        ("named speakers", str(len(speakers))),
        ("stories", str(len(shelf.stories))),
        ("origins at most", str(origins)),
        ("problems", str(len(shelf.problems))),
    )


def _strand(shelf: Shelf, thread: Thread) -> Strand:
    pages = {page for story in thread.stories for page in shelf.story[story].pages}
    relations = [r for r in shelf.relations if r.relation in _SHOWN and shelf.statements[r.left].page in pages]
    relations.sort(key=lambda r: (_SHOWN.index(r.relation), -r.sure, r.id))
    return Strand(
        name=thread.name,
        anchor=f"th-{thread.id.replace(':', '-')}",
        stories=tuple(_told(shelf, shelf.story[story]) for story in thread.stories),
        hops=tuple("; ".join(hop.reasons) for hop in thread.hops),
        relations=tuple(_related(shelf, relation) for relation in relations),
    )


def _told(shelf: Shelf, story: Story) -> Told:
    statements = [s for page in story.pages for s in shelf.clippings[page].statements]
    sides: dict[str, list[Said]] = {}
    for statement in statements:
        sides.setdefault(shelf.speaker(statement), []).append(_said(shelf, statement))
    carried = [u for u in shelf.utterances if u.pages[0] in story.pages]
    events = [e for e in shelf.events if e.page in story.pages]
    return Told(
        name=story.name or shelf.headline(story.pages[0]),
        anchor=f"st-{story.id.replace(':', '-')}",
        facts=_story_facts(shelf, story, statements),
        reasons=story.origins.reasons if story.origins else (),
        pages=tuple(_source(shelf, page) for page in story.pages),
        sides=tuple((name, tuple(said)) for name, said in sorted(sides.items(), key=lambda kv: (-len(kv[1]), kv[0]))),
        carried=tuple(_carried(shelf, u) for u in carried),
        timeline=tuple(_entry(shelf, e) for e in events),
    )


def _story_facts(shelf: Shelf, story: Story, statements: Sequence[Statement]) -> tuple[str, ...]:
    known = {shelf.outlet(page) for page in story.pages} - {"unknown"}
    unknown = sum(shelf.outlet(page) == "unknown" for page in story.pages)
    outlets = f"{len(known)} known outlet{'s' * (len(known) != 1)}" + (f", {unknown} unknown" if unknown else "")
    voiced = [s for s in statements if s.form in ANONYMOUS_FORMS]
    return (
        f"{len(story.pages)} page{'s' * (len(story.pages) != 1)}",
        outlets,
        origin_count(story.origins),
        f"{len(statements)} statements, {len(voiced)} from anonymous sources",
    )


def origin_count(origins: Origins | None) -> str:
    """Origins in words: "at least 1, at most 2 origins"; "origins not counted" for none."""
    if origins is None:
        return "origins not counted"
    most = f"at most {origins.at_most} origin{'s' * (origins.at_most != 1)}"
    return most if origins.at_least == origins.at_most else f"at least {origins.at_least}, {most}"


def _source(shelf: Shelf, page: str) -> Source:
    article = shelf.article(page)
    return Source(
        name=shelf.name(page),
        anchor=f"p-{page}",
        headline=shelf.headline(page),
        outlet=shelf.outlet(page),
        published=date_words(article.published),
        reasons=article.published.reasons,
        wire=article.wire.value if article.wire else "none shown",
        dateline=shelf.words(page, article.dateline.span if article.dateline else None) or "none shown",
    )


def place_of(shelf: Shelf, page: str, span: Span) -> Place:
    """The link to a span of a page."""
    return Place(f"p-{page}-{span.start}", shelf.name(page), span.start, span.end)


def _said(shelf: Shelf, statement: Statement) -> Said:
    page, group = statement.page, shelf.carriers(statement)
    pages = len(group.pages) if group else 1
    outer = shelf.statements.get(statement.within or "")
    chips = [statement.act, statement.manner, statement.form, statement.modality]
    return Said(
        speaker=shelf.speaker(statement),
        words=shelf.words(page, statement.content),
        source=shelf.words(page, statement.source),
        cue=shelf.words(page, statement.cue),
        chips=tuple(chip.replace("_", " ") for chip in chips if chip not in ("said",)),
        chain=tuple((relay.name, relay.how.replace("_", " ")) for relay in statement.relays),
        when=statement.said or shelf.words(page, statement.said_span),
        origins=f"{pages} page{'s' * (pages != 1)}, {origin_count(shelf.origins(statement))}",
        place=place_of(shelf, page, hull(statement.content)),
        sure=f"{statement.tier} {statement.sure:.2f}",
        within=shelf.speaker(outer) if outer else "",
    )


def _carried(shelf: Shelf, utterance: Utterance) -> Carried:
    carriers = [shelf.statements[s] for s in utterance.statements]
    return Carried(
        words=shelf.words(carriers[0].page, carriers[0].content),
        carriers=tuple(_said(shelf, c) for c in carriers),
        drifts=tuple(_drift(drift) for drift in utterance.drifts),
        origins=f"{len(utterance.pages)} pages, {origin_count(utterance.origins)}",
        reasons=utterance.origins.reasons if utterance.origins else (),
    )


def _drift(drift: Drift) -> str:
    words = {
        "inserted": f"inserted “{drift.right_words}”",
        "dropped": f"dropped “{drift.left_words}”",
        "changed": f"“{drift.left_words}” became “{drift.right_words}”",
        "source_label": f"source label: “{drift.left_words or 'none'}” became “{drift.right_words or 'none'}”",
    }
    return words.get(drift.kind, f"{drift.kind}: “{drift.left_words or 'none'}” became “{drift.right_words or 'none'}”")


def _related(shelf: Shelf, relation: Relation) -> Related:
    left, right = shelf.statements[relation.left], shelf.statements[relation.right]
    return Related(
        left=_said(shelf, left),
        right=_said(shelf, right),
        relation=relation.relation.replace("_", " "),
        matter=relation.matter,
        reasons=relation.reasons,
    )


def _entry(shelf: Shelf, event: Event) -> Entry:
    return Entry(
        date=event.date or _bounds(None, event.after, event.before),
        precision=event.precision,
        words=shelf.words(event.page, event.what),
        when=shelf.words(event.page, event.when),
        place=place_of(shelf, event.page, event.what),
        also=len(event.others),
        # Why an article has no date stands with its page already.
        why=event.why if event.when or event.date else event.why.split(":")[0],
        differ=other_dates(shelf, event),
    )


def _bounds(date: str | None, after: str | None, before: str | None) -> str:
    words = date_words(Dated(value=date, after=after, before=before))
    return "date unknown" if words == "unknown" else words


def _sheet(shelf: Shelf, page: str) -> Sheet:
    clipping = shelf.clippings[page]
    shown = [hull(s.content) for s in clipping.statements] + [e.what for e in shelf.events if e.page == page]
    marked = [span for s in clipping.statements for span in s.content]
    return Sheet(shelf.name(page), f"p-{page}", shelf.headline(page), mark_page(clipping, shown, marked))
