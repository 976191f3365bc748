"""What a network is given of two statements: each in one line of words, and what is known besides, as numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from onrecord import labels
from onrecord.positions.claims import Claim
from onrecord.spans import words_of

NOTHING = "unrelated"
NAMES = (*get_args(labels.Relation), NOTHING)
PRONOUNS = frozenset({"", "he", "she", "it", "they", "him", "her", "who", "them", "we", "i"})
# Of a long source the first words name it; a content of fewer words than this brings what stands around it.
SOURCE_WORDS, SHORT_WORDS, AROUND_CHARS = 8, 8, 220
NEAR_DAYS, FAR_DAYS = 3, 60
# Signs of ``onrecord/positions/contrast.py``, and what each is divided by.
SIGNS: Mapping[str, float] = {
    "cos": 1, "cosr": 1, "contain": 1, "indel": 1, "lcs": 1, "run": 12, "runshare": 1, "shared": 8, "sharedw": 40,
    "names": 1, "cover": 1, "covermin": 1, "len": 4, "same": 1, "other": 1, "unknown": 1, "voice": 1, "source": 1,
    "anonymous": 1, "unstated": 1, "oppw": 1, "oppmass": 30, "hard": 1, "hardopp": 1, "xneg": 1, "oppcos": 1,
    "oppcont": 1, "samepage": 1, "story": 1, "figures": 1, "open": 1,
}  # fmt: skip
ACTS = ("deny", "clarify", "rule_out", "demand", "attitude", "report", "accuse")


def told(claim: Claim, text: str) -> str:
    """Source, cue and content in one line; a name stands for a pronoun."""
    statement = claim.statement
    source, cue, content = (
        " ".join(words_of(text, spans).split()) for spans in (statement.source, statement.cue, statement.content)
    )
    if source.lower() in PRONOUNS and statement.speaker:
        source = statement.speaker.removeprefix("unnamed: ")
    line = in_line(source, cue, content)
    if len(content.split()) < SHORT_WORDS:
        start = statement.content[0].start
        around = text[max(0, start - AROUND_CHARS // 2) : start + AROUND_CHARS // 2]
        line += f" ( {' '.join(around.split()[1:-1])} )"
    return line


def in_line(source: str, cue: str, content: str) -> str:
    """The words of a statement in one line."""
    return f"{' '.join(source.split()[:SOURCE_WORDS])} {cue} : {content}".strip()


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
    known = (signs[name] / scale for name, scale in SIGNS.items())
    return tuple(round(float(number), 4) for number in (*known, *flags, *sides, *both))


def swapped(facts: tuple[float, ...]) -> tuple[float, ...]:
    """The facts of a pair with its sides changed."""
    found = list(facts)
    # Behind the signs: four facts on time, whether both are anonymous, then pairs of facts and two sides of acts.
    at, side = len(SIGNS) + 5, len(ACTS) + 2
    for one in (at, at + 2, at + 4, at + 6 + 2 * side + 1):
        found[one], found[one + 1] = found[one + 1], found[one]
    left, right = slice(at + 6, at + 6 + side), slice(at + 6 + side, at + 6 + 2 * side)
    found[left], found[right] = found[right], found[left]
    return tuple(found)
