"""Whom a pronoun means: by gender and number, nearness, who is the subject, and who spoke last."""

from __future__ import annotations

from onrecord.people.cast import Cast, Member
from onrecord.people.found import Found

# Weights tuned on world-train and world-dev of the shared quotes bench (grid of 27, 591 of 690 speakers right;
# half a point either way costs up to 7 of them).
FAR_SENTENCES = 12
AHEAD_SENTENCES = 4
NEAR = 1.5
SPEAKS = 1.0
SUBJECT = 1.5
OTHER = 8.0
# "According to an aide, Tessel observed ... He said": the one the report rests on goes on speaking.
FRAMES = 0.5
OBJECT = 1.5
QUOTED = 3.0
HOLLOW = 2.0
GENDER = 1.0
EVEN = 0.05
# "Tessel, a 40-year-old diver, ... She": whoever is named is meant sooner than what only describes someone.
UNHEARD = 2.0


def place_pronoun(cast: Cast, k: int) -> None:
    """Joins a pronoun to the member it most likely means; a lone one opens a member, and says why."""
    who, why = _best(cast, k)
    if who is not None:
        cast.join(k, who, why)
        return
    coming = _coming(cast, k) if not why else None
    if coming is not None:
        cast.join(k, coming, "no one before it fits; the first one named after it")
    else:
        cast.start(k, why or "no one before it fits")


def best_for(cast: Cast, k: int) -> int | None:
    """The member a pronoun in this place would mean; ``None`` when two fit equally well or none does."""
    return _best(cast, k)[0]


def _best(cast: Cast, k: int) -> tuple[int | None, str]:
    one = cast.found[k]
    able = sorted(
        ((_score(cast, k, j), j) for j in range(len(cast.members)) if _can(one, cast.members[j])), reverse=True
    )
    able = [(score, j) for score, j in able if score > -FAR_SENTENCES]
    if not able:
        return None, ""
    if len(able) > 1 and able[0][0] - able[1][0] < EVEN:
        return None, "two fit equally well"
    return able[0][1], "the one spoken of"


def _coming(cast: Cast, k: int) -> int | None:
    """Whoever speaks by a full name within the next sentences: "He said ... Ilda Tessel told reporters"."""
    if cast.found[k].kind != "person":
        return None
    for n in range(k + 1, len(cast.found)):
        if cast.places[n].sentence > cast.places[k].sentence + AHEAD_SENTENCES:
            return None
        if n in cast.ahead and cast.members[cast.ahead[n]].kind == "person" and cast.places[n].speaks:
            return cast.ahead[n]
    return None


def _can(one: Found, member: Member) -> bool:
    """Whether a pronoun can stand for a member at all."""
    if not member.mentions:
        return False
    if one.kind == "person":
        return member.kind == "person" and not (one.gender and member.gender and one.gender != member.gender)
    if one.plural:
        return (
            member.kind in ("group", "people")
            or member.plural
            or (member.kind == "body" and (bool(member.words) or member.sort in ("group", "team")))
        )
    return member.kind in ("body", "place", "other") and not member.plural


def _score(cast: Cast, k: int, j: int) -> float:
    """How near and how prominent a member's mentions before a pronoun are: the best of them counts."""
    here, one, member = cast.places[k], cast.found[k], cast.members[j]
    best = -float(FAR_SENTENCES) - 1
    for m in reversed(member.mentions):
        there = cast.places[m]
        gap = here.step - there.step
        if gap > FAR_SENTENCES:
            break
        score = -NEAR * gap
        score += SPEAKS * there.speaks + SUBJECT * there.subject - OBJECT * there.object
        score += FRAMES * there.frames
        score -= QUOTED * (there.quoted and not here.quoted)
        score -= HOLLOW * cast.found[m].hollow
        best = max(best, score)
    best += GENDER * bool(one.gender and member.gender)
    if member.kind == "person" and not member.words and not any(cast.places[m].speaks for m in member.mentions):
        best -= UNHEARD
    # Without a title or given name to tell, the last pronoun used for someone speaks for or against another.
    if one.gender and member.spoken and not member.gender:
        best += GENDER if one.gender == member.spoken else -OTHER
    if one.plural:
        best += GENDER * (member.kind == "group")
    elif one.kind == "body":
        best -= GENDER * (member.kind == "place")
    return best
