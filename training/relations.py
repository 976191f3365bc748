"""Makes ``onrecord/weights/relations.json``: the judges of pairs of statements, learnt from the gold of ``bench/gold``.

    python -m training.relations SHARED_BENCH

Trains on the parts dev and train of ``bench/gold/relations.jsonl``; part test is for measuring alone. The card's
figures are of groups of stories held out in turn.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from bench.case import read_rows
from bench.relations import SIDES, clip_pages, ends_of, pairs_of
from onrecord.kit import Kit, open_kit
from onrecord.positions.contrast import signs_between
from onrecord.positions.judging import FILE, Bench, Judge
from onrecord.types import Clipping
from training import cards

GOLD = Path(__file__).parent.parent / "bench" / "gold" / "relations.jsonl"
FOLDS = 8
SHRINK = 0.3
ALIKE = ("same_utterance", "affirms", "repeats", "differs_in_detail")
OPPOSED = ("denies", "contradicts")
REST = ("related", "unrelated", "later", "clarifies")
MATTER = ("related", "affirms", "denies", "contradicts", "differs_in_detail", "later", "clarifies")
WORDS = ("cos", "cosr", "contain", "cover", "covermin", "shared", "names")
# What each judge is asked: the relations that mean yes, those that mean no, and the signs it looks at.
QUESTIONS: dict[str, tuple[Sequence[str], Sequence[str], Sequence[str]]] = {
    "oppose": (
        OPPOSED, ALIKE + REST,
        ("oppw", "oppmass", "oppcos", "oppcont", "hard", "hardopp", "xneg", "cos", "cosr", "contain", "cover",
         "covermin", "same", "lcs"),
    ),
    "alike": (ALIKE, REST, (*WORDS, "lcs", "run", "runshare", "indel", "len", "same", "source")),
    "matter": (MATTER, ("unrelated",), (*WORDS, "sharedw", "samepage", "same", "voice", "story")),
    "same": (
        ("same_utterance",), ("affirms", "repeats"),
        ("same", "source", "unknown", "other", "runshare", "run", "indel", "lcs", "anonymous", "unstated", "cover",
         "covermin", "samepage"),
    ),
}  # fmt: skip


def signs_of(rows: Sequence[Mapping[str, Any]], clippings: Sequence[Clipping], kit: Kit) -> list[dict[str, float]]:
    """The signs of each row's pair; an empty row where a statement of it is not found."""
    pairs = pairs_of(ends_of(rows, clippings), clippings, kit)
    return [signs_between(pair.left, pair.right) if pair else {} for pair in pairs]


def fit(signs: Sequence[Mapping[str, float]], gold: NDArray[np.str_], name: str) -> Judge:
    """One judge."""
    yes, no, wanted = QUESTIONS[name]
    kept = [at for at, label in enumerate(gold) if label in yes or label in no]
    table = np.array([[signs[at][sign] for sign in wanted] for at in kept])
    scaler = StandardScaler().fit(table)
    model = LogisticRegression(C=SHRINK, class_weight="balanced", max_iter=1000)
    model.fit(scaler.transform(table), np.isin(gold[kept], yes))
    mean, scale, weights = (
        tuple(float(x) for x in np.round(v, 6)) for v in (scaler.mean_, scaler.scale_, model.coef_[0])
    )
    return Judge(tuple(wanted), mean, scale, weights, round(float(model.intercept_[0]), 6))


def hold_out(
    signs: Sequence[Mapping[str, float]], gold: NDArray[np.str_], groups: NDArray[np.str_]
) -> dict[str, NDArray[np.float64]]:
    """The chance each judge gives each pair when the pair's story is held out."""
    chances = {name: np.zeros(len(gold)) for name in QUESTIONS}
    for train, test in GroupKFold(FOLDS).split(gold, gold, groups):
        for name in QUESTIONS:
            judge = fit([signs[at] for at in train], gold[train], name)
            chances[name][test] = [judge.chance(signs[at]) for at in test]
    return chances


def main(bench: Path) -> None:
    """Trains the judges and writes them with their card."""
    rows = [row for row in read_rows(GOLD) if row["part"] != "test"]
    kit = open_kit()
    signs: list[dict[str, float]] = []
    ordered: list[Mapping[str, Any]] = []
    clusters: dict[tuple[str, str], str] = {}
    for name in sorted({row["set"] for row in rows}):
        own = [row for row in rows if row["set"] == name]
        articles = read_rows(bench / "stories" / f"{name}.jsonl")
        clusters |= {(name, article["id"]): f"{name} {article['cluster']}" for article in articles}
        ordered += own
        signs += signs_of(own, clip_pages(own, articles, kit), kit)
    known = [at for at, row in enumerate(signs) if row]
    gold = np.array([ordered[at]["relation"] for at in known])
    groups = np.array([clusters[ordered[at]["set"], ordered[at][SIDES[0]]["page"]] for at in known])
    signs = [signs[at] for at in known]
    chances = hold_out(signs, gold, groups)
    told = {}
    for name, (yes, no, _) in QUESTIONS.items():
        kept = np.isin(gold, [*yes, *no])
        told[name] = round(float(roc_auc_score(np.isin(gold[kept], yes), chances[name][kept])), 3)
    write(Bench(**{name: fit(signs, gold, name) for name in QUESTIONS}), told, len(gold))


def write(made: Bench, told: Mapping[str, float], pairs: int) -> None:
    """Writes the judges and their card."""
    card = {
        "licence": "Apache-2.0",
        "trained_on": f"{pairs} pairs of bench/gold/relations.jsonl, parts dev and train",
        "script": "training/relations.py",
        "figures": {"area under the curve, stories held out in turn": told},
    }  # fmt: skip
    cards.write(FILE, msgspec.json.encode(made), card)
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
