"""The outlet: its pages, how many carry an agency or share text, who it shares with, who speaks there."""

from __future__ import annotations

from collections import Counter

from starlette.requests import Request
from starlette.responses import Response

from onrecord.errors import UnknownId
from onrecord.record import UNKNOWN, Record, Shelf
from onrecord.web import links
from onrecord.web.cards import Count
from onrecord.web.pages.story import line_of
from onrecord.web.site import show
from onrecord.web.tables import leaf_of


def show_outlet(record: Record, request: Request) -> Response:
    """The page of an outlet; answers 404 for a name no page gives."""
    shelf, name = record.shelf, request.path_params["name"]
    pages = [page for page in shelf.clippings if shelf.outlet(page).casefold() == name.casefold()]
    if not pages or name == UNKNOWN:
        raise UnknownId(f"{name}: no page names this outlet as its own.")
    name = shelf.outlet(pages[0])
    said = [s for page in pages for s in shelf.clippings[page].statements]
    speakers = Counter((p.id, p.name) for s in said if (p := shelf.party(s)) and p.kind in ("person", "body"))
    return show(
        request,
        "outlet.html",
        name=name,
        counts=_counts(shelf, name, pages, len(said)),
        wires=Counter(a.wire.value for page in pages if (a := shelf.clippings[page].article).wire).most_common(),
        partners=partners_of(shelf, set(pages)),
        speakers=[(who, links.to_party(party), n) for (party, who), n in speakers.most_common(20)],
        leaf=leaf_of(request, [line_of(shelf, page) for page in pages]),
        firsts=firsts_of(shelf, set(pages)),
    )


def _counts(shelf: Shelf, name: str, pages: list[str], said: int) -> tuple[Count, ...]:
    wire = sum(shelf.clippings[page].article.wire is not None for page in pages)
    undated = sum(shelf.clippings[page].article.published.value is None for page in pages)
    shared = {page for c in shelf.copies if c.share_left > 0 or c.share_right > 0 for page in (c.left, c.right)}
    return (
        Count(len(pages), "pages", links.to_list("articles", outlet=name)),
        Count(said, "statements", links.to_list("statements", outlet=name)),
        Count(wire, "carry an agency", "#wires"),
        Count(len(shared & set(pages)), "share text with others", "#partners"),
        Count(undated, "without a date", "#pages"),
    )


def partners_of(shelf: Shelf, pages: set[str]) -> list[tuple[str, str | None, int, int, int]]:
    """Outlets it shares text with: name, address, pairs, how often it was first, how often the other was."""
    pairs: Counter[str] = Counter()
    mine: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    for copy in shelf.copies:
        if (copy.left in pages) == (copy.right in pages) or not (copy.share_left or copy.share_right):
            continue
        other = shelf.outlet(copy.right if copy.left in pages else copy.left)
        pairs[other] += 1
        mine[other] += copy.first in pages
        theirs[other] += copy.first is not None and copy.first not in pages
    return [
        (other, links.to_outlet(other) if other != UNKNOWN else None, n, mine[other], theirs[other])
        for other, n in pairs.most_common()
    ]


def firsts_of(shelf: Shelf, pages: set[str]) -> tuple[int, int]:
    """Of utterances it shares with dated pages of others: how many, and how many it had on the earliest day."""
    shared = first = 0
    for utterance in shelf.utterances:
        if not pages & set(utterance.pages) or set(utterance.pages) <= pages:
            continue
        days = {page: shelf.clippings[page].article.published.value for page in utterance.pages}
        known = {page: day[:10] for page, day in days.items() if day and len(day) >= 10}
        if len(known) < len(days):
            continue
        shared += 1
        earliest = min(known.values())
        holders = {page for page, day in known.items() if day == earliest}
        first += holders <= pages
    return shared, first
