"""Stands told of inside what somebody says, with a noun for their object: "sources said the port ruled out a sale"."""

from __future__ import annotations

import re

from onrecord import labels
from onrecord.quotes.clauses import Clause, clause_of, helpers_start, subject_of
from onrecord.quotes.scene import Scene
from onrecord.spans import trim
from onrecord.types import Span

_STANDS: frozenset[labels.Act] = frozenset(("admit", "deny", "rule_out"))
# Where the object ends: at a mark, or where the subject does a second thing ("and even hinted").
_END = re.compile(r"[,;:.!?“”\"]|\s[–—-]\s|\s(?:and|but|while)\s+(?:also\s+|even\s+|then\s+)?\w+ed\b")
# What is also done with a gun: no stand without a look at the object.
_BODILY = frozenset(("shoot down",))
_OBJECT_OPENS = frozenset(("a", "an", "any", "the", "its", "his", "her", "their", "all", "no", "some", "such"))


def find_stands(scene: Scene, region: Span) -> list[Clause]:
    """The clauses of a stretch of one sentence in which someone denies, admits or rules out a thing, in order."""
    words = scene.words_in(region)
    found = []
    for k, word in enumerate(words[:-1]):
        verb = scene.lexicon.verbs.get(word.text)
        phrase = f"{word.text} {words[k + 1].text}"
        pair = scene.lexicon.pairs.get(phrase)
        two = pair is not None and pair.act in _STANDS and pair.lemma not in _BODILY
        if not two and (verb is None or verb.act not in _STANDS or word.text == verb.lemma):
            continue
        last = k + 1 if two else k
        if last + 1 >= len(words) or not _is_object(scene, words[last + 1].text, words[last + 1].start):
            continue
        first = helpers_start(scene, words, k)
        be = any(w.text in scene.lexicon.small["be"] for w in words[first:k])
        source = None if be or word.text.endswith("ing") else subject_of(scene, region, words, first)
        if source is None:
            continue
        end = _END.search(scene.text, words[last + 1].end, region.end)
        content = trim(scene.text, Span(words[last + 1].start, end.start() if end else region.end))
        clause = clause_of(scene, source, Span(words[first].start, words[last].end), content)
        found += [clause] if clause is not None else []
    return found


def _is_object(scene: Scene, text: str, start: int) -> bool:
    return text in _OBJECT_OPENS or scene.text[start].isupper()
