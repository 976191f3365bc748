"""Headlines of FNC-1 against the sentences of bodies that bear on them: agree, disagree, discuss, unrelated.

The stance is of a whole body; the sentence taken is the one most like the headline that may carry it.
"""

from __future__ import annotations

import json
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from onrecord.kit.terms import find_terms, rarity_of, term_table

LONGEST, SHORTEST, SENTENCES = 350, 30, 40
# Pairs of one stance that one story may give, so that no story is learnt by heart.
FROM_STORY = {"agree": 9, "disagree": 30, "discuss": 7}
UNRELATED = 1300
LIKE = {"agree": 0.15, "disagree": 0.05, "discuss": 0.1}

_SENTENCE = re.compile(r"(?<=[.!?])[\"”’']?\s+|\n+")
_AGAINST = re.compile(
    r"\b(not|no|never|fake|hoax|false|den\w+|untrue|debunk\w*|rumou?rs?|refut\w*|bogus|dismiss\w*|\w+n['’]t"
    r"|unfounded|satir\w*|incorrect|wrong|contrary|doubt\w*)\b",
    re.I,
)

Weights = dict[str, float]


def headline_pairs(data: Path, tested: Iterable[str], seed: int = 3) -> list[tuple[str, str, str]]:
    """Headline, sentence and stance; no story of the ``tested`` bodies is touched."""
    chance = random.Random(seed)
    rows = _rows(data / "stance" / "fnc-train.jsonl")
    texts = {row["body_id"]: row["text"] for row in _rows(data / "stance" / "fnc-bodies.jsonl")}
    tested = set(tested)
    closed = {row["cluster"] for row in rows if row["body_id"] in tested}
    chance.shuffle(rows)
    held: Counter[tuple[str, str]] = Counter()
    sentences: dict[str, list[tuple[str, Weights]]] = {}
    found: list[tuple[str, str, str]] = []
    for row in rows:
        stance, body, key = row["stance"], row["body_id"], (row["cluster"], row["stance"])
        if row["cluster"] in closed or body in tested or held[key] >= FROM_STORY.get(stance, UNRELATED):
            continue
        if body not in sentences:
            sentences[body] = _sentences(texts[body])
        picked = _picked(row["headline"], stance, sentences[body], chance)
        found += [(row["headline"], sentence, stance) for sentence in picked]
        held[key] += bool(picked)
    kept = _no_more(found, chance)
    chance.shuffle(kept)
    return kept


def _no_more(found: list[tuple[str, str, str]], chance: random.Random) -> list[tuple[str, str, str]]:
    by_stance = defaultdict(list)
    for pair in found:
        by_stance[pair[2]].append(pair)
    apart = by_stance.pop("unrelated", [])
    kept = [pair for stance in sorted(by_stance) for pair in by_stance[stance]]
    return kept + chance.sample(apart, min(UNRELATED, len(apart)))


def _picked(headline: str, stance: str, body: list[tuple[str, Weights]], chance: random.Random) -> list[str]:
    weights = _weights(headline)
    near = sorted(((_cosine(weights, own), sentence) for sentence, own in body), reverse=True)
    against = bool(_AGAINST.search(headline))
    if stance == "unrelated":
        # Most unrelated bodies share no word with the headline and teach nothing.
        tempting = bool(near) and (near[0][0] >= 0.12 or chance.random() < 0.1)
        return [near[0][1]] if tempting and chance.random() < 0.1 else []
    if stance == "disagree":
        may = near[:3] if against else [(like, s) for like, s in near[:10] if _AGAINST.search(s)]
        return [s for like, s in may if like > LIKE[stance]][:2]
    if stance == "agree":
        may = [(like, s) for like, s in near[:4] if bool(_AGAINST.search(s)) == against]
        return [s for like, s in may if like > LIKE[stance]][:1]
    return [s for like, s in near[:3] if like > LIKE[stance]][:1]


def _sentences(text: str) -> list[tuple[str, Weights]]:
    pieces = [piece.strip() for piece in _SENTENCE.split(text) if piece]
    kept = [piece for piece in pieces if SHORTEST < len(piece) < LONGEST]
    return [(piece, _weights(piece)) for piece in kept[:SENTENCES]]


def _weights(text: str) -> Weights:
    table = term_table()
    counts = Counter(term.stem for term in find_terms(text) if not table.is_common(term.stem))
    return {stem: (1 + math.log(count)) * rarity_of(stem) for stem, count in counts.items()}


def _cosine(one: Weights, other: Weights) -> float:
    both = sum(value * other.get(stem, 0.0) for stem, value in one.items())
    sizes = math.sqrt(sum(v * v for v in one.values()) * sum(v * v for v in other.values()))
    return both / sizes if sizes else 0.0


def _rows(path: Path) -> list[Mapping[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
