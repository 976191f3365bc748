"""The text of a PDF, page after page; where each page begins stands in the tags."""

from __future__ import annotations

import io
import logging
import zlib

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from onrecord.types import Page, Tag

PAGES_LIMIT = 2000
TEXT_LIMIT_CHARS = 5_000_000
# What the library raises on files that only begin like a PDF.
_BROKEN = (PyPdfError, OSError, EOFError, ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError,
           RecursionError, NotImplementedError, OverflowError, LookupError, ArithmeticError, zlib.error,
           MemoryError)  # fmt: skip
_KEPT = {"/Title": "title", "/Author": "author", "/CreationDate": "created", "/ModDate": "modified"}


def read_pdf(data: bytes, name: str, url: str | None = None) -> Page | str:
    """The page a PDF shows as text, or in words why there is none (encrypted, scanned, broken)."""
    # The library tells of every oddity; what matters is said by what we return.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return "encrypted: it opens with a password alone. Save it without one."
        count = len(reader.pages)
    except _BROKEN as error:
        return f"broken PDF ({_why(error)})."
    texts, missing = _texts(reader, min(count, PAGES_LIMIT))
    if not any(text.strip() for text in texts):
        return missing or "no text in it: it may be scanned. Read it with a text recogniser first."
    parts: list[str] = []
    tags: list[Tag] = _stated(reader)
    at = 0
    for number, text in enumerate(texts, 1):
        if text:
            tags.append(Tag("pdf:page", f"{number} at {at}"))
            parts.append(text)
            at += len(text) + 2
    cut = missing or (f"pages after the {len(texts)}th of {count} were not read" if len(texts) < count else None)
    return Page(id="", name=name, text="\n\n".join(parts), media="application/pdf", url=url, tags=tuple(tags),
                truncated=cut)  # fmt: skip


def _texts(reader: PdfReader, count: int) -> tuple[list[str], str | None]:
    """The text of each page up to the limit, and the first page that could not be read."""
    texts: list[str] = []
    missing = None
    size = 0
    for number in range(count):
        try:
            text = reader.pages[number].extract_text()
        except _BROKEN as error:
            text = ""
            missing = missing or f"its page {number + 1} cannot be read ({_why(error)})"
        texts.append(_sound(text).strip())
        size += len(texts[-1])
        if size > TEXT_LIMIT_CHARS:
            break
    return texts, missing


def _stated(reader: PdfReader) -> list[Tag]:
    try:
        stated = dict(reader.metadata or {})
        return [Tag(f"pdf:{name}", _sound(str(stated[key]))[:2000]) for key, name in _KEPT.items() if stated.get(key)]
    except _BROKEN:
        return []


def _why(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:200]


def _sound(text: str) -> str:
    """Text without the lone halves of surrogate pairs."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
