"""Who is who in one article: each mention, in order, joined to those before it that it can only mean."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from onrecord.labels import Kind
from onrecord.people.found import Found
from onrecord.people.grouping import expansions_of, group_names
from onrecord.people.lexicon import Lexicon
from onrecord.people.likeness import fold, is_slip, is_turned_acronym, name_parts, part_of
from onrecord.people.scene import Place, places_of
from onrecord.people.tokens import Token, words_between


class Member(msgspec.Struct):
    """Someone of an article while it is being read: what is known so far, and the mentions, in order."""

    mentions: list[int]
    kind: Kind
    parts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    gender: str = ""
    spoken: str = ""
    plural: bool = False
    sort: str = ""
    heads: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    told: tuple[tuple[str, ...], ...] = ()


class Cast:
    """The members of one article and which of them each mention is; filled in reading order, then only read."""

    def __init__(
        self,
        tokens: Sequence[Token],
        found: Sequence[Found],
        lexicon: Lexicon,
        full_names: Sequence[tuple[str, ...]] = (),
    ) -> None:
        self.tokens = tokens
        self.found = found
        self.lexicon = lexicon
        self.places: list[Place] = places_of(tokens, found, lexicon)
        self.members: list[Member] = []
        self.who: dict[int, int] = {}
        self.why: dict[int, str] = {}
        self.nations = {fold(w): fold(state) for t in (lexicon.states, lexicon.adjectives) for w, state in t.items()}
        self.expansions = expansions_of(tokens, lexicon)
        self._full_names = full_names
        self.ahead = self._name_groups()

    def _name_groups(self) -> dict[int, int]:
        """Groups of names that need no reading order become members at once, so that offices can look ahead."""
        groups = group_names(self.tokens, self.found, self.lexicon)
        made: dict[int, int] = {}
        ahead: dict[int, int] = {}
        for k in sorted(groups):
            first = groups[k]
            if first not in made:
                made[first] = len(self.members)
                self.members.append(Member([], self.found[k].kind))
            ahead[k] = made[first]
            self._learn(self.members[made[first]], self.found[k])
        return ahead

    def _learn(self, member: Member, one: Found) -> None:
        """Adds what a mention says of its member: a fuller name, roles, gender."""
        if one.form == "pronoun":
            member.spoken = one.gender
            return
        if len(one.words) > len(member.words) or not member.words:
            member.words = self._fullest(one) or member.words
            member.parts = name_parts(" ".join(member.words), self.lexicon.variants)
        member.gender = member.gender or one.gender
        member.sort = member.sort or one.sort
        if one.kind == "body" and member.kind in ("place", "other"):
            member.kind = "body"
        member.heads |= one.heads
        member.offices |= one.offices
        member.about |= one.about
        member.plural = member.plural or one.plural
        member.told += tuple(words_between(self.tokens, a, b) for a, b in one.titles)

    def _fullest(self, one: Found) -> tuple[str, ...]:
        """The words of a name, or the only full name of the headline that ends in its one word."""
        if len(one.words) != 1 or one.kind not in ("person", "other") or one.form != "name":
            return one.words
        full = [words for words in self._full_names if words[-1] == one.words[0]]
        return full[0] if len(set(full)) == 1 else one.words

    def join(self, k: int, member: int, why: str) -> None:
        """Mention ``k`` is this member."""
        self.members[member].mentions.append(k)
        self._learn(self.members[member], self.found[k])
        self.who[k] = member
        self.why[k] = why

    def start(self, k: int, why: str = "") -> None:
        """Mention ``k`` opens a member of its own."""
        self.members.append(Member([], self.found[k].kind))
        self.join(k, len(self.members) - 1, why)

    def last_of(self, member: int) -> int | None:
        """The latest mention of a member so far."""
        mentions = self.members[member].mentions
        return mentions[-1] if mentions else None

    def place_name(self, k: int) -> None:
        """Joins a name: to its group, or a one-word name to whoever is called so."""
        one = self.found[k]
        holder = self._holder(one)
        if holder is not None:
            self.join(k, holder, "the initials of the office")
            return
        if k in self.ahead:
            self.join(k, self.ahead[k], "same name" if self.members[self.ahead[k]].mentions else "")
            return
        parts = name_parts(" ".join(one.words), self.lexicon.variants)
        fits = [
            (part_of(parts, m.parts) or (3 if m.parts == parts else 0), j)
            for j, m in enumerate(self.members)
            if m.kind == "person"
        ]
        fits = [(fit, j) for fit, j in fits if fit and not _clash(one, self.members[j])]
        if not fits:
            slips = [
                j
                for j, m in enumerate(self.members)
                if m.kind == "person" and m.parts and is_slip(parts[-1], m.parts[-1])
            ]
            if len(slips) == 1 and len(parts) == 1 and self.members[slips[0]].mentions:
                self.join(k, slips[0], f"a slip of the pen for {' '.join(self.members[slips[0]].words)}")
            else:
                self.start(k)
            return
        best = max(fit for fit, _ in fits)
        self._choose(k, [j for fit, j in fits if fit == best])

    def _holder(self, one: Found) -> int | None:
        """The only person whose office has these initials, turned round or not: "the DHO"."""
        if one.kind != "body" or len(one.words) != 1 or not one.words[0].isupper():
            return None
        able = [j for j, m in enumerate(self.members) if m.kind == "person" and holds(one.words[0], m)]
        return able[0] if len(able) == 1 else None

    def _choose(self, k: int, able: list[int]) -> None:
        """The one meant among several who bear the name: by role, then who was spoken of last."""
        if len(able) == 1:
            self.join(k, able[0], "part of the full name")
            return
        one = self.found[k]
        by_role = [j for j in able if (one.offices & self.members[j].offices) or (one.heads & self.members[j].heads)]
        if len(by_role) == 1:
            self.join(k, by_role[0], "part of the full name, same office")
            return
        able = self._fitting(one, able)
        called = self._called(one, able)
        if called is not None:
            self.join(k, called, "called so before")
            return
        able = self._heads(able)
        before = [(last, j) for j in able if (last := self.last_of(j)) is not None]
        if not before:
            self.start(k, "several bear this name")
            return
        last, who = max(before)
        others = [at for at, j in before if j != who and self.places[at].sentence == self.places[last].sentence]
        if others and self.places[last].sentence != self.places[k].sentence and not self.places[last].subject:
            self.start(k, "several bear this name and were spoken of together")
        else:
            self.join(k, who, "the bearer of the name spoken of last")

    def _called(self, one: Found, able: list[int]) -> int | None:
        """The only one of several bearers called by the bare name before, if the way of address can be hers or his."""
        called = {j for j in able if self._bare(one, self.members[j])}
        if len(called) != 1:
            return None
        who = called.pop()
        member = self.members[who]
        # "Tessel ... Tessel ... Ms Tessel": he is called so without address, she, known to be a woman, with one.
        hers = [j for j in able if one.gender and self.members[j].gender == one.gender]
        plain = not member.gender and not any(self.found[n].titles for n in self._bare(one, member))
        return hers[0] if plain and len(hers) == 1 else who

    def _fitting(self, one: Found, able: list[int]) -> list[int]:
        """Those of several bearers whom the way of address can mean; all of them if it can mean none."""
        wed = {_is_wed(words_between(self.tokens, a, b)) for a, b in one.titles} - {None}
        members = [(j, self.members[j]) for j in able]
        fits = [j for j, m in members if not wed or not {_is_wed(t) for t in m.told} & {not w for w in wed}]
        spoken = [j for j in fits if one.gender in ("", self.members[j].gender or self.members[j].spoken or one.gender)]
        told = [j for j in spoken if one.gender and self.members[j].gender == one.gender]
        return told if len(told) == 1 and len(spoken) < len(fits) else spoken or fits or able

    def _bare(self, one: Found, member: Member) -> list[int]:
        """The mentions of a member by the same bare name."""
        return [n for n in member.mentions if self.found[n].words == one.words]

    def _heads(self, able: list[int]) -> list[int]:
        """Those of several bearers who are not only named as someone's kin."""
        heads = [j for j in able if self.members[j].offices or not self.members[j].heads & self.lexicon.kin]
        return heads if any(self.members[j].mentions for j in heads) else able


def holds(letters: str, member: Member) -> bool:
    """Whether letters are the initials of an office told of a member."""
    return any(is_turned_acronym(letters, title) for title in member.told)


def _is_wed(title: tuple[str, ...]) -> bool | None:
    """Whether a title is that of a married woman ("Mrs") or of another ("Miss"); None for all other titles."""
    return {"mrs": True, "miss": False}.get(fold(title[-1]) if title else "")


def _clash(one: Found, member: Member) -> bool:
    return bool(one.gender and member.gender and one.gender != member.gender)
