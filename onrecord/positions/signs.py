"""What the words of a claim and of an article show about one another: the numbers stance is decided from.

A claim is a headline-like sentence. The article's sentences are ranked by how much of the claim's
weight they hold; words of refutation, denial, doubt and negation are counted in the claim, the lead,
the sentences nearest the claim and the whole.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

import msgspec

from onrecord.kit import Kit
from onrecord.kit.terms import find_terms, rarity_of, term_table
from onrecord.positions.polarity import Mark, Marker, find_marks, marker_of

# Words of denial that stand in content count with their kin.
KIN = {"untrue": "refute", "undo": "refute", "unsaid": "deny", "instead": "refute", "jest": "refute"}
SORTS = ("refute", "deny", "doubt", "negate", "refuse", "clarify")
NEAREST = 3
LEAD_SENTENCES = 3
LONGEST = 80
NEAR_CHARS = 60
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+[\"”’')\]]*|\n|$)")
_NUMBER = re.compile(r"\d[\d,.]*")
_QUOTED = re.compile(r"[‘'\"“][^‘'\"“”’]{3,80}[’'\"”]")
_REPORTS = re.compile(r"\b(?:report|reports|reported|reportedly|say|says|said|sources?|according)\b", re.I)


class Sentence(msgspec.Struct, frozen=True):
    """A sentence: its stems, the places of its terms, and the sorts of its polarity words."""

    stems: frozenset[str]
    places: tuple[tuple[str, int], ...]
    marks: tuple[Mark, ...]
    start: int


class Body(msgspec.Struct, frozen=True):
    """An article made ready once for any number of claims."""

    sentences: tuple[Sentence, ...]
    stems: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    counts: Mapping[str, int]
    numbers: frozenset[str]
    words: int
    reports: int


def prepare(text: str, kit: Kit) -> Body:
    """The sentences of an article with their stems and polarity words."""
    marker = marker_of(kit)
    sentences = [
        _sentence(m.group(), m.start(), marker) for m in list(_SENTENCE.finditer(text))[:LONGEST] if m.group().strip()
    ]
    stems = [stem for s in sentences for stem, _ in s.places]
    counts = {sort: sum(mark.sort == sort for s in sentences for mark in s.marks) for sort in SORTS}
    return Body(
        sentences=tuple(sentences),
        stems=frozenset(stems),
        pairs=frozenset(pairwise(stems)),
        counts=counts,
        numbers=frozenset(_NUMBER.findall(text)),
        words=max(1, len(stems)),
        reports=len(_REPORTS.findall(text)),
    )


def signs_of(claim: str, body: Body, kit: Kit) -> dict[str, float]:
    """The numbers for one claim and one article, by name, always the same names in the same order."""
    head = _claim(claim, kit)
    total = sum(head.weights.values()) or 1.0
    held = [sum(head.weights[s] for s in sentence.stems & head.weights.keys()) / total for sentence in body.sentences]
    ranked = sorted(range(len(held)), key=lambda at: (-held[at], at))[:NEAREST]
    best = [body.sentences[at] for at in ranked]
    lead = body.sentences[:LEAD_SENTENCES]
    signs = {**_likeness(head, body, held, ranked, total), **_claim_signs(head)}
    for name, zone in (("lead", lead), ("best", best[:1]), ("near", best)):
        for sort in SORTS:
            signs[f"{name}_{sort}"] = float(sum(mark.sort == sort for s in zone for mark in s.marks))
    for sort in SORTS:
        signs[f"all_{sort}"] = 100.0 * body.counts[sort] / body.words
        signs[f"beside_{sort}"] = float(_beside(head, body, sort))
    signs["reports"] = 100.0 * body.reports / body.words
    signs["odd"] = float((signs["claim_refute"] + signs["claim_deny"] > 0) != (signs["near_refute"] > 0))
    signs["against"] = max(0.0, signs["all_refute"] + signs["all_deny"]) * float(signs["claim_refute"] == 0)
    signs["with"] = (signs["all_refute"] + signs["all_deny"]) * float(signs["claim_refute"] > 0)
    signs["words"] = math.log(body.words)
    return signs


class Head(msgspec.Struct, frozen=True):
    """A claim made ready: the weight of each stem, pairs of stems, numbers, polarity words, its text."""

    weights: Mapping[str, float]
    pairs: frozenset[tuple[str, str]]
    numbers: frozenset[str]
    names: frozenset[str]
    marks: tuple[Mark, ...]
    text: str


def _marks(text: str, marker: Marker) -> tuple[Mark, ...]:
    return tuple(Mark(m.start, m.end, KIN.get(m.sort, m.sort)) for m in find_marks(text, marker))


@lru_cache(maxsize=4096)
def _claim(claim: str, kit: Kit) -> Head:
    terms = find_terms(claim)
    stems = [term.stem for term in terms]
    table = term_table()
    return Head(
        weights={stem: rarity_of(stem) for stem in stems if not table.is_common(stem)},
        pairs=frozenset(pairwise(stems)),
        numbers=frozenset(_NUMBER.findall(claim)),
        names=frozenset(t.stem for t in terms[1:] if claim[t.start].isupper() and not table.is_common(t.stem)),
        marks=_marks(claim, marker_of(kit)),
        text=claim,
    )


def _sentence(text: str, start: int, marker: Marker) -> Sentence:
    terms = find_terms(text)
    return Sentence(
        stems=frozenset(term.stem for term in terms),
        places=tuple((term.stem, term.start) for term in terms),
        marks=_marks(text, marker),
        start=start,
    )


def _likeness(head: Head, body: Body, held: Sequence[float], ranked: Sequence[int], total: float) -> dict[str, float]:
    """How much of the claim stands in the article, in its lead, in one sentence, in a few together."""

    def share(stems: Iterable[str]) -> float:
        return sum(head.weights[stem] for stem in set(stems) & head.weights.keys()) / total

    lead = {stem for s in body.sentences[:LEAD_SENTENCES] for stem in s.stems}
    few = {stem for at in ranked for stem in body.sentences[at].stems}
    names = head.names & body.stems
    return {
        "share": share(body.stems),
        "share_lead": share(lead),
        "share_few": share(few),
        "share_best": held[ranked[0]] if ranked else 0.0,
        "share_second": held[ranked[1]] if len(ranked) > 1 else 0.0,
        "held_mean": sum(held) / len(held) if held else 0.0,
        "held_often": float(sum(h > 0.3 for h in held)) / max(1, len(held)),
        "best_place": ranked[0] / max(1, len(held)) if ranked else 1.0,
        "pairs": len(head.pairs & body.pairs) / max(1, len(head.pairs)),
        "names": len(names) / max(1, len(head.names)) if head.names else -1.0,
        "numbers": len(head.numbers & body.numbers) / len(head.numbers) if head.numbers else -1.0,
        "weight": total,
    }


def _claim_signs(head: Head) -> dict[str, float]:
    signs = {f"claim_{sort}": float(sum(mark.sort == sort for mark in head.marks)) for sort in SORTS}
    signs["claim_asks"] = float(head.text.rstrip().endswith("?"))
    signs["claim_quotes"] = float(len(_QUOTED.findall(head.text)))
    signs["claim_reports"] = float(len(_REPORTS.findall(head.text)))
    signs["claim_colon"] = float(":" in head.text)
    signs["claim_words"] = float(len(head.pairs))
    return signs


def _beside(head: Head, body: Body, sort: str) -> int:
    """How often a polarity word of this sort stands close to a heavy word of the claim."""
    heavy = {stem for stem, weight in head.weights.items() if weight > 2}
    found = 0
    for sentence in body.sentences:
        if not sentence.stems & heavy:
            continue
        for mark in sentence.marks:
            if mark.sort == sort:
                near = (abs(place - mark.start) <= NEAR_CHARS for stem, place in sentence.places if stem in heavy)
                found += any(near)
    return found
