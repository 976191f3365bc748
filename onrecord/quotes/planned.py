"""Speech that is only announced: "plans to tell", "X would be told that", which is not speech yet."""

from __future__ import annotations

import re

import msgspec

from onrecord.quotes.cues import is_passive, split_not
from onrecord.quotes.draft import Draft
from onrecord.quotes.scene import Scene
from onrecord.spans import trim
from onrecord.types import Span

_INTENDS = re.compile(
    r"\b(?:plans?|planned|planning|intends?|intended|prepar(?:es|ed|ing)|wants?|expect(?:s|ed)|set|due|going|about|ready|poised|likely)$",
    re.IGNORECASE,
)
_THAT = re.compile(r"\b(?:that|:)\s+")
_SUBJECT_WORDS = 14
_TO_WORDS = 12


def shift_plans(scene: Scene, draft: Draft) -> Draft:
    """ "X plans <to tell Y that P>" as a statement of P that is planned; other drafts come back as they are."""
    if len(draft.cue) != 1 or not draft.content or not draft.source:
        return draft
    cue, content = draft.cue[0], draft.content[0]
    if not _INTENDS.search(scene.text[cue.start : cue.end]) or content.start < cue.end:
        return draft
    words = scene.words_in(content)
    if len(words) < 3 or words[0].text != "to":
        return draft
    verb = scene.lexicon.verbs.get(words[1].text)
    if verb is None or verb.lemma not in scene.lexicon.small["telling"]:
        return draft
    that = _THAT.search(scene.text, words[1].end, content.end)
    if that is None or len(scene.words_in(Span(content.start, that.start()))) > _TO_WORDS:
        start = words[1].end
    else:
        start = that.start()
    said = trim(scene.text, Span(start, content.end))
    return msgspec.structs.replace(
        draft,
        cue=(Span(cue.start, words[1].end),),
        content=(said, *draft.content[1:]),
        why=(*draft.why, "the saying is planned"),
    )


def past_hearer(scene: Scene, draft: Draft) -> Draft:
    """ "X told [the envoy on Monday that P]": what is said begins at "that", behind whoever hears it."""
    if len(draft.cue) != 1 or not draft.content or draft.content[0].start < draft.cue[0].end:
        return draft
    content, last = draft.content[0], scene.words_in(draft.cue[0])[-1:]
    verb = scene.lexicon.verbs.get(last[0].text) if last else None
    if verb is None or verb.lemma not in scene.lexicon.small["tells at once"] or scene.in_marks(content.start):
        return draft
    that = _THAT.search(scene.text, content.start, content.end)
    words = scene.words_in(Span(content.start, that.start())) if that and that.group().startswith("that") else ()
    breaks = scene.lexicon.small["be"] | scene.lexicon.small["will"] | scene.lexicon.small["clause"]
    verbs = scene.lexicon.verbs
    plain = all(w.text not in breaks and (w.text not in verbs or w.text == verbs[w.text].lemma) for w in words)
    if not words or that is None or len(words) > _TO_WORDS or not plain:
        return draft
    if any(c in scene.text[content.start : that.start()] for c in ',;:"“”\n'):
        return draft
    return msgspec.structs.replace(draft, content=(Span(that.start(), content.end), *draft.content[1:]))


def foretells(scene: Scene, draft: Draft) -> bool:
    """Whether the content's main clause announces speech: "the envoy would be told that", "they will ask him to"."""
    if not draft.content:
        return False
    words = list(scene.words_in(draft.content[0]))
    if words and words[0].text == "that":
        words = words[1:]
    small = scene.lexicon.small
    for k, word in enumerate(words[:_SUBJECT_WORDS]):
        # The subject of the main clause holds no verb: "the visit was useful as it would ..." is no plan.
        if k and (word.text in small["be"] or word.text in small["clause"] or _is_speech(scene, word.text)):
            return False
        if word.text in small["will"]:
            rest = split_not([w.text for w in words[k : k + 6]])
            if "not" in rest[:3] or "like" in rest[:3] or "have" in rest[:3]:
                return False
            return _speaks_next(scene, rest)
    return False


def _is_speech(scene: Scene, text: str) -> bool:
    """Whether a word is a reporting verb in the past, which opens another clause."""
    verb = scene.lexicon.verbs.get(text)
    return verb is not None and text.endswith(("ed", "said", "told"))


def _speaks_next(scene: Scene, rest: list[str]) -> bool:
    if is_passive(scene.lexicon, rest[:5]):
        return True
    for k, text in enumerate(rest[1:], 1):
        if text == "be" or text in scene.lexicon.small["helper"] or text.endswith("ly"):
            continue
        verb = scene.lexicon.verbs.get(text)
        if verb is not None and verb.lemma in scene.lexicon.small["telling"]:
            return True
        return text == "make" and rest[k + 1 : k + 2] == ["clear"]
    return False
