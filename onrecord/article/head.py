"""What a page says of its article: outlet, authors, wire credit, language; each with what it rests on."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import filterfalse
from urllib.parse import urlsplit

from onrecord.article.repeats import plain_of
from onrecord.article.roles import Sheet
from onrecord.article.wires import find_credit, name_wire
from onrecord.kit import Kit
from onrecord.types import Dateline, Fact, Page, Span

_OUTLET_TAGS = (
    "meta:og:site_name", "jsonld:publisher", "meta:application-name", "meta:publisher", "meta:DC.publisher",
    "key:outlet", "key:publisher", "key:source", "key:media_name", "key:source_info.publisher",
    "key:html.source_info.publisher", "key:site_name", "key:source_name",
    "feed:title",
)  # fmt: skip
_AUTHOR_TAGS = (
    "jsonld:author", "meta:author", "meta:article:author", "meta:parsely-author", "meta:byl", "meta:dc.creator",
    "meta:DC.creator", "item:author", "key:authors", "key:author", "key:byline",
    "feed:author",
)  # fmt: skip
_MAILED = re.compile(r"^\s*\S+@\S+\s*\(([^()]+)\)\s*$")
_LETTERS = re.compile(r"[^\W\d_]+")
_BY = re.compile(r"^(?:(?:written|reported|posted|story)\s+)?by:?\s+", re.I)
_NAME = r"[A-ZÀ-Þ][\w.'’-]+(?:\s+(?:(?:de|van|von|bin|al|el|da|di|der|del|la|le)\s+)?[A-ZÀ-Þ][\w.'’-]*){1,3}"
_NAMES = re.compile(rf"{_NAME}(?:(?:\s*,\s*|\s+and\s+|\s*&\s*){_NAME})*")
# The name of the outlet as the page's own furniture gives it, each after a sign that is looked for on the page first.
_OWN = tuple(
    (signs, re.compile(pattern), why)
    for signs, pattern, why in (
        (
            ("ournalist",),
            r"\bNo\s+(?P<name>[A-Z][\w&.' -]{2,40}?)\s+[Jj]ournalist\s+was\s+involved",
            "disclaimer",
        ),
        (
            ("has not been edited by",),
            r"\bhas not been edited by\s+(?:the\s+)?(?P<name>[A-Z][\w&.' -]{2,40}?)\s+(?:staff|and is|team|editorial)",
            "disclaimer",
        ),
        (
            ("ubscribe",),
            r"\b[Ss]ubscribe\s+to\s+(?P<name>(?:[Tt]he\s+)?[A-Z][\w&.'-]*(?:\s[A-Z][\w&.'-]*){0,3})",
            "subscription line",
        ),
        (
            ("©", "(c)", "(C)", "opyright"),
            r"(?:©|\([Cc]\)|[Cc]opyright)\s*(?:©|\([Cc]\))?\s*(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?)?"
            r",?\s*(?:by\s+)?(?P<name>(?:[Tt]he\s+)?[A-Z][\w&.'-]*(?:\s[A-Z][\w&.'-]*){0,4})",
            "rights line",
        ),
    )
)
_NOT_OUTLET = re.compile(r"^(?:our|all|the|this|we|inc|ltd|llc|limited|rights|copyright|newsletter|digital)\b", re.I)
_TRAILING = re.compile(
    r"\s*(?:,?\s+(?:Inc|Ltd|LLC|Limited|Pvt|PLC|Corp|GmbH|Company|Media Group)\.?|[.,]|\s+digital"
    r"|\s+[Aa]ll [Rr]ights.*)+$"
)
# A closing credit may stand this many blocks below the body.
CREDIT_REACH = 3
SMALL_SHARE_ENGLISH = 0.22


@lru_cache(maxsize=4)
def _outlets(kit: Kit) -> tuple[dict[str, str], dict[str, str]]:
    """Outlets by the names they go by, in small letters, and by the hosts of their pages."""
    rows = kit.words("outlets")
    names = {n.lower(): r["outlet"] for r in rows for n in (*r["aliases"].split("|"), r["outlet"]) if n}
    return names, {host: row["outlet"] for row in rows for host in row["hosts"].split()}


def find_outlet(page: Page, sheet: Sheet, kit: Kit) -> Fact | None:
    """The outlet whose page this is: by a tag, by the page's own furniture, or by its address; no mere mention."""
    values = {tag.name: tag.value for tag in reversed(page.tags)}
    for name in _OUTLET_TAGS:
        if values.get(name, "").strip() and not values[name].startswith("http"):
            return Fact(_known(values[name].strip(), kit), None, name, "the page names its site")
    asked = [(pattern, why) for signs, pattern, why in _OWN if any(map(page.text.__contains__, signs))]
    for block, role, line in zip(sheet.blocks, sheet.roles, sheet.lines, strict=True):
        if role in ("body", "headline", "standfirst", "comment", "repeat"):
            continue
        for pattern, why in asked:
            found = pattern.search(line)
            if found is None:
                continue
            name = _TRAILING.sub("", found.group("name"))
            if len(name) > 2 and not _NOT_OUTLET.match(name):
                start = block.span.start + found.start("name")
                return Fact(_known(name, kit), Span(start, start + len(name)), None, why)
    return _by_address(page, kit)


def _by_address(page: Page, kit: Kit) -> Fact | None:
    try:
        host = (urlsplit(page.url or "").hostname or "").lower()
    except ValueError:
        return None
    hosts = _outlets(kit)[1]
    while host.count("."):
        if host in hosts:
            return Fact(hosts[host], None, "url", "the address of the page")
        host = host.partition(".")[2]
    return None


def _known(name: str, kit: Kit) -> str:
    """The name a list knows an outlet by; the name as it stands when none does."""
    names = _outlets(kit)[0]
    plain = " ".join(name.split())
    return names.get(plain.lower()) or names.get(plain.lower().removeprefix("the ")) or plain


def find_authors(page: Page, sheet: Sheet, kit: Kit) -> tuple[Fact, ...]:
    """Who wrote it: by-lines on the page first, then tags; agencies, outlets and addresses are no authors."""
    found: dict[str, Fact] = {}
    for block, role, line in zip(sheet.blocks, sheet.roles, sheet.lines, strict=True):
        by = _BY.match(line) if role == "byline" else None
        if by is None:
            continue
        names = _NAMES.match(line, by.end())
        if names is None:
            continue
        at = block.span.start + names.start()
        for part in re.split(r"(\s*,\s*|\s+and\s+|\s*&\s*)", names.group()):
            if _NAMES.fullmatch(part) and _is_person(part, kit):
                found.setdefault(part.lower(), Fact(part, Span(at, at + len(part)), None, "byline"))
            at += len(part)
    if found:
        return tuple(found.values())
    for name in _AUTHOR_TAGS:
        for tag in (tag for tag in page.tags if tag.name == name):
            # A feed may put the name behind an address: "desk@harbour.example (Ana Brook)".
            value = " ".join(_BY.sub("", _MAILED.sub(r"\1", tag.value)).split())
            if 3 < len(value) < 80 and "://" not in value and "@" not in value and _is_person(value, kit):
                found.setdefault(value.lower(), Fact(value, None, name, "the page names its author"))
        if found:
            break
    return tuple(found.values())


def _is_person(name: str, kit: Kit) -> bool:
    return name_wire(name, kit) is None and name.lower() not in _outlets(kit)[0] and not re.search(
        r"\b(?:desk|staff|team|editor|admin|correspondent|bureau|news|agenc(?:y|ies)|report|reporter)\b", name, re.I
    )  # fmt: skip


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
    for name in _AUTHOR_TAGS:
        for tag in page.tags:
            if tag.name == name and (wire := name_wire(tag.value, kit)):
                return Fact(wire, None, name, "the page names the agency as its author")
    return None


@lru_cache(maxsize=4)
def _small(kit: Kit) -> frozenset[str]:
    return frozenset(word for row in kit.words("stopwords") for word in row["words"].split())


def find_language(page: Page, sheet: Sheet, kit: Kit) -> str | None:
    """The language of the article's text by its small words, else the one the page states."""
    body = (plain_of(line) for line, role in zip(sheet.lines, sheet.roles, strict=True) if role == "body")
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
