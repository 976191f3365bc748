"""Items of RSS and Atom feeds: each a page of its own, marked where the feed gives a summary alone."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Mapping
from xml.sax import SAXException

import feedparser

from onrecord.read.decode import decode
from onrecord.read.source import Raw, Source, problem, read_whole
from onrecord.types import Problem, Tag

# The library takes about a second and ten megabytes for one of feed.
FEED_LIMIT_MB = 16
SUMMARY_ALONE = "the feed gives a summary alone"
NO_TEXT = "the feed gives a headline alone"
# An entity may unpack to gigabytes or to a file of this machine: no feed needs one.
_ENTITY = re.compile(r"<!ENTITY|<!DOCTYPE[^>\[]*\[", re.I)
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_ITEM = re.compile(r"<(item|entry)\b.*?</\1\s*>", re.I | re.S)
# What the library raises on feeds it was not written for (a number that is no character, a broken date).
_BROKEN = (ValueError, OverflowError, TypeError, KeyError, IndexError, AttributeError, LookupError, AssertionError,
           RecursionError, SAXException)  # fmt: skip
_DATES = ("published", "updated", "created")


def open_feed(source: Source) -> Iterator[Raw | Problem]:
    """The items of a feed, named by their number (``FILE:3``); their dates are tags, never times of capture."""
    data = read_whole(source, FEED_LIMIT_MB)
    if isinstance(data, Problem):
        yield data
        return
    text = decode_xml(source.name, data)
    if isinstance(text, Problem):
        yield text
        return
    try:
        yield from _items_in(source, text)
    except _BROKEN as error:
        # One item breaks the whole feed for the library: each is tried alone.
        yield from _items_alone(source, text, f"{type(error).__name__}: {error}")


def decode_xml(name: str, data: bytes) -> str | Problem:
    """The text of some XML without its declaration; a Problem when it declares entities."""
    found = decode(data)
    if found is None:
        return problem(name, "undecodable: no charset fits its bytes. Save it as UTF-8.")
    text = _DECLARED.sub("", found[0].removeprefix("\ufeff"), count=1)
    if _ENTITY.search(text):
        return problem(name, "refused: it declares entities, which may unpack without end or read files.")
    return text


def _items_in(source: Source, text: str) -> Iterator[Raw | Problem]:
    raws = _read_items(source, text, 1)
    if not raws:
        yield problem(source.name, "no items in this feed.")
    yield from raws


def _items_alone(source: Source, text: str, reason: str) -> Iterator[Raw | Problem]:
    items = list(_ITEM.finditer(text))
    if not items:
        yield problem(source.name, f"broken feed ({reason}).")
        return
    head = text[: items[0].start()]
    tail = text[items[-1].end() :]
    for number, item in enumerate(items, 1):
        try:
            yield from _read_items(source, head + item.group() + tail, number)
        except _BROKEN as error:
            yield problem(f"{source.name}:{number}", f"broken item ({type(error).__name__}: {error}).")


def _read_items(source: Source, text: str, first: int) -> list[Raw | Problem]:
    feed = feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")), sanitize_html=False, resolve_relative_uris=False
    )
    outlet = str(feed.feed.get("title") or "").strip()
    # As plain records: the library's own give one date for another.
    entries = [dict(entry) for entry in feed.entries]
    return [_item(source, f"{source.name}:{number}", entry, outlet) for number, entry in enumerate(entries, first)]


def _item(source: Source, name: str, entry: Mapping[str, object], outlet: str) -> Raw | Problem:
    """An item as the HTML of its title and its text, so that the headline is evidence like the rest."""
    title = str(entry.get("title") or "").strip()
    body, cut = _body(entry)
    if not body.strip() and not title:
        return problem(name, "an item without text.")
    heading = f"<h1>{_marked(title, entry.get('title_detail'))}</h1>\n" if title else ""
    author = str(entry.get("author") or "").strip()
    tags = [Tag(f"feed:{key}", str(entry[key])) for key in _DATES if entry.get(key)]
    tags += [Tag("feed:author", author)] if author else []
    tags += [Tag("feed:title", outlet)] if outlet else []
    return Raw(
        name, f"{heading}{body}".encode("utf-8", "replace"), "html", url=str(entry.get("link") or "") or source.url,
        fetched=source.fetched, charset="utf-8", tags=tuple(tags), truncated=cut, article=True,
    )  # fmt: skip


def _body(entry: Mapping[str, object]) -> tuple[str, str | None]:
    """The markup of an item's text, and what is missing where the feed does not give all of it."""
    contents = entry.get("content")
    full = [_part(part) for part in contents if isinstance(part, Mapping)] if isinstance(contents, list) else []
    body = max(full, key=len, default="")
    summary = _part(entry.get("summary_detail"))
    if body.strip() and len(body) >= len(summary):
        return body, None
    return summary, SUMMARY_ALONE if summary.strip() else NO_TEXT


def _part(part: object) -> str:
    return _marked(str(part.get("value") or ""), part) if isinstance(part, Mapping) else ""


def _marked(text: str, detail: object) -> str:
    """Markup as it is, plain text escaped with its paragraphs kept."""
    media = str(detail.get("type") or "") if isinstance(detail, Mapping) else ""
    if "html" in media:
        return text
    return (
        "".join(f"<p>{html.escape(part)}</p>" for part in re.split(r"\n\s*\n", text))
        if "\n" in text
        else html.escape(text)
    )
