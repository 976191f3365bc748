"""Groups of events that are one, joined best first while a learnt judge holds two groups for one event.

The judge sees how alike the members are on average, at best and at worst, and whether one page tells both groups: a
page tells an event once, as a rule. Members that cannot be one are never joined. The weights are learnt by
``training/timeline.py`` from stories read by eye.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import msgspec
import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from onrecord.errors import WeightsError
from onrecord.kit import WEIGHTS
from onrecord.timeline.likeness import CANDIDATE, Bench, Flags, Pairs, Table, signs_of

FILE = "timeline"
MEANS = (
    "near", "local", "whole", "names", "deeds", "fit", "onesaid", "bothsaid", "diffdeed", "numdiff", "cen", "many",
    "scale", "long", "samevoice",
)  # fmt: skip
BEST = ("near", "local", "deeds", "contain")
WORST = ("fit",)
SIGNS = (
    *(f"{name} on average" for name in MEANS), *(f"{name} at best" for name in BEST),
    *(f"{name} at worst" for name in WORST), "share of pages that tell both", "a page tells both", "members",
)  # fmt: skip
# Beyond this many events that hang together, only what is more alike does.
PART_LIMIT = 300
STEP = 1.3


class Judge(msgspec.Struct, frozen=True):
    """A logistic judge over the signs of two groups, and the chance from which they are joined."""

    signs: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    floor: float

    def chance(self, signs: Table) -> Table:
        """How likely each row of signs is of one event."""
        level = (signs - np.array(self.mean)) / np.array(self.scale)
        chance: Table = 1 / (1 + np.exp(-(level @ np.array(self.weights) + self.bias)))
        return chance


@lru_cache(maxsize=1)
def open_judge() -> Judge:
    """The learnt judge, read once per process; raises WeightsError when it is missing or not of these signs."""
    path = WEIGHTS / f"{FILE}.json"
    try:
        judge = msgspec.json.decode(path.read_bytes(), type=Judge)
    except (OSError, msgspec.DecodeError) as error:
        raise WeightsError(f"{path.name}: {error}. Reinstall the package.") from error
    if judge.signs != SIGNS:
        raise WeightsError(f"{path.name}: learnt on other signs. Train it again (training/timeline.py).")
    return judge


def join_told(bench: Bench, pairs: Pairs, sure: Iterable[tuple[int, int]], judge: Judge) -> list[list[int]]:
    """The events in groups that are one, each sorted, in order of first member; ``sure`` pairs are joined if they may.

    ``sure`` are copies of one passage and tellings of one utterance.
    """
    sure = sorted({(min(pair), max(pair)) for pair in sure})
    groups = []
    for part in _parts(len(bench.events), pairs, sure, CANDIDATE):
        inside = set(part)
        own = [(left, right) for left, right in sure if left in inside]
        groups += [part] if len(part) == 1 else _join(bench, part, own, judge)
    return sorted(groups)


def signs_between(tables: Mapping[str, Table], pages: Flags, left: Sequence[int], right: Sequence[int]) -> Table:
    """The signs between two groups of the rows of these tables."""
    box = np.ix_(left, right)
    told, other = pages[list(left)].any(axis=0), pages[list(right)].any(axis=0)
    both = float((told & other).sum())
    return np.array([
        *(tables[name][box].mean() for name in MEANS),
        *(tables[name][box].max() for name in BEST),
        *(tables[name][box].min() for name in WORST),
        both / min(told.sum(), other.sum()), float(both > 0), np.log(len(left)) + np.log(len(right)),
    ])  # fmt: skip


def pages_of(bench: Bench, group: Sequence[int]) -> Flags:
    """Which page (a column each) tells each event of a group."""
    names = {page: at for at, page in enumerate(sorted({bench.events[one].page for one in group}))}
    flags = np.zeros((len(group), len(names)), dtype=bool)
    flags[range(len(group)), [names[bench.events[one].page] for one in group]] = True
    return flags


class _State:
    """A part being joined: sums, bests and worsts between groups, each at the row of its first member."""

    def __init__(self, bench: Bench, part: Sequence[int], judge: Judge) -> None:
        tables, self.apart = signs_of(bench, part)
        self.judge = judge
        self.sums = np.stack([tables[name] for name in MEANS])
        self.best = np.stack([tables[name] for name in BEST])
        self.worst = np.stack([tables[name] for name in WORST])
        self.pages = pages_of(bench, part)
        self.members = [[at] for at in range(len(part))]
        self.sizes = np.ones(len(part))
        np.fill_diagonal(self.apart, val=True)
        both = (self.pages[:, None] & self.pages).any(axis=2).astype(float)
        known = np.concatenate([self.sums, self.best, self.worst, [both, both, np.zeros_like(both)]])
        self.chances = np.where(self.apart, -1.0, judge.chance(np.moveaxis(known, 0, -1)))

    def row(self, at: int) -> Table:
        """The chance that each other group is one event with this one; below 0 where it cannot be."""
        told = self.pages.sum(axis=1)
        both = (self.pages & self.pages[at]).sum(axis=1)
        signs = np.column_stack([
            (self.sums[:, at] / (self.sizes * self.sizes[at])).T, self.best[:, at].T, self.worst[:, at].T,
            both / np.maximum(1, np.minimum(told, told[at])), both > 0, np.log(self.sizes) + np.log(self.sizes[at]),
        ])  # fmt: skip
        return np.where(self.apart[at], -1.0, self.judge.chance(signs))

    def join(self, left: int, right: int) -> None:
        """Puts the second group to the first."""
        for table, put in ((self.sums, np.add), (self.best, np.maximum), (self.worst, np.minimum)):
            table[:, left] = put(table[:, left], table[:, right])
            table[:, :, left] = table[:, left]
        self.apart[left] |= self.apart[right]
        self.apart[:, left] = self.apart[left]
        self.apart[right], self.apart[:, right] = True, True
        self.pages[left] |= self.pages[right]
        self.sizes[left] += self.sizes[right]
        self.members[left] += self.members[right]
        self.members[right] = []
        self.chances[right], self.chances[:, right] = -1.0, -1.0
        self.chances[left] = self.row(left)
        self.chances[:, left] = self.chances[left]


def _join(bench: Bench, part: Sequence[int], sure: Sequence[tuple[int, int]], judge: Judge) -> list[list[int]]:
    state = _State(bench, part, judge)
    place = {one: at for at, one in enumerate(part)}
    home = list(range(len(part)))
    for left, right in sure:
        one, other = sorted((home[place[left]], home[place[right]]))
        if one != other and not state.apart[one, other]:
            state.join(one, other)
            home = [one if at == other else at for at in home]
    while True:
        at = int(np.argmax(state.chances))
        left, right = sorted(divmod(at, len(part)))
        if state.chances[left, right] < judge.floor:
            return [sorted(part[at] for at in members) for members in state.members if members]
        state.join(left, right)


def _parts(size: int, pairs: Pairs, sure: Sequence[tuple[int, int]], cut: float) -> list[list[int]]:
    """Events that hang together by candidate pairs; parts too large hang together by likelier ones alone."""
    kept = pairs.value >= cut
    left = np.concatenate([pairs.left[kept], np.array([pair[0] for pair in sure], dtype=np.int64)])
    right = np.concatenate([pairs.right[kept], np.array([pair[1] for pair in sure], dtype=np.int64)])
    graph = sp.csr_matrix((np.ones(len(left)), (left, right)), shape=(size, size))
    parts: dict[int, list[int]] = defaultdict(list)
    for row, label in enumerate(connected_components(graph, directed=False)[1]):
        parts[int(label)].append(row)
    found: list[list[int]] = []
    for part in parts.values():
        if len(part) <= PART_LIMIT or cut > 1:
            found.append(part)
            continue
        inside = np.zeros(size, dtype=bool)
        inside[part] = True
        within = inside[pairs.left] & inside[pairs.right]
        fewer = Pairs(*(getattr(pairs, name)[within] for name in pairs.__struct_fields__))
        own = [pair for pair in sure if inside[pair[0]]]
        found.extend(p for p in _parts(size, fewer, own, cut * STEP) if inside[p[0]])
    return found


__all__ = ["FILE", "SIGNS", "Judge", "join_told", "open_judge", "pages_of", "signs_between"]
