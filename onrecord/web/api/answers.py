"""Answers of the API in the form asked for: JSON, JSON lines or CSV, with a tag that tells when they have changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from onrecord.export import csv_of
from onrecord.record import json_of
from onrecord.web.desk import stamp_of

JSON, LINES, CSV = "application/json", "application/x-ndjson", "text/csv"
_FORMS = (JSON, LINES, CSV)


class Answer(msgspec.Struct, frozen=True):
    """What an address answers with: one thing, or rows with what is told beside them.

    Each row is a pair: the record's fields with ``shown`` (its words and names worked out), which is also the CSV row.
    ``after`` is the cursor of the next piece, None at the end; ``beside`` are further keys of the JSON answer.
    """

    one: Mapping[str, object] | None = None
    rows: tuple[Mapping[str, object], ...] = ()
    after: str | None = None
    beside: Mapping[str, object] = {}


def etag_of(request: Request, path: Path) -> str:
    """A tag that is the same while the record file, the address and the form asked for are."""
    file, log = stamp_of(path)
    # An empty log appears when a file is first read; it says nothing of a change.
    basis = repr((file, log if log and log[2] else None, str(request.url), form_of(request)))
    return f'W/"{hashlib.sha256(basis.encode("utf-8", "replace")).hexdigest()[:24]}"'


def form_of(request: Request) -> str:
    """The media type that ``Accept`` likes best of those there are; JSON when it likes none of them."""
    liked = []
    for place, part in enumerate(request.headers.get("accept", "").split(",")):
        media, *rest = (piece.strip() for piece in part.split(";"))
        weight = next((piece[2:] for piece in rest if piece.startswith("q=")), "1")
        try:
            liked.append((-float(weight), place, media))
        except ValueError:
            continue
    return next((media for _, _, media in sorted(liked) if media in _FORMS), JSON)


def print_answer(request: Request, answer: Answer, tag: str | None) -> Response:
    """An answer in the form asked for; one thing is always JSON."""
    headers = {"Vary": "Accept", "Cache-Control": "private, no-cache"}
    if tag:
        headers["ETag"] = tag
    if answer.one is not None:
        return Response(json_of(answer.one), media_type=JSON, headers=headers)
    following = str(request.url.include_query_params(after=answer.after)) if answer.after else None
    if following:
        headers["Link"] = f'<{following}>; rel="next"'
    form = form_of(request)
    if form == LINES:
        return Response(b"".join(json_of(row) + b"\n" for row in answer.rows), media_type=LINES, headers=headers)
    if form == CSV:
        table = csv_of([_flat(row) for row in answer.rows])
        return Response(table, media_type=f"{CSV}; charset=utf-8", headers=headers)
    body = {"data": answer.rows, "next": following, **answer.beside}
    return Response(json_of(body), media_type=JSON, headers=headers)


def say_no(status: int, what: str) -> Response:
    """An error in words."""
    return Response(json_of({"error": what}), status_code=status, media_type=JSON)


def _flat(row: Mapping[str, object]) -> Mapping[str, object]:
    shown = row.get("shown", row)
    return shown if isinstance(shown, Mapping) else row


def rows_of(
    records: Sequence[msgspec.Struct], cells: Sequence[Mapping[str, object]]
) -> tuple[Mapping[str, object], ...]:
    """Records as rows: their fields, with what people call them under ``shown``."""
    return tuple(
        {**msgspec.to_builtins(record), "shown": dict(shown)} for record, shown in zip(records, cells, strict=True)
    )
