"""The copy tree: pages as nodes from left to right in time, lines where they share text, thicker for more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt

import msgspec

from onrecord.groups import Copy

WIDTH, _ROW, _LEFT, _RIGHT = 960.0, 46.0, 110.0, 330.0


class Leaf(msgspec.Struct, frozen=True):
    """A page to be drawn: its id, name, day (or ""), words, whether it carries a wire, its address."""

    page: str
    name: str
    day: str
    words: int
    wire: str
    href: str


class Node(msgspec.Struct, frozen=True):
    """A page as drawn."""

    x: float
    y: float
    r: float
    leaf: Leaf


class Edge(msgspec.Struct, frozen=True):
    """Two pages that share text; ``known`` when it can be told who came first."""

    path: str
    width: float
    label: str
    x: float
    y: float
    known: bool
    href: str
    words: str


class Tree(msgspec.Struct, frozen=True):
    """The picture of one group of pages."""

    width: float
    height: float
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def draw_tree(leaves: Sequence[Leaf], copies: Sequence[Copy], hrefs: Mapping[str, str]) -> Tree:
    """Pages in order of day, those without one last, each in a row; lines between those that share text."""
    days = sorted({leaf.day for leaf in leaves if leaf.day})
    steps = max(1, len(days) - 1 + any(not leaf.day for leaf in leaves))
    room = WIDTH - _LEFT - _RIGHT
    most = max((leaf.words for leaf in leaves), default=1) or 1
    nodes: dict[str, Node] = {}
    for row, leaf in enumerate(sorted(leaves, key=lambda n: (n.day or "~", n.page))):
        column = days.index(leaf.day) if leaf.day else len(days)
        radius = 5 + 9 * sqrt(leaf.words / most)
        nodes[leaf.page] = Node(round(_LEFT + room * column / steps, 1), 26 + _ROW * row, round(radius, 1), leaf)
    edges = tuple(_edge(copy, nodes, hrefs) for copy in copies if copy.left in nodes and copy.right in nodes)
    return Tree(WIDTH, 26 + _ROW * len(nodes), tuple(nodes.values()), edges)


def groups_of(copies: Sequence[Copy]) -> list[list[str]]:
    """Pages joined by shared text, the largest group first, pages sorted."""
    group: dict[str, set[str]] = {}
    for copy in copies:
        joined = group.get(copy.left, {copy.left}) | group.get(copy.right, {copy.right})
        for page in joined:
            group[page] = joined
    found = {id(pages): sorted(pages) for pages in group.values()}
    return sorted(found.values(), key=lambda pages: (-len(pages), pages))


def _edge(copy: Copy, nodes: Mapping[str, Node], hrefs: Mapping[str, str]) -> Edge:
    first = copy.first if copy.first in nodes else copy.left
    a, b = nodes[first or copy.left], nodes[copy.right if first == copy.left else copy.left]
    share = max(copy.share_left, copy.share_right)
    # Lines within one day bend to the left, since names stand on the right.
    bend = -70 if a.x == b.x else (b.x - a.x) / 2
    path = f"M{a.x} {a.y}C{a.x + bend} {a.y} {b.x - bend if a.x != b.x else b.x + bend} {b.y} {b.x} {b.y}"
    x = (a.x + b.x) / 2 + (-74 if a.x == b.x else 0)
    kind = copy.kind.replace("_", " ")
    label = f"{round(share * 100)} %" if share >= 0.005 else "quotes"
    words = f"{a.leaf.name} and {b.leaf.name}: {kind}, {label} shared"
    return Edge(path, round(1 + 4 * share, 1), label, round(x, 1), round((a.y + b.y) / 2 - 3, 1),
                copy.first is not None, hrefs[copy.id], words)  # fmt: skip
