"""Rows of CSV files with the text of a page in one column."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

import msgspec

from onrecord.read.decode import decode
from onrecord.read.rows import HTML_KEYS, TEXT_KEYS
from onrecord.read.source import BOMB_RATIO, MB, PAGE_LIMIT_MB, Raw, Source, is_bomb, problem
from onrecord.types import Problem

SAMPLE_BYTES = 65536
_CHECK_ROWS = 1000
_DELIMITERS = ",;\t|"


def open_table(source: Source, key: str | None) -> Iterator[Raw | Problem]:
    """The rows of a CSV as rows of JSON, named by their number below the head (``FILE:1``).

    The body stands in the column named ``key``, or in one named as in dumps; where neither is there, a
    Problem lists the columns.
    """
    sample = source.file.read(SAMPLE_BYTES)
    source.file.seek(0)
    found = decode(sample[: sample.rfind(b"\n") + 1] or sample)
    if found is None:
        yield problem(source.name, "undecodable: no charset fits its bytes. Save it as UTF-8.")
        return
    text, charset = found
    # A wider text has no limit below that of a page; the default of the library is 128 kB.
    csv.field_size_limit(PAGE_LIMIT_MB * MB)
    # The mark at the start of UTF-8 and UTF-16 files is no part of the first column's name.
    charset = "utf-8-sig" if charset == "utf-8" else charset
    lines = io.TextIOWrapper(source.file, encoding=charset, errors="replace", newline="")
    try:
        yield from _rows(source, csv.reader(lines, delimiter=_delimiter(text)), key)
    finally:
        lines.detach()


def _delimiter(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(_DELIMITERS, key=lambda d: (head.count(d), -_DELIMITERS.index(d)))


def _rows(source: Source, reader: Iterator[list[str]], key: str | None) -> Iterator[Raw | Problem]:
    columns: list[str] | None = None
    number = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield problem(f"{source.name}:{number + 1}", f"broken row ({error}). Check its quotation marks.")
            number += 1
            continue
        if number % _CHECK_ROWS == 1 and is_bomb(source):
            yield problem(
                f"{source.name}:{number}", f"unpacks to more than {BOMB_RATIO} times its size. The rest was not read."
            )
            return
        if columns is None:
            columns = [cell.strip() for cell in cells]
            if (key or _known(columns)) not in columns:
                yield problem(source.name, _which(columns, key))
                return
            continue
        number += 1
        if any(cells):
            row = msgspec.json.encode(dict(zip(columns, map(_sound, cells), strict=False)))
            yield Raw(f"{source.name}:{number}", row, "row", url=source.url, fetched=source.fetched, key=key)


def _known(columns: Sequence[str]) -> str | None:
    return next((name for name in (*HTML_KEYS, *TEXT_KEYS) if name in columns), None)


def _which(columns: Sequence[str], key: str | None) -> str:
    shown = ", ".join(name[:40] for name in columns[:30])
    missing = f'no column "{key}"' if key else "which column holds the text?"
    return f"{missing} The columns are: {shown}. Name one: --as csv:COLUMN"


def _sound(cell: str) -> str:
    """A cell without what JSON cannot hold."""
    return cell.encode("utf-8", "replace").decode("utf-8")
