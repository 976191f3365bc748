"""Words of a text that stand for someone, before it is known for whom."""

from __future__ import annotations

from typing import Literal

import msgspec

from onrecord.labels import Kind, Naming

# How a noun phrase points: "the minister", "a minister", "ministers"/"Ministers", "another minister".
Pointing = Literal["definite", "indefinite", "bare", "other"]


class Found(msgspec.Struct, frozen=True):
    """A name, noun phrase or pronoun: tokens ``first`` to ``last`` (one past the end) and what its words say.

    ``words`` are those of the name alone. ``titles`` are token ranges of rank, office or apposition.
    ``heads`` are the folded nouns that say what it is ("minister"), ``offices`` the known offices among
    them, ``about`` the folded words that narrow them ("foreign", "bavarian"). ``sort`` is what the word list says of
    a noun. ``hollow`` is a name that stands inside a longer phrase and is not spoken of itself.
    """

    first: int
    last: int
    kind: Kind
    form: Naming
    words: tuple[str, ...] = ()
    titles: tuple[tuple[int, int], ...] = ()
    heads: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    gender: str = ""
    plural: bool = False
    pointing: Pointing = "definite"
    sort: str = ""
    hollow: bool = False
    guessed: bool = False
