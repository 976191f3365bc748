"""The record as FollowTheMoney entities: articles, parties, and statements that tie them together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from onrecord.export.lines import line_of
from onrecord.groups import Party
from onrecord.record import Shelf
from onrecord.spans import hull
from onrecord.types import Clipping, Statement

# The schema of FollowTheMoney for each kind of party; kinds without one (places, groups) are no entities.
_SCHEMA = {"person": "Person", "body": "Organization"}


def write_ftm(shelf: Shelf) -> Iterator[bytes]:
    """One entity a line, as ``ftm validate`` and the tools of OpenSanctions and Aleph read them.

    A page is an Article, a person or body a Person or Organization with its name forms as aliases, a
    statement with a known party a Documentation between the two: its words, date, act, and the range of
    characters. Statements of unnamed sources have no entity to stand on and are left out.
    """
    for clipping in shelf.clippings.values():
        yield line_of(_entity(clipping.page.id, "Article", _article(shelf, clipping)))
    for party in shelf.parties:
        if party.kind in _SCHEMA:
            yield line_of(_entity(party.id, _SCHEMA[party.kind], _party(party)))
    for statement in shelf.statements.values():
        found = shelf.party(statement)
        if found is not None and found.kind in _SCHEMA:
            yield line_of(_entity(statement.id, "Documentation", _statement(shelf, statement, found)))


def _entity(record_id: str, schema: str, properties: Mapping[str, Sequence[str | None]]) -> Mapping[str, object]:
    known = {name: [value for value in values if value] for name, values in properties.items()}
    return {"id": _key(record_id), "schema": schema, "properties": {k: v for k, v in known.items() if v}}


def _key(record_id: str) -> str:
    # FollowTheMoney ids hold no colons where they become paths; the record's own id stands in recordId.
    return f"onrecord-{hashlib.sha1(record_id.encode('utf-8', 'surrogatepass'), usedforsecurity=False).hexdigest()}"


def _article(shelf: Shelf, clipping: Clipping) -> Mapping[str, Sequence[str | None]]:
    page, article = clipping.page, clipping.article
    return {
        "title": [shelf.headline(page.id)],
        "fileName": [page.name],
        "author": [author.value for author in article.authors],
        "publisher": [article.outlet.value if article.outlet else None],
        "publishedAt": [_day(article.published.value)],
        "retrievedAt": [_day(page.fetched)],
        "sourceUrl": [page.url if page.url and page.url.startswith(("http://", "https://")) else None],
        "mimeType": [page.media],
        "notes": [f"onrecord page {page.id}"],
    }


def _party(party: Party) -> Mapping[str, Sequence[str | None]]:
    titles = sorted({role.title for role in party.roles})
    return {
        "name": [party.name],
        "alias": [name for name, _ in party.names if name != party.name],
        "position" if party.kind == "person" else "notes": titles,
    }


def _statement(shelf: Shelf, statement: Statement, party: Party) -> Mapping[str, Sequence[str | None]]:
    extent = hull(statement.content)
    return {
        "document": [_key(statement.page)],
        "entity": [_key(party.id)],
        "role": [f"{statement.act} ({statement.manner}, {statement.modality})"],
        "date": [_day(statement.said)],
        "summary": [shelf.words(statement.page, statement.content)],
        "recordId": [statement.id],
        "description": [f"characters {extent.start}-{extent.end} of {shelf.name(statement.page)}"],
    }


def _day(value: str | None) -> str | None:
    return value[:10] if value else None
