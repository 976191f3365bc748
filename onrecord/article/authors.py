"""Who wrote an article: the names its by-line gives, else those its tags give; desks, agencies and outlets are none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

import msgspec

from onrecord.article.dates import find_dates
from onrecord.article.outlets import plain_name, site_names
from onrecord.article.sheet import Sheet
from onrecord.article.wires import name_wire
from onrecord.kit import Kit
from onrecord.types import Fact, Page, Span

AUTHOR_TAGS = (
    "jsonld:author", "meta:author", "meta:article:author", "meta:parsely-author", "meta:byl", "meta:dc.creator",
    "meta:DC.creator", "item:author", "key:authors", "key:author", "key:byline",
    "feed:author",
)  # fmt: skip
_MAILED = re.compile(r"^\s*\S+@\S+\s*\(([^()]+)\)\s*$")
_CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁ]"
_PARTICLES = "de|van|von|bin|al|el|da|di|der|del|la|le|dos|das|du|ten|ter"
_NAME = rf"{_CAPITAL}[\w.'’-]*(?:[ \t\u00a0]+(?:(?:{_PARTICLES})[ \t\u00a0]+)?{_CAPITAL}[\w.'’-]*){{0,4}}"
_NAMES = re.compile(rf"{_NAME}(?:\s*(?:,|;|&|/|\band\b|\by\b|\bund\b|\be\b)\s*{_NAME})*")
_PARTS = re.compile(r"\s*(?:,|;|&|/|\band\b|\by\b|\bund\b|\be\b)\s*")
_JOINED = re.compile(r"\s*(?:&|\band\b|\by\b|\bund\b)\s*")
_WORD = re.compile(r"\S+")
# "Ana BrookStaff Writer": two elements with nothing between them.
_RUN_IN = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
_PREFIXES = re.compile(r"(?:Mc|Mac|De|Di|Du|La|Le|Van|Fitz|O['’]|D['’])$")
_CASELESS = re.compile(r"[^\W\d_]")
_MARKS = ("|", "•", "·", "-", "–", "—", ":")
_POINT = re.compile(r"[\s•*+·▪◦‣●○■>]*")
_HANDLE = re.compile(r"\s*@\w+")
NAME_CHARS = (4, 60)
NAME_WORDS = (2, 5)
LINE_CHARS = 160
LONE_WORDS = 3
# Blocks above the headline in which a by-line may stand, and below the last paragraph.
ABOVE, BELOW = 3, 2
# A name without "by" counts beside a date, a handle or an agency this near.
BESIDE = 2


class Press(msgspec.Struct, frozen=True):
    """What names of people are told from: words of desks, and the names of the page's own outlet."""

    desks: frozenset[str]
    outlets: frozenset[str]
    own: frozenset[str]


@lru_cache(maxsize=4)
def _desks(kit: Kit) -> frozenset[str]:
    return frozenset(row["word"] for row in kit.words("desks")) | _days(kit)


@lru_cache(maxsize=4)
def _days(kit: Kit) -> frozenset[str]:
    rows = (row for name in ("months", "weekdays") for row in kit.words(name))
    return frozenset(form.lower() for row in rows for form in row["forms"].split())


@lru_cache(maxsize=4)
def _outlets(kit: Kit) -> frozenset[str]:
    rows = kit.words("outlets")
    return frozenset(plain_name(n) for r in rows for n in (*r["aliases"].split("|"), r["outlet"]) if n)


@lru_cache(maxsize=4)
def _by(kit: Kit) -> re.Pattern[str]:
    phrases = sorted((row["phrase"] for row in kit.words("bylines")), key=lambda phrase: (-len(phrase), phrase))
    words = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w):?\s*", re.I)


@lru_cache(maxsize=4)
def _given(kit: Kit) -> Mapping[str, str]:
    return {row["name"].lower(): row["gender"] for row in kit.words("given_names")}


def find_authors(page: Page, sheet: Sheet, outlet: Fact | None, kit: Kit) -> tuple[Fact, ...]:
    """Who wrote it: by-lines on the page first, then names that stand beside its date, then tags."""
    press = Press(_desks(kit), _outlets(kit), frozenset(site_names(page, outlet)))
    lines = _credits(sheet)
    found = {f.value.lower(): f for i in lines for f in _after_by(sheet, i, press, kit)}
    if not found:
        tagged = _tagged(page, press, kit)
        known = frozenset(plain_name(fact.value) for fact in tagged)
        found = {f.value.lower(): f for i in lines for f in _alone(sheet, i, known, press, kit)}
        found = found or {fact.value.lower(): fact for fact in tagged}
    return tuple(found.values())


def _credits(sheet: Sheet) -> list[int]:
    """The lines where those who wrote an article are named: from above its headline to its text, and right below."""
    headline = next((i for i, role in enumerate(sheet.roles) if role == "headline" and i <= sheet.start), sheet.start)
    near = range(max(0, min(headline, sheet.start - 1) - ABOVE), min(sheet.start + 1, len(sheet.roles)))
    below = range(sheet.end, min(sheet.end + BELOW, len(sheet.roles)))
    passed = ("headline", "comment", "related", "repeat", "promo", "caption")
    lines = [i for i in (*near, *below) if sheet.roles[i] not in passed and len(sheet.lines[i]) <= LINE_CHARS]
    return [i for i in lines if sheet.roles[i] != "body" or i == sheet.start]


def _after_by(sheet: Sheet, i: int, press: Press, kit: Kit) -> Iterator[Fact]:
    """The names behind "by" on a line, or on the next one where the line ends so."""
    line = sheet.lines[i]
    for by in _by(kit).finditer(line):
        before = line[: by.start()].strip()
        if before and not before.endswith(_MARKS) and not list(find_dates(before, kit)):
            continue
        if by.end() < len(line):
            names = list(_names(line, by.end(), press, kit, sure=True))
            shift = sheet.blocks[i].span.start
        elif i + 1 < len(sheet.lines) and by.start() == 0 and len(sheet.lines[i + 1]) <= LINE_CHARS:
            names = list(_names(sheet.lines[i + 1], 0, press, kit, sure=True))
            shift = sheet.blocks[i + 1].span.start
        else:
            continue
        if names:
            yield from (Fact(name, Span(shift + a, shift + a + len(name)), None, "byline") for name, a in names)
            return


def _alone(sheet: Sheet, i: int, known: frozenset[str], press: Press, kit: Kit) -> Iterator[Fact]:
    """The names a line opens with that holds besides only a date, a handle or an agency, or stands beside such a line.

    A name the tags give as well needs nothing beside it.
    """
    line, shift = sheet.lines[i], sheet.blocks[i].span.start
    names = list(_names(line, _POINT.match(line).end(), press, kit, sure=False))  # type: ignore[union-attr]
    if not names:
        return
    last, at = names[-1]
    rest = line[at + len(last) :].strip(" ,|·•–—-")
    dated = bool(rest) and _is_beside(rest, press, kit)
    near = range(max(0, i - BESIDE), min(len(sheet.lines), i + BESIDE + 1))
    signed = not rest and any(_is_beside(sheet.lines[j], press, kit) for j in near if j != i)
    for name, start in names:
        words = [word for word in name.split() if word[0].isupper()]
        listed = words[0].lower() in _given(kit) and len(words) <= LONE_WORDS
        if (not rest and plain_name(name) in known) or ((dated or signed) and listed):
            yield Fact(name, Span(shift + start, shift + start + len(name)), None, "named beside its date")


def _is_beside(words: str, press: Press, kit: Kit) -> bool:
    """Whether some words are a date, a handle, or an agency or outlet, with an office or a desk maybe."""
    if len(words) > LINE_CHARS:
        return False
    if _HANDLE.match(words) or name_wire(words, kit) or plain_name(words) in press.outlets | press.own:
        return True
    if all(word in press.desks for word in plain_name(words).split()):
        return bool(words.strip())
    dates = list(find_dates(words, kit))
    return bool(dates) and len(words) - sum(d.span.end - d.span.start for d in dates) < 40


def _names(line: str, start: int, press: Press, kit: Kit, *, sure: bool) -> Iterator[tuple[str, int]]:
    """The names of people a stretch of a line opens with, each with where it begins; ``sure`` takes a lone word too."""
    stretch = _NAMES.match(line, start)
    if stretch is None:
        return
    joined = _JOINED.search(stretch.group()) is not None
    at = start
    pieces = []
    for gap in (*_PARTS.finditer(line, start, stretch.end()), None):
        pieces.append((line[at : gap.start() if gap else stretch.end()], at))
        at = gap.end() if gap else at
    for number, (piece, begin) in enumerate(pieces):
        name = _trimmed(piece, press, kit)
        words = name.split()
        if not name or not _is_person(name, press, kit):
            if number == 0:
                return
            continue
        if len(words) == 1 and not (
            sure and len(pieces) == 1 and (name == piece.strip() or _is_dated(piece, name, kit))
        ):
            continue
        if number and not joined and words[0].lower() not in _given(kit):
            continue
        yield name, begin


def _is_dated(piece: str, name: str, kit: Kit) -> bool:
    """Whether what was cut from a lone name is a date ("Ana March")."""
    return piece[len(name) :].split()[0].lower().strip(".,") in _days(kit)


def _trimmed(piece: str, press: Press, kit: Kit) -> str:
    """A stretch of capitalised words without the office, the outlet or the date that runs on from a name."""
    end = len(piece)
    for word in _WORD.finditer(piece):
        run_in = next((m.start() for m in _RUN_IN.finditer(word.group())
                       if not _PREFIXES.search(word.group()[: m.start()])), None)  # fmt: skip
        if run_in is not None and word.group()[run_in:].lower().strip(".,") in press.desks:
            end = word.start() + run_in
            break
        if word.group().lower().strip(".,:") in press.desks:
            end = word.start()
            break
    words = [word.span() for word in _WORD.finditer(piece, 0, end)]
    for cut in range(1, len(words)):
        tail = piece[words[cut][0] : end]
        if plain_name(tail) in press.outlets | press.own or name_wire(tail, kit) is not None:
            end = words[cut][0]
            break
    return piece[:end].rstrip(" .,:\u00a0") if piece[:end].count(" ") else piece[:end].rstrip(" ,:\u00a0")


def _is_person(name: str, press: Press, kit: Kit) -> bool:
    """Whether some words may be a person's name: no agency, outlet or desk."""
    low, high = NAME_CHARS
    words = name.split()
    if not low <= len(name) <= high or len(words) > NAME_WORDS[1] or any(c.isdigit() for c in name):
        return False
    plain = plain_name(name)
    if plain in press.outlets or plain in press.own or name_wire(name, kit) is not None:
        return False
    # "Herald Sport" of the Harbour Herald is a desk.
    own = {word for site in press.own for word in site.split() if len(word) > 3}
    if any(word.lower().strip(".,") in press.desks or word.endswith(("'s", "’s")) for word in words):
        return False
    return not (own & set(plain.split()) and words[0].lower() not in _given(kit))


def _tagged(page: Page, press: Press, kit: Kit) -> list[Fact]:
    """The people the first author tag that names any gives."""
    for name in AUTHOR_TAGS:
        found: dict[str, Fact] = {}
        for tag in (tag for tag in page.tags if tag.name == name):
            # A feed may put the name behind an address: "desk@harbour.example (Ana Brook)".
            value = " ".join(_by(kit).sub("", _MAILED.sub(r"\1", tag.value), count=1).split())
            if "://" in value or "@" in value or len(value) > LINE_CHARS:
                continue
            for person in _people(value, press, kit):
                found.setdefault(person.lower(), Fact(person, None, name, "the page names its author"))
        if found:
            return list(found.values())
    return []


def _people(value: str, press: Press, kit: Kit) -> Iterator[str]:
    """The names in the value of a tag; of a script without capitals the whole value."""
    letters = _CASELESS.findall(value)
    if letters and all(c.lower() == c.upper() for c in letters):
        if _is_person(value, press, kit):
            yield value
        return
    for name, _ in _names(value, 0, press, kit, sure=False):
        yield name
