"""The judges of a pair of statements: small logistic regressions over its signs, made by ``training/relations.py``.

Each answers one question with a chance: do they oppose one another, say alike, speak of one matter, are they
one utterance. ``relations.py`` makes a relation of the answers.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from functools import lru_cache

import msgspec

from onrecord.errors import WeightsError
from onrecord.kit import WEIGHTS
from onrecord.kit.trees import TreeCard

FILE = "relations"


class Judge(msgspec.Struct, frozen=True):
    """One question: the signs it looks at, their mean and scale, a weight for each, and where it starts."""

    signs: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    start: float

    def chance(self, signs: Mapping[str, float]) -> float:
        """The chance that the answer is yes."""
        raw = self.start
        for name, mean, scale, weight in zip(self.signs, self.mean, self.scale, self.weights, strict=True):
            raw += weight * (signs[name] - mean) / scale
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, raw))))


class Bench(msgspec.Struct, frozen=True):
    """The judges together."""

    oppose: Judge
    alike: Judge
    matter: Judge
    same: Judge


@lru_cache(maxsize=1)
def open_bench() -> Bench:
    """The judges, read once per process; raises WeightsError when missing or not what the card describes."""
    file = WEIGHTS / f"{FILE}.json"
    try:
        data = file.read_bytes()
        card = msgspec.json.decode((WEIGHTS / f"{FILE}.card.json").read_bytes(), type=TreeCard)
        found = msgspec.json.decode(data, type=Bench)
    except (OSError, msgspec.DecodeError) as error:
        raise WeightsError(f"{file.name}: cannot be read ({error}). Reinstall the package.") from error
    if hashlib.sha256(data).hexdigest() != card.sha256:
        raise WeightsError(f"{file.name}: not the file its card describes. Reinstall the package.")
    return found


class Chances(msgspec.Struct, frozen=True):
    """What the judges say of a pair."""

    oppose: float
    alike: float
    matter: float
    same: float


def hear(signs: Mapping[str, float]) -> Chances:
    """The chances the judges give for these signs."""
    bench = open_bench()
    return Chances(*(judge.chance(signs) for judge in (bench.oppose, bench.alike, bench.matter, bench.same)))
