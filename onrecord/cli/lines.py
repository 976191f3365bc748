"""What the verbs share: their options, opening the record, and printing text that pages wrote."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import msgspec
import typer

from onrecord.errors import NotARecord, OnrecordError
from onrecord.types import Problem

if TYPE_CHECKING:
    from onrecord.record import Record

RecordFile = Annotated[
    Path, typer.Option("--record", "-r", help="The record file.", envvar="ONRECORD_FILE", show_default=True)
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
# Controls a terminal would obey, and marks that turn the direction of text around.
_OBEYED = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def open_record(path: Path, *, write: bool = False, fast: bool = False) -> Record:
    """The record at a path; reading one that is not there raises NotARecord with what to do."""
    from onrecord.record import Record

    if not write and not path.exists():
        raise NotARecord(f"{path}: no record here. Make one with: onrecord add PAGES --record {path}")
    return Record.open(path, write=write, fast=fast)


def write_out(path: Path, pieces: Iterable[bytes]) -> None:
    """Writes a file; raises OnrecordError with what to do when it cannot be written."""
    try:
        with path.open("wb") as file:
            file.writelines(pieces)
    except OSError as error:
        raise OnrecordError(f"{path}: cannot be written ({error.strerror}). Name another file with --out.") from error


def now() -> str:
    """The time, in seconds, with its zone."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def safe(text: object) -> str:
    """Text with every control character made visible, so that a page cannot steer the terminal."""
    return "".join(c if c == "\t" or unicodedata.category(c) not in _OBEYED else f"\\x{ord(c):02x}" for c in str(text))


def put(line: str, to: IO[str] | None = None) -> None:
    """Prints one line."""
    stream = to or sys.stdout
    stream.write(line.encode("utf-8", "replace").decode() + "\n")


def put_json(records: Iterable[object]) -> None:
    """Prints one JSON object a line."""
    for record in records:
        put(msgspec.json.encode(record).decode())


def put_rows(records: Sequence[msgspec.Struct], cells: Sequence[Mapping[str, object]], *, as_json: bool) -> None:
    """Prints each record: as JSON with its worked-out cells under ``shown``, or as a few lines for people."""
    for record, row in zip(records, cells, strict=True):
        if as_json:
            put_json([{**msgspec.to_builtins(record), "shown": row}])
        else:
            put_row(row)


def put_row(row: Mapping[str, object]) -> None:
    """Prints a flat row as an indented paragraph, empty cells left out."""
    first, *rest = [(name, cell) for name, cell in row.items() if cell not in (None, "", "unknown")]
    put(safe(first[1]))
    for name, cell in rest:
        put(f"    {name:<12} {safe(cell)}")
    put("")


def put_problems(problems: Iterable[Problem]) -> None:
    """Prints each problem on stderr."""
    for problem in problems:
        put(f"problem: {safe(problem.name or problem.page)}: {safe(problem.what)} ({problem.stage})", sys.stderr)
