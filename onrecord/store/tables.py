"""Tables made from the record types: scalars as columns, the rest as JSON, so a field more is a column more.

A text that SQLite or a JSON writer would not take (a lone surrogate, a NUL) is kept all the same: as
UTF-8 bytes with the surrogates passed through, or as ASCII JSON. ``NULL`` in a column whose field is
never ``None`` means that the row was written before the field was there: its default is taken.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Literal, TypeVar

import msgspec
from msgspec import inspect

from onrecord.errors import NotARecord, OnrecordError
from onrecord.groups import (
    Copy,
    Event,
    Judgement,
    Link,
    Origins,
    Party,
    Position,
    Relation,
    Story,
    Thread,
    Utterance,
    Version,
)  # fmt: skip
from onrecord.types import Article, Mention, Page, Problem, Statement, Timex

# What one stage finds on one page, and what a stage makes of all pages. Problems come from both.
PAGE_TYPES: tuple[type[msgspec.Struct], ...] = (Article, Mention, Timex, Statement, Problem)
GROUP_TYPES: tuple[type[msgspec.Struct], ...] = (
    Party, Copy, Version, Origins, Utterance, Story, Thread, Event, Relation, Position, Link, Problem,
)  # fmt: skip
TYPES: tuple[type[msgspec.Struct], ...] = tuple(dict.fromkeys((Page, *PAGE_TYPES, *GROUP_TYPES, Judgement)))
# Columns that questions are often asked by.
ASKED = {
    "mention": ("entity", "name"),
    "statement": ("speaker", "within", "mention"),
    "relation": ("left", "right"),
    "position": ("party", "matter", "thread"),
    "event": ("date",),
}
# What lists are read in order of, and what a search reads statements by in the order of pages.
ORDERED = (
    *(f'statement_in_order_of_{label} ON statement ({label}, page, "_place")' for label in
      ("act", "form", "manner", "modality")),
    "statement_by_said ON statement (said) WHERE said IS NOT NULL",
    "article_by_day ON article (substr(json_extract(published, '$.value'), 1, 10))",
    "story_by_size ON story (json_array_length(pages) DESC, id)",
    "thread_by_size ON thread (json_array_length(stories) DESC, id)",
    "utterance_by_size ON utterance (json_array_length(pages) DESC, id)",
    "copy_by_share ON copy (max(share_left, share_right) DESC, id) WHERE kind <> 'independent'",
    "relation_by_sure ON relation (relation = 'later', sure DESC, id, relation)",
)  # fmt: skip
# Columns of the store's own beside the fields: the stage that wrote the row, and its place among that stage's.
STAGE, PLACE = "_stage", "_place"

Holds = Literal["text", "whole", "real", "flag", "json"]
Cell = str | bytes | int | float | None
R = TypeVar("R", bound=msgspec.Struct)

_AFFINITY: Mapping[Holds, str] = {"text": "TEXT", "whole": "INTEGER", "real": "REAL", "flag": "INTEGER", "json": "TEXT"}
_SCALARS: tuple[tuple[type[inspect.Type], Holds], ...] = (
    (inspect.StrType, "text"),
    (inspect.BoolType, "flag"),
    (inspect.IntType, "whole"),
    (inspect.FloatType, "real"),
)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Column(msgspec.Struct, frozen=True):
    """A field of a record as a column; ``needed`` when it has no default, so that empty means ``None``."""

    name: str
    holds: Holds
    needed: bool = False


class Table(msgspec.Struct, frozen=True):
    """A record type as a table. ``key`` is the field that names a record; ``order`` how its rows are read."""

    name: str
    columns: tuple[Column, ...]
    key: str | None
    paged: bool
    order: tuple[str, ...]

    def column(self, name: str) -> Column | None:
        """The column of this name, None when the type has no such field."""
        return next((c for c in self.columns if c.name == name), None)


@cache
def table_of(kind: type[msgspec.Struct]) -> Table:
    """The table of a record type."""
    info = inspect.type_info(kind)
    if not isinstance(info, inspect.StructType):
        raise NotARecord(f"{kind.__name__} is no record type. Use one of types.py or groups.py.")
    columns = tuple(Column(field.name, _holds(field), field.required) for field in info.fields)
    names = [c.name for c in columns]
    paged = "page" in names and kind in PAGE_TYPES
    order: tuple[str, ...] = ("page", STAGE, PLACE) if paged else (PLACE,)
    if kind is Problem:
        order = ("page", "stage", "what", "name")
    elif kind is Page:
        order = ("id",)
    elif kind is Judgement:
        order = ("rowid",)
    key = next((name for name in ("id", "of") if name in names), None)
    return Table(_JOINT.sub("_", kind.__name__).lower(), columns, key, paged, order)


def _holds(field: inspect.Field) -> Holds:
    plain = field.type
    if isinstance(plain, inspect.UnionType):
        others = [t for t in plain.types if not isinstance(t, inspect.NoneType)]
        # A None that is not the default must be told from "not written yet".
        if len(others) != 1 or len(others) == len(plain.types) or field.default not in (None, msgspec.NODEFAULT):
            return "json"
        plain = others[0]
    if isinstance(plain, inspect.LiteralType):
        return "text" if all(isinstance(value, str) for value in plain.values) else "json"
    return next((holds for known, holds in _SCALARS if isinstance(plain, known)), "json")


def schema_of(kind: type[msgspec.Struct]) -> Iterator[str]:
    """The SQL that makes the table of a record type and its indexes, each only when missing."""
    table = table_of(kind)
    lines = [column_line(c) + (" PRIMARY KEY" if kind is Page and c.name == "id" else "") for c in table.columns]
    yield f'CREATE TABLE IF NOT EXISTS "{table.name}" ({", ".join(lines)}, "{STAGE}" TEXT, "{PLACE}" INTEGER)'
    if kind is Page:
        yield "CREATE INDEX IF NOT EXISTS page_by_name ON page (name, id)"
    if kind in (Page, Judgement):
        return
    asked = (*([table.key] if table.key else []), *ASKED.get(table.name, ()))
    ordered = (table.order,) if table.paged else ((STAGE,), (PLACE,))
    for columns in (*ordered, *((name,) for name in asked)):
        name = "_by_".join((table.name, "_".join(c.strip("_") for c in columns)))
        yield f'CREATE INDEX IF NOT EXISTS "{name}" ON "{table.name}" ({quoted(columns)})'


def column_line(column: Column) -> str:
    """A column as SQL declares it."""
    return f'"{column.name}" {_AFFINITY[column.holds]}'


def quoted(names: Sequence[str]) -> str:
    """Column names as SQL lists them."""
    return ", ".join(f'"{name}"' for name in names)


def insert(
    link: sqlite3.Connection,
    kind: type[msgspec.Struct],
    records: Sequence[msgspec.Struct],
    stage: str | None,
    *,
    places: Sequence[str | bytes | int] = (),
) -> None:
    """Writes records of one type as rows of a stage, numbered in this order unless their ``places`` are given."""
    names = [*(c.name for c in table_of(kind).columns), STAGE, PLACE]
    line = f'INSERT INTO "{table_of(kind).name}" ({quoted(names)}) VALUES ({", ".join("?" * len(names))})'
    rows = zip(records, places or range(len(records)), strict=True)
    link.executemany(line, ((*cells_of(record), stage, place) for record, place in rows))


def text_of(cell: Cell) -> str:
    """A text column's value."""
    return cell.decode("utf-8", "surrogatepass") if isinstance(cell, bytes) else str(cell)


def cells_of(record: msgspec.Struct) -> list[Cell]:
    """The cells of a record, in the order of its columns."""
    return [cell_of(column, getattr(record, column.name)) for column in table_of(type(record)).columns]


def cell_of(column: Column, value: object) -> Cell:
    """A field's value as its column keeps it."""
    if column.holds == "json":
        return json_of(value).decode()
    if value is None or isinstance(value, int | float):
        return value
    return storable(str(value))


def where_of(kind: type[msgspec.Struct], equals: Mapping[str, object]) -> tuple[str, tuple[Cell, ...]]:
    """A WHERE over fields that equal these values, with what its marks stand for; empty when all records match."""
    tests, given = [], []
    for name, value in equals.items():
        column = table_of(kind).column(name)
        if column is None or column.holds == "json":
            raise OnrecordError(f"{kind.__name__} cannot be asked for by {name}. Use a field that holds one value.")
        tests.append(f'"{name}" IS ?')
        given.append(cell_of(column, value))
    return (f"WHERE {' AND '.join(tests)}" if tests else ""), tuple(given)


def storable(text: str) -> str | bytes:
    """The text, or its bytes when SQLite would refuse it or cut it short."""
    if text.isascii() and "\0" not in text:
        return text
    return text.encode("utf-8", "surrogatepass") if _UNSTORABLE.search(text) else text


def json_of(value: object) -> bytes:
    """A value as JSON; in ASCII when it holds half a surrogate pair, which UTF-8 has no bytes for."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(value), separators=(",", ":")).encode()


def id_list(ids: Iterable[str]) -> str:
    """Ids as the JSON list that ``json_each`` reads; an id that no record can have (half a character) is left out."""
    return msgspec.json.encode([name for name in ids if storable(name) == name]).decode()


def value_of(text: str | bytes) -> object:
    """The plain value of JSON made by ``json_of``."""
    try:
        plain: object = msgspec.json.decode(text)
    except msgspec.DecodeError:
        plain = json.loads(text)
    return plain


def reader_of(kind: type[R], names: Sequence[str]) -> Callable[[Sequence[Cell]], R]:
    """A function that makes a record of a row holding these columns; raises NotARecord for a row that is none.

    Fields without a column, and those left empty before they existed, take their default.
    """
    columns = [c for name in names if (c := table_of(kind).column(name))]
    held = [(c.name, _PLAIN[c.holds], c.needed) for c in columns]
    decode = msgspec.json.Decoder(kind).decode
    encode = msgspec.json.Encoder().encode

    def read(row: Sequence[Cell]) -> R:
        try:
            # In one go, from what the file holds; what is not whole takes the slower way, which tells what is amiss.
            cells = zip(held, row, strict=True)
            given = {
                name: None if cell is None else plain(cell)
                for (name, plain, needed), cell in cells
                if needed or cell is not None
            }
            return decode(encode(given))
        except (msgspec.MsgspecError, ValueError):
            return slowly(row)

    def slowly(row: Sequence[Cell]) -> R:
        try:
            cells = [(c, cell) for c, cell in zip(columns, row, strict=True) if c.needed or cell is not None]
            return msgspec.convert({c.name: _read(c, cell) for c, cell in cells}, kind)
        except (msgspec.ValidationError, ValueError) as error:
            named = next((str(cell) for cell in row), "")
            raise NotARecord(f"{table_of(kind).name} {named[:80]}: {error}. Run: onrecord doctor") from error

    return read


def _raw(cell: Cell) -> object:
    return msgspec.Raw(cell if isinstance(cell, bytes) else str(cell))


def _text(cell: Cell) -> object:
    return cell.decode("utf-8") if isinstance(cell, bytes) else cell


def _as_it_is(cell: Cell) -> object:
    return cell


_PLAIN: Mapping[Holds, Callable[[Cell], object]] = {
    "json": _raw, "text": _text, "flag": bool, "whole": _as_it_is, "real": _as_it_is,
}  # fmt: skip


def _read(column: Column, cell: Cell) -> object:
    if cell is None:
        return None
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "surrogatepass")
    if column.holds == "json":
        return value_of(str(cell))
    return bool(cell) if column.holds == "flag" else cell
