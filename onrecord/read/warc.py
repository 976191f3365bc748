"""Records of web archives: WARC by fastwarc, with warcio where fastwarc finds none, and ARC by warcio.

A record that is cut short, of a wrong length or broken costs itself alone: the search for the next one begins
right after its first byte, at a line that starts "WARC/" or at a gzip member that unpacks to one.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stderr
from itertools import islice
from typing import BinaryIO, cast

import msgspec
from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.archiveiterator import ArchiveIterator as SecondIterator
from warcio.exceptions import ArchiveLoadFailed

from onrecord.read.http import Answer, read_answer
from onrecord.read.sniff import tell_form
from onrecord.read.source import BROKEN, MB, PAGE_LIMIT_MB, Raw, Source, problem
from onrecord.types import Problem, Tag

# What warcio raises on archives it cannot read.
_UNREAD = (ArchiveLoadFailed, ValueError, KeyError, IndexError, AttributeError, TypeError, *BROKEN)
_GZIP = b"\x1f\x8b\x08"
_START = b"WARC/"
_HEAD = re.compile(rb"WARC/\d\.\d+[ \t]*\r?\n[\w-]+[ \t]*:")
_CHUNK_BYTES = 1 << 20
# Enough of a gzip member to see whether a record begins in it, and whether another begins after it.
_PEEK_BYTES = 1024
_MEMBER_BYTES = 1 << 20
_PAGE_RECORDS = ("response", "resource", "conversion")
_PAGE_FORMS = ("html", "text", "pdf")
_MARKUP_MEDIA = ("text/html", "application/xhtml+xml")
_PLAIN_MEDIA = (*_MARKUP_MEDIA, "text/plain", "application/pdf", "")
# Broken records one after the other after which the rest is given up as no archive.
_MOST_BROKEN = 1000


class Record(msgspec.Struct, frozen=True):
    """A record as it stands in an archive: where it begins, its headers (names in lower case) and its block."""

    at: int
    headers: dict[str, str]
    block: bytes
    # Longer than any page: its block was not read.
    huge: bool = False

    @property
    def short(self) -> bool:
        """Whether the block ends before the length its header gives, or the header gives none."""
        size = self.headers.get("content-length", "")
        return not self.huge and not (size.isdigit() and len(self.block) == int(size))


def open_warc(source: Source) -> Iterator[Source | Raw | Problem]:
    """The pages of a WARC file, each record named by its number (``FILE:3``).

    Records that are no pages by what they say of themselves (images, styles, redirects) are one Problem
    that counts them; a record that should be a page and is none, or is broken, is a Problem of its own.
    """
    file = source.file if source.packed is None else _members(source.packed)
    others: Counter[str] = Counter()
    number = 0
    for found in _records(file, packed=file is source.packed):
        number += 1
        name = f"{source.name}:{number}"
        if isinstance(found, str):
            yield problem(name, found)
        else:
            yield from _pages_of(source, name, found, others)
    if not number:
        yield problem(source.name, "no record in this web archive.")
    yield from _told(source, others)


def open_arc(source: Source) -> Iterator[Source | Raw | Problem]:
    """The pages of an ARC file; what follows a broken record cannot be read, and a Problem says so."""
    others: Counter[str] = Counter()
    number = 0
    try:
        for headers, block in _read_by_warcio(source.file):
            number += 1
            if headers.get("warc-type") != "arc_header":
                huge = len(block) > PAGE_LIMIT_MB * MB
                yield from _pages_of(source, f"{source.name}:{number}", Record(0, headers, block, huge=huge), others)
    except _UNREAD as error:
        yield problem(f"{source.name}:{number + 1}", f"broken record ({error}). What follows it was not read.")
    if not number:
        yield problem(source.name, "no record in this web archive.")
    yield from _told(source, others)


def _read_by_warcio(file: BinaryIO) -> Iterator[tuple[dict[str, str], bytes]]:
    """Headers as in a WARC and block of each record; the library's words on standard error are kept off it."""
    with redirect_stderr(io.StringIO()):
        records = SecondIterator(file, no_record_parse=True)
    while True:
        with redirect_stderr(io.StringIO()):
            record = next(records, None)
            if record is None:
                return
            block = record.raw_stream.read(PAGE_LIMIT_MB * MB + 1)
        head = {name.lower(): value for name, value in record.rec_headers.headers}
        if record.format == "arc":
            date = _arc_date(head.get("archive-date", ""))
            kind = "response" if record.rec_type != "arc_header" else "arc_header"
            head = {"warc-type": kind, "warc-target-uri": head.get("uri", ""), "warc-date": date,
                    "content-length": str(len(block)), "content-type": head.get("content-type", "")}  # fmt: skip
        yield head, block


def _arc_date(date: str) -> str:
    """An ARC's date of fourteen digits as WARC writes it."""
    if len(date) != 14 or not date.isdigit():
        return ""
    return f"{date[:4]}-{date[4:6]}-{date[6:8]}T{date[8:10]}:{date[10:12]}:{date[12:]}Z"


def _told(source: Source, others: Counter[str]) -> Iterator[Problem]:
    if others:
        counts = ", ".join(
            f"{count} {kind}" for kind, count in sorted(others.items(), key=lambda o: (-o[1], o[0]))[:12]
        )
        yield problem(source.name, f"{sum(others.values())} records are no pages: {counts}.")


def _pages_of(source: Source, name: str, record: Record, others: Counter[str]) -> Iterator[Source | Raw | Problem]:
    """The page of a record, or why it has none; counted among the others when nobody would take it for a page."""
    kind = record.headers.get("warc-type", "").lower()
    if kind not in _PAGE_RECORDS:
        if kind == "revisit":
            others["repeats of a record elsewhere"] += 1
        elif not kind:
            yield problem(name, "broken record: its header does not say its type.")
        return
    if record.huge:
        yield problem(name, f"a record larger than {PAGE_LIMIT_MB} MB.")
        return
    answer = read_answer(record.block, record.headers.get("content-type", ""))
    if isinstance(answer, str):
        yield problem(name, answer)
        return
    url = record.headers.get("warc-target-uri", "").strip("<> ") or None
    told = tell_form(answer.body, (url or "").partition("?")[0])
    if told == "text" and answer.media in _MARKUP_MEDIA:
        told = "html"
    if answer.status is not None and answer.status != 200:
        others[f"answers with status {answer.status}"] += 1
    elif told == "feed":
        yield Source(name, answer.open(), url=url, fetched=_date(record), depth=source.depth + 1)
    elif told not in _PAGE_FORMS or (told == "text" and answer.media not in _PLAIN_MEDIA):
        others[answer.media if answer.media not in _PLAIN_MEDIA else told] += 1
    elif not answer.body.strip():
        yield problem(name, "empty: there is no text in it.")
    else:
        yield _raw(name, told, url, record, answer)


def _raw(name: str, kind: str, url: str | None, record: Record, answer: Answer) -> Raw:
    cut = record.headers.get("warc-truncated")
    reasons = [f"the archive cut it ({cut})"] if cut else []
    reasons += ["its record ends early"] if record.short else []
    reasons += [answer.cut] if answer.cut else []
    kept = ("warc-record-id", "warc-payload-digest")
    tags = [Tag(f"warc:{key}", record.headers[key]) for key in kept if key in record.headers]
    tags += [Tag("http:last-modified", answer.modified)] if answer.modified else []
    return Raw(
        name, answer.body, kind, url=url, fetched=_date(record), charset=answer.charset, tags=tuple(tags),
        truncated="; ".join(reasons) or None,
    )  # fmt: skip


def _date(record: Record) -> str | None:
    return record.headers.get("warc-date") or None


def _records(file: BinaryIO, *, packed: bool) -> Iterator[Record | str]:
    """Every record that can be found, in order; words for each stretch in which none could be read."""
    at: int | None = _next_start(file, 0, packed=packed)
    broken = 0
    while at is not None and broken < _MOST_BROKEN:
        last = -1
        error = ""
        records = _first_try(file, at)
        while True:
            try:
                record = next(records)
            except StopIteration:
                break
            except OSError as reason:
                error = str(reason)
                break
            last = record.at
            yield record
            if record.short:
                break
        if last < 0:
            second = _second_try(file, at)
            broken += 1
            yield second if second is not None else f"broken record at byte {at} ({error or 'no record'})."
        else:
            broken = 0
            if error:
                yield f"broken after the record at byte {last} ({error}). What could be found behind it was read."
        at = _next_start(file, max(at, last) + 1, packed=packed)
    if at is not None:
        yield f"{_MOST_BROKEN} broken records in a row: the rest from byte {at} on was not read."


def _first_try(file: BinaryIO, at: int) -> Iterator[Record]:
    file.seek(at)
    limit = PAGE_LIMIT_MB * MB
    for record in ArchiveIterator(
        file, parse_http=False, record_types=WarcRecordType.any_type | WarcRecordType.unknown
    ):
        headers = {str(name).lower(): str(value) for name, value in record.headers.items()}
        wanted = headers.get("warc-type", "").lower() in _PAGE_RECORDS
        huge = record.content_length > limit
        # A record that is passed over is not checked for its length either.
        block = record.reader.read(limit + 1) if wanted and not huge else b""
        yield Record(record.stream_pos, headers, block, huge=huge or (not wanted and "warc-type" in headers))


def _second_try(file: BinaryIO, at: int) -> Record | None:
    """The record at a byte as warcio reads it, or None."""
    file.seek(at)
    try:
        for headers, block in islice(_read_by_warcio(file), 1):
            return Record(at, headers, block, huge=len(block) > PAGE_LIMIT_MB * MB)
    except _UNREAD:
        return None
    return None


def _next_start(file: BinaryIO, after: int, *, packed: bool) -> int | None:
    """Where the next record begins at or after a byte."""
    mark, begins = (_GZIP, _unpacks_to_record) if packed else (_START, _begins_record)
    file.seek(after)
    base, kept = after, b""
    while True:
        chunk = file.read(_CHUNK_BYTES)
        kept += chunk
        found = kept.find(mark)
        # What a mark needs to be looked into may lie in the next chunk.
        while found >= 0 and (not chunk or found + _PEEK_BYTES <= len(kept)):
            if begins(kept[found : found + _PEEK_BYTES]):
                return base + found
            found = kept.find(mark, found + 1)
        if not chunk:
            return None
        keep = len(kept) - found if found >= 0 else min(len(kept), len(mark))
        base += len(kept) - keep
        kept = kept[len(kept) - keep :]


def _begins_record(head: bytes) -> bool:
    return _HEAD.match(head) is not None


def _unpacks_to_record(head: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(head, 16).startswith(_START)
    except zlib.error:
        return False


def _members(packed: BinaryIO) -> BinaryIO:
    """A gzip file as it is when each record is a member of it; unpacked when another record begins in the first."""
    packed.seek(0)
    try:
        head = zlib.decompressobj(31).decompress(packed.read(_MEMBER_BYTES), _MEMBER_BYTES)
    except zlib.error:
        return packed
    finally:
        packed.seek(0)
    return cast(BinaryIO, gzip.GzipFile(fileobj=packed, mode="rb")) if b"\r\n\r\nWARC/" in head else packed
