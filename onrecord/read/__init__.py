"""Opens anything: files, folders, patterns, standard input; each page in them, or the reason there is none.

``open_input`` finds the bytes of every page (a parcel each, small enough to send to a worker), ``make_page``
makes a page of one; ``read_input`` and ``read_bytes`` do both.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from onrecord.read.boxes import open_source
from onrecord.read.inputs import Input, find_inputs
from onrecord.read.page import is_light, make_page, page_id
from onrecord.read.sniff import FORMS, check_form
from onrecord.read.source import MB, PAGE_LIMIT_MB, Found, Raw, Source, problem
from onrecord.types import Problem

__all__ = [
    "FORMS", "PAGE_LIMIT_MB", "Found", "Input", "Raw", "find_inputs", "is_light", "make_page", "open_input", "page_id",
    "read_bytes", "read_input",
]  # fmt: skip
# Standard input cannot be rewound: it is kept, in memory up to the limit of a page, then in a file.
STDIN_LIMIT_MB = 4096


def open_input(item: Input, *, form: str | None = None) -> Iterator[Raw | Problem]:
    """The bytes of every page of one input in its order; what could not be opened is a Problem with its reason.

    Raises UnknownFormat when ``form`` names none that can be read; nothing else.
    """
    kind, key = check_form(form) if form is not None else (None, None)
    return _open_item(item, kind, key)


def read_input(item: Input, *, form: str | None = None) -> Iterator[Found | Problem]:
    """The pages of one input in its order; what could not be read is a Problem with its reason.

    Raises UnknownFormat when ``form`` names none that can be read; nothing else.
    """
    return _pages(open_input(item, form=form))


def read_bytes(name: str, data: bytes, form: str | None = None, *, url: str | None = None) -> Iterator[Found | Problem]:
    """The pages in some bytes, named ``name`` (rows ``name:3``, members ``name/member``); as ``read_input``."""
    kind, key = check_form(form) if form is not None else (None, None)
    return _pages(open_source(Source(name, io.BytesIO(data), url=url), kind, key))


def _pages(raws: Iterator[Raw | Problem]) -> Iterator[Found | Problem]:
    for raw in raws:
        yield raw if isinstance(raw, Problem) else make_page(raw)


def _open_item(item: Input, kind: str | None, key: str | None) -> Iterator[Raw | Problem]:
    try:
        if item.path is None:
            with tempfile.SpooledTemporaryFile(PAGE_LIMIT_MB * MB) as kept:
                if _keep_input(cast(BinaryIO, kept)):
                    yield from open_source(Source(item.name, cast(BinaryIO, kept)), kind, key)
                else:
                    yield problem(item.name, f"larger than {STDIN_LIMIT_MB} MB. Save it as a file first.")
        elif not item.path.is_file():
            yield problem(item.name, "neither a file nor a folder. Point at a file that holds a page.")
        else:
            with item.path.open("rb") as file:
                yield from open_source(Source(item.name, file, folder=str(item.path.parent)), kind, key)
    except (OSError, ValueError) as error:
        yield problem(item.name, f"cannot be read ({error}). Check its rights.")


def _keep_input(kept: BinaryIO) -> bool:
    """Copies standard input; whether all of it fits the limit."""
    left = STDIN_LIMIT_MB * MB
    while left >= 0 and (chunk := sys.stdin.buffer.read(min(MB, left + 1))):
        left -= kept.write(chunk)
    kept.seek(0)
    return left >= 0
