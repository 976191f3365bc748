"""Who speaks in each statement: its source read through the mentions of the article."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from onrecord.kit import Kit
from onrecord.people.described import name_described
from onrecord.people.issuers import settle_issuers
from onrecord.people.lexicon import Lexicon, lexicon_of
from onrecord.people.likeness import fold
from onrecord.people.voices import UNNAMED, Company, Voice, heads_of, trimmed, voice_of
from onrecord.spans import View, hull, inside, overlap, words_of
from onrecord.types import Article, Mention, Page, Span, Statement

_GROUPS = frozenset(("committee", "crowd", "group", "number", "pair", "panel", "team", "trio"))
_MADE_OF = re.compile(r"\s+of\s+(?:[\w'’-]+\s+){0,2}?[\w'’-]+s\b")
_SELF = frozenset(("i", "we", "my", "our", "me", "us", "mine", "ours", "myself"))
# Where a second verb of one subject stands, what makes it no verb of his, and where his sentence ends.
_SECOND = re.compile(r"(?:\b(?:and|but|then|yet)(?:\s+(?:also|later|\w+ly))?|,)\s+$")
_PASSIVE = frozenset(
    ("is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "reportedly", "allegedly")
)
_STOP = re.compile(r"[.?!][\"”’']?\s+[A-Z“\"]|\n")
_MARKS = "\"“”‘'«„"


def find_speakers(
    page: Page, article: Article, statements: Sequence[Statement], mentions: Sequence[Mention], view: View, *, kit: Kit
) -> list[Statement]:
    """The statements in their order with ``speaker``, ``mention`` and ``form`` filled in.

    ``speaker`` is the fullest name the article gives, "unnamed: " and the source's words for one without a
    name, ``None`` where no source stands or two could be meant. A quotation that runs on takes the voice of the
    one before it; "I" inside a quotation is whoever is quoted; a document without issuer is its speaker's.
    """
    lexicon = lexicon_of(kit)
    company = Company(page.text, tuple(mentions), _first_words(page, statements, mentions, lexicon), lexicon)
    voices = {k: voice_of(s.source, company) for k, s in enumerate(statements) if s.source and not _is_self(page, s)}
    voices |= _with_writers(statements, voices, company)
    voices = settle_issuers(statements, name_described(statements, voices, company), company)
    for k, statement in enumerate(statements):
        if k not in voices:
            other = _outer(statements, k) if statement.source else _running_on(page, statements, k)
            other = _same_subject(page, statements, k) if other is None and not statement.source else other
            voices[k] = _pass_on(None if other is None else voices.get(other), statement)
        elif _is_of_another(page, statements, k):
            voices[k] = _not_himself(statements, voices, k)
    return [_filled(statement, voices[k]) for k, statement in enumerate(statements)]


def _filled(statement: Statement, voice: Voice) -> Statement:
    why = (*statement.why, voice.why) if voice.why else statement.why
    return msgspec.structs.replace(statement, speaker=voice.speaker, mention=voice.mention, form=voice.form, why=why)


def _is_of_another(page: Page, statements: Sequence[Statement], k: int) -> bool:
    """Whether "he" speaks inside somebody's own quoted words: “He denied it,” said the judge."""
    statement = statements[k]
    outer = next((s for s in statements if s.id == statement.within), None)
    pronoun = fold(words_of(page.text, statement.source)) in ("he", "she")
    return pronoun and outer is not None and outer.manner == "direct"


def _not_himself(statements: Sequence[Statement], voices: dict[int, Voice], k: int) -> Voice:
    """A voice that is not the one of the statement around it: nobody calls himself "he"."""
    outer = next((j for j, s in enumerate(statements) if s.id == statements[k].within), None)
    if outer is None or outer not in voices or voices[outer].speaker != voices[k].speaker:
        return voices[k]
    return Voice(None, None, voices[k].form, "whoever is quoted speaks of another")


def _pass_on(voice: Voice | None, statement: Statement) -> Voice:
    """The voice a statement takes from another; none where the other has none."""
    if voice is None:
        return Voice(None, None, "none")
    runs_on = "the subject stands before" if statement.cue else "the quotation runs on"
    why = "the one quoted speaks of himself" if statement.source else runs_on
    return msgspec.structs.replace(voice, why=why)


def _is_self(page: Page, statement: Statement) -> bool:
    return fold(words_of(page.text, statement.source)) in _SELF


def _with_writers(statements: Sequence[Statement], voices: dict[int, Voice], company: Company) -> dict[int, Voice]:
    """Documents without issuer that stand in someone's cue: "Tessel said in a written statement confirming"."""
    found = {}
    for k, voice in voices.items():
        if voice.form != "document" or not (voice.speaker or "").startswith(UNNAMED):
            continue
        source = hull(statements[k].source)
        for j, other in voices.items():
            near = any(
                overlap(cue, source) or company.text[cue.end : source.start] == " in " for cue in statements[j].cue
            )
            if j != k and near and other.form in ("named", "body"):
                found[k] = msgspec.structs.replace(
                    voice, speaker=other.speaker, why="said in it by " + str(other.speaker)
                )
                break
    return found


def _first_words(
    page: Page, statements: Sequence[Statement], mentions: Sequence[Mention], lexicon: Lexicon
) -> dict[str, str]:
    """For each nameless entity the words that bring it in: the source where it first speaks, else its mention."""
    spans = {m.id: m.span for m in mentions}
    words = {
        m.entity: words_of(page.text, (_with_members(page, spans[m.entity]),)) for m in mentions if m.entity in spans
    }
    for statement in statements:
        heads = heads_of(page.text, statement.source, mentions, lexicon) if statement.source else []
        if len(heads) == 1 and heads[0].id == heads[0].entity:
            words[heads[0].entity] = trimmed(words_of(page.text, statement.source))
    return words


def _with_members(page: Page, span: Span) -> Span:
    """A group with those it is made of: "a team | of engineers"."""
    words = page.text[span.start : span.end].split()
    made = _MADE_OF.match(page.text, span.end) if words and words[-1] in _GROUPS else None
    return Span(span.start, made.end()) if made else span


def _outer(statements: Sequence[Statement], k: int) -> int | None:
    """The statement whose words hold the source of another: "I" there is its speaker."""
    source = hull(statements[k].source)
    spans = [(hull(s.content), j) for j, s in enumerate(statements) if j != k and s.content]
    holders = [(span.end - span.start, j) for span, j in spans if inside(source, span) and statements[j].source]
    before = [(span.start, j) for span, j in spans if span.start <= source.start]
    if holders:
        return min(holders)[1]
    return max(before)[1] if before else None


def _running_on(page: Page, statements: Sequence[Statement], k: int) -> int | None:
    """The statement a quotation without cue and source carries on: next to it, with a source of its own.

    "Officials have accused the port of fraud" between two quotations of one speaker is none of them.
    """
    one = statements[k]
    if one.cue or not one.content or not _is_marked(page, one):
        return None
    here = hull(one.content)
    able = [(j, hull(s.content)) for j, s in enumerate(statements) if j != k and s.content and s.source]
    before = [(span.end, j) for j, span in able if span.start < here.start]
    before = [(end, j) for end, j in before if not _is_told_of(statements[j])] or before
    after = [(span.start, j) for j, span in able if span.start >= here.end]
    if before:
        return max(before)[1]
    return min(after)[1] if after else None


def _same_subject(page: Page, statements: Sequence[Statement], k: int) -> int | None:
    """The statement whose subject does a second thing in one sentence: "Tessel urged calm but | said"."""
    one = statements[k]
    if not one.cue or not _SECOND.search(page.text[max(0, one.cue[0].start - 40) : one.cue[0].start]):
        return None
    words = fold(words_of(page.text, one.cue)).split()
    if not words or words[0] in _PASSIVE:
        return None
    before = [
        (s.source[-1].end, j)
        for j, s in enumerate(statements)
        if s.source and s.within == one.within and s.source[-1].end <= one.cue[0].start
    ]
    end, j = max(before, default=(0, None))
    return None if j is None or _STOP.search(page.text[end : one.cue[0].start]) else j


def _is_told_of(statement: Statement) -> bool:
    """Whether an accusation or claim is told of with none of its own words."""
    return statement.manner == "indirect" and statement.act in ("accuse", "claim")


def _is_marked(page: Page, statement: Statement) -> bool:
    """Whether a statement's words stand in quotation marks, or open with one."""
    start = hull(statement.content).start
    return statement.manner == "direct" or any(c in _MARKS for c in page.text[max(0, start - 1) : start + 1])
