"""What the markup around each block of an HTML page says of it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from onrecord.article.columns import Matrix
from onrecord.article.containers import container_signs
from onrecord.article.signs import MARKUP_OWN, MARKUP_ROLES, TAGS, Signs
from onrecord.kit import Kit

_NAMES = re.compile(r"[^a-zA-Z]+|(?<=[a-z])(?=[A-Z])")
_ADVISED = re.compile(r"\+(tool|page)")
_WITHIN = (
    ("article",), ("main",), ("aside",), ("nav",), ("footer",), ("header",), ("figure", "figcaption"),
    ("table",), ("form", "button"), ("ul", "ol", "dl"), ("blockquote",),
)  # fmt: skip
_GROUP_OF = {tag: group for group in _WITHIN for tag in group}


@lru_cache(maxsize=4)
def _roles_of_names(kit: Kit) -> dict[str, str]:
    return {row["name"].replace("-", ""): row["role"] for row in kit.words("markup")}


def markup_signs(signs: Signs, kit: Kit) -> Matrix:
    """One row of the signs that only markup gives (``MARKUP_OWN``, tags, names of classes) for each block."""
    count = len(signs.blocks)
    memo: dict[str, list[float]] = {}
    places = [_place(block.hints, kit, memo) for block in signs.blocks]
    tool = np.array(["+tool" in b.hints for b in signs.blocks], dtype=np.float64)
    page = np.array(["+page" in b.hints for b in signs.blocks], dtype=np.float64)
    sizes = np.array([b.span.end - b.span.start for b in signs.blocks], dtype=np.float64)
    links = np.array([b.links for b in signs.blocks], dtype=np.float64)
    words = signs.own[:, 1].astype(np.float64)
    parents = [(b.path or "").rpartition("/")[0] for b in signs.blocks]
    paths, grand = _groups(parents), _groups([p.rpartition("/")[0] for p in parents])
    tags = [(b.path or "").rpartition("/")[2].partition("[")[0] for b in signs.blocks]
    share = links / np.maximum(1.0, sizes)
    same = np.array([a == b for a, b in pairwise(tags)] + [False], dtype=np.float64)[:count]
    first, last = np.flatnonzero(tool)[[0, -1]] if tool.any() else (0, 0)
    index = np.arange(count)
    own = [
        share,
        np.array([(b.path or "").count("/") for b in signs.blocks]),
        tool,
        page,
        _near(tool * words) / np.maximum(1.0, _near(words)),
        _by_group(paths, tool * words) / np.maximum(1.0, _by_group(paths, words)),
        np.full(count, page.any()),
        *_mass(paths, signs.prose),
        _by_group(paths, links) / np.maximum(1.0, _by_group(paths, sizes)),
        *_mass(grand, signs.prose),
        *np.array([p[: len(_WITHIN)] for p in places]).reshape(count, len(_WITHIN)).T,
        _step(share, -1), _step(share, 1),
        _step(tool, -1), _step(tool, 1), _step(tool, -2), _step(tool, 2),
        _step(same, -1), same,
        np.clip(index - first, -20, 20),
        np.clip(last - index, -20, 20),
    ]  # fmt: skip
    assert_own = np.stack([np.asarray(c, dtype=np.float32) for c in own], axis=1)
    if assert_own.shape[1] != len(MARKUP_OWN):
        raise ValueError("markup signs and their names differ")
    rest = np.array([p[len(_WITHIN) :] for p in places], dtype=np.float32).reshape(count, -1)
    held = container_signs(
        [b.path or "" for b in signs.blocks], signs.lines, prose=signs.prose, links=links, advised=tool * words,
        named=_spoken(rest),
    )  # fmt: skip
    return np.hstack([assert_own, rest, np.stack(held, axis=1)]).astype(np.float32)


def _spoken(rest: Matrix) -> NDArray[np.float64]:
    """1 where the names around a block speak for the body, -1 where they speak for something beside it."""
    above = rest[:, len(TAGS) + len(MARKUP_ROLES) :]
    body = above[:, MARKUP_ROLES.index("body")] > 0
    other = above[:, [MARKUP_ROLES.index(r) for r in ("comment", "related", "promo", "furniture")]].sum(axis=1) > 0
    spoken: NDArray[np.float64] = np.asarray(body, dtype=np.float64) - np.asarray(other, dtype=np.float64)
    return spoken


def _place(hints: str, kit: Kit, memo: dict[str, list[float]]) -> list[float]:
    """Flags of the elements around a block, its own tag, and roles its own and outer names speak for."""
    found = memo.get(hints)
    if found is not None:
        return found
    steps = _ADVISED.sub("", hints).rstrip("|").split("|")
    tags = [step.partition(" ")[0] for step in steps]
    around = dict.fromkeys(_WITHIN, 0.0)
    around.update((_GROUP_OF[tag], 1.0) for tag in tags if tag in _GROUP_OF)
    own = dict.fromkeys(MARKUP_ROLES, 0.0)
    own.update(dict.fromkeys(_named(steps[-1], kit) & own.keys(), 1.0))
    above = dict.fromkeys(MARKUP_ROLES, 0.0)
    for tag, step in zip(tags[:-1], steps, strict=False):
        for role in _named(step, kit) if tag != "body" else ():
            if role in above:
                above[role] += 1.0
    memo[hints] = flags = [*around.values(), *_tag_flags(tags[-1]), *own.values(), *above.values()]
    return flags


@lru_cache(maxsize=256)
def _tag_flags(tag: str) -> tuple[float, ...]:
    heading = tag[:1] == "h" and tag[1:].isdigit()
    return tuple(float(tag == t or (t == "h" and heading)) for t in TAGS)


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


def _groups(names: list[str]) -> NDArray[np.intp]:
    """A number for each name, the same for the same one."""
    unique = list(dict.fromkeys(names))
    number = dict(zip(unique, range(len(unique)), strict=True))
    return np.array([number[name] for name in names], dtype=np.intp)


def _mass(groups: NDArray[np.intp], prose: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Prose words in each block's group as a share of the page's, and whether the group holds the most."""
    mass = _by_group(groups, prose)
    return mass / max(1.0, float(prose.sum())), (mass >= mass.max(initial=0.0)).astype(np.float64)


def _by_group(groups: NDArray[np.intp], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each block the sum over its group."""
    return np.asarray(np.bincount(groups, weights=values)[groups], dtype=np.float64)


def _near(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sum over three blocks either side."""
    sums: NDArray[np.float64] = np.concatenate([[0.0], np.cumsum(values)])
    index = np.arange(len(values))
    return sums[np.minimum(len(values), index + 4)] - sums[np.maximum(0, index - 3)]


def _step(values: NDArray[np.float64], step: int) -> NDArray[np.float64]:
    out = np.full_like(values, -1.0)
    if step > 0:
        out[:-step] = values[step:]
    else:
        out[-step:] = values[:step]
    return out


def names_around(hints: str, role: str, kit: Kit) -> bool:
    """Whether the names of a block's element, or of the two around it, speak for a role."""
    return role in _roles_around(hints, kit)


@lru_cache(maxsize=4096)
def _roles_around(hints: str, kit: Kit) -> frozenset[str]:
    steps = _ADVISED.sub("", hints).rstrip("|").split("|")[-3:]
    return frozenset().union(*(_named(step, kit) for step in steps))
