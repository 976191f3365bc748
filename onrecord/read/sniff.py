"""Tells what some bytes are, from what stands in them and only then from their name."""

from __future__ import annotations

import re

from onrecord.errors import UnknownFormat

# What can be read; every other kind becomes a problem that names it.
FORMS = (
    "text", "html", "jsonl", "json", "csv", "feed", "sitemap", "warc", "arc", "mail", "pdf", "gzip", "zip",
)  # fmt: skip
# These hold a body under a name that a user may give: --as csv:story
NAMED_FORMS = ("jsonl", "json", "csv")
_MAGIC = (
    (b"\x1f\x8b", "gzip"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"%PDF-", "pdf"), (b"WARC/", "warc"),
    (b"filedesc://", "arc"),
    (b"\x89PNG", "PNG image"), (b"\xff\xd8\xff", "JPEG image"), (b"GIF8", "GIF image"), (b"RIFF", "RIFF media"),
    (b"\x7fELF", "program"), (b"MZ\x90", "program"), (b"BM\x00", "image"), (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"), (b"\xd0\xcf\x11\xe0", "old Office document"), (b"SQLite format 3", "SQLite database"),
    (b"BZh", "bzip2 archive"), (b"\xfd7zXZ", "xz archive"), (b"\x28\xb5\x2f\xfd", "zstd archive"),
    (b"7z\xbc\xaf", "7z archive"), (b"Rar!", "RAR archive"), (b"OggS", "Ogg media"), (b"ID3", "MP3 audio"),
    (b"{\\rtf", "RTF document"), (b"PAR1", "Parquet table"), (b"wOFF", "font"), (b"wOF2", "font"),
    (b"\x00\x00\x01\x00", "icon"), (b"\x00asm", "program"),
)  # fmt: skip
_BOM_START = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_FEED = re.compile(
    rb"^\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>\s*)*"
    rb"(?:<!DOCTYPE\s+|<(?:\w+:)?)(rss|feed|RDF|urlset|sitemapindex)\b",
    re.I | re.S,
)
_HTML = re.compile(rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_HTML_INSIDE = re.compile(rb"<(?:html|head|body|/div|/p|/a|/span|/article)\b[^>]{0,500}>", re.I)
_MAIL = re.compile(rb"^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){1,40}", re.I)
_ROW = re.compile(rb'^\s*\{\s*(?:"|\})')
_LIST = re.compile(rb'^\s*\[\s*(?:\{\s*"|\])')
HEAD_BYTES = 4096
# Tags this many times in the first 4 kB make a fragment HTML.
FRAGMENT_TAGS = 3
CONTROL_SHARE = 0.1
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r\f\x1b")
# Text by its bytes, and never a page: what browsers save beside one.
_BESIDE = ((".css", "style file"), (".js", "script file"), (".mjs", "script file"), (".map", "script file"),
           (".svg", "SVG image"), (".cdx", "index file"), (".cdxj", "index file"), (".woff", "font"))  # fmt: skip
_RECORDS = re.compile(rb"^WARC/\d", re.M)


def tell_form(data: bytes, name: str = "") -> str:
    """One of ``FORMS``, or the name of a kind that cannot be read ("PNG image", "binary file"); a head is enough.

    >>> tell_form(b"<!DOCTYPE html><p>Rain fell."), tell_form(b"Rain fell."), tell_form(b"%PDF-1.7")
    ('html', 'text', 'pdf')
    """
    head = data[:HEAD_BYTES]
    for magic, form in _MAGIC:
        if head.startswith(magic):
            return form
    if head.startswith(_BOM_START):
        return _tell_wide(head, name)
    if _is_binary(head):
        return "binary file"
    feed = _FEED.search(head)
    if feed is not None:
        return _feed_form(feed)
    if _HTML.search(head):
        return "html"
    return _tell_text(head, name)


def check_form(form: str) -> tuple[str, str | None]:
    """The form asked for and the name of its body ("csv:story"); raises UnknownFormat for one that cannot be read."""
    kind, colon, key = form.partition(":")
    if kind not in FORMS:
        raise UnknownFormat(f'"{form}" is no form that can be read. Use one of: {", ".join(FORMS)}.')
    if colon and (kind not in NAMED_FORMS or not key):
        raise UnknownFormat(f'"{form}": a name goes with {", ".join(NAMED_FORMS)} alone, as in csv:story.')
    return kind, key or None


def _tell_wide(head: bytes, name: str) -> str:
    """The form of text that begins with a byte-order mark, told from its ASCII letters."""
    squeezed = _squeezed(head)
    feed = _FEED.search(squeezed)
    if feed is not None:
        return _feed_form(feed)
    return "html" if _HTML.search(squeezed) else _tell_text(squeezed, name)


def _feed_form(feed: re.Match[bytes]) -> str:
    return "sitemap" if feed.group(1).lower() in (b"urlset", b"sitemapindex") else "feed"


def _tell_text(head: bytes, name: str) -> str:
    low = name.lower().removesuffix(".gz")
    if _ROW.search(head):
        return "jsonl"
    if _LIST.search(head):
        return "json"
    if _is_mail(head):
        return "mail"
    if low.endswith((".csv", ".tsv")):
        return "csv"
    for ending, kind in _BESIDE:
        if low.endswith(ending):
            return kind
    if low.endswith((".warc", ".arc")) or _RECORDS.search(head):
        return "arc" if low.endswith(".arc") else "warc"
    if len(_HTML_INSIDE.findall(head)) >= FRAGMENT_TAGS or (low.endswith((".html", ".htm")) and b"<" in head):
        return "html"
    return "text"


def _is_mail(head: bytes) -> bool:
    fields = _MAIL.match(head)
    return fields is not None and b"mime-version:" in fields.group().lower()


def _is_binary(head: bytes) -> bool:
    if not head:
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > CONTROL_SHARE * len(head)


def _squeezed(head: bytes) -> bytes:
    """The head of a page with a byte-order mark, its ASCII letters only."""
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\x00", b"")
