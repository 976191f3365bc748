"""The local web: the record in a browser, on this machine alone unless told otherwise.

``pages/`` makes the HTML; each of its functions takes the record and the request. Reading works with scripts
off; scripts add the drawer, keys and pictures one can drag in.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from onrecord.errors import OnrecordError, UnknownId
from onrecord.record import Record
from onrecord.web.api import api_routes
from onrecord.web.guard import LOOPBACK, Door, Guard
from onrecord.web.pages import PAGES, WRITES
from onrecord.web.site import Site, site_of, with_picks

__all__ = ["LOOPBACK", "Door", "make_app"]

Show = Callable[[Record, Request], Response]
_TITLES = {404: "Not in this record", 403: "Not taken", 405: "Not asked this way"}
_STATIC = Path(__file__).parent / "static"


def make_app(path: str | Path, *, door: Door | None = None, fast: bool = False) -> Starlette:
    """The application for the record at ``path``, made when missing. ``door`` says who is let in."""
    where = Path(path)
    try:
        # A record is made where none is, and one of an older version is brought up to date.
        Record.open(where).close()
    except OnrecordError:
        # Someone is adding to it, or it cannot be written: reading may do, or says what is wrong.
        Record.open(where, write=False).close()
    site = Site(where, secret=secrets.token_urlsafe(32), fast=fast)

    @asynccontextmanager
    async def open_site(_: Starlette) -> AsyncIterator[None]:
        yield
        site.close()

    app = Starlette(
        routes=make_routes(),
        lifespan=open_site,
        middleware=[Middleware(Guard, door=door or Door())],
        exception_handlers={OnrecordError: _say_no, HTTPException: _say_http},
    )
    app.state.site = site
    return app


def make_routes() -> list[BaseRoute]:
    """All addresses: pages, writes, static files."""
    shown = [Route(path, _endpoint(show), methods=["GET"]) for path, show in PAGES]
    written = [Route(path, write, methods=["POST"]) for path, write in WRITES]
    return [*shown, *written, *api_routes(), Mount("/static", StaticFiles(directory=_STATIC))]


def _endpoint(show: Show) -> Callable[[Request], object]:
    async def endpoint(request: Request) -> Response:
        return await site_of(request).desk.ask(lambda record: show(with_picks(record, request), request))

    return endpoint


async def _say_no(request: Request, error: Exception) -> Response:
    status = 404 if isinstance(error, UnknownId) else 400
    return _no(request, status, str(error))


async def _say_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    what = error.detail if isinstance(error, HTTPException) else str(error)
    return _no(request, status, what)


def _no(request: Request, status: int, what: str) -> Response:
    title = _TITLES.get(status, "Could not be done")
    answer = site_of(request).show(request, "error.html", title=title, what=what)
    answer.status_code = status
    return answer
