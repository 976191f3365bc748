"""Titles, ranks, offices and appositions: the words beside a name that say what its bearer is."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from onrecord.people.lexicon import Lexicon
from onrecord.people.tokens import Token, joined

# How far an office may reach to the left of a name, and an apposition to its right: measured on news by eye.
LEFT_WORDS = 9
RIGHT_WORDS = 16
NOUN_WITHIN = 9
_ENDERS = frozenset(("who", "whose", "which", "whom", "said", "told", "says", "about", "after", "when", "as", "while"))
# Nouns right of these in a title are not its bearer's: "adviser to the president", "son of a minister".
_BEARS_NOT = frozenset(("of", "to", "for", "in", "at", "with", "from", "by", "on"))
_STOPS = frozenset((",", ".", ";", ":", "—", "–", "(", ")", "“", "”", '"', "‘", "’", "'", "?", "!", "…"))


class Roles(msgspec.Struct, frozen=True):
    """What a stretch of title words says: nouns, known offices, the words that narrow them, a gender."""

    heads: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    gender: str = ""


def title_end(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int:
    """The end of the longest title, rank or office that starts at a token; ``at`` itself when none does."""
    if tokens[at].folded.partition(" ")[0] in lexicon.title_firsts:
        most, size = min(lexicon.longest, len(tokens) - at), 1
        while size < most and joined(tokens, at + size - 1, at + size):
            size += 1
        for end in range(at + size, at, -1):
            words = " ".join(token.folded for token in tokens[at:end])
            if words in lexicon.titles or words in lexicon.offices:
                return end
    return at + 1 if tokens[at].text in lexicon.shorts else at


def is_role(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word alone can say what a person is: "minister", "General", "CEO"."""
    noun = lexicon.nouns.get(token.folded)
    if token.surname:
        return False
    if token.text in lexicon.shorts or (noun is not None and noun.family == "person" and not noun.plural):
        return True
    title = lexicon.titles.get(token.folded)
    return title is not None and title.sort != "qualifier" and (token.is_capital or title.sort == "office")


def before_name(tokens: Sequence[Token], name: int, lexicon: Lexicon) -> int:
    """Where the title words before a name start; ``name`` itself when none stand there.

    "the Bavarian foreign minister Ilda Tessel": from "Bavarian".
    """
    if not name or not joined(tokens, name - 1, name) or not _is_near(tokens, name - 1, lexicon):
        return name
    return widened(tokens, name, lexicon)


def widened(tokens: Sequence[Token], name: int, lexicon: Lexicon) -> int:
    """How far to the left words reach that narrow the title standing there."""
    at = name
    while at and name - at < LEFT_WORDS and joined(tokens, at - 1, at) and _may_narrow(tokens, at - 1, lexicon):
        at -= 1
    return at


def after_name(tokens: Sequence[Token], end: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The apposition after a name: "Ilda Tessel, 41, head of the port office, said"; None without a role in it."""
    at = end
    if at < len(tokens) and tokens[at].text == "(" and not tokens[at].quoted:
        return None
    if at + 1 >= len(tokens) or tokens[at].text != ",":
        return None
    at += 1
    if at + 1 < len(tokens) and tokens[at].text.isdigit() and tokens[at + 1].text == ",":
        at += 2
    noun = _first_noun(tokens, at, lexicon)
    if noun is None:
        return None
    stop = noun + 1
    while stop < min(len(tokens), at + RIGHT_WORDS) and tokens[stop].paragraph == tokens[at].paragraph:
        token = tokens[stop]
        if token.text in _STOPS or token.folded in _ENDERS or token.first:
            break
        if (
            token.folded in lexicon.verbs
            and not token.is_capital
            and tokens[stop - 1].folded not in ("the", "of", "for")
        ):
            break
        if lexicon.small.get(token.folded) == "auxiliary":
            break
        stop += 1
    # "... by Orvan Tessel, the port chief says.": the phrase is the source, and no apposition.
    if stop < len(tokens) and not tokens[stop].first and tokens[stop].folded in lexicon.verbs:
        return None
    start = at + 1 if tokens[at].folded in ("a", "an", "the") else at
    return (start, stop)


def read_roles(tokens: Sequence[Token], start: int, end: int, lexicon: Lexicon) -> Roles:
    """What the title words from ``start`` to ``end`` say of a person."""
    heads: set[str] = set()
    offices: set[str] = set()
    about: set[str] = set()
    gender = ""
    at, own = start, True
    while at < end:
        own = own and not (heads and tokens[at].folded in _BEARS_NOT)
        own = own or tokens[at].folded in ("and", ",")
        step = max(1, title_end(tokens[:end], at, lexicon) - at)
        words = " ".join(token.folded for token in tokens[at : at + step])
        office = lexicon.offices.get(words) or (lexicon.shorts.get(tokens[at].text) if step == 1 else None)
        title = lexicon.titles.get(words)
        office = office or (title.office if title else None)
        offices |= {office} if office and own else set()
        gender = gender or (title.gender if title else "")
        for token in tokens[at : at + step]:
            noun = lexicon.nouns.get(token.folded)
            if noun and noun.family == "person" and own:
                heads.add(noun.lemma)
                gender = gender or noun.gender
            elif token.is_word and token.folded not in lexicon.small:
                about.update(token.folded.split())
        at += step
    heads |= {office.split()[-1] for office in offices if office.split()[-1] in lexicon.nouns}
    return Roles(frozenset(heads), frozenset(offices), frozenset(about), gender)


def _is_near(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether the word right before a name is a title, or a bracket such as "(r)" after one."""
    if tokens[at].text == ")":
        return at >= 3 and tokens[at - 2].text == "(" and is_role(tokens[at - 3], lexicon)
    return is_role(tokens[at], lexicon)


def _may_narrow(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a word can belong to the title words that end right of it."""
    token = tokens[at]
    if token.text in "()":
        inner = tokens[at - 1 if token.text == ")" else at + 1].folded
        return inner in ("r", "retd", "ret", "rtd")
    if not token.is_word or token.text in ("'s", "’s", "'S", "’S"):
        return False
    if token.folded == "of" and at:
        # "sister of port chief Orvan Tessel": he is not the sister.
        kin = tokens[at - 1].folded in lexicon.kin
        return not kin and (title_end(tokens, at - 1, lexicon) > at - 1 or tokens[at - 1].is_capital)
    if token.folded == "the" and at > 1 and tokens[at - 1].folded == "of":
        return is_role(tokens[at - 2], lexicon)
    known = token.folded in lexicon.titles
    if token.folded in lexicon.small and not known:
        return False
    if token.first and token.folded.endswith("ing") and not known:
        return False
    acts = token.folded in lexicon.verbs and (token.first or not token.is_capital)
    return known or not acts


def _first_noun(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int | None:
    """The first noun of a role in a phrase that starts at ``at``, ``None`` when a verb or a mark comes first."""
    for k in range(at, min(len(tokens), at + NOUN_WITHIN)):
        token = tokens[k]
        if token.text in _STOPS or token.paragraph != tokens[at].paragraph:
            return None
        if is_role(token, lexicon) and (k + 1 >= len(tokens) or not is_role(tokens[k + 1], lexicon)):
            return k
        sort = lexicon.small.get(token.folded)
        if sort in ("auxiliary", "pronoun", "adverb") and token.folded not in lexicon.titles:
            return None
        if sort in ("conjunction",) or (sort == "determiner" and k > at):
            return None
        if not token.is_capital and token.folded in lexicon.verbs and not is_role(token, lexicon):
            return None
    return None
