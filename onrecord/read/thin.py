"""Markup that no parser chokes on: what costs a parser minutes or gigabytes is taken out; the text stays."""

from __future__ import annotations

import re

# Parsers compare each attribute of an element with all before it: 20,000 take seconds, 200,000 minutes.
ATTRIBUTES_LIMIT = 1000
# Elements that HTML opens anew in every block until they are closed: 1,500 unclosed ones in 18 kB of markup made
# 2.2 million nodes and 737 MB. Past so many possible copies they are taken out: they hold no text of their own.
COPIES_LIMIT = 500_000
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
    return _with_fewer_attributes(markup)


def _with_fewer_attributes(markup: str) -> str:
    parts = []
    kept = 0
    for start in _LONG_TAG.finditer(markup):
        full = _FULL_TAG.match(markup, start.start())
        if full is not None:
            parts.append(markup[kept : full.end(1)])
            kept = full.end()
    return "".join(parts) + markup[kept:] if parts else markup
