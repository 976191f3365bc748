"""Cards: one statement as it is shown everywhere, with links to its page, its words, its speaker and its outlet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from onrecord.groups import Origins, Relation
from onrecord.record import UNKNOWN, Shelf
from onrecord.record.cells import date_words
from onrecord.spans import hull
from onrecord.types import Dated, Statement
from onrecord.web import links
from onrecord.web.chips import Chip, chips_of, is_anonymous

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ISO = re.compile(r"\b(\d{4})-(\d{2})(?:-(\d{2})(?:T(\d{2}:\d{2})(?::\d{2})?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?)?\b(?!-)")
_ONE = (
    ("stories", "story"), ("pages", "page"), ("statements", "statement"), ("outlets carry", "outlet carries"),
    ("outlets", "outlet"), ("speakers", "speaker"), ("origins", "origin"), ("problems", "problem"),
    ("that name", "that names"),
)  # fmt: skip
_MODEL_WORDS = {"model": "model", "rules": "rule"}


class Count(msgspec.Struct, frozen=True):
    """A number that links to the rows behind it."""

    number: int
    what: str
    href: str
    note: str = ""


class OriginCount(msgspec.Struct, frozen=True):
    """Pages and origins behind something, in words; ``level`` is one, few or unknown, for shape and colour."""

    words: str
    level: str
    reasons: tuple[str, ...]
    groups: int


class Card(msgspec.Struct, frozen=True):
    """One statement as shown; ``said`` and ``published`` keep brackets and "unknown" as they are."""

    id: str
    page: str
    href: str
    anchor: str
    speaker: str
    speaker_href: str | None
    unnamed: bool
    planned: bool
    words: str
    source: str
    cue: str
    role: str
    audience: str
    venue: str
    said: str
    said_sure: bool
    published: str
    outlet: str
    outlet_href: str | None
    headline: str
    article_href: str
    evidence: str
    ranges: str
    chips: tuple[Chip, ...]
    origins: OriginCount
    relays: tuple[str, ...]
    sure: str
    why: tuple[str, ...]
    direct: bool
    language: str | None


def card_of(shelf: Shelf, statement: Statement) -> Card:
    """A statement as a card."""
    page, article = statement.page, shelf.article(statement.page)
    party, speaker = shelf.party(statement), shelf.speaker(statement)
    unnamed = is_anonymous(statement) or speaker.startswith("unnamed:")
    outlet = shelf.outlet(page)
    extent = hull(statement.content)
    said, sure = said_words(shelf, statement)
    return Card(
        id=statement.id,
        page=page,
        href=links.to_statement(statement.id),
        anchor=f"s{extent.start}-{extent.end}",
        speaker=spoken_name(speaker),
        speaker_href=links.to_party(party.id) if party and party.kind in ("person", "body") else None,
        unnamed=unnamed,
        planned=statement.modality == "planned",
        words=shelf.words(page, statement.content),
        source=shelf.words(page, statement.source),
        cue=shelf.words(page, statement.cue),
        role=role_words(shelf, statement),
        audience=shelf.words(page, statement.audience),
        venue=shelf.words(page, statement.venue),
        said=said,
        said_sure=sure,
        published=date_words(article.published),
        outlet=outlet,
        outlet_href=links.to_outlet(outlet) if outlet != UNKNOWN else None,
        headline=shelf.headline(page),
        article_href=f"{links.to_article(page)}#{f's{extent.start}-{extent.end}'}",
        evidence=links.to_evidence(page, statement.content),
        ranges=", ".join(f"{s.start}–{s.end}" for s in statement.content),
        chips=chips_of(statement),
        origins=origin_count(shelf.origins(statement)),
        relays=tuple(relay.name for relay in statement.relays),
        sure=f"{_MODEL_WORDS.get(statement.tier, statement.tier)} {statement.sure:.2f}",
        why=statement.why,
        direct=statement.manner == "direct",
        language=article.language,
    )


def cards_of(shelf: Shelf, statements: Sequence[Statement]) -> tuple[Card, ...]:
    """Statements as cards, in the order given."""
    return tuple(card_of(shelf, statement) for statement in statements)


def spoken_name(speaker: str) -> str:
    """A speaker as shown: "unnamed: an official" loses its first word, which the chip says."""
    return speaker.removeprefix("unnamed:").strip() or "unnamed"


def role_words(shelf: Shelf, statement: Statement) -> str:
    """The role this page gives the speaker, as printed; empty where it gives none."""
    party = shelf.party(statement)
    titles = [role.title for role in party.roles if role.page == statement.page] if party else []
    return titles[0] if titles else ""


def said_words(shelf: Shelf, statement: Statement) -> tuple[str, bool]:
    """When a statement was said, and whether that is a date: a date, the page's words, or unknown."""
    if statement.said:
        return statement.said, True
    words = shelf.words(statement.page, statement.said_span)
    return (f"“{words}”, no date to count it from", False) if words else ("date unknown", False)


def day_of(shelf: Shelf, statement: Statement) -> Dated:
    """When a statement was said as far as it is known: said, else no later than published."""
    if statement.said:
        return Dated(value=statement.said)
    return shelf.article(statement.page).published


def origin_count(origins: Origins | None) -> OriginCount:
    """Origins as shown: "2 outlets · at most 1 origin"."""
    if origins is None:
        return OriginCount("origins not counted", "unknown", (), 0)
    pages, most, least = len(origins.pages), origins.at_most, origins.at_least
    known = len(origins.outlets)
    what = plural(known, "outlet") if known >= pages > 1 else plural(pages, "page")
    bound = f"at most {plural(most, 'origin')}"
    words = f"{what} · {bound}" if least == most else f"{what} · at least {least}, {bound}"
    return OriginCount(words, "one" if most == 1 else "few", origins.reasons, len(origins.groups))


def day_words(words: str) -> str:
    """A date as people write it, other words as they are; the precision stays what it was.

    >>> day_words("2024-03"), day_words("after 2024-03-02"), day_words("2024-03-12T16:05+01:00")
    ('Mar 2024', 'after 2 Mar 2024', '12 Mar 2024, 16:05 UTC+01:00')
    """
    return _ISO.sub(_plain_day, words)


def _plain_day(found: re.Match[str]) -> str:
    year, month, day, clock, zone = found.groups()
    if month is None or not 1 <= int(month) <= 12:
        return found[0]
    words = f"{_MONTHS[int(month) - 1]} {year}" if day is None else f"{int(day)} {_MONTHS[int(month) - 1]} {year}"
    zoned = "" if not zone else " UTC" if zone in ("Z", "+00:00") else f" UTC{zone}"
    return words + (f", {clock}{zoned}" if clock else "")


def plural(number: int, noun: str, many: str = "") -> str:
    """A number with its noun: "1 page", "2 pages", "3 stories"; ``many`` for a noun with a plural of its own."""
    if number == 1 or many:
        return f"1 {noun}" if number == 1 else f"{number:,} {many}"
    return f"{number:,} {noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeou" else f"{number:,} {noun}s"


def noun_for(words: str, number: int) -> str:
    """Words for a number of things, said of one where it is one.

    >>> noun_for("known outlets carry them", 1), noun_for("stories", 2)
    ('known outlet carries them', 'stories')
    """
    if number != 1:
        return words
    for many, one in _ONE:
        words = words.replace(many, one)
    return words


class Pair(msgspec.Struct, frozen=True):
    """Two statements side by side, how they stand to one another, and why it is thought so."""

    id: str
    relation: str
    words: str
    left: Card
    right: Card
    matter: str
    sure: str
    reasons: tuple[str, ...]
    grounds: tuple[tuple[str, str], ...]
    gap: str


def gap_words(left: str | None, right: str | None) -> str:
    """How many days lie between two dates; empty where either is not known to the day, or both are one.

    >>> gap_words("2024-03-12T16:05", "2024-05-21"), gap_words("2024-03", "2024-05-21")
    ('70 days apart', '')
    """
    try:
        days = abs((date.fromisoformat((left or "")[:10]) - date.fromisoformat((right or "")[:10])).days)
    except ValueError:
        return ""
    return f"{plural(days, 'day')} apart" if days else ""


def pair_of(shelf: Shelf, relation: Relation) -> Pair:
    """A relation with both its texts; ``grounds`` are the link words with the way to their place."""
    return Pair(
        id=relation.id,
        relation=relation.relation,
        words=relation.relation.replace("_", " "),
        left=card_of(shelf, shelf.statements[relation.left]),
        right=card_of(shelf, shelf.statements[relation.right]),
        matter=relation.matter,
        sure=f"{relation.sure:.2f}",
        reasons=relation.reasons,
        grounds=tuple((shelf.words(page, span), links.to_evidence(page, span)) for page, span in relation.grounds),
        gap=gap_words(*(day_of(shelf, shelf.statements[name]).value for name in (relation.left, relation.right))),
    )


class Bout(msgspec.Struct, frozen=True):
    """Pairs of one relation between the same two: the surest, and the others behind it."""

    first: Pair
    others: tuple[Pair, ...]


# Pairs of the same two that are shown behind the first.
_OTHERS = 12


def bouts_of(shelf: Shelf, relations: Sequence[Relation]) -> tuple[Bout, ...]:
    """Relations grouped by who stands how to whom, in the order given; of each group the first few."""
    found: dict[tuple[str, ...], list[Relation]] = {}
    for relation in relations:
        left, right = (shelf.speaker(shelf.statements[name]) for name in (relation.left, relation.right))
        found.setdefault((relation.relation, *sorted((left, right))), []).append(relation)
    return tuple(
        Bout(pair_of(shelf, same[0]), tuple(pair_of(shelf, r) for r in same[1 : 1 + _OTHERS]))
        for same in found.values()
    )
