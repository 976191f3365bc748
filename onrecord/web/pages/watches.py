"""Saved searches: what each finds that it had not when last looked at; saved, looked at and forgotten by forms."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.record import Record, Shelf
from onrecord.record.cells import cells_of
from onrecord.store.saved import LOOKED_AT, News
from onrecord.web import links
from onrecord.web.cards import Card, cards_of
from onrecord.web.clerk import Forget, Look, now
from onrecord.web.pages.judging import back_from
from onrecord.web.site import read_form, show, site_of
from onrecord.web.tables import taken

# So many searches are looked into on one page, and so much of what is new shown for each.
MOST, SHOWN = 30, 5
_TYPED_CHARS = 500


class Watch(msgspec.Struct, frozen=True):
    """A saved search: what is new in it, and where all it finds is listed."""

    news: News
    cards: tuple[Card, ...]
    href: str

    @property
    def number(self) -> str:
        """How much is new, in a word."""
        return f"{self.news.total}+" if self.news.more else str(self.news.total)


def show_watches(record: Record, request: Request) -> Response:
    """Each saved search with what is new in it."""
    shelf = record.shelf
    file = taken(request, "new-in-saved-searches", lambda: new_rows(record, shelf))
    if file is not None:
        return file
    return show(request, "watches.html", watches=watches_of(record, shown=SHOWN), most=MOST)


def watches_of(record: Record, *, shown: int) -> list[Watch]:
    """The first ``MOST`` saved searches, those with most new first, with so many of the new statements each."""
    found = []
    for typed, _ in zip(record.watches, range(MOST), strict=False):
        news = record.watches.peek(typed, most=shown)
        found.append(Watch(news, cards_of(record.shelf, news.statements), links.to_list("search", q=typed)))
    return sorted(found, key=lambda w: (-w.news.total, w.news.typed))


def new_rows(record: Record, shelf: Shelf) -> list[Mapping[str, object]]:
    """All that is new, as rows with the search that finds it."""
    return [
        {"search": watch.news.typed, **cells_of(shelf, statement)}
        for watch in watches_of(record, shown=LOOKED_AT)
        for statement in watch.news.statements
    ]


async def watch(request: Request) -> Response:
    """Saves a search as looked at, or forgets it, and goes back."""
    form = await read_form(request)
    typed, do = (" ".join(str(form.get(field) or "").split()) for field in ("typed", "do"))
    if not typed or len(typed) > _TYPED_CHARS:
        raise HTTPException(400, f"A search that is saved has between 1 and {_TYPED_CHARS} characters.")
    if do not in ("save", "forget"):
        raise HTTPException(400, f"{do}: nothing that can be done with a saved search. Use the buttons of a page.")
    deed = Look(now(), typed) if do == "save" else Forget(typed)
    await asyncio.to_thread(site_of(request).clerk.judge, deed)
    return RedirectResponse(back_from(request), 303)
