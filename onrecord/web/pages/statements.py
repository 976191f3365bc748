"""The list of statements: exact with months while it is small, by the search's index where the record is large."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from onrecord.record import Answer, Record
from onrecord.record.cells import cells_of
from onrecord.types import Statement
from onrecord.web.cards import cards_of
from onrecord.web.drawn.months import draw_months
from onrecord.web.lists import Facet, Wanted, facets_of, matching, months_of, wanted_of
from onrecord.web.pages.search import every_row
from onrecord.web.site import show
from onrecord.web.tables import ROWS_A_PAGE, address, leaf_at, leaf_of, offset_of, taken

# Up to so many statements are looked through one by one; beyond that the index answers.
SMALL = 3000
_ASKED = ("speaker", "act", "form", "manner", "modality", "outlet")


def show_statements(record: Record, request: Request) -> Response:
    """Statements that match the filters of the address."""
    wanted = wanted_of(request)
    rows = near(record, wanted)
    return _whole(record, request, wanted, rows) if rows is not None else _found(record, request, wanted)


def near(record: Record, wanted: Wanted) -> Sequence[Statement] | None:
    """The statements to look through: those of a story, page or party, or all of a small record; None for too many."""
    shelf = record.shelf
    if wanted.story in shelf.story:
        return [s for page in shelf.story[wanted.story].pages for s in shelf.clippings[page].statements]
    if wanted.page:
        return list(record.statements(page=wanted.page))
    if wanted.party:
        return list(record.statements(party=wanted.party, limit=SMALL))
    return list(record.statements()) if record.count_statements() <= SMALL else None


def _whole(record: Record, request: Request, wanted: Wanted, rows: Sequence[Statement]) -> Response:
    shelf = record.shelf
    found = matching(shelf, wanted, rows)
    file = taken(request, "statements", lambda: [cells_of(shelf, s) for s in found])
    if file is not None:
        return file
    leaf = leaf_of(request, found)
    every = matching(shelf, msgspec.structs.replace(wanted, since="", until=""), rows)
    return show(
        request,
        "statements.html",
        leaf=leaf,
        cards=cards_of(shelf, leaf.rows),
        facets=facets_of(request, shelf, found),
        months=draw_months(months_of(shelf, every)),
        story=shelf.story.get(wanted.story),
        about=shelf.party_by_id(wanted.about) if wanted.about else None,
        **_shared(request, wanted),
    )


def _found(record: Record, request: Request, wanted: Wanted) -> Response:
    typed = typed_of(wanted)
    file = taken(request, "statements", lambda: every_row(record, typed))
    if file is not None:
        return file
    at = offset_of(request, ROWS_A_PAGE)
    found = record.find(typed, offset=at, limit=ROWS_A_PAGE)
    heads = [fold.statement for fold in found.folds]
    return show(
        request,
        "statements.html",
        leaf=leaf_at(request, heads, at, found.next),
        cards=cards_of(record.shelf, heads),
        facets=_facets(request, found),
        months=None,
        story=None,
        about=None,
        **_shared(request, wanted),
    )


def typed_of(wanted: Wanted) -> str:
    """The filters as one would type them.

    >>> typed_of(Wanted(speaker="Ann Lee", act="deny", since="2024"))
    'speaker:"Ann Lee" act:"deny" from:2024'
    """
    fields = [(name, getattr(wanted, name).replace('"', "")) for name in _ASKED]
    dates = [f"{name}:{value}" for name, value in (("from", wanted.since), ("to", wanted.until)) if value]
    return " ".join([*(f'{name}:"{value}"' for name, value in fields if value), *dates])


def _facets(request: Request, found: Answer) -> list[Facet]:
    made = []
    for name, values in found.facets.items():
        chosen = request.query_params.get(name, "")
        if name in _ASKED and (chosen or len(values) > 1):
            made.append(Facet(name, tuple((v, n, _other(request, name, v), v == chosen) for v, n in values[:8])))
    return made


def _other(request: Request, name: str, value: str) -> str:
    chosen = request.query_params.get(name, "")
    return address(request, at=None, **{name: None if chosen else value})


def _shared(request: Request, wanted: Wanted) -> Mapping[str, object]:
    given = {name: value for name, value in request.query_params.items() if name not in ("from", "to", "at")}
    return {"wanted": wanted, "given": given}
