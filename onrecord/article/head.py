"""What a page says of its article: the agency it is credited to, and its language."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import filterfalse

from onrecord.article.authors import AUTHOR_TAGS
from onrecord.article.sheet import Sheet
from onrecord.article.wires import find_credit, name_wire
from onrecord.kit import Kit
from onrecord.types import Dateline, Fact, Page

_LETTERS = re.compile(r"[^\W\d_]+")
# A closing credit may stand this many blocks below the body.
CREDIT_REACH = 3
SMALL_SHARE_ENGLISH = 0.22


def find_wire(page: Page, sheet: Sheet, dateline: Dateline | None, kit: Kit) -> Fact | None:
    """The agency the article is credited to: dateline first, then credit lines, text, and the author tags."""
    if dateline is not None and dateline.wire is not None:
        return Fact(dateline.wire, dateline.span, None, "credit in the dateline")
    for block, role in zip(sheet.blocks, sheet.roles, strict=True):
        if role == "byline":
            wire = name_wire(page.text[block.span.start : block.span.end], kit)
            if wire:
                return Fact(wire, block.span, None, "credit line")
    parts = [
        block.span
        for i, (block, role) in enumerate(zip(sheet.blocks, sheet.roles, strict=True))
        if role in ("body", "byline", "dateline") or (sheet.end <= i < sheet.end + CREDIT_REACH and role != "repeat")
    ]
    credit = find_credit(page.text, parts, kit)
    if credit is not None:
        return credit
    for name in AUTHOR_TAGS:
        for tag in page.tags:
            if tag.name == name and (wire := name_wire(tag.value, kit)):
                return Fact(wire, None, name, "the page names the agency as its author")
    return None


@lru_cache(maxsize=4)
def _small(kit: Kit) -> frozenset[str]:
    return frozenset(word for row in kit.words("stopwords") for word in row["words"].split())


def find_language(page: Page, sheet: Sheet, kit: Kit) -> str | None:
    """The language of the article's text by its small words, else the one the page states."""
    body = (plain for plain, role in zip(sheet.plain, sheet.roles, strict=True) if role == "body")
    words = " ".join(body).split()
    mixed = list(filterfalse(str.isalpha, words))
    letters = [run for word in mixed for run in _LETTERS.findall(word)]
    small = [sum(map(_small(kit).__contains__, some)) for some in (words, mixed, letters)]
    count = len(words) - len(mixed) + len(letters)
    if count and small[0] - small[1] + small[2] >= SMALL_SHARE_ENGLISH * count:
        return kit.language
    stated = next((tag.value for tag in page.tags if tag.name in ("html:lang", "key:language", "key:lang")), "")
    code = stated.strip().lower().partition("-")[0]
    return code if len(code) == 2 and code.isalpha() and code != kit.language else None
