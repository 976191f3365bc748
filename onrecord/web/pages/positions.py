"""Positions: who said how much in which quarter, and where a party moved, with both texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from onrecord.record import Record, Shelf
from onrecord.record.cells import cells_of
from onrecord.web import links
from onrecord.web.cards import pair_of
from onrecord.web.decisions import relation_verdicts
from onrecord.web.once import once
from onrecord.web.site import show
from onrecord.web.tables import leaf_of_part, offset_of, taken

UNDATED = "no date"
_KINDS = ("contradicts", "denies", "clarifies", "repeats", "differs_in_detail", "affirms", "later")
# What is shown at most: parties in the matrix, matters to choose from, pairs on a page.
_PARTIES = 60
_TOPICS = 40
_PAIRS = 20
_AGAINST = ("deny", "rule_out")


class Box(msgspec.Struct, frozen=True):
    """A cell of the matrix: how many statements, how many deny or clarify, the way to them; ``level`` shades it."""

    count: int
    denies: int
    clarifies: int
    href: str
    level: int


class Row(msgspec.Struct, frozen=True):
    """A party with its cells, one a column."""

    name: str
    href: str
    boxes: tuple[Box | None, ...]
    total: int


def show_positions(record: Record, request: Request) -> Response:
    """The matrix of parties by quarters, of one matter if asked, and the pairs in which statements differ."""
    shelf = record.shelf
    topic = request.query_params.get("topic", "")
    file = taken(request, "positions", lambda: _every(record, topic))
    if file is not None:
        return file
    kind = request.query_params.get("kind", "")
    kinds = once(record, kinds_of)
    wanted = [name for name, _ in kinds if kind in ("", name)]
    part = record.counts.relations(offset_of(request, _PAIRS), _PAIRS, kinds=wanted, matter=topic)
    leaf = leaf_of_part(request, part, _PAIRS)
    columns, rows = matrix_of(shelf, record.counts.stands(_PARTIES, matter=topic))
    return show(
        request,
        "positions.html",
        columns=columns,
        rows=rows,
        topic=topic,
        shown=_PARTIES if not topic and len(rows) == _PARTIES else 0,
        topics=once(record, topics),
        kinds=kinds,
        kind=kind,
        leaf=leaf,
        pairs=[pair_of(shelf, r) for r in leaf.rows],
        verdicts=relation_verdicts(record),
    )


def kinds_of(record: Record) -> list[tuple[str, int]]:
    """The kinds of pairs that are shown, with how many there are."""
    return [(name, n) for name, n in record.counts.relation_kinds() if name in _KINDS]


def topics(record: Record) -> list[tuple[str, int]]:
    """The matters one may choose from."""
    return record.counts.matters(_TOPICS)


def _every(record: Record, topic: str) -> list[Mapping[str, object]]:
    return [cells_of(record.shelf, p) for p in record.positions() if topic in ("", p.matter)]


def matrix_of(
    shelf: Shelf, stands: Sequence[tuple[str, str, str | None, int]]
) -> tuple[Sequence[tuple[str, str, str]], Sequence[Row]]:
    """Columns (name, first and last month), quarters without any among them, and a row for each party."""
    counts: dict[str, dict[str, Counter[str]]] = {}
    for party, act, month, n in stands:
        counts.setdefault(party, {}).setdefault(quarter_of(month), Counter())[act] += n
    columns = columns_of({quarter for mine in counts.values() for quarter in mine})
    most = max((acts.total() for mine in counts.values() for acts in mine.values()), default=1)
    rows = []
    for party, mine in counts.items():
        known = shelf.party_by_id(party)
        boxes = tuple(_box(mine.get(name), party, bounds, most) for name, *bounds in columns)
        total = sum(acts.total() for acts in mine.values())
        rows.append(Row(known.name if known else party, links.to_party(party), boxes, total))
    return columns, sorted(rows, key=lambda row: (-row.total, row.name))


def _box(acts: Counter[str] | None, party: str, bounds: Sequence[str], most: int) -> Box | None:
    if not acts:
        return None
    first, last = bounds
    filters = {"from": first, "to": last} if first else {"undated": "only"}
    return Box(
        count=acts.total(),
        denies=sum(acts[act] for act in _AGAINST),
        clarifies=acts["clarify"],
        href=links.to_list("statements", party=party, **filters),
        level=max(1, round(4 * acts.total() / most)),
    )


def quarter_of(day: str | None) -> str:
    """The quarter of a date prefix: "2024 Q1"; the year alone where no month is known.

    >>> quarter_of("2024-03-12"), quarter_of("2024"), quarter_of(None)
    ('2024 Q1', '2024', 'no date')
    """
    if day is None:
        return UNDATED
    month = day[5:7]
    return f"{day[:4]} Q{(int(month) + 2) // 3}" if month.isdigit() else day[:4]


def columns_of(quarters: set[str]) -> list[tuple[str, str, str]]:
    """The columns in order with the months they begin and end in; quarters between are there, however empty."""
    years = sorted(q for q in quarters if len(q) == 4)
    dated = sorted(q for q in quarters if " Q" in q)
    columns = [(year, year, year) for year in years]
    if dated:
        at, last = _number(dated[0]), _number(dated[-1])
        # A very long gap would be a table of empty columns: it is cut to the quarters at its ends.
        wanted = range(at, last + 1) if last - at < 16 else sorted(_number(q) for q in dated)
        columns += [_quarter(number) for number in wanted]
    if UNDATED in quarters:
        columns.append((UNDATED, "", ""))
    return columns


def _number(quarter: str) -> int:
    return int(quarter[:4]) * 4 + int(quarter[-1]) - 1


def _quarter(number: int) -> tuple[str, str, str]:
    year, quarter = divmod(number, 4)
    return f"{year} Q{quarter + 1}", f"{year}-{quarter * 3 + 1:02}", f"{year}-{quarter * 3 + 3:02}"
