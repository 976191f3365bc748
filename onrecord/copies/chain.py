"""Through whom an utterance reached a page, hop by hop, taken up on other pages where a hop's own page is at hand."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.copies.credits import credit_key, own_outlet
from onrecord.groups import Utterance
from onrecord.types import Clipping, Relay, Statement, page_of

Hop = tuple[str, Relay]


def find_chain(statement: str, utterance: Utterance, clippings: Mapping[str, Clipping]) -> list[Hop]:
    """The hops from the speaker outwards to the page of this statement, each with the page that tells of it.

    Where a hop names an outlet whose own page carries the same utterance, the hops before it are those that page
    gives: "the Courier reported" is followed to the Courier's page, which has it from an agency. Without such a page
    the chain is the statement's own.
    """
    by_outlet: dict[str, str] = {}
    for carrier in utterance.statements:
        clipping = clippings.get(page_of(carrier))
        outlet = own_outlet(clipping) if clipping else None
        if outlet is not None:
            by_outlet.setdefault(outlet.key, carrier)
    return _chain(statement, by_outlet, clippings, frozenset())


def _chain(
    statement: str, by_outlet: Mapping[str, str], clippings: Mapping[str, Clipping], seen: frozenset[str]
) -> list[Hop]:
    page = page_of(statement)
    found = _statement(statement, clippings)
    if found is None:
        return []
    hops = [(page, relay) for relay in found.relays]
    passed = seen | {page}
    # The outermost hop that leads to another page takes up that page's chain; what stands before it is told there.
    for place in range(len(hops) - 1, -1, -1):
        source = by_outlet.get(credit_key(hops[place][1].name))
        if source is not None and page_of(source) not in passed:
            return [*_chain(source, by_outlet, clippings, passed), *hops[place:]]
    return hops


def _statement(statement: str, clippings: Mapping[str, Clipping]) -> Statement | None:
    clipping = clippings.get(page_of(statement))
    return next((s for s in clipping.statements if s.id == statement), None) if clipping else None
