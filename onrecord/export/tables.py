"""The record as tables: CSV for spreadsheets, Parquet for analytics; one row a record, one table a type."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from onrecord.errors import OnrecordError
from onrecord.record import Shelf
from onrecord.record.cells import cells_of

# Cells that spreadsheets would run as formulas (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Table(msgspec.Struct, frozen=True):
    """A type of record that makes a table: its name in JSON lines, and its records in order."""

    record: str
    records: Callable[[Shelf], Iterable[msgspec.Struct]]


TABLES: Mapping[str, Table] = {
    "articles": Table("article", lambda shelf: [clipping.article for clipping in shelf.clippings.values()]),
    "statements": Table("statement", lambda shelf: shelf.statements.values()),
    "people": Table("party", lambda shelf: shelf.parties),
    "copies": Table("copy", lambda shelf: shelf.copies),
    "utterances": Table("utterance", lambda shelf: shelf.utterances),
    "stories": Table("story", lambda shelf: shelf.stories),
    "threads": Table("thread", lambda shelf: shelf.threads),
    "timeline": Table("event", lambda shelf: shelf.events),
    "relations": Table("relation", lambda shelf: shelf.relations),
    "positions": Table("position", lambda shelf: shelf.positions),
    "problems": Table("problem", lambda shelf: shelf.problems),
}


def rows_of(shelf: Shelf, table: str) -> list[Mapping[str, object]]:
    """The rows of a table in order, every row with the same columns."""
    return [cells_of(shelf, record) for record in TABLES[table].records(shelf)]


def write_csv(shelf: Shelf, table: str = "statements") -> Iterator[bytes]:
    """A table as CSV with a header; cells that a spreadsheet would run are made text. Nothing for an empty one."""
    yield csv_of(rows_of(shelf, table))


def csv_of(rows: Iterable[Mapping[str, object]]) -> bytes:
    """Rows as CSV in UTF-8 with the first row's columns as header; formulas made text."""
    buffer = io.StringIO(newline="")
    table: csv.DictWriter[str] | None = None
    for row in rows:
        if table is None:
            table = csv.DictWriter(buffer, fieldnames=list(row))
            table.writeheader()
        table.writerow({name: _inert(cell) for name, cell in row.items()})
    return buffer.getvalue().encode("utf-8", "replace")


def write_parquet(shelf: Shelf, table: str = "statements") -> Iterator[bytes]:
    """A table as one Parquet file; raises OnrecordError when pyarrow is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise OnrecordError("Parquet needs pyarrow: pip install 'onrecord[frames]'.") from error
    rows = rows_of(shelf, table)
    columns = {name: [_plain(row[name]) for row in rows] for name in (rows[0] if rows else ())}
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(pyarrow.table(columns), sink, compression="zstd")
    yield sink.getvalue().to_pybytes()


def _plain(cell: object) -> object:
    # Arrow refuses lone surrogates, which a scraped page may hold.
    return cell.encode("utf-8", "replace").decode() if isinstance(cell, str) else cell


def _inert(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
