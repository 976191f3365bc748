"""The answer of a web server as an archive keeps it: status, headers, and the body unpacked within limits."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from email.message import Message
from typing import BinaryIO

import msgspec
from fastwarc.stream_io import BrotliReader, ChunkedReader, ZstdReader
from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

from onrecord.read.source import MB, PAGE_LIMIT_MB

_Reader = BrotliReader | ZstdReader | ChunkedReader
_PACKERS: dict[str, Callable[[BinaryIO], _Reader]] = {"br": BrotliReader, "zstd": ZstdReader}
_ZIPPED = ("gzip", "x-gzip", "deflate")
# Gzip or zlib by their heads, then deflate without one, as some servers send it.
_WINDOWS = (47, -15)
_PIECE_BYTES = 16384


class Answer(msgspec.Struct, frozen=True):
    """What a server answered. ``status`` is None where the record holds no HTTP head; ``cut`` says what is missing."""

    body: bytes
    status: int | None = None
    media: str = ""
    charset: str | None = None
    modified: str | None = None
    cut: str | None = None

    def open(self) -> BinaryIO:
        """The body as a file."""
        return io.BytesIO(self.body)


def read_answer(block: bytes, media: str = "") -> Answer | str:
    """The answer in a block of bytes, or in words why there is none; ``media`` stands in where no head does."""
    if block[:5].upper() != b"HTTP/":
        kind, charset = _kind_of(media)
        return Answer(block, media=kind, charset=charset)
    stream = io.BytesIO(block)
    try:
        head = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/3"], verify=False).parse(stream)
    except (StatusAndHeadersParserException, EOFError, ValueError, IndexError, AttributeError) as error:
        return f"broken HTTP head ({error})."
    code = (head.get_statuscode() or "").strip()
    kind, charset = _kind_of(head.get_header("content-type") or "")
    body, cut = _unpacked(
        block[stream.tell() :],
        (head.get_header("transfer-encoding") or "").lower(),
        (head.get_header("content-encoding") or "").lower().strip(),
    )
    if len(body) > PAGE_LIMIT_MB * MB:
        return f"unpacks to more than {PAGE_LIMIT_MB} MB."
    status = int(code) if code.isdigit() else None
    return Answer(body, status, kind, charset, head.get_header("last-modified"), cut)


def _kind_of(media: str) -> tuple[str, str | None]:
    """Media type and charset of a Content-Type header."""
    message = Message()
    # A header may hold bytes that no header should.
    message["content-type"] = media.encode("ascii", "replace").decode("ascii").replace("\r", " ").replace("\n", " ")
    kind = message.get_content_type() if media.strip() else ""
    charset = message.get_param("charset")
    return kind, charset if isinstance(charset, str) else None


def _unpacked(body: bytes, transfer: str, packing: str) -> tuple[bytes, str | None]:
    """A body out of its chunks and packing, and what is missing where it breaks off.

    Many archives keep the header after they took the packing off: a body that is not packed is left as it is.
    """
    cut = None
    if "chunked" in transfer:
        body, cut = _read(ChunkedReader, body, "chunks")
    for name in reversed([name.strip() for name in packing.split(",")]):
        if name in _PACKERS:
            body, broken = _read(_PACKERS[name], body, name)
        else:
            body, broken = _inflate(body) if name in _ZIPPED else (body, None)
        cut = cut or broken
    return body, cut


def _inflate(body: bytes) -> tuple[bytes, str | None]:
    """A body out of gzip or deflate up to the page limit; the body itself when it is neither."""
    for window in _WINDOWS:
        packed = zlib.decompressobj(window)
        parts: list[bytes] = []
        try:
            # Piece by piece, so that what stands before a broken byte is kept.
            for at in range(0, len(body), _PIECE_BYTES):
                parts.append(packed.decompress(body[at : at + _PIECE_BYTES], PAGE_LIMIT_MB * MB + 1))
                if packed.eof or packed.unconsumed_tail or sum(map(len, parts)) > PAGE_LIMIT_MB * MB:
                    return b"".join(parts), None
        except zlib.error as error:
            if any(parts):
                return b"".join(parts), f"its packing breaks off ({error})"
            continue
        return b"".join(parts), "its packing breaks off"
    return body, None


def _read(reader: Callable[[BinaryIO], _Reader], body: bytes, what: str) -> tuple[bytes, str | None]:
    """What a reader makes of a body up to the page limit; the body itself when it makes nothing of it."""
    limit = PAGE_LIMIT_MB * MB
    parts: list[bytes] = []
    size = 0
    cut = None
    try:
        stream = reader(io.BytesIO(body))
        while size <= limit and (part := stream.read(min(65536, limit + 1 - size))):
            parts.append(part)
            size += len(part)
    except (OSError, ValueError, EOFError) as error:
        if not parts:
            return body, None
        cut = f"its {what} break off ({error})"
    return b"".join(parts), cut
