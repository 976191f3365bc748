"""The word lists of reporting, in the shape this room looks them up in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from onrecord.errors import WordListError
from onrecord.kit import Kit, Row
from onrecord.labels import Act, Form

_TWO = 2
ONLY_BESIDE_MARKS = "reports only beside marks"


class Cue(msgspec.Struct, frozen=True):
    """A word that reports: its lemma, its act, and the note of its row."""

    lemma: str
    act: Act
    note: str = ""


class Phrase(msgspec.Struct, frozen=True):
    """A cue of several words, as they may stand in a text; ``reaches`` when its object may stand in the content."""

    words: tuple[str, ...]
    lemma: str
    act: Act
    reaches: bool


class Noun(msgspec.Struct, frozen=True):
    """A common noun that can speak: the form its bearers have, its sort, and whether it is a plural."""

    form: Form
    plural: bool
    sort: str = ""


class Lexicon(msgspec.Struct, frozen=True):
    """Look-ups by casefolded words; ``small`` holds small words by their sort, ``pairs`` the phrases of two words."""

    verbs: Mapping[str, Cue]
    nouns: Mapping[str, Cue]
    phrases: tuple[Phrase, ...]
    pairs: Mapping[str, Phrase]
    speakers: Mapping[str, Noun]
    titles: frozenset[str]
    offices: frozenset[str]
    states: frozenset[str]
    outlets: Mapping[str, str]
    outlet_words: frozenset[str]
    outlet_leads: frozenset[str]
    reasons: re.Pattern[str]
    closeness: re.Pattern[str]
    occasions: re.Pattern[str]
    small: Mapping[str, frozenset[str]]

    def cue(self, word: str) -> Cue | None:
        """What a word reports, as a verb first."""
        return self.verbs.get(word) or self.nouns.get(word)


@lru_cache(maxsize=4)
def lexicon_of(kit: Kit) -> Lexicon:
    """The lists of a kit, read once."""
    bodies = kit.words("bodies")
    return Lexicon(
        verbs={f: Cue(r["verb"], _act(r), r["note"]) for r in kit.words("verbs") for f in r["forms"].split()},
        nouns={f: Cue(r["noun"], _act(r), r["note"]) for r in kit.words("cue_nouns") for f in r["forms"].split()},
        phrases=_phrases(kit),
        pairs={" ".join(p.words): p for p in reversed(_phrases(kit)) if len(p.words) == _TWO},
        speakers=_speakers(kit, bodies),
        titles=frozenset(r["title"].casefold() for r in kit.words("titles")),
        offices=frozenset(w.casefold() for r in kit.words("offices") for w in _each(r, "office", "variants")),
        states=frozenset(_states(kit)),
        outlets=_outlets(kit),
        outlet_words=_ending_outlets(kit, bodies),
        outlet_leads=frozenset(r["word"] for r in kit.words("mastheads") if r["stands"] == "first"),
        reasons=_any_of(r["phrase"] for r in kit.words("unnamed") if r["tells"] == "reason"),
        closeness=_any_of(r["phrase"] for r in kit.words("unnamed") if r["tells"] == "closeness"),
        occasions=_any_of(r["venue"] for r in kit.words("venues")),
        small=_small(kit),
    )


def _act(row: Row) -> Act:
    act: Act = msgspec.convert(row["act"], Act)
    return act


def _small(kit: Kit) -> dict[str, frozenset[str]]:
    rows = kit.words("reporting_words")
    return {sort: frozenset(r["word"] for r in rows if r["sort"] == sort) for sort in sorted({r["sort"] for r in rows})}


def _each(row: Row, *columns: str) -> list[str]:
    return [word for column in columns for word in row[column].split("|") if word]


def _phrases(kit: Kit) -> tuple[Phrase, ...]:
    found = [
        Phrase(tuple(form.split()), row["phrase"], _act(row), bool(row["note"]))
        for row in kit.words("cue_phrases")
        for form in row["forms"].split("|")
    ]
    return tuple(sorted(found, key=lambda p: (-len(p.words), p.words)))


def _speakers(kit: Kit, bodies: Iterable[Row]) -> dict[str, Noun]:
    found: dict[str, Noun] = {}
    for row in bodies:
        form: Form = "outlet" if row["sort"] == "outlet" else "body"
        found |= {row["noun"]: Noun(form, False, row["sort"]), row["plural"]: Noun(form, True, row["sort"])}
    for row in kit.words("groups"):
        form = msgspec.convert(row["form"], Form)
        found |= {row["noun"]: Noun(form, False, "person"), row["plural"]: Noun(form, True, "person")}
    for row in kit.words("documents"):
        found |= {row["noun"]: Noun("document", False), row["plural"]: Noun("document", True)}
    for row in kit.words("crowds"):
        found[row["word"]] = Noun(msgspec.convert(row["form"], Form), True, "crowd")
    return {noun.casefold(): what for noun, what in found.items()}


def _ending_outlets(kit: Kit, bodies: Iterable[Row]) -> frozenset[str]:
    """Words that end the name of an outlet: "Lakeside Herald", "Brask Television"."""
    nouns = {row["noun"] for row in bodies if row["sort"] == "outlet"}
    return frozenset(nouns | {row["word"] for row in kit.words("mastheads") if row["stands"] == "last"})


def _states(kit: Kit) -> Iterable[str]:
    for row in kit.words("nations"):
        yield from (word.casefold() for word in _each(row, "state", "aliases"))
    for row in kit.words("metonyms"):
        yield row["place"].casefold()


def _outlets(kit: Kit) -> dict[str, str]:
    """Names of outlets and agencies, casefolded and without "the", with the name to print."""
    found: dict[str, str] = {}
    for name in ("wires", "outlets"):
        try:
            rows = kit.words(name)
        except WordListError:
            continue
        for row in rows:
            columns = [c for c in row if c not in ("example", "note", "sort", "kind", "country", "act")]
            printed = row[columns[0]] if columns else ""
            for word in (w for c in columns for w in row[c].split("|")):
                if word[:1].isupper():
                    found.setdefault(bare(word), printed)
    return found


def bare(name: str) -> str:
    """A name as compared: casefolded, without "the" before it.

    >>> bare("The Lakeside  Herald")
    'lakeside herald'
    """
    return " ".join(name.casefold().removeprefix("the ").split())


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    longest = sorted({p.strip() for p in phrases}, key=lambda p: (-len(p), p))
    return re.compile(r"\b(?:" + "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in longest) + r")\b", re.IGNORECASE)
