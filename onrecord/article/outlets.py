"""The outlet whose page this is: by its tags, its title, its own furniture, or its address; no mere mention."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from onrecord.article.sheet import Sheet
from onrecord.article.wires import name_wire
from onrecord.kit import Kit
from onrecord.types import Fact, Page, Span

_OUTLET_TAGS = (
    "meta:og:site_name", "jsonld:publisher", "meta:application-name", "meta:publisher", "meta:DC.publisher",
    "key:outlet", "key:publisher", "key:source", "key:media_name", "key:source_info.publisher",
    "key:html.source_info.publisher", "key:site_name", "key:source_name",
    "feed:title",
)  # fmt: skip
_TITLES = ("html:title", "key:title", "meta:og:title")
_SITES = ("meta:og:site_name", "meta:application-name", "jsonld:publisher", "meta:publisher")
_WORD = re.compile(r"\w+")
# Where a title ends and the name of its site begins.
_TAIL = re.compile(r"\s+(?:[|–—»:]|--?)\s+")
TAIL_WORDS = 6
_LOGO = re.compile(r"\s*\|\s*")
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
_NOT_OUTLET = re.compile(
    r"^(?:our|all|the|this|we|inc|ltd|llc|limited|rights|copyright|newsletters?|digital|policy|notice|agreement|"
    r"infringement|podcasts?|alerts?|updates?|email)\b",
    re.I,
)
_PICTURED = re.compile(r"\b(?:image|photo|photograph|picture|credit|getty|shutterstock)\b", re.I)
_SENTENCE_END = re.compile(r"(?<=\w\w)\.(?:\s|$).*", re.S)
_TRAILING = re.compile(
    r"\s*(?:,?\s+(?:Inc|Ltd|LLC|Limited|Pvt|PLC|Corp|Corporation|GmbH|Company|Media Group|Media|Holdings|Interactive|"
    r"Publishing|Communications?|Network|Group|Newspapers)\.?|[.,]|\s+digital|\s+[Aa]ll(?:\s+[Rr]ights.*)?)+$"
)


@lru_cache(maxsize=4)
def _outlets(kit: Kit) -> tuple[dict[str, str], dict[str, str]]:
    """Outlets by the names they go by, in small letters, and by the hosts of their pages."""
    rows = kit.words("outlets")
    names = {n.lower(): r["outlet"] for r in rows for n in (*r["aliases"].split("|"), r["outlet"]) if n}
    return names, {host: row["outlet"] for row in rows for host in row["hosts"].split()}


def plain_name(name: str) -> str:
    """A name as compared with others: small letters and digits, no leading article.

    >>> plain_name("The Harbour-Herald")
    'harbour herald'
    """
    return " ".join(_WORD.findall(name.lower())).removeprefix("the ")


def site_names(page: Page, outlet: Fact | None) -> Iterator[str]:
    """Every name by which a page calls its own site, as compared."""
    for value in (*(tag.value for tag in page.tags if tag.name in _SITES), *((outlet.value,) if outlet else ())):
        if "://" not in value:
            yield plain_name(value)
            yield plain_name(_LOGO.split(value)[0])


def find_outlet(page: Page, sheet: Sheet, kit: Kit) -> Fact | None:
    """The outlet whose page this is: by a tag, by its title or furniture, or by its address; no mere mention."""
    values = {tag.name: tag.value for tag in reversed(page.tags)}
    for name in _OUTLET_TAGS:
        value = values.get(name, "").strip()
        # "Herald | News of the harbour": the name, then what it says of itself.
        value = _LOGO.split(value)[0] or value
        if value and not value.startswith(("http", "@")):
            return Fact(_known(value, kit), None, name, "the page names its site")
    titled = _in_title(page, sheet, kit)
    own = _in_furniture(page, sheet, titled, kit)
    # "Herald" in the title is "Harbour Herald" in the rights line.
    fuller = own is not None and titled is not None and _within(titled.value, own.value)
    return (own if fuller or titled is None else titled) or _by_address(page, kit)


def _within(short: str, long: str) -> bool:
    """Whether the words of one name stand in another."""
    return f" {plain_name(short)} " in f" {plain_name(long)} "


def _in_title(page: Page, sheet: Sheet, kit: Kit) -> Fact | None:
    """What follows the headline in the page's title ("Old dam will hold - Harbour Herald")."""
    headline = next((line for line, role in zip(sheet.lines, sheet.roles, strict=True) if role == "headline"), None)
    titles = [(tag.name, tag.value) for name in _TITLES for tag in page.tags if tag.name == name]
    # A dump often begins with the page's title.
    if (
        not page.blocks
        and sheet.roles[0] != "headline"
        and plain_name(sheet.lines[0]).startswith(plain_name(headline or "-"))
    ):
        titles.append(("", sheet.lines[0]))
    for name, title in titles:
        cuts = list(_TAIL.finditer(title))
        if not cuts or headline is None:
            continue
        tail = title[cuts[-1].end() :].strip()
        told = plain_name(title[: cuts[-1].start()]).split()
        shared = len(set(told) & set(plain_name(headline).split()))
        if tail and len(tail.split()) <= TAIL_WORDS and plain_name(tail) not in plain_name(headline) and (
            2 * shared >= len(set(told))
        ):  # fmt: skip
            start = sheet.blocks[0].span.start + title.rindex(tail)
            where = Span(start, start + len(tail)) if not name else None
            return Fact(_known(tail, kit), where, name or None, "follows the headline in the page's title")
    return None


def _in_furniture(page: Page, sheet: Sheet, titled: Fact | None, kit: Kit) -> Fact | None:
    asked = [(signs, pattern, why) for signs, pattern, why in _OWN if any(map(page.text.__contains__, signs))]
    for block, role, line in zip(sheet.blocks, sheet.roles, sheet.lines, strict=True) if asked else ():
        if role in ("body", "headline", "standfirst", "comment", "repeat", "caption"):
            continue
        for signs, pattern, why in asked:
            found = pattern.search(line) if any(map(line.__contains__, signs)) else None
            if found is None or _PICTURED.search(line, 0, found.start()):
                continue
            whole = _SENTENCE_END.sub("", found.group("name"))
            name = _TRAILING.sub("", whole)
            if len(name) < 3 or _NOT_OUTLET.match(name) or name_wire(name, kit) is not None:
                continue
            fuller = titled is not None and _within(titled.value, name)
            if why == "rights line" and not fuller and not _is_confirmed(name, page, sheet, kit):
                continue
            start = block.span.start + found.start("name")
            return Fact(_known(name, kit), Span(start, start + len(name)), None, why)
    return None


def _is_confirmed(name: str, page: Page, sheet: Sheet, kit: Kit) -> bool:
    """Whether the owner of the rights is also the name of the site: known as one, in its address, or on its own lines.

    The rights in most sites lie with a company of another name.
    """
    if name.lower() in _outlets(kit)[0]:
        return True
    plain = plain_name(name)
    squeezed = plain.replace(" ", "")
    try:
        host = (urlsplit(page.url or "").hostname or "").replace("-", "")
    except ValueError:
        host = ""
    if len(squeezed) > 3 and squeezed in host:
        return True
    return any(
        role not in ("body", "comment", "repeat") and plain_name(line) == plain
        for line, role in zip(sheet.lines, sheet.roles, strict=True)
        if len(line) < len(name) + 8
    )


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
