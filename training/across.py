"""Tempting pairs of two stories, which stand in no relation: those that share the rarest words."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.case import read_rows
from bench.relations import clip_pages, ends_of, pairs_of
from onrecord.kit import Kit
from onrecord.kit.terms import find_terms, rarity_of, term_table
from onrecord.positions.contrast import signs_between
from onrecord.positions.hearing import NOTHING, facts_of
from training.readings import Judged

SETS = ("fnc", "wikinews")
# A stem in more statements than this tells nothing; each statement's nearest few that share this much weight.
COMMON, NEAREST, LEAST = 400, 3, 6.0
# The very nearest may after all be of one affair; two stories give few pairs, and all together so many.
ASIDE, OF_TWO, MOST = 40, 3, 1500

Item = tuple[str, Mapping[str, Any], frozenset[str]]


def across(bench: Path, kit: Kit, readings: Sequence[Mapping[str, Any]], chance: random.Random) -> list[Judged]:
    """The pairs, by set."""
    found: list[Judged] = []
    for name in SETS:
        articles = read_rows(bench / "stories" / f"{name}.jsonl")
        items = _items([row for row in readings if row["set"] == name], {row["id"]: row["text"] for row in articles})
        chosen = _chosen(items, chance)
        for one, other in chosen:
            row = {"left": items[one][1], "right": items[other][1]}
            clippings = clip_pages([row], articles, kit)
            pair = pairs_of(ends_of([row], clippings), clippings, kit)[0]
            if pair is None or pair.carried:
                continue
            signs = signs_between(pair.left, pair.right)
            facts = facts_of(pair.left, pair.right, pair.gap_days, signs)
            stories = "/".join(sorted((items[one][0], items[other][0])))
            found.append(Judged(pair.left.told, pair.right.told, facts, NOTHING, 0, stories, bool(pair.gap_days)))
    return found


def _items(readings: Sequence[Mapping[str, Any]], texts: Mapping[str, str]) -> list[Item]:
    table = term_table()
    found: list[Item] = []
    for reading in readings:
        for page, content, cue, source in reading["statements"]:
            words = " ".join(texts[page][start:end] for start, end in content)
            stems = frozenset(term.stem for term in find_terms(words) if not table.is_common(term.stem))
            side = {"page": page, "content": content, "cue": cue, "source": source}
            found.append((reading["story"].removesuffix("_b"), side, stems))
    return found


def _chosen(items: Sequence[Item], chance: random.Random) -> list[tuple[int, int]]:
    holders: dict[str, list[int]] = defaultdict(list)
    for number, (_, _, stems) in enumerate(items):
        for stem in stems:
            holders[stem].append(number)
    scored: list[tuple[float, int, int]] = []
    for number, (story, _, stems) in enumerate(items):
        near: Counter[int] = Counter()
        for stem in sorted(stems):
            if len(holders[stem]) <= COMMON:
                for other in holders[stem]:
                    if other > number and items[other][0] != story:
                        near[other] += rarity_of(stem)  # type: ignore[assignment]
        scored += [(weight, number, other) for other, weight in near.most_common(NEAREST) if weight > LEAST]
    rest = sorted(scored, reverse=True)[ASIDE:]
    chance.shuffle(rest)
    held: Counter[tuple[str, ...]] = Counter()
    found: list[tuple[int, int]] = []
    for _, one, other in rest:
        stories = tuple(sorted((items[one][0], items[other][0])))
        if held[stories] < OF_TWO and len(found) < MOST:
            held[stories] += 1
            found.append((one, other))
    return found
