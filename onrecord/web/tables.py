"""Lists: a page of rows at a time, and all of them as CSV or JSON with the same filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from onrecord.export.tables import csv_of
from onrecord.record import Part

T = TypeVar("T")
S = TypeVar("S", bound=msgspec.Struct)
ROWS_A_PAGE = 50
_FORMS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


class Leaf(msgspec.Struct, Generic[T], frozen=True):
    """One page of a list: its rows, where they stand in the whole, and addresses before, after and to take away."""

    rows: tuple[T, ...]
    first: int
    total: int | None
    before: str | None
    after: str | None
    csv: str
    json: str

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return self.first + len(self.rows) - 1


def leaf_of(request: Request, rows: Sequence[T], size: int = ROWS_A_PAGE) -> Leaf[T]:
    """The rows that the address asks for (``at`` counts from 0); anything that is no number is 0."""
    at = min(offset_of(request, size), max(0, len(rows) - 1)) // size * size
    return Leaf(
        rows=tuple(rows[at : at + size]),
        first=at + 1 if rows else 0,
        total=len(rows),
        before=address(request, at=str(max(0, at - size))) if at else None,
        after=address(request, at=str(at + size)) if at + size < len(rows) else None,
        csv=address(request, at=None, take="csv"),
        json=address(request, at=None, take="json"),
    )


def leaf_of_part(request: Request, part: Part[S], size: int = ROWS_A_PAGE) -> Leaf[S]:
    """The part of a list that begins where the address asks, in steps of ``size``."""
    at = offset_of(request, size) if part.rows else 0
    return Leaf(
        rows=part.rows,
        first=at + 1 if part.rows else 0,
        total=part.total,
        before=address(request, at=str(max(0, at - size))) if at else None,
        after=address(request, at=str(at + size)) if at + size < part.total else None,
        csv=address(request, at=None, take="csv"),
        json=address(request, at=None, take="json"),
    )


def leaf_at(request: Request, rows: Sequence[T], at: int, following: int | None) -> Leaf[T]:
    """Rows that begin at a place of a list whose length is not counted; ``following`` is where to go on."""
    size = len(rows)
    return Leaf(
        rows=tuple(rows),
        first=at + 1 if rows else 0,
        total=None if rows else 0,
        before=address(request, at=str(max(0, at - max(size, 20)))) if at else None,
        after=address(request, at=str(following)) if following is not None else None,
        csv=address(request, at=None, take="csv"),
        json=address(request, at=None, take="json"),
    )


def offset_of(request: Request, size: int) -> int:
    """Where the address begins in a list, counted from 0 in steps of ``size``; 0 for anything that is no number."""
    given = request.query_params.get("at", "0")
    return (int(given) if given.isascii() and given.isdigit() and len(given) < 12 else 0) // size * size


def address(request: Request, **changed: str | None) -> str:
    """The address asked, with some of its fields changed; ``None`` takes one out."""
    given = {name: value for name, value in request.query_params.items() if value}
    for name, value in changed.items():
        if value is None:
            given.pop(name, None)
        else:
            given[name] = value
    return request.url.path + (f"?{urlencode(given, errors='replace')}" if given else "")


def taken(request: Request, name: str, cells: Callable[[], Sequence[Mapping[str, object]]]) -> Response | None:
    """The whole list as a file if the address asks to take it away, else ``None``."""
    form = request.query_params.get("take")
    return file_of(name, form, cells()) if form in _FORMS and form else None


def file_of(name: str, form: str, rows: Sequence[Mapping[str, object]]) -> Response:
    """Rows as a file: ``form`` is csv or json."""
    data = csv_of(rows) if form == "csv" else msgspec.json.encode([_whole(row) for row in rows])
    return Response(
        data,
        media_type=_FORMS[form],
        headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'},
    )


def _whole(row: Mapping[str, object]) -> Mapping[str, object]:
    # A page may hold half a character, which no encoding writes.
    return {
        name: cell.encode("utf-8", "replace").decode() if isinstance(cell, str) else cell for name, cell in row.items()
    }
