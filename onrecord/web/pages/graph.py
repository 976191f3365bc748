"""Who quotes whom, and who speaks of whom: a picture and the same as a table; each tie leads to its statements."""

from __future__ import annotations

from collections import Counter

from starlette.requests import Request
from starlette.responses import Response

from onrecord.record import UNKNOWN, Record
from onrecord.store.counts import MAIN
from onrecord.web import links
from onrecord.web.cards import spoken_name
from onrecord.web.drawn.ties import Tie, draw_ties
from onrecord.web.once import is_large, once
from onrecord.web.pages.statements import SMALL
from onrecord.web.site import show
from onrecord.web.tables import leaf_of, taken

ABOUT = "about"


def show_graph(record: Record, request: Request) -> Response:
    """Ties of at least so many statements (``least``), the strongest first; ``of=about`` asks who speaks of whom."""
    given = request.query_params.get("least", "1")
    least = int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 1
    about = request.query_params.get("of") == ABOUT
    every = once(record, spoken_of if about else ties_of)
    ties = [tie for tie in every if tie.count >= least]
    file = taken(
        request, "who-speaks-of-whom" if about else "who-quotes-whom", lambda: [_cells(t, about) for t in ties]
    )
    if file is not None:
        return file
    return show(
        request,
        "graph.html",
        picture=draw_ties(ties),
        leaf=leaf_of(request, ties),
        least=least,
        about=about,
        few=about and record.count_statements() > SMALL,
        main=MAIN if once(record, is_large) else 0,
        most=max((tie.count for tie in every), default=1),
    )


def ties_of(record: Record) -> list[Tie]:
    """Named speakers with the outlets that carry them, most statements first."""
    return [
        Tie(spoken_name(who), _shown(where), n, links.to_list("statements", speaker=spoken_name(who), outlet=where))
        for who, where, n in record.counts.ties()
    ]


def spoken_of(record: Record) -> list[Tie]:
    """Parties with those their statements name, most statements first; of a large record the first ``SMALL``."""
    shelf = record.shelf
    counts: Counter[tuple[str, str]] = Counter()
    for statement in record.statements(limit=SMALL):
        speaker = shelf.party(statement)
        if speaker is None:
            continue
        mentions = shelf.clippings[statement.page].mentions
        inside = [
            m for m in mentions if any(s.start <= m.span.start and m.span.end <= s.end for s in statement.content)
        ]
        named = {p.id for m in inside if m.kind in ("person", "body") and (p := shelf.ways.party_of.get(m.entity))}
        counts.update((speaker.id, other) for other in named - {speaker.id})
    names = {party: known.name for pair in counts for party in pair if (known := shelf.party_by_id(party))}
    ties = [
        Tie(names[who], names[other], n, links.to_list("statements", party=who, about=other))
        for (who, other), n in counts.items()
    ]
    return sorted(ties, key=lambda tie: (-tie.count, tie.left, tie.right))


def _shown(outlet: str) -> str:
    return outlet if outlet != UNKNOWN else "outlet unknown"


def _cells(tie: Tie, about: bool) -> dict[str, object]:
    return {"speaker": tie.left, "of" if about else "outlet": tie.right, "statements": tie.count}
