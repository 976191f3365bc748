"""The report: what was picked, in order, with notes, and the papers made of it or of a story, to read and to take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from onrecord.groups import Event, Story
from onrecord.record import Record, Shelf
from onrecord.report import PAPER_FORMS, make_paper, paper_of_picks, print_paper
from onrecord.report.paper import Note, Paper
from onrecord.store.picked import Pick
from onrecord.types import Statement, page_of
from onrecord.web import links
from onrecord.web.cards import Card, card_of, plural
from onrecord.web.once import is_large, once
from onrecord.web.site import show
from onrecord.web.tables import file_of

PICKED = "picked"
KINDS: Mapping[str, tuple[str, str]] = {
    "extracts": ("Extracts", "statements as printed, in your order, with your notes"),
    "brief": ("Brief", "who says what in 200 words, where they differ, origins, what is not known"),
    "ledger": ("Claim ledger", "every claim once, who carries it, what is said against it"),
    "chronology": ("Chronology", "what happened and was said when, by year"),
    "positions": ("Position paper", "what each party held on a matter over time"),
    "checks": ("Check sheet", "a line to tick for each statement, the shakiest first"),
}
_FORMS = {"html": "HTML", "md": "Markdown", "docx": "Word", "csv": "CSV", "json": "JSON"}
_TYPES = {
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
_TITLE_CHARS = 200


class Chosen(msgspec.Struct, frozen=True):
    """A pick as shown: a card for a statement, else a line with where it leads; ``gone`` when it is there no more."""

    id: str
    note: str
    card: Card | None
    what: str
    words: str
    href: str | None

    @property
    def gone(self) -> bool:
        """Whether the record holds it no more."""
        return self.href is None


class Subject(msgspec.Struct, frozen=True):
    """What the papers are about: the picks, a story, a thread, or all pages."""

    of: str
    name: str
    href: str
    told: str


def show_report(record: Record, request: Request) -> Response:
    """What was picked, and every paper that can be made of it, or of what the address names."""
    picks = list(record.picks)
    take = request.query_params.get("take")
    chosen = [chosen_of(record.shelf, pick) for pick in picks]
    if take in ("csv", "json"):
        return file_of("picked", take, [_cells(record.shelf, pick) for pick in picks])
    of = request.query_params.get("of", "") or PICKED
    return show(
        request,
        "report.html",
        chosen=chosen,
        subject=subject_of(record, of, len(picks)),
        kinds=KINDS,
        forms=_FORMS,
        title=title_in(request),
        stories=[] if once(record, is_large) else [(s.id, s.name) for s in record.counts.stories(0, 40).rows],
    )


def show_paper(record: Record, request: Request) -> Response:
    """A paper to read and print, each quotation with the way to its place; or (``kind.form``) as a file."""
    kind, _, form = request.path_params["kind"].partition(".")
    if kind not in KINDS or form not in ("", *PAPER_FORMS):
        raise HTTPException(404, f"{request.path_params['kind']}: no paper of this kind. Kinds: {', '.join(KINDS)}.")
    of = request.query_params.get("of", "") or PICKED
    paper = paper_of(record, kind, of, title_in(request))
    if form:
        return Response(
            print_paper(paper, form),
            media_type=_TYPES[form],
            headers={"Content-Disposition": f'attachment; filename="{kind}.{form}"'},
        )
    return show(
        request,
        "paper.html",
        paper=paper,
        kind=kind,
        kinds=KINDS,
        forms=_FORMS,
        number={note: place for place, note in enumerate(paper.notes, start=1)},
        subject=subject_of(record, of, 0),
        title=title_in(request),
        evidence=evidence_link,
    )


def paper_of(record: Record, kind: str, of: str, title: str) -> Paper:
    """A paper about the picks or about what ``of`` names, its quotations checked against the pages."""
    if of == PICKED:
        return paper_of_picks(record.shelf, kind, ((pick.id, pick.note) for pick in record.picks), title=title)
    made = make_paper(record.shelf, kind, of)
    return msgspec.structs.replace(made, title=title) if title else made


def evidence_link(note: Note) -> str:
    """Where the words of a note are shown in their surroundings."""
    return links.to_evidence(note.page, note.spans)


def title_in(request: Request) -> str:
    """The title that the address gives, short enough for a heading."""
    return " ".join(request.query_params.get("title", "").split())[:_TITLE_CHARS]


def subject_of(record: Record, of: str, picks: int) -> Subject:
    """What the papers are about, in words; raises UnknownId for what is none."""
    shelf = record.shelf
    if of == PICKED:
        return Subject(of, "what you picked", "/report", plural(picks, "pick"))
    thread = shelf.thread_of.get(of.removesuffix(":t"))
    if thread is not None and thread.id == of:
        return Subject(of, thread.name or "a thread", links.to_thread(of), plural(len(thread.stories), "story"))
    story = record.story(of).story
    name = story.name or shelf.headline(story.pages[0])
    return Subject(story.id, name, links.to_story(story.id), plural(len(story.pages), "page"))


def chosen_of(shelf: Shelf, pick: Pick) -> Chosen:
    """A pick as shown."""
    statement = shelf.statements.get(pick.id)
    if statement is not None:
        card = card_of(shelf, statement)
        return Chosen(pick.id, pick.note, card, "statement", card.words, card.href)
    if pick.id in shelf.clippings:
        return Chosen(pick.id, pick.note, None, "all of a page", shelf.headline(pick.id), links.to_article(pick.id))
    story: Story | None = shelf.story.get(pick.id)
    if story is not None:
        return Chosen(pick.id, pick.note, None, "all of a story", story.name, links.to_story(story.id))
    event = event_by(shelf, pick.id)
    if event is not None:
        words = f"{event.date or 'date unknown'}: {shelf.words(event.page, event.what)}"
        return Chosen(pick.id, pick.note, None, "event", words, links.to_evidence(event.page, event.what))
    return Chosen(pick.id, pick.note, None, "no more in this record", pick.id, None)


def event_by(shelf: Shelf, name: str) -> Event | None:
    """The event of this id, looked for on its page."""
    return next((event for event in shelf.events_of(page_of(name)) if event.id == name), None)


def _cells(shelf: Shelf, pick: Pick) -> Mapping[str, object]:
    chosen = chosen_of(shelf, pick)
    statement: Statement | None = shelf.statements.get(pick.id)
    spans: Sequence[str] = [f"{s.start}-{s.end}" for s in statement.content] if statement else []
    return {
        "id": pick.id,
        "what": chosen.what,
        "speaker": chosen.card.speaker if chosen.card else "",
        "words": chosen.words,
        "note": pick.note,
        "at": pick.at,
        "page": page_of(pick.id),
        "range": ", ".join(spans),
    }
