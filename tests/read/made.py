"""Archives, feeds and other inputs made in code."""

from __future__ import annotations

import gzip
from collections.abc import Sequence

from onrecord.read import Found, read_bytes
from onrecord.types import Page, Problem

BODY = b"<html><head><title>Dam opens</title></head><body><p>The dam opened on Monday.</p></body></html>"
URL = "https://herald.example/dam"


def pages_of(name: str, data: bytes, form: str | None = None) -> list[Page]:
    return [found.page for found in read_bytes(name, data, form) if isinstance(found, Found)]


def problems_of(name: str, data: bytes, form: str | None = None) -> list[Problem]:
    return [found for found in read_bytes(name, data, form) if isinstance(found, Problem)]


def answer(body: bytes = BODY, head: str = "Content-Type: text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    """What a server sends."""
    return f"HTTP/1.1 {status}\r\n{head}\r\n\r\n".encode() + body


def record(block: bytes, url: str = URL, kind: str = "response", *, size: int | None = None, more: str = "") -> bytes:
    """A WARC record; ``size`` is a length that lies."""
    media = "application/http; msgtype=response" if kind == "response" else "text/html"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-02-01T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:0d5ff3c8-2e9c-4a0a-9d3c-0123456789ab>\r\nContent-Type: {media}\r\n{more}"
        f"Content-Length: {len(block) if size is None else size}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def packed(records: Sequence[bytes]) -> bytes:
    """Records as a .warc.gz keeps them: each packed alone."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def numbered(count: int = 4) -> list[bytes]:
    """Records of pages that say their number."""
    return [record(answer(f"<p>Rain fell on day {n} of the flood.</p>".encode()), f"{URL}/{n}") for n in range(count)]


def pdf(*texts: str) -> bytes:
    """A PDF with a line on each page."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(texts)))
    things = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(texts)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, text in enumerate(texts):
        drawn = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET"
        things.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * n} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        things.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    out = b"%PDF-1.4\n"
    places = []
    for number, thing in enumerate(things, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{thing}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        out
        + (
            f"xref\n0 {len(things) + 1}\n0000000000 65535 f \n{table}"
            f"trailer\n<< /Size {len(things) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
        ).encode()
    )
