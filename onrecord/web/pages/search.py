"""Search: statements first, one for each utterance, then people and articles; filters beside words, or by meaning."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from onrecord.kit.meaning import PACKAGE
from onrecord.record import Answer, Record
from onrecord.record.cells import cells_of
from onrecord.types import Statement
from onrecord.web import links
from onrecord.web.cards import cards_of
from onrecord.web.once import is_large
from onrecord.web.site import show
from onrecord.web.tables import address, leaf_at, offset_of, taken

_SIZE = 20


def show_search(record: Record, request: Request) -> Response:
    """What is found by ``q``, words and filters as typed; any input is allowed."""
    typed = request.query_params.get("q", "").strip()
    if request.query_params.get("by") == "meaning":
        return show_near(record, request, typed)
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
        near=None,
        saved=" ".join(typed.split()) in set(record.watches),
        found=found,
        leaf=leaf_at(request, heads, at, found.next),
        cards=cards_of(shelf, heads),
        facets=narrower(request, typed, found) if typed else [],
        people=[(p.name, links.to_party(p.id), shelf.said_by.get(p.id, 0)) for p in found.people],
        articles=[(shelf.headline(a.page), links.to_article(a.page), shelf.outlet(a.page)) for a in found.articles],
    )


def show_near(record: Record, request: Request, typed: str) -> Response:
    """Statements nearest in meaning to what was typed, nearest first; or what is to be done before there are any."""
    near = _near(record, typed)
    heads = [statement for statement, _ in near.found]
    file = taken(
        request,
        "near-in-meaning",
        lambda: [{**cells_of(record.shelf, s), "near": score} for s, score in near.found],
    )
    if file is not None:
        return file
    return show(
        request,
        "search.html",
        q=typed,
        near=near,
        saved=False,
        found=record.find("", limit=0),
        leaf=leaf_at(request, heads, 0, None),
        cards=cards_of(record.shelf, heads),
        facets=[],
        people=[],
        articles=[],
    )


class Near(msgspec.Struct, frozen=True):
    """What is near in meaning; ``wants`` is what is missing for it: the "extra", or that one let it "learn"."""

    found: tuple[tuple[Statement, float], ...] = ()
    wants: str = ""
    missing: int = 0


def _near(record: Record, typed: str) -> Near:
    if not is_installed():
        return Near(wants="extra")
    if not record.meaning.is_learnt:
        return Near(wants="learn")
    found = record.meaning.find(typed, limit=_SIZE) if typed else []
    # In a large record it would take too long to count those that are not learnt yet.
    return Near(tuple(found), missing=0 if is_large(record) else record.meaning.missing())


def is_installed() -> bool:
    """Whether the model of the extra ``meaning`` is at hand."""
    try:
        distribution(PACKAGE)
    except PackageNotFoundError:
        return False
    return True


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
