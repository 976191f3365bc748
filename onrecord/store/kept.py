"""Counts that are kept: every change of a row changes them too, in the same write, by triggers of the file itself.

``tally`` counts rows of a kind by a value, ``rank`` how much each party says and stands on, ``spelling`` how often a
speaker's name is given, and how often to one who is in a party. ``worked`` says of each page which stages have worked
it, ``tail`` holds the names of pages from their end.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePath

import msgspec

from onrecord.groups import Event, Party, Position, Relation, Story, Thread
from onrecord.store.tables import Cell, id_list, storable, text_of
from onrecord.types import Article, Page, Statement

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS tally (what TEXT NOT NULL, value TEXT NOT NULL, times INTEGER NOT NULL,"
    " PRIMARY KEY (what, value)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS rank (party TEXT PRIMARY KEY, kind TEXT, name TEXT, size INTEGER NOT NULL,"
    " times INTEGER NOT NULL, named INTEGER NOT NULL, held INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS rank_by_times ON rank (times DESC, size DESC, name, party, kind)",
    "CREATE INDEX IF NOT EXISTS rank_by_held ON rank (held DESC, party) WHERE held > 0",
    "CREATE INDEX IF NOT EXISTS rank_named ON rank (party) WHERE named > 0",
    "CREATE TABLE IF NOT EXISTS spelling (speaker TEXT PRIMARY KEY, times INTEGER NOT NULL, joined INTEGER NOT NULL)"
    " WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS spelling_alone ON spelling (speaker) WHERE joined < times",
    "CREATE TABLE IF NOT EXISTS worked (page TEXT PRIMARY KEY, notes TEXT NOT NULL) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS worked_by_notes ON worked (notes, page)",
    "CREATE TABLE IF NOT EXISTS tail (tail TEXT NOT NULL, page TEXT NOT NULL, PRIMARY KEY (tail, page)) WITHOUT ROWID",
)
# How a question is asked of the file: ``Store.cells``.
Ask = Callable[[str, Sequence[Cell]], list[tuple[Cell, ...]]]
# The labels of a statement in one value, by which any of them can be summed.
LABELS = ("act", "form", "manner", "modality")
_TABLES = ("page", "article", "story", "thread", "position", "event")
_OUTLET = "coalesce(json_extract({row}.outlet, '$.value'), 'unknown')"
_NAMED = "({row}.speaker IS NOT NULL AND {row}.speaker NOT LIKE 'unnamed:%')"
_LABELLED = " || ' ' || ".join(f"coalesce({{row}}.{label}, '')" for label in LABELS)
_PARTIES = "(SELECT inside FROM member WHERE member = {entity} AND kind = 'party')"
# What of a row is counted under which value: table, name of the tally, value, how much, when.
_COUNTED = (
    *((table, table, "''", "1", "1") for table in _TABLES),
    ("article", "language", "coalesce({row}.language, 'unknown')", "1", "1"),
    ("article", "undated", "''", "1", "json_extract({row}.published, '$.value') IS NULL"),
    ("article", "outlet", _OUTLET, "1", "1"),
    ("story", "origins", "''", "coalesce(json_extract({row}.origins, '$.at_most'), 0)", "1"),
    ("copy", "copy", "''", "1", "{row}.kind <> 'independent'"),
    ("utterance", "utterance", "''", "1", "json_array_length({row}.pages) > 1"),
    ("relation", "relation", "{row}.relation", "1", "1"),
    ("party", "party", "{row}.kind", "1", "1"),
    ("statement", "labels", _LABELLED, "1", "1"),
    ("worked", "worked", "{row}.notes", "1", "1"),
)  # fmt: skip
_TOTALS = {
    Page: "page", Article: "article", Statement: "labels", Party: "party", Story: "story", Thread: "thread",
    Position: "position", Event: "event", Relation: "relation",
}  # fmt: skip
# The stages that have worked a page, each with its version and whether it failed.
_NOTES = (
    "(SELECT coalesce(group_concat(done, ','), '') FROM (SELECT stage || ' ' || version || ' ' || failed AS done"
    " FROM note WHERE page = {row} ORDER BY stage))"
)
_SIGNS = (("INSERT", "new", "+"), ("DELETE", "old", "-"))


def triggers() -> Iterator[str]:
    """The SQL that makes the triggers, each only when missing."""
    for event, row, sign in _SIGNS:
        for table, what, value, much, when in _COUNTED:
            yield _trigger(event, table, what, when.format(row=row), _add(what, value, much, (row, sign)))
        yield _trigger(event, "statement", "voice", "1", _statement(row, sign))
        yield _trigger(event, "article", "said", "1", _article(row, sign))
        held = f"SELECT 1 FROM statement WHERE mention = {row}.id"
        yield _trigger(event, "mention", "voice", f"EXISTS ({held})", _joined(row, sign, f"{row}.entity", ""))
        only = f"{row}.kind = 'party'"
        yield _trigger(event, "member", "voice", only, _joined(row, sign, "", f"{row}.inside"))
        yield _trigger(event, "position", "held", "1", _held(row, sign))
        noted = f"UPDATE worked SET notes = {_NOTES.format(row=f'{row}.page')} WHERE page = {row}.page;"
        yield _trigger(event, "note", "worked", "1", noted)
    yield _trigger("UPDATE", "position", "held", "1", _held("old", "-") + _held("new", "+"))
    again = _add("worked", "{row}.notes", "1", ("old", "-")) + _add("worked", "{row}.notes", "1", ("new", "+"))
    yield _trigger("UPDATE", "worked", "worked", "old.notes <> new.notes", again)
    yield _trigger("INSERT", "page", "worked", "1", f"INSERT INTO worked SELECT new.id, {_NOTES.format(row='new.id')};")
    yield _trigger("DELETE", "page", "worked", "1", "DELETE FROM worked WHERE page = old.id;")
    yield _trigger("INSERT", "party", "rank", "1", f"INSERT OR REPLACE INTO rank {_ranked('new')};")
    renamed = "UPDATE rank SET kind = new.kind, name = new.name, size = json_array_length(new.entities)"
    yield _trigger("UPDATE", "party", "rank", "1", f"{renamed} WHERE party = new.id;")
    yield _trigger("DELETE", "party", "rank", "1", "DELETE FROM rank WHERE party = old.id;")


def recount(link: sqlite3.Connection) -> None:
    """Counts everything anew from the rows."""
    for table in ("worked", "tally", "rank", "spelling"):
        link.execute(f"DELETE FROM {table}")
    link.execute(f"INSERT INTO worked SELECT id, {_NOTES.format(row='page.id')} FROM page")
    link.execute("DELETE FROM tally")
    for table, what, value, much, when in _COUNTED:
        link.execute(
            f"INSERT INTO tally SELECT '{what}', {value.format(row='r')} AS v, sum({much.format(row='r')})"
            f' FROM "{table}" r WHERE {when.format(row="r")} GROUP BY v'
        )
    link.execute(
        f"INSERT INTO tally SELECT 'said', {_OUTLET.format(row='article')} AS v, count(*) FROM statement"
        " JOIN article ON article.page = statement.page GROUP BY v"
    )
    link.execute(
        "INSERT INTO spelling SELECT s.speaker, count(DISTINCT s.rowid), count(member.inside) FROM statement s"
        " LEFT JOIN mention ON mention.id = s.mention"
        " LEFT JOIN member ON member.member = mention.entity AND member.kind = 'party'"
        f" WHERE {_NAMED.format(row='s')} GROUP BY s.speaker"
    )
    link.execute(f"INSERT OR REPLACE INTO rank {_ranked('party')} FROM party")


def total(ask: Ask, kind: type[msgspec.Struct]) -> int | None:
    """How many records of a type there are, None where that is not kept."""
    what = _TOTALS.get(kind)
    return None if what is None else count_of(ask, what)


def count_of(ask: Ask, what: str, value: str | None = None) -> int:
    """How much is counted under a name, of one value or all."""
    only, given = ("", ()) if value is None else (" AND value = ?", (storable(value),))
    asked = f"SELECT sum(times) FROM tally WHERE what = ?{only}"
    return int(ask(asked, (what, *given))[0][0] or 0)


def counts_of(ask: Ask, what: str) -> list[tuple[str, int]]:
    """The values counted under a name, most first."""
    asked = "SELECT value, times FROM tally WHERE what = ? AND times > 0 ORDER BY times DESC, value"
    return [(text_of(row[0]), int(row[1] or 0)) for row in ask(asked, (what,))]


def labelled(ask: Ask, wanted: Mapping[str, str]) -> int:
    """How many statements have all of some labels."""
    places = {LABELS.index(name): value for name, value in wanted.items()}
    return sum(
        times
        for value, times in counts_of(ask, "labels")
        if all(value.split(" ")[at] == label for at, label in places.items())
    )


def pages_left(ask: Ask, stage: str, version: int, *, retry: bool) -> list[str]:
    """Ids of pages this version of a stage has not worked; those it failed on only with ``retry``."""
    done = {f"{stage} {version} 0"} | (set() if retry else {f"{stage} {version} 1"})
    left = [notes for notes, _ in counts_of(ask, "worked") if done.isdisjoint(notes.split(","))]
    asked = "SELECT page FROM worked WHERE notes IN (SELECT value FROM json_each(?)) ORDER BY page"
    return [text_of(row[0]) for row in ask(asked, (id_list(left),))]


def add_tail(link: sqlite3.Connection, page: str, name: str) -> None:
    """Keeps the name of a page from its end."""
    link.execute("INSERT OR IGNORE INTO tail VALUES (?, ?)", (storable(tail_of(name)), storable(page)))


def drop_tail(link: sqlite3.Connection, page: str, name: str) -> None:
    """Forgets the name of a page."""
    link.execute("DELETE FROM tail WHERE tail = ? AND page = ?", (storable(tail_of(name)), storable(page)))


def add_tails(link: sqlite3.Connection) -> None:
    """Keeps the names of all pages from their ends."""
    for page, name in link.execute("SELECT id, name FROM page").fetchall():
        add_tail(link, text_of(page), text_of(name))


def tail_of(name: str) -> str:
    """A name from its end, part by part.

    >>> tail_of("news/2031/mill.txt")
    'mill.txt/2031/news/'
    """
    return "".join(f"{part}/" for part in reversed(PurePath(name).parts))


def short_name(ask: Ask, page: str, name: str) -> str:
    """A page's name with as few of its last folders as tell it from every other; the whole where none do."""
    tail = tail_of(name)
    given = (storable(tail), storable(page))
    sides: list[Cell] = []
    for sign, order in (("<", "DESC"), (">", "ASC")):
        asked = f"SELECT tail FROM tail WHERE (tail, page) {sign} (?, ?) ORDER BY tail {order}, page {order} LIMIT 1"
        sides += [row[0] for row in ask(asked, given)]
    parts = tail.split("/")[:-1]
    shared = max((_shared(parts, text_of(side).split("/")[:-1]) for side in sides), default=0)
    return name if shared >= len(parts) else "/".join(reversed(parts[: shared + 1]))


def _shared(one: list[str], two: list[str]) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))


# ---- the SQL of the triggers


def _trigger(event: str, table: str, name: str, when: str, do: str) -> str:
    called = f"{table}_{name}_{event.lower()}"
    return f'CREATE TRIGGER IF NOT EXISTS "{called}" AFTER {event} ON "{table}" WHEN {when} BEGIN {do} END'


def _add(what: str, value: str, much: str, how: tuple[str, str]) -> str:
    row, sign = how
    value, much = value.format(row=row), much.format(row=row)
    return (
        f"INSERT INTO tally VALUES ('{what}', {value}, {sign}({much}))"
        f" ON CONFLICT DO UPDATE SET times = times {sign} ({much});"
    )


def _statement(row: str, sign: str) -> str:
    """A statement more or less: of its party, of its speaker's name, of its page's outlet."""
    entity = f"(SELECT entity FROM mention WHERE id = {row}.mention)"
    parties, named = _PARTIES.format(entity=entity), _NAMED.format(row=row)
    outlet = _OUTLET.format(row="article")
    many = f"(SELECT count(*) FROM member WHERE member = {entity} AND kind = 'party')"
    return (
        f"UPDATE rank SET times = times {sign} 1, named = named {sign} {named} WHERE party IN {parties};"
        f"INSERT INTO spelling SELECT {row}.speaker, {sign}1, {sign}{many} WHERE {named}"
        f" ON CONFLICT DO UPDATE SET times = times {sign} 1, joined = joined {sign} {many};"
        f"INSERT INTO tally SELECT 'said', {outlet}, {sign}1 FROM article WHERE page = {row}.page"
        f" ON CONFLICT DO UPDATE SET times = times {sign} 1;"
    )


def _article(row: str, sign: str) -> str:
    """An article more or less, with the statements of its page."""
    many = f"(SELECT count(*) FROM statement WHERE page = {row}.page)"
    return (
        f"INSERT INTO tally SELECT 'said', {_OUTLET.format(row=row)}, {sign}{many} WHERE {many} > 0"
        f" ON CONFLICT DO UPDATE SET times = times {sign} {many};"
    )


def _joined(row: str, sign: str, entity: str, party: str) -> str:
    """A mention (given its entity) or a party's member (given the party) more or less, with the statements by it."""
    if party:
        said = f"FROM mention JOIN statement s ON s.mention = mention.id WHERE mention.entity = {row}.member"
        parties, many = f"({party})", "1"
    else:
        said = f"FROM statement s WHERE s.mention = {row}.id"
        parties = _PARTIES.format(entity=entity)
        many = f"(SELECT count(*) FROM member WHERE member = {entity} AND kind = 'party')"
    named = _NAMED.format(row="s")
    return (
        f"UPDATE rank SET times = times {sign} (SELECT count(*) {said}),"
        f" named = named {sign} (SELECT count(*) {said} AND {named}) WHERE party IN {parties};"
        f"UPDATE spelling SET joined = joined {sign} {many} * (SELECT count(*) {said} AND s.speaker = spelling.speaker)"
        f" WHERE speaker IN (SELECT s.speaker {said} AND {named});"
    )


def _held(row: str, sign: str) -> str:
    """A position more or less."""
    return f"UPDATE rank SET held = held {sign} json_array_length({row}.statements) WHERE party = {row}.party;"


def _ranked(row: str) -> str:
    """A SELECT of a party's row of the table ``rank``."""
    said = (
        "FROM member JOIN mention ON mention.entity = member.member JOIN statement s ON s.mention = mention.id"
        f" WHERE member.inside = {row}.id AND member.kind = 'party'"
    )
    return (
        f"SELECT {row}.id, {row}.kind, {row}.name, json_array_length({row}.entities), (SELECT count(*) {said}),"
        f" (SELECT count(*) {said} AND {_NAMED.format(row='s')}),"
        f" (SELECT coalesce(sum(json_array_length(statements)), 0) FROM position WHERE position.party = {row}.id)"
    )
