"""Whom a pronoun means: by gender and number, nearness, who is the subject, and who spoke last."""

from __future__ import annotations

from onrecord.people.cast import Cast, Member
from onrecord.people.found import Found

# Weights tuned on world-train of the shared quotes bench; one step either way costs under one point of speakers right.
FAR_SENTENCES = 12
NEAR = 1.0
SPEAKS = 2.5
SUBJECT = 1.5
OBJECT = 1.5
QUOTED = 3.0
PRONOUN = 0.5
GENDER = 1.0
EVEN = 0.05


def place_pronoun(cast: Cast, k: int) -> None:
    """Joins a pronoun to the member it most likely means; a lone one opens a member, and says why."""
    one = cast.found[k]
    able = sorted(
        ((_score(cast, k, j), j) for j in range(len(cast.members)) if _can(one, cast.members[j])), reverse=True
    )
    able = [(score, j) for score, j in able if score is not None and score > -FAR_SENTENCES]
    if able:
        if len(able) > 1 and able[0][0] - able[1][0] < EVEN:
            cast.start(k, "two fit equally well")
            return
        cast.join(k, able[0][1], "the one spoken of")
        return
    cast.start(k, "no one before it fits")


def _can(one: Found, member: Member) -> bool:
    """Whether a pronoun can stand for a member at all."""
    if not member.mentions:
        return False
    if one.kind == "person":
        return member.kind == "person" and not (one.gender and member.gender and one.gender != member.gender)
    if one.plural:
        return member.kind in ("group", "people") or member.plural or (member.kind == "body" and bool(member.words))
    return member.kind in ("body", "place", "other") and not member.plural


def _score(cast: Cast, k: int, j: int) -> float:
    """How near and how prominent a member's mentions before a pronoun are: the best of them counts."""
    here, one, member = cast.places[k], cast.found[k], cast.members[j]
    best = -float(FAR_SENTENCES) - 1
    for m in reversed(member.mentions):
        there = cast.places[m]
        gap = here.sentence - there.sentence
        if gap > FAR_SENTENCES:
            break
        score = -NEAR * gap
        score += SPEAKS * there.speaks + SUBJECT * there.subject - OBJECT * there.object
        score -= QUOTED * (there.quoted and not here.quoted)
        score -= PRONOUN * (cast.found[m].hollow)
        best = max(best, score)
    best += GENDER * bool(one.gender and member.gender)
    if one.plural:
        best += GENDER * (member.kind == "group")
    elif one.kind == "body":
        best -= GENDER * (member.kind == "place")
    return best
