"""Rows: what a question to the record gives back; a sequence that also shows itself and turns into a table."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar, overload

import msgspec

from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    import pandas
    import polars

T = TypeVar("T", bound=msgspec.Struct, covariant=True)
Cells = Mapping[str, object]
_SHOWN = 50


class Rows(Sequence[T], Generic[T]):
    """Records in order, and as tables.

    ``to_df`` and ``to_polars`` need the extra ``frames``; ``to_json`` gives one a line; a notebook shows a table.
    """

    def __init__(self, records: Sequence[T], cells: Callable[[T], Cells]) -> None:
        self._records = tuple(records)
        self._cells = cells

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Rows[T]: ...
    def __getitem__(self, at: int | slice) -> T | Rows[T]:
        if isinstance(at, slice):
            return Rows(self._records[at], self._cells)
        return self._records[at]

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[T]:
        return iter(self._records)

    def __repr__(self) -> str:
        rows = [self._cells(record) for record in self._records[:_SHOWN]]
        lines = [" | ".join(str(cell) for cell in row.values() if cell not in (None, "")) for row in rows]
        return "\n  ".join([f"<{len(self)} rows>", *lines])

    def cells(self) -> list[Cells]:
        """Each record as a flat row: its fields worked out for reading (words, names), one mapping a record."""
        return [self._cells(record) for record in self._records]

    def to_df(self) -> pandas.DataFrame:
        """The rows as a pandas frame; raises OnrecordError when pandas is not installed."""
        try:
            import pandas
        except ImportError as error:
            raise OnrecordError("to_df needs pandas: pip install 'onrecord[frames]'.") from error
        return pandas.DataFrame(self.cells())

    def to_polars(self) -> polars.DataFrame:
        """The rows as a Polars frame; raises OnrecordError when Polars is not installed."""
        try:
            import polars
        except ImportError as error:
            raise OnrecordError("to_polars needs Polars: pip install 'onrecord[frames]'.") from error
        return polars.DataFrame(self.cells(), infer_schema_length=None)

    def to_json(self) -> str:
        """The records themselves, one JSON object a line, fields as in ``types.py`` and ``groups.py``."""
        return "".join(msgspec.json.encode(record).decode() + "\n" for record in self._records)

    def _repr_html_(self) -> str:
        rows = [self._cells(record) for record in self._records[:_SHOWN]]
        head = "".join(f"<th>{html.escape(name)}</th>" for name in (rows[0] if rows else ()))
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape('' if c is None else str(c))}</td>" for c in row.values()) + "</tr>"
            for row in rows
        )
        more = f"<p>{len(self) - _SHOWN} more rows</p>" if len(self) > _SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"
