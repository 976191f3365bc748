"""Whose voice a document is, where its own phrase does not say: "a statement", "the ruling", "her book"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from onrecord.people.forms import phrase_in
from onrecord.people.lexicon import Noun
from onrecord.people.likeness import fold
from onrecord.people.voices import UNNAMED, Company, Voice, unslipped
from onrecord.spans import hull, words_of
from onrecord.types import Statement

# "In a statement announcing the sale, the board said": how far behind a document its subject may stand.
FRAME_CHARS = 160
# "The study" and "the ruling" mean what was brought in so far back at most, "Poll:" what comes so far on.
NEAR_CHARS = 1500
_FRAME = re.compile(r"\bin\s+(?:\w+\s+){0,3}?$", re.IGNORECASE)
_STOP = re.compile(r"[.?!][\"”’']?\s+[A-Z“\"]|\n")
_WROTE = re.compile(r"\b(?:writes?|wrote|written|recalls?|recalled|recounts?|recounted)\b", re.IGNORECASE)
_JUDGING = re.compile(r"\b(?:court|tribunal|judges?|justices?|magistrate|jury|panel)\b", re.IGNORECASE)
_POLLS = frozenset(("average", "poll", "survey"))
_PRINTED = frozenset(("article", "report", "story"))
_PRESS = frozenset(("media", "newspaper", "paper", "press", "tabloid"))
_CARRIES = frozenset(("told", "reported", "quoted", "according_to"))
_OWNERS = frozenset(("his", "her", "their", "its"))
_OWNED = re.compile(r"^['’]s?\s")


def settle_issuers(statements: Sequence[Statement], voices: Mapping[int, Voice], company: Company) -> dict[int, Voice]:
    """The voices, with documents of no issuer given the one the text around them tells; general polls given none."""
    found = dict(voices)
    for k in sorted(found, key=lambda k: hull(statements[k].source)):
        if not _is_lone(found[k]):
            continue
        noun = _noun_of(found[k], company)
        issuer = _owner(statements[k], company) or _known(found, k, company) or _framing(statements, found, k, company)
        if issuer is None and noun is not None:
            issuer = _by_sort(statements, found, k, company=company, noun=noun)
        press = _carrier(statements, found, k, noun=noun) if issuer is None and noun is not None else None
        if press is not None:
            found[k] = msgspec.structs.replace(found[k], speaker=press, form="outlet", why="the report it carried")
        elif issuer is not None:
            found[k] = msgspec.structs.replace(found[k], speaker=issuer, why="the document is theirs: " + issuer)
        elif noun is not None and noun.plural and noun.lemma in _POLLS:
            found[k] = msgspec.structs.replace(found[k], speaker=None, why="polls in general")
    return found


def _is_lone(voice: Voice) -> bool:
    return voice.form == "document" and (voice.speaker or "").startswith(UNNAMED)


def _noun_of(voice: Voice, company: Company) -> Noun | None:
    """The noun of the list that says what a document is."""
    words = unslipped((voice.speaker or "").removeprefix(UNNAMED), company.lexicon)
    phrase = phrase_in(words, company.lexicon)
    heads = sorted(phrase.heads) if phrase is not None else []
    noun = company.lexicon.nouns.get(heads[0]) if heads else None
    if noun is None or noun.family != "document":
        return None
    return msgspec.structs.replace(noun, plural=phrase.plural) if phrase is not None else noun


def _owner(statement: Statement, company: Company) -> str | None:
    """Whoever owns the document by its own words: "her account", "Tessel's brief"."""
    whole = hull(statement.source)
    first = next((m for m in company.mentions if m.span.start == whole.start and m.name), None)
    if first is None or first.name is None:
        return None
    owner = fold(company.text[first.span.start : first.span.end]) in _OWNERS
    owned = owner or _OWNED.match(company.text[first.span.end : first.span.end + 3])
    return first.name if owned and first.span.end < whole.end else None


def _known(voices: Mapping[int, Voice], k: int, company: Company) -> str | None:
    """The issuer the same document has elsewhere: "the statement" after "a statement by the board"."""
    entities = {m.id: m.entity for m in company.mentions}
    mine = entities.get(voices[k].mention or "")
    others = [v for j, v in voices.items() if j != k and v.form == "document" and entities.get(v.mention or "") == mine]
    named = [v.speaker for v in others if mine and v.speaker and not v.speaker.startswith(UNNAMED)]
    return named[0] if named else None


def _framing(statements: Sequence[Statement], voices: Mapping[int, Voice], k: int, company: Company) -> str | None:
    """Whoever speaks in it: "In a statement announcing the sale, the board said"."""
    whole = hull(statements[k].source)
    if not _FRAME.search(company.text[max(0, whole.start - 30) : whole.start]):
        return None
    for j in sorted(voices, key=lambda j: hull(statements[j].source)):
        there = hull(statements[j].source)
        between = company.text[whole.end : there.start]
        if (
            j != k
            and whole.end < there.start <= whole.end + FRAME_CHARS
            and "," in between
            and not _STOP.search(between)
        ):
            return _name_of(voices[j])
    return None


def _carrier(statements: Sequence[Statement], voices: Mapping[int, Voice], k: int, *, noun: Noun) -> str | None:
    """The outlet "the report" is of, where nothing was brought in by that name: the one last heard of before it."""
    words = (voices[k].speaker or "").removeprefix(UNNAMED).casefold().split()
    if noun.lemma not in _PRINTED or noun.plural or not (words[0] == "the" or _PRESS & set(words)):
        return None
    here = hull(statements[k].source)
    heard: list[tuple[int, str]] = []
    for j, voice in voices.items():
        at = hull(statements[j].source)
        if j != k and here.start - NEAR_CHARS <= at.start < here.start:
            heard += [(at.start, voice.speaker)] if voice.form == "outlet" and _name_of(voice) and voice.speaker else []
            heard += [(at.start, r.name) for r in statements[j].relays if r.how in _CARRIES and r.span is not None]
    return max(heard)[1] if heard else None


def _by_sort(
    statements: Sequence[Statement], voices: Mapping[int, Voice], k: int, *, company: Company, noun: Noun
) -> str | None:
    """The issuer that documents of its sort have around it, or that its sort tells."""
    here = hull(statements[k].source)
    words = fold(words_of(company.text, statements[k].source)).split()
    places = {j: hull(statements[j].source) for j in voices if j != k}
    near = sorted((place, j) for j, place in places.items() if abs(place.start - here.start) <= NEAR_CHARS)
    before = [j for place, j in reversed(near) if place < here]
    if noun.sort == "ruling":
        judging = [j for j in before if _JUDGING.search(f"{_source(company, statements[j])} {voices[j].speaker}")]
        return _first_name(judging, voices)
    if noun.sort == "book":
        wrote = [j for j in before if _WROTE.search(words_of(company.text, statements[j].cue))]
        if wrote:
            return _first_name(wrote, voices)
    alike = [j for _, j in near if _is_alike(statements[j], voices[j], noun, company)]
    if words and (words[0] in ("the", "this", "that") or words == [noun.lemma]):
        told = _first_name([j for j in before if j in alike], voices)
        if told is not None:
            return told
    lead = "\n" not in company.text[: here.start].strip() and words and words[0] not in ("a", "an")
    return _first_name([j for j in alike if places[j] > here], voices) if lead else None


def _first_name(able: Sequence[int], voices: Mapping[int, Voice]) -> str | None:
    """The name of the first of some voices that has one."""
    return next((name for j in able if (name := _name_of(voices[j])) is not None), None)


def _name_of(voice: Voice) -> str | None:
    if voice.form not in ("named", "body", "document", "outlet") or (voice.speaker or "").startswith(UNNAMED):
        return None
    return voice.speaker


def _source(company: Company, statement: Statement) -> str:
    return words_of(company.text, statement.source)


def _is_alike(statement: Statement, voice: Voice, noun: Noun, company: Company) -> bool:
    """Whether a voice is that of a document of the same noun or sort."""
    phrase = phrase_in(_source(company, statement), company.lexicon) if voice.form == "document" else None
    heads = [company.lexicon.nouns.get(head) for head in sorted(phrase.heads)] if phrase is not None else []
    return any(n is not None and (n.lemma == noun.lemma or (n.sort and n.sort == noun.sort)) for n in heads)
