"""What two statements show about one another, as numbers by name: the signs their relation is judged from.

Every number comes from the two statements alone and the table of general news: what else lies in the pile
changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import Indel, LCSseq

from onrecord.kit.terms import rarity_of
from onrecord.positions.claims import Claim
from onrecord.positions.saying import Row, Saying
from onrecord.positions.voices import one_voice

# Statements remembered with their pairs of words: each is held against many.
REMEMBERED = 4096
MOST_RUN = 12
MOST_SHARED = 8
MOST_WEIGHT = 40.0
MOST_OPPOSED = 30.0


def signs_between(left: Claim, right: Claim) -> dict[str, float]:
    """The numbers for a pair; which of the two comes first changes none of them."""
    one, other = left.saying, right.saying
    signs = {**_likeness(one, other), **_speakers(left, right), **_opposition(one, other)}
    for name, power in (("oppcos", "cos"), ("oppcont", "contain")):
        signs[name] = signs["oppw"] * signs[power]
    signs["samepage"] = float(left.statement.page == right.statement.page)
    signs["story"] = float(left.story == right.story)
    signs["figures"] = float(bool(one.figures) and bool(other.figures) and not one.figures & other.figures)
    signs["open"] = float(one.open != other.open)
    return signs


def is_same(left: Claim, right: Claim) -> bool:
    """Whether both are surely of one speaker: one party, or one family name on two pages."""
    if left.party and left.party == right.party:
        return True
    names = [_family(claim) for claim in (left, right)]
    return bool(names[0]) and names[0] == names[1]


def _family(claim: Claim) -> str:
    speaker = claim.statement.speaker or ""
    return "" if not speaker or speaker.startswith("unnamed:") else speaker.split()[-1].casefold()


def _likeness(one: Saying, other: Saying) -> dict[str, float]:
    shared = one.terms.keys() & other.terms.keys()
    weight = sum(rarity_of(stem) for stem in sorted(shared))
    held = [weight / max(1.0, saying.mass) for saying in (one, other)]
    least = max(1, min(len(one.words), len(other.words)))
    run = longest_run(one.words, other.words)
    return {
        "cos": _cosine(one.weighed, other.weighed),
        "cosr": _cosine(one.weighed_around, other.weighed_around),
        "contain": _contained(one.terms, other.terms),
        "indel": float(Indel.normalized_similarity(one.words, other.words)),
        "lcs": LCSseq.similarity(one.words, other.words) / least,
        "run": float(min(run, MOST_RUN)),
        "runshare": run / least,
        "shared": float(min(len(shared), MOST_SHARED)),
        "sharedw": min(MOST_WEIGHT, weight),
        "names": len(one.names & other.names) / max(1, min(len(one.names), len(other.names))),
        "cover": max(held),
        "covermin": min(held),
        "len": math.log(1 + least),
    }


def _speakers(left: Claim, right: Claim) -> dict[str, float]:
    same, families = is_same(left, right), [_family(claim) for claim in (left, right)]
    here, there = left.saying.source, right.saying.source
    forms = [claim.statement.form for claim in (left, right)]
    return {
        "same": float(same),
        "other": float(all(families) and not same),
        "unknown": float(not all(families)),
        "voice": float(one_voice(left.voices, right.voices)),
        "source": len(here & there) / max(1, min(len(here), len(there))),
        "anonymous": float(forms[0].startswith("anon") != forms[1].startswith("anon")),
        "unstated": float((forms[0] == "none") != (forms[1] == "none")),
    }


def _opposition(one: Saying, other: Saying) -> dict[str, float]:
    """How much of what both speak of the one denies and the other does not."""
    shared = sorted(one.turned.keys() & other.turned.keys())
    total = sum(rarity_of(stem) for stem in shared)
    opposed = sum(rarity_of(stem) for stem in shared if one.turned[stem] != other.turned[stem])
    hard = float(one.untrue != other.untrue)
    share = opposed / total if total else 0.0
    return {
        "oppw": share,
        "oppmass": min(MOST_OPPOSED, opposed),
        "hard": hard,
        "hardopp": hard * share,
        "xneg": float(any(one.turned.values()) != any(other.turned.values())),
    }


def _cosine(one: Row, other: Row) -> float:
    if not one.size or not other.size:
        return 0.0
    theirs = other.weights
    both = sum(value * theirs[stem] for stem, value in one.weights.items() if stem in theirs)
    return both / (one.size * other.size)


def _contained(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    both = sum(min(count, other[stem]) for stem, count in one.items() if stem in other)
    return both / max(1.0, min(sum(one.values()), sum(other.values())))


def longest_run(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words running both have."""
    if _twos(tuple(one)).isdisjoint(_twos(tuple(other))):
        return int(not set(one).isdisjoint(other))
    places: dict[str, list[int]] = {}
    for at, word in enumerate(other):
        places.setdefault(word, []).append(at)
    best = 0
    # How long the run is that ends at each place of the other.
    before: dict[int, int] = {}
    for word in one:
        before = {at: before.get(at - 1, 0) + 1 for at in places.get(word, ())}
        if before:
            best = max(best, *before.values())
    return best


@lru_cache(maxsize=REMEMBERED)
def _twos(words: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    return frozenset(pairwise(words))
