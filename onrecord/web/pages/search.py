"""Search: statements first, one for each utterance, then people and articles; filters beside words."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from onrecord.record import Answer, Record
from onrecord.record.cells import cells_of
from onrecord.web import links
from onrecord.web.cards import cards_of
from onrecord.web.site import show
from onrecord.web.tables import address, leaf_at, offset_of, taken

_SIZE = 20


def show_search(record: Record, request: Request) -> Response:
    """What is found by ``q``, words and filters as typed; any input is allowed."""
    typed = request.query_params.get("q", "").strip()
    shelf = record.shelf
    file = taken(request, "search", lambda: every_row(record, typed))
    if file is not None:
        return file
    at = offset_of(request, _SIZE)
    found = record.find(typed, offset=at, limit=_SIZE) if typed else record.find("", limit=0)
    heads = [fold.statement for fold in found.folds]
    return show(
        request,
        "search.html",
        q=typed,
        found=found,
        leaf=leaf_at(request, heads, at, found.next),
        cards=cards_of(shelf, heads),
        facets=narrower(request, typed, found) if typed else [],
        people=[(p.name, links.to_party(p.id), shelf.said_by.get(p.id, 0)) for p in found.people],
        articles=[(shelf.headline(a.page), links.to_article(a.page), shelf.outlet(a.page)) for a in found.articles],
    )


def every_row(record: Record, typed: str) -> list[Mapping[str, object]]:
    """All statements found, as rows; those folded beneath another follow it."""
    shelf = record.shelf
    rows: list[Mapping[str, object]] = []
    at: int | None = 0
    while at is not None and typed:
        found = record.find(typed, offset=at, limit=200)
        for fold in found.folds:
            rows += [cells_of(shelf, s) for s in (fold.statement, *(shelf.statements[o] for o in fold.others))]
        at = found.next
    return rows


def narrower(request: Request, typed: str, found: Answer) -> list[tuple[str, list[tuple[str, int, str]]]]:
    """The values of each field among what was found, with the search each would make."""
    made = []
    for field, values in found.facets.items():
        key = {"year": "from"}.get(field, field)
        if len(values) < 2 or found.asked.value(key):
            continue
        shown = [(value, n, address(request, at=None, q=narrowed(typed, field, value))) for value, n in values[:8]]
        made.append((field, shown))
    return made


def narrowed(typed: str, field: str, value: str) -> str:
    """A search with one more filter.

    >>> narrowed("mill", "speaker", "Ann Lee"), narrowed("mill", "year", "2024")
    ('mill speaker:"Ann Lee"', 'mill from:2024 to:2024')
    """
    if field == "year":
        return f"{typed} from:{value} to:{value}"
    plain = value.replace('"', "")
    return f'{typed} {field}:"{plain}"' if " " in plain else f"{typed} {field}:{plain}"
