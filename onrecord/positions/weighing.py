"""What is made of the learnt judge's chances: what cannot be by who speaks and when weighs little or nothing.

One speaker does not deny or affirm himself, another does not repeat or clarify him, nothing develops within a day.
Opposition needs a chance above ``SURELY`` after that; below it nothing is called one.
"""

from __future__ import annotations

from collections.abc import Mapping

from onrecord import labels
from onrecord.positions.claims import speaker_of
from onrecord.positions.hearing import RELATIONS, Heard
from onrecord.positions.relations import ONE_SPEECH_DAYS, ONE_TIME_DAYS, Found, Pair, distance_of, matter_of
from onrecord.positions.voices import one_voice

NOTHING = "nothing"
SURELY = 0.55
OPPOSED = ("denies", "contradicts")
DIRECTED = ("affirms", "repeats", "denies", "clarifies", "later")
# Chances are weighed so that a relation the lessons had more of than news has is not told too often.
WEIGHTS: Mapping[str, float] = {}
UNLIKELY = 0.25
HARDLY = 0.05
# So much of the shorter content running in both is one wording, whoever is read as its speaker.
ONE_WORDING = 0.6
# A learnt judge is never as sure as a rule that saw a denial take up the very words.
LEARNT = 0.8
REASONS = {
    "same_utterance": "told in other words",
    "affirms": "both say alike",
    "later": "the facts moved on",
    "differs_in_detail": "one fact in other detail",
    "related": "one matter",
}


def weigh(pair: Pair, signs: Mapping[str, float], heard: Heard) -> Found | None:
    """The relation most likely once what cannot be is left out, or nothing."""
    chances: dict[str, float] = {**heard.chances, NOTHING: heard.nothing}
    weighed = {name: chance * WEIGHTS.get(name, 1.0) for name, chance in chances.items()}
    for name, share in _shares(pair, signs).items():
        weighed[name] *= share
    total = sum(weighed.values()) or 1.0
    weighed = {name: chance / total for name, chance in weighed.items()}
    if sum(weighed[name] for name in OPPOSED) <= SURELY or not _may_oppose(pair):
        weighed |= dict.fromkeys(OPPOSED, 0.0)
    best = max(RELATIONS, key=lambda name: weighed[name])
    return None if weighed[NOTHING] > weighed[best] else _found(best, weighed[best], pair, heard)


def _shares(pair: Pair, signs: Mapping[str, float]) -> dict[str, float]:
    """By what each chance is cut."""
    days = pair.gap_days
    shares: dict[str, float] = {}
    if signs["same"]:
        shares = {"affirms": HARDLY, "denies": HARDLY, "contradicts": UNLIKELY}
        if days is not None and days <= ONE_SPEECH_DAYS:
            shares["repeats"] = HARDLY
    else:
        shares = {"repeats": 0.0, "clarifies": 0.1}
        if signs["other"] and signs["runshare"] < ONE_WORDING:
            shares["same_utterance"] = UNLIKELY
    if signs["samepage"]:
        shares |= {"later": UNLIKELY, "repeats": HARDLY}
    if days == 0:
        shares["later"] = HARDLY
    if days is not None and days > ONE_TIME_DAYS:
        shares |= {"denies": UNLIKELY, "contradicts": min(0.5, shares.get("contradicts", 1.0))}
    return shares


def _may_oppose(pair: Pair) -> bool:
    """Whether one may contradict the other at all: not a body itself, not nobody in particular."""
    left, right = pair.left, pair.right
    if left.party and right.party and left.party != right.party and one_voice(left.voices, right.voices):
        return False
    return not any(claim.statement.form == "none" for claim in (left, right))


def _found(relation: labels.Relation, chance: float, pair: Pair, heard: Heard) -> Found:
    left, right = pair.left, pair.right
    turned = relation in ("denies", "clarifies", "later") and heard.onward < 0.5
    if relation == "later" and pair.gap_days:
        turned = False
    last, first = (left, right) if turned else (right, left)
    reason = (
        REASONS.get(relation)
        or {
            "repeats": f"{speaker_of(last)} on another occasion",
            "denies": f"{speaker_of(last)} says it is not as {speaker_of(first)} said",
            "contradicts": f"{speaker_of(left)} and {speaker_of(right)} say what cannot both hold",
            "clarifies": f"{speaker_of(last)} takes back or narrows own words",
        }[relation]
    )
    words = matter_of(pair)
    reasons = [reason, *([f"on {words}"] if words else [])]
    if relation in ("repeats", "later"):
        reasons += distance_of(pair)
    anonymous = [claim.statement.form.startswith("anon") for claim in (left, right)]
    if anonymous[0] != anonymous[1] and relation in ("affirms", *OPPOSED):
        reasons.append("an unnamed source against a named one")
    sure = round(min(LEARNT, chance), 2)
    return Found(relation, sure, tuple(reasons), relation in DIRECTED, turned, learnt=True)
