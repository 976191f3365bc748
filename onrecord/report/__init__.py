"""The report: a record for people, whole or as a brief, ledger, chronology, position paper or check sheet."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.errors import UnknownId
from onrecord.record import Shelf
from onrecord.report.paper import Desk, Paper, check_paper
from onrecord.report.papers import PAPERS
from onrecord.report.printing import PRINTERS, print_paper
from onrecord.report.templates import fill_template
from onrecord.report.view import view_record

FORMS = ("html", "md")
# The kinds of report; "record" is everything.
KINDS = ("record", *PAPERS)
PAPER_FORMS = tuple(PRINTERS)

__all__ = ["FORMS", "KINDS", "PAPER_FORMS", "make_paper", "print_paper", "write_report"]


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


def _about(shelf: Shelf, of: str | None) -> tuple[str, Sequence[str]]:
    if of is None:
        return "The whole record", list(shelf.clippings)
    if of == "latest" and shelf.stories:
        of = max(shelf.stories, key=lambda story: (story.end or "", story.id)).id
    for story in shelf.stories:
        if story.id == of:
            return story.name or shelf.headline(story.pages[0]), story.pages
    for thread in shelf.threads:
        if thread.id == of:
            return thread.name or "Thread", [page for story in thread.stories for page in shelf.story[story].pages]
    raise UnknownId(f"{of}: no story or thread of this id. List them with: onrecord stories")
