"""Which statements a list shows: the filters of an address, and what each leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
from starlette.requests import Request

from onrecord.record import Shelf
from onrecord.types import Dated, Statement
from onrecord.web.cards import day_of, spoken_name
from onrecord.web.chips import is_anonymous
from onrecord.web.tables import address

# Either form without a name.
ANON = "anon"
_FACETS = ("act", "form", "manner", "modality", "outlet", "speaker")
_MOST = 8


class Wanted(msgspec.Struct, frozen=True):
    """What statements must match; an empty string matches any. ``until`` and ``since`` are date prefixes."""

    speaker: str = ""
    party: str = ""
    about: str = ""
    act: str = ""
    form: str = ""
    manner: str = ""
    modality: str = ""
    outlet: str = ""
    page: str = ""
    story: str = ""
    since: str = ""
    until: str = ""
    undated: bool = False


class Facet(msgspec.Struct, frozen=True):
    """A field with its values, how many rows each has, and the address that asks for it."""

    field: str
    values: tuple[tuple[str, int, str, bool], ...]


def wanted_of(request: Request) -> Wanted:
    """The filters of an address; ``from`` and ``to`` are date prefixes."""
    given = request.query_params
    plain = {name: given.get(name, "") for name in (*_FACETS, "party", "about", "page", "story")}
    return Wanted(
        **plain, since=given.get("from", ""), until=given.get("to", ""), undated=given.get("undated", "") == "only"
    )


def matching(shelf: Shelf, wanted: Wanted, rows: Sequence[Statement] | None = None) -> list[Statement]:
    """The statements that match, in the order of the record."""
    pages = set(shelf.story[wanted.story].pages) if wanted.story in shelf.story else None
    found = []
    for statement in shelf.statements.values() if rows is None else rows:
        if any(getattr(wanted, f) not in ("", getattr(statement, f)) for f in ("act", "manner", "modality")):
            continue
        if wanted.form not in ("", statement.form) and not (wanted.form == ANON and is_anonymous(statement)):
            continue
        if wanted.page not in ("", statement.page) or (
            wanted.story and pages is not None and statement.page not in pages
        ):
            continue
        if wanted.about and not names(shelf, statement, wanted.about):
            continue
        if _is_by(shelf, statement, wanted) and _is_dated(shelf, statement, wanted):
            found.append(statement)
    return found


def names(shelf: Shelf, statement: Statement, party: str) -> bool:
    """Whether the words of a statement name a party."""
    return any(
        span.start <= mention.span.start and mention.span.end <= span.end
        for mention in shelf.clippings[statement.page].mentions
        if (known := shelf.ways.party_of.get(mention.entity)) and known.id == party
        for span in statement.content
    )


def facets_of(request: Request, shelf: Shelf, rows: Sequence[Statement]) -> list[Facet]:
    """The values that rows have in each field, most frequent first, those without a choice left out."""
    facets = []
    for field in _FACETS:
        counts = Counter(value_of(shelf, statement, field) for statement in rows)
        chosen = request.query_params.get(field, "")
        if len(counts) < 2 and not chosen:
            continue
        most = sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))[:_MOST]
        facets.append(
            Facet(
                field,
                tuple(
                    (value, n, address(request, at=None, **{field: None if chosen else value}), chosen == value)
                    for value, n in most
                ),
            )
        )
    return facets


def value_of(shelf: Shelf, statement: Statement, field: str) -> str:
    """The value of a statement in a field one may filter by."""
    if field == "outlet":
        return shelf.outlet(statement.page)
    if field == "speaker":
        return spoken_name(shelf.speaker(statement))
    return str(getattr(statement, field))


def months_of(shelf: Shelf, rows: Sequence[Statement]) -> Mapping[str, int]:
    """How many statements each month has, the months between without any among them; undated ones left out."""
    days = [day.value[:7] for s in rows if (day := day_of(shelf, s)).value and len(day.value) >= 7]
    counts = Counter(days)
    if not counts:
        return {}
    year, month = (int(part) for part in min(counts).split("-"))
    filled: dict[str, int] = {}
    while (at := f"{year:04}-{month:02}") <= max(counts):
        filled[at] = counts[at]
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return filled


def _is_by(shelf: Shelf, statement: Statement, wanted: Wanted) -> bool:
    if wanted.outlet and wanted.outlet.casefold() != shelf.outlet(statement.page).casefold():
        return False
    party = shelf.party(statement)
    if wanted.party and (party is None or party.id != wanted.party):
        return False
    if not wanted.speaker:
        return True
    forms = [name for name, _ in party.names] if party else []
    forms += [shelf.speaker(statement), spoken_name(shelf.speaker(statement))]
    return wanted.speaker.casefold() in {form.casefold() for form in forms}


def _is_dated(shelf: Shelf, statement: Statement, wanted: Wanted) -> bool:
    return not (wanted.since or wanted.until or wanted.undated) or is_between(day_of(shelf, statement), wanted)


def is_between(dated: Dated, wanted: Wanted) -> bool:
    """Whether a date lies between the bounds asked for; what has none lies in no range but that without bounds."""
    day = dated.value
    if wanted.undated:
        return day is None
    if day is None:
        return not (wanted.since or wanted.until)
    after = not wanted.since or day[: len(wanted.since)] >= wanted.since
    return after and (not wanted.until or day[: len(wanted.until)] <= wanted.until)
