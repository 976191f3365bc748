"""Denials that stand beside what they deny: "..., an allegation the port denies", "a claim rejected by the guild"."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from onrecord.quotes.clauses import speaks
from onrecord.quotes.draft import Draft
from onrecord.quotes.scene import Scene, Word
from onrecord.spans import hull, overlap, trim
from onrecord.types import Span, Spans

_RULE_SURE = 0.6
_DENIER_WORDS = 8
_LEAST_CONTENT = 3
DENIED = "what is denied stands before it in the sentence"
# "an | the | a much repeated | another allegation"
_LEAD_WORDS = 3


def deny_beside(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with each denial beside an allegation as a statement of the denier, cut out of other contents.

    Its content is the clause before the noun when another statement has that clause or the sentence opens with it.
    """
    found = list(drafts)
    for sentence in scene.sentences:
        words = scene.words_in(sentence)
        for k, word in enumerate(words):
            denial = _denial(scene, words, k) if word.text in scene.lexicon.small["allegation"] else None
            if denial is not None:
                found = _with_denial(scene, sentence, found, denial)
    return sorted(found, key=lambda d: (hull(d.content), d.cue, d.source))


class _Denial(msgspec.Struct, frozen=True):
    """Where an apposition begins, its noun phrase, and who denies it in which words."""

    comma: int
    noun: Span
    source: Span
    cue: Span
    end: int


def _denial(scene: Scene, words: Sequence[Word], k: int) -> _Denial | None:
    """The denial of the noun at ``k``, which follows a comma and an article."""
    start = next((j for j in range(k - 1, max(-1, k - 1 - _LEAD_WORDS), -1) if _opens(scene, words, j)), None)
    if start is None or scene.in_marks(words[k].start) is not None:
        return None
    comma, noun = words[start - 1].end, Span(words[start].start, words[k].end)
    rest = words[k + 1 :]
    for j, word in enumerate(rest[: _DENIER_WORDS + 1]):
        gap = scene.text[words[k + j].end : word.start]
        if gap.strip():
            return None
        if not _denies(scene, word):
            continue
        tail = [w for w in rest[:j] if w.text not in ("that", "which")]
        if j + 2 < len(rest) and rest[j + 1].text == "by":
            return _by(scene, comma, noun, [*tail, word], rest[j + 2 :])
        first = _group_start(scene, tail)
        if not first or not (speaks(scene, tail[:first]) or _is_capital(scene, tail[:first])):
            return None
        cue = Span(tail[first].start if first < len(tail) else word.start, word.end)
        return _Denial(comma, noun, Span(tail[0].start, tail[first - 1].end), cue, word.end)
    return None


def _is_capital(scene: Scene, words: Sequence[Word]) -> bool:
    """Whether each word has a capital: before "denies" that is a name, also where the reading saw none."""
    return all(scene.text[word.start].isupper() for word in words)


def _opens(scene: Scene, words: Sequence[Word], j: int) -> bool:
    """Whether a noun phrase begins here behind a comma or dash."""
    if not j or words[j].text not in ("a", "an", "the", "another"):
        return False
    return scene.text[words[j - 1].end : words[j].start].strip() in (",", "-", "–", "—")


def _denies(scene: Scene, word: Word) -> bool:
    verb = scene.lexicon.verbs.get(word.text)
    return (verb is not None and verb.act == "deny" and word.text != verb.lemma) or word.text in ("deny", "reject")


def _group_start(scene: Scene, words: Sequence[Word]) -> int:
    """Where adverbs and helpers before a verb begin: "Velden | has vehemently"."""
    small = scene.lexicon.small
    helpers = small["be"] | small["will"] | small["helper"]
    first = len(words)
    while first and (words[first - 1].text in helpers or words[first - 1].text.endswith("ly")):
        first -= 1
    return first


def _by(scene: Scene, comma: int, noun: Span, verbs: Sequence[Word], after: Sequence[Word]) -> _Denial | None:
    """ "a claim (strongly) rejected by X": the source runs to the next mark."""
    small = scene.lexicon.small
    plain = all(w.text.endswith("ly") or w.text in small["be"] | small["helper"] for w in verbs[:-1])
    stop = 0
    for j, word in enumerate(after[:_DENIER_WORDS]):
        if j and (scene.text[after[j - 1].end : word.start].strip(".'’ \n") or word.text in small["clause"]):
            break
        stop = j + 1
    if not plain or not stop or not speaks(scene, after[:stop]):
        return None
    source = Span(after[0].start, after[stop - 1].end)
    return _Denial(comma, noun, source, Span(verbs[0].start, verbs[-1].end), source.end)


def _with_denial(scene: Scene, sentence: Span, drafts: Sequence[Draft], denial: _Denial) -> list[Draft]:
    taken = Span(denial.comma, denial.end)
    kept: list[Draft] = []
    clause: Span | None = None
    for draft in drafts:
        if any(overlap(c, denial.cue) for c in draft.cue):
            continue
        cut = tuple(trim(scene.text, Span(s.start, min(s.end, taken.start))) if overlap(s, taken) else s
                    for s in draft.content if s.start < taken.start or s.end > taken.end)  # fmt: skip
        if cut != draft.content and all(s.start < s.end for s in cut) and cut:
            draft = msgspec.structs.replace(draft, content=cut)
        last = draft.content[-1]
        if sentence.start <= last.start < last.end <= taken.start and not scene.words_in(Span(last.end, taken.start)):
            clause = last
        kept.append(draft)
    if clause is None and not any(overlap(c, Span(sentence.start, taken.start)) for d in kept for c in d.cue):
        clause = trim(scene.text, Span(sentence.start, denial.comma))
    whole = clause is not None and len(scene.words_in(clause)) >= _LEAST_CONTENT
    content: Spans = (clause,) if whole and clause is not None else (denial.noun,)
    if any(hull(d.content) == hull(content) for d in kept):
        # Two statements of one extent would be one: this one takes the noun in.
        content = (*content, denial.noun)
    return [*kept, Draft(content, (denial.cue,), (denial.source,), _RULE_SURE, "rules", why=(DENIED,))]
