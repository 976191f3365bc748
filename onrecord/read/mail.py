"""MHTML files as browsers save them, and mails: the page they hold, where it came from and when it was saved."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime

from onrecord.read.source import PACKED_DEPTH_LIMIT, Raw, Source, problem, read_whole
from onrecord.types import Problem, Tag

PARTS_LIMIT = 5000
_KEPT = ("From", "Subject", "Date", "List-Id")


def open_mail(source: Source) -> Iterator[Raw | Problem]:
    """The page of an MHTML file, or the text of a mail; its frames, pictures and styles are left out."""
    data = read_whole(source)
    if isinstance(data, Problem):
        yield data
        return
    if source.depth >= PACKED_DEPTH_LIMIT:
        yield problem(source.name, f"packed more than {PACKED_DEPTH_LIMIT} times over. Unpack it first.")
        return
    try:
        mail = message_from_bytes(data)
        part = _page_part(mail)
        body = part.get_payload(decode=True) if part is not None else None
    except (MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError, AssertionError) as error:
        yield problem(source.name, f"broken mail ({type(error).__name__}: {error}).")
        return
    if part is None or not isinstance(body, bytes) or not body.strip():
        yield problem(source.name, "no page in this mail: it has no text part.")
        return
    yield _raw(source, mail, part, body)


def _raw(source: Source, mail: Message, part: Message, body: bytes) -> Raw:
    saved = mail.get_content_type() == "multipart/related"
    address = _header(mail, "Snapshot-Content-Location") or _header(part, "Content-Location") or ""
    kept = [name for name in _KEPT if not (saved and name == "Date")]
    tags = [Tag(f"mail:{name.lower()}", value) for name in kept if (value := _header(mail, name))]
    kind = "html" if part.get_content_type() in ("text/html", "application/xhtml+xml") else "text"
    charset = part.get_content_charset()
    return Raw(
        source.name, body, kind, url=address if address.startswith(("http://", "https://")) else source.url,
        # A saved page's date is when it was saved; a mail's is when it was sent.
        fetched=(_date(mail) if saved else None) or source.fetched, charset=charset, tags=tuple(tags),
    )  # fmt: skip


def _page_part(mail: Message) -> Message | None:
    """The first HTML part, else the first plain one."""
    parts = [part for part, _ in zip(mail.walk(), range(PARTS_LIMIT), strict=False) if not part.is_multipart()]
    for wanted in (("text/html", "application/xhtml+xml"), ("text/plain",)):
        for part in parts:
            if part.get_content_type() in wanted and "attachment" not in str(part.get("Content-Disposition", "")):
                return part
    return None


def _header(message: Message, name: str) -> str:
    try:
        return " ".join(str(make_header(decode_header(str(message.get(name, ""))))).split())
    except (MessageError, ValueError, LookupError):
        return ""


def _date(mail: Message) -> str | None:
    try:
        return parsedate_to_datetime(_header(mail, "Date")).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
