"""What one page says of each one it names: every name form, its roles, and the words of the page around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from onrecord.groups import Role
from onrecord.kit.recall import Recall, afresh
from onrecord.labels import KEPT_ROLES, Kind
from onrecord.people.lexicon import Lexicon
from onrecord.people.likeness import fold, name_parts
from onrecord.people.roles import Roles, read_roles
from onrecord.people.tokens import cut_tokens
from onrecord.spans import words_of
from onrecord.types import Clipping, Mention, page_of

_LEADS = re.compile(r"^(?:the|an?|its|his|her|their)\s+", re.I)
_LONG_CHARS = 5


class Entity(msgspec.Struct, frozen=True):
    """One named person or body of one page. ``forms`` are its names there with their counts, ``words`` the page's.

    ``told`` is whether a title or given name tells the gender, which pronouns tell less surely.
    """

    id: str
    name: str
    kind: Kind
    parts: tuple[str, ...]
    forms: tuple[tuple[str, int], ...]
    metonyms: tuple[str, ...]
    roles: tuple[Role, ...]
    heads: frozenset[str]
    offices: frozenset[str]
    gender: str
    words: frozenset[str]
    told: bool = False

    @property
    def page(self) -> str:
        """The page it is named on."""
        return page_of(self.id)

    @property
    def sex(self) -> str:
        """The gender a title or a given name tells; pronouns may be another's."""
        return self.gender if self.told else ""


class Named(msgspec.Struct, frozen=True):
    """The named people and bodies of a page without its longer words, and these words, which are told once."""

    entities: tuple[Entity, ...]
    words: frozenset[str]


def entities_of(clipping: Clipping, lexicon: Lexicon, *, recall: Recall = afresh) -> list[Entity]:
    """The named people and bodies of a page in order of first mention; places only where they are states."""
    named = recall((clipping.page.id,), Named, lambda: _named(clipping, lexicon))
    return [msgspec.structs.replace(entity, words=named.words) for entity in named.entities]


def _named(clipping: Clipping, lexicon: Lexicon) -> Named:
    groups: dict[str, list[Mention]] = {}
    for mention in clipping.mentions:
        groups.setdefault(mention.entity, []).append(mention)
    speaking = {s.mention for s in clipping.statements}
    # A place that speaks is a state or town council: a body.
    heard = {entity for entity, mentions in groups.items() if any(m.id in speaking for m in mentions)}
    made = [_entity(clipping, mentions, lexicon, speaks=e in heard) for e, mentions in groups.items()]
    return Named(tuple(entity for entity in made if entity is not None), _page_words(clipping))


def _entity(clipping: Clipping, mentions: Sequence[Mention], lexicon: Lexicon, *, speaks: bool) -> Entity | None:
    name = next((m.name for m in mentions if m.name), None)
    kinds = {m.kind for m in mentions}
    bare = _LEADS.sub("", name or "")
    if name is None or not bare or "people" in kinds:
        return None
    state = bare in lexicon.states
    known = bare in lexicon.known
    if not state and not known and not (speaks and "place" in kinds) and not kinds & {"person", "body"}:
        return None
    text = clipping.page.text
    naming = [m for m in mentions if m.form in ("name", "metonym") or (m.form == "noun" and m.kind == "body")]
    written = [_name_in(words_of(text, (m.span,))) for m in naming]
    forms = Counter(words for words in written if any(c.isupper() for c in words))
    roles = _roles(clipping, mentions)
    said = [_read(role.title, lexicon) for role in roles]
    told, seen = _gender(mentions, said, text, bare, lexicon)
    return Entity(
        mentions[0].entity, bare, "person" if "person" in kinds and not known else "body",
        name_parts(name, lexicon.variants),
        tuple(sorted(forms.items())),
        tuple(sorted({words_of(text, (m.span,)) for m in mentions if m.form == "metonym"})),
        tuple(role for role in roles if not _is_address(role, lexicon)),
        frozenset().union(*(r.heads for r in said)),
        frozenset().union(*(r.offices for r in said)),
        told or seen,
        frozenset(),
        told=bool(told),
    )  # fmt: skip


def _name_in(words: str) -> str:
    """The words of a name without the small letters before it ("that Harbour Office")."""
    return re.sub(r"^(?:[a-z]+\s+)+(?=[A-Z])", "", _LEADS.sub("", words))


def _is_address(role: Role, lexicon: Lexicon) -> bool:
    """Whether a title only addresses ("Mr"): it tells a gender, and is no role."""
    known = lexicon.titles.get(fold(role.title))
    return known is not None and known.sort == "honorific"


def _roles(clipping: Clipping, mentions: Sequence[Mention]) -> tuple[Role, ...]:
    """The titles beside the names and the offices standing for them, each wording once, dated as the article is."""
    published = clipping.article.published
    spans = sorted({s for m in mentions for s in (*m.titles, *((m.span,) if m.form == "title" else ()))})
    roles: dict[str, Role] = {}
    for span in spans:
        title = _LEADS.sub("", words_of(clipping.page.text, (span,)))
        after, before = (None, None) if published.value else (published.after, published.before)
        roles.setdefault(fold(title), Role(title, clipping.page.id, span, published.value, after, before))
    return tuple(roles.values())


def _read(title: str, lexicon: Lexicon) -> Roles:
    tokens = cut_tokens(title, lexicon)
    return read_roles(tokens, 0, len(tokens), lexicon)


def _gender(
    mentions: Sequence[Mention], said: Sequence[Roles], text: str, name: str, lexicon: Lexicon
) -> tuple[str, str]:
    """The gender told by a title or, failing that, by a given name; and the one of pronouns that all agree."""
    told = next((r.gender for r in said if r.gender), "")
    pronouns = {fold(words_of(text, (m.span,))) for m in mentions if m.form == "pronoun"}
    by_pronoun = {"m" for p in pronouns if p in ("he", "his", "him")} | {"f" for p in pronouns if p in ("she", "her")}
    given = lexicon.given.get(name.split()[0], "") if " " in name else ""
    return told or given, by_pronoun.pop() if len(by_pronoun) == 1 else ""


def _page_words(clipping: Clipping) -> frozenset[str]:
    """The longer words of the article: what two pages on one matter share."""
    spans = [b.span for b in clipping.article.blocks if b.role in KEPT_ROLES]
    words = re.findall(r"[^\W\d_]+", fold(words_of(clipping.page.text, spans)))
    return frozenset(word for word in words if len(word) >= _LONG_CHARS)
