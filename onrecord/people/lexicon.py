"""The word lists of names, titles and nouns, in the shape this room looks them up in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from onrecord.errors import WordListError
from onrecord.kit import Kit, Row
from onrecord.people.likeness import fold

# A title this short may be a shortening, and a full stop after it is its own.
SHORT_CHARS = 4

Family = Literal["person", "body", "document", "crowd"]


class Noun(msgspec.Struct, frozen=True):
    """A common noun that can speak: its singular, its family, and what the list says of it."""

    lemma: str
    family: Family
    plural: bool
    gender: str = ""
    sort: str = ""


class Title(msgspec.Struct, frozen=True):
    """A word of rank or address: its sort (honorific, rank, office ...), the gender and the office it tells."""

    sort: str
    gender: str
    office: str = ""


class Lexicon(msgspec.Struct, frozen=True):
    """Look-ups by folded words (``fold``), or by the exact words where capitals matter (``shorts``, places, names).

    ``title_firsts`` are the first words of titles and offices, ``place_starts`` every beginning of the first word
    of a place of several words: what starts with none of them needs no look-up.
    """

    titles: Mapping[str, Title]
    offices: Mapping[str, str]
    shorts: Mapping[str, str]
    nouns: Mapping[str, Noun]
    states: Mapping[str, str]
    adjectives: Mapping[str, str]
    seats: Mapping[str, str]
    given: Mapping[str, str]
    variants: Mapping[str, str]
    small: Mapping[str, str]
    verbs: Mapping[str, str]
    outlets: frozenset[str]
    mastheads: Mapping[str, str]
    kin: frozenset[str]
    known: Mapping[str, str]
    shortened: frozenset[str]
    longest: int
    title_firsts: frozenset[str]
    place_starts: frozenset[str]


def is_masthead(parts: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether folded words read as the name of a paper or station: "Harbour Times", "Daily Harbour"."""
    if len(parts) < 2:
        return False
    return lexicon.mastheads.get(parts[-1]) == "last" or lexicon.mastheads.get(parts[0]) == "first"


@lru_cache(maxsize=4)
def lexicon_of(kit: Kit) -> Lexicon:
    """The lists of a kit, read once."""
    titles = {fold(r["title"]): Title(r["sort"], r["gender"], r["office"]) for r in kit.words("titles")}
    offices = {fold(v): r["office"] for r in kit.words("offices") for v in _each(r, "office", "variants")}
    shorts = {v: r["office"] for r in kit.words("offices") for v in _each(r, "variants") if v.isupper()}
    nations = kit.words("nations")
    places = [
        *(v for r in nations for v in _each(r, "state", "aliases")), *(r["place"] for r in kit.words("metonyms"))
    ]  # fmt: skip
    small = {fold(r["word"]): r["sort"] for r in kit.words("small_words")}
    return Lexicon(
        titles=titles,
        offices={words: office for words, office in offices.items() if words.upper() not in shorts},
        shorts=shorts,
        nouns=_nouns(kit),
        states={v: r["state"] for r in nations for v in _each(r, "state", "aliases")},
        adjectives={v: r["state"] for r in nations for v in _each(r, "adjectives")},
        seats={r["place"]: r["stands_for"] for r in kit.words("metonyms")},
        given={r["name"]: r["gender"] for r in kit.words("given_names")},
        variants={fold(v): fold(r["name"]) for r in kit.words("name_variants") for v in _each(r, "name", "variants")},
        small={word: sort for word, sort in small.items() if sort != "shortened"},
        verbs=kit.verbs,
        outlets=_outlets(kit),
        kin=frozenset(fold(r["noun"]) for r in kit.words("kin")),
        known={v: r["body"] for r in kit.words("known_bodies") for v in _each(r, "body", "names")},
        mastheads={fold(r["word"]): r["stands"] for r in kit.words("mastheads")},
        shortened=_shortened(kit) | {w for w, sort in small.items() if sort == "shortened"},
        longest=max(len(words.split()) for words in (*titles, *offices)),
        title_firsts=frozenset(words.split()[0] for words in (*titles, *offices)),
        place_starts=frozenset(start for place in places if " " in place for start in _starts(place.split()[0])),
    )


def _starts(word: str) -> list[str]:
    """Every beginning of a word: the cut into tokens may part it."""
    return [word[:k] for k in range(1, len(word) + 1)]


def _shortened(kit: Kit) -> frozenset[str]:
    """Folded words of titles that are written with a full stop of their own ("lt", "gen")."""
    dotted = [fold(r["title"]).split() for r in kit.words("titles") if "." in r["title"]]
    return frozenset(word for words in dotted for word in words if len(word) <= SHORT_CHARS)


def _outlets(kit: Kit) -> frozenset[str]:
    """Folded names of papers, stations and agencies; none where the kit has no list of them."""
    try:
        rows = [*kit.words("outlets"), *kit.words("wires")]
    except WordListError:
        return frozenset()
    columns = ("outlet", "name", "agency", "wire", "aliases")
    names = (name for row in rows for column in columns for name in row.get(column, "").split("|"))
    return frozenset(fold(name).removeprefix("the ") for name in names if name)


def _nouns(kit: Kit) -> Mapping[str, Noun]:
    """Nouns by folded form; persons outrank documents, documents outrank bodies ("paper", "post")."""
    nouns: dict[str, Noun] = {}
    for row in kit.words("bodies"):
        _put(nouns, row, "body", "", row["sort"])
    for row in kit.words("documents"):
        _put(nouns, row, "document", "", row["sort"])
    for word in ("paper", "post", "posts", "papers"):
        nouns[word] = Noun(word.removesuffix("s"), "body", word.endswith("s"), sort="outlet")
    for row in kit.words("groups"):
        _put(nouns, row, "person", row["gender"], row["form"])
    for row in kit.words("crowds"):
        nouns[fold(row["word"])] = Noun(fold(row["word"]), "crowd", True, sort=row["form"])
    return nouns


def _put(nouns: dict[str, Noun], row: Row, family: Family, gender: str, sort: str) -> None:
    lemma = fold(row["noun"])
    nouns[fold(row["plural"])] = Noun(lemma, family, True, gender, sort)
    nouns[lemma] = Noun(lemma, family, False, gender, sort)


def _each(row: Row, *columns: str) -> Iterable[str]:
    for column in columns:
        yield from (word for word in row[column].split("|") if word)
