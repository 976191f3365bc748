"""Search: which words of a record are found by, what a reader typed as a safe query, and hits as spans of pages."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence

import msgspec

from onrecord.groups import Party
from onrecord.labels import KEPT_ROLES
from onrecord.spans import View, trim
from onrecord.store.tables import Cell, storable
from onrecord.types import Article, Span, Spans, Statement

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS entry (rowid INTEGER PRIMARY KEY, type TEXT NOT NULL, id TEXT NOT NULL,"
    " page TEXT NOT NULL, stage TEXT NOT NULL, words TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS entry_by_page_stage ON entry (page, stage)",
    "CREATE INDEX IF NOT EXISTS entry_by_id ON entry (id)",
    *(
        line
        for kind, table in (("article", "found"), ("statement", "spoken"), ("party", "called"))
        for line in (
            f"CREATE VIEW IF NOT EXISTS entry_{kind} AS SELECT rowid, words FROM entry WHERE type = '{kind}'",
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5 (words, content='entry_{kind}',"
            " content_rowid='rowid', tokenize='unicode61 remove_diacritics 2')",
        )
    ),
)
# The table of words of each type: words common in one are not so in another, and each is searched alone.
TABLES: Mapping[type[msgspec.Struct], str] = {Statement: "spoken", Article: "found", Party: "called"}
# Of more matches than this the first are put in order: a word so common tells little of what is meant.
MOST = 10_000
# What is found by: records with words of their own, and the names of parties.
FOUND: tuple[type[msgspec.Struct], ...] = tuple(TABLES)
OPEN, CLOSE = "\x01", "\x02"
# Characters a reader cannot type, and those that mark a hit; each is one for one made a blank.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")
_TYPED = re.compile(r'"([^"]*)(?:"|\Z)|[^\s"]+')
_HIT = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
# More words than this are no search; SQLite's own limit on a query lies above it.
_MOST_WORDS = 64
_AROUND_CHARS = 80


class Hit(msgspec.Struct, frozen=True):
    """A record that holds the words, best first (the lowest ``rank``).

    ``snippet`` is a stretch of the page around the first words found, ``matches`` every place of the page
    where one of them stands. A party is found by its names: it has no page, and ``name`` is the one found.
    """

    type: str
    id: str
    rank: float
    page: str | None = None
    snippet: Span | None = None
    matches: Spans = ()
    name: str = ""


def query_of(words: str) -> str:
    """What a reader typed as a query of quoted words, all of which must stand; empty when there is no word in it.

    Words in quotation marks stay together; a star at the end of a word finds all that begin so.

    >>> query_of('border "foreign boot" talk*')
    '"border" "foreign boot" "talk"*'
    """
    pieces: list[str] = []
    for found in _TYPED.finditer(_UNSEEN.sub(" ", words)):
        text = found[1] if found[1] is not None else found[0]
        if not any(char.isalnum() for char in text):
            continue
        star = "*" if found[1] is None and text.endswith("*") else ""
        pieces.append(f'"{text.rstrip("*") if star else text}"{star}')
    return " ".join(list(dict.fromkeys(pieces))[:_MOST_WORDS])


def add_words(link: sqlite3.Connection, page: str, stage: str, records: Sequence[msgspec.Struct], text: str) -> None:
    """Lets records be found by their words; ``page`` is empty for those that join pages."""
    for record in records:
        if type(record) in FOUND:
            words = words_found_by(record, text)
            given = (
                type(record).__name__.lower(),
                storable(str(getattr(record, "id", ""))),
                storable(page),
                stage,
                words,
            )
            row = link.execute("INSERT INTO entry (type, id, page, stage, words) VALUES (?, ?, ?, ?, ?)", given)
            link.execute(f"INSERT INTO {TABLES[type(record)]} (rowid, words) VALUES (?, ?)", (row.lastrowid, words))


def drop_words(link: sqlite3.Connection, page: str, stage: str, *, of: str | None = None) -> None:
    """Takes what a stage wrote on a page (or across pages) out of the search, or only the record ``of`` this id."""
    which = "FROM entry WHERE page = ? AND stage = ?"
    given: tuple[str | bytes, ...] = (storable(page), stage)
    if of is not None:
        which, given = f"{which} AND id = ?", (*given, storable(of))
    for kind, table in TABLES.items():
        asked = f"SELECT 'delete', rowid, words {which} AND type = '{kind.__name__.lower()}'"
        link.execute(f"INSERT INTO {table} ({table}, rowid, words) {asked}", given)
    link.execute(f"DELETE {which}", given)


def find_words(link: sqlite3.Connection, kind: type[msgspec.Struct], query: str, limit: int) -> list[tuple[Cell, ...]]:
    """Id, page, words with the hits marked and rank of records of a type that match a query, best first."""
    table = TABLES[kind]
    asked = (
        f"WITH best AS (SELECT at, entry.id, entry.page, score FROM (SELECT rowid AS at, bm25({table}) AS score"
        f" FROM {table} WHERE {table} MATCH ?1 LIMIT {MOST}) JOIN entry ON entry.rowid = at"
        " ORDER BY score, entry.id LIMIT ?2)"
        f" SELECT best.id, best.page, highlight({table}, 0, char(1), char(2)), best.score FROM best"
        f" JOIN {table} ON {table}.rowid = best.at WHERE {table} MATCH ?1 ORDER BY best.score, best.id"
    )
    return link.execute(asked, (query, limit)).fetchall()


def index_anew(link: sqlite3.Connection) -> None:
    """Makes the tables of words anew from the words kept."""
    for table in TABLES.values():
        link.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")


def words_found_by(record: msgspec.Struct, text: str) -> str:
    """The words a record is found by: those of its page at its spans, or a party's names, one a line."""
    if isinstance(record, Party):
        found = "\n".join(dict.fromkeys((record.name, *(name for name, _ in record.names))))
    else:
        found = _view_of(record, text).text
    return _UNSEEN.sub(" ", found)


def hit_of(record: msgspec.Struct, text: str, marked: str, rank: float) -> Hit:
    """A found record with the places of its page; ``marked`` are its words with the hits marked."""
    kind, name = type(record).__name__.lower(), str(getattr(record, "id", ""))
    if isinstance(record, Party):
        best = max(marked.split("\n"), key=lambda line: line.count(OPEN))
        return Hit(kind, name, rank, name=best.replace(OPEN, "").replace(CLOSE, ""))
    view, places = _view_of(record, text), _places(marked)
    return Hit(
        kind,
        name,
        rank,
        page=str(getattr(record, "page", "")),
        snippet=_snippet(view, text, places),
        matches=view.home_all(places),
    )


def _view_of(record: msgspec.Struct, text: str) -> View:
    if isinstance(record, Statement):
        return View(text, _apart((*record.source, *record.content), len(text)))
    blocks = record.blocks if isinstance(record, Article) else ()
    return View(text, _apart([b.span for b in blocks if b.role in KEPT_ROLES], len(text)))


def _apart(spans: Sequence[Span], size: int) -> list[Span]:
    """The spans in reading order without what an earlier one already covers."""
    found: list[Span] = []
    at = 0
    for span in sorted(spans):
        start, end = max(span.start, at), min(span.end, size)
        if start < end:
            found.append(Span(start, end))
            at = end
    return found


def _places(marked: str) -> list[Span]:
    """Where the hits stand in the words without their marks."""
    return [
        Span(start := found.start() - 2 * before, start + len(found[1]))
        for before, found in enumerate(_HIT.finditer(marked))
    ]


def _snippet(view: View, text: str, places: Sequence[Span]) -> Span | None:
    home = view.home(places[0]) if places else ()
    if not home:
        return None
    part = next(p for p in view.parts if p.start <= home[0].start < p.end)
    start = max(part.start, home[0].start - _AROUND_CHARS)
    end = min(part.end, home[0].end + _AROUND_CHARS)
    while start > part.start and not text[start - 1].isspace() and start < home[0].start:
        start += 1
    while end < part.end and not text[end].isspace() and end > home[0].end:
        end -= 1
    return trim(text, Span(start, end))
