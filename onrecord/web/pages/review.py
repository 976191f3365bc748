"""Review: one statement at a time, least certain first, and what the checks so far say of the machine."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from onrecord.groups import Judgement
from onrecord.record import Record
from onrecord.web.cards import card_of
from onrecord.web.decisions import shown_of
from onrecord.web.evidence import evidence_of
from onrecord.web.review import WHY, queue, tally
from onrecord.web.site import show
from onrecord.web.tables import taken

_SPEAKERS = 9


def show_review(record: Record, request: Request) -> Response:
    """The next statement to look at, with the speakers of its page to pick from."""
    shelf = record.shelf
    kept = [d for d in record.decisions() if d.judgement.why == WHY and d.counts]
    file = taken(request, "review", lambda: [_cells(d.judgement) for d in kept])
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
        last=shown_of(record, kept[-1]) if kept else None,
    )


def _cells(judgement: Judgement) -> dict[str, object]:
    return {"statement": judgement.left, "verdict": judgement.verdict, "by": judgement.by, "at": judgement.at}
