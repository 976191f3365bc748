"""The report: a record for people, whole or as extracts, brief, ledger, chronology, position paper, check sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.errors import UnknownId
from onrecord.record import Shelf
from onrecord.report.paper import Desk, Paper, check_paper
from onrecord.report.papers import PAPERS
from onrecord.report.printing import PRINTERS, print_paper
from onrecord.report.templates import fill_template
from onrecord.report.view import view_record
from onrecord.types import page_of

FORMS = ("html", "md")
# The kinds of report; "record" is everything.
KINDS = ("record", *PAPERS)
PAPER_FORMS = tuple(PRINTERS)

__all__ = ["FORMS", "KINDS", "PAPER_FORMS", "make_paper", "paper_of_picks", "print_paper", "write_report"]


def write_report(shelf: Shelf, form: str = "html") -> str:
    """The report of a record: stories and threads, timeline, what each side said, origins, positions.

    Every item carries its words, page name and character range; the HTML also holds the text of every
    page with those ranges marked, so that each item is one click from its evidence. No scripts, no
    outside requests; the same record gives the same bytes.
    """
    return fill_template(f"report.{form}.j2", escape=form == "html", view=view_record(shelf))


def make_paper(shelf: Shelf, kind: str, of: str | None = None) -> Paper:
    """A paper of one of ``PAPERS`` about a story, a thread or ("latest") the story that ends last; all pages for None.

    Quotations are checked against the pages before it is handed out. Raises UnknownId for an ``of`` that
    is no story or thread, KeyError for another kind.
    """
    title, pages = _about(shelf, of)
    return check_paper(PAPERS[kind](Desk(shelf, tuple(pages)), title), shelf)


def paper_of_picks(shelf: Shelf, kind: str, picks: Iterable[tuple[str, str]], *, title: str = "") -> Paper:
    """As ``make_paper``, about things a person picked: ids of statements, events, pages and stories, each with a note.

    A page or story stands for all on it. Ids that are there no more are left out.
    """
    only: dict[str, None] = {}
    pages: dict[str, None] = {}
    whole: set[str] = set()
    remarks: dict[str, str] = {}
    for name, note in picks:
        inside = _pages_of(shelf, name)
        held = [s.id for page in inside for s in shelf.clippings[page].statements] if inside else [name]
        whole.update(inside)
        pages.update(dict.fromkeys(inside or [page_of(name)]))
        only.update(dict.fromkeys(held))
        remarks |= {one: note for one in held[:1] if note}
    there = tuple(page for page in pages if page in shelf.clippings)
    desk = Desk(shelf, there, tuple(only), frozenset(whole), remarks)
    return check_paper(PAPERS[kind](desk, title or "Picked from the record"), shelf)


def _pages_of(shelf: Shelf, name: str) -> Sequence[str]:
    """The pages that a pick stands for as a whole; none for a statement or an event."""
    story = shelf.story.get(name)
    if story is not None:
        return story.pages
    return [name] if name in shelf.clippings else []


def _about(shelf: Shelf, of: str | None) -> tuple[str, Sequence[str]]:
    if of is None:
        return "The whole record", list(shelf.clippings)
    if of == "latest" and shelf.stories:
        of = max(shelf.stories, key=lambda story: (story.end or "", story.id)).id
    story = shelf.story.get(of)
    if story is not None:
        return story.name or shelf.headline(story.pages[0]), story.pages
    thread = shelf.thread_of.get(of.removesuffix(":t"))
    if thread is not None and thread.id == of:
        return thread.name or "Thread", [page for story in thread.stories for page in shelf.story[story].pages]
    raise UnknownId(f"{of}: no story or thread of this id. List them with: onrecord stories")
