"""The lessons in relations: what is drawn for a round from what readers judged, what we wrote, and other stories."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from onrecord.positions.hearing import NOTHING
from training.facts import NAMES, swapped
from training.pairing import Example, side_by_side
from training.readings import Judged

# Pairs of a kind that a round has of real news at most, and how often a rare one may come again.
MOST = {
    "same_utterance": 420, "affirms": 360, "repeats": 120, "contradicts": 300, "denies": 300, "clarifies": 120,
    "later": 180, "differs_in_detail": 180, "related": 780, NOTHING: 270,
}  # fmt: skip
AGAIN = {"repeats": 4, "clarifies": 4, "later": 3, "differs_in_detail": 3, "contradicts": 2}
# No story gives more than this share of a kind.
OF_STORY, LEAST_OF_STORY = 16, 8
MASK, MASKED = 103, 0.06


def draw(
    read: Sequence[Judged],
    apart: Sequence[Judged],
    own: Sequence[Judged],
    pieces_of: Callable[[str], list[int]],
    chance: random.Random,
) -> list[Example]:
    """The examples of one round, words left out at random and sides changed where no day tells their order.

    ``read`` are pairs within stories, ``apart`` those of two stories; ``own`` come whole in every round.
    """
    kinds: dict[str, list[Judged]] = defaultdict(list)
    for pair in read:
        kinds[pair.relation].append(pair)
    drawn = chance.sample(apart, min(len(apart), MOST[NOTHING]))
    for name, most in MOST.items():
        taken = _taken(kinds[name], most, chance)
        drawn += taken * min(AGAIN.get(name, 1), max(1, most // max(1, len(taken))))
    return [_example(pair, pieces_of, chance) for pair in (*drawn, *own)]


def _taken(pairs: Sequence[Judged], most: int, chance: random.Random) -> list[Judged]:
    """Pairs of one kind, likelier the more tempting they are, few of each story."""
    held: Counter[str] = Counter()
    taken: list[Judged] = []
    for pair in sorted(pairs, key=lambda pair: -(chance.random() ** (1 / pair.likeness))):
        if len(taken) < most and held[pair.story] < max(LEAST_OF_STORY, most // OF_STORY):
            held[pair.story] += 1
            taken.append(pair)
    return taken


def _example(pair: Judged, pieces_of: Callable[[str], list[int]], chance: random.Random) -> Example:
    one, other = (
        [MASK if chance.random() < MASKED else piece for piece in pieces_of(text)] for text in (pair.left, pair.right)
    )
    facts, turn = pair.facts, pair.turn
    if not pair.ordered and chance.random() < 0.5:
        one, other, facts, turn = other, one, swapped(facts), -turn
    return side_by_side(one, other), facts, NAMES.index(pair.relation), turn
