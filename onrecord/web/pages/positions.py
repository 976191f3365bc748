"""Positions: who said how much in which quarter, and where a party moved, with both texts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from onrecord.record import Record, Shelf
from onrecord.record.cells import cells_of
from onrecord.types import Statement
from onrecord.web import links
from onrecord.web.cards import day_of, pair_of
from onrecord.web.decisions import relation_verdicts
from onrecord.web.site import show
from onrecord.web.tables import leaf_of, taken

UNDATED = "no date"
_KINDS = ("contradicts", "denies", "clarifies", "repeats", "differs_in_detail", "affirms", "later")
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
    positions = [p for p in shelf.positions if topic in ("", p.matter)]
    file = taken(request, "positions", lambda: [cells_of(shelf, p) for p in positions])
    if file is not None:
        return file
    members: dict[str, dict[str, Statement]] = defaultdict(dict)
    for position in positions:
        members[position.party].update({s: shelf.statements[s] for s in position.statements if s in shelf.statements})
    ids = {s for mine in members.values() for s in mine}
    kind = request.query_params.get("kind", "")
    pairs = [r for r in shelf.relations if r.relation in (_KINDS if not kind else (kind,))]
    pairs = [r for r in pairs if not topic or r.left in ids or r.right in ids]
    # Superseded by events is its own kind, and comes last.
    pairs.sort(key=lambda r: (r.relation == "later", -r.sure, r.id))
    columns, rows = matrix_of(shelf, members)
    leaf = leaf_of(request, pairs, 20)
    return show(
        request,
        "positions.html",
        columns=columns,
        rows=rows,
        topic=topic,
        topics=Counter(p.matter for p in shelf.positions if p.matter).most_common(40),
        kinds=Counter(r.relation for r in shelf.relations if r.relation in _KINDS).most_common(),
        kind=kind,
        leaf=leaf,
        pairs=[pair_of(shelf, r) for r in leaf.rows],
        verdicts=relation_verdicts(record),
    )


def matrix_of(
    shelf: Shelf, members: Mapping[str, Mapping[str, Statement]]
) -> tuple[Sequence[tuple[str, str, str]], Sequence[Row]]:
    """Columns (name, first and last month), quarters without any among them, and a row for each party."""
    counts = {
        party: Counter(quarter_of(day_of(shelf, s).value) for s in mine.values()) for party, mine in members.items()
    }
    columns = columns_of({quarter for counted in counts.values() for quarter in counted})
    most = max((n for counted in counts.values() for n in counted.values()), default=1)
    rows = []
    for party, mine in members.items():
        by_quarter: dict[str, list[Statement]] = defaultdict(list)
        for statement in mine.values():
            by_quarter[quarter_of(day_of(shelf, statement).value)].append(statement)
        known = shelf.party_by_id(party)
        boxes = tuple(_box(by_quarter.get(name, []), party, bounds, most) for name, *bounds in columns)
        rows.append(Row(known.name if known else party, links.to_party(party), boxes, len(mine)))
    return columns, sorted(rows, key=lambda row: (-row.total, row.name))


def _box(mine: Sequence[Statement], party: str, bounds: Sequence[str], most: int) -> Box | None:
    if not mine:
        return None
    first, last = bounds
    filters = {"from": first, "to": last} if first else {"undated": "only"}
    return Box(
        count=len(mine),
        denies=sum(s.act in _AGAINST for s in mine),
        clarifies=sum(s.act == "clarify" for s in mine),
        href=links.to_list("statements", party=party, **filters),
        level=max(1, round(4 * len(mine) / most)),
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
