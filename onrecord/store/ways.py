"""Ways to the statements a search asks for: by its words, by the filter that leaves fewest, or in the order of pages.

How many rows each filter leaves is known from kept counts, so that no search looks through the whole of a large record
for want of a better way. A filter is told to the file twice over: as a set of rows that it may begin with, and as a
test of one row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from onrecord.store.asking import LABELLED, Typed, amount_of
from onrecord.store.kept import count_of, labelled
from onrecord.store.members import plain_outlet
from onrecord.store.search import MOST, query_of
from onrecord.store.tables import Cell, storable

if TYPE_CHECKING:
    from onrecord.store import Store

# A filter that leaves more rows than this is a test, never a way: its rows would have to be put in order.
MANY = 20_000
# Of words that very many statements hold, rows that so few others leave are tried one by one.
FEW = 2_000
_LABELS = tuple(name for name in LABELLED if name != "kind")
_PLACE = "statement.page, statement._place"
_DATE = "coalesce(statement.said, json_extract(article.published, '$.value'))"
_DAY = "substr(json_extract(published, '$.value'), 1, 10)"
# How many pages carry the statement's utterance; 1 for one that stands alone.
_CARRIED = (
    "coalesce((SELECT json_array_length(utterance.pages) FROM member JOIN utterance ON utterance.id = member.inside"
    " WHERE member.member = statement.id AND member.kind = 'utterance'), 1)"
)
_OUTLETS = "SELECT inside FROM member INDEXED BY member_outlet WHERE kind = 'outlet' AND member LIKE ? ESCAPE '\\'"
_NAMES = "SELECT inside FROM member INDEXED BY member_name WHERE kind = 'name' AND member LIKE ? ESCAPE '\\'"
_SPELLINGS = "SELECT inside FROM member INDEXED BY member_speaker WHERE kind = 'speaker' AND member LIKE ? ESCAPE '\\'"


class Filter(msgspec.Struct, frozen=True):
    """A filter as SQL: a test of one row, how many rows pass about, and the rowids of all that pass if few do."""

    test: str
    given: tuple[Cell, ...]
    leaves: int
    rows: str = ""
    of_rows: tuple[Cell, ...] = ()
    label: str = ""


def rows_of(store: Store, asked: Typed, *, limit: int, undated: bool = False) -> tuple[list[int], bool]:
    """The rowids of the statements asked for, best first, at most ``limit``; and whether words were weighed.

    In order of BM25 (Robertson and Zaragoza, 2009), then id; words that more than ``MOST`` statements hold are not
    weighed: the first that pass are given. Without words, by page and place. With ``undated`` no date filter counts,
    and only statements that nothing dates pass.
    """
    filters = filters_of(store, asked, undated=undated)
    query = query_of(asked.words)
    if query:
        return _by_words(store, query, filters, limit)
    return ([], True) if asked.words else (_by_filters(store, filters, limit), True)


def _by_words(store: Store, query: str, filters: Sequence[Filter], limit: int) -> tuple[list[int], bool]:
    few = f"SELECT count(*) FROM (SELECT 1 FROM spoken WHERE spoken MATCH ? LIMIT {MOST + 1})"
    common = limit >= 0 and int(store.cells(few, (query,))[0][0] or 0) > MOST
    by_id = "CROSS JOIN statement INDEXED BY statement_by_id ON statement.id = entry.id"
    joins = f"CROSS JOIN entry ON entry.rowid = at {by_id}{_ARTICLE}"
    tests, given = _where(filters)
    narrowest = min(filters, key=lambda f: f.leaves, default=None)
    if not common:
        found = "SELECT rowid AS at, bm25(spoken) AS score FROM spoken WHERE spoken MATCH ?"
        line = f"SELECT statement.rowid FROM ({found}) {joins} {tests} ORDER BY score, statement.id LIMIT ?"
        return _rowids(store, line, (query, *given, limit)), True
    if narrowest is not None and narrowest.leaves <= FEW:
        held = (
            "EXISTS (SELECT 1 FROM entry WHERE entry.id = statement.id AND EXISTS"
            " (SELECT 1 FROM spoken WHERE spoken MATCH ? AND spoken.rowid = entry.rowid))"
        )
        worded = Filter(held, (query,), MOST)
        return _by_filters(store, [*filters, worded], limit), False
    found = "SELECT rowid AS at FROM spoken WHERE spoken MATCH ?"
    line = f"SELECT statement.rowid FROM ({found}) {joins} {tests} LIMIT ?"
    return _rowids(store, line, (query, *given, limit)), False


_ARTICLE = " CROSS JOIN article ON article.page = statement.page"


def _by_filters(store: Store, filters: Sequence[Filter], limit: int) -> list[int]:
    """The rows that pass, by the way that reads fewest."""
    every = max(1, count_of(store.cells, "labels"))

    def cost(way: Filter | None) -> float:
        """How many rows are read until enough have passed."""
        share = 1.0
        for other in filters:
            if other is not way:
                share *= max(other.leaves, 1) / every
        whole = every if way is None else way.leaves
        # A set of rows is put in order before any is given.
        return whole if way is not None and way.rows else min(whole, limit / share if limit >= 0 else whole)

    ways = [f for f in filters if f.label or (f.rows and f.leaves <= MANY)]
    best = min([None, *ways], key=cost)
    tests, given = _where(filters)
    if best is None:
        source = "statement INDEXED BY statement_by_page_stage_place"
        order = 'statement.page, statement."_stage", statement."_place"'
    elif best.label:
        source, order = f"statement INDEXED BY statement_in_order_of_{best.label}", _PLACE
    else:
        source, order = f"({best.rows}) CROSS JOIN statement ON statement.rowid = at", _PLACE
        given = [*best.of_rows, *given]
    line = f"SELECT statement.rowid FROM {source}{_ARTICLE} {tests} ORDER BY {order} LIMIT ?"
    return _rowids(store, line, (*given, limit))


def tests_of(filters: Sequence[Filter]) -> tuple[list[str], list[Cell]]:
    """The tests of a row of ``statement`` (joined with its ``article``), with what their marks stand for."""
    return [f.test for f in filters], [cell for f in filters for cell in f.given]


def _where(filters: Sequence[Filter]) -> tuple[str, list[Cell]]:
    tests, given = tests_of(filters)
    return (f"WHERE {' AND '.join(tests)}" if tests else ""), given


def _rowids(store: Store, line: str, given: Sequence[Cell]) -> list[int]:
    return [int(row[0] or 0) for row in store.cells(line, given)]


def filters_of(store: Store, asked: Typed, *, undated: bool = False) -> list[Filter]:
    """The filters of a search; with ``undated`` without dates, and only what nothing dates passes."""
    made: list[Filter] = []
    for name, value in asked.filters:
        if name in _LABELS:
            made.append(Filter(f"statement.{name} = ?", (value,), labelled(store.cells, {name: value}), label=name))
        elif name == "lang":
            plain = storable(value.casefold())
            made.append(
                Filter("article.language = ?", (plain,), count_of(store.cells, "language", value.casefold()) * 10)
            )
        elif name == "carrier":
            made.append(_carried(store, value))
        elif name == "outlet":
            made.append(_of_outlet(store, like_of(plain_outlet(value))))
        elif name == "speaker":
            made.append(_by_speaker(store, like_of(value.casefold())))
    since, until = (None, None) if undated else (asked.value("from"), asked.value("to"))
    if undated:
        made.append(Filter(f"{_DATE} IS NULL", (), count_of(store.cells, "undated") * _said_on_a_page(store)))
    elif since or until:
        made.append(_between(store, since, until))
    return made


def _carried(store: Store, value: str) -> Filter:
    how, many = amount_of(value)
    if how not in (">", ">=", "=") or many < 2:
        return Filter(f"{_CARRIED} {how} ?", (many,), count_of(store.cells, "labels"))
    large = f"utterance INDEXED BY utterance_by_size WHERE json_array_length(utterance.pages) {how} ?"
    count = store.number(
        f"SELECT sum(n) FROM (SELECT json_array_length(pages) AS n FROM {large} LIMIT {MANY})", (many,)
    )
    rows = (
        f"SELECT DISTINCT s.rowid AS at FROM (SELECT id FROM {large}) u CROSS JOIN member ON member.inside = u.id"
        " AND member.kind = 'utterance' CROSS JOIN statement s INDEXED BY statement_by_id ON s.id = member.member"
    )
    return Filter(f"{_CARRIED} {how} ?", (many,), count, rows, (many,))


def _of_outlet(store: Store, named: Cell) -> Filter:
    pages = store.number(f"SELECT count(*) FROM ({_OUTLETS} LIMIT {MANY})", (named,))
    rows = f"SELECT s.rowid AS at FROM ({_OUTLETS}) o CROSS JOIN statement s ON s.page = o.inside"
    count = pages * _said_on_a_page(store)
    return Filter(f"statement.page IN ({_OUTLETS})", (named,), count, rows, (named,))


def _by_speaker(store: Store, named: Cell) -> Filter:
    """By any form of a party's name, or as the page spells it where that is in no party."""
    # Sources without a name are spelt out too: they are in no party, and not among the spellings counted.
    hidden = (
        "SELECT 1 FROM statement INDEXED BY statement_by_speaker"
        f" WHERE speaker IN ({_SPELLINGS} AND inside LIKE 'unnamed:%')"
    )
    asked = (
        f"SELECT coalesce((SELECT sum(times) FROM rank WHERE party IN ({_NAMES})), 0)"
        f" + coalesce((SELECT sum(times - joined) FROM spelling WHERE joined < times AND speaker IN ({_SPELLINGS})), 0)"
        f" + (SELECT count(*) FROM ({hidden} LIMIT {MANY}))"
    )
    count = int(store.cells(asked, (named, named, named))[0][0] or 0)
    spelt = f"statement.speaker IN ({_SPELLINGS})"
    test = (
        f"({spelt} OR EXISTS (SELECT 1 FROM mention CROSS JOIN member ON member.member = mention.entity"
        f" WHERE mention.id = statement.mention AND member.kind = 'party' AND member.inside IN ({_NAMES})))"
    )
    rows = (
        f"SELECT s.rowid AS at FROM ({_NAMES}) p"
        " CROSS JOIN member ON member.inside = p.inside AND member.kind = 'party'"
        " CROSS JOIN mention ON mention.entity = member.member CROSS JOIN statement s ON s.mention = mention.id"
        f" UNION SELECT rowid FROM statement WHERE speaker IN ({_SPELLINGS})"
    )
    return Filter(test, (named, named), max(1, count), rows, (named, named))


def _between(store: Store, since: str | None, until: str | None) -> Filter:
    """A date is compared as precisely as the filter is: "to:2017" takes in all of 2017."""
    tests, given = [], list[Cell]()
    for value, sign in ((since, ">="), (until, "<=")):
        if value:
            tests.append(f"substr({_DATE}, 1, ?) {sign} ?")
            given += [len(value), value]
    bounds = (since or "", f"{until or '9'}~")
    few = f"SELECT count(*) FROM (SELECT 1 FROM article WHERE {_DAY} BETWEEN ? AND ? LIMIT {MANY})"
    rows = (
        f"SELECT s.rowid AS at FROM (SELECT page FROM article WHERE {_DAY} BETWEEN ? AND ?) a"
        " CROSS JOIN statement s ON s.page = a.page WHERE s.said IS NULL"
        " UNION ALL SELECT rowid FROM statement INDEXED BY statement_by_said WHERE said BETWEEN ? AND ?"
    )
    count = store.number(few, bounds) * _said_on_a_page(store)
    return Filter(" AND ".join(tests), tuple(given), count, rows, (*bounds, *bounds))


def _said_on_a_page(store: Store) -> int:
    return max(1, count_of(store.cells, "labels") // max(1, count_of(store.cells, "article")))


def like_of(value: str) -> Cell:
    """A pattern for what holds these words."""
    return storable("%" + "".join(f"\\{char}" if char in "%_\\" else char for char in value) + "%")
