"""Those a story opens with by what they are, and names right after: "A port judge has ruled ... Judge Ilda Tessel"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from onrecord.people.forms import phrase_in
from onrecord.people.lexicon import Lexicon
from onrecord.people.likeness import fold
from onrecord.people.voices import Company, Voice, plain_name
from onrecord.spans import hull, words_of
from onrecord.types import Mention, Span, Statement

# How far into a story its lead reaches, and how many paragraphs further the name stands: by eye on news.
LEAD_PARAGRAPHS = 2
AHEAD_PARAGRAPHS = 3
# Longer words that what both are said to say must share, and a description with a name.
SHARED_WORDS = 2
_LONG_CHARS = 4
_STEM_CHARS = 6
_DETERMINED = re.compile(r"(?:the|an?|one|two|his|her|their|its|this|that|another|some|our)\b", re.IGNORECASE)
_PARAGRAPH = re.compile(r"\S[^\n]*")


def name_described(statements: Sequence[Statement], voices: Mapping[int, Voice], company: Company) -> dict[int, Voice]:
    """The voices, those of a lead's described speakers given the name that the text brings in for them.

    The first one named after them who was not named before, says or is said to do the same (``SHARED_WORDS``), or
    has the office; a headline ("Judge rejects the plea") is trusted to mean him. Whoever asked not to be named stays.
    """
    found = dict(voices)
    entities = {m.id: m.entity for m in company.mentions}
    order = sorted(found, key=lambda k: hull(statements[k].source))
    names: dict[str, Voice] = {}
    for k in order:
        entity = entities.get(found[k].mention or "", "")
        if entity in names or not _is_described(statements[k], found[k], company):
            continue
        named = _body_named(statements[k], company) if _is_body(found[k], company) else None
        named = named or _named_after(statements, found, k, company=company, order=order)
        if named is not None and entity:
            names[entity] = named
    for k in order:
        named = names.get(entities.get(found[k].mention or "", ""))
        if named is not None and found[k].form != "named":
            found[k] = msgspec.structs.replace(named, why="brought in here, named soon after")
    return found


def _is_described(statement: Statement, voice: Voice, company: Company) -> bool:
    """Whether one person or body speaks in the lead without a name."""
    mention = next((m for m in company.mentions if m.id == voice.mention), None)
    first = next((m for m in company.mentions if mention is not None and m.id == mention.entity), None)
    if first is None or first.kind not in ("person", "body") or statement.reason or statement.within:
        return False
    # "Federal court rules ... The Court of Appeals": a noun for a body that opens with a capital is its name till then.
    if voice.form not in ("anon_described", "office", "body") or (first.name and first.form != "noun"):
        return False
    phrase = phrase_in(words_of(company.text, statement.source), company.lexicon)
    several = phrase is not None and phrase.plural
    return not several and len(_paragraphs(company.text, 0, first.span.start)) <= LEAD_PARAGRAPHS


def _is_body(voice: Voice, company: Company) -> bool:
    return any(m.id == voice.mention and m.kind == "body" for m in company.mentions)


def _paragraphs(text: str, start: int, end: int) -> list[str]:
    """The paragraphs between two places, begun ones counted."""
    return _PARAGRAPH.findall(text[start : end + 1])


def _named_after(
    statements: Sequence[Statement], voices: Mapping[int, Voice], k: int, *, company: Company, order: Sequence[int]
) -> Voice | None:
    """The first one who speaks by a name that is new after a description, if what they are or say agrees."""
    here = hull(statements[k].source)
    wanted = "body" if _is_body(voices[k], company) else "named"
    mentions = {m.id: m for m in company.mentions}
    for j in order:
        there = hull(statements[j].source)
        if there.start <= here.end or voices[j].form != wanted or statements[j].within:
            continue
        mention = mentions.get(voices[j].mention or "")
        first = mentions.get(mention.entity) if mention is not None else None
        if mention is None or first is None or not mention.name or first.span.start < here.end:
            continue
        if len(_paragraphs(company.text, here.end, first.span.start)) > AHEAD_PARAGRAPHS + 1:
            return None
        bare = not _DETERMINED.match(company.text[here.start : here.end])
        agree = bare or _has_office(here, first, company) or _says_so(statements[k], statements[j], company)
        return voices[j] if agree else None
    return None


def _has_office(description: Span, mention: Mention, company: Company) -> bool:
    """Whether words of a description stand in the titles beside a name."""
    titles = {w for title in mention.titles for w in _long(words_of(company.text, (title,)), company.lexicon)}
    return bool(titles & _long(company.text[description.start : description.end], company.lexicon))


def _says_so(left: Statement, right: Statement, company: Company) -> bool:
    """Whether two statements, their sources included, share longer words."""
    one = _long(words_of(company.text, (*left.source, *left.content)), company.lexicon)
    two = _long(words_of(company.text, (*right.source, *right.content)), company.lexicon)
    return len(one & two) >= SHARED_WORDS


def _body_named(statement: Statement, company: Company) -> Voice | None:
    """The body whose name holds the words of a description: "a federal appeals court", "the Court of Appeals"."""
    here = hull(statement.source)
    words = _long(company.text[here.start : here.end], company.lexicon)
    for mention in company.mentions:
        if mention.span.start < here.end or mention.kind != "body" or not mention.name or mention.form != "name":
            continue
        if len(_paragraphs(company.text, here.end, mention.span.start)) > AHEAD_PARAGRAPHS + 1:
            return None
        if len(words & _long(mention.name, company.lexicon)) >= SHARED_WORDS:
            return Voice(plain_name(mention.name), mention.id, "body")
    return None


def _long(words: str, lexicon: Lexicon) -> frozenset[str]:
    """The longer words of a stretch by their first letters, so that "appeals" and "appealed" are one."""
    parts = (part for part in fold(words).replace("-", " ").split() if part.isalpha())
    return frozenset(part[:_STEM_CHARS] for part in parts if len(part) >= _LONG_CHARS and part not in lexicon.small)
