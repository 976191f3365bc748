"""Pairs of statements of our own writing, as examples: ``pairs.jsonl`` and ``contrast.jsonl`` of their set."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench.case import read_rows
from onrecord.kit import Kit
from onrecord.positions.claims import PRONOUNS, in_line
from onrecord.positions.contrast import signs_between
from onrecord.positions.hearing import NOTHING, facts_of
from onrecord.positions.polarity import Marker, marker_of
from training.readings import DIRECTED, Judged
from training.scenes import spoken

SETS = Path(__file__).parent.parent / "bench" / "sets" / "relations"
# A reading does not always find that two speakers are one, nor that two pages are of one story, nor their days.
HIDDEN, ASTRAY, ELSEWHERE, UNDATED, ONE_PAGE = 0.25, 0.08, 0.6, 0.35, 0.1

Words = Mapping[str, str]


def written_pairs(kit: Kit, seed: int) -> Iterator[Judged]:
    """Every pair written, in order of the files."""
    chance, marker = random.Random(seed), marker_of(kit)
    for number, row in enumerate(read_rows(SETS / "pairs.jsonl")):
        yield _judged(row, f"pair {number}", marker, chance)
    for number, row in enumerate(read_rows(SETS / "contrast.jsonl")):
        for relation, who, gap, other, *turned in row["others"]:
            days = None if chance.random() < UNDATED else gap
            first = days is not None and days < 0
            acts = "left" if first != bool(turned) else "right"
            left, right = (other, row["base"]) if first else (row["base"], other)
            pair = {
                "left": left, "right": right, "relation": relation, "from": acts, "same": who == "same",
                "gap": None if days is None else abs(days),
            }  # fmt: skip
            yield _judged(pair, f"set {number}", marker, chance)


def _judged(row: Mapping[str, Any], story: str, marker: Marker, chance: random.Random) -> Judged:
    relation, same, gap = row["relation"], bool(row["same"]), row["gap"]
    whose = [row["left"]["source"], row["left"]["source"] if same else row["right"]["source"]]
    claims, texts = [], []
    for who, words in zip(whose, (row["left"], row["right"]), strict=True):
        claims.append(spoken(("p", 0, who), (words["source"], words["cue"], words["content"]), marker).claim)
        source = who if words["source"].lower() in PRONOUNS else words["source"]
        texts.append(in_line(source, words["cue"], words["content"]))
    signs = dict(signs_between(*claims))
    signs["samepage"] = float(not gap and chance.random() < ONE_PAGE)
    elsewhere = ELSEWHERE if relation == NOTHING else ASTRAY
    signs["story"] = float(chance.random() >= elsewhere)
    known = same and chance.random() >= HIDDEN
    signs["same"] = float(known)
    if same:
        signs |= {"other": 0.0, "unknown": float(not known)}
    turn = {"right": 1, "left": -1}.get(row["from"] or "", 0) if relation in DIRECTED else 0
    return Judged(texts[0], texts[1], facts_of(*claims, gap, signs), relation, turn, story, bool(gap))
