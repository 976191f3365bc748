"""Markup that no parser chokes on: what costs a parser minutes or gigabytes is taken out; the text stays."""

from __future__ import annotations

import re
from itertools import islice

# Each element takes up to 1.5 kB in the tree and among the blocks: 720,000 took 720 MB. A news page has some thousands.
TAGS_LIMIT = 150_000
# Parsers compare each attribute of an element with all before it: 20,000 take seconds, 200,000 minutes.
ATTRIBUTES_LIMIT = 1000
# Elements that HTML opens anew in every block until they are closed: 1,500 unclosed ones in 18 kB of markup made
# 2.2 million nodes and 737 MB. Past so many possible copies they are taken out: they hold no text of their own.
COPIES_LIMIT = 500_000
METAS_LIMIT = 5000
_META = re.compile(r"<(?:meta|link)(?=[\s/>])[^>]*+>", re.I)
# The same element with the same attributes is opened anew three times at most.
_SAME_LIMIT = 3
_FORMATTING = re.compile(r"<(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])[^>]*+>", re.I)
_FORMATTING_END = re.compile(r"</(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])[^>]*+>", re.I)
_LONG_TAG = re.compile(r"<[a-zA-Z](?=[^<]{10000})")
_ATTRIBUTE = r"""[\s/]++[^\s=>"'/]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']++))?+"""
_FULL_TAG = re.compile(rf"(<[a-zA-Z][^\s/>]*+(?:{_ATTRIBUTE}){{{ATTRIBUTES_LIMIT}}})(?:{_ATTRIBUTE})++")


def thin(markup: str) -> str:
    """Markup without lone surrogates, attributes past the limit, and formatting elements that multiply."""
    try:
        markup.encode("utf-8")
    except UnicodeEncodeError:
        markup = markup.encode("utf-8", "replace").decode("utf-8")
    opened = _FORMATTING.findall(markup)
    if min(_SAME_LIMIT * len(set(opened)), len(opened)) * markup.count("<") > COPIES_LIMIT:
        markup = _FORMATTING_END.sub("", _FORMATTING.sub("", markup))
    return _with_fewer_metas(_with_fewer_attributes(markup))


def _with_fewer_metas(markup: str) -> str:
    """Markup without the meta and link tags past the limit: they hold no text, and each takes a kilobyte."""
    if markup.count("<") <= TAGS_LIMIT:
        return markup
    found = _META.finditer(markup)
    kept = next(islice(found, METAS_LIMIT, None), None)
    return markup if kept is None else markup[: kept.start()] + _META.sub("", markup[kept.start() :])


def shorten(markup: str) -> tuple[str, str | None]:
    """Markup up to the tag past the limit, and why the rest is left out."""
    if markup.count("<") <= TAGS_LIMIT:
        return markup, None
    end = -1
    for _ in range(TAGS_LIMIT + 1):
        end = markup.index("<", end + 1)
    return markup[:end], f"it has more than {TAGS_LIMIT} tags; what follows them is left out"


def _with_fewer_attributes(markup: str) -> str:
    parts = []
    kept = 0
    for start in _LONG_TAG.finditer(markup):
        full = _FULL_TAG.match(markup, start.start())
        if full is not None:
            parts.append(markup[kept : full.end(1)])
            kept = full.end()
    return "".join(parts) + markup[kept:] if parts else markup
