"""Whose voice a speaker is: the bodies in a party's name and offices, so that two spokesmen of one body are seen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from onrecord.kit import Kit
from onrecord.kit.terms import stem_of

ARMED = "army"
RANKED = "rank"


class Voices(msgspec.Struct, frozen=True):
    """Body nouns by their words, ranks, and the stems of states (of all pages on a matter: they tell nothing)."""

    bodies: dict[str, str]
    ranks: frozenset[str]
    states: frozenset[str]

    def is_state(self, name: str) -> bool:
        """Whether a name is a state's and nothing more."""
        return all(stem_of(word) in self.states for word in name.split())

    def of(self, body: str, offices: Sequence[str]) -> frozenset[str]:
        """The bodies a speaker is or speaks for, as the name of a body or the offices of a person say.

        Armed services are one voice with the officers who bear their ranks.
        """
        names = [body] if body else []
        found: set[str] = set()
        for title in (*names, *offices):
            words = title.casefold().replace("-", " ").split()
            for size in (2, 1):
                pieces = (" ".join(words[at : at + size]) for at in range(len(words) - size + 1))
                found.update(self.bodies[piece] for piece in pieces if piece in self.bodies)
            if not body and any(word in self.ranks for word in words):
                found.add(RANKED)
        return frozenset(found)


def one_voice(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether two speakers speak for one kind of body: the army and its officers, or a body both name."""
    if left & right - {RANKED}:
        return True
    return (RANKED in left and ARMED in right) or (ARMED in left and RANKED in right)


@lru_cache(maxsize=4)
def voices_of(kit: Kit) -> Voices:
    """Bodies, ranks and states from the kit's lists."""
    armed = ("army", "military", "armed forces", "navy", "air force")
    bodies = {row["noun"].casefold(): row["noun"].casefold() for row in kit.words("bodies") if row["sort"] != "outlet"}
    bodies.update((noun, ARMED) for noun in armed)
    plain = ("state", "side", "group", "office", "force", "team", "party", "council")
    kept = {noun: voice for noun, voice in bodies.items() if noun not in plain}
    ranks = frozenset(row["title"].casefold() for row in kit.words("titles") if row["sort"] == "rank")
    states: set[str] = set()
    for row in kit.words("nations"):
        for name in (row["state"], *row["aliases"].split("|"), *row["adjectives"].split("|")):
            states.update(stem_of(word) for word in name.split() if word[:1].isupper())
    return Voices(kept, ranks, frozenset(states))
