"""Pages from rows of JSON: the dumps of news-please, fundus, Media Cloud, and plain url, title, text, date.

The body stands under the first of ``HTML_KEYS`` or ``TEXT_KEYS`` that holds text; markup goes the way of
any HTML page. A text page is the title, a blank line, and the body, so that a headline is evidence like the
rest; a title the body begins with is not written twice. Every other scalar becomes a tag ``key:NAME``,
nested names with dots (``key:html.crawl_date``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from onrecord.types import Tag

HTML_KEYS = ("html", "raw_html", "html_content", "page_html", "html.content", "raw_html.html")
TEXT_KEYS = (
    "text", "maintext", "plaintext", "article_text", "full_text", "body", "content", "story_text", "body_text",
    "articleBody", "article", "text_content", "content_metadata.text_content",
)  # fmt: skip
TITLE_KEYS = (
    "title", "headline", "title_page", "title_rss", "article_title", "content_metadata.article_title",
    "rss_entry.title",
)  # fmt: skip
URL_KEYS = (
    "url", "link", "html.responded_url", "html.requested_url", "content_metadata.url", "http_metadata.final_url",
    "rss_entry.link", "uri", "source_url", "canonical_url", "original_url",
)  # fmt: skip
FETCHED_KEYS = (
    "date_download", "html.crawl_date", "crawl_date", "fetched", "indexed_date", "content_metadata.parsed_date",
    "retrieved", "timestamp",
)  # fmt: skip
DEPTH_LIMIT = 6
LIST_LIMIT = 50
VALUE_LIMIT_CHARS = 2000
_NO_TAG = frozenset((*HTML_KEYS, *TEXT_KEYS))


class Row(msgspec.Struct, frozen=True):
    """What a row holds for a page: its body (markup or text), address, capture time and tags."""

    body: str
    is_html: bool
    title: str | None
    url: str | None
    fetched: str | None
    tags: tuple[Tag, ...]


def read_row(row: Mapping[str, object], key: str | None = None) -> Row | None:
    """The page of a row; None when no key of it holds a body. ``key`` names the one that does, where it is told.

    >>> row = read_row({"title": "Dam opens", "maintext": "The dam opened.", "date_publish": "2031-02-01"})
    >>> row.body, row.tags[0]
    ('The dam opened.', Tag(name='key:date_publish', value='2031-02-01'))
    """
    flat = list(_flatten(row, "", 0))
    first = dict(reversed(flat))
    markup = None if key else _first(first, HTML_KEYS)
    text = _first(first, (key,)) if key else _first(first, TEXT_KEYS) or _sections(row.get("body"))
    if markup is None and text is not None and _looks_marked_up(text):
        markup, text = text, None
    body = markup or text
    if body is None:
        return None
    tags = tuple(
        Tag(f"key:{name}", value)
        for name, value in sorted(flat)
        if name not in _NO_TAG and name != key and _is_value(name, value)
    )
    return Row(body, markup is not None, _first(first, TITLE_KEYS), _first(first, URL_KEYS),
               _first(first, FETCHED_KEYS), tags)  # fmt: skip


def text_of(row: Row) -> str:
    """Title, blank line, body; the body alone when it begins with the title or there is none."""
    title = (row.title or "").strip()
    if not title or row.body.lstrip().startswith(title):
        return row.body
    return f"{title}\n\n{row.body}"


def _first(values: Mapping[str, str], keys: tuple[str, ...]) -> str | None:
    return next((values[key] for key in keys if values.get(key, "").strip()), None)


def _flatten(value: object, name: str, depth: int) -> Iterator[tuple[str, str]]:
    """Scalars by dotted name; the items of a list share its name."""
    if isinstance(value, Mapping):
        if depth < DEPTH_LIMIT:
            for key, inner in value.items():
                yield from _flatten(inner, f"{name}.{key}" if name else str(key), depth + 1)
    elif isinstance(value, list):
        if depth < DEPTH_LIMIT:
            for inner in value[:LIST_LIMIT]:
                yield from _flatten(inner, name, depth + 1)
    elif isinstance(value, bool):
        yield name, "true" if value else "false"
    elif isinstance(value, (str, int, float)):
        yield name, _sound(str(value))


def _sections(body: object) -> str | None:
    """The text of a fundus body: summary, then each section's headlines and paragraphs."""
    if not isinstance(body, Mapping):
        return None
    lines = [*_strings(body.get("summary"))]
    sections = body.get("sections")
    for section in sections if isinstance(sections, list) else []:
        if isinstance(section, Mapping):
            lines += [*_strings(section.get("headline")), *_strings(section.get("paragraphs"))]
    return _sound("\n\n".join(lines)) or None


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [part for part in value if isinstance(part, str)] if isinstance(value, list) else []


def _looks_marked_up(text: str) -> bool:
    head = text[:4000].lower()
    return sum(head.count(tag) for tag in ("<p", "<div", "</p>", "<br", "<html", "<body")) >= 2


def _is_value(name: str, value: str) -> bool:
    inside_body = name.startswith(("body.", "html.content"))
    return not inside_body and bool(value.strip()) and len(value) <= VALUE_LIMIT_CHARS


def _sound(text: str) -> str:
    """Text without the lone halves of surrogate pairs that broken escapes leave behind."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
