"""Taking pages in from the browser: the drop zone, the example, and how far a run has come."""

from __future__ import annotations

import asyncio
from pathlib import Path

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

import onrecord
from onrecord.record import Record
from onrecord.web.clerk import Upload
from onrecord.web.site import read_form, show, site_of

_PLACES = ("examples", "../examples/pages")


def example_folder() -> Path | None:
    """The folder with the example story, where this installation has one."""
    home = Path(onrecord.__file__).parent
    return next((folder.resolve() for place in _PLACES if (folder := home / place).is_dir()), None)


def show_adding(record: Record, request: Request) -> Response:
    """How far the run has come, and how the last one ended."""
    return show(request, "adding.html")


async def add_pages(request: Request) -> Response:
    """Begins to take in the files of the form, or the example, and shows how far it has come."""
    form = await read_form(request)
    site = site_of(request)
    if form.get("example"):
        folder = example_folder()
        if folder is None:
            raise HTTPException(404, "This installation has no example. Add pages of your own.")
        await asyncio.to_thread(site.clerk.add_folder, folder)
    else:
        files = [file for file in form.getlist("pages") if isinstance(file, UploadFile) and file.filename]
        if not files:
            raise HTTPException(400, "No file was given. Choose some pages, then add them.")
        uploads = [Upload(file.filename or "page", await file.read()) for file in files]
        await asyncio.to_thread(site.clerk.add, uploads)
    return RedirectResponse("/adding", 303)


async def learn(request: Request) -> Response:
    """Begins to make statements findable by meaning, and shows how far it has come."""
    await read_form(request)
    await asyncio.to_thread(site_of(request).clerk.learn)
    return RedirectResponse("/adding", 303)
