"""What the markup around each block of an HTML page says of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache, reduce
from itertools import pairwise
from operator import or_

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.article.columns import Column, Matrix, around, in_columns, shifted
from onrecord.article.containers import container_signs, find_elements
from onrecord.article.signs import MARKUP_OWN, MARKUP_ROLES, TAGS, Signs
from onrecord.kit import Kit

_NAMES = re.compile(r"[^a-zA-Z]+|(?<=[a-z])(?=[A-Z])")
_ADVISED = re.compile(r"\+(tool|page)")
_WITHIN = (
    ("article",), ("main",), ("aside",), ("nav",), ("footer",), ("header",), ("figure", "figcaption"),
    ("table",), ("form", "button"), ("ul", "ol", "dl"), ("blockquote",),
)  # fmt: skip
Whole = NDArray[np.int64]
# So many elements around a block are told of, fewer than so many bits count.
ROLE_BITS = 4
ROLE_MASK = (1 << ROLE_BITS) - 1
_GROUP_OF = {tag: group for group in _WITHIN for tag in group}


@lru_cache(maxsize=4)
def _roles_of_names(kit: Kit) -> dict[str, str]:
    return {row["name"].replace("-", ""): row["role"] for row in kit.words("markup")}


def markup_signs(signs: Signs, kit: Kit) -> Matrix:
    """One row of the signs that only markup gives (``MARKUP_OWN``, tags, names of classes) for each block."""
    count = len(signs.blocks)
    paths = [block.path or "" for block in signs.blocks]
    elements = find_elements(paths)
    tool = np.array(["+tool" in b.hints for b in signs.blocks], dtype=np.float64)
    page = np.array(["+page" in b.hints for b in signs.blocks], dtype=np.float64)
    sizes = np.array([b.span.end - b.span.start for b in signs.blocks], dtype=np.float64)
    links = np.array([b.links for b in signs.blocks], dtype=np.float64)
    words = signs.own[:, 1].astype(np.float64)
    # What has no element around it counts for the root.
    root = len(elements.paths)
    parent = np.where(elements.around == root, 0, elements.around)
    grand = np.where(elements.up[parent] == root, 0, elements.up[parent])
    tags = [path.rpartition("/")[2].partition("[")[0] for path in paths]
    share = links / np.maximum(1.0, sizes)
    same = np.array([a == b for a, b in pairwise(tags)] + [False], dtype=np.float64)[:count]
    first, last = np.flatnonzero(tool)[[0, -1]] if tool.any() else (0, 0)
    index = np.arange(count)
    within, own_tags, own_roles, above = _places([block.hints for block in signs.blocks], kit)
    own = [
        share,
        [path.count("/") for path in paths],
        tool,
        page,
        around(tool * words, 3) / np.maximum(1.0, around(words, 3)),
        _by_group(parent, tool * words) / np.maximum(1.0, _by_group(parent, words)),
        page.any(),
        *_mass(parent, signs.prose),
        _by_group(parent, links) / np.maximum(1.0, _by_group(parent, sizes)),
        *_mass(grand, signs.prose),
        *within,
        *shifted(share, (-1, 1), -1.0),
        *shifted(tool, (-1, 1, -2, 2), -1.0),
        *shifted(same, (-1,), -1.0),
        same,
        np.minimum(20, np.maximum(-20, index - first)),
        np.minimum(20, np.maximum(-20, last - index)),
    ]
    if len(own) != len(MARKUP_OWN):
        raise ValueError("markup signs and their names differ")
    held = container_signs(
        elements, signs.lines, prose=signs.prose, links=links, advised=tool * words, named=_spoken(above)
    )
    return in_columns([*own, *own_tags, *own_roles, *above, *held], count)


def _spoken(above: Sequence[Whole]) -> Column:
    """1 where the names around a block speak for the body, -1 where they speak for something beside it."""
    body, *others = (
        above[MARKUP_ROLES.index(role)] > 0 for role in ("body", "comment", "related", "promo", "furniture")
    )
    return np.asarray(body, dtype=np.float64) - np.asarray(np.any(others, axis=0), dtype=np.float64)


def _places(hints: Sequence[str], kit: Kit) -> tuple[list[Whole], list[Whole], list[Whole], list[Whole]]:
    """For each block the kinds of elements it lies in, its tag, and roles that its own and outer names tell."""
    memo: dict[str, tuple[int, int]] = {}
    rows = []
    for hint in hints:
        chain, _, step = (_ADVISED.sub("", hint).rstrip("|") if "+" in hint else hint).rpartition("|")
        if chain not in memo:
            steps = [_step_of(one, kit) for one in chain.split("|")] if chain else []
            memo[chain] = (reduce(or_, (one.within for one in steps), 0), sum(one.outer for one in steps))
        within, outer = memo[chain]
        own = _step_of(step, kit)
        rows.append((within | own.within, own.tag, own.roles, outer))
    kinds, tags, names, outers = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return (
        [(kinds >> k) & 1 for k in range(len(_WITHIN))],
        [(tags == k).astype(np.int64) for k in range(len(TAGS))],
        [(names >> (ROLE_BITS * k)) & 1 for k in range(len(MARKUP_ROLES))],
        [(outers >> (ROLE_BITS * k)) & ROLE_MASK for k in range(len(MARKUP_ROLES))],
    )


class _Step(msgspec.Struct, frozen=True):
    """What an element tells of the blocks in it: its kind as a bit, the place of its tag, roles its names speak for.

    Roles are numbers of a few bits each, so that those of elements around one another add up; ``outer`` are those that
    count for what lies deeper.
    """

    within: int
    tag: int
    roles: int
    outer: int


@lru_cache(maxsize=16384)
def _step_of(step: str, kit: Kit) -> _Step:
    tag = step.partition(" ")[0]
    within = 1 << _WITHIN.index(_GROUP_OF[tag]) if tag in _GROUP_OF else 0
    kind = "h" if tag[:1] == "h" and tag[1:].isdigit() else tag
    roles = sum(1 << (ROLE_BITS * MARKUP_ROLES.index(role)) for role in _named(step, kit) if role in MARKUP_ROLES)
    return _Step(within, TAGS.index(kind) if kind in TAGS else -1, roles, 0 if tag == "body" else roles)


@lru_cache(maxsize=16384)
def _named(step: str, kit: Kit) -> frozenset[str]:
    """Roles the class and id names of an element speak for: whole names first, then their parts."""
    names = _roles_of_names(kit)
    found = set()
    for name in step.split(" ")[1:]:
        whole = names.get(name.lower().replace("-", "").replace("_", ""))
        if whole:
            found.add(whole)
            continue
        found |= {names[part] for p in _NAMES.split(name) if (part := p.lower()) in names}
    return frozenset(found)


def _mass(groups: NDArray[np.intp], prose: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Prose words in each block's group as a share of the page's, and whether the group holds the most."""
    mass = _by_group(groups, prose)
    return mass / max(1.0, float(prose.sum())), (mass >= mass.max(initial=0.0)).astype(np.float64)


def _by_group(groups: NDArray[np.intp], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each block the sum over its group."""
    return np.asarray(np.bincount(groups, weights=values)[groups], dtype=np.float64)


@lru_cache(maxsize=4096)
def roles_around(hints: str, kit: Kit) -> frozenset[str]:
    """The roles that the names of a block's element, and of the two around it, speak for."""
    steps = _ADVISED.sub("", hints).rstrip("|").split("|")[-3:]
    return frozenset().union(*(_named(step, kit) for step in steps))
