"""Bytes to text: the charset declared, checked against the bytes, then detected."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
DECLARED_WITHIN_BYTES = 8192
SAMPLE_BYTES = 65536
TOO_SHORT_BYTES = 64
# What browsers do: pages that declare Latin-1 or ASCII mean Windows-1252.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
# C1 controls stand in no text; a charset that yields them is the wrong one.
_C1 = re.compile("[\x80-\x84\x86-\x9f]")
# UTF-8 with a few bad bytes (a cut sequence, a pasted Latin-1 word) stays UTF-8.
BAD_BYTES_SHARE = 0.2


def decode(data: bytes, told: str | None = None) -> tuple[str, str] | None:
    """The text of some bytes and the charset it was read in; None when no charset fits.

    ``told`` is the charset that whoever sent the bytes declared; it goes before what they declare themselves.

    >>> decode("caf\\u00e9".encode("latin-1"))
    ('café', 'cp1252')
    """
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return data.decode(charset, "replace"), charset.removesuffix("-sig")
    whole = _strict(data, "utf-8")
    if whole is not None:
        return whole, "utf-8"
    mended = data.decode("utf-8", "replace")
    for declared in dict.fromkeys((_charset(told or ""), _declared(data))):
        if declared is None or declared == "utf-8":
            continue
        text = _strict(data, declared)
        if text is not None and not _C1.search(text):
            return text, declared
    if _mostly_utf8(data, mended):
        return mended, "utf-8"
    return _detected(data)


def _declared(data: bytes) -> str | None:
    """The charset a page declares, as Python names it and as browsers mean it."""
    found = _DECLARED.search(data, 0, DECLARED_WITHIN_BYTES)
    return None if found is None else _charset(found.group(1).decode("ascii", "replace"))


def _charset(label: str) -> str | None:
    """A charset as Python names it and as browsers mean it; None for a name that is none."""
    try:
        name = codecs.lookup(label.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    return _MEANT.get(name, name)


def _strict(data: bytes, charset: str) -> str | None:
    try:
        text = data.decode(charset)
    except (UnicodeError, LookupError, ValueError):
        return None
    return text if isinstance(text, str) else None


def _mostly_utf8(data: bytes, mended: str) -> bool:
    """Whether few of the bytes outside ASCII failed as UTF-8."""
    bad = mended.count("\ufffd") - data.count("\ufffd".encode())
    beyond = sum(1 for c in mended if c > "\x7f") - bad
    return bad <= BAD_BYTES_SHARE * beyond


def _detected(data: bytes) -> tuple[str, str] | None:
    # Western text with a few accents is too little for a detector to tell from its cousins.
    western = _strict(data, "cp1252")
    beyond = sum(1 for byte in data[:SAMPLE_BYTES] if byte > 0x7F)
    if western is not None and (beyond * 20 < len(data[:SAMPLE_BYTES]) or len(data) < TOO_SHORT_BYTES):
        return western, "cp1252"
    best = from_bytes(data[:SAMPLE_BYTES]).best()
    if best is not None:
        text = _strict(data, best.encoding)
        return (data.decode(best.encoding, "replace") if text is None else text), best.encoding
    return (western, "cp1252") if western is not None else None
