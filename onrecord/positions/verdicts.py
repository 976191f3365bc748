"""What is made of a pair: a rule that saw a side taken, else what the learnt judge hears, or small judges without it.

A judge's denial or contradiction needs a chance above ``SURELY``; below it nothing is called one. The order
is fixed: one utterance, planned words, rules, opposition, development, other figures, the same stand, one matter.
"""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.positions.claims import Claim, speaker_of
from onrecord.positions.hearing import Hear, facts_of
from onrecord.positions.judging import Chances, hear
from onrecord.positions.polarity import AGAINST
from onrecord.positions.relations import ONE_SPEECH_DAYS, ONE_TIME_DAYS, Found, Pair, distance_of, matter_of, relate
from onrecord.positions.voices import one_voice
from onrecord.positions.weighing import weigh

# Chances above which a judge is heard, chosen on stories held out in turn: parts dev and train of the gold.
SURELY = 0.78
RETREAT = 0.6
ALIKE = 0.37
ONE_UTTERANCE = 0.67
DEVELOPED = 0.45
COUNTED = 0.46
MATTER = 0.4
# So much of the shorter content running in both is one wording: no other occasion, no other figure.
ONE_WORDING = 0.6
# Of two contents that speak of one thing, each has this share of its weight in the other.
ONE_THING = 0.3
# A denial takes up this share of the weight of either content; a judge alone sees one in any two that differ.
TAKEN_UP = 0.3
# A judge is never as sure as a rule that saw a denial take up the very words.
JUDGED = 0.8
WANTS = ("demand", "attitude", "receive")


def verdict_of(pair: Pair, signs: Mapping[str, float], listen: Hear | None = None) -> Found | None:
    """How the statements of a pair stand to one another, or nothing; by rules and small judges without ``listen``."""
    if listen is None:
        return decide(pair, signs, hear(signs))
    ruled = settled(pair)
    if ruled or not (pair.left.firm and pair.right.firm):
        return ruled or relate(pair)
    facts = facts_of(pair.left, pair.right, pair.gap_days, signs)
    return weigh(pair, signs, listen(pair.left, pair.right, facts))


def settled(pair: Pair) -> Found | None:
    """What needs no judge: one utterance, or a rule that saw a side taken."""
    if pair.carried:
        return Found("same_utterance", 0.9, ("both carry one utterance",), directed=False)
    if not (pair.left.firm and pair.right.firm):
        return None
    ruled = relate(pair)
    return ruled if ruled and ruled.relation != "related" and _is_sided(pair, ruled) else None


def _is_sided(pair: Pair, ruled: Found) -> bool:
    """Whether a rule saw a side: much the same words may be a claim and its denial, or other figures."""
    return pair.left.lean != 0 or ruled.relation in ("clarifies", "denies", "contradicts")


def decide(pair: Pair, signs: Mapping[str, float], chances: Chances) -> Found | None:
    """The relation, given what the judges say."""
    if pair.carried:
        return Found("same_utterance", 0.9, ("both carry one utterance",), directed=False)
    ruled = relate(pair)
    if not (pair.left.firm and pair.right.firm):
        return ruled
    if ruled and ruled.relation != "related":
        # A rule that saw no side yields to a denial and to other figures.
        sided = _is_sided(pair, ruled)
        return ruled if sided else _opposes(pair, signs, chances) or _develops(pair, signs, chances) or ruled
    found = (
        _retreats(pair, signs, chances)
        or _opposes(pair, signs, chances)
        or _develops(pair, signs, chances)
        or _holds(pair, signs, chances)
    )
    if found or ruled:
        return found or ruled
    if chances.matter > MATTER:
        words = matter_of(pair)
        return Found("related", round(chances.matter / 2, 2), (f"both on {words}" if words else "one matter",), False)
    return None


def _retreats(pair: Pair, signs: Mapping[str, float], chances: Chances) -> Found | None:
    """One speaker takes back or narrows what was said."""
    if not signs["same"] or signs["runshare"] >= ONE_WORDING or (pair.gap_days or 0) > ONE_TIME_DAYS:
        return None
    if chances.oppose <= RETREAT or pair.left.saying.untrue == pair.right.saying.untrue:
        return None
    reason = f"{speaker_of(pair.right)} takes back or narrows own words"
    sure = round(chances.oppose * 0.8, 2)
    return Found("clarifies", sure, (reason, *_on(pair)), turned=pair.left.saying.untrue, learnt=True)


def _opposes(pair: Pair, signs: Mapping[str, float], chances: Chances) -> Found | None:
    """One denies what the other says, or both cannot hold."""
    left, right = pair.left, pair.right
    if chances.oppose <= SURELY or signs["same"] or (pair.gap_days or 0) > ONE_TIME_DAYS:
        return None
    if left.party and right.party and one_voice(left.voices, right.voices):
        return None
    denial, claim = (left, right) if _denies_more(left, right) else (right, left)
    if denial.statement.speaker is None or denial.statement.form == "none":
        return None
    # Two who are both against a thing do not deny one another; words alone that differ are no denial.
    if claim.lean == AGAINST or not signs["hard"] or signs["covermin"] < TAKEN_UP:
        return None
    sure = round(min(JUDGED, chances.oppose * 0.9), 2)
    answered = denial is right or not pair.gap_days
    if answered and (denial.saying.untrue or any(denial.saying.turned.values())):
        reason = f"{speaker_of(denial)} says it is not as {speaker_of(claim)} said"
        return Found("denies", sure, (reason, *_on(pair), *_unnamed(denial, claim)), turned=denial is left, learnt=True)
    reason = f"{speaker_of(left)} and {speaker_of(right)} say what cannot both hold"
    return Found("contradicts", sure, (reason, *_on(pair), *_unnamed(left, right)), directed=False, learnt=True)


def _denies_more(left: Claim, right: Claim) -> bool:
    """Whether the earlier one is the denial: it calls something untrue, or has more that is negated."""
    if left.saying.untrue != right.saying.untrue:
        return left.saying.untrue
    return sum(left.saying.turned.values()) > sum(right.saying.turned.values())


def _develops(pair: Pair, signs: Mapping[str, float], chances: Chances) -> Found | None:
    """Days later another figure, or what was open is settled; on one day another figure is a detail."""
    if signs["runshare"] >= ONE_WORDING or pair.left.statement.page == pair.right.statement.page:
        return None
    late = (pair.gap_days or 0) > ONE_SPEECH_DAYS
    if late and chances.alike > DEVELOPED and (signs["figures"] or (signs["open"] and pair.left.saying.open)):
        reasons = ("the facts moved on", *_on(pair), *distance_of(pair))
        return Found("later", round(chances.alike * 0.8, 2), reasons, learnt=True)
    if not late and signs["figures"] and chances.alike > COUNTED and signs["covermin"] > ONE_THING:
        figures = [", ".join(sorted(claim.saying.figures)) for claim in (pair.left, pair.right)]
        reasons = (f"other figures: {figures[0]} and {figures[1]}", *_on(pair))
        return Found("differs_in_detail", round(chances.alike * 0.8, 2), reasons, directed=False, learnt=True)
    return None


def _holds(pair: Pair, signs: Mapping[str, float], chances: Chances) -> Found | None:
    """Both say alike: once more, in other words of one utterance, or two speakers of one mind."""
    left, right = pair.left, pair.right
    # Who is against a thing is of one mind with others that are, not with whoever speaks of it.
    sides = (left.lean == AGAINST) != (right.lean == AGAINST) or (left.kind == "deny") != (right.kind == "deny")
    if chances.alike <= ALIKE or sides or _wants(left) != _wants(right):
        return None
    sure = round(chances.alike * 0.8, 2)
    if signs["same"] and (pair.gap_days or 0) > ONE_SPEECH_DAYS and signs["runshare"] < ONE_WORDING:
        reason = f"{speaker_of(pair.right)} on another occasion"
        return Found("repeats", sure, (reason, *_on(pair), *distance_of(pair)), learnt=True)
    if chances.same > ONE_UTTERANCE:
        return Found("same_utterance", sure, ("told in other words", *_on(pair)), directed=False, learnt=True)
    if signs["same"] or left.statement.page == right.statement.page:
        return None
    return Found("affirms", sure, ("both say alike", *_on(pair), *_unnamed(left, right)), learnt=True)


def _wants(claim: Claim) -> bool:
    """Whether a statement speaks of what others should do, which says nothing of what is."""
    return claim.statement.act in WANTS


def _unnamed(left: Claim, right: Claim) -> tuple[str, ...]:
    """A word on it where only one of the two speaks by name."""
    anonymous = [claim.statement.form.startswith("anon") for claim in (left, right)]
    return ("an unnamed source against a named one",) if anonymous[0] != anonymous[1] else ()


def _on(pair: Pair) -> tuple[str, ...]:
    words = matter_of(pair)
    return (f"on {words}",) if words else ()
