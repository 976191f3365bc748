"""Judgements from the browser: kept, listed, taken back. They lie on a layer of their own and never change a page."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import msgspec
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.groups import Judgement
from onrecord.record import Decision, Record
from onrecord.web.clerk import Load, Look, Undo, now
from onrecord.web.decisions import KINDS, shown_of
from onrecord.web.site import read_form, show, site_of
from onrecord.web.tables import leaf_of, taken

BY = "web"
# Decisions that move what is joined across pages; the others change nothing but what is shown.
_JOINING = {
    "same-party",
    "same-quote",
    "same-origin",
    "same-story",
    "same-thread",
    "copy",
    "relation",
    "speaker",
    "cut",
}


async def judge(request: Request) -> Response:
    """Keeps a decision and goes back to where it was made."""
    form = await read_form(request)
    why, verdict = _word(form, "why"), _word(form, "verdict")
    if why not in KINDS or verdict not in ("yes", "no", "unsure"):
        raise HTTPException(400, f"{why} {verdict}: no decision of this kind. Use the buttons of a page.")
    left, right = _word(form, "left"), await _statement_in(request, _word(form, "right"))
    if not left:
        raise HTTPException(400, "A decision is about something: its id is missing.")
    # "Someone this record does not name" is that the speaker is not the one given.
    verdict = "no" if why == "speaker" and not right else verdict
    fields = {"left": left, "right": right, "why": why, "verdict": verdict, "by": BY, "at": now()}
    return await _keep(request, msgspec.convert(fields, Judgement), rework=why in _JOINING)


async def _statement_in(request: Request, given: str) -> str:
    """The id in the address of a statement's page, that of one that is here; anything else as it was given."""
    _, mark, tail = given.strip().rpartition("/s/")
    if not mark:
        return given
    name = tail.split("?")[0].split("#")[0]
    if not await site_of(request).desk.ask(lambda record: name in record.shelf.statements):
        raise HTTPException(404, f"{given}: not the address of a statement of this record. Copy it from its page.")
    return name


async def load(request: Request) -> Response:
    """Keeps the decisions of a file that another record gave, as ``onrecord import`` does."""
    form = await read_form(request)
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise HTTPException(400, "No file was given. Choose one of decisions as JSON lines.")
    lines = (await file.read()).splitlines()
    await asyncio.to_thread(site_of(request).clerk.judge, Load(tuple(lines)))
    await asyncio.to_thread(site_of(request).clerk.rework)
    return RedirectResponse("/decisions", 303)


async def merge(request: Request) -> Response:
    """Merges a party with the one of the name in the form."""
    form = await read_form(request)
    left, name = _word(form, "left"), " ".join(_word(form, "name").split())
    found = await site_of(request).desk.ask(lambda record: entity_named(record, name))
    if found is None:
        raise HTTPException(404, f"{name}: no person or body of this name. Search for it, and copy the name.")
    return await _keep(request, Judgement(left, found, "same-party", "yes", BY, now()), rework=True)


def entity_named(record: Record, name: str) -> str | None:
    """The first entity of the party that is called so, None for none."""
    named = name.casefold()
    people = record.find(f'"{name}"', limit=1).people
    return next((p.entities[0] for p in people if named in {form.casefold() for form, _ in p.names}), None)


async def undo(request: Request) -> Response:
    """Takes a decision back; the log keeps that it was made and taken back."""
    form = await read_form(request)
    number = _word(form, "number")
    if not number.isascii() or not number.isdigit():
        raise HTTPException(400, "The number of the decision is missing. Use the button beside it.")
    log = await site_of(request).desk.ask(lambda record: record.decisions())
    whys = {decision.number: decision.judgement.why for decision in log}
    return await _keep(request, Undo(int(number), BY, now()), rework=whys.get(int(number)) in _JOINING)


async def seen(request: Request) -> Response:
    """Notes that the reader has seen what is there; the first page then tells what came since."""
    await read_form(request)
    await asyncio.to_thread(site_of(request).clerk.judge, Look(now()))
    return RedirectResponse(back_from(request), 303)


def show_decisions(record: Record, request: Request) -> Response:
    """Everything decided, latest first; what was taken back stays in the log."""
    log = list(reversed(record.decisions()))
    if request.query_params.get("take") == "jsonl":
        lines = b"".join(msgspec.json.encode(j) + b"\n" for j in record.judgements())
        headers = {"Content-Disposition": 'attachment; filename="decisions.jsonl"'}
        return Response(lines, media_type="application/x-ndjson", headers=headers)
    file = taken(request, "decisions", lambda: [_cells(decision) for decision in log])
    if file is not None:
        return file
    return show(request, "decisions.html", leaf=leaf_of(request, [shown_of(record, decision) for decision in log]))


async def _keep(request: Request, deed: Judgement | Undo, *, rework: bool) -> Response:
    clerk = site_of(request).clerk
    await asyncio.to_thread(clerk.judge, deed)
    if rework:
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


def _cells(decision: Decision) -> dict[str, object]:
    fields = msgspec.to_builtins(decision.judgement)
    undone = {"undone_by": decision.undone_by, "undone_at": decision.undone_at}
    return {"number": decision.number, **fields, "counts": decision.counts, **undone}
