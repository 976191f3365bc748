"""Noun phrases that stand beside a name and mean its bearer: "the port's spokesman, Orvan Tessel, said"."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from onrecord.labels import Kind
from onrecord.people.found import Found
from onrecord.people.lexicon import Lexicon
from onrecord.people.roles import read_roles
from onrecord.people.tokens import Token, joined


def join_appositions(
    tokens: Sequence[Token], names: Sequence[Found], phrases: Sequence[Found], lexicon: Lexicon
) -> tuple[list[Found], list[Found]]:
    """The names with the phrases apposed to them as titles, and the phrases that stand for themselves."""
    starts = {min([name.first, *(a for a, _ in name.titles if a < name.first)]): n for n, name in enumerate(names)}
    made = list(names)
    alone = []
    for phrase in phrases:
        n = _beside(tokens, phrase, names, starts, lexicon) if phrase.form != "pronoun" else None
        if n is None:
            alone.append(phrase)
            continue
        roles = read_roles(tokens, phrase.first, phrase.last, lexicon)
        name = made[n]
        made[n] = msgspec.structs.replace(
            name,
            titles=((_after_article(tokens, phrase.first), phrase.last), *name.titles),
            heads=name.heads | phrase.heads,
            offices=name.offices | roles.offices,
            about=name.about | phrase.about,
            gender=roles.gender or name.gender,
            kind=_kind_with(name, phrase),
            sort=name.sort if name.kind == "person" else (phrase.sort or name.sort),
            plural=False,
        )
    return made, alone


def _kind_with(name: Found, phrase: Found) -> Kind:
    """The kind of a name that nothing else tells, by the noun beside it."""
    if name.kind != "other":
        return name.kind
    return "person" if phrase.kind == "person" else "body"


def _beside(
    tokens: Sequence[Token], phrase: Found, names: Sequence[Found], starts: dict[int, int], lexicon: Lexicon
) -> int | None:
    """The name a phrase stands right before, a comma between at most; ``None`` when it does not mean its bearer."""
    at = phrase.last
    comma = at < len(tokens) and tokens[at].text == ","
    at += comma
    if at < len(tokens) and tokens[at].folded == "the" and at not in starts:
        at += 1
    n = starts.get(at)
    if n is None or tokens[at].paragraph != tokens[phrase.first].paragraph:
        return None
    if not comma and not joined(tokens, phrase.last - 1, phrase.last):
        return None
    name = names[n]
    after = tokens[name.last] if name.last < len(tokens) else None
    if comma and not (after and (after.text == "," or after.folded in lexicon.verbs)):
        return None
    if comma and phrase.pointing == "bare":
        return None
    person = phrase.kind == "person" and not phrase.plural
    if name.kind == "person" or (name.kind == "other" and person and len(name.words) > 1):
        return n if person else None
    if name.kind in ("body", "other"):
        return (
            n
            if phrase.kind == "body" or (phrase.plural and phrase.kind == "group" and phrase.pointing == "definite")
            else None
        )
    return None


def _after_article(tokens: Sequence[Token], first: int) -> int:
    return first + 1 if tokens[first].folded in ("the", "a", "an") else first
