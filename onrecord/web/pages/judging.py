"""Judgements from the browser: kept, listed, taken back. They lie on a layer of their own and never change a page."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from urllib.parse import urlsplit

import msgspec
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.groups import Judgement
from onrecord.record import Record
from onrecord.web.decisions import KINDS, decision_of
from onrecord.web.review import UNDONE
from onrecord.web.site import read_form, show, site_of
from onrecord.web.tables import leaf_of, taken

BY = "web"
# Decisions that move what is joined across pages; the others change nothing but what is shown.
_JOINING = {"same-party", "same-quote", "same-origin", "same-story", "same-thread", "copy", "relation", "speaker"}


async def judge(request: Request) -> Response:
    """Keeps a decision and goes back to where it was made."""
    form = await read_form(request)
    why, verdict = _word(form, "why"), _word(form, "verdict")
    if why not in KINDS or verdict not in ("yes", "no", "unsure"):
        raise HTTPException(400, f"{why} {verdict}: no decision of this kind. Use the buttons of a page.")
    left, right = _word(form, "left"), _word(form, "right")
    if not left:
        raise HTTPException(400, "A decision is about something: its id is missing.")
    # "Someone this record does not name" is that the speaker is not the one given.
    verdict = "no" if why == "speaker" and not right else verdict
    return await _keep(
        request,
        msgspec.convert(
            {"left": left, "right": right, "why": why, "verdict": verdict, "by": BY, "at": _now()}, Judgement
        ),
    )


async def undo(request: Request) -> Response:
    """Takes a decision back; the log keeps that it was made and taken back."""
    form = await read_form(request)
    return await _keep(
        request, Judgement(_word(form, "left"), _word(form, "right"), _word(form, "why"), "unsure", UNDONE, _now())
    )


def show_decisions(record: Record, request: Request) -> Response:
    """Everything decided, latest first."""
    kept = list(reversed(record.judgements()))
    file = taken(request, "decisions", lambda: [_cells(j) for j in kept])
    if file is not None:
        return file
    return show(
        request, "decisions.html", leaf=leaf_of(request, [decision_of(record, judgement) for judgement in kept])
    )


async def _keep(request: Request, judgement: Judgement) -> Response:
    clerk = site_of(request).clerk
    await asyncio.to_thread(clerk.judge, [judgement])
    if judgement.why in _JOINING:
        await asyncio.to_thread(clerk.rework)
    return RedirectResponse(back_from(request), 303)


def back_from(request: Request) -> str:
    """The page a form was sent from, as a path of our own; the first page when it cannot be told."""
    found = urlsplit(request.headers.get("referer", ""))
    path = "/" + found.path.lstrip("/\\")
    return path + (f"?{found.query}" if found.query else "")


def _word(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _cells(judgement: Judgement) -> dict[str, object]:
    return {name: getattr(judgement, name) for name in ("left", "right", "why", "verdict", "by", "at")}
