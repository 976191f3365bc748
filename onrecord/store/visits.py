"""Visits: which pages a reader has seen, so that what is new since then can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from onrecord.groups import Story
from onrecord.store.questions import count_origins
from onrecord.store.tables import text_of

if TYPE_CHECKING:
    from onrecord.store import Store

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS visit (at TEXT NOT NULL, origins INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS seen (page TEXT PRIMARY KEY) WITHOUT ROWID",
)
_NEW = "(SELECT id FROM page WHERE id NOT IN (SELECT page FROM seen))"


class Fresh(msgspec.Struct, frozen=True):
    """What came since a reader last looked (``at``): how many pages, statements and origins more, in which stories.

    ``stories`` are those with new pages, most of them first; ``new_stories`` counts those with no page seen before.
    """

    at: str
    pages: int
    statements: int
    origins: int
    new_stories: int
    stories: tuple[tuple[Story, int], ...] = ()


def look(store: Store, at: str) -> None:
    """Notes that everything here has been seen. The record must be open for writing."""
    with store.together():
        for line in SCHEMA:
            store.link.execute(line)
        store.link.execute("DELETE FROM visit")
        store.link.execute("INSERT INTO visit VALUES (?, ?)", (at, count_origins(store)))
        store.link.execute("INSERT OR IGNORE INTO seen SELECT id FROM page")


def fresh_of(store: Store, most: int) -> Fresh | None:
    """What came since the last look, with at most so many stories; None before the first."""
    if not store.has("visit"):
        return None
    at, origins = store.cells("SELECT at, origins FROM visit")[0]
    new = store.cells(f"SELECT count(*) FROM {_NEW}")[0][0]
    if not new:
        return Fresh(text_of(at), 0, 0, 0, 0)
    said = store.cells(f"SELECT count(*) FROM statement WHERE page IN {_NEW}")[0][0]
    grown = store.cells(
        "SELECT story.id, count(*) AS times, count(*) = json_array_length(story.pages) FROM member"
        " JOIN story ON story.id = member.inside WHERE member.kind = 'story'"
        f" AND member.member IN {_NEW} GROUP BY story.id ORDER BY times DESC, story.id"
    )
    return Fresh(
        at=text_of(at),
        pages=int(new),
        statements=int(said or 0),
        origins=max(0, count_origins(store) - int(origins or 0)),
        new_stories=sum(bool(row[2]) for row in grown),
        stories=tuple((store.get(Story, text_of(row[0])), int(row[1] or 0)) for row in grown[:most]),
    )
