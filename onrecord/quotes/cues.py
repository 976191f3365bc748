"""What a cue tells: act, verb, and whether the saying happened, is planned, conditional, negated or received."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from onrecord import labels
from onrecord.quotes.draft import Draft
from onrecord.quotes.lexicon import Cue, Lexicon, Phrase
from onrecord.quotes.scene import Scene, Word
from onrecord.types import Span

# Acts that give way when a cue holds several verbs: "hoping to announce".
_WEAK: frozenset[labels.Act] = frozenset(("attitude",))
# How many words of the content an object may be away from its cue, and helpers before it.
_REACH_WORDS = 6
_HELPERS_BEFORE = 5
_BE_BEFORE = 4
_LOOK_BACK_CHARS = 60


class Told(msgspec.Struct, frozen=True):
    """The cue as understood: act, modality, verb, and its head word."""

    act: labels.Act
    modality: labels.Modality
    verb: str | None
    head: Word | None = None
    passive: bool = False


def read_cue(scene: Scene, draft: Draft) -> Told:
    """Act, modality and verb of a draft's cue.

    A cue without a word (a colon, nothing) says. The helpers right before the cue belong to it:
    "would [told]". The act follows the cue word, not what the content does.
    """
    words = scene.words_of(draft.cue)
    if not words:
        return Told("say", "said", None)
    every = [*_helpers_before(scene, words[0]), *words]
    texts = split_not([w.text for w in every])
    passive = is_passive(scene.lexicon, texts)
    phrase = _phrase(scene, draft, texts)
    head, cue = _head(scene, words)
    act: labels.Act = phrase.act if phrase else (cue.act if cue else "attitude")
    verb = phrase.lemma if phrase else (cue.lemma if cue else None)
    if passive and act != "no_comment":
        act = "receive"
    sentence = scene.sentence_at(every[0].start)
    start = min([every[0].start, *(s.start for s in draft.source if sentence.start <= s.start < every[0].start)])
    before = [w.text for w in scene.words_in(Span(sentence.start, start))][-2:]
    return Told(act, _modality(scene.lexicon, texts, act, before=before), verb, head, passive)


def is_passive(lexicon: Lexicon, texts: Sequence[str]) -> bool:
    """Whether the words make the hearer the subject: "was told", "has been asked", "will be informed"."""
    be, hearers = lexicon.small["be"], lexicon.small["hearer"]
    return any(
        text in hearers and any(t in be or t.endswith(("'s", "'re")) for t in texts[max(0, k - _BE_BEFORE) : k])
        for k, text in enumerate(texts)
    )


def split_not(texts: Sequence[str]) -> list[str]:
    """Words with "n't" cut off as "not".

    >>> split_not(["didn't", "say"])
    ['did', 'not', 'say']
    """
    found: list[str] = []
    for text in texts:
        if text.endswith("n't"):
            found += [{"ca": "can", "wo": "will", "sha": "shall"}.get(text[:-3], text[:-3]), "not"]
        elif text in ("cannot", "cant"):
            found += ["can", "not"]
        else:
            found.append(text)
    return found


def _helpers_before(scene: Scene, first: Word) -> list[Word]:
    small = scene.lexicon.small
    helpers = small["be"] | small["will"] | small["may"] | small["not"] | small["helper"]
    sentence = scene.sentence_at(first.start)
    before = scene.words_in(Span(max(sentence.start, first.start - _LOOK_BACK_CHARS), first.start))
    found: list[Word] = []
    for word in reversed(before[-_HELPERS_BEFORE:]):
        gap = scene.text[word.end : found[-1].start if found else first.start]
        if gap.strip() or not (word.text in helpers or word.text.endswith("ly")):
            break
        found.append(word)
    return found[::-1]


def _phrase(scene: Scene, draft: Draft, texts: Sequence[str]) -> Phrase | None:
    """The longest phrase of the list whose words stand in the cue in order; an object may stand in the content."""
    after: list[str] = []
    if draft.content and draft.cue and draft.content[0].start >= draft.cue[-1].start:
        after = [w.text for w in scene.words_in(draft.content[0])[:_REACH_WORDS]]
    whole = [*texts, *after]
    for phrase in scene.lexicon.phrases:
        if phrase.words[0] in texts and _in_order(phrase.words, whole if phrase.reaches else texts):
            return phrase
    return None


def _in_order(words: Sequence[str], texts: Sequence[str]) -> bool:
    rest = iter(texts)
    return all(word in rest for word in words)


def _head(scene: Scene, words: Sequence[Word]) -> tuple[Word | None, Cue | None]:
    """The word of the cue that reports: the first verb that is no mere attitude, then other verbs, then nouns."""
    verbs = [(w, c) for w in words if (c := scene.lexicon.verbs.get(w.text))]
    plain = [p for p in verbs if not p[1].note or p[1].act == "say"] or verbs
    strong = [p for p in plain if p[1].act not in _WEAK]
    nouns = [(w, c) for w in words if (c := scene.lexicon.nouns.get(w.text))]
    for choice in (strong, nouns if not plain else [], plain, nouns):
        if choice:
            return choice[0]
    return words[0], None


def _modality(lexicon: Lexicon, texts: Sequence[str], act: labels.Act, *, before: Sequence[str]) -> labels.Modality:
    """What kind of saying: "doesn't like" is said, "did not say" negated, "would tell" planned."""
    small = lexicon.small
    if act == "no_comment":
        return "negated"
    will = any(t in small["will"] or t.endswith("'ll") for t in texts)
    may = any(t in small["may"] for t in texts)
    if act == "attitude":
        return "conditional" if will or may or any(t in small["if"] for t in before) else "said"
    negated = any(t in small["not"] or t in small["stops short"] or t in ("no", "nor") for t in texts)
    # "did not deny that": the act itself is negated; "was not true" and "will not allow" are what it says.
    undenied = act == "deny" and any((verb := lexicon.verbs.get(t)) and verb.act == "deny" for t in texts)
    if negated and (act not in ("rule_out", "deny") or undenied):
        return "negated"
    if will and not _unreal(lexicon, texts):
        return "planned"
    if _plans(lexicon, texts):
        return "planned"
    if will or may or any(t in small["if"] for t in before):
        return "conditional"
    return "received" if act == "receive" else "said"


def _unreal(lexicon: Lexicon, texts: Sequence[str]) -> bool:
    """Whether "would" announces nothing: "would have said", "would like to say"."""
    return any(a in lexicon.small["will"] and b in ("have", "like", "not") for a, b in pairwise(texts))


def _plans(lexicon: Lexicon, texts: Sequence[str]) -> bool:
    ahead = lexicon.small["about to"] | lexicon.small["plan"]
    return any(b == "to" and a in ahead for a, b in pairwise(texts))
