"""Makes ``onrecord/weights/stance*.json``: how an article stands to a claim, learnt from FNC-1.

    python -m training.stance SHARED_BENCH

Trains on ``stance/fnc-train.jsonl`` with the bodies of ``stance/fnc-bodies.jsonl``; its bodies and those of
``stance/fnc.jsonl`` are disjoint. Figures in the card: by claim groups of the training half, and on fnc.jsonl.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from onrecord.kit import open_kit
from onrecord.positions.signs import prepare, signs_of
from onrecord.positions.stance import Line
from training import cards
from training.blocks import as_forest

LABELS = ("agree", "disagree", "discuss")
WEIGHT = {"agree": 1.3, "disagree": 6.0, "discuss": 1.0}
FOLDS = 3
SHRINK = 0.02
Rows = NDArray[np.float32]


def rows_of(bench: Path, name: str) -> tuple[Rows, list[str], list[str], list[str]]:
    """The numbers of each pair of a set, their names, the stances, the groups of the articles."""
    kit = open_kit(fast=True)
    lines = (bench / "stance" / "fnc-bodies.jsonl").read_text(encoding="utf-8").splitlines()
    texts = {row["body_id"]: row["text"] for row in map(json.loads, lines)}
    pairs = [json.loads(line) for line in (bench / "stance" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    bodies = {key: prepare(texts[key], kit) for key in sorted({pair["body_id"] for pair in pairs})}
    signs = [signs_of(pair["headline"], bodies[pair["body_id"]], kit) for pair in pairs]
    rows = np.array([list(s.values()) for s in signs], np.float32)
    return rows, list(signs[0]), [pair["stance"] for pair in pairs], [pair["cluster"] for pair in pairs]


def fit_related(rows: Rows, related: NDArray[np.bool_]) -> HistGradientBoostingClassifier:
    """Whether an article is on the claim at all."""
    model = HistGradientBoostingClassifier(
        max_iter=120, learning_rate=0.08, max_leaf_nodes=12, min_samples_leaf=60, l2_regularization=5, random_state=0
    )
    return model.fit(rows, related)


def fit_side(rows: Rows, is_label: NDArray[np.bool_], weights: NDArray[np.float64]) -> HistGradientBoostingClassifier:
    """Whether an article on the claim takes one stance; groups with many claims weigh less each."""
    model = HistGradientBoostingClassifier(
        max_iter=80, learning_rate=0.07, max_leaf_nodes=6, min_samples_leaf=80, l2_regularization=20, random_state=0
    )
    return model.fit(rows, is_label, sample_weight=weights)


def fit_line(rows: Rows, gold: NDArray[np.str_], weights: NDArray[np.float64]) -> Line:
    """A logistic regression over the three sides, as plain numbers."""
    low, high = Line.low, Line.high
    scaler = StandardScaler().fit(np.clip(rows, low, high))
    model = LogisticRegression(C=SHRINK, max_iter=300)
    model.fit(scaler.transform(np.clip(rows, low, high)), gold, sample_weight=weights)
    order = [list(model.classes_).index(label) for label in LABELS]
    return Line(
        scaler.mean_.round(6).tolist(), scaler.scale_.round(6).tolist(),
        model.coef_[order].round(6).tolist(), model.intercept_[order].round(6).tolist(),
    )  # fmt: skip


def group_weights(groups: NDArray[np.str_]) -> NDArray[np.float64]:
    """One over the root of how many pairs each group has."""
    _, inverse, counts = np.unique(groups, return_inverse=True, return_counts=True)
    return np.asarray(1.0 / np.sqrt(counts[inverse]))


def decide(related: NDArray[np.float64], sides: NDArray[np.float64]) -> list[str]:
    """The stance of each pair, as ``stance.py`` decides it."""
    weighed = sides * np.array([WEIGHT[label] for label in LABELS])
    best = weighed.argmax(axis=1)
    return [LABELS[at] if chance > 0.5 else "unrelated" for at, chance in zip(best, related, strict=True)]


def figures(gold: list[str], found: list[str]) -> dict[str, float]:
    """F1 of each stance and their mean."""
    labels = [*LABELS, "unrelated"]
    scores = f1_score(gold, found, labels=labels, average=None, zero_division=0)
    return {"macro": round(float(scores.mean()), 4)} | {
        label: round(float(s), 4) for label, s in zip(labels, scores, strict=True)
    }


def main(bench: Path) -> None:
    """Trains the four forests, writes them with their card, prints the figures."""
    rows, signs, stances, groups = rows_of(bench, "fnc-train")
    dev_rows, _, dev_stances, _ = rows_of(bench, "fnc")
    gold, group = np.array(stances), np.array(groups)
    on = gold != "unrelated"
    models = {"related": fit_related(rows, on)}
    for label in LABELS:
        models[label] = fit_side(rows[on], gold[on] == label, group_weights(group[on]))
    across = np.zeros((int(on.sum()), len(LABELS)))
    for train, test in GroupKFold(FOLDS).split(rows[on], gold[on], group[on]):
        weights = group_weights(group[on][train])
        line = fit_line(rows[on][train], gold[on][train], weights)
        for at, label in enumerate(LABELS):
            model = fit_side(rows[on][train], gold[on][train] == label, weights)
            across[test, at] = model.predict_proba(rows[on][test])[:, 1]
        across[test] += line.chances(rows[on][test])
    line = fit_line(rows[on], gold[on], group_weights(group[on]))
    sides = np.column_stack([models[label].predict_proba(dev_rows)[:, 1] for label in LABELS]) + line.chances(dev_rows)
    told = {
        "groups of fnc-train, related ones": figures(list(gold[on]), decide(np.ones(int(on.sum())), across)),
        "fnc": figures(dev_stances, decide(models["related"].predict_proba(dev_rows)[:, 1], sides)),
    }
    print(json.dumps(told, indent=1))
    for name, model in models.items():
        write(f"stance-{name}", msgspec.json.encode(as_forest(model, signs)), told)
    write("stance-line", msgspec.json.encode(line), told)


def write(name: str, data: bytes, told: dict[str, dict[str, float]]) -> None:
    """Writes weights and their card."""
    card = {
        "licence": "Apache-2.0",
        "trained_on": "Fake News Challenge FNC-1, training half, by body", "script": "training/stance.py",
        "weights": WEIGHT, "figures": told,
    }  # fmt: skip
    cards.write(name, data, card)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
