"""The dateline an article opens with: place, date, agency, up to the mark after which the report begins."""

from __future__ import annotations

import re
from functools import lru_cache

from onrecord.article.wires import begins_as_wire, ends_as_wire, wires_of
from onrecord.kit import Kit
from onrecord.types import Dateline, Span

WITHIN_CHARS = 120
# A capital letter, then letters; "St.", "Ft." and initials keep their dots ("WASHINGTON, D.C.").
_CAPS = r"[A-ZÀ-Þ][A-ZÀ-Þ'’.\-]+"
_TITLE = r"[A-ZÀ-Þ][a-zà-ÿ'’]+(?:-[A-ZÀ-Þ]?[a-zà-ÿ]+)*"
_CAPS_PLACE = rf"{_CAPS}(?:(?:\s|-|/|\s*&\s*){_CAPS}){{0,4}}"
_TITLE_PLACE = rf"{_TITLE}(?:[\s-](?:{_TITLE}|of|de|al|el|la)){{0,3}}"
# The land or state after the place: ", Mass.", ", Ky.", " [India]", ", N.C.".
_LAND = r"(?:,\s*(?:[A-Z][A-Za-z.'’]*\.?)(?:\s[A-Z][A-Za-z.'’]*){0,2}|\s*\[[A-Z][^\]\n]{2,30}\])"
_DASH = r"(?:[-–—]{1,3}|:)"
# Letters where an agency stands: one that no list knows is still the agency, under the name printed.
_LETTERS = r"[A-Z]{2,6}"
# Words that stand before a colon or dash at the start of a text without being a place.
_NO_PLACE = frozenset(
    """breaking update updated exclusive watch video photo photos opinion analysis editorial correction clarification
    question answer q a note editor editors read also live poll review interview summary background context
    image source sources live-updates fact report reports latest day week""".split()  # noqa: SIM905
)


@lru_cache(maxsize=4)
def _patterns(kit: Kit) -> tuple[re.Pattern[str], ...]:
    months = "|".join(form for row in kit.words("months") for form in row["forms"].split())
    year = r"(?:,?\s*(?:19|20)\d\d)?"
    day = rf"(?P<date>(?:{months})\b\.?\s+\d{{1,2}}{year}|\d{{1,2}}\s+(?:{months})\b\.?{year})"
    wire = rf"[(\[]\s*(?P<wire>{wires_of(kit).any_name})(?:\s*/\s*[^)\]]{{2,30}})?\s*[)\]]"
    other_day = day.replace("<date>", "<date2>")
    credited = re.compile(
        rf"(?:(?P<place>{_CAPS_PLACE}|{_TITLE_PLACE})(?:{_LAND})?(?:\s*[,|]\s*{day})?|{other_day})"
        rf"\s*,?\s*{wire}\s*{_DASH}?\s*"
    )
    lettered = re.compile(
        rf"(?P<place>{_CAPS_PLACE}|{_TITLE_PLACE})(?:{_LAND})?(?:\s*[,|]\s*{day})?"
        rf"\s*,?\s*[(\[](?P<wire>{_LETTERS})[)\]]\s*{_DASH}\s*"
    )
    capitals = re.compile(
        rf"(?P<place>{_CAPS_PLACE})(?:{_LAND}){{0,2}}(?:\s*,\s*{day})?\s*(?:[-–—]{{1,3}}\s+|[–—]{{1,2}}|:\s*|\s-\s*)(?=[\w\"“‘'(])"
    )
    bracketed = re.compile(
        rf"[(\[](?P<place>{_TITLE_PLACE}|{_CAPS_PLACE})(?:{_LAND})?(?:,\s*{day})?[)\]]\s*[-–—:]{{1,2}}\s*"
    )
    titled = re.compile(
        rf"(?P<place>{_TITLE_PLACE})(?:{_LAND})?(?:\s*[,|]\s*{day})?\s*(?:\s[-–—]{{1,2}}\s+|[–—]{{1,2}}\s*|:\s+)(?=[A-ZÀ-Þ\"“‘'])"
    )
    dash = re.compile(rf"(?P<place>){wire}\s*[-–—:]{{1,2}}\s*")
    return credited, lettered, capitals, bracketed, titled, dash


@lru_cache(maxsize=4)
def _lone_line(kit: Kit) -> re.Pattern[str]:
    wire = rf"(?P<wire>{wires_of(kit).any_name})"
    place = rf"(?P<place>{_TITLE_PLACE}|{_CAPS_PLACE})(?:{_LAND})?"
    other = place.replace("<place>", "<place2>")
    wired = wire.replace("<wire>", "<wire2>")
    third, credit = other.replace("2>", "3>"), wired.replace("2>", "3>")
    unlisted = rf"(?P<wire4>{_LETTERS})\s+(?P<place4>{_TITLE_PLACE})\s*\[[A-Z][^\]\n]{{2,30}}\]"
    return re.compile(
        rf"(?:{wire}\s*[|,:–—-]?\s+{place}|{other}\s*[|,:–—-]\s*{wired}|{third}\s*\({credit}\)|{unlisted})\s*$"
    )


@lru_cache(maxsize=4)
def _known_places(kit: Kit) -> frozenset[str]:
    capitals = (row["place"] for row in kit.words("metonyms") if row["sort"] == "capital")
    lands = (name for row in kit.words("nations") for name in (row["state"], *row["aliases"].split("|")) if name)
    return frozenset(name.lower() for name in (*capitals, *lands))


def find_dateline(text: str, paragraph: Span, kit: Kit) -> Dateline | None:
    """The dateline a paragraph opens with; its span ends where the report begins.

    Capitals before a dash or colon are a place; a place in small letters must be one the lists know, or one
    the text elsewhere puts after "in", "at", "near" or "from", for "Mayor: we will build" opens alike.
    """
    end = min(paragraph.end, paragraph.start + WITHIN_CHARS)
    for number, pattern in enumerate(_patterns(kit)):
        found = pattern.match(text, paragraph.start, end)
        if found is None or found.end() >= paragraph.end:
            continue
        parts = found.groupdict()
        place = parts.get("place") or ""
        wire = parts.get("wire")
        listed = wire is not None and wire in wires_of(kit).names
        if place and not _may_be_place(text, place, found, kit, sure=number == 0 or listed):
            continue
        where = Span(*found.span("place")) if place else Span(found.start(), found.start())
        stop = found.start() + len(found.group().rstrip())
        agency = wires_of(kit).names.get(wire, wire) if wire else None
        return Dateline(Span(found.start(), stop), _neat(place), where, _day(parts, kit), agency)
    return None


def find_credit_line(text: str, line: Span, kit: Kit) -> Dateline | None:
    """The dateline a line of its own gives beside an agency ("PTI Northport [Ruritania]", "Northport, PTI")."""
    if line.end - line.start > WITHIN_CHARS:
        return None
    words = text[line.start : line.end]
    if not (begins_as_wire(words, kit) or words.rstrip().endswith((")", "]")) or ends_as_wire(words, kit)):
        return None
    found = _lone_line(kit).match(text, line.start, line.end)
    if found is None:
        return None
    mark = next(m for m in ("", "2", "3", "4") if found.group(f"place{m}") is not None)
    where = Span(*found.span(f"place{mark}"))
    printed = found.group(f"wire{mark}")
    wire = wires_of(kit).names.get(printed, printed)
    return Dateline(Span(found.start(), found.end()), _neat(text[where.start : where.end]), where, None, wire)


def _may_be_place(text: str, place: str, found: re.Match[str], kit: Kit, *, sure: bool) -> bool:
    words = place.lower().replace("-", " ").split()
    if not words or any(word.strip(".'’") in _NO_PLACE for word in words):
        return False
    if sure or place.lower() in _known_places(kit):
        return True
    if place.isupper() and len(place) > 3:
        # "BREAKING NEWS:" and the like are furniture; an acronym before a colon ("NATO: we will") is a speaker.
        dashed = ":" not in found.group() or bool(found.groupdict().get("date"))
        return dashed or _stands_in(text, place) or (len(words) == 1 and len(place) > 5)
    return _stands_in(text, place)


def _stands_in(text: str, place: str) -> bool:
    """Whether the text elsewhere puts something in, at, near or from this place."""
    name = re.escape(place)
    return re.search(rf"\b(?:in|at|near|from|to|of|outside|around)\s+{name}\b", text, re.I) is not None


def _neat(place: str) -> str:
    """A place as one writes it: capitals made title case, white space made one."""
    words = " ".join(place.split()).rstrip(".")
    return words.title().replace("’S", "’s").replace("'S", "'s") if words.isupper() and len(words) > 2 else words


def _day(parts: dict[str, str | None], kit: Kit) -> str | None:
    """A dateline's date as a value, its year left open where none is printed ("XXXX-09-24")."""
    words = parts.get("date") or parts.get("date2")
    if not words:
        return None
    months = {form.lower(): int(row["month"]) for row in kit.words("months") for form in row["forms"].split()}
    month = next(months[w.lower()] for w in re.findall(r"[A-Za-z]+", words) if w.lower() in months)
    year = re.search(r"(?:19|20)\d\d", words)
    day = re.search(r"\b\d{1,2}\b", words)
    return f"{year.group() if year else 'XXXX'}-{month:02}-{int(day.group()) if day else 0:02}"
