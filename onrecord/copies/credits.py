"""Whom a page credits: the agency it carries, the outlets its statements came through, and its own outlet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from onrecord.labels import Hop
from onrecord.spans import hull
from onrecord.types import Clipping, Span, Statement

# A person who relays another is no outlet, and the outlet whose page this is credits nobody by that.
OUTLET_HOPS: tuple[Hop, ...] = ("told", "reported", "quoted", "according_to", "wire", "leak")
# A page rests on the outlet that this share of its statements came through: a desk that retells another's report
# credits it every third or fourth sentence and lets the rest follow.
RESTS = 0.3

_PLAIN = re.compile(r"[\W_]+")


class Credit(msgspec.Struct, frozen=True):
    """An outlet or agency that a page names as where words came from; ``own`` is the page's own outlet."""

    key: str
    name: str
    page: str
    span: Span | None = None
    own: bool = False


def credit_key(name: str) -> str:
    """A name of an outlet without case, marks and article, so that two spellings of it meet.

    >>> credit_key("The Harbour-Herald")
    'harbour herald'
    """
    words = _PLAIN.sub(" ", name.casefold()).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def chain_of(statement: Statement, clipping: Clipping) -> list[Credit]:
    """Through whom a statement reached the page, from the first outlet outwards; the page's own outlet is last."""
    page, speaker = clipping.page.id, statement.speaker
    relays = [
        Credit(credit_key(r.name), r.name, page, r.span)
        for r in statement.relays
        if r.how in OUTLET_HOPS and credit_key(r.name)
    ]
    if statement.form == "outlet" and speaker and credit_key(speaker):
        # "the Courier said that ...": no speaker before the outlet is given.
        relays.insert(
            0, Credit(credit_key(speaker), speaker, page, hull(statement.source) if statement.source else None)
        )
    return _once([*relays, *_of_page(clipping)])


def chain_of_page(clipping: Clipping) -> list[Credit]:
    """What a page as a whole rests on: the outlet most of its statements came through, its wire, its own outlet."""
    relayed: dict[str, list[Credit]] = {}
    for statement in clipping.statements:
        for credit in [c for c in chain_of(statement, clipping) if c.span and not c.own][:1]:
            relayed.setdefault(credit.key, []).append(credit)
    most = sorted(relayed.values(), key=lambda found: (-len(found), found[0].key))
    rests = [most[0][0]] if most and len(most[0]) >= RESTS * len(clipping.statements) else []
    return _once([*rests, *_of_page(clipping)])


def credits_of(clipping: Clipping) -> list[Credit]:
    """Every outlet and agency a page names as where words came from, sorted by name; its own outlet left out."""
    own = own_outlet(clipping)
    found = [credit for statement in clipping.statements for credit in chain_of(statement, clipping)]
    found += chain_of_page(clipping)
    kept = [credit for credit in _once(found) if not credit.own and (own is None or credit.key != own.key)]
    return sorted(kept, key=lambda credit: credit.key)


def own_outlet(clipping: Clipping) -> Credit | None:
    """The outlet a page belongs to, if it says so."""
    outlet = clipping.article.outlet
    if outlet is None or not credit_key(outlet.value):
        return None
    return Credit(credit_key(outlet.value), outlet.value, clipping.page.id, outlet.span, own=True)


def pages_by_credit(chains: Mapping[str, Sequence[Credit]]) -> dict[str, list[Credit]]:
    """The credits of many pages by outlet, each list in the pages' order."""
    found: dict[str, list[Credit]] = {}
    for chain in chains.values():
        for credit in chain:
            found.setdefault(credit.key, []).append(credit)
    return found


def _of_page(clipping: Clipping) -> list[Credit]:
    wire, own = clipping.article.wire, own_outlet(clipping)
    carried = [Credit(credit_key(wire.value), wire.value, clipping.page.id, wire.span)] if wire else []
    return [*carried, *([own] if own else [])]


def _once(credits: Iterable[Credit]) -> list[Credit]:
    """The first credit of each outlet, in order."""
    found: dict[str, Credit] = {}
    for credit in credits:
        found.setdefault(credit.key, credit)
    return list(found.values())
