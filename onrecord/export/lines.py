"""Every record as JSON lines, with what people call it beside the fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from onrecord.export.tables import TABLES
from onrecord.record import Shelf, json_of
from onrecord.record.cells import cells_of


def write_jsonl(shelf: Shelf) -> Iterator[bytes]:
    """Every record, one JSON object a line, by type then order: its type under ``record``, its fields, ``shown``.

    ``shown`` holds the record as a flat row of words.
    Pages come first, with their text, so that every span in the file can be cut from the file itself;
    they, mentions, time expressions and judgements have no ``shown``. ``onrecord import`` takes the judgements back.
    """
    clippings = shelf.clippings.values()
    below: Mapping[str, Iterable[msgspec.Struct]] = {
        "page": (c.page for c in clippings),
        "mention": (m for c in clippings for m in c.mentions),
        "timex": (t for c in clippings for t in c.timexes),
    }
    for name, records in below.items():
        for record in records:
            yield line_of({"record": name, **msgspec.to_builtins(record)})
    for table in TABLES.values():
        for record in table.records(shelf):
            fields = msgspec.to_builtins(record)
            yield line_of({"record": table.record, **fields, "shown": dict(cells_of(shelf, record))})
    for judgement in shelf.judgements:
        yield line_of({"record": "judgement", **msgspec.to_builtins(judgement)})


def line_of(row: Mapping[str, object]) -> bytes:
    """A row as one line of JSON; in ASCII where it holds half a surrogate pair, which UTF-8 has no bytes for."""
    return json_of(row) + b"\n"
