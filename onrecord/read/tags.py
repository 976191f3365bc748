"""What an HTML page states outside its text: meta tags, JSON-LD, times, canonical link, language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from onrecord.types import Tag

VALUE_LIMIT_CHARS = 2000
TAGS_LIMIT = 400
# The text of elements in one another is read anew for each: 20,000 took four seconds.
ITEMS_LIMIT = 2000
# JSON-LD keys worth keeping; `articleBody` is read apart, as an adviser.
_LD_KEYS = (
    "headline", "alternativeHeadline", "datePublished", "dateModified", "dateCreated", "inLanguage",
    "isAccessibleForFree", "articleSection", "dateline",
)  # fmt: skip
_LD_NAMES = ("author", "creator", "publisher", "sourceOrganization", "contributor")
_ARTICLE_TYPE = re.compile(r"article|posting|report|webpage|creativework|review", re.I)
# Broken JSON-LD in the wild: comments and CDATA around it, raw line breaks in strings, a comma before a bracket.
_WRAPPING = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*;?\s*$")
_CONTROLS = re.compile(r"[\x00-\x1f]+")
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
_LD_DEPTH_LIMIT = 12


def read_tags(tree: LexborHTMLParser, things: Iterable[dict[str, object]]) -> tuple[Tag, ...]:
    """Tags of a page and of its JSON-LD in document order, values untouched, the same name and value once."""
    found = [*_meta(tree), *_marked(tree)]
    for thing in things:
        found += _ld_tags(thing)
    seen = dict.fromkeys((t.name, t.value) for t in found if t.value.strip() and len(t.value) <= VALUE_LIMIT_CHARS)
    return tuple(Tag(name, value) for name, value in list(seen)[:TAGS_LIMIT])


def linked_data(tree: LexborHTMLParser) -> list[dict[str, object]]:
    """Every JSON-LD object of the page that has a type, nested ones after the one that holds them."""
    found: list[dict[str, object]] = []
    for node in tree.css('script[type*="ld+json"]'):
        data = _read_json(node.text(deep=True) or "")
        found += _objects(data, 0)
    return found


def article_bodies(things: Iterable[dict[str, object]]) -> list[str]:
    """The ``articleBody`` texts of a page's JSON-LD."""
    bodies = [thing.get("articleBody") for thing in things]
    return [body for body in bodies if isinstance(body, str) and body.strip()]


def _read_json(text: str) -> object:
    """The value of a JSON text, mended where the usual mistakes were made; None when it stays broken."""
    text = _WRAPPING.sub("", text.strip()).strip().rstrip(";")
    for attempt in (text, _CONTROLS.sub(" ", text), _TRAILING_COMMA.sub(r"\1", _CONTROLS.sub(" ", text))):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(data: object, depth: int) -> list[dict[str, object]]:
    if depth > _LD_DEPTH_LIMIT:
        return []
    if isinstance(data, list):
        return [thing for part in data for thing in _objects(part, depth + 1)]
    if not isinstance(data, dict):
        return []
    inner = [thing for part in data.values() for thing in _objects(part, depth + 1) if isinstance(part, (list, dict))]
    return [data, *inner] if "@type" in data else inner


def _ld_tags(thing: dict[str, object]) -> Iterator[Tag]:
    if not _ARTICLE_TYPE.search(str(thing.get("@type"))):
        return
    for key in _LD_KEYS:
        value = thing.get(key)
        if isinstance(value, (str, int, bool)):
            yield Tag(f"jsonld:{key}", str(value))
    for key in _LD_NAMES:
        for name in _names(thing.get(key)):
            yield Tag(f"jsonld:{key}", name)


def _names(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [name for part in value[:20] if not isinstance(part, list) for name in _names(part)]
    if isinstance(value, dict):
        return _names(value.get("name")) if not isinstance(value.get("name"), dict) else []
    return []


def _meta(tree: LexborHTMLParser) -> Iterator[Tag]:
    for node in tree.css("title"):
        # An SVG icon has a title too.
        if node.parent is not None and node.parent.tag == "head":
            yield Tag("html:title", " ".join((node.text(deep=True) or "").split()))
    for node in tree.css("html[lang]"):
        yield Tag("html:lang", node.attributes.get("lang") or "")
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        if name:
            yield Tag(f"meta:{name}", attributes.get("content") or "")
    for node in tree.css('link[rel="canonical"]'):
        yield Tag("link:canonical", node.attributes.get("href") or "")


def _marked(tree: LexborHTMLParser) -> Iterator[Tag]:
    for node in tree.css("time[datetime]"):
        name = node.attributes.get("itemprop")
        yield Tag(f"item:{name}" if name else "time:datetime", node.attributes.get("datetime") or "")
    for node in tree.css("[itemprop]")[:ITEMS_LIMIT]:
        yield from _item(node)


def _item(node: LexborNode) -> Iterator[Tag]:
    attributes = node.attributes
    name = attributes.get("itemprop") or ""
    value = attributes.get("content") or attributes.get("datetime")
    if value and node.tag != "meta":
        yield Tag(f"item:{name}", value)
    elif name in ("author", "datePublished", "dateModified", "headline", "publisher") and node.tag != "meta":
        yield Tag(f"item:{name}", " ".join((node.text(deep=True) or "").split()))
