"""Outlets across pages: what they gathered, carried and copied, from whom, and what they had first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from onrecord.copies.credits import credit_key
from onrecord.copies.direction import came_before, order_of
from onrecord.groups import Copy, Outlet, Utterance
from onrecord.kit import Kit
from onrecord.labels import Overlap
from onrecord.types import Clipping

# Overlaps of prose: a shared quotation says nothing about who copied whom.
TAKEN: tuple[Overlap, ...] = ("reprint", "partial", "same_origin_rewritten")


def find_outlets(
    clippings: Sequence[Clipping],
    copies: Sequence[Copy],
    utterances: Sequence[Utterance],
    kit: Kit,
    *,
    owners: Mapping[str, str] | None = None,
) -> list[Outlet]:
    """Every outlet that a page shows as its own, in order of its plain name; pages without one are no outlet's.

    Names of one outlet meet by the kit's list of aliases. ``owners`` gives owners by outlet name; nothing else does.
    """
    known = _aliases(kit)
    ordered = sorted(clippings, key=order_of)
    by_page = {clipping.page.id: clipping for clipping in ordered}
    outlet_of = {
        c.page.id: known.get(credit_key(c.article.outlet.value), c.article.outlet.value)
        for c in ordered
        if c.article.outlet and credit_key(c.article.outlet.value)
    }
    sources = _sources(copies, outlet_of)
    pages: dict[str, list[str]] = defaultdict(list)
    for page, name in outlet_of.items():
        pages[credit_key(name)].append(page)
    shared, firsts = _quotes(utterances, outlet_of, by_page)
    given = {credit_key(name): owner for name, owner in (owners or {}).items()}
    return [
        _outlet(key, [by_page[page] for page in mine], sources, (shared[key], firsts[key]), given.get(key), outlet_of)
        for key, mine in sorted(pages.items())
    ]


def _aliases(kit: Kit) -> dict[str, str]:
    """The full name of each outlet by every plain form of its name."""
    found: dict[str, str] = {}
    for row in kit.words("outlets"):
        for name in (row["outlet"], *row["aliases"].split("|")):
            if credit_key(name):
                found.setdefault(credit_key(name), row["outlet"])
    return found


# For a page the outlets it took prose from, or None in their place where it cannot be told who was first.
Sources = Mapping[str, set[str | None]]


def _sources(copies: Sequence[Copy], outlet_of: Mapping[str, str]) -> Sources:
    found: dict[str, set[str | None]] = defaultdict(set)
    for copy in copies:
        if copy.kind not in TAKEN or outlet_of.get(copy.left, "") == outlet_of.get(copy.right):
            continue
        for page, other in ((copy.left, copy.right), (copy.right, copy.left)):
            if copy.first == other:
                found[page].add(outlet_of.get(other, ""))
            elif copy.first is None:
                found[page].add(None)
    return found


def _quotes(
    utterances: Sequence[Utterance], outlet_of: Mapping[str, str], by_page: Mapping[str, Clipping]
) -> tuple[Counter[str], Counter[str]]:
    """How many quotations each outlet shares with another, and how many of these it surely had first."""
    shared: Counter[str] = Counter()
    firsts: Counter[str] = Counter()
    for utterance in utterances:
        sides: dict[str, list[Clipping]] = defaultdict(list)
        for page in utterance.pages:
            if page in outlet_of:
                sides[credit_key(outlet_of[page])].append(by_page[page])
        if len(sides) < 2:
            continue
        shared.update(list(sides))
        for key, mine in sides.items():
            others = [c for other, theirs in sides.items() if other != key for c in theirs]
            if any(all(came_before(c.article.published, o.article.published) for o in others) for c in mine):
                firsts[key] += 1
    return shared, firsts


def _outlet(
    key: str,
    mine: Sequence[Clipping],
    sources: Sources,
    quotes: tuple[int, int],
    owner: str | None,
    outlet_of: Mapping[str, str],
) -> Outlet:
    forms = Counter(c.article.outlet.value for c in mine if c.article.outlet)
    kinds = {c.page.id: _kind(c, sources.get(c.page.id, set())) for c in mine}
    count = Counter(kinds.values())
    taken = [name for c in mine if kinds[c.page.id] == "copied" for name in sorted(filter(None, sources[c.page.id]))]
    undated = [c.page.file for c in mine if c.article.published.value is None]
    reasons = [f"without a date, so never told to be first: {', '.join(undated)}"] if undated else []
    if owner is None:
        reasons.append("owner unknown: none was given")
    return Outlet(
        id=key,
        name=outlet_of[mine[0].page.id],
        names=tuple(sorted(forms.items(), key=lambda form: (-form[1], form[0]))),
        pages=tuple(c.page.id for c in mine),
        own=count["own"],
        wire=count["wire"],
        copied=count["copied"],
        unsure=count["unsure"],
        copies=_by_count(taken),
        agencies=_by_count([c.article.wire.value for c in mine if c.article.wire]),
        shared_quotes=quotes[0],
        first_quotes=quotes[1],
        owner=owner,
        reasons=tuple(reasons),
    )


def _kind(clipping: Clipping, sources: set[str | None]) -> str:
    if clipping.article.wire:
        return "wire"
    if sources - {None}:
        return "copied"
    return "unsure" if sources else "own"


def _by_count(names: Sequence[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(names).items(), key=lambda name: (-name[1], name[0])))
