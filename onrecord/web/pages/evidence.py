"""Evidence: the words a fact rests on, as a drawer beside the page, or as a page of its own without scripts."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from onrecord.record import Record
from onrecord.web import links
from onrecord.web.evidence import evidence_of
from onrecord.web.site import show


def show_evidence(record: Record, request: Request) -> Response:
    """The words at the ranges of the address, marked in their surroundings."""
    spans = links.spans_in(request.path_params["ranges"])
    found = evidence_of(record, request.path_params["page"], spans)
    return show(request, "evidence.html", evidence=found)
