"""The report: the whole record for people, as one self-contained HTML file or as Markdown."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from onrecord.record import Shelf
from onrecord.report.view import View, view_record

FORMS = ("html", "md")


def write_report(shelf: Shelf, form: str = "html") -> str:
    """The report of a record: stories and threads, timeline, what each side said, origins, positions.

    Every item carries its words, page name and character range; the HTML also holds the text of every
    page with those ranges marked, so that each item is one click from its evidence. No scripts, no
    outside requests; the same record gives the same bytes.
    """
    return _render(view_record(shelf), form)


def _render(view: View, form: str) -> str:
    environment = Environment(
        loader=PackageLoader("onrecord.report", "."),
        autoescape=form == "html",
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["md"] = _markdown_safe
    return environment.get_template(f"report.{form}.j2").render(view=view)


def _markdown_safe(text: object) -> str:
    # Page words may hold marks that Markdown or HTML would obey.
    special = str(text).replace("\\", "\\\\")
    for mark in "`*_[]<>#|":
        special = special.replace(mark, "\\" + mark)
    return " ".join(special.split())
