"""The voice of one source: the mention it rests on, the name or words for the speaker, and the form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from onrecord.labels import Form
from onrecord.people.forms import form_of, is_crowd, is_outlet, phrase_in
from onrecord.people.lexicon import Lexicon
from onrecord.people.likeness import fold
from onrecord.spans import hull, inside, overlap, words_of
from onrecord.types import Mention, Span

UNNAMED = "unnamed: "
_ARTICLES = frozenset(("the", "a", "an", "one", "another", "two", "three", "this", "that", "his", "her", "their"))
_PRONOUNS = frozenset(("he", "she", "they", "it", "you", "his", "her", "their", "its", "your", "this", "that"))
_POINTING = frozenset(("the", "this", "that", "these", "those"))
_OWNERS = frozenset(("his", "her", "their", "its", "my", "our"))
_TAIL = re.compile(r"(?:,? who\b|,? speaking\b|,? which\b).*|[\s,;:—–-]+$", re.S)
_JOINT = re.compile(r"^[\s,]*(?:and|&|,)[\s,]*$")
_OWNER = re.compile(r"^(?:'s|’s|'|’)\s+(?:[Tt]he\s)?$")
_BRIDGE = re.compile(r"^[\s,(]*(?:[Tt]he\s)?$")
_CLAUSE = re.compile(r"\b(?:who|which|that|and|of|for|with|by)\b")
_POST = re.compile(r"^ (?:for|of) (?:the )?[\w' ’-]+, $(?<!who)")
_PRINTED = re.compile(r"\b(?:article|editorial|report|story)\b")
_LED = re.compile(r"^(?:'s|’s|'|’)?(?:\s+[a-z][a-z-]+){1,4}\s+$")
_SMALL = re.compile(r"\b(?:and|as|at|by|for|from|in|of|on|or|over|that|the|to|who|with)\b")
_TOLD = re.compile(
    r"(?:[Hh]is|[Hh]er|[Tt]heir|[A-Z][\w. -]+?(?:[’']s|s[’'])) (?:own )?(?:account|recollections?|telling|version)\b"
)
_AGENCY = re.compile(r"(?:[Tt]he )?(?:[a-z][\w’'-]+ )*([A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*) news (?:agency|site|website)$")
_SLIP = re.compile(r"([Tt]he|[Tt]his|[Aa]) (\w+?)(?:s|ed)")
_HANDLE = re.compile(r"(?:^|\s)(@\w+)$")
_BY = re.compile(
    r"^\s+(?:(?:issued|made|prepared|published|released|signed|written)\s+)?(?:by|from|of)\s+(?:[Tt]he\s)?$"
)


def unslipped(words: str, lexicon: Lexicon) -> str:
    """Words with a document's noun in place of a slip for it: "the reported" stated, for "the report".

    Only where the word is no noun of its own.
    """
    slip = _SLIP.fullmatch(words)
    noun = lexicon.nouns.get(slip[2].casefold()) if slip else None
    return f"{slip[1]} {slip[2]}" if slip and noun is not None and noun.family == "document" else words


class Voice(msgspec.Struct, frozen=True):
    """Who speaks: the name or words for him, the mention that says so, and the form."""

    speaker: str | None
    mention: str | None
    form: Form
    why: str = ""


class Company(msgspec.Struct, frozen=True):
    """What sources are read with: the page's text, its mentions, and the words that bring in each nameless entity."""

    text: str
    mentions: tuple[Mention, ...]
    first_words: Mapping[str, str]
    lexicon: Lexicon


def voice_of(source: Sequence[Span], company: Company) -> Voice:
    """The voice of a source that has words of its own."""
    words = words_of(company.text, source)
    heads = heads_of(company.text, source, company.mentions, company.lexicon)
    if handle := _HANDLE.search(words):
        return Voice(handle[1], heads[0].id if heads else None, "named", "known by this name where it was posted")
    if agency := _AGENCY.match(words):
        return Voice(agency[1], heads[-1].id if heads else None, "outlet", "an agency by the words behind its name")
    if _TOLD.match(words):
        return Voice(UNNAMED + trimmed(words), heads[0].id if heads else None, "document")
    if is_crowd(words, company.lexicon):
        return Voice(UNNAMED + trimmed(words), heads[0].id if heads else None, "generic")
    if not heads:
        plain = unslipped(words, company.lexicon)
        slip = "" if plain == words else "a slip for " + plain
        return Voice(UNNAMED + words, None, "document", slip) if slip else _unread(words, company.lexicon)
    whole = _named_whole(words, company) if len(heads) > 1 else None
    heads = [whole] if whole is not None else heads
    if whole is None and (len(heads) > 1 or heads[0].kind == "group") and _is_body_name(words, company.lexicon):
        return Voice(plain_name(words), heads[-1].id, "body", "one name by its words")
    last = _apposed_last(company, heads, source)
    heads = heads if last is None else [last]
    head = heads[0] if heads[0].name else _named_before(company, heads[0], source) or heads[0]
    heads = [head, *heads[1:]]
    owner = _owner_of_press(company, head, source)
    if owner is not None:
        return owner
    if len(heads) == 1 and _goes_on(company, head, source):
        return Voice(UNNAMED + trimmed(words), None, "anon_described", "the name only narrows what follows it")
    if head.form == "pronoun" and head.name is None and _opened(head, company).form == "pronoun":
        return Voice(None, head.id, "none", head.why)
    form = form_of(words, head, company.lexicon)
    refers = head.form == "pronoun" or fold(words).split()[0] in _POINTING
    said = company.first_words.get(head.entity, trimmed(words)) if refers else trimmed(words)
    if form == "document" or (head.form == "pronoun" and head.kind == "other" and head.name is None):
        issuer = issuer_of(head, company)
        # "A Harbour Times article", "the report in the Times": what an outlet prints is the outlet.
        printed = _PRINTED.search(fold(said))
        press = issuer is not None and (is_outlet(issuer, company.lexicon) or _is_printed(head, company)) and printed
        return Voice(issuer or UNNAMED + said, head.id, "outlet" if press else "document", head.why)
    names = [plain_name(m.name) for m in heads if m.name]
    if len(names) == len(heads) and form != "generic":
        return Voice(" and ".join(dict.fromkeys(names)), head.id, form, head.why)
    if len(heads) > 1:
        bodies = all(m.kind == "body" for m in heads)
        return Voice(plain_name(words), head.id, form) if bodies else Voice(UNNAMED + words, head.id, "anon_described")
    if head.id != head.entity and refers:
        form = form_of(said, None, company.lexicon)
    named = form in ("body", "outlet") and head.kind == "body" and not _is_loose(said, company.lexicon)
    return Voice(plain_name(said) if named else UNNAMED + said, head.id, form, head.why)


def _named_before(company: Company, head: Mention, source: Sequence[Span]) -> Mention | None:
    """The name a source without it only describes: "Brasko, | the port agency, | said"."""
    end = hull(source).end
    after = company.text[end - 1 : end + 1]
    if "," not in after or head.form == "pronoun" or head.span.start != hull(source).start:
        return None
    at = head.span.start - 2
    before = [m for m in company.mentions if m.span.end == at and m.form == "name" and m.name and m.kind == head.kind]
    return before[0] if before and company.text[at : at + 2] == ", " else None


def _owner_of_press(company: Company, head: Mention, source: Sequence[Span]) -> Voice | None:
    """The voice of what an owner sends or posts: "the BBC's Hausa service" is the outlet, "Tessel's site" his own."""
    if head.kind == "person":
        return None
    whole = hull(source)
    words = fold(words_of(company.text, source)).split()
    noun = company.lexicon.nouns.get(words[-1]) if words else None
    owners = [m for m in company.mentions if whole.start <= m.span.start and m.span.end < whole.end and m.name]
    owners = [m for m in owners if _OWNER.match(company.text[m.span.end : m.span.end + 2] + " ")]
    if not owners or not owners[0].name:
        return None
    name = owners[0].name
    sent = words[-1] == "service" or (noun is not None and noun.sort == "outlet")
    if is_outlet(name, company.lexicon) and sent:
        return Voice(plain_name(name), owners[0].id, "outlet", "what the outlet sends")
    if owners[0].kind == "person" and noun is not None and noun.sort == "outlet":
        return Voice(name, owners[0].id, "document", "what stands there is theirs")
    return None


def _named_whole(words: str, company: Company) -> Mention | None:
    """The mention whose name all the words are, where the text cuts it ("the Tessel Women and Children's Hospital")."""
    bare = fold(plain_name(words))
    return next((m for m in company.mentions if m.name and fold(plain_name(m.name)) == bare), None)


def _apposed_last(company: Company, heads: Sequence[Mention], source: Sequence[Span]) -> Mention | None:
    """The person whose name closes a source that opens with his office: "Chief of Police, Harbourton, Ivo Tarn"."""
    whole = hull(source)
    end = whole.start + len(company.text[whole.start : whole.end].rstrip(" ,"))
    last = [m for m in company.mentions if m.span.end == end and inside(m.span, whole) and m.form == "name"]
    after = company.text[whole.start : heads[0].span.start].rstrip().endswith(",")
    if len(heads) != 1 or (heads[0].name and heads[0].kind == "person" and not after):
        return None
    if not last or last[0].kind != "person" or not last[0].name:
        return None
    between = company.text[heads[0].span.end : last[0].span.start]
    # "A lawyer for the port, Ivo Tarn": one person's post; "the head of the port and the mayor, Ilda Tessel" is two.
    posted = heads[0].kind == "person" and " " in last[0].name and _POST.match(between)
    return last[0] if between.rstrip().endswith(",") and (posted or not _CLAUSE.search(between)) else None


def heads_of(text: str, source: Sequence[Span], mentions: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """The mention a source rests on, or several joined by "and"; what only narrows or describes it is left out."""
    whole = hull(source)
    near = [m for m in mentions if m.span.start < whole.end and m.span.end > whole.start]
    near = [m for m in near if any(overlap(m.span, s) for s in source)]
    within = [m for m in near if inside(m.span, whole)] or near
    titles = [t for m in within for t in m.titles]
    outer = [m for m in within if not any(m is not o and m.span != o.span and inside(m.span, o.span) for o in within)]
    outer = [m for m in outer if not any(inside(m.span, t) for t in titles)]
    # "her family": the owner is not the speaker.
    outer = [m for m in outer if m.span == whole or fold(text[m.span.start : m.span.end]) not in _OWNERS]
    if not outer:
        return []
    heads = [outer[0]]
    for mention in outer[1:]:
        start = min([mention.span.start, *(t.start for t in mention.titles if t.start < mention.span.start)])
        between = text[heads[-1].span.end : start]
        owner = _OWNER.match(between)
        apposed = heads[-1].name is None and mention.form == "name" and _BRIDGE.match(between)
        if owner or apposed or _describes(text, heads[-1], mention) or _leads_to(text, heads[-1], mention, lexicon):
            heads[-1] = mention
        elif _JOINT.match(between) and "and" in between:
            heads.append(mention)
        else:
            break
    return heads


def _leads_to(text: str, left: Mention, mention: Mention, lexicon: Lexicon) -> bool:
    """Whether the words before only say whose post a person holds: "the mayor's port aide Ilda Tessel"."""
    between = text[left.span.end : mention.span.start]
    if mention.kind != "person" or mention.form != "name" or " " not in (mention.name or "") or not _LED.match(between):
        return False
    post = fold(between).split()[-1]
    noun = lexicon.nouns.get(post)
    return not _SMALL.search(between) and (post in lexicon.titles or (noun is not None and noun.family == "person"))


def issuer_of(document: Mention, company: Company) -> str | None:
    """The one a document speaks for, named in its phrase or right after it, here or where it was brought in.

    "a coast ministry statement", "the team's letter", "a statement by the team".
    """
    for place in (document, _opened(document, company)):
        inner = [m for m in company.mentions if m.id != place.id and inside(m.span, place.span) and m.kind != "people"]
        after = [m for m in company.mentions if _BY.match(company.text[place.span.end : m.span.start])]
        after += [m for m in company.mentions if _in_print(company, place, m)]
        # "a report by Danish scientists": those who narrow a group are not the group.
        after = [m for m in after if not any(o.span != m.span and inside(m.span, o.span) for o in after)]
        office = _body_before(company.text[place.span.start : place.span.end], company.lexicon)
        named = next((m for m in [*inner, *after] if m.name), None)
        if named is not None:
            named = next((m for m in company.mentions if _leads_to(company.text, named, m, company.lexicon)), named)
        if office or named:
            return plain_name(office or (named.name if named else None))
    return None


def _in_print(company: Company, document: Mention, mention: Mention) -> bool:
    """Whether a document stands in an outlet: "a report in the Harbour Times"."""
    between = company.text[document.span.end : mention.span.start]
    paper = is_outlet(mention.name or "", company.lexicon) or (
        mention.kind in ("body", "other") and mention.form == "name"
    )
    return between in (" in ", " in the ", " in The ") and paper


def _is_printed(document: Mention, company: Company) -> bool:
    """Whether a document is said to stand in what must be a paper: "a report in the Lantern"."""
    return any(_in_print(company, document, mention) for mention in company.mentions)


def trimmed(words: str) -> str:
    """Source words without the clause after them ("who sought anonymity")."""
    return _TAIL.sub("", words)


def plain_name(name: str | None) -> str:
    """A name without the article before it ("the Harbour Office")."""
    return re.sub(r"^(?:the|an?)\s+", "", name or "", flags=re.I)


def _goes_on(company: Company, head: Mention, source: Sequence[Span]) -> bool:
    """Whether a name is followed by a noun of its own: "Orsa accounts said"."""
    after = company.text[head.span.end : hull(source).end].split()
    if head.form not in ("name", "metonym") or not after or not after[0].isalpha() or not after[0].islower():
        return False
    word = fold(after[0])
    noun = company.lexicon.nouns.get(fold(after[-1]))
    # "the Tessel news agency": what it is, and no noun of its own.
    press = after[0] == "news" or (noun is not None and noun.sort == "outlet")
    if head.kind == "body" and noun is not None and press and len(after) <= 2:
        return False
    return word not in company.lexicon.small and word not in company.lexicon.verbs and not word.endswith(("ed", "ing"))


def _opened(mention: Mention, company: Company) -> Mention:
    return next((m for m in company.mentions if m.id == mention.entity), mention)


def _describes(text: str, phrase: Mention, name: Mention) -> bool:
    """Whether a phrase without article only describes the person named after it in the same source."""
    bare = phrase.name is None and phrase.kind == "person" and phrase.form in ("title", "noun")
    words = fold(text[phrase.span.start : phrase.span.end]).split()
    return bare and name.kind == "person" and name.form == "name" and words[0] not in _ARTICLES


def _body_before(words: str, lexicon: Lexicon) -> str | None:
    """The body that narrows a document, when it is no name of its own: "the Bavarian government documents"."""
    parts = words.split()[:-1]
    named = [p[0].isupper() and ((len(p) > 1 and p.isupper()) or fold(p) not in lexicon.small) for p in parts]
    capital = named.index(True) if True in named else None
    if capital is None:
        return None
    noun = lexicon.nouns.get(fold(parts[-1]))
    proper = len(parts) - capital > 1 and all(part[0].isupper() for part in parts[capital:])
    return " ".join(parts[capital:]) if proper or (noun is not None and noun.family == "body") else None


def _unread(words: str, lexicon: Lexicon) -> Voice:
    """A source no mention was found in: capitalised words alone are taken for a name, a pronoun for no one known."""
    bare = plain_name(words)
    if fold(words) in _PRONOUNS or all(w in lexicon.small for w in fold(words).split()):
        return Voice(None, None, "none", "no one it can stand for")
    if bare and all(w[0].isupper() for w in bare.split()) and phrase_in(words, lexicon) is None:
        return Voice(bare, None, "named", "capitalised words that nothing else explains")
    return Voice(UNNAMED + trimmed(words), None, form_of(words, None, lexicon))


def _is_body_name(words: str, lexicon: Lexicon) -> bool:
    """Whether words are one name of a body: "the Tessel Women and Children's Hospital"."""
    parts = plain_name(words).split()
    noun = lexicon.nouns.get(fold(parts[-1])) if parts else None
    capitals = all(part[0].isupper() or part in ("and", "of", "for", "the") for part in parts)
    owned = any(part.endswith(("'s", "’s", "s'", "s’")) for part in parts[1:-1])
    return len(parts) > 2 and capitals and owned and noun is not None and noun.family == "body"


def _is_loose(words: str, lexicon: Lexicon) -> bool:
    """Whether words for a body mean none in particular: "a committee", "local media"."""
    phrase = phrase_in(words, lexicon)
    if phrase is None:
        return False
    alone = phrase.pointing == "bare" and phrase.plural and len(words.split()) == 1
    return phrase.pointing == "indefinite" or alone or (phrase.sort == "outlet" and phrase.pointing == "bare")
