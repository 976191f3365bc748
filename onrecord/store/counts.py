"""Counts: pages of long lists in the order a reader wants, and sums over them, each by one question to the file.

A part of a list is told by where it begins; with it comes how long the whole is. Rows before it are passed over
within the file and never read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from onrecord.groups import Copy, Event, Party, Relation, Story, Thread, Utterance, Version
from onrecord.store.kept import count_of, counts_of
from onrecord.store.members import plain_outlet
from onrecord.store.questions import collection_of, groups_of_all, rows_of, those
from onrecord.store.tables import PLACE, Cell, id_list, storable, table_of, text_of
from onrecord.store.visits import Fresh, fresh_of, look
from onrecord.types import Article, Statement

if TYPE_CHECKING:
    from onrecord.store import Store

R = TypeVar("R", bound=msgspec.Struct)
# A sum over all statements of a record with more would keep a reader waiting.
LARGE = 60_000
# In a large record so many parties are looked at for a picture of all: those that stand on most pages.
MAIN = 60
_OUTLET = "json_extract(article.outlet, '$.value')"
_DAY = "coalesce(statement.said, json_extract(article.published, '$.value'))"


class Part(msgspec.Struct, Generic[R], frozen=True):
    """Some rows of a list, and how many the whole list has."""

    rows: tuple[R, ...]
    total: int


class Counts:
    """Parts of lists and sums over a record."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def is_large(self) -> bool:
        """Whether a sum over all statements would take too long."""
        return self._store.count(Statement) > LARGE

    # ---- parts of lists

    def articles(
        self, offset: int, limit: int, *, outlet: str = "", language: str = "", story: str = ""
    ) -> Part[Article]:
        """Articles by page name; "unknown" asks for those that tell none."""
        tests, given = ["1"], list[Cell]()
        if outlet == "unknown":
            tests.append(f"{_OUTLET} IS NULL")
        elif outlet:
            tests.append("article.page IN (SELECT inside FROM member WHERE member = ? AND kind = 'outlet')")
            given.append(storable(plain_outlet(outlet)))
        if language:
            tests.append("article.language IS ?")
            given.append(None if language == "unknown" else storable(language))
        if story:
            tests.append("article.page IN (SELECT member FROM member WHERE inside = ? AND kind = 'story')")
            given.append(storable(story))
        where = " AND ".join(tests)
        source = f"FROM page CROSS JOIN article ON article.page = page.id WHERE {where}"
        if len(tests) == 1:
            total = self._store.count(Article)
        else:
            total = self._store.number(f"SELECT count(*) FROM article WHERE {where}", given)
        rows = self._store.select(
            Article, f"{source} ORDER BY page.name, page.id LIMIT ? OFFSET ?", (*given, limit, offset)
        )
        return Part(tuple(rows), total)

    def articles_of(self, pages: Iterable[str]) -> list[Article]:
        """The articles of some pages."""
        return self._store.select(
            Article, "FROM article WHERE page IN (SELECT value FROM json_each(?))", (id_list(pages),)
        )

    def stories(self, offset: int, limit: int) -> Part[Story]:
        """Stories, those of most pages first."""
        total = self._store.count(Story)
        return self._part(Story, "1", "json_array_length(pages) DESC, id", (), (offset, limit), total=total)

    def threads(self, offset: int, limit: int) -> Part[Thread]:
        """Threads, those of most stories first."""
        total = self._store.count(Thread)
        return self._part(Thread, "1", "json_array_length(stories) DESC, id", (), (offset, limit), total=total)

    def people(self, offset: int, limit: int, *, kinds: Sequence[str] = ("person", "body")) -> Part[Party]:
        """Parties of these kinds, who says most first, then who stands on most pages."""
        asked = (
            "SELECT party FROM rank INDEXED BY rank_by_times WHERE kind IN (SELECT value FROM json_each(?))"
            " ORDER BY times DESC, size DESC, name, party LIMIT ? OFFSET ?"
        )
        ids = [text_of(row[0]) for row in self._store.cells(asked, (id_list(kinds), limit, offset))]
        return Part(self._those(Party, ids), sum(count_of(self._store.cells, "party", kind) for kind in set(kinds)))

    def relations(self, offset: int, limit: int, *, kinds: Sequence[str], matter: str = "") -> Part[Relation]:
        """Relations of these kinds, surest first, what was superseded last; on one matter that was found if asked."""
        where = "relation IN (SELECT value FROM json_each(?))"
        given: tuple[Cell, ...] = (id_list(kinds),)
        if matter:
            mine = "SELECT piece.value FROM position, json_each(position.statements) piece WHERE position.matter = ?"
            where += f" AND (left IN ({mine}) OR right IN ({mine}))"
            given = (*given, storable(matter), storable(matter))
        order = "relation = 'later', sure DESC, id"
        if matter:
            return self._part(Relation, where, order, given, (offset, limit))
        total = sum(count_of(self._store.cells, "relation", kind) for kind in set(kinds))
        return self._part(Relation, where, order, given, (offset, limit), total=total)

    def relation_kinds(self) -> list[tuple[str, int]]:
        """How many relations there are of each kind, most first; the same utterance told twice is none of them."""
        return [kind for kind in counts_of(self._store.cells, "relation") if kind[0] != "same_utterance"]

    def copies(self, offset: int, limit: int) -> Part[Copy]:
        """Pairs of pages that share text, those that share most first."""
        order = "max(share_left, share_right) DESC, id"
        total = count_of(self._store.cells, "copy")
        return self._part(Copy, "kind <> 'independent'", order, (), (offset, limit), total=total)

    def copies_with(self, pages: Iterable[str]) -> list[Copy]:
        """The pairs in which any of some pages stands."""
        return groups_of_all(self._store, Copy, pages)

    def utterances_with(self, pages: Iterable[str]) -> list[Utterance]:
        """The utterances that any of some pages carries."""
        return groups_of_all(self._store, Utterance, pages)

    def versions(self) -> list[Version]:
        """All steps between versions, by article and in order."""
        return rows_of(self._store, Version)

    def versions_with(self, pages: Iterable[str]) -> list[Version]:
        """The steps between versions of one article in which any of some pages stands."""
        return groups_of_all(self._store, Version, pages)

    def carried(self, limit: int) -> Part[Utterance]:
        """Utterances on more than one page, those on most pages first."""
        size = "json_array_length(pages)"
        total = count_of(self._store.cells, "utterance")
        return self._part(Utterance, f"{size} > 1", f"{size} DESC, id", (), (0, limit), total=total)

    def events(self, offset: int, limit: int, *, since: str = "", until: str = "") -> Part[Event]:
        """Events in order of time, between two date prefixes if asked; then none without a date."""
        tests, given = list[str](), list[Cell]()
        for bound, sign, end in ((since, ">=", ""), (until, "<=", "~")):
            if bound:
                # The place of an event begins with its date, and rows are read in the order of places.
                tests.append(f'substr(date, 1, ?) {sign} ? AND date {sign} ? AND "{PLACE}" {sign} ?')
                given += [len(bound), storable(bound), storable(bound + end), storable(bound + end)]
        total = None if tests else self._store.count(Event)
        return self._part(Event, " AND ".join(tests) or "1", f'"{PLACE}"', given, (offset, limit), total=total)

    def least_sure(self, looked_at: int, limit: int, *, but: Iterable[str] = ()) -> list[Statement]:
        """The least certain among the first so many statements, without those of some ids."""
        first = f"SELECT id, sure FROM statement WHERE id NOT IN (SELECT value FROM json_each(?)) LIMIT {looked_at}"
        found = self._store.cells(f"SELECT id FROM ({first}) ORDER BY sure, id LIMIT ?", (id_list(but), limit))
        order = [text_of(row[0]) for row in found]
        known = {statement.id: statement for statement in those(self._store, Statement, order)}
        return [known[name] for name in order]

    # ---- what is new

    def fresh(self, most: int) -> Fresh | None:
        """What came since a reader last looked, with at most so many stories; None before the first look."""
        return fresh_of(self._store, most)

    def look(self, at: str) -> None:
        """Notes that everything here has been seen; the record must be open for writing."""
        look(self._store, at)

    # ---- sums

    def days(self) -> tuple[int, str | None, str | None, int]:
        """How many articles there are, the days of the first and last dated one, and how many have no date."""
        return collection_of(self._store)

    def languages(self) -> list[tuple[str, int]]:
        """How many articles are in each language, most first."""
        return counts_of(self._store.cells, "language")

    def outlets(self) -> list[tuple[str, int, int]]:
        """Outlets as pages name them, with their pages and statements, most pages first."""
        said = dict(counts_of(self._store.cells, "said"))
        return [(name, times, said.get(name, 0)) for name, times in counts_of(self._store.cells, "outlet")]

    def voices(self, pages: Iterable[str], most: int) -> list[tuple[str, int]]:
        """Who speaks by name on some pages, with how many statements, most first."""
        asked = (
            "SELECT coalesce(party.name, statement.speaker) AS who, count(*) AS times FROM statement"
            " LEFT JOIN mention ON mention.id = statement.mention"
            " LEFT JOIN member ON member.member = mention.entity AND member.kind = 'party'"
            " LEFT JOIN party ON party.id = member.inside"
            " WHERE statement.page IN (SELECT value FROM json_each(?)) AND statement.speaker IS NOT NULL"
            " AND statement.speaker NOT LIKE 'unnamed:%' GROUP BY who ORDER BY times DESC, who LIMIT ?"
        )
        return self._sums(asked, (id_list(pages), most))

    def said_on(self, pages: Iterable[str]) -> int:
        """How many statements some pages carry."""
        asked = "SELECT count(*) FROM statement WHERE page IN (SELECT value FROM json_each(?))"
        return self._store.number(asked, (id_list(pages),))

    def ties(self) -> list[tuple[str, str, int]]:
        """Speakers with a name and outlets that carry them, with how many statements, most first.

        In a large record of the ``MAIN`` parties that stand on most pages alone.
        """
        given: tuple[Cell, ...] = ()
        joins = (
            "LEFT JOIN mention ON mention.id = statement.mention"
            " LEFT JOIN member ON member.member = mention.entity AND member.kind = 'party'"
            " LEFT JOIN party ON party.id = member.inside"
        )
        source = f"FROM statement {joins}"
        if self.is_large:
            main = [party.id for party in self.people(0, MAIN).rows]
            source = (
                "FROM member CROSS JOIN mention ON mention.entity = member.member"
                " CROSS JOIN statement ON statement.mention = mention.id CROSS JOIN party ON party.id = member.inside"
            )
            given = (id_list(main),)
        inside = " AND member.kind = 'party' AND member.inside IN (SELECT value FROM json_each(?))" if given else ""
        asked = (
            "SELECT who, coalesce(json_extract(article.outlet, '$.value'), 'unknown') AS place, sum(times) AS times"
            " FROM (SELECT coalesce(party.name, statement.speaker) AS who, statement.page AS held, count(*) AS times"
            f" {source} WHERE statement.speaker IS NOT NULL AND statement.speaker NOT LIKE 'unnamed:%'{inside}"
            " GROUP BY who, statement.page) CROSS JOIN article ON article.page = held"
            " GROUP BY who, place ORDER BY times DESC, who, place"
        )
        return [(text_of(who), text_of(place), int(n or 0)) for who, place, n in self._store.cells(asked, given)]

    def matters(self, most: int) -> list[tuple[str, int]]:
        """The matters on which parties hold positions, with how many do, most first."""
        asked = (
            "SELECT matter, count(*) AS times FROM position WHERE matter <> ''"
            " GROUP BY matter ORDER BY times DESC, matter LIMIT ?"
        )
        return self._sums(asked, (most,))

    def stands(self, most: int, *, matter: str = "") -> list[tuple[str, str, str | None, int]]:
        """Party, act, month (or year, or None) and how many statements of its positions, for those with most."""
        where, given = ("matter = ?", (storable(matter),)) if matter else ("1", ())
        main = (
            f"SELECT party FROM position WHERE {where} GROUP BY party"
            " ORDER BY sum(json_array_length(statements)) DESC, party LIMIT ?"
            if matter
            else "SELECT party FROM rank WHERE held > 0 ORDER BY held DESC, party LIMIT ?"
        )
        held = (
            "SELECT DISTINCT position.party AS party, piece.value AS name FROM position,"
            f" json_each(position.statements) piece WHERE {where} AND position.party IN ({main})"
        )
        asked = (
            f"SELECT held.party, statement.act, substr({_DAY}, 1, 7) AS month, count(*) FROM ({held}) held"
            " CROSS JOIN statement ON statement.id = held.name CROSS JOIN article ON article.page = statement.page"
            " GROUP BY held.party, statement.act, month ORDER BY held.party, statement.act, month"
        )
        return [
            (text_of(party), text_of(act), None if month is None else text_of(month), int(n or 0))
            for party, act, month, n in self._store.cells(asked, (*given, *given, most))
        ]

    # ---- the SQL beneath

    def _part(
        self,
        kind: type[R],
        where: str,
        order: str,
        given: Sequence[Cell],
        piece: tuple[int, int],
        *,
        total: int | None = None,
    ) -> Part[R]:
        """Rows by their ids, which are sorted without reading the rows; ``total`` where it is known."""
        table, (offset, limit) = table_of(kind).name, piece
        asked = f'SELECT id FROM "{table}" WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?'
        ids = [text_of(row[0]) for row in self._store.cells(asked, (*given, limit, offset))]
        if total is None:
            total = self._store.number(f'SELECT count(*) FROM "{table}" WHERE {where}', given)
        return Part(self._those(kind, ids), total)

    def _those(self, kind: type[R], ids: Sequence[str]) -> tuple[R, ...]:
        known = {str(getattr(row, "id", "")): row for row in those(self._store, kind, ids)}
        return tuple(known[name] for name in ids if name in known)

    def _sums(self, asked: str, given: Sequence[Cell] = ()) -> list[tuple[str, int]]:
        return [(text_of(name), int(n or 0)) for name, n in self._store.cells(asked, given)]
