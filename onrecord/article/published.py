"""When an article came out and when it was last changed: tags, dates printed beside it, its address; never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace

from onrecord.article.dates import Order, Told, find_dates, find_doubtful, read_date
from onrecord.article.sheet import Sheet
from onrecord.kit import Kit
from onrecord.types import Dated, Page, Span

NO_DATE = "no date on the page"
ONLY_UPDATED = "the page shows no date but that of an update"
FROM_ADDRESS = "the address of the page holds it"
SEVERAL_DATES = "the page shows several dates and does not say which is its own"
EITHER_WAY = "the page prints {words}, which may be day and month either way"
PDF_MADE = "its PDF was made on {day}: out by the next day"
_PDF_DAY = re.compile(r"(?:D:)?((?:199|20\d)\d)(\d\d)(\d\d)")
_PUBLISHED_TAGS = (
    "meta:article:published_time", "jsonld:datePublished", "item:datePublished", "meta:datePublished",
    "meta:og:article:published_time", "meta:parsely-pub-date", "meta:sailthru.date", "meta:pubdate", "meta:publishdate",
    "meta:publish-date", "meta:publish_date", "meta:publication_date", "meta:published", "meta:DC.date.issued",
    "meta:dc.date.issued", "meta:dcterms.created", "meta:DC.date", "meta:dc.date", "meta:cXenseParse:recs:publishtime",
    "meta:article.published", "meta:OriginalPublicationDate", "meta:date", "meta:Date", "jsonld:dateCreated",
    "key:date_publish", "key:publishing_date", "key:publish_date", "key:published", "key:date_published",
    "key:datePublished", "key:pub_date", "key:published_at", "key:publication_date", "key:date",
    "feed:published", "feed:created", "mail:date",
)  # fmt: skip
_UPDATED_TAGS = (
    "meta:article:modified_time", "jsonld:dateModified", "item:dateModified", "meta:og:updated_time", "meta:lastmod",
    "meta:last-modified", "meta:article.updated", "meta:dcterms.modified", "key:date_modify", "key:updated",
    "key:date_modified", "key:updated_at", "feed:updated",
)  # fmt: skip
_FIRST = r"(?:published|posted|publi(?:sh(?:ed)?|cation)\s+date|date\s+posted|created|issued|publicado|filed)"
_LATER = r"(?:updated?|modified|edited|revised|amended|last\s+changed)"
_MARK = re.compile(rf"\b(?:(?P<first>{_FIRST})|(?P<later>{_LATER}))\b", re.I)
_URL_DAY = re.compile(r"[/-]((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
# A date behind a handle is that of a post shown on the page; behind a year or a copyright sign, the site's.
_POST = re.compile(r"\(@\w+\)\s*$|pic\.twitter|©\s*\w*\s*$", re.I)
_WEEKDAY = re.compile(r"^\W*(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.I)
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d")
MARK_CHARS = 60
LINE_CHARS = 220
# Words beside a date in a line of its own: a name, a section, a place, how long it takes to read.
BESIDE_CHARS = 110
LONE_CHARS = 12
# How far into a page its other dates tell the order of day and month; ten megabytes of dates cost six seconds.
ORDER_CHARS = 1_000_000
ABOVE_HEADLINE, ABOVE_BODY, INTO_BODY, BELOW_BODY = 4, 14, 3, 6
# Top-level domains of lands that write the month first, or that anybody may take.
_MONTH_FIRST = frozenset(("us", "ph", "gu", "pr", "as", "vi", "mp"))
_ANYONE = frozenset(("co", "io", "tv", "me", "ai", "fm", "ly", "cc", "ws", "to", "gg", "ca", "eu"))
_AMERICAN_ZONE = re.compile(r"\b(?:[ECMP][SD]T|[ECMP]T|Eastern|Pacific)\b")


class Printed(msgspec.Struct, frozen=True):
    """A date printed near the article: what words call it, how near it stands (0 is best), and where."""

    kind: str
    place: int
    dated: Dated


def find_published(page: Page, sheet: Sheet, kit: Kit) -> tuple[Dated, Dated]:
    """When the article came out and when it was last changed; unknown, with the reason, where no sign of it stands."""
    published = _tagged(page, _PUBLISHED_TAGS, kit)
    updated = _tagged(page, _UPDATED_TAGS, kit)
    if published is not None and updated is not None:
        return published, updated
    shown = sorted(_printed(page, sheet, kit), key=lambda p: p.place)
    updated = updated or next((p.dated for p in shown if p.kind == "updated"), None)
    if published is None:
        published = next((p.dated for p in shown if p.kind == "published"), None) or _plain(shown)
    if published is None:
        published = _in_address(page, kit)
    if published is None and updated is not None:
        published = Dated(updated.value, span=updated.span, tag=updated.tag, reasons=(ONLY_UPDATED,),
                          grounds=(updated.span,))  # fmt: skip
    return published or _made(page, _unsure(page, sheet, shown, kit)), updated or Dated()


def _made(page: Page, dated: Dated) -> Dated:
    """An unknown date bound by the day the page's PDF was made; papers make theirs on the evening before."""
    found = next((_PDF_DAY.match(tag.value) for tag in page.tags if tag.name == "pdf:created"), None)
    if found is None or dated.value is not None or dated.before is not None:
        return dated
    try:
        day = date(*map(int, found.groups()))
        latest = (day + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return dated
    reasons = (*dated.reasons, PDF_MADE.format(day=day.isoformat()))
    return replace(dated, before=latest, reasons=reasons, grounds=(*dated.grounds, None))


def _plain(shown: Sequence[Printed]) -> Dated | None:
    """The date nearest to the article that no word marks; two days equally near are none."""
    plain = [p for p in shown if p.kind == "plain"]
    near = [p for p in plain if p.place == plain[0].place] if plain else []
    days = {(p.dated.value or "")[:10] for p in near}
    return near[0].dated if len(days) == 1 else None


def _unsure(page: Page, sheet: Sheet, shown: Sequence[Printed], kit: Kit) -> Dated:
    """What can be said where no date is sure: a lone time tag, a bracket of two readings, or the reason."""
    times = {tag.value for tag in page.tags if tag.name == "time:datetime"}
    value = read_date(next(iter(times)), kit) if len(times) == 1 else None
    if value:
        return Dated(value, tag="time:datetime")
    for i, _ in _places(sheet):
        for early, late, span in find_doubtful(page.text, sheet.blocks[i].span):
            reason = EITHER_WAY.format(words=page.text[span.start : span.end])
            return Dated(after=early, before=late, reasons=(reason,), grounds=(span,))
    if any(p.kind == "plain" for p in shown):
        return Dated(reasons=(SEVERAL_DATES,), grounds=(shown[0].dated.span,))
    return Dated(reasons=(NO_DATE,), grounds=(None,))


def _tagged(page: Page, names: Sequence[str], kit: Kit) -> Dated | None:
    for name in names:
        for tag in page.tags:
            if tag.name == name and (value := read_date(tag.value, kit)):
                return Dated(value, tag=name)
    return None


def _in_address(page: Page, kit: Kit) -> Dated | None:
    found = _URL_DAY.search(page.url or "")
    value = read_date("-".join(found.groups()), kit) if found else None
    return Dated(value, tag="url", reasons=(FROM_ADDRESS,), grounds=(None,)) if value else None


def _places(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Blocks where a date of the article may stand, each with how far that place is from the best one."""
    headline = next((i for i, role in enumerate(sheet.roles) if role == "headline" and i <= sheet.start), None)
    top = sheet.start if headline is None else headline
    first = max(0, min(top - ABOVE_HEADLINE, sheet.start - ABOVE_BODY))
    for i in range(first, min(len(sheet.blocks), sheet.end + BELOW_BODY)):
        if sheet.roles[i] in ("body", "comment", "related", "repeat", "correction", "promo"):
            continue
        if i < top:
            yield i, 2 if top - i <= ABOVE_HEADLINE and (headline is not None or top - i <= 2) else 3
        elif i < sheet.start + INTO_BODY:
            yield i, 1
        elif i >= sheet.end:
            yield i, 4


def _printed(page: Page, sheet: Sheet, kit: Kit) -> Iterator[Printed]:
    """Dates printed beside the article: "published" or "updated" where words say so, else "plain"."""
    order, _ = order_of(page, kit)
    for i, place in _places(sheet):
        start, end = sheet.blocks[i].span.start, sheet.blocks[i].span.end
        if end - start > LINE_CHARS:
            continue
        told = list(find_dates(page.text, kit, start=start, end=end, order=order))
        beside = (end - start) - sum(t.span.end - t.span.start for t in told)
        left = start
        for one in told:
            kind = _kind(page, sheet, i, left, one)
            left = one.span.end
            if kind is None or (
                kind == "plain" and (beside > BESIDE_CHARS or not _may_be_own(page, one, place, start))
            ):
                continue
            yield Printed(kind, place, Dated(one.value, span=one.span))


def _kind(page: Page, sheet: Sheet, i: int, left: int, told: Told) -> str | None:
    """What the words before a date call it; those of the line above count where the date opens its line."""
    before = page.text[max(left, told.span.start - MARK_CHARS) : told.span.start]
    if _POST.search(before):
        return None
    above = page.text[sheet.blocks[i - 1].span.start : sheet.blocks[i - 1].span.end] if i else ""
    marks = list(_MARK.finditer(before))
    if not marks and not before.strip() and len(above) <= 40:
        marks = list(_MARK.finditer(above))
    if not marks:
        return "plain"
    return "published" if marks[-1].group("first") else "updated"


def _may_be_own(page: Page, told: Told, place: int, start: int) -> bool:
    """Whether an unmarked date may be the article's: a weekday's date above the headline is today's of the masthead."""
    if place < 2:
        return True
    lead = page.text[start : told.span.start]
    today = bool(_WEEKDAY.match(page.text[start : told.span.end])) and not _CLOCK.search(
        page.text[told.span.start : told.span.end]
    )
    return not today and len(lead) < (MARK_CHARS if place == 2 else LONE_CHARS)


@lru_cache(maxsize=64)
def _land_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rpartition(".")[2]
    except ValueError:
        return ""


def order_of(page: Page, kit: Kit) -> tuple[Order, str]:
    """Whether this page writes day or month first where only numbers stand, and what says so.

    Another date of the page that can be read one way only, the land of its address, the language it states, or an
    American time zone tells; else nothing does.
    """
    if next(find_doubtful(page.text, Span(0, len(page.text))), None) is None:
        return None, ""
    for told in find_dates(page.text, kit, end=min(len(page.text), ORDER_CHARS)):
        parts = re.match(r"(\d{1,2})[/.-](\d{1,2})[/.-]", page.text[told.span.start : told.span.end])
        if parts and (int(parts[1]) > 12) != (int(parts[2]) > 12):
            return ("day" if int(parts[1]) > 12 else "month"), "another date of the page"
    land = _land_of(page.url or "")
    if land in _MONTH_FIRST:
        return "month", "the land of its address"
    if len(land) == 2 and land not in _ANYONE:
        return "day", "the land of its address"
    stated = [tag.value.replace("_", "-").lower() for tag in page.tags if tag.name in ("html:lang", "meta:og:locale")]
    for code in stated:
        if code.startswith("en-us"):
            return "month", "the language it states"
        if code[:2].isalpha() and (not code.startswith("en") or code[3:] in ("gb", "in", "au", "ie", "nz", "za", "pk")):
            return "day", "the language it states"
    if _AMERICAN_ZONE.search(page.text):
        return "month", "its time zone"
    return None, ""
