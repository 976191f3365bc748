"""What the readers hand to one another: an open source, the bytes of one page, and the page read from them."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from typing import BinaryIO

import msgspec

from onrecord.read.sniff import HEAD_BYTES
from onrecord.types import Page, Problem, Tag

STAGE = "read"
MB = 1024 * 1024
# A page of 20 MB of HTML takes up to 280 MB of memory to read; a larger one is no page made for people.
PAGE_LIMIT_MB = 24
# What is read whole before its pages are known (a feed, a mail, a JSON list).
WHOLE_LIMIT_MB = 64
# Sources within sources (a WARC in a ZIP in a gzip); past it only bombs are found.
PACKED_DEPTH_LIMIT = 4
# Text packs to a tenth, many like rows to a fiftieth; zeros to a thousandth.
BOMB_RATIO = 200
BOMB_MB = 1
_CHUNK_BYTES = 1 << 18
# What reading on in a packed file may raise.
BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)


class Source(msgspec.Struct, frozen=True):
    """Something open that holds one page or many: bytes that can be read and rewound, and what is known of them."""

    name: str
    file: BinaryIO
    url: str | None = None
    fetched: str | None = None
    depth: int = 0
    # The folder of a file on disk, for what names its neighbours (a sitemap); never set for packed ones.
    folder: str | None = None
    # The gzip file this was unpacked from: its members are records of their own in a web archive.
    packed: BinaryIO | None = None


class Raw(msgspec.Struct, frozen=True):
    """The bytes of one page and what the source they lay in says of them; ``kind`` is how they are read."""

    name: str
    data: bytes
    kind: str
    url: str | None = None
    fetched: str | None = None
    charset: str | None = None
    tags: tuple[Tag, ...] = ()
    truncated: str | None = None
    # The source gives the article alone, with nothing around it (an item of a feed).
    article: bool = False
    # The key or column that holds the body of a row, where the user named it.
    key: str | None = None


class Found(msgspec.Struct, frozen=True):
    """A page and the bytes it was read from."""

    page: Page
    raw: bytes


def problem(name: str, what: str) -> Problem:
    """A problem of this room."""
    return Problem(page=name, stage=STAGE, what=what, name=name)


def read_page(source: Source, kind: str) -> Raw | Problem:
    """A source that is one page as its bytes; past the limit it is a problem, and no more than that was read.

    A packed page that breaks off keeps what stands before the break and is marked. Raises what the file
    raises where nothing could be read.
    """
    limit = PAGE_LIMIT_MB * MB
    parts: list[bytes] = []
    size = 0
    cut = None
    try:
        while size <= limit and (part := _read_some(source.file)):
            parts.append(part)
            size += len(part)
    except BROKEN as error:
        if not parts:
            raise
        cut = f"its file breaks off ({error})"
    if size > limit:
        return problem(
            source.name, f"a page larger than {PAGE_LIMIT_MB} MB. If it is a dump of many, give it as JSONL."
        )
    return Raw(source.name, b"".join(parts), kind, url=source.url, fetched=source.fetched, truncated=cut)


def peek(source: Source) -> bytes:
    """The first bytes of a source that nothing was read of yet, which stays as it is; raises what reading raises."""
    if source.packed is not None:
        # Beside the unpacked file, which reads far ahead and fails where that is broken.
        head = zlib.decompressobj(31).decompress(source.packed.read(HEAD_BYTES), HEAD_BYTES)
        source.packed.seek(0)
        return head
    head = _read_some(source.file, HEAD_BYTES)
    while len(head) < HEAD_BYTES and (more := _read_some(source.file, HEAD_BYTES - len(head))):
        head += more
    source.file.seek(0)
    return head


def _read_some(file: BinaryIO, size: int = _CHUNK_BYTES) -> bytes:
    """Some bytes, not more than the file gives at once: what follows may be broken."""
    some = getattr(file, "read1", file.read)(size)
    return bytes(some)


def is_bomb(source: Source) -> bool:
    """Whether a packed source has by now given more than any dump packs into its size."""
    if source.packed is None or source.file.tell() < BOMB_MB * MB:
        return False
    return source.file.tell() > BOMB_RATIO * max(1, source.packed.tell())


def read_whole(source: Source, limit_mb: int = WHOLE_LIMIT_MB) -> bytes | Problem:
    """All bytes of a source whose pages are only known from the whole; past the limit it is a problem."""
    data = source.file.read(limit_mb * MB + 1)
    if len(data) > limit_mb * MB:
        return problem(source.name, f"larger than {limit_mb} MB. Split it into smaller files.")
    return data
