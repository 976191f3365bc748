"""The learnt judge of pairs: reads two statements side by side and says how likely each relation is.

A small encoder (ONNX, int8) made by ``training/pairs.py``. It sees who speaks, the cue and the content of both, and
a few facts: whether one speaker speaks, how far apart in time, how alike the words are. It knows no other statement.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import msgspec
import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from onrecord import labels
from onrecord.errors import WeightsError
from onrecord.kit import WEIGHTS, Kit
from onrecord.positions.claims import Claim

MODEL, TOKENIZER, CARD = "relations.onnx", "attribution.tokenizer.json", "relations-onnx.card.json"
# The order of the network's answers; the last one is "nothing".
RELATIONS: tuple[labels.Relation, ...] = (
    "same_utterance", "affirms", "repeats", "contradicts", "denies", "clarifies", "later", "differs_in_detail",
    "related",
)  # fmt: skip
# Both statements together, marks between them too; the longer one is cut at its end.
MOST_PIECES = 64
SOURCE_WORDS = 8
REMEMBERED = 20_000
NEAR_DAYS, FAR_DAYS = 3, 60
PRONOUNS = frozenset({"", "he", "she", "it", "they", "him", "her", "who", "them", "we", "i"})
SIGNS = ("same", "other", "source", "anonymous")
WORDS = ("cos", "covermin", "cover", "lcs", "runshare", "figures", "oppw", "hardopp", "names")


class Heard(msgspec.Struct, frozen=True):
    """The chance of each relation, and that the second statement acts on the first rather than the other way."""

    chances: Mapping[str, float]
    nothing: float
    onward: float


class Hearing:
    """The network, open. Pairs are read one by one: int8 takes the range of numbers from all that it reads at once."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        """Raises WeightsError when a file is missing or is not the one the card describes."""
        _check(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(str(folder / MODEL), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._edges = tuple(self._tokenizer.encode("").ids)
        # The same pair comes again whenever a page joins its thread.
        self._hear = lru_cache(maxsize=REMEMBERED)(self._read)

    def hear(self, left: Claim, right: Claim, facts: tuple[float, ...]) -> Heard:
        """How two statements stand, the earlier one first."""
        return self._hear(told(left), told(right), facts)

    def _read(self, left: str, right: str, facts: tuple[float, ...]) -> Heard:
        one, other = (self._tokenizer.encode(text, add_special_tokens=False).ids for text in (left, right))
        one, other = cut(one, other)
        start, stop = self._edges
        ids = np.array([[start, *one, stop, *other, stop]], dtype=np.int64)
        types = np.array([[0] * (len(one) + 2) + [1] * (len(other) + 1)], dtype=np.int64)
        given = {"ids": ids, "types": types, "facts": np.array([facts], dtype=np.float32)}
        chances, onward = (np.asarray(made, dtype=np.float64)[0] for made in self._session.run(None, given))
        known: dict[str, float] = {name: float(chance) for name, chance in zip(RELATIONS, chances, strict=False)}
        return Heard(known, float(chances[-1]), float(onward))


def cut(one: list[int], other: list[int]) -> tuple[list[int], list[int]]:
    """Two texts in pieces, cut to what is read, the longer one first."""
    room = MOST_PIECES - 3
    least = room // 2
    return one[: max(least, room - len(other))], other[: max(room - least, room - len(one))]


def told(claim: Claim) -> str:
    """Who speaks, the cue and the content; a name in place of a pronoun."""
    source, cue, content = claim.told
    if source.lower() in PRONOUNS and claim.statement.speaker:
        source = claim.statement.speaker.removeprefix("unnamed: ")
    words = f"{' '.join(source.split()[:SOURCE_WORDS])} {cue} : {content}".strip()
    # Half a surrogate pair has no bytes for the tokenizer.
    return words.encode("utf-8", "replace").decode()


def facts_of(left: Claim, right: Claim, gap_days: int | None, signs: Mapping[str, float]) -> tuple[float, ...]:
    """What is known of a pair besides its words, as numbers in a fixed order."""
    both = all(claim.statement.form.startswith("anon") for claim in (left, right))
    dated = gap_days is not None
    days = gap_days or 0
    times = (dated, dated and days <= NEAR_DAYS, NEAR_DAYS < days <= FAR_DAYS, days > FAR_DAYS)
    return (
        *(signs[name] for name in SIGNS),
        float(both),
        signs["unstated"],
        *(float(time) for time in times),
        signs["samepage"],
        *(signs[name] for name in WORDS),
    )


def open_hearing(kit: Kit) -> Hearing | None:
    """The learnt judge, or nothing where the kit reads by rules alone or has no weights for it."""
    return _opened(WEIGHTS) if kit.tier == "model" else None


@lru_cache(maxsize=2)
def _opened(folder: Path) -> Hearing | None:
    try:
        return Hearing(folder)
    except WeightsError:
        return None


def _check(folder: Path) -> None:
    try:
        card = msgspec.json.decode((folder / CARD).read_bytes(), type=dict[str, object])
        digests = msgspec.convert(card.get("sha256"), dict[str, str])
        for name in (MODEL, TOKENIZER):
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digests.get(name):
                raise WeightsError(f"{folder / name}: not the file its card describes. Install the package again.")
    except OSError as error:
        raise WeightsError(f"{error.filename}: missing. Install the package again, or judge by rules.") from error
    except msgspec.MsgspecError as error:
        raise WeightsError(f"{folder / CARD}: no card ({error}). Install the package again.") from error
