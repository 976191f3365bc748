"""The site: what every page is made with (desk, clerk, templates, secret) and how a page is printed."""

from __future__ import annotations

import hmac
import re
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from onrecord.record import Record
from onrecord.web import links
from onrecord.web.cards import day_words, noun_for, plural
from onrecord.web.chips import act_chip, form_chip, manner_chip
from onrecord.web.clerk import Clerk
from onrecord.web.desk import Desk
from onrecord.web.drawn.lanes import date_of
from onrecord.web.guard import same

# The top bar: name, address, the key after "g".
ROOMS: tuple[tuple[str, str, str], ...] = (
    ("Stories", "/stories", "s"),
    ("People", "/people", "p"),
    ("Timeline", "/timeline", "t"),
    ("Positions", "/positions", "o"),
    ("Copies", "/copies", "c"),
    ("Verify", "/verify", "v"),
    ("Review", "/review", "r"),
)
_WORD, _BEGINNING, _PIECES = re.compile(r"\w+"), re.compile(r"(\w+)\*"), re.compile(r"\w+|\W+")
FIELD = "csrf"
_MOST_FILES = 2000
_FIELD_BYTES = 2 * 1024 * 1024


class Site:
    """Holds open what the pages need; ``close`` it."""

    def __init__(self, path: Path, *, secret: str, fast: bool = False) -> None:
        self.desk = Desk(path)
        self.clerk = Clerk(path, fast=fast)
        self.name = path.stem
        self._secret = secret
        self._templates = _environment()

    def close(self) -> None:
        """Ends what runs."""
        self.clerk.close()
        self.desk.close()

    @property
    def csrf(self) -> str:
        """What our own forms carry and a page elsewhere cannot read."""
        return hmac.new(self._secret.encode(), b"form", "sha256").hexdigest()

    def show(self, request: Request, template: str, **values: object) -> Response:
        """A template as an answer; a lone half of a character becomes a question mark."""
        text = self._templates.get_template(template).render(
            site=self,
            rooms=ROOMS,
            path=request.url.path,
            query=str(request.url.query),
            piece=request.headers.get("hx-request") == "true",
            adding=self.clerk.state,
            picked=getattr(request.state, "picked", frozenset()),
            **values,
        )
        return HTMLResponse(text.encode("utf-8", "replace"))


def site_of(request: Request) -> Site:
    """The site a request is answered by."""
    site = request.app.state.site
    if not isinstance(site, Site):
        raise TypeError("the application was made without its site")
    return site


def with_picks(record: Record, request: Request) -> Record:
    """The record itself; the request learns what is picked for the report, which every page shows."""
    request.state.picked = frozenset(pick.id for pick in record.picks)
    return record


def show(request: Request, template: str, **values: object) -> Response:
    """A page of the record."""
    return site_of(request).show(request, template, **values)


async def read_form(request: Request) -> FormData:
    """The fields of a form of our own; answers 403 to one that does not carry our mark."""
    form = await request.form(max_files=_MOST_FILES, max_fields=_MOST_FILES, max_part_size=_FIELD_BYTES)
    given = form.get(FIELD) or request.headers.get("x-csrf", "")
    if not isinstance(given, str) or not same(given, site_of(request).csrf):
        raise HTTPException(403, "This form is not one of ours, or the server was started anew. Load the page again.")
    return form


def mark_hits(words: str, typed: str) -> Markup:
    """Words with those a reader searched for marked, whatever their case; everything else is escaped text.

    >>> mark_hits("The mill <b> stays", "mill*")
    Markup('The <mark>mill</mark> &lt;b&gt; stays')
    """
    asked = {found.casefold() for found in _WORD.findall(typed)}
    begins = tuple(found.casefold() for found in _BEGINNING.findall(typed))
    pieces = []
    for piece in _PIECES.findall(words):
        plain = piece.casefold()
        hit = plain in asked or bool(begins and plain.startswith(begins))
        pieces.append(Markup("<mark>{}</mark>").format(piece) if hit else escape(piece))
    return Markup("").join(pieces)


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("onrecord.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        links=links, plural=plural, form_chip=form_chip, act_chip=act_chip, manner_chip=manner_chip
    )
    environment.filters["day"] = day_words
    environment.filters["dated"] = date_of
    environment.filters["noun"] = noun_for
    environment.filters["hits"] = mark_hits
    environment.filters["spaced"] = lambda text: str(text).replace("_", " ")
    return environment
