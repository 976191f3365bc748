"""Noun phrases and pronouns that stand for someone: offices, officials, sources, bodies, documents, "he", "it"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.labels import Kind, Naming
from onrecord.people.found import Found, Pointing
from onrecord.people.lexicon import Lexicon, Noun
from onrecord.people.roles import read_roles, title_end
from onrecord.people.tokens import Token, joined, words_between

# How many words may narrow a noun from the left ("the visiting Bavarian deputy foreign minister").
NARROWING = 7
ABOUT_WORDS = 6
# How many adverbs and auxiliaries may stand between "it" and what it does ("it has also asked").
HELPERS = 4
_HELPING = ("auxiliary", "adverb")
_POSSESSIVE = ("'s", "’s", "'", "’")
_PRONOUNS: dict[str, tuple[Kind, str, bool]] = {
    "he": ("person", "m", False), "his": ("person", "m", False), "him": ("person", "m", False),
    "she": ("person", "f", False), "her": ("person", "f", False),
    "they": ("group", "", True), "their": ("group", "", True), "it": ("body", "", False), "its": ("body", "", False),
}  # fmt: skip
_AGED = re.compile(r"\d+ year old$")
_OTHER = frozenset(("another", "other", "second", "third"))
_INDEFINITE = frozenset(
    ("a", "an", "both", "one", "some", "two", "three", "four", "five", "several", "many", "few", "no", "any")
)


def find_phrases(tokens: Sequence[Token], lexicon: Lexicon, names: Sequence[Found]) -> list[Found]:
    """Noun phrases and pronouns in order; nothing that stands inside a name or the title of one."""
    taken = {k: name.first for name in names for a, b in ((name.first, name.last), *name.titles) for k in range(a, b)}
    found = []
    k = 0
    while k < len(tokens):
        end = _head_end(tokens, k, lexicon, taken)
        if end is not None:
            phrase = _phrase(tokens, k, end, lexicon, taken)
            if phrase is not None:
                found.append(phrase)
            k = end
            continue
        made = _pronoun(tokens, k, lexicon) if k not in taken else None
        if made is not None:
            found.append(made)
        k += 1
    return found


def _head_end(tokens: Sequence[Token], at: int, lexicon: Lexicon, taken: dict[int, int]) -> int | None:
    """The end of the noun or office that starts at a token and heads its phrase; ``None`` when none does."""
    token = tokens[at]
    if at in taken or not token.is_word or token.surname:
        return None
    if _AGED.match(token.folded) and not (at + 1 < len(tokens) and tokens[at + 1].folded in lexicon.nouns):
        return at + 1 if at and tokens[at - 1].folded == "the" else None
    end = title_end(tokens, at, lexicon)
    words = " ".join(t.folded for t in tokens[at:end])
    if not (words in lexicon.offices or (end == at + 1 and token.text in lexicon.shorts)):
        end = at + 1 if token.folded in lexicon.nouns else at
    if end == at:
        return None
    while end < len(tokens) and joined(tokens, end - 1, end) and end not in taken:
        following = tokens[end]
        acronym = token.text in lexicon.shorts and following.text.isupper() and len(following.text) > 1
        verb = following.surname or (following.folded in lexicon.verbs and not _is_noun_here(tokens, end, lexicon))
        if not acronym and (verb or following.folded not in lexicon.nouns):
            break
        end += 1
    return end


def _is_noun_here(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a word that may be a verb is a noun: a capital, or a verb of its own ("ministry documents say")."""
    if tokens[at].is_capital:
        return True
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return after is None or after.folded in lexicon.verbs or lexicon.small.get(after.folded) == "auxiliary"


def _phrase(tokens: Sequence[Token], at: int, end: int, lexicon: Lexicon, taken: dict[int, int]) -> Found | None:
    """The noun phrase around a head, its determiner included; ``None`` when the head is a verb here."""
    head = tokens[end - 1]
    if _AGED.match(head.folded) and _narrows(tokens, end, None, lexicon):
        return None
    if _AGED.match(head.folded):
        return Found(at - 1, end, "person", "noun", heads=frozenset((head.folded,)), sort="anon_described")
    noun = lexicon.nouns.get(head.folded)
    office = next((lexicon.shorts[t.text] for t in tokens[at:end] if t.text in lexicon.shorts), None)
    if noun is None and office is None:
        noun = Noun(tokens[at].folded, "person", False, sort="office")
    if noun is not None and " ".join(t.folded for t in tokens[at:end]) in lexicon.offices:
        noun = Noun(head.folded, "person", False, noun.gender, "office") if noun.family != "person" else noun
    first, pointing = _left(tokens, at, taken, lexicon, noun)
    if noun and noun.family == "crowd":
        return _crowd(tokens, at, noun, lexicon) if first == at else None
    if (head.folded in lexicon.verbs and first == at) or _narrows(tokens, end, noun, lexicon):
        return None
    if (
        noun
        and noun.family in ("body", "document")
        and first == at
        and not (noun.plural or head.folded in ("police", "parliament", "congress"))
    ):
        return None
    roles = read_roles(tokens, first, end, lexicon)
    about = roles.about | _about_right(tokens, end, lexicon) - {"the"}
    kind, form = _kind(noun)
    sort = "office" if office or (noun and noun.sort == "office" and not noun.plural) else noun.sort if noun else ""
    heads = roles.heads if noun is None or noun.family == "person" else frozenset((noun.lemma,))
    if noun and noun.family == "person":
        heads = frozenset((noun.lemma,)) | (frozenset() if roles.offices == frozenset() else roles.heads)
    return Found(
        first, end, kind, "title" if sort == "office" else form,
        words=_proper(tokens, (first, end), noun, pointing), heads=heads,
        offices=roles.offices if sort == "office" else frozenset(),
        about=about - heads, gender=noun.gender if noun else "", plural=bool(noun and noun.plural),
        pointing=pointing, sort=sort,
    )  # fmt: skip


def _narrows(tokens: Sequence[Token], end: int, noun: Noun | None, lexicon: Lexicon) -> bool:
    """Whether a noun only narrows the one after it: "military operations", "police posts"."""
    if end >= len(tokens) or not joined(tokens, end - 1, end) or (noun and noun.family == "person" and noun.plural):
        return False
    after = tokens[end]
    known = after.folded in lexicon.verbs or after.folded in lexicon.small or after.folded in lexicon.titles
    return after.is_word and not after.is_capital and not known and not after.folded.endswith(("ed", "ly", "ing"))


def _proper(tokens: Sequence[Token], extent: tuple[int, int], noun: Noun | None, pointing: Pointing) -> tuple[str, ...]:
    """The words of a body that a name narrows ("the Bavarian government"): they are its name as the text has it."""
    if (
        noun is None
        or noun.family != "body"
        or noun.sort in ("outlet", "team")
        or noun.plural
        or pointing in ("indefinite", "other")
    ):
        return ()
    first, end = extent
    start = next((k for k in range(first, end - 1) if tokens[k].is_capital and tokens[k].folded != "the"), end)
    lower = any(tokens[k].is_word and not tokens[k].is_capital for k in range(start, end - 1))
    return words_between(tokens, start, end) if start < end and not lower else ()


def _kind(noun: Noun | None) -> tuple[Kind, Naming]:
    if noun is None or noun.family == "person":
        return ("group", "group") if noun and noun.plural else ("person", "noun")
    return ("body", "noun") if noun.family == "body" else ("other", "noun")


def _left(
    tokens: Sequence[Token], at: int, taken: dict[int, int], lexicon: Lexicon, noun: Noun | None
) -> tuple[int, Pointing]:
    """Where the phrase starts, and how it points."""
    first, owned = at, False
    while first and at - first < NARROWING and joined(tokens, first - 1, first):
        before = tokens[first - 1]
        # "a Harbour and Coast Office spokesman": a name that narrows is taken whole.
        if first - 1 in taken and taken[first - 1] < first - 1 and tokens[first - 1].is_word:
            first = taken[first - 1]
            continue
        sort = lexicon.small.get(before.folded)
        if (
            before.text in _POSSESSIVE
            and (len(before.text) > 1 or tokens[first - 2].text[-1:] in "sxz")
            and first > 1
            and tokens[first - 2].is_word
            and tokens[first - 2].end == before.start
        ):
            first, owned = first - 1, True
            continue
        if sort == "determiner":
            return first - 1, "definite" if owned and before.folded not in _OTHER else _pointing(before.folded)
        if (
            not before.is_word
            or (sort is not None and before.folded not in lexicon.titles)
            or before.quoted != tokens[at].quoted
        ):
            break
        # "a leaked memo": after a determiner a participle narrows.
        determined = first > 1 and lexicon.small.get(tokens[first - 2].folded) == "determiner"
        participle = before.folded.endswith(("ed", "en", "ing")) and determined
        verb = before.folded in lexicon.verbs and before.folded not in lexicon.nouns
        verb = verb and f"{before.folded} {tokens[first].folded}" not in lexicon.nouns
        if verb and not before.is_capital and not participle:
            break
        if before.text[0].isdigit():
            return first - 1, "indefinite"
        first -= 1
    if owned:
        return first, "definite"
    # "Foreign minister said" without a name: headlines and clipped English drop the article.
    single = noun is None or not noun.plural
    return first, "bare" if not single else "definite" if tokens[at].is_capital else "bare"


def _pointing(word: str) -> Pointing:
    if word in _OTHER:
        return "other"
    return "indefinite" if word in _INDEFINITE or word.isdigit() else "definite"


def _about_right(tokens: Sequence[Token], end: int, lexicon: Lexicon) -> frozenset[str]:
    """Words that narrow a noun from the right: "head of the port office"."""
    if (
        end >= len(tokens)
        or tokens[end].folded not in ("of", "for", "at", "from", "with", "in")
        or not joined(tokens, end - 1, end)
    ):
        return frozenset()
    about = set()
    for token in tokens[end + 1 : end + 1 + ABOUT_WORDS]:
        if not token.is_word and token.text not in _POSSESSIVE:
            break
        if token.folded in lexicon.verbs or lexicon.small.get(token.folded) in ("auxiliary", "pronoun", "conjunction"):
            break
        if token.is_word and token.folded not in lexicon.small:
            about.update(token.folded.split())
    return frozenset(about)


def _crowd(tokens: Sequence[Token], at: int, noun: Noun, lexicon: Lexicon) -> Found | None:
    """ "Some", "others", "many" where they do something themselves; ``None`` before a noun of their own."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    acts = after is not None and (
        after.folded in lexicon.verbs or lexicon.small.get(after.folded) in ("auxiliary", "adverb")
    )
    if not acts:
        return None
    return Found(
        at, at + 1, "group", "group", heads=frozenset((noun.lemma,)), plural=True, pointing="indefinite", sort=noun.sort
    )


def _pronoun(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Found | None:
    """A pronoun; "it" only where it acts, since it mostly stands for no one ("it is raining")."""
    token = tokens[at]
    if token.folded not in _PRONOUNS or (token.text.isupper() and len(token.text) > 1):
        return None
    kind, gender, plural = _PRONOUNS[token.folded]
    if token.folded == "it":
        end = at + 1
        while end < len(tokens) and end <= at + HELPERS and lexicon.small.get(tokens[end].folded) in _HELPING:
            end += 1
        near = [tokens[k] for k in (at - 1, *range(at + 1, end + 1), at + 2) if 0 <= k < len(tokens)]
        if not any(t.folded in lexicon.verbs for t in near):
            return None
    return Found(at, at + 1, kind, "pronoun", gender=gender, plural=plural)
