"""The record for programs: every form it can be written in, each item with its page, range and words.

Words are cut from the page at the item's span as it is written, never kept beside it. The same record
gives the same bytes in every form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import msgspec

from onrecord.export.annotations import write_brat, write_w3c
from onrecord.export.claims import write_schema_org
from onrecord.export.entities import write_ftm
from onrecord.export.graph import write_graphml
from onrecord.export.lines import write_jsonl
from onrecord.export.packed import pack
from onrecord.export.tables import TABLES, csv_of, write_csv, write_parquet
from onrecord.export.timelines import write_timelinejs
from onrecord.record import Shelf


class Form(msgspec.Struct, frozen=True):
    """A form the record can be written in: what it holds, and the writer of its bytes.

    ``tables`` is True where the writer takes the name of one of ``TABLES``; ``binary`` where it is no text.
    """

    what: str
    write: Callable[..., Iterator[bytes]]
    suffix: str
    tables: bool = False
    binary: bool = False


EXPORTS: Mapping[str, Form] = {
    "jsonl": Form("every record, one JSON object a line", write_jsonl, "jsonl"),
    "csv": Form("one table with a header", write_csv, "csv", tables=True),
    "parquet": Form("one table for DuckDB, Polars, pandas", write_parquet, "parquet", tables=True, binary=True),
    "w3c": Form("statements as W3C Web Annotations, one a line", write_w3c, "jsonl"),
    "schema-org": Form("statements as Quotation, disputed ones as ClaimReview shells", write_schema_org, "jsonl"),
    "ftm": Form("articles, parties and statements as FollowTheMoney entities, one a line", write_ftm, "jsonl"),
    "timelinejs": Form("events and dated statements for TimelineJS", write_timelinejs, "csv"),
    "graphml": Form("who said what through which outlet, who copied whom", write_graphml, "graphml"),
    "brat": Form("page texts with standoff annotations, as a ZIP", write_brat, "zip", binary=True),
}

__all__ = ["EXPORTS", "TABLES", "Form", "csv_of", "export", "pack"]


def export(shelf: Shelf, form: str = "jsonl", *, table: str = "statements") -> Iterator[bytes]:
    """The bytes of a record in one of ``EXPORTS``, a piece at a time.

    ``table`` names one of ``TABLES`` for the forms that are tables. KeyError for a form or table that is none.
    """
    chosen = EXPORTS[form]
    if chosen.tables:
        return chosen.write(shelf, table)
    return chosen.write(shelf)
