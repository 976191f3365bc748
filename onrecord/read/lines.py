"""Rows of JSONL files and JSON lists, each the bytes of one page."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from onrecord.read.source import BOMB_RATIO, MB, PAGE_LIMIT_MB, Raw, Source, is_bomb, problem, read_whole
from onrecord.types import Problem

_CHECK_ROWS = 1000
_BOM = b"\xef\xbb\xbf"


def open_lines(source: Source, key: str | None) -> Iterator[Raw | Problem]:
    """The lines of a JSONL file, one in memory at a time, named ``FILE:3``."""
    limit = PAGE_LIMIT_MB * MB
    number = 0
    while line := source.file.readline(limit + 1):
        number += 1
        name = f"{source.name}:{number}"
        if number % _CHECK_ROWS == 0 and is_bomb(source):
            yield problem(name, f"unpacks to more than {BOMB_RATIO} times its size. The rest was not read.")
            return
        if len(line) > limit and not line.endswith(b"\n"):
            yield problem(name, f"a row larger than {PAGE_LIMIT_MB} MB.")
            while line and not line.endswith(b"\n"):
                line = source.file.readline(limit)
        elif row := line.removeprefix(_BOM).strip():
            yield Raw(name, row, "row", url=source.url, fetched=source.fetched, key=key)


def open_list(source: Source, key: str | None) -> Iterator[Raw | Problem]:
    """The rows of a JSON list, each row's bytes its own."""
    data = read_whole(source)
    if isinstance(data, Problem):
        yield data
        return
    try:
        rows = msgspec.json.decode(data.removeprefix(_BOM), type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        yield problem(source.name, f"broken JSON ({error}). Write one object a line instead.")
        return
    for number, row in enumerate(rows, 1):
        yield Raw(f"{source.name}:{number}", bytes(row), "row", url=source.url, fetched=source.fetched, key=key)
