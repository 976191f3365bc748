"""Makes a page of the bytes of one: decodes them, reads them as what they are, and gives the page its id."""

from __future__ import annotations

import hashlib
import json

from msgspec.structs import replace

from onrecord.read.decode import decode
from onrecord.read.html import read_html
from onrecord.read.pdf import read_pdf
from onrecord.read.rows import read_row, text_of
from onrecord.read.saved import saved_from
from onrecord.read.source import MB, PAGE_LIMIT_MB, Found, Raw, problem
from onrecord.types import Page, Problem


def make_page(raw: Raw) -> Found | Problem:
    """The page some bytes show, or why they show none; raises nothing."""
    if len(raw.data) > PAGE_LIMIT_MB * MB:
        return problem(raw.name, f"a page larger than {PAGE_LIMIT_MB} MB.")
    page = _read(raw)
    if isinstance(page, Problem):
        return page
    if not page.text.strip():
        return problem(raw.name, "no text in it that a reader would see.")
    reasons = [reason for reason in (raw.truncated, page.truncated) if reason]
    page = replace(
        page,
        id=page_id(page.url, raw.data),
        fetched=page.fetched or raw.fetched,
        tags=(*page.tags, *raw.tags),
        truncated="; ".join(reasons) or None,
    )
    return Found(page, raw.data)


def is_light(raw: Raw) -> bool:
    """Whether a page costs little time and memory however it is made: text, in a row or alone."""
    return raw.kind == "text" or (raw.kind == "row" and b"<" not in raw.data)


def page_id(url: str | None, data: bytes) -> str:
    """The id of a page: a digest of its address and its bytes."""
    digest = hashlib.sha256((url or "").encode("utf-8", "replace") + b"\0")
    digest.update(data)
    return digest.hexdigest()[:12]


def _read(raw: Raw) -> Page | Problem:
    if raw.kind == "row":
        return _read_row(raw)
    if raw.kind == "pdf":
        found = read_pdf(raw.data, raw.name, raw.url)
        return problem(raw.name, found) if isinstance(found, str) else found
    decoded = decode(raw.data, raw.charset)
    if decoded is None:
        return problem(raw.name, "undecodable: no charset fits its bytes. Save it as UTF-8.")
    text, charset = decoded
    if not text.strip():
        return problem(raw.name, "empty: there is no text in it.")
    if raw.kind == "text":
        return Page(id="", name=raw.name, text=text, url=raw.url, encoding=charset)
    url, fetched = saved_from(text)
    page = read_html(text, name=raw.name, url=raw.url or url, article=raw.article)
    return replace(page, encoding=charset, fetched=fetched)


def _read_row(raw: Raw) -> Page | Problem:
    try:
        value = json.loads(raw.data)
    except (ValueError, RecursionError) as error:
        return problem(raw.name, f"broken JSON ({error}). Every line must be one whole object.")
    row = read_row(value, raw.key) if isinstance(value, dict) else None
    if row is None:
        wanted = (
            f'no body under "{raw.key}" in this row.'
            if raw.key
            else 'no body in this row. Give it a key "text" or "html"'
        )
        return problem(raw.name, wanted if raw.key else f"{wanted}, or name its key: --as jsonl:KEY")
    address = raw.url or row.url
    if row.is_html:
        page = read_html(row.body, name=raw.name, url=address)
        page = replace(page, tags=(*page.tags, *row.tags))
    else:
        page = Page(id="", name=raw.name, text=text_of(row), url=address, tags=row.tags)
    return replace(page, encoding="utf-8", fetched=row.fetched)
