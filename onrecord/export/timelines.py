"""The timeline as a TimelineJS table: one row an event, with its words and where they stand."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

from onrecord.export.tables import csv_of
from onrecord.groups import Event
from onrecord.record import Shelf
from onrecord.record.cells import other_dates

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:T(\d{2}:\d{2}))?")


def write_timelinejs(shelf: Shelf) -> Iterator[bytes]:
    """The dated events as CSV with the columns of TimelineJS (Knight Lab); those without a date are left out.

    A date is given as precisely as it is known: a year alone has no month. Words are HTML-escaped, since
    TimelineJS shows HTML.
    """
    rows = (_row(shelf, event) for event in shelf.events)
    yield csv_of(row for row in rows if row)


def _row(shelf: Shelf, event: Event) -> Mapping[str, object] | None:
    found = _DATE.match(event.date or "")
    if found is None:
        return None
    year, month, day, clock = found.groups()
    spoken = shelf.statements.get(event.statement or "")
    words = shelf.words(event.page, event.what)
    where = f"{shelf.outlet(event.page)}, {shelf.name(event.page)} {event.what.start}-{event.what.end}"
    return {
        "Year": year,
        "Month": month or "",
        "Day": day or "",
        "Time": clock or "",
        "End Year": "",
        "End Month": "",
        "End Day": "",
        "End Time": "",
        "Display Date": "" if month and day else (event.date or ""),
        "Headline": html.escape(shelf.speaker(spoken) if spoken else shelf.headline(event.page)),
        "Text": html.escape("; another page says ".join((f"{words} ({where})", *other_dates(shelf, event)))),
        "Media": "",
        "Media Credit": "",
        "Media Caption": "",
        "Media Thumbnail": "",
        "Type": "",
        "Group": html.escape(shelf.speaker(spoken)) if spoken else "",
        "Background": "",
    }
