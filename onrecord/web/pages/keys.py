"""Help: the keys and what each does, and what the chips mean."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from onrecord.record import Record
from onrecord.web.chips import all_chips
from onrecord.web.site import show

KEYS: tuple[tuple[str, str], ...] = (
    ("/", "to the search box"),
    ("?", "this page"),
    ("j k", "next and previous card, row or statement"),
    ("o Enter", "open it"),
    ("e", "its evidence; on the list of pages read: this cut is wrong"),
    ("Esc", "close the evidence"),
    ("c", "copy the citation"),
    ("r", "add to the report, or take out again"),
    ("w", "wrong speaker"),
    ("m", "merge"),
    ("x", "reject"),
    ("u", "undo"),
    ("b", "break a link"),
    (".", "on the first page: all of this is seen"),
    ("a s", "in review: right, skip"),
    (
        "1 … 7",
        "on an article: show or hide quotes, people, dates, copied and removed text, edits, what others had first",
    ),
    ("[ ]", "previous and next article of the story"),
    ("g s", "to stories (p people, t timeline, o positions, c copies, v verify, r review, w report)"),
)


def show_keys(record: Record, request: Request) -> Response:
    """Keys and chips."""
    return show(request, "keys.html", keys=KEYS, chips=all_chips())
