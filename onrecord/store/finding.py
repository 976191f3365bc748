"""Statements found by words and filters, best first: carriers of one utterance folded, counts for narrowing further."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import msgspec

from onrecord.groups import Party
from onrecord.store.asking import Typed
from onrecord.store.questions import those
from onrecord.store.search import MOST, find_words, query_of
from onrecord.store.tables import Cell, id_list, text_of
from onrecord.store.ways import filters_of, rows_of, tests_of
from onrecord.types import Article, Statement

if TYPE_CHECKING:
    from onrecord.store import Store

R = TypeVar("R", bound=msgspec.Struct)
# So many of the best are looked at to fold and count; more than that no one reads, and a common word has 100,000s.
LOOKED_AT = 2000
FACETS = ("act", "form", "manner", "modality", "speaker", "outlet", "year")
# As many as there are acts: of labels all values are told.
_FACET_VALUES = 15
# So many articles and people are told beside the statements.
BESIDE = 5
COMMON = f"found in more than {MOST:,} statements: the first are shown, not the best. Add a word or a filter"
_FIELDS = ("id", "act", "form", "manner", "modality", "speaker", "mention", "page", "said")
_DATE = "coalesce(statement.said, json_extract(article.published, '$.value'))"


class Fold(msgspec.Struct, frozen=True):
    """A statement found and, folded beneath it, the ids of others found that carry the same utterance."""

    statement: Statement
    others: tuple[str, ...] = ()


class Answer(msgspec.Struct, frozen=True):
    """What a search found.

    ``total`` counts statements, or is ``LOOKED_AT`` with ``more`` when there are more than were looked at; ``facets``
    gives for each of ``FACETS`` its values with their counts, most first; ``undated`` counts those that a date
    filter left out because nothing dates them; ``next`` is where to go on, None at the end. ``articles`` and
    ``people`` hold all the words too, best first; they come with the first folds, and not where filters stand.
    """

    asked: Typed
    folds: tuple[Fold, ...]
    total: int
    more: bool
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    undated: int = 0
    next: int | None = None
    articles: tuple[Article, ...] = ()
    people: tuple[Party, ...] = ()


def find(store: Store, asked: Typed, *, offset: int = 0, limit: int = 20) -> Answer:
    """Statements that hold all the words and pass all the filters; folds from ``offset`` on, at most ``limit``.

    In the order of ``ways.rows_of``: best first, or without words by page and place.
    """
    found, weighed = rows_of(store, asked, limit=LOOKED_AT + 1)
    more, rows = len(found) > LOOKED_AT, _read(store, found[:LOOKED_AT])
    folded = _fold(store, [row["id"] for row in rows])
    heads = list(folded)[offset : offset + limit]
    statements = {s.id: s for s in those(store, Statement, heads)}
    beside = BESIDE if asked.words and not asked.filters and not offset else 0
    if not weighed:
        asked = msgspec.structs.replace(asked, notes=(*asked.notes, COMMON))
    return Answer(
        asked=asked,
        folds=tuple(Fold(statements[head], tuple(folded[head])) for head in heads if head in statements),
        total=len(rows),
        more=more,
        facets=_facets(store, rows),
        undated=_undated(store, asked),
        next=offset + limit if offset + limit < len(folded) else None,
        articles=tuple(_named(store, Article, asked.words, beside)),
        people=tuple(_named(store, Party, asked.words, beside)),
    )


def every_id(store: Store, asked: Typed) -> list[list[str]]:
    """The ids of all statements found, those that carry one utterance together."""
    found, _ = rows_of(store, asked, limit=-1)
    ids = (
        "SELECT statement.id FROM json_each(?) row CROSS JOIN statement ON statement.rowid = row.value ORDER BY row.key"
    )
    every = [text_of(row[0]) for row in store.cells(ids, (msgspec.json.encode(found).decode(),))]
    return [[head, *others] for head, others in _fold(store, every).items()]


def ids_since(store: Store, asked: Typed, run: int, *, limit: int) -> list[list[str]]:
    """As ``every_id``, of statements that came after a run of the record, the newest ``limit`` of them."""
    query = query_of(asked.words)
    if asked.words and not query:
        return []
    tests, given = tests_of(filters_of(store, asked))
    if query:
        # Words of a run have numbers above its floor, so that older ones are never looked at.
        floor = store.cells("SELECT min(floor) FROM passed WHERE number > ?", (run,))[0][0]
        source = (
            "FROM spoken JOIN entry ON entry.rowid = spoken.rowid"
            " JOIN statement ON statement.id = entry.id JOIN article ON article.page = statement.page"
        )
        came = (
            "(statement.page IN (SELECT page FROM came WHERE run > ?)"
            " OR statement.id IN (SELECT id FROM moved WHERE run > ? AND kind = 'gained'))"
        )
        tests, given = ["spoken MATCH ?", "spoken.rowid > ?", came, *tests], [query, floor, run, run, *given]
        order = "spoken.rowid DESC"
    else:
        newest = (
            "SELECT statement.id FROM came JOIN statement ON statement.page = came.page WHERE came.run > ?"
            " UNION SELECT id FROM moved WHERE run > ? AND kind = 'gained'"
        )
        source = (
            f"FROM ({newest}) fresh CROSS JOIN statement ON statement.id = fresh.id"
            " JOIN article ON article.page = statement.page"
        )
        given, order = [run, run, *given], "statement.id"
    where = f"WHERE {' AND '.join(tests)}" if tests else ""
    rows = store.cells(f"SELECT statement.id {source} {where} ORDER BY {order} LIMIT ?", (*given, limit))
    return [[head, *others] for head, others in _fold(store, [text_of(row[0]) for row in rows]).items()]


def pages_with(store: Store, words: Sequence[str], *, limit: int) -> list[str]:
    """Pages whose articles hold most of some words, the rarest weighing most (BM25), best first; any words do."""
    query = " OR ".join(query for word in words if (query := query_of(f'"{word}"')))
    if not query:
        return []
    asked = (
        "SELECT entry.page FROM found JOIN entry ON entry.rowid = found.rowid"
        " WHERE found MATCH ? ORDER BY bm25(found), entry.page LIMIT ?"
    )
    return [text_of(row[0]) for row in store.cells(asked, (query, limit))]


def _named(store: Store, kind: type[R], words: str, limit: int) -> list[R]:
    """Records of a type that hold all the words, best first."""
    query = query_of(words)
    ids = [text_of(row[0]) for row in find_words(store.link, kind, query, limit)] if limit and query else []
    found = {str(getattr(record, "id", "")): record for record in those(store, kind, ids)}
    return [found[name] for name in ids if name in found]


def _read(store: Store, found: Sequence[int]) -> list[dict[str, str]]:
    """What is counted of statements, given by their rowids, in this order."""
    fields = ", ".join(f"statement.{field}" for field in _FIELDS)
    asked = (
        f"SELECT {fields}, substr({_DATE}, 1, 4) FROM json_each(?) row CROSS JOIN statement"
        " ON statement.rowid = row.value CROSS JOIN article ON article.page = statement.page ORDER BY row.key"
    )
    rows = store.cells(asked, (msgspec.json.encode(found).decode(),))
    return [dict(zip((*_FIELDS, "year"), (_plain(cell) for cell in row), strict=True)) for row in rows]


def _fold(store: Store, ids: Sequence[str]) -> dict[str, list[str]]:
    """Ids in order, each with those after it that carry the same utterance."""
    held = "SELECT member, inside FROM member WHERE kind = 'utterance' AND member IN (SELECT value FROM json_each(?))"
    group = {text_of(row[0]): text_of(row[1]) for row in store.cells(held, (id_list(ids),))}
    heads: dict[str, str] = {}
    folded: dict[str, list[str]] = {}
    for name in ids:
        head = heads.setdefault(group.get(name, name), name)
        folded.setdefault(head, [])
        if head != name:
            folded[head].append(name)
    return folded


def _facets(store: Store, rows: Sequence[Mapping[str, str]]) -> dict[str, tuple[tuple[str, int], ...]]:
    parties = _party_names(store, {row["mention"] for row in rows if row["mention"]})
    outlets = _outlets(store, {row["page"] for row in rows})
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for row in rows:
        for name in ("act", "form", "manner", "modality"):
            counts[name][row[name]] += 1
        counts["speaker"][parties.get(row["mention"]) or row["speaker"] or "unknown"] += 1
        counts["outlet"][outlets.get(row["page"]) or "unknown"] += 1
        counts["year"][row["year"] or "unknown"] += 1
    return {
        name: tuple(sorted(count.items(), key=lambda kv: (-kv[1], kv[0]))[:_FACET_VALUES])
        for name, count in counts.items()
    }


def _party_names(store: Store, mentions: Iterable[str]) -> dict[str, str]:
    asked = (
        "SELECT mention.id, party.name FROM mention JOIN member ON member.member = mention.entity"
        " AND member.kind = 'party' JOIN party ON party.id = member.inside"
        " WHERE mention.id IN (SELECT value FROM json_each(?))"
    )
    return {text_of(row[0]): text_of(row[1]) for row in store.cells(asked, (id_list(sorted(mentions)),))}


def _outlets(store: Store, pages: Iterable[str]) -> dict[str, str]:
    asked = (
        "SELECT page, json_extract(outlet, '$.value') FROM article"
        " WHERE outlet IS NOT NULL AND page IN (SELECT value FROM json_each(?))"
    )
    return {text_of(row[0]): text_of(row[1]) for row in store.cells(asked, (id_list(sorted(pages)),)) if row[1]}


def _undated(store: Store, asked: Typed) -> int:
    """How many more there would be without the date filters, of those that nothing dates."""
    if not any(name in ("from", "to") for name, _ in asked.filters):
        return 0
    return len(rows_of(store, asked, limit=LOOKED_AT, undated=True)[0])


def _plain(cell: Cell) -> str:
    return "" if cell is None else text_of(cell)
