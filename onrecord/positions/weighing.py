"""What is made of a pair by the learnt judge: the likeliest relation that who speaks and when allow.

Opposition needs a chance above ``SURELY``; below it nothing is called a contradiction.
"""

from __future__ import annotations

from collections.abc import Mapping

from onrecord import labels
from onrecord.positions.claims import speaker_of
from onrecord.positions.hearing import NOTHING, RELATIONS, Heard
from onrecord.positions.polarity import AGAINST
from onrecord.positions.relations import ONE_SPEECH_DAYS, ONE_TIME_DAYS, Found, Pair, distance_of, matter_of
from onrecord.positions.voices import one_voice

OPPOSED = ("denies", "contradicts")
DIRECTED = ("affirms", "repeats", "denies", "clarifies", "later")
SURELY = 0.4
# By what a chance is cut that who speaks and when make unlikely.
UNLIKELY = 0.25
HARDLY = 0.05
# So much of the shorter content running in both is one wording, whoever is read as its speaker.
ONE_WORDING = 0.6
# Of two statements that speak of one thing, each has this share of its weight in the other.
TAKEN_UP = 0.2
# What the words do not show by themselves is no surer than a guess; a judge is never as sure as a rule that saw it.
MOST_SURE, GUESS = 0.8, 0.5
REASONS = {
    "same_utterance": "told in other words",
    "affirms": "both say alike",
    "later": "the facts moved on",
    "differs_in_detail": "one fact in other detail",
    "related": "one matter",
}


def weigh(pair: Pair, signs: Mapping[str, float], heard: Heard) -> Found | None:
    """The relation most likely, or nothing."""
    shares = dict(heard.chances)
    for name, share in _shares(pair, signs).items():
        shares[name] *= share
    total = sum(shares.values()) or 1.0
    shares = {name: share / total for name, share in shares.items()}
    if sum(shares[name] for name in OPPOSED) <= SURELY or not _may_oppose(pair):
        shares |= dict.fromkeys(OPPOSED, 0.0)
    best = max(RELATIONS, key=lambda name: shares[name])
    if shares[NOTHING] > shares[best]:
        return None
    most = MOST_SURE if _is_borne_out(best, pair, signs) else GUESS
    return _found(best, pair, heard, round(min(most, shares[best]), 2))


def is_worth_hearing(pair: Pair, signs: Mapping[str, float]) -> bool:
    """Whether the words of a pair can show any of what the judge may say of it."""
    retreats = bool(signs["same"]) and pair.left.retreats != pair.right.retreats
    return retreats or signs["covermin"] >= TAKEN_UP or signs["runshare"] >= ONE_WORDING


def _shares(pair: Pair, signs: Mapping[str, float]) -> dict[str, float]:
    days = pair.gap_days
    shares: dict[str, float] = {}
    if signs["same"]:
        shares = {"affirms": HARDLY, "denies": HARDLY, "contradicts": UNLIKELY}
        if days is not None and days <= ONE_SPEECH_DAYS:
            shares["repeats"] = HARDLY
    elif signs["other"]:
        shares = {"repeats": HARDLY, "clarifies": HARDLY}
        if signs["runshare"] < ONE_WORDING:
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


def _is_borne_out(relation: str, pair: Pair, signs: Mapping[str, float]) -> bool:
    """Whether the words show by themselves what the judge says; else it is a guess."""
    both = signs["covermin"] >= TAKEN_UP
    match relation:
        case "denies" | "contradicts":
            claim = pair.right if pair.left.saying.untrue else pair.left
            # Two who are both against a thing do not deny one another; words alone that differ are no denial.
            return bool(signs["hard"]) and both and claim.lean != AGAINST
        case "clarifies":
            return pair.left.retreats != pair.right.retreats
        case "same_utterance":
            return bool(signs["same"] and both) or signs["runshare"] >= ONE_WORDING
        case "affirms" | "repeats":
            return both and pair.left.lean == pair.right.lean and not signs["hard"]
        case "later" | "differs_in_detail":
            return both and bool(signs["figures"] or signs["open"])
    return True


def _found(relation: labels.Relation, pair: Pair, heard: Heard, sure: float) -> Found:
    left, right = pair.left, pair.right
    turned = relation in ("denies", "clarifies", "later") and heard.onward < 0.5
    if relation == "later" and pair.gap_days:
        turned = False
    last, first = (left, right) if turned else (right, left)
    told = {
        "repeats": f"{speaker_of(last)} on another occasion",
        "denies": f"{speaker_of(last)} says it is not as {speaker_of(first)} said",
        "contradicts": f"{speaker_of(left)} and {speaker_of(right)} say what cannot both hold",
        "clarifies": f"{speaker_of(last)} takes back or narrows own words",
    }
    words = matter_of(pair)
    reasons = [REASONS.get(relation) or told[relation], *([f"on {words}"] if words else [])]
    if relation in ("repeats", "later"):
        reasons += distance_of(pair)
    anonymous = [claim.statement.form.startswith("anon") for claim in (left, right)]
    if anonymous[0] != anonymous[1] and relation in ("affirms", *OPPOSED):
        reasons.append("an unnamed source against a named one")
    return Found(relation, sure, tuple(reasons), relation in DIRECTED, turned, learnt=True)
