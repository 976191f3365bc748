"""Who quotes whom: speakers on the left, outlets on the right, a line for each tie, thicker for more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

WIDTH, _ROW, _LEFT, _RIGHT = 960.0, 24.0, 300.0, 660.0
# A picture of more is a knot.
MOST_NODES = 60


class Tie(msgspec.Struct, frozen=True):
    """A speaker in an outlet: how many statements, and the way to them."""

    left: str
    right: str
    count: int
    href: str


class End(msgspec.Struct, frozen=True):
    """A speaker or outlet as drawn."""

    name: str
    full: str
    y: float
    count: int


class Line(msgspec.Struct, frozen=True):
    """A tie as drawn."""

    path: str
    width: float
    tie: Tie


class Ties(msgspec.Struct, frozen=True):
    """The picture."""

    width: float
    height: float
    left: tuple[End, ...]
    right: tuple[End, ...]
    lines: tuple[Line, ...]
    x1: float
    x2: float


def draw_ties(ties: Sequence[Tie]) -> Ties | None:
    """The ties between the speakers and outlets with most statements, up to ``MOST_NODES``; None for none."""
    if not ties:
        return None
    rights = _ranked(ties, "right")[: MOST_NODES // 3]
    lefts = _ranked([t for t in ties if t.right in rights], "left")[: MOST_NODES - len(rights)]
    left, right = _ends(lefts, ties, "left", len(lefts)), _ends(rights, ties, "right", len(lefts))
    at = ({end.full: end.y for end in left}, {end.full: end.y for end in right})
    most = max(tie.count for tie in ties)
    lines = tuple(
        Line(_path(at, tie), round(1 + 7 * tie.count / most, 1), tie)
        for tie in ties
        if tie.left in at[0] and tie.right in at[1]
    )
    height = _ROW * max(len(lefts), len(rights)) + 16
    return Ties(WIDTH, height, left, right, lines, _LEFT, _RIGHT)


def _ranked(ties: Sequence[Tie], side: str) -> list[str]:
    totals: dict[str, int] = {}
    for tie in ties:
        name = getattr(tie, side)
        totals[name] = totals.get(name, 0) + tie.count
    return sorted(totals, key=lambda name: (-totals[name], name))


def _ends(names: Sequence[str], ties: Sequence[Tie], side: str, most: int) -> tuple[End, ...]:
    step = _ROW * max(1.0, most / len(names)) if names else _ROW
    return tuple(
        End(
            name if len(name) <= 40 else f"{name[:39]}…",
            name,
            round(8 + step * (row + 0.5), 1),
            sum(tie.count for tie in ties if getattr(tie, side) == name),
        )
        for row, name in enumerate(names)
    )


def _path(at: tuple[Mapping[str, float], Mapping[str, float]], tie: Tie) -> str:
    y, y2 = at[0][tie.left], at[1][tie.right]
    middle = (_LEFT + _RIGHT) / 2
    return f"M{_LEFT} {y}C{middle} {y} {middle} {y2} {_RIGHT} {y2}"
