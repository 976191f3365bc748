"""Search: statements first, grouped by utterance, then people and articles whose names hold the words."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from onrecord.record import Record, Shelf
from onrecord.record.cells import cells_of
from onrecord.types import Statement
from onrecord.web import links
from onrecord.web.cards import cards_of
from onrecord.web.site import show
from onrecord.web.tables import leaf_of, taken

_MOST = 500
_NAMES = 8


def show_search(record: Record, request: Request) -> Response:
    """What is found by the words of ``q``; any input is allowed."""
    words = request.query_params.get("q", "").strip()
    shelf = record.shelf
    found: Sequence[Statement] = list(record.search(words, limit=_MOST)) if words else []
    file = taken(request, "search", lambda: [cells_of(shelf, s) for s in found])
    if file is not None:
        return file
    leaf = leaf_of(request, once(shelf, found))
    return show(
        request,
        "search.html",
        q=words,
        leaf=leaf,
        cards=cards_of(shelf, leaf.rows),
        found=len(found),
        capped=len(found) == _MOST,
        people=people_named(shelf, words),
        articles=articles_named(shelf, words),
    )


def once(shelf: Shelf, found: Sequence[Statement]) -> list[Statement]:
    """Statements without further carriers of an utterance already there."""
    seen: set[str] = set()
    kept = []
    for statement in found:
        group = shelf.carriers(statement)
        key = group.id if group else statement.id
        if key not in seen:
            seen.add(key)
            kept.append(statement)
    return kept


def people_named(shelf: Shelf, words: str) -> list[tuple[str, str, int]]:
    """Persons and bodies one of whose names holds the words."""
    wanted = words.casefold().strip('"* ')
    if not wanted:
        return []
    found = [
        (party.name, links.to_party(party.id), shelf.said_by.get(party.id, 0))
        for party in shelf.parties
        if party.kind in ("person", "body") and any(wanted in name.casefold() for name, _ in party.names)
    ]
    return sorted(found, key=lambda f: (-f[2], f[0]))[:_NAMES]


def articles_named(shelf: Shelf, words: str) -> list[tuple[str, str, str]]:
    """Articles whose headline holds the words."""
    wanted = words.casefold().strip('"* ')
    if not wanted:
        return []
    found = [
        (shelf.headline(page), links.to_article(page), shelf.outlet(page))
        for page in shelf.clippings
        if wanted in shelf.headline(page).casefold()
    ]
    return found[:_NAMES]
