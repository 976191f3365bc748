"""Provenance: which version made the record, by which stages and models; the whole record to take away."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from onrecord.export import EXPORTS, export
from onrecord.record import Finding, Record, examine
from onrecord.web.cards import Count
from onrecord.web.pages.home import counts_of
from onrecord.web.site import show


def show_runs(record: Record, request: Request) -> Response:
    """Version, what the record holds, by which reader, and every form it can be taken away in."""
    if request.query_params.get("take") == "json":
        return Response(
            msgspec.json.format(msgspec.json.encode(facts_of(record))),
            media_type="application/json",
            headers={"Content-Disposition": 'attachment; filename="provenance.json"'},
        )
    findings: list[Finding] = examine(record.path) if request.query_params.get("check") else []
    return show(
        request,
        "runs.html",
        version=version("onrecord"),
        counts=counts_of(record),
        findings=findings,
        forms=[(name, form.what, form.suffix) for name, form in EXPORTS.items()],
    )


def facts_of(record: Record) -> Mapping[str, object]:
    """What made the record and what it holds."""
    counts: tuple[Count, ...] = counts_of(record)
    return {
        "onrecord": version("onrecord"),
        "counts": {count.what: count.number for count in counts},
        "examined": [msgspec.to_builtins(finding) for finding in examine(record.path)],
    }


def take(record: Record, request: Request) -> Response:
    """The whole record in one of the forms it can be written in."""
    name = request.path_params["form"]
    if name not in EXPORTS:
        return Response(f"{name}: no form of this name. Forms: {', '.join(EXPORTS)}.", 404)
    data = b"".join(export(record.shelf, name))
    return Response(
        data,
        media_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="record-{name}.{EXPORTS[name].suffix}"'},
    )
