"""Pairs of statements as readers judged them, story by story: ``bench/gold/readings.jsonl``.

A reader named what stands to what in a story; every pair not named is ``related``. Held stories are those of the gold
that scores are told on, and never learnt from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec

from bench.case import read_rows
from bench.relations import clip_pages, ends_of, pairs_of
from onrecord.kit import Kit
from onrecord.positions.contrast import signs_between
from onrecord.positions.hearing import NOTHING, facts_of

READINGS = Path(__file__).parent.parent / "bench" / "gold" / "readings.jsonl"
DIRECTED = ("denies", "clarifies", "later", "repeats")
SAME, REST = "same_utterance", "related"

Ends = tuple[int, int]


class Judged(msgspec.Struct, frozen=True):
    """A pair, the earlier statement first: both texts, the facts, the relation, and which acts on the other.

    ``turn`` is 1 where the second acts on the first, -1 the other way, else 0. ``ordered`` where the days tell
    which is the earlier. ``likeness`` is how tempting an unnamed pair is.
    """

    left: str
    right: str
    facts: tuple[float, ...]
    relation: str
    turn: int
    story: str
    ordered: bool = False
    likeness: float = 1.0


def verdicts_of(reading: Mapping[str, Any]) -> dict[Ends, tuple[str, int | None]]:
    """The relation of every two statements of a story, by their numbers, and the number of the one that acts."""
    skipped, found = set(reading["skip"]), {}
    groups: dict[int, list[Sequence[int]]] = defaultdict(list)
    for group in reading["same"]:
        for number in group:
            groups[number].append(group)

    def put(one: int, other: int, verdict: tuple[str, int | None], *, named: bool = False) -> None:
        ends = (min(one, other), max(one, other))
        if one != other and not skipped & {one, other} and (named or ends not in found):
            found[ends] = verdict

    for one, other, relation, actor in reading["pairs"]:
        put(one, other, (relation, actor), named=True)
    for group in reading["same"]:
        for one, other in combinations(group, 2):
            put(one, other, (SAME, None))
    # What holds of one carrier of an utterance holds of the others, where it is clear which utterance that is.
    for one, other, relation, actor in reading["pairs"]:
        if relation not in (SAME, "repeats"):
            for a in _carriers(one, groups):
                for b in _carriers(other, groups):
                    put(a, b, (relation, None if actor is None else a if actor == one else b))
    numbers = range(1, len(reading["statements"]) + 1)
    for aside in reading["off"]:
        for number in numbers:
            if number not in reading["off"]:
                put(aside, number, (NOTHING, None))
    for one, other in combinations(numbers, 2):
        put(one, other, (REST, None))
    return found


def _carriers(number: int, groups: Mapping[int, Sequence[Sequence[int]]]) -> set[int]:
    of = groups.get(number, ())
    return {number} | ({other for other in of[0] if len(groups[other]) == 1} if len(of) == 1 else set())


def judged_pairs(bench: Path, kit: Kit, readings: Sequence[Mapping[str, Any]]) -> Iterator[Judged]:
    """The pairs of stories read, in order of the stories; pairs that are one utterance by rule are left out."""
    texts: dict[str, list[Mapping[str, Any]]] = {}
    for reading in readings:
        name = reading["set"]
        if name not in texts:
            file = "quotes/train.jsonl" if name == "polnear" else f"stories/{name}.jsonl"
            texts[name] = read_rows(bench / file)
        sides = [
            dict(zip(("page", "content", "cue", "source"), statement, strict=True))
            for statement in reading["statements"]
        ]
        verdicts = sorted(verdicts_of(reading).items())
        rows = [{"left": sides[one - 1], "right": sides[other - 1]} for (one, other), _ in verdicts]
        clippings = clip_pages(rows, texts[name], kit)
        ends = ends_of(rows, clippings)
        pairs = pairs_of(ends, clippings, kit)
        for (numbers, (relation, actor)), (left, _), pair in zip(verdicts, ends, pairs, strict=True):
            if pair is None or pair.carried:
                continue
            signs = signs_between(pair.left, pair.right)
            first = numbers[0] if pair.left.statement.id == left else numbers[1]
            turn = 0 if relation not in DIRECTED or actor is None else (-1 if actor == first else 1)
            yield Judged(
                pair.left.told, pair.right.told, facts_of(pair.left, pair.right, pair.gap_days, signs), relation, turn,
                reading["story"], bool(pair.gap_days), 0.15 + signs["cos"] + signs["sharedw"] / 40,
            )  # fmt: skip
