"""The record in a notebook: statements, articles, stories and people shown with their evidence, in one piece of HTML.

Nothing is fetched and no script runs; every word of a page is escaped.
"""

from __future__ import annotations

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined

from onrecord.errors import OnrecordError
from onrecord.groups import Party, Story
from onrecord.record import Record
from onrecord.record.cells import cells_of
from onrecord.report.marked import Piece, mark_page
from onrecord.types import Article, Clipping, Span, Statement
from onrecord.web.drawn.lanes import date_of, draw_lanes
from onrecord.web.marks import marks_of

__all__ = ["Shown", "show"]
# Characters shown on both sides of a statement in its evidence.
_AROUND = 240
_MOST = 200


class Shown:
    """A thing of a record as HTML; a notebook shows it, ``html`` is the text of it, ``str`` a line for a terminal."""

    def __init__(self, html: str, line: str) -> None:
        self.html = html
        self._line = line

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self._line


class Quoted(msgspec.Struct, frozen=True):
    """A statement with the words around it: before, itself, after."""

    id: str
    speaker: str
    chips: tuple[str, ...]
    words: str
    before: str
    marked: str
    after: str
    place: str
    outlet: str
    published: str
    origins: str
    chain: tuple[str, ...]
    why: tuple[str, ...]


def show(record: Record, what: str | msgspec.Struct) -> Shown:
    """A statement, article, story, person or body for a notebook: the record itself, or its id or page name.

    A statement comes with its labels, chain, origins and the passage it stands in; an article with its text, words
    of statements marked; a story with its timeline and what was said; a person with names, roles and statements.
    Raises UnknownId for an id of nothing, OnrecordError for a record of another kind.
    """
    found = record.get(what) if isinstance(what, str) else what
    if isinstance(found, Statement):
        return _statement(record, found)
    if isinstance(found, Article):
        found = record.clipping(found.page)
    if isinstance(found, Clipping):
        return _article(record, found)
    if isinstance(found, Story):
        return _story(record, found)
    if isinstance(found, Party):
        return _party(record, found)
    raise OnrecordError(f"{type(found).__name__}: show takes a statement, article, story, person or body.")


def _statement(record: Record, statement: Statement) -> Shown:
    quoted = quoted_of(record, statement)
    html = _fill("statement", quoted=quoted)
    return Shown(html, f"{quoted.speaker}: {quoted.words} ({quoted.place})")


def _article(record: Record, clipping: Clipping) -> Shown:
    shelf = record.shelf
    marked = [span for statement in clipping.statements for span in statement.content]
    pieces = mark_page(clipping, [], marked)
    html = _fill(
        "article",
        headline=shelf.headline(clipping.page.id),
        cells=cells_of(shelf, clipping.article),
        pieces=[_folded(piece) for piece in pieces],
        statements=[quoted_of(record, statement) for statement in clipping.statements],
    )
    return Shown(html, f"{shelf.headline(clipping.page.id)} ({len(clipping.statements)} statements)")


def _story(record: Record, story: Story) -> Shown:
    shelf = record.shelf
    statements = [s for page in story.pages for s in shelf.clippings[page].statements][:_MOST]
    # The pictures link to rows below them, not to a server that may not run.
    marks = [
        msgspec.structs.replace(mark, href=f"#{mark.href.rsplit('/', 1)[-1]}") for mark in marks_of(shelf, statements)
    ]
    html = _fill(
        "story",
        name=story.name or shelf.headline(story.pages[0]),
        cells=cells_of(shelf, story),
        lanes=draw_lanes(marks),
        marks=[(date_of(mark.dated), mark) for mark in marks],
        statements=[quoted_of(record, statement) for statement in statements],
    )
    return Shown(html, f"{story.name} ({len(story.pages)} pages, {len(statements)} statements)")


def _party(record: Record, party: Party) -> Shown:
    about = record.party(party.id)
    html = _fill(
        "person",
        party=party,
        roles=[(role.title, role.date or " - ".join(filter(None, (role.after, role.before))) or "date unknown")
               for role in party.roles],
        said=about.said,
        statements=[quoted_of(record, statement) for statement in about.statements],
        about=[quoted_of(record, statement) for statement in about.about],
    )  # fmt: skip
    return Shown(html, f"{party.name} ({about.said} statements)")


def quoted_of(record: Record, statement: Statement) -> Quoted:
    """A statement as it is shown."""
    shelf = record.shelf
    text, cells = shelf.text(statement.page), cells_of(shelf, statement)
    whole = Span(statement.content[0].start, statement.content[-1].end)
    labels = (statement.act, statement.manner, statement.form, statement.modality)
    return Quoted(
        id=statement.id,
        speaker=shelf.speaker(statement),
        chips=tuple(label.replace("_", " ") for label in labels),
        words=str(cells["words"]),
        before=text[max(0, whole.start - _AROUND) : whole.start],
        marked=text[whole.start : whole.end],
        after=text[whole.end : whole.end + _AROUND],
        place=f"{shelf.name(statement.page)} {whole.start}-{whole.end}",
        outlet=shelf.outlet(statement.page),
        published=str(cells["published"]),
        origins=str(cells["origins"]),
        chain=tuple(f"{relay.name} ({relay.how.replace('_', ' ')})" for relay in statement.relays),
        why=(f"{statement.tier} {statement.sure:.2f}", *statement.why),
    )


def _folded(piece: Piece) -> tuple[str, str, bool]:
    """A piece of a page: its words, the role it was set aside for ("" for the article's own), whether it is marked."""
    return piece.words, "" if piece.role == "article" else piece.role, piece.marked


def _fill(template: str, **given: object) -> str:
    environment = Environment(
        loader=PackageLoader("onrecord.notebook", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    html = environment.get_template("shown.html.j2").render(kind=template, **given)
    return html.encode("utf-8", "replace").decode()
