"""Who is mentioned in an article: names, offices, pronouns and groups, those that mean the same one joined."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

import msgspec

from onrecord.kit import Kit
from onrecord.labels import Kind, Naming
from onrecord.people.appositions import join_appositions
from onrecord.people.cast import Cast
from onrecord.people.found import Found
from onrecord.people.lexicon import Lexicon, lexicon_of
from onrecord.people.names import called_so, find_names
from onrecord.people.offices import place_phrase
from onrecord.people.phrases import find_phrases
from onrecord.people.pronouns import place_pronoun
from onrecord.people.tokens import Token, cut_tokens
from onrecord.spans import View, hull
from onrecord.types import Article, Mention, Page, Span, id_of


def find_mentions(page: Page, article: Article, view: View, kit: Kit) -> list[Mention]:
    """The mentions of an article in order of position, each with its entity and the fullest name given it.

    ``view`` is the running text. A mention that two could be meant by stays an entity of its own, and
    ``why`` says so; two full names that differ are never one. Spans are those of the page.
    """
    lexicon = lexicon_of(kit)
    tokens = cut_tokens(view.text, lexicon)
    found = find_all(tokens, lexicon, kit, view.text)
    cast = read_cast(tokens, found, lexicon, _headline_names(article, lexicon))
    return _mentions(page, view, cast)


def find_all(tokens: Sequence[Token], lexicon: Lexicon, kit: Kit, text: str) -> list[Found]:
    """Names, noun phrases and pronouns in order; a name inside a longer phrase is marked hollow."""
    names = find_names(tokens, lexicon, kit.read(text).names)
    names, phrases = join_appositions(tokens, names, find_phrases(tokens, lexicon, names), lexicon)
    names = called_so(tokens, names, lexicon)
    titles = [extent for name in names for extent in name.titles]
    around = _reaches([*((p.first, p.last) for p in phrases), *titles])
    names = [msgspec.structs.replace(n, hollow=_last_from(around, n.first) >= n.last) for n in names]
    longer = _reaches([(p.first, p.last) for p in phrases])
    phrases = [msgspec.structs.replace(p, hollow=_is_within(p, longer)) for p in phrases]
    return sorted([*names, *phrases], key=lambda f: (f.first, -f.last))


def _reaches(extents: Iterable[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Starts in order, and the furthest end among the extents up to each."""
    ordered = sorted(extents)
    return [first for first, _ in ordered], list(accumulate((last for _, last in ordered), max))


def _last_from(reaches: tuple[list[int], list[int]], first: int) -> int:
    """The furthest end among the extents that start at a token or before it."""
    k = bisect_right(reaches[0], first)
    return reaches[1][k - 1] if k else -1


def _is_within(one: Found, reaches: tuple[list[int], list[int]]) -> bool:
    """Whether a phrase stands inside a longer one: "the team" in "the team's statement"."""
    return _last_from(reaches, one.first - 1) >= one.last or _last_from(reaches, one.first) > one.last


def _headline_names(article: Article, lexicon: Lexicon) -> list[tuple[str, ...]]:
    """The full names of people in the headline: what a text that only says "Tessel" leaves to it."""
    if article.headline is None:
        return []
    tokens = cut_tokens(article.headline.value, lexicon)
    return [name.words for name in find_names(tokens, lexicon, ()) if len(name.words) > 1]


def read_cast(
    tokens: Sequence[Token], found: Sequence[Found], lexicon: Lexicon, full_names: Sequence[tuple[str, ...]] = ()
) -> Cast:
    """Every mention joined to a member, in reading order; ``full_names`` are those the article gives elsewhere."""
    cast = Cast(tokens, found, lexicon, full_names)
    for k, one in enumerate(found):
        if one.form in ("name", "metonym") or k in cast.ahead:
            cast.place_name(k)
        elif one.form == "pronoun":
            place_pronoun(cast, k)
        else:
            place_phrase(cast, k)
    return cast


def _mentions(page: Page, view: View, cast: Cast) -> list[Mention]:
    """The records of a cast, with page spans; nothing for what lies outside the page's text."""
    spans = [_span(view, cast.tokens, one.first, one.last) for one in cast.found]
    ids = [id_of(page.id, "m", span) if span else "" for span in spans]
    made = []
    for k, one in enumerate(cast.found):
        span, member = spans[k], cast.members[cast.who[k]]
        if span is None:
            continue
        titles = tuple(s for a, b in one.titles if (s := _span(view, cast.tokens, a, b)))
        made.append(
            Mention(
                ids[k], page.id, span, _kind(one, member.kind), _form(one, member.kind), ids[member.mentions[0]],
                name=" ".join(member.words) or None, titles=titles, why=cast.why[k],
            )
        )  # fmt: skip
    return made


def _kind(one: Found, kind: Kind) -> Kind:
    """A pronoun is of its member's kind, and so are the initials of someone's office."""
    return kind if one.form == "pronoun" or kind == "person" else one.kind


def _form(one: Found, kind: Kind) -> Naming:
    return "title" if kind == "person" and one.kind == "body" and one.form == "name" else one.form


def _span(view: View, tokens: Sequence[Token], first: int, last: int) -> Span | None:
    home = view.home(Span(tokens[first].start, tokens[last - 1].end))
    return hull(home) if home else None
