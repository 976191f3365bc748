"""Pairs of statements with their relation, dealt from scenes.

Which relation two lines stand in follows from their parts in the affair, from who speaks and from the days between.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Sequence

import msgspec

from onrecord.kit import Kit
from onrecord.positions.claims import PRONOUNS, in_line
from onrecord.positions.contrast import signs_between
from onrecord.positions.hearing import NEAR_DAYS, NOTHING, facts_of
from onrecord.positions.polarity import Marker, marker_of
from training.scenes import Line, Scene, first_names, play, rename, retell

# Pairs a scene gives in each relation.
QUOTAS = {
    "same_utterance": 5, "affirms": 5, "repeats": 1.5, "contradicts": 4, "denies": 6, "clarifies": 1.5,
    "later": 3, "differs_in_detail": 3, "related": 8, NOTHING: 3,
}  # fmt: skip
ROUNDS = 4
ACROSS = 3
RETOLD = 4
# Lines held against themselves, plain and behind cues that turn them: only the cue tells the relation.
TURNED = 6
# A reading does not always find that two speakers are one; repetitions and clarifications need that it does.
HIDDEN = 0.3
OF_ONE = ("repeats", "clarifies")
ONE_PAGE = 0.08

_FIGURE = re.compile(r"\d|\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen)\b")


class Dealt(msgspec.Struct, frozen=True):
    """A pair: both texts, the facts, the relation, and whether the second acts on the first (1), or the other way."""

    left: str
    right: str
    facts: tuple[float, ...]
    relation: str
    turn: int


def deal(scenes: Sequence[Scene], seed: int, kit: Kit) -> list[Dealt]:
    """Pairs of all scenes played anew, in mixed order."""
    chance, marker, names = random.Random(seed), marker_of(kit), first_names(kit)
    dealt: list[Dealt] = []
    played: list[list[Line]] = []
    for scene in scenes:
        drawn = rename(scene, names, chance)
        pairs, lines = _of_scene(drawn, marker, chance)
        for relation, quota in QUOTAS.items():
            wanted = int(quota) + (chance.random() < quota % 1)
            dealt += chance.sample(pairs[relation], min(wanted, len(pairs[relation])))
        played.append(lines)
    for own in played:
        for _ in range(ACROSS):
            other = chance.choice(played)
            pair = _pair(chance.choice(own), chance.choice(other), chance) if other is not own else None
            if pair:
                dealt.append(msgspec.structs.replace(pair, relation=NOTHING, turn=0))
    chance.shuffle(dealt)
    return dealt


def told(line: Line) -> str:
    """Who speaks, the cue and the content; the speaker in place of a pronoun."""
    source = line.who if line.source.lower() in PRONOUNS and line.source else line.source
    return in_line(source, line.cue, line.content)


def _of_scene(scene: Scene, marker: Marker, chance: random.Random) -> tuple[dict[str, list[Dealt]], list[Line]]:
    pairs: dict[str, list[Dealt]] = defaultdict(list)
    lines: list[Line] = []
    for _ in range(ROUNDS):
        numbers = [*range(len(scene.lines)), *chance.sample(range(len(scene.lines)), 6)]
        lines = [play(scene, number, marker, chance) for number in numbers]
        ends = [(one, other) for at, one in enumerate(lines) for other in lines[at + 1 :]]
        ends = [(a, b) for a, b in ends if (a.content, a.who, a.cue) != (b.content, b.who, b.cue)]
        ends += [(line, retell(line, marker, chance)) for line in chance.sample(lines, RETOLD)]
        ends += _turned(scene, marker, chance)
        for one, other in ends:
            pair = _pair(one, other, chance)
            if pair:
                pairs[pair.relation].append(pair)
    return pairs, lines


def _turned(scene: Scene, marker: Marker, chance: random.Random) -> list[tuple[Line, Line]]:
    claims = [number for number, (part, text) in enumerate(scene.lines) if part in "pm" and not text.startswith("“")]
    chosen = [chance.choice(claims) for _ in range(TURNED)] if claims else []
    return [(play(scene, number, marker, chance), play(scene, number, marker, chance)) for number in chosen]


def _pair(one: Line, other: Line, chance: random.Random) -> Dealt | None:
    same = one.who == other.who
    gap = _days(chance)
    if "l" in (one.part, other.part) and gap is not None and gap <= NEAR_DAYS and chance.random() < 0.5:
        gap = None
    left, right = (one, other) if chance.random() < 0.5 else (other, one)
    found = relation_of(left, right, gap, same=same)
    if found is None:
        return None
    signs = dict(signs_between(left.claim, right.claim))
    signs["samepage"] = float(chance.random() < ONE_PAGE)
    if signs["same"] and not same:
        return None
    if same and found[0] not in OF_ONE and chance.random() < HIDDEN:
        signs |= {"same": 0.0, "other": 0.0, "unknown": 1.0}
    return Dealt(told(left), told(right), facts_of(left.claim, right.claim, gap, signs), *found)


def _days(chance: random.Random) -> int | None:
    """How many days lie between, unknown as often as not."""
    roll = chance.random()
    if roll < 0.45:
        return None
    if roll < 0.6:
        return 0
    if roll < 0.7:
        return chance.randint(1, NEAR_DAYS)
    return chance.randint(4, 50) if roll < 0.85 else chance.randint(70, 900)


def relation_of(left: Line, right: Line, gap: int | None, *, same: bool) -> tuple[str, int] | None:
    """The relation of two lines, the earlier first, and its turn; ``None`` where their parts do not settle it."""
    parts = {left.part, right.part}
    far = gap is not None and gap > NEAR_DAYS
    alike = left.number == right.number
    held = ("repeats", 1) if same and far else ("same_utterance", 0) if same else ("affirms", 0)
    if "o" in parts:
        return (held if alike else None) if parts == {"o"} else (NOTHING, 0)
    if len(parts) == 1:
        return _of_one_part(left.part, held, same=same, far=far, alike=alike)
    if "r" in parts:
        return "related", 0
    if parts == {"p", "n"}:
        return _answer(right.part == "n", same=same, far=far)
    if "u" in parts:
        return _of_open(left.part, right.part, far=far)
    if "c" in parts:
        return ("clarifies", 1 if right.part == "c" else -1) if "p" in parts and same else None
    if parts in ({"p", "x"}, {"p", "y"}, {"p", "q"}):
        return None if same else ("contradicts", 0)
    if parts in ({"n", "x"}, {"q", "x"}):
        return ("related", 0) if same else held
    if parts == {"n", "q"}:
        return None if same else held
    if "l" in parts:
        return _of_development(left.part, right.part, gap)
    if parts == {"p", "d"} and _FIGURE.search(left.content) and _FIGURE.search(right.content) and not far:
        return "differs_in_detail", 0
    return None


def _of_one_part(part: str, held: tuple[str, int], *, same: bool, far: bool, alike: bool) -> tuple[str, int] | None:
    if part in "pnq" or (alike and part != "u"):
        return held
    if part == "u":
        return ("same_utterance", 0) if same and not far else ("related", 0)
    if part == "d":
        return None if far else ("differs_in_detail", 0)
    if part in "rl":
        return "related", 0
    return ("affirms", 0) if part == "x" and not same else None


def _answer(denial_last: bool, *, same: bool, far: bool) -> tuple[str, int]:
    """A claim and its denial: by one speaker it is taken back, or held after all."""
    if same:
        return ("clarifies", 1) if denial_last else ("contradicts", 0)
    if denial_last:
        return "denies", 1
    return ("contradicts", 0) if far else ("denies", -1)


def _of_open(left: str, right: str, *, far: bool) -> tuple[str, int] | None:
    """What was left open: settled later, or merely of one matter."""
    if "l" in (left, right):
        return ("later", 1) if right == "l" else None
    if "c" in (left, right):
        return None
    return ("later", 1) if right == "p" and far else ("related", 0)


def _of_development(left: str, right: str, gap: int | None) -> tuple[str, int] | None:
    if right == "l":
        return ("later", 1) if left in "pdn" else None
    return ("later", -1) if right in "pd" and not gap else None
