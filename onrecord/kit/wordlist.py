"""Word lists: CSV files with a header, one row a line, each row with an example the suite runs."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from onrecord.errors import WordListError

Row = Mapping[str, str]


def read_list(path: Path) -> tuple[Row, ...]:
    """The rows of a word list in file order, by column name; every cell stripped.

    Raises WordListError when the file is missing, has no header, or a row has more or fewer cells.
    """
    if not path.is_file():
        raise WordListError(f"{path.name}: no such word list in {path.parent.name}/. Reinstall the package.")
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, strict=True)
        rows = []
        for row in reader:
            if None in row or None in row.values():
                raise WordListError(f"{path.name} line {reader.line_num}: wants the columns {reader.fieldnames}.")
            rows.append({name: cell.strip() for name, cell in row.items()})
    if not reader.fieldnames:
        raise WordListError(f"{path.name}: empty. Give it a header line.")
    return tuple(rows)
