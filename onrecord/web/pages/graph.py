"""Who quotes whom: the picture of speakers and outlets, and the same as a table; each tie leads to its statements."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from onrecord.record import UNKNOWN, Record
from onrecord.store.counts import MAIN
from onrecord.web import links
from onrecord.web.cards import spoken_name
from onrecord.web.drawn.ties import Tie, draw_ties
from onrecord.web.once import is_large, once
from onrecord.web.site import show
from onrecord.web.tables import leaf_of, taken


def show_graph(record: Record, request: Request) -> Response:
    """Ties of at least so many statements (``least``), the strongest first."""
    given = request.query_params.get("least", "1")
    least = int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 1
    every = once(record, ties_of)
    ties = [tie for tie in every if tie.count >= least]
    file = taken(request, "who-quotes-whom", lambda: [_cells(tie) for tie in ties])
    if file is not None:
        return file
    return show(
        request,
        "graph.html",
        picture=draw_ties(ties),
        leaf=leaf_of(request, ties),
        least=least,
        main=MAIN if once(record, is_large) else 0,
        most=max((tie.count for tie in every), default=1),
    )


def ties_of(record: Record) -> list[Tie]:
    """Named speakers with the outlets that carry them, most statements first."""
    return [
        Tie(spoken_name(who), _shown(where), n, links.to_list("statements", speaker=spoken_name(who), outlet=where))
        for who, where, n in record.counts.ties()
    ]


def _shown(outlet: str) -> str:
    return outlet if outlet != UNKNOWN else "outlet unknown"


def _cells(tie: Tie) -> dict[str, object]:
    return {"speaker": tie.left, "outlet": tie.right, "statements": tie.count}
