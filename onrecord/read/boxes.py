"""Opens what holds pages, and what holds that in turn, down to the bytes of single pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from onrecord.read.feed import open_feed
from onrecord.read.lines import open_lines, open_list
from onrecord.read.mail import open_mail
from onrecord.read.packed import open_gzip, open_zip
from onrecord.read.sitemap import open_sitemap
from onrecord.read.sniff import HEAD_BYTES, tell_form
from onrecord.read.source import BROKEN, Raw, Source, peek, problem, read_page
from onrecord.read.table import open_table
from onrecord.read.warc import open_arc, open_warc
from onrecord.types import Problem

Opener = Callable[[Source], Iterator[Source | Raw | Problem]]
# A form that holds other sources or pages, and what opens it. A new one is a file and a line here.
BOXES: dict[str, Opener] = {
    "gzip": open_gzip,
    "zip": open_zip,
    "warc": open_warc,
    "arc": open_arc,
    "feed": open_feed,
    "sitemap": open_sitemap,
    "mail": open_mail,
}
ROWS: dict[str, Callable[[Source, str | None], Iterator[Raw | Problem]]] = {
    "jsonl": open_lines,
    "json": open_list,
    "csv": open_table,
}
PAGES = ("html", "text", "pdf")
PACKED = ("gzip", "zip")
_NO_PAGE = ("image", "media", "audio", "program", "font", "icon", "file", "database")


def open_source(source: Source, form: str | None, key: str | None) -> Iterator[Raw | Problem]:
    """The bytes of every page in a source, in its order; what cannot be opened is a Problem with its reason.

    The form is told from the bytes unless it is given; a packed source is unpacked first, whatever form is given.
    """
    try:
        yield from _open(source, form, key)
    except BROKEN as error:
        yield problem(source.name, f"broken ({error or type(error).__name__}). What stood before this point was read.")


def _open(source: Source, form: str | None, key: str | None) -> Iterator[Raw | Problem]:
    head = _head(source)
    told = tell_form(head, source.name)
    kind = told if form is None or told in PACKED else form
    if not head.strip() and len(head) < HEAD_BYTES:
        yield problem(source.name, "empty: there is no text in it.")
    elif kind in ROWS:
        yield from ROWS[kind](source, key)
    elif kind in BOXES:
        for inner in BOXES[kind](source):
            if isinstance(inner, Source):
                yield from open_source(inner, None if form == kind else form, key)
            else:
                yield inner
    elif kind in PAGES:
        yield read_page(source, kind)
    elif kind.endswith(_NO_PAGE):
        yield problem(source.name, f"no page: this is a {kind}.")
    else:
        yield problem(source.name, f"{kind} is not read. Save the page as HTML, PDF or text, or list it as JSONL.")


def _head(source: Source) -> bytes:
    """The first bytes of a source; of a web archive by its name where its first record is broken."""
    try:
        return peek(source)
    except BROKEN:
        if source.packed is None or not source.name.lower().endswith((".warc.gz", ".warc")):
            raise
        return b"WARC/"
