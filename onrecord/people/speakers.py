"""Who speaks in each statement: its source read through the mentions of the article."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from onrecord.kit import Kit
from onrecord.labels import Form
from onrecord.people.forms import form_of
from onrecord.people.lexicon import Lexicon, lexicon_of
from onrecord.people.likeness import fold
from onrecord.spans import View, hull, inside, overlap, words_of
from onrecord.types import Article, Mention, Page, Span, Statement

UNNAMED = "unnamed: "
_SELF = frozenset(("i", "we", "my", "our", "me", "us", "mine", "ours", "myself"))
_TAIL = re.compile(r"(?:,? who\b|,? speaking\b|,? which\b).*|[\s,;:—–-]+$", re.S)
_JOINT = re.compile(r"^[\s,]*(?:and|&|,)[\s,]*$")
_BRIDGE = re.compile(r"^[\s,(]*$")


class Voice(msgspec.Struct, frozen=True):
    """Who speaks: the name or words for him, the mention that says so, and the form."""

    speaker: str | None
    mention: str | None
    form: Form
    why: str = ""


def find_speakers(
    page: Page, article: Article, statements: Sequence[Statement], mentions: Sequence[Mention], view: View, *, kit: Kit
) -> list[Statement]:
    """The statements in their order with ``speaker``, ``mention`` and ``form`` filled in.

    ``speaker`` is the fullest name the article gives, "unnamed: " and the source's words for one without a
    name, ``None`` where no source stands. A quotation that runs on takes the voice of the one before it; "I" inside
    a quotation is whoever is quoted.
    """
    lexicon = lexicon_of(kit)
    by_id = {mention.id: mention for mention in mentions}
    first_words = _first_words(page, statements, mentions, by_id)
    voices: dict[int, Voice] = {}
    for k, statement in enumerate(statements):
        if statement.source and not _is_self(page, statement):
            voices[k] = _voice(page, statement, mentions, first_words, lexicon)
    for k, statement in enumerate(statements):
        if k in voices:
            continue
        other = _outer(statements, k) if statement.source else _running_on(page, statements, k)
        voices[k] = _pass_on(voices.get(other), statement) if other is not None else Voice(None, None, "none")
    return [_filled(statement, voices[k]) for k, statement in enumerate(statements)]


def _filled(statement: Statement, voice: Voice) -> Statement:
    why = (*statement.why, voice.why) if voice.why else statement.why
    return msgspec.structs.replace(statement, speaker=voice.speaker, mention=voice.mention, form=voice.form, why=why)


def _pass_on(voice: Voice | None, statement: Statement) -> Voice:
    if voice is None:
        return Voice(None, None, "none")
    why = "the one quoted speaks of himself" if statement.source else "the quotation runs on"
    return msgspec.structs.replace(voice, why=why)


def _is_self(page: Page, statement: Statement) -> bool:
    return fold(words_of(page.text, statement.source)) in _SELF


def _voice(
    page: Page, statement: Statement, mentions: Sequence[Mention], first_words: Mapping[str, str], lexicon: Lexicon
) -> Voice:
    """The voice of a statement with a source of its own."""
    words = words_of(page.text, statement.source)
    heads = heads_of(page, statement.source, mentions)
    if not heads:
        return Voice(UNNAMED + _trimmed(words), None, form_of(words, None, lexicon))
    head = heads[0]
    form = form_of(words, head, lexicon)
    if form == "document":
        issuer = _issuer(page, head, mentions, by_span=statement.source)
        return Voice(issuer or UNNAMED + first_words.get(head.entity, _trimmed(words)), head.id, form, head.why)
    names = [_plain(m.name) for m in heads if m.name]
    if len(names) == len(heads) and form != "generic":
        return Voice(" and ".join(dict.fromkeys(names)), head.id, form, head.why)
    if len(heads) > 1:
        return Voice(UNNAMED + _trimmed(words), head.id, form)
    said = first_words.get(head.entity, _trimmed(words))
    if head.form == "pronoun":
        form = form_of(said, None, lexicon)
    if form in ("body", "outlet") and head.kind == "body":
        return Voice(_plain(said), head.id, form, head.why)
    return Voice(UNNAMED + said, head.id, form, head.why)


def heads_of(page: Page, source: Sequence[Span], mentions: Sequence[Mention]) -> list[Mention]:
    """The mention a source rests on, or several joined by "and"; what only narrows or describes it is left out."""
    within = [m for m in mentions if any(overlap(m.span, s) for s in source) and inside(m.span, hull(source))]
    within = within or [m for m in mentions if any(overlap(m.span, s) for s in source)]
    titles = [t for m in within for t in m.titles]
    outer = [m for m in within if not any(m is not o and m.span != o.span and inside(m.span, o.span) for o in within)]
    outer = [m for m in outer if not any(inside(m.span, t) for t in titles)]
    if not outer:
        return []
    heads = [outer[0]]
    for mention in outer[1:]:
        start = min([mention.span.start, *(t.start for t in mention.titles if t.start < mention.span.start)])
        between = page.text[heads[-1].span.end : start]
        if heads[-1].name is None and mention.form == "name" and _BRIDGE.match(between):
            heads[-1] = mention
        elif _JOINT.match(between) and "and" in between:
            heads.append(mention)
        else:
            break
    return heads


def _issuer(page: Page, document: Mention, mentions: Sequence[Mention], *, by_span: Sequence[Span]) -> str | None:
    """The one a document speaks for: named in its phrase ("a harbour office statement"), here or at first mention."""
    opened = next((m for m in mentions if m.id == document.entity), document)
    for place in (document, opened):
        end = max(place.span.end, max(s.end for s in by_span) if place is document else place.span.end)
        for mention in mentions:
            named = mention.name and mention.kind in ("person", "body", "place") and mention.id != place.id
            if named and place.span.start <= mention.span.start and mention.span.end <= end:
                return _plain(mention.name or "")
    return None


def _first_words(
    page: Page, statements: Sequence[Statement], mentions: Sequence[Mention], by_id: Mapping[str, Mention]
) -> dict[str, str]:
    """For each nameless entity the words that bring it in: the source where it first speaks, else its mention."""
    words = {m.entity: words_of(page.text, (by_id[m.entity].span,)) for m in mentions if m.entity in by_id}
    for statement in statements:
        heads = heads_of(page, statement.source, mentions) if statement.source else []
        if len(heads) == 1 and heads[0].id == heads[0].entity:
            words[heads[0].entity] = _trimmed(words_of(page.text, statement.source))
    return words


def _trimmed(words: str) -> str:
    return _TAIL.sub("", words)


def _plain(name: str) -> str:
    """A name without the article before it ("the Harbour Office")."""
    return re.sub(r"^(?:the|an?)\s+", "", name, flags=re.I)


def _outer(statements: Sequence[Statement], k: int) -> int | None:
    """The statement whose words hold the source of another: "I" there is its speaker."""
    source = hull(statements[k].source)
    holders = [
        (hull(s.content).end - hull(s.content).start, j)
        for j, s in enumerate(statements)
        if j != k and s.content and inside(source, hull(s.content)) and s.source
    ]
    if holders:
        return min(holders)[1]
    before = [
        (hull(s.content).start, j)
        for j, s in enumerate(statements)
        if j != k and s.content and hull(s.content).start <= source.start
    ]
    return max(before)[1] if before else None


def _running_on(page: Page, statements: Sequence[Statement], k: int) -> int | None:
    """The statement a quotation without cue and source carries on: next to it, in marks, with a source of its own."""
    one = statements[k]
    if one.cue or not one.content or not _marked(page, one):
        return None
    here = hull(one.content)
    able = [(j, hull(s.content)) for j, s in enumerate(statements) if j != k and s.content and s.source]
    before = [(span.end, j) for j, span in able if span.start < here.start]
    after = [(span.start, j) for j, span in able if span.start >= here.end]
    if before:
        return max(before)[1]
    return min(after)[1] if after else None


def _marked(page: Page, statement: Statement) -> bool:
    """Whether a statement's words stand in quotation marks, or open with one."""
    start = hull(statement.content).start
    return statement.manner == "direct" or any(c in "\"“”‘'«„" for c in page.text[max(0, start - 1) : start + 1])
