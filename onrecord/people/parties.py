"""Who is who across pages: entities that bear compatible names joined into parties, with reasons."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import msgspec

from onrecord.groups import Judgement, Party
from onrecord.kit import Kit
from onrecord.kit.recall import Recall, afresh
from onrecord.people.entities import Entity, entities_of
from onrecord.people.grouping import body_key
from onrecord.people.lexicon import Lexicon, lexicon_of
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
from onrecord.types import Clipping

# Pages on one matter share at least this part of the smaller one's longer words; pages on two, about a tenth (by eye).
SHARED_WORDS = 0.25
LEAST_SHARED = 4
# Of two bearers of a name the one whom this many times as many pages give an office is meant by it.
MOST_HELD = 4
# Pairs of pages remembered with how many words they share: a page's people are held against the same few pages.
PAIRS = 4096


def find_parties(
    clippings: Sequence[Clipping], kit: Kit, judgements: Sequence[Judgement] = (), *, recall: Recall = afresh
) -> list[Party]:
    """The people and bodies named on the pages, in order of first page and place.

    Full names join when they can be one person's and nothing speaks against it; a bare surname joins
    only one bearer, and only with an office or the matter of the page in common. Nameless sources are
    never parties. A judgement between two entity or party ids outranks all of it.
    """
    lexicon = lexicon_of(kit)
    pages = sorted(clippings, key=_when)
    places = {m.name for c in pages for m in c.mentions if m.kind == "place" and m.name}
    entities = [_placed(entity, places) for page in pages for entity in entities_of(page, lexicon, recall=recall)]
    joined = _Groups(entities, judgements)
    _join_people([e for e in entities if e.kind == "person"], joined)
    _join_bodies([e for e in entities if e.kind == "body"], joined, lexicon)
    return [_party(group, joined.reasons_of(group), lexicon) for group in joined.groups()]


def party_of(parties: Iterable[Party]) -> Mapping[str, Party]:
    """Each entity id (``Mention.entity``) with its party; entities without a name have none."""
    return {entity: party for party in parties for entity in party.entities}


def _placed(entity: Entity, places: set[str]) -> Entity:
    """A single word read as a person on one page is a body where other pages show it to be a place."""
    person = entity.kind != "person" or len(entity.parts) > 1 or entity.roles or entity.name not in places
    return entity if person else msgspec.structs.replace(entity, kind="body")


def _when(clipping: Clipping) -> tuple[str, str]:
    """The order of pages: by date where it is known, then by id."""
    published = clipping.article.published
    return (published.value or published.after or published.before or "9999", clipping.page.id)


class _Groups:
    """Entities being joined: who is with whom so far, why, and which pairs a person has forbidden."""

    def __init__(self, entities: Sequence[Entity], judgements: Sequence[Judgement]) -> None:
        self._order = {entity.id: k for k, entity in enumerate(entities)}
        self._entities = {entity.id: entity for entity in entities}
        self._root = {entity.id: entity.id for entity in entities}
        self._members = {entity.id: [entity] for entity in entities}
        self._reasons: list[tuple[str, str]] = []
        pairs = [(_entity_id(j.left), _entity_id(j.right), j) for j in judgements]
        known = [(a, b, j) for a, b, j in pairs if a in self._root and b in self._root]
        self._forbidden = [(a, b) for a, b, j in known if j.verdict == "no"]
        for a, b, j in known:
            if j.verdict == "yes":
                self.join(a, b, f"judged one{' by ' + j.by if j.by else ''}")

    def root(self, entity: str) -> str:
        """The first entity of the group an entity is in."""
        while self._root[entity] != entity:
            entity = self._root[entity]
        return entity

    def members(self, entity: str) -> Sequence[Entity]:
        """The entities of a group, in order."""
        return self._members[self.root(entity)]

    def join(self, left: str, right: str, reason: str) -> bool:
        """Joins two groups unless a person has said no to any pair across them."""
        a, b = sorted((self.root(left), self.root(right)), key=self._order.__getitem__)
        if a == b:
            return True
        if any({self.root(x), self.root(y)} == {a, b} for x, y in self._forbidden):
            return False
        self._root[b] = a
        self._members[a] = sorted((*self._members[a], *self._members.pop(b)), key=lambda e: self._order[e.id])
        self._reasons.append((right, reason))
        return True

    def groups(self) -> list[list[Entity]]:
        """All groups in order of their first entities."""
        found: dict[str, list[Entity]] = defaultdict(list)
        for entity in self._order:
            found[self.root(entity)].append(self._entities[entity])
        return list(found.values())

    def reasons_of(self, group: Sequence[Entity]) -> tuple[str, ...]:
        """Why these are one, each reason once, in the order they were joined."""
        inside = {entity.id for entity in group}
        return tuple(dict.fromkeys(reason for entity, reason in self._reasons if entity in inside))


def _entity_id(given: str) -> str:
    return given.replace(":p", ":m", 1)


def _join_people(people: Sequence[Entity], joined: _Groups) -> None:
    """Full names first, longest first, each to the one group it agrees with; then the one-word names."""
    full = sorted((e for e in people if len(e.parts) > 1), key=lambda e: -len(e.parts))
    by_last: dict[str, list[Entity]] = defaultdict(list)
    for entity in full:
        last = heard(entity.parts[-1])
        rooted = {joined.root(o.id): o for o in by_last[last]}
        able = [o for root, o in rooted.items() if _may_be(entity, joined.members(root))]
        best = _best(entity, able, joined)
        if best is not None:
            joined.join(best.id, entity.id, _likeness(entity, best))
        by_last[last].append(entity)
    bearers: dict[tuple[str, ...], list[Entity]] = {}
    for entity in people:
        if len(entity.parts) != 1:
            continue
        if entity.parts not in bearers:
            bearers[entity.parts] = [o for o in full if part_of(entity.parts, o.parts) >= 2]
        fits = dict.fromkeys(joined.root(o.id) for o in bearers[entity.parts])
        meant = _meant(entity, [joined.members(o) for o in fits])
        if meant is not None:
            joined.join(meant[0].id, entity.id, f"{entity.name}: {meant[1]}")
    _join_equal([e for e in people if len(e.parts) == 1], joined)


def _likeness(entity: Entity, other: Entity) -> str:
    if other.parts == entity.parts:
        return "same name"
    if is_spelling(entity.parts, other.parts) or is_transliteration(entity.parts, other.parts):
        return f"{entity.name} is another spelling of {other.name}, {_why(entity, other)}"
    return f"{entity.name} is short for {other.name}"


def _meant(bare: Entity, groups: Sequence[Sequence[Entity]]) -> tuple[Entity, str] | None:
    """The bearer whom a bare name means, and why: the only one, or of several the only one in that office.

    Without office, the one whom pages on the matter call so, if they call no other so.
    """
    fits = [g for g in groups if not any(bare.sex and m.sex and bare.sex != m.sex for m in g)]
    posts = sorted(([m for m in g if _same_post(bare, m)] for g in fits), key=len, reverse=True)
    fits = [g for g in fits if all(m.page != bare.page for m in g)]
    backed = [(m, g) for g in fits for m in [next((m for m in g if _support(bare, m)), None)] if m is not None]
    if len(fits) == 1 and backed:
        return backed[0][0], f"the only bearer of the name, {_why(bare, backed[0][0])}"
    posts = [held for held in posts if held]
    if posts and (len(posts) == 1 or len(posts[0]) >= MOST_HELD * len(posts[1])):
        return posts[0][0], "of its bearers the one in that office"
    called = [(m, g) for m, g in backed if any(_called(bare, m) for m in g)]
    if len(called) == 1 and not posts:
        return called[0][0], "of its bearers the only one whom pages on this matter call so"
    return None


def _called(bare: Entity, member: Entity) -> bool:
    """Whether a page on the matter calls someone by the bare name."""
    return _overlap(bare, member) >= SHARED_WORDS and any(name_parts(form) == bare.parts for form, _ in member.forms)


def _join_equal(bare: Sequence[Entity], joined: _Groups) -> None:
    """One-word names alike on two pages, where office or matter agree."""
    for k, entity in enumerate(bare):
        for other in bare[:k]:
            alike = other.parts == entity.parts and not (entity.sex and other.sex and entity.sex != other.sex)
            if alike and _support(entity, other) and len(joined.members(entity.id)) == 1:
                joined.join(other.id, entity.id, f"same name, {_why(entity, other)}")
                break


def _may_be(entity: Entity, members: Sequence[Entity]) -> bool:
    """Whether a full name agrees with every full name of a group, none of them kept apart from it on its page."""
    kin = [m for m in members if heard(m.parts[-1]) == heard(entity.parts[-1])]
    if any(m.page == entity.page for m in members) or any(
        m.sex and entity.sex and m.sex != entity.sex for m in members
    ):
        return False
    return bool(kin) and all(_is_one(entity, m) for m in kin if len(m.parts) > 1)


def _is_one(left: Entity, right: Entity) -> bool:
    """Whether two full names can be one person's or were written alike; by a slip or two ways of writing them down
    only on pages on one matter, or in one office.
    """
    if same_person(left.parts, right.parts) or _full_forms(left) & _full_forms(right):
        return True
    spelt = is_spelling(left.parts, right.parts) or is_transliteration(left.parts, right.parts)
    return spelt and _support(left, right)


def _full_forms(entity: Entity) -> frozenset[str]:
    """The ways an entity is written that hold more than its last name."""
    return frozenset(fold(form) for form, _ in entity.forms if " " in form.strip())


def _best(entity: Entity, able: Sequence[Entity], joined: _Groups) -> Entity | None:
    """The group a name goes to: the same name, the only one, or the only one with an office or matter in common."""
    letters = [o for o in able if any(fold(m.name) == fold(entity.name) for m in joined.members(o.id))]
    same = letters or [o for o in able if any(m.parts == entity.parts for m in joined.members(o.id))]
    if len(same) == 1 or len(able) < 2:
        return next(iter([*same, *able]), None)
    able = same or list(able)
    backed = [o for o in able if any(_support(entity, m) for m in joined.members(o.id))]
    return backed[0] if len(backed) == 1 else None


def _support(left: Entity, right: Entity) -> bool:
    """Whether anything beside the name says that two are one: a shared office, or pages on one matter."""
    return _same_post(left, right) or _overlap(left, right) >= SHARED_WORDS


def _same_post(left: Entity, right: Entity) -> bool:
    return bool(left.offices & right.offices or left.heads & right.heads)


def _why(left: Entity, right: Entity) -> str:
    return "same office" if _same_post(left, right) else "pages on one matter"


def _overlap(left: Entity, right: Entity) -> float:
    names = {*left.parts, *right.parts}
    sizes = [len(words) - sum(name in words for name in names) for words in (left.words, right.words)]
    shared = _in_common(left.words, right.words) - sum(name in left.words and name in right.words for name in names)
    return shared / min(sizes) if shared >= LEAST_SHARED else 0.0


@lru_cache(maxsize=PAIRS)
def _in_common(left: frozenset[str], right: frozenset[str]) -> int:
    return len(left & right)


def _join_bodies(bodies: Sequence[Entity], joined: _Groups, lexicon: Lexicon) -> None:
    """Bodies that share a name, states by any of their names, capitals with the state they stand for."""
    first: dict[str, Entity] = {}
    spelt: dict[str, set[str]] = defaultdict(set)
    for entity in bodies:
        for form in _forms(entity):
            if form.isupper() and " " not in form and is_acronym(form, entity.name.split()):
                spelt[form].add(fold(entity.name))
    for entity in bodies:
        for form in _forms(entity):
            if len(spelt.get(form, ())) > 1 and form != entity.name:
                continue
            key, reason = _key(form, lexicon)
            if key in first and first[key].id != entity.id:
                joined.join(first[key].id, entity.id, reason)
            first.setdefault(key, entity)


def _forms(entity: Entity) -> list[str]:
    return list(dict.fromkeys([entity.name, *(form for form, _ in entity.forms)]))


def _key(form: str, lexicon: Lexicon) -> tuple[str, str]:
    """What bodies of this name share, and the reason given for joining them by it."""
    state = lexicon.states.get(form)
    if state:
        return "state " + fold(state), "same name" if form == state else f"{form} is {state}"
    ruled = lexicon.seats.get(form)
    if ruled in lexicon.states.values():
        return "state " + fold(ruled or ""), f"{form} stands for {ruled}"
    known = lexicon.known.get(form)
    if known:
        return "body " + fold(known), "same name" if form == known else f"{form} is {known}"
    # "Harbour Post", "HarbourPost".
    return body_key(form.split(), lexicon).replace(" ", ""), "same name"


def _party(group: Sequence[Entity], reasons: tuple[str, ...], lexicon: Lexicon) -> Party:
    """The record of a group: fullest name, names by count, roles in order of pages."""
    counts: Counter[str] = Counter()
    for entity in group:
        counts.update(dict(entity.forms))
    full = max(group, key=lambda e: (e.name.title() not in lexicon.seats, len(e.parts), len(e.name), e.name))
    roles = tuple(dict.fromkeys(role for entity in group for role in entity.roles))
    return Party(
        id=group[0].id.replace(":m", ":p", 1),
        name=full.name,
        kind=group[0].kind,
        names=tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
        entities=tuple(entity.id for entity in group),
        roles=roles,
        reasons=reasons,
    )
