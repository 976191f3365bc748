"""The answers of the network, and the facts of a pair with its sides changed."""

from __future__ import annotations

from onrecord.positions.hearing import ACTS, NOTHING, RELATIONS, SIGNS

NAMES = (*RELATIONS, NOTHING)


def swapped(facts: tuple[float, ...]) -> tuple[float, ...]:
    """The facts of a pair with its sides changed, in the order of ``onrecord.positions.hearing.facts_of``."""
    found = list(facts)
    # Behind the signs: four facts on time, whether both are anonymous, then pairs of facts and two sides of acts.
    at, side = len(SIGNS) + 5, len(ACTS) + 2
    for one in (at, at + 2, at + 4, at + 6 + 2 * side + 1):
        found[one], found[one + 1] = found[one + 1], found[one]
    left, right = slice(at + 6, at + 6 + side), slice(at + 6 + side, at + 6 + 2 * side)
    found[left], found[right] = found[right], found[left]
    return tuple(found)
