"""Who acts on a page, and in which offices: names by their last word, offices by their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from onrecord.kit import Kit
from onrecord.kit.terms import find_terms, stem_of, term_table
from onrecord.spans import words_of
from onrecord.types import Clipping

Offices = tuple[tuple[str, frozenset[str]], ...]


def cast_of(clipping: Clipping, kit: Kit) -> tuple[tuple[tuple[str, int], ...], Offices]:
    """The people a page names with how often they stand (pronouns too), and the offices it gives them.

    People go by the last word of their fullest name there, since one page writes a name in full and another
    does not.
    """
    counts: Counter[str] = Counter()
    offices: dict[str, set[str]] = {}
    usual = usual_names(kit)
    for mention in clipping.mentions:
        if mention.kind != "person" or not mention.name:
            continue
        name = key_of(mention.name)
        counts[name] += 1
        for words in (words_of(clipping.page.text, (span,)) for span in mention.titles):
            offices.setdefault(name, set()).update(office_words(words, usual))
    held = tuple((name, frozenset(words)) for name, words in sorted(offices.items()) if words)
    return tuple(sorted(counts.items())), held


def key_of(name: str) -> str:
    """The last word of a name, as a stem: "Davit Jan Orlen" and "Orlen" share it."""
    words = name.split()
    return stem_of(words[-1]) if words else ""


def usual_names(kit: Kit) -> Mapping[str, str]:
    """Every way of naming an office with its usual name; ranks and forms of address with an empty one."""
    names = {}
    for row in kit.words("titles"):
        if row["sort"] != "office":
            names[row["title"].casefold()] = ""
    for row in kit.words("nations"):
        for form in (row["state"], *row["aliases"].split("|"), *row["adjectives"].split("|")):
            names[form.casefold()] = ""
    for row in kit.words("offices"):
        for form in (row["office"], *row["variants"].split("|")):
            names[form.casefold()] = row["office"]
    return names


def office_words(title: str, usual: Mapping[str, str]) -> set[str]:
    """The words of a title that tell an office, and the office by its usual name if the title holds one.

    Ranks, forms of address, countries and common words tell none.
    """
    words = title.casefold().replace(",", " ").split()
    found: set[str] = set()
    at = 0
    while at < len(words):
        size = next((n for n in range(len(words) - at, 0, -1) if " ".join(words[at : at + n]) in usual), 0)
        piece = " ".join(words[at : at + max(size, 1)])
        if size == 0 or usual[piece]:
            office = usual.get(piece, "")
            found.update({office} - {""})
            stems = (term.stem for term in find_terms(f"{piece} {office}"))
            found.update(stem for stem in stems if len(stem) > 2 and not term_table().is_common(stem))
        at += max(size, 1)
    return found
