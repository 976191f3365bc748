"""The parties of each pile before those of several piles are made one, by the name they may share."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from onrecord.groups import Party, Position
from onrecord.store.joined import places_of
from onrecord.store.tables import id_list, json_of, storable, text_of, value_of

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS part (id TEXT PRIMARY KEY, pile TEXT NOT NULL, name TEXT NOT NULL,"
    " place TEXT NOT NULL, party BLOB NOT NULL, positions TEXT NOT NULL, home TEXT NOT NULL DEFAULT '')",
    "CREATE INDEX IF NOT EXISTS part_by_pile ON part (pile)",
    "CREATE INDEX IF NOT EXISTS part_by_name ON part (name, place)",
    "CREATE TABLE IF NOT EXISTS renamed (name TEXT PRIMARY KEY) WITHOUT ROWID",
)


_PARTY = msgspec.json.Decoder(Party)


def clear_cast(link: sqlite3.Connection, pile: str) -> None:
    """Drops the parties of a pile; the names they had are to be made one anew."""
    link.execute("INSERT OR IGNORE INTO renamed SELECT name FROM part WHERE pile = ?", (pile,))
    link.execute("DELETE FROM part WHERE pile = ?", (pile,))


def add_cast(
    link: sqlite3.Connection, pile: str, named: Sequence[tuple[str, Party]], positions: Iterable[Position]
) -> None:
    """Keeps the parties of a pile under their names, each with its positions; the names are to be made one anew."""
    held: dict[str, list[str]] = {}
    for position in positions:
        held.setdefault(position.party, []).append(position.id)
    places = places_of(link, [party for _, party in named])
    for (name, party), place in zip(named, places, strict=True):
        given = (storable(party.id), pile, storable(name), place, json_of(party), id_list(held.get(party.id, ())))
        link.execute("INSERT INTO part VALUES (?, ?, ?, ?, ?, ?, '')", given)
        link.execute("INSERT OR IGNORE INTO renamed VALUES (?)", (storable(name),))


def names_left(link: sqlite3.Connection) -> list[str]:
    """The names whose parties are to be made one anew, in order."""
    return [text_of(row[0]) for row in link.execute("SELECT name FROM renamed ORDER BY name")]


def parties_named(link: sqlite3.Connection, name: str) -> dict[str, Party]:
    """The parties of all piles under a name, by id, in order of their first pages."""
    rows = link.execute("SELECT party FROM part WHERE name = ? ORDER BY place, id", (storable(name),))
    found = [_read(row[0]) for row in rows]
    return {party.id: party for party in found}


def _read(cell: bytes) -> Party:
    try:
        return _PARTY.decode(cell)
    except msgspec.DecodeError:
        # Half a character, which only a slower reader takes.
        return msgspec.convert(value_of(cell), Party)


def give_positions(link: sqlite3.Connection, name: str, homes: Mapping[str, str]) -> None:
    """Makes the positions of each pile's party under a name those of the party it is in, by the ids of both."""
    asked = "SELECT id, home, positions FROM part WHERE name = ?"
    for part, home, positions in link.execute(asked, (storable(name),)).fetchall():
        party = homes[text_of(part)]
        if text_of(home) == party:
            continue
        for position in msgspec.json.decode(positions, type=list[str]):
            old = link.execute("SELECT party FROM position WHERE id = ?", (storable(position),)).fetchone()
            if old is not None and old[0] != party:
                link.execute("UPDATE position SET party = ? WHERE id = ?", (storable(party), storable(position)))
                link.execute(
                    "UPDATE member SET member = ? WHERE member = ? AND kind = 'position' AND inside = ?",
                    (storable(party), old[0], storable(position)),
                )
        link.execute("UPDATE part SET home = ? WHERE id = ?", (storable(party), part))


def settle_name(link: sqlite3.Connection, name: str) -> None:
    """Forgets that a name was to be made one anew: it is."""
    link.execute("DELETE FROM renamed WHERE name = ?", (storable(name),))


def forget_casts(link: sqlite3.Connection) -> None:
    """Drops the parties of all piles."""
    link.execute("DELETE FROM part")
    link.execute("DELETE FROM renamed")
