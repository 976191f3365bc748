"""The places of the web that tests visit, with ids of the record at hand filled in."""

from __future__ import annotations

from onrecord.record import Record

PLACES = (
    "/", "/s/{statement}", "/st/{story}", "/a/{page}?mark=20-60#mark", "/a/{left}", "/p/{party}", "/verify",
    "/e/{page}/20-60", "/timeline", "/positions", "/copies", "/copies/{left}/{right}", "/graph", "/search?q=patrols",
    "/review", "/outlet/{outlet}", "/th/{thread}", "/runs", "/ingest", "/statements?act=deny", "/articles", "/people",
    "/stories", "/threads", "/relations?relation=clarifies", "/outlets", "/problems", "/decisions", "/keys", "/adding",
    "/report",
    "/report?of={story}", "/report/brief?of={story}", "/report/ledger?of={thread}", "/watches", "/runs/1",
    "/search?q=patrols&by=meaning", "/ingest?run=1", "/graph?of=about", "/a/{page}?cuts=yes",
)  # fmt: skip


def place_in(record: Record, place: str) -> str:
    """The address of a place, with the ids of things that the record holds."""
    shelf = record.shelf
    carried = next((u for u in shelf.utterances if len(u.pages) > 1), None)
    statement = carried.statements[0] if carried else next(iter(shelf.statements))
    copy = next(iter(shelf.copies), None)
    return place.format(
        statement=statement,
        page=shelf.statements[statement].page,
        story=max(shelf.stories, key=lambda s: len(s.pages)).id,
        party=max(shelf.parties, key=lambda p: shelf.said_by.get(p.id, 0)).id,
        thread=max(shelf.threads, key=lambda t: len(t.stories)).id,
        outlet=next(shelf.outlet(page) for page in shelf.clippings if shelf.outlet(page) != "unknown"),
        left=copy.left if copy else "",
        right=copy.right if copy else "",
    )
