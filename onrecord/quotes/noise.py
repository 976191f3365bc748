"""What was read as a statement and is none: visits, bare names, cues that report nothing."""

from __future__ import annotations

from onrecord.quotes.draft import Draft
from onrecord.quotes.scene import Scene
from onrecord.spans import overlap
from onrecord.types import Span

# Below this the reading of a cue outside the lists is wrong as often as right (12 of 25 on the dev news), and that of
# a bare name or pronoun hardly better; at .5 the dev news lose three right ones for one wrong.
_UNSURE = 0.4
_BARE_WORDS = 2
_ASKS_WORDS = 8
_NEEDS = frozenset(("have", "must", "need", "should"))
_HANGING = frozenset(("about", "against", "at", "for", "from", "in", "of", "on", "over", "to", "under", "with"))


def is_noise(scene: Scene, draft: Draft) -> bool:
    """Whether a draft of the model is no statement: a visit, or a doubtful reading of hardly anything."""
    if draft.tier != "model" or not draft.cue:
        return False
    if _is_hedge(scene, draft) or _hangs(scene, draft):
        return True
    if _is_marked(scene, draft):
        return False
    if _is_visit(scene, draft) or _is_among(scene, draft):
        return True
    bare = _is_bare(scene, draft) and not _is_phrase(scene, draft)
    return draft.sure < _UNSURE and (bare or not _reports(scene, draft))


def _is_hedge(scene: Scene, draft: Draft) -> bool:
    """Whether somebody is not said to think so but to have to: “We have to assume there is more.”"""
    texts = [w.text for w in scene.words_of(draft.cue)]
    own = [w.text for w in scene.words_of(draft.source)] in (["i"], ["we"])
    thinks = any((verb := scene.lexicon.verbs.get(t)) and verb.act == "attitude" for t in texts)
    return own and thinks and bool(_NEEDS & set(texts[:-1])) and scene.in_marks(draft.cue[0].start) is not None


def _hangs(scene: Scene, draft: Draft) -> bool:
    """Whether the source only ends what stands before it: "members at the talks | on | Orsa | voted to leave"."""
    if not draft.source or scene.in_marks(draft.source[0].start) is None:
        return False
    for piece in draft.content:
        words = scene.words_in(piece)
        touches = piece.end <= draft.source[0].start and not scene.text[piece.end : draft.source[0].start].strip()
        if touches and words and words[-1].text in _HANGING:
            return True
    return False


def _is_phrase(scene: Scene, draft: Draft) -> bool:
    """Whether the cue holds a listed phrase of several words ("ruled out"), which says enough by itself."""
    texts = {w.text for w in scene.words_of(draft.cue)}
    return any(len(p.words) > 1 and texts.issuperset(p.words) for p in scene.lexicon.phrases)


def _is_marked(scene: Scene, draft: Draft) -> bool:
    return any(scene.in_marks(w.start) is not None for w in scene.words_of(draft.content))


def _is_visit(scene: Scene, draft: Draft) -> bool:
    """ "The envoy called on General Tarn on Monday": nobody is asked to do or to give anything."""
    cue = [w.text for w in scene.words_of(draft.cue)]
    if len(cue) < 2 or cue[-1] not in ("on", "upon") or cue[-2] not in ("call", "calls", "called", "calling"):
        return False
    start = draft.content[0].start
    if start < draft.cue[-1].end:
        return False
    after = scene.words_in(Span(start, scene.sentence_at(start).end))[
        : len(scene.words_of(draft.content)) + _ASKS_WORDS
    ]
    met = any(n.label == "person" and overlap(n.span, draft.content[0]) for n in scene.names)
    small = scene.lexicon.small
    met = met or after[0].text in small["pronoun"] | small["group pronoun"] | scene.lexicon.titles
    return met and not any(w.text in ("to", "for", "not") for w in after)


def _is_among(scene: Scene, draft: Draft) -> bool:
    """ "Tarn and Orsa, among others, reported the Herald": the others say nothing."""
    texts = [w.text for w in scene.words_of(draft.source)]
    before = (
        scene.words_in(Span(scene.sentence_at(draft.source[0].start).start, draft.source[0].start)) if texts else ()
    )
    return texts == ["others"] and bool(before) and before[-1].text == "among"


def _is_bare(scene: Scene, draft: Draft) -> bool:
    """Whether a content is only a name, or a word or two that are no clause."""
    words = scene.words_of(draft.content)
    named = any(n.span.start <= words[0].start and words[-1].end <= n.span.end for n in scene.names) if words else True
    return named or len(words) <= _BARE_WORDS


def _reports(scene: Scene, draft: Draft) -> bool:
    """Whether the lists know a word or a phrase of the cue."""
    texts = {w.text for w in scene.words_of(draft.cue)}
    return any(scene.lexicon.cue(t) for t in texts) or any(texts.issuperset(p.words) for p in scene.lexicon.phrases)
