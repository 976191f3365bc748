"""How an article stands to a claim: agrees, disagrees, discusses it without a side, or is on something else.

Two steps over the numbers of ``signs.py``: is the article on the claim at all (a forest of decision
trees), and if so, which side does it take (forests and a logistic regression, each an equal voice).
Made by ``training/stance.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import ClassVar, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.errors import WeightsError
from onrecord.kit import WEIGHTS, Kit, open_kit
from onrecord.kit.trees import Trees, open_trees
from onrecord.positions.signs import Body, prepare, signs_of

Label = Literal["agree", "disagree", "discuss", "unrelated"]
SIDES: tuple[Label, ...] = ("agree", "disagree", "discuss")
# What a side's chance is multiplied by before the largest wins: few articles disagree, and missing one costs more.
# Chosen on groups of the training half.
WEIGHT = np.array([1.3, 6.0, 1.0])
RELATED = 0.5


class Stance(msgspec.Struct, frozen=True):
    """The stance with the chance of each label; the sides share what is left by ``unrelated``."""

    label: Label
    scores: tuple[tuple[Label, float], ...]


class Line(msgspec.Struct, frozen=True):
    """A logistic regression over the sides: mean and scale of each sign, its weight for each side."""

    low: ClassVar[float] = -5.0
    high: ClassVar[float] = 30.0
    mean: list[float]
    scale: list[float]
    weights: list[list[float]]
    start: list[float]

    def chances(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """The chance of each side for each row."""
        scaled = (np.clip(rows, self.low, self.high) - np.array(self.mean)) / np.array(self.scale)
        raw = scaled @ np.array(self.weights).T + np.array(self.start)
        grown = np.exp(raw - raw.max(axis=1, keepdims=True))
        return np.asarray(grown / grown.sum(axis=1, keepdims=True), dtype=np.float64)


class Judges(msgspec.Struct, frozen=True):
    """One forest that tells whether an article is on the claim; one a side, and the regression beside them."""

    related: Trees
    sides: tuple[Trees, ...]
    line: Line


@lru_cache(maxsize=1)
def open_judges() -> Judges:
    """The forests, read once per process; raises WeightsError when one is missing."""
    sides = tuple(open_trees(WEIGHTS, f"stance-{side}") for side in SIDES)
    return Judges(open_trees(WEIGHTS, "stance-related"), sides, _open_line(WEIGHTS / "stance-line.json"))


def stance_of(claim: str, body: str, kit: Kit | None = None) -> Stance:
    """How an article's text stands to a claim of a sentence."""
    kit = kit or open_kit()
    return stances_of([claim], prepare(body, kit), kit)[0]


def stances_of(claims: Sequence[str], body: Body, kit: Kit) -> list[Stance]:
    """How one article, made ready by ``prepare``, stands to each of several claims."""
    if not claims:
        return []
    judges = open_judges()
    rows = np.array([list(signs_of(claim, body, kit).values()) for claim in claims], np.float32)
    related = judges.related.chances(rows)
    sides = np.column_stack([trees.chances(rows) for trees in judges.sides]) + judges.line.chances(rows)
    sides *= WEIGHT
    shares = sides / sides.sum(axis=1, keepdims=True)
    return [_stance(float(chance), share) for chance, share in zip(related, shares, strict=True)]


def _open_line(file: Path) -> Line:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Line)
    except (OSError, msgspec.DecodeError) as error:
        raise WeightsError(f"{file.name}: cannot be read ({error}). Reinstall the package.") from error


def _stance(related: float, shares: NDArray[np.float64]) -> Stance:
    best = SIDES[int(shares.argmax())]
    scores = [(side, round(related * float(share), 4)) for side, share in zip(SIDES, shares, strict=True)]
    label: Label = best if related > RELATED else "unrelated"
    return Stance(label, (*scores, ("unrelated", round(1 - related, 4))))
