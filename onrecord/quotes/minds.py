"""What somebody is said to think, found by rule inside what is said: "we [think] it will hold", "I am sure that"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.quotes.clauses import Clause, clause_of, helpers_start, subject_of
from onrecord.quotes.draft import Draft
from onrecord.quotes.scene import Scene, Word
from onrecord.spans import trim
from onrecord.types import Span

# A second main clause is no longer what is thought: "I think it will hold, but nobody knows".
_NEXT_CLAUSE = re.compile(r"[,;:]\s+(?:but|so|and|because)\b|[.!?…][’)]?\s|[;:]\s|\s[–—-]\s|[\"“”]")
_NO_SUBJECTS = frozenset(
    ("him", "her", "them", "us", "me", "that", "this", "who", "you", "your", "my", "his", "their", "our")
)
_WEIGHS = frozenset(("think", "thought", "assume", "doubt", "guess", "suppose", "reckon", "can", "could"))
_STOPS = ".!?,\"”’'"
# "The dam will hold" is a clause, "the old dam" none.
_LEAST_NAMED = 4


def find_thoughts(scene: Scene, region: Span) -> list[Clause]:
    """The clauses of thought in a stretch of one sentence, in order of their cue.

    A verb of thinking counts with "that" or a clause of its own behind it, "sure" and its like only after "be" too:
    "I think so", "we hope for rain" and "he, I believe, left" are left out.
    """
    small = scene.lexicon.small
    words = scene.words_in(region)
    found = []
    for k, word in enumerate(words):
        verb = scene.lexicon.verbs.get(word.text)
        thinks = verb is not None and verb.lemma in small["thinks"]
        if not (thinks or word.text in small["sure"]) or k + 1 == len(words):
            continue
        stem = k
        while stem and words[stem - 1].text in small["degree"]:
            stem -= 1
        first = helpers_start(scene, words, stem)
        # "They should not think that", "brought him to believe that": what nobody is said to think.
        if any(w.text in small["may"] | {"to", "should", "must"} for w in words[first:k]):
            continue
        if not thinks and not any(_is_be(scene, words[j]) for j in range(max(0, first - 1), k)):
            continue
        clause = _clause(scene, region, words, first, k)
        found += [clause] if clause is not None else []
    return found


def is_aside(scene: Scene, said: Clause | Draft) -> bool:
    """Whether somebody only weighs his own words: "I doubt it", "we have to assume so". A fear or belief is more."""
    if not is_own_voice(scene, said) or scene.in_marks(said.source[0].start) is None:
        return False
    return any(w.text in _WEIGHS for w in scene.words_of(said.cue))


def is_own_voice(scene: Scene, said: Clause | Draft) -> bool:
    """Whether the source is a bare "I" or "we"."""
    return scene.said(said.source) in ("I", "We", "we")


def _is_be(scene: Scene, word: Word) -> bool:
    return word.text in scene.lexicon.small["be"] or word.text.endswith(("'m", "'re"))


def _clause(scene: Scene, region: Span, words: Sequence[Word], first: int, k: int) -> Clause | None:
    gap = scene.text[words[k].end : words[k + 1].start]
    if gap.strip() or not _opens_clause(scene, words[k + 1 :]):
        return None
    # "I'm sure": subject and helper are one word.
    before = words[first - 1] if first else None
    joined = before.text.partition("'")[0] if before is not None and "'" in before.text else ""
    fused = joined in scene.lexicon.small["pronoun"] | scene.lexicon.small["group pronoun"]
    begin = before.start + len(joined) if before is not None and fused else words[first].start
    source = Span(begin - len(joined), begin) if fused else _subject(scene, region, words, first)
    if source is None:
        return None
    end = _NEXT_CLAUSE.search(scene.text, words[k + 1].end, region.end)
    content = trim(scene.text, Span(words[k + 1].start, end.start() if end else region.end))
    while content.end > content.start and scene.text[content.end - 1] in _STOPS:
        content = Span(content.start, content.end - 1)
    return clause_of(scene, source, Span(begin, words[k].end), content)


def _subject(scene: Scene, region: Span, words: Sequence[Word], first: int) -> Span | None:
    last = words[first - 1] if first else None
    small = scene.lexicon.small
    if last is not None and last.text in small["pronoun"] | small["group pronoun"] and last.text not in _NO_SUBJECTS:
        return Span(last.start, last.end)
    return subject_of(scene, region, words, first)


def _opens_clause(scene: Scene, after: Sequence[Word]) -> bool:
    """Whether a clause begins: "that ...", "it will hold", "Velden left", "the dam will hold"."""
    small = scene.lexicon.small
    first = after[0]
    if first.text in ("that", "there") or first.text in small["pronoun"] | small["group pronoun"]:
        return len(after) > 1 and first.text not in ("him", "them", "me", "us")
    named = first.text in small["opens clause"] or scene.text[first.start].isupper()
    return named and len(after) >= _LEAST_NAMED
