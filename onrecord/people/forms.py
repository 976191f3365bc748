"""The form of a source: what kind of words name it, once it is known whether the article names it at all."""

from __future__ import annotations

import re

from onrecord.labels import Form
from onrecord.people.found import Found
from onrecord.people.lexicon import Lexicon, is_masthead
from onrecord.people.likeness import fold
from onrecord.people.names import find_names
from onrecord.people.phrases import find_phrases
from onrecord.people.tokens import cut_tokens
from onrecord.types import Mention

_SHARE = re.compile(
    r"(?:(?:about|almost|another|around|just|more than|nearly|only|over|roughly|some)\s+)*"
    r"(?:[\d.]+\s?(?:%|per\s?cent\b)|(?:\d+|[a-z]+)\s(?:in|of|out\sof)\s(?:10|100|ten)\b|(?:a|the)\s(?:majority|plurality)\sof\b|"
    r"(?:most|some|many)\s(?:people|voters|residents)$)",
    re.IGNORECASE,
)
_ONE = frozenset(("a", "an", "one", "another"))


def form_of(words: str, mention: Mention | None, lexicon: Lexicon) -> Form:
    """The form of a source with these words, given the mention it rests on.

    A name anywhere in the article makes it ``named`` (``body`` or ``outlet`` for bodies); without one the
    nouns of the words decide.
    """
    phrase = phrase_in(words, lexicon)
    if mention is not None and mention.kind == "person" and mention.name:
        return "named"
    document = phrase is not None and phrase.kind == "other"
    if mention is not None and mention.name and not document:
        if mention.kind == "people":
            return "generic"
        return (
            "outlet" if is_outlet(mention.name, lexicon) or (phrase is not None and phrase.sort == "outlet") else "body"
        )
    if is_crowd(words, lexicon) and not (phrase and phrase.kind == "other"):
        return "generic"
    return _nameless(words, phrase, lexicon) if phrase is not None else _by_kind(mention)


def is_crowd(words: str, lexicon: Lexicon) -> bool:
    """Whether no one in particular speaks, a share of people asked included: "nearly eight in 10 voters"."""
    return bool(_SHARE.match(words)) or opens_crowd(words, lexicon)


def opens_crowd(words: str, lexicon: Lexicon) -> bool:
    """Whether no one in particular speaks: "some", "everyone at the port", "several rumours"."""
    parts = fold(words).split()
    crowd = [(n.lemma, k) for k, part in enumerate(parts[:3]) if (n := lexicon.nouns.get(part)) and n.family == "crowd"]
    alone = len(parts) == 1 or lexicon.small.get(parts[1]) == "preposition"
    return any(lexicon.nouns[lemma].sort == "generic" and (k > 0 or alone) for lemma, k in crowd)


def phrase_in(words: str, lexicon: Lexicon) -> Found | None:
    """The noun phrase that opens some words, ``None`` when a name opens them or no known noun stands in them."""
    for text in (words, "the " + words[:1].lower() + words[1:]):
        tokens = cut_tokens(text, lexicon)
        phrases = find_phrases(tokens, lexicon, find_names(tokens, lexicon, ()))
        nouns = sorted((p for p in phrases if p.form != "pronoun"), key=lambda p: (p.first, -p.last))
        if nouns:
            return nouns[0]
    return None


def is_outlet(name: str, lexicon: Lexicon) -> bool:
    """Whether a name is that of a paper, station, agency or site."""
    parts = fold(name).removeprefix("the ").split()
    if not parts:
        return False
    return " ".join(parts) in lexicon.outlets or is_masthead(parts, lexicon)


def _by_kind(mention: Mention | None) -> Form:
    if mention is None or mention.kind in ("person", "group"):
        return "anon_described"
    if mention.kind == "people":
        return "generic"
    return "document" if mention.kind == "other" and mention.form == "noun" else "body"


def _nameless(words: str, phrase: Found, lexicon: Lexicon) -> Form:
    """The form of a noun phrase that has no name."""
    if phrase.kind == "other":
        return "document"
    if phrase.kind == "body" and phrase.sort in ("group", "team") and phrase.pointing == "indefinite":
        return "anon_described"
    if phrase.kind == "body":
        return "outlet" if phrase.sort == "outlet" else "body"
    one = fold(words).split()[0] in _ONE
    if phrase.sort == "office":
        return "anon_described" if one or phrase.plural else "office"
    if fold(words) == "people":
        return "generic"
    if phrase.sort == "anon_bare":
        told = [w for w in phrase.about if lexicon.small.get(w) != "nameless"]
        return "anon_described" if told or len(fold(words).split()) > 3 else "anon_bare"
    if phrase.sort == "generic":
        return "generic" if phrase.plural else "anon_described"
    return "spokes_unnamed" if phrase.sort == "spokes_unnamed" else "anon_described"
