"""Picking for the report: something of the record is added, taken out, moved, or given a note."""

from __future__ import annotations

import asyncio

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.errors import UnknownId
from onrecord.groups import Event, Story
from onrecord.record import Clipping, Record
from onrecord.store.picked import Pick
from onrecord.types import Page, Statement
from onrecord.web.clerk import Drop, Move, Put, now
from onrecord.web.pages.judging import back_from
from onrecord.web.site import read_form, show, site_of

_STEPS = {"up": -1, "down": 1}
# What a report can be made of.
_KINDS = (Statement, Story, Event, Clipping, Page)


async def pick(request: Request) -> Response:
    """Does what the form says with one pick, and goes back, or shows its button anew to a script."""
    form = await read_form(request)
    name, do, note = (str(form.get(field) or "") for field in ("id", "do", "note"))
    site = site_of(request)
    if do in ("put", "note"):
        await site.desk.ask(lambda record: known(record, name))
        await asyncio.to_thread(site.clerk.judge, Put((Pick(name, note, now()),)))
    elif do in _STEPS:
        await asyncio.to_thread(site.clerk.judge, Move(name, _STEPS[do]))
    elif do in ("drop", "empty"):
        gone = (name,) if do == "drop" else tuple(await site.desk.ask(lambda record: [p.id for p in record.picks]))
        await asyncio.to_thread(site.clerk.judge, Drop(gone))
    else:
        raise HTTPException(400, f"{do}: nothing that can be done with a pick. Use the buttons of a page.")
    if request.headers.get("hx-request") != "true":
        return RedirectResponse(back_from(request), 303)
    request.state.picked = await site.desk.ask(lambda record: frozenset(p.id for p in record.picks))
    return show(request, "picked.html", id=name, name="this")


def known(record: Record, name: str) -> None:
    """Raises UnknownId for an id that a report cannot be made of."""
    if not isinstance(record.get(name), _KINDS):
        raise UnknownId(f"{name}: not a statement, page, story or event of this record.")
