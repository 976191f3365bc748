"""Parties that may be one although nothing proves it: shown with the reason, and joined by a person alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from onrecord.groups import Judgement, Link, Party
from onrecord.people.likeness import (
    fold,
    heard,
    is_acronym,
    is_spelling,
    is_transliteration,
    name_parts,
    part_of,
    same_person,
)
from onrecord.types import page_of

WHY = "same-party"
# A bare name with more bearers than this suggests nobody.
MOST_BEARERS = 3
# How strong the machine's reasons are: a name alike, and a title in common besides.
ALIKE, TITLED = 0.4, 0.7


def suggest(parties: Sequence[Party], judgements: Iterable[Judgement] = ()) -> list[Link]:
    """Pairs of parties that may be one, by the ids of their first entities, the likelier first.

    A bare name and those who bear it; two full names that one letter, another script or a middle name sets apart;
    letters and the body they are the initials of. What a person has decided, and names that one page keeps apart,
    are left out. Nothing here joins anything.
    """
    decided = {frozenset((j.left, j.right)) for j in judgements if j.why == WHY}
    found = []
    for left, right, reason in _pairs(parties):
        pages = {page_of(entity) for entity in left.entities} & {page_of(entity) for entity in right.entities}
        ids = [{party.id, *party.entities} for party in (left, right)]
        if pages or any(frozenset((a, b)) in decided for a in ids[0] for b in ids[1]):
            continue
        title = _shared_title(left, right)
        reasons = (reason, *((f"both are called {title}",) if title else ()))
        found.append(Link(left.entities[0], right.entities[0], WHY, TITLED if title else ALIKE, reasons))
    return sorted(found, key=lambda link: (-link.score, link.left, link.right))


def _pairs(parties: Sequence[Party]) -> Iterable[tuple[Party, Party, str]]:
    people = [(party, name_parts(party.name)) for party in parties if party.kind == "person"]
    full = [(party, parts) for party, parts in people if len(parts) > 1]
    by_word: dict[str, list[tuple[Party, tuple[str, ...]]]] = defaultdict(list)
    by_sound: dict[str, list[tuple[Party, tuple[str, ...]]]] = defaultdict(list)
    for party, parts in full:
        for word in {parts[0], parts[-1]}:
            by_word[word].append((party, parts))
        for other, known in by_sound[heard(parts[-1])]:
            if reason := _near(parts, known):
                yield other, party, f"{party.name} {reason} {other.name}"
        by_sound[heard(parts[-1])].append((party, parts))
    for bare, parts in people:
        bearers = [party for party, known in by_word[parts[0]] if part_of(parts, known) > 1] if len(parts) == 1 else []
        if len(bearers) <= MOST_BEARERS:
            others = f", as {len(bearers) - 1} more do" if len(bearers) > 1 else ""
            yield from ((bearer, bare, f"{bearer.name} bears the name {bare.name}{others}") for bearer in bearers)
    yield from _bodies([party for party in parties if party.kind == "body"])


def _near(left: Sequence[str], right: Sequence[str]) -> str:
    if is_spelling(left, right):
        return "is a letter away from"
    if is_transliteration(left, right):
        return "may be another way to write"
    return "may be short or long for" if same_person(left, right) else ""


def _bodies(bodies: Sequence[Party]) -> Iterable[tuple[Party, Party, str]]:
    long = defaultdict(list)
    for party in bodies:
        words = party.name.split()
        if len(words) > 1:
            long[fold(words[0])[:1]].append((party, words))
    for party in bodies:
        if party.name.isupper() and " " not in party.name:
            fits = [other for other, words in long[fold(party.name)[:1]] if is_acronym(party.name, words)]
            if len(fits) <= MOST_BEARERS:
                yield from ((other, party, f"{party.name} are the initials of {other.name}") for other in fits)


def _shared_title(left: Party, right: Party) -> str:
    """A title or office that pages give to both."""
    titles = {fold(role.title) for role in right.roles}
    return next((role.title for role in left.roles if fold(role.title) in titles), "")
