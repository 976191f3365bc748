"""The learnt judge of pairs: reads two statements side by side and says how likely each relation is.

Two parts made by ``training/pairs.py`` (ONNX) are added up: an encoder scores the words of both statements, which hang
on their two pages alone; a small network scores what is known besides: who speaks, when, in which story.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path

import msgspec
import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from onrecord import labels
from onrecord.errors import WeightsError
from onrecord.kit import WEIGHTS, Kit
from onrecord.kit.recall import Recall
from onrecord.positions.claims import Claim

MODEL, ASIDE, TOKENIZER = "relations.onnx", "relations-facts.onnx", "attribution.tokenizer.json"
CARD = "relations-pairs.card.json"
NOTHING = "unrelated"
# The order of the network's answers.
RELATIONS: tuple[labels.Relation, ...] = (
    "same_utterance", "affirms", "repeats", "contradicts", "denies", "clarifies", "later", "differs_in_detail",
    "related",
)  # fmt: skip
# Both statements together, marks between them too; the longer one is cut at its end.
MOST_PIECES = 80
NEAR_DAYS, FAR_DAYS = 3, 60
# Signs of ``contrast.py`` the small network looks at, and what each is divided by.
SIGNS: Mapping[str, float] = {
    "cos": 1, "cosr": 1, "contain": 1, "indel": 1, "lcs": 1, "run": 12, "runshare": 1, "shared": 8, "sharedw": 40,
    "names": 1, "cover": 1, "covermin": 1, "len": 4, "same": 1, "other": 1, "unknown": 1, "voice": 1, "source": 1,
    "anonymous": 1, "unstated": 1, "oppw": 1, "oppmass": 30, "hard": 1, "hardopp": 1, "xneg": 1, "oppcos": 1,
    "oppcont": 1, "samepage": 1, "story": 1, "figures": 1, "open": 1,
}  # fmt: skip
ACTS = ("deny", "clarify", "rule_out", "demand", "attitude", "report", "accuse")


class Heard(msgspec.Struct, frozen=True):
    """The chance of each relation and of none, and that the second statement acts on the first, not the other way."""

    chances: Mapping[str, float]
    onward: float


class WordsHeard(msgspec.Struct, frozen=True):
    """Raw scores of words by digest of both statements: those of a page with the pages that were there as it came."""

    of: Mapping[str, tuple[float, ...]]


Hear = Callable[[Claim, Claim, Sequence[float]], Heard]


class Hearing:
    """The networks, open. Pairs are read one by one: int8 takes the range of numbers from all that it reads at once."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        """Raises WeightsError when a file is missing or is not the one the card describes."""
        _check(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._words, self._aside = (
            onnxruntime.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"])
            for name in (MODEL, ASIDE)
        )
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._edges = tuple(self._tokenizer.encode("").ids)

    def hear(self, left: Claim, right: Claim, facts: Sequence[float]) -> Heard:
        """How two statements stand, the earlier one first."""
        return self.weigh(self.words(left, right), facts)

    def words(self, left: Claim, right: Claim) -> tuple[float, ...]:
        """Raw scores of the words of a pair: of each relation, of none, and that the second acts on the first."""
        one, other = (self._tokenizer.encode(c.told, add_special_tokens=False).ids for c in (left, right))
        one, other = cut(one, other)
        start, stop = self._edges
        ids = np.array([[start, *one, stop, *other, stop]], dtype=np.int64)
        types = np.array([[0] * (len(one) + 2) + [1] * (len(other) + 1)], dtype=np.int64)
        scores = np.asarray(self._words.run(None, {"ids": ids, "types": types})[0], dtype=np.float64)[0]
        return tuple(round(float(score), 4) for score in scores)

    def weigh(self, words: Sequence[float], facts: Sequence[float]) -> Heard:
        """Scores of words and facts made chances."""
        aside = np.asarray(self._aside.run(None, {"facts": np.array([facts], dtype=np.float32)})[0])[0]
        scores = np.array(words) + aside
        chances = np.exp(scores[:-1] - scores[:-1].max())
        names = (*RELATIONS, NOTHING)
        known = {name: float(chance) for name, chance in zip(names, chances / chances.sum(), strict=True)}
        return Heard(known, float(1 / (1 + np.exp(-scores[-1]))))


def remembered(hearing: Hearing, pairs: Sequence[tuple[Claim, Claim]], recall: Recall) -> Hear:
    """The learnt judge, with the scores of these pairs' words from memory where a page of them was there before.

    A page keeps its pairs with all pages that were there when it came, so a pair lies with the one that came last.
    Unlike other things recalled these hang on more than their page: the digest of both texts keeps them true.
    """
    of_page: dict[str, list[tuple[Claim, Claim]]] = defaultdict(list)
    for left, right in pairs:
        for page in {left.statement.page, right.statement.page}:
            of_page[page].append((left, right))
    known: dict[str, tuple[float, ...]] = {}

    def made(page: str) -> WordsHeard:
        fresh = {key: ends for ends in of_page[page] if (key := _key(*ends)) not in known}
        return WordsHeard({key: hearing.words(*ends) for key, ends in sorted(fresh.items())})

    for page in sorted(of_page):
        known.update(recall((page,), WordsHeard, partial(made, page)).of)

    def listen(left: Claim, right: Claim, facts: Sequence[float]) -> Heard:
        return hearing.weigh(known.get(_key(left, right)) or hearing.words(left, right), facts)

    return listen


def _key(left: Claim, right: Claim) -> str:
    return hashlib.blake2b(f"{left.told}\n{right.told}".encode(), digest_size=8).hexdigest()


def cut(one: list[int], other: list[int]) -> tuple[list[int], list[int]]:
    """Two texts in pieces, cut to what is read, the longer one first."""
    room = MOST_PIECES - 3
    least = room // 2
    return one[: max(least, room - len(other))], other[: max(room - least, room - len(one))]


def facts_of(left: Claim, right: Claim, gap_days: int | None, signs: Mapping[str, float]) -> tuple[float, ...]:
    """What is known of a pair besides its words, as numbers in a fixed order; the earlier statement comes first."""
    days = gap_days or 0
    dated = gap_days is not None
    forms = [claim.statement.form for claim in (left, right)]
    flags = (
        dated, dated and days <= NEAR_DAYS, NEAR_DAYS < days <= FAR_DAYS, days > FAR_DAYS,
        all(form.startswith("anon") for form in forms), *(form == "none" for form in forms),
        left.saying.untrue, right.saying.untrue, left.saying.open, right.saying.open,
    )  # fmt: skip
    sides: list[float] = []
    for claim in (left, right):
        sides += [claim.statement.act == act for act in ACTS]
        sides += [claim.statement.modality != "said", claim.lean]
    answers = (left.party and left.party in right.addressed, right.party and right.party in left.addressed)
    both = (left.lean * right.lean, *(bool(answer) for answer in answers))
    told = (signs[name] / scale for name, scale in SIGNS.items())
    return tuple(round(float(number), 4) for number in (*told, *flags, *sides, *both))


def open_hearing(kit: Kit) -> Hearing | None:
    """The learnt judge, or nothing where the kit reads by rules alone."""
    return _opened(WEIGHTS) if kit.tier == "model" else None


@lru_cache(maxsize=1)
def _opened(folder: Path) -> Hearing:
    return Hearing(folder)


def _check(folder: Path) -> None:
    try:
        card = msgspec.json.decode((folder / CARD).read_bytes(), type=dict[str, object])
        digests = msgspec.convert(card.get("sha256"), dict[str, str])
        for name in (MODEL, ASIDE, TOKENIZER):
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digests.get(name):
                raise WeightsError(f"{name}: not the file its card describes. Reinstall the package.")
    except (OSError, msgspec.MsgspecError) as error:
        raise WeightsError(f"{CARD}: cannot be read ({error}). Reinstall the package.") from error
