"""Parties of several piles that are one: the same full name of a person, the same name of a body.

Within a pile offices and matter tell people apart and bare surnames find their bearers; between piles only whole
names speak. A person's decision outranks them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from onrecord.groups import Judgement, Party
from onrecord.people.likeness import fold, name_parts, same_person

SAME_NAME = "same name on other matters"


def name_key(party: Party) -> str | None:
    """What parties that may be one share: first and last name of a person, all of a body's; None for a bare name.

    >>> name_key(Party("f00d:p0-9", "Orlen P. Baskar", "person", (), ("f00d:m0-9",)))
    'person orlen baskar'
    """
    if party.kind == "person":
        parts = name_parts(party.name)
        return f"person {parts[0]} {parts[-1]}" if len(parts) > 1 else None
    return f"{party.kind} {fold(party.name)}"


def unite(parties: Sequence[Party], judgements: Sequence[Judgement] = ()) -> list[tuple[Party, tuple[str, ...]]]:
    """Parties of one key, in order of their first pages, made one where they can be, each with the ids in it."""
    parted: dict[str, set[str]] = {}
    for judgement in judgements:
        if judgement.verdict == "no":
            for one, two in ((judgement.left, judgement.right), (judgement.right, judgement.left)):
                parted.setdefault(one, set()).add(two)
    groups: list[_Group] = []
    for party in parties:
        name = name_parts(party.name) if party.kind == "person" else ()
        apart = {other for entity in party.entities for other in parted.get(entity, ())}
        home = next((group for group in groups if group.takes(name, apart)), None)
        if home is None:
            home = _Group([], set(), set())
            groups.append(home)
        home.parties.append(party)
        home.names.add(name)
        home.entities.update(party.entities)
    return [(_united(group.parties), tuple(party.id for party in group.parties)) for group in groups]


class _Group(NamedTuple):
    """Parties made one; very many of a well-known person have few names among them."""

    parties: list[Party]
    names: set[tuple[str, ...]]
    entities: set[str]

    def takes(self, name: tuple[str, ...], apart: set[str]) -> bool:
        """Whether another may be one with all of them; names of a body are the same."""
        return (not name or name in self.names or all(same_person(name, other) for other in self.names)) and (
            self.entities.isdisjoint(apart)
        )


def _united(group: Sequence[Party]) -> Party:
    if len(group) == 1:
        return group[0]
    counts: Counter[str] = Counter()
    for party in group:
        counts.update(dict(party.names))
    return Party(
        id=group[0].id,
        name=max(group, key=lambda party: (len(party.name.split()), len(party.name), party.name)).name,
        kind=group[0].kind,
        names=tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
        entities=tuple(entity for party in group for entity in party.entities),
        roles=tuple(dict.fromkeys(role for party in group for role in party.roles)),
        reasons=tuple(dict.fromkeys((*(reason for party in group for reason in party.reasons), SAME_NAME))),
    )
