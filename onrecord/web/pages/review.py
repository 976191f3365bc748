"""Review: one statement at a time, least certain first, and what the checks so far say of the machine."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from onrecord.record import Record
from onrecord.web.cards import card_of
from onrecord.web.decisions import decision_of
from onrecord.web.evidence import evidence_of
from onrecord.web.review import UNDONE, WHY, queue, tally
from onrecord.web.site import show
from onrecord.web.tables import taken

_SPEAKERS = 9


def show_review(record: Record, request: Request) -> Response:
    """The next statement to look at, with the speakers of its page to pick from."""
    shelf = record.shelf
    kept = [j for j in record.judgements() if j.why == WHY and j.by != UNDONE]
    file = taken(
        request, "review", lambda: [{"statement": j.left, "verdict": j.verdict, "by": j.by, "at": j.at} for j in kept]
    )
    if file is not None:
        return file
    waiting = queue(record)
    statement = waiting[0] if waiting else None
    speakers = []
    if statement is not None:
        parties = [shelf.party(s) for s in shelf.clippings[statement.page].statements]
        speakers = list({p.id: p for p in parties if p is not None}.values())[:_SPEAKERS]
    return show(
        request,
        "review.html",
        tally=tally(record),
        card=card_of(shelf, statement) if statement else None,
        context=evidence_of(record, statement.page, statement.content, sentences=2) if statement else None,
        source=evidence_of(record, statement.page, statement.source).ranges if statement and statement.source else "",
        speakers=speakers,
        last=decision_of(record, kept[-1]) if kept else None,
    )
