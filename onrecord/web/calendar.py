"""The timeline as a calendar file (RFC 5545): events known to the day, each with its words and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from onrecord.groups import Event
from onrecord.record import Shelf

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_LINE_BYTES = 73


def calendar_of(shelf: Shelf, events: Iterable[Event]) -> bytes:
    """The calendar; events of which no day is known are left out, since a calendar has no place for them."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//onrecord//timeline//EN"]
    for event in events:
        found = _DAY.match(event.date or "")
        if found:
            lines += _entry(shelf, event, "".join(found.groups()))
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in _folded(line)).encode("utf-8", "replace")


def _entry(shelf: Shelf, event: Event, day: str) -> list[str]:
    place = f"{shelf.outlet(event.page)}, {shelf.name(event.page)} {event.what.start}-{event.what.end}"
    return [
        "BEGIN:VEVENT",
        f"UID:{_plain(event.id)}@onrecord",
        # No clock is read: the same record gives the same bytes.
        f"DTSTAMP:{day}T000000Z",
        f"DTSTART;VALUE=DATE:{day}",
        f"SUMMARY:{_plain(shelf.words(event.page, event.what))}",
        f"DESCRIPTION:{_plain(f'{shelf.headline(event.page)} ({place})')}",
        "END:VEVENT",
    ]


def _plain(text: str) -> str:
    escaped = re.sub(r"([\\;,])", r"\\\1", text)
    return " ".join("".join(char if char.isprintable() else " " for char in escaped).split())


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 bytes, those after the first begun by a blank."""
    piece, size = "", 0
    for char in line:
        width = len(char.encode("utf-8", "replace"))
        if size + width > _LINE_BYTES:
            yield piece
            piece, size = " ", 1
        piece, size = piece + char, size + width
    yield piece
