"""Names of one article grouped: full names that are one person's, bodies and their acronyms."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.people.found import Found
from onrecord.people.lexicon import Lexicon
from onrecord.people.likeness import fold, is_acronym, is_shortening, name_parts, same_person
from onrecord.people.tokens import Token

LONGEST_NAME = 9


def group_names(tokens: Sequence[Token], found: Sequence[Found], lexicon: Lexicon) -> dict[int, int]:
    """For each name that can be grouped by its words alone, the index of the first name of its group.

    One-word names of people are left out: who is meant by them depends on who was spoken of before.
    """
    groups: dict[int, int] = {}
    full: list[tuple[int, tuple[str, ...]]] = []
    for k, one in enumerate(found):
        if one.form not in ("name", "metonym") or one.kind != "person":
            continue
        parts = name_parts(" ".join(one.words), lexicon.variants)
        if len(parts) < 2:
            continue
        fits = [j for j, other in full if same_person(parts, other) and not _differ(found[j].gender, one.gender)]
        heads = sorted({groups[j] for j in fits})
        groups[k] = heads[0] if len(heads) == 1 else k
        full.append((k, parts))
    _group_bodies(tokens, found, lexicon, groups)
    return groups


def _differ(left: str, right: str) -> bool:
    return bool(left and right and left != right)


def _group_bodies(tokens: Sequence[Token], found: Sequence[Found], lexicon: Lexicon, groups: dict[int, int]) -> None:
    """Bodies and places: the same words, another name of the state, an acronym of the words, a shortened name."""
    keys: dict[str, int] = {}
    named = [k for k, one in enumerate(found) if one.words and one.kind not in ("person", "group")]
    for k in named:
        key = body_key(found[k].words, lexicon)
        groups[k] = keys.setdefault(f"{found[k].kind == 'people'}{found[k].form == 'metonym'}:{key}", k)
    for k in named:
        if groups[k] != k or found[k].kind in ("place", "people"):
            continue
        for j in named:
            if groups[j] != groups[k] and _is_long_form(found[k], found[j]):
                low, high = sorted((groups[k], groups[j]))
                for m in [m for m, g in groups.items() if g == high]:
                    groups[m] = low
                break


def _is_long_form(short: Found, long: Found) -> bool:
    """Whether a body's name is the other's in full: initials, openings of its words, or its first words."""
    if len(long.words) <= len(short.words) or long.kind not in ("body", "other"):
        return False
    if len(short.words) > 1 or short.kind == "person":
        return _opens(short, long)
    word = short.words[0]
    bracketed = long.last + 1 == short.first and len(word) > 2
    initials = (word.isupper() or bracketed) and is_acronym(word, long.words)
    openings = any(is_shortening(word, long.words[k:]) for k in range(len(long.words) - 1))
    return initials or openings or _opens(short, long)


def expansions_of(tokens: Sequence[Token], lexicon: Lexicon) -> dict[str, frozenset[str]]:
    """Folded acronyms with the folded words they are the initials of, where the article has such words in a row."""
    acronyms = {t.text for t in tokens if t.is_word and t.text.isalpha() and t.text.isupper() and len(t.text) > 2}
    words = [piece for token in tokens for piece in (token.folded.split() if token.is_word else [""])]
    capital = [token.is_capital for token in tokens for _ in (token.folded.split() if token.is_word else [""])]
    found: dict[str, frozenset[str]] = {}
    for k, word in enumerate(words):
        if not word or not capital[k]:
            continue
        row: list[str] = []
        for j in range(k, min(k + LONGEST_NAME, len(words))):
            if not words[j] or (not capital[j] and words[j] not in lexicon.small):
                break
            row.append(words[j])
            letters = "".join(w[0] for w in row if w not in lexicon.small).upper()
            if len(letters) > 2 and letters in acronyms and fold(letters) not in row:
                found.setdefault(fold(letters), frozenset(w for w in row if w not in lexicon.small))
    return found


def _opens(short: Found, long: Found) -> bool:
    """Whether a body's short name opens its long one: "Tessel" and "Tessel Sports"."""
    words = tuple(fold(w) for w in short.words)
    # "FHA" is no short form of "FHA Charter 9".
    if len(words) == 1 and short.words[0].isupper():
        return False
    return (
        {short.kind, long.kind} <= {"body", "other"}
        and tuple(fold(w) for w in long.words[: len(words)]) == words
        and len(words) < len(long.words)
    )


def body_key(words: Sequence[str], lexicon: Lexicon) -> str:
    """What two mentions of one body or place share: the state's name, or the words without a leading "the"."""
    text = " ".join(words)
    text = text.replace("'s", "").replace("’s", "")
    bare = text.removeprefix("The ").removeprefix("the ")
    if bare in lexicon.states:
        return "state " + fold(lexicon.states[bare])
    table = {**lexicon.states, **lexicon.adjectives}
    return fold(" ".join(table.get(word, word) for word in bare.split()))
