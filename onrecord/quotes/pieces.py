"""Pieces of content put right: participles of saying, gaps, hearers, edges, and what is no statement at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from onrecord.quotes.clauses import speaks
from onrecord.quotes.cues import is_passive, split_not
from onrecord.quotes.draft import Draft
from onrecord.quotes.scene import Scene, Word
from onrecord.spans import overlap, trim
from onrecord.types import Span, Spans

# A gap of so many words inside one content is part of it unless it holds the cue or the source.
_GAP_WORDS = 6
_RULE_SURE = 0.6
_EDGES = " \t\n,;:–—-―"
_ENDS = " \t\n,;:–—―"
_MARKS = frozenset('"“”‘«»\n,;:()–—')
_GOES_ON = re.compile(r",\s+(?:although|and|but|so|though|while)\b")
_BREAKERS = frozenset(("and", "but", "or", "nor"))


def set_pieces(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, in order, each content in as few pieces as its sentence has; new ones follow the one they came of."""
    found: list[Draft] = []
    for draft in drafts:
        whole, inner = _filled(scene, _without_hearer(scene, _headed(scene, draft, drafts)))
        found += [*_split_saying(scene, whole, drafts), *inner]
    return found


def even_edges(scene: Scene, draft: Draft) -> Draft:
    """A draft whose contents open with no comma or dash, and end with none outside marks."""
    content = tuple(s for s in (_evened(scene, s) for s in _relative(scene, draft)) if s.start < s.end)
    return draft if content == draft.content or not content else msgspec.structs.replace(draft, content=content)


def _relative(scene: Scene, draft: Draft) -> Spans:
    """The pieces, "a net, | which | the envoy says | is there, but ..." cut where the main clause goes on."""
    if len(draft.content) != 2 or [w.text for w in scene.words_in(draft.content[0])] not in (["which"], ["who"]):
        return draft.content
    second = draft.content[1]
    goes_on = _GOES_ON.search(scene.text, second.start, second.end)
    return (draft.content[0], Span(second.start, goes_on.start() if goes_on else second.end))


def _evened(scene: Scene, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and scene.text[start] in _EDGES:
        start += 1
    while end > start and scene.text[end - 1] in _ENDS and scene.in_marks(end - 1) is None:
        end -= 1
    return trim(scene.text, Span(start, end))


def _without_hearer(scene: Scene, draft: Draft) -> Draft:
    """ "The envoy was told to leave": the envoy right before a passive cue hears it and is no part of it."""
    if len(draft.cue) != 1 or len(draft.content) < 2:
        return draft
    cue, first = draft.cue[0], draft.content[0]
    passive = is_passive(scene.lexicon, split_not([w.text for w in scene.words_of(draft.cue)]))
    if not passive or draft.content[1].start < cue.end or scene.text[first.end : cue.start].strip():
        return draft
    if first.end > cue.start or not speaks(scene, scene.words_in(first)):
        return draft
    return msgspec.structs.replace(draft, content=draft.content[1:])


def _headed(scene: Scene, draft: Draft, drafts: Sequence[Draft]) -> Draft:
    """ "The port has flatly rejected | the plan, sources told reporters": its head is theirs too."""
    own = (*draft.cue, *draft.source)
    if not draft.cue or not draft.source or min(own).start < draft.content[-1].end:
        return draft
    first = draft.content[0]
    head = Span(scene.sentence_at(first.start).start, first.start)
    words = scene.words_in(head)
    cue = min((k for k, w in enumerate(words) if _verb_group(scene, words[k:], head) is not None), default=0)
    others = [s for d in drafts if d is not draft for s in (*d.content, *d.cue, *d.source)]
    if not 0 < cue <= _GAP_WORDS or len(words) > 2 * _GAP_WORDS or any(overlap(head, s) for s in others):
        return draft
    subject = Span(words[0].start, words[cue - 1].end)
    if any(c in _MARKS for c in scene.text[head.start : head.end]) or not speaks(scene, words[:cue]):
        return draft
    return msgspec.structs.replace(draft, content=(subject, *draft.content))


def _filled(scene: Scene, draft: Draft) -> tuple[Draft, list[Draft]]:
    """A draft with short gaps of its content closed, and the statements whose verb stood in a gap.

    "The port | has flatly rejected | the plan, sources told reporters": sources speak of the port's rejection.
    """
    pieces: list[Span] = []
    inner: list[Draft] = []
    for piece in draft.content:
        if not pieces or not _is_gap(scene, draft, pieces[-1], piece):
            again = _second_verb(scene, draft, pieces[-1], piece) if pieces else None
            if again is not None:
                return msgspec.structs.replace(draft, content=_without_joint(scene, pieces)), [*inner, again]
            pieces.append(piece)
            continue
        told = _told_in_gap(scene, pieces[-1], piece)
        inner += [told] if told is not None else []
        pieces[-1] = Span(pieces[-1].start, piece.end)
    return (
        draft if len(pieces) == len(draft.content) else msgspec.structs.replace(draft, content=tuple(pieces))
    ), inner


def _without_joint(scene: Scene, pieces: Sequence[Span]) -> Spans:
    """The pieces without an "and" at their end, which joins a second verb."""
    words = scene.words_in(pieces[-1])
    end = words[-2].end if len(words) > 1 and words[-1].text in ("and", "but") else pieces[-1].end
    return (*pieces[:-1], Span(pieces[-1].start, end))


def _is_gap(scene: Scene, draft: Draft, left: Span, right: Span) -> bool:
    """Whether words between two pieces are few, no aside, no second verb, and neither the cue nor the source."""
    gap = Span(left.end, right.start)
    words = scene.words_in(gap) if gap.start < gap.end else ()
    joins = [w.text for w in scene.words_in(left)[-1:]] in (["and"], ["but"])
    if words and joins and _verb_group(scene, words, gap) is not None:
        return False
    if not 0 < len(words) <= _GAP_WORDS or words[0].text in _BREAKERS or words[0].text in scene.lexicon.small["aside"]:
        return False
    own = any(overlap(gap, s) for s in (*draft.cue, *draft.source))
    same = scene.sentence_at(left.start) == scene.sentence_at(right.start)
    marked = any(c in _MARKS for c in scene.text[gap.start : gap.end])
    quoted = scene.in_marks(left.end - 1) is not None or scene.in_marks(right.start) is not None
    return same and not (own or marked or quoted)


def _second_verb(scene: Scene, draft: Draft, left: Span, right: Span) -> Draft | None:
    """ "Both sides praised the pact | and resolved | to renew it": the second verb says what comes after it."""
    joint = [w for w in scene.words_in(left)[-1:] if w.text in ("and", "but")]
    words = (*joint, *scene.words_in(Span(left.end, right.start))) if left.end < right.start else ()
    if len(words) < 2 or words[0].text not in ("and", "but") or not draft.cue or draft.cue[-1].end > left.start:
        return None
    cue = _verb_group(scene, words[1:], Span(left.end, right.start))
    same = scene.sentence_at(left.start) == scene.sentence_at(right.start)
    if cue is None or not same or scene.in_marks(words[0].start) is not None:
        return None
    rest = tuple(s for s in draft.content if s.start >= right.start)
    return msgspec.structs.replace(draft, content=rest, cue=(cue,), why=(*draft.why, "the second verb of its clause"))


def _verb_group(scene: Scene, words: Sequence[Word], gap: Span) -> Span | None:
    """The extent of these words when they are a reporting verb with its helpers and no mark among them."""
    small = scene.lexicon.small
    helpers = small["be"] | small["will"] | small["may"] | small["not"] | small["helper"]
    plain = all(w.text in helpers or w.text.endswith("ly") for w in words[:-1])
    if words[-1].text not in scene.lexicon.verbs or not plain:
        return None
    marked = any(c in _MARKS for c in scene.text[words[0].start : gap.end])
    return None if marked else Span(words[0].start, words[-1].end)


def _told_in_gap(scene: Scene, left: Span, right: Span) -> Draft | None:
    """The statement of the verb between a speaker and what is said."""
    gap = Span(left.end, right.start)
    cue = _verb_group(scene, scene.words_in(gap), gap)
    if cue is None or not speaks(scene, scene.words_in(left)):
        return None
    return Draft(
        content=(right,),
        cue=(cue,),
        source=(left,),
        sure=_RULE_SURE,
        tier="rules",
        why=("the verb stands inside what another says",),
    )


def _split_saying(scene: Scene, draft: Draft, drafts: Sequence[Draft]) -> list[Draft]:
    """ "X declined the offer, saying, “P”", with or without marks: two statements, with "saying" in neither content."""
    verbs = [scene.lexicon.verbs.get(word.text) for word in scene.words_of(draft.cue)]
    # "The film shows the envoy, saying that P": he says so, not the film.
    shown = any(verb is not None and verb.act == "report" for verb in verbs)
    for span in sorted((*(Span(q.start, q.end) for q in scene.quoted), *(() if shown else draft.content[1:]))):
        saying = _participle(scene, span) if any(overlap(span, s) for s in draft.content) else None
        if saying is None or any(overlap(saying, c) for c in draft.cue) or not draft.cue:
            continue
        lead = _cut(scene, draft.content, Span(0, saying.start))
        if draft.cue[-1].end > saying.start or not lead:
            continue
        rest = _cut(scene, draft.content, Span(span.start, len(scene.text)))
        parts = [msgspec.structs.replace(draft, content=lead)]
        if not any(overlap(c, saying) for d in drafts for c in d.cue):
            parts.append(msgspec.structs.replace(draft, content=rest, cue=(saying,)))
        return parts
    return [draft]


def _participle(scene: Scene, said: Span) -> Span | None:
    """The "saying" right before what is said, with "that" and marks between."""
    paragraph = scene.paragraph_at(said.start)
    before: list[Word] = list(scene.words_in(Span(paragraph.start, said.start)))
    if before and before[-1].text == "that":
        before.pop()
    if not before or before[-1].text not in scene.lexicon.small["participle"]:
        return None
    last = before[-1]
    # "A claim by X, who was quoted as saying, “P”" is one noun phrase.
    if len(before) > 1 and before[-2].text == "as":
        return None
    gap = scene.text[last.end : said.start].replace("that", "").strip(" ,:")
    return Span(last.start, last.end) if not gap and scene.in_marks(last.start) is None else None


def _cut(scene: Scene, spans: Spans, frame: Span) -> Spans:
    """What of these spans lies in a frame, edges evened."""
    cut = (Span(max(s.start, frame.start), min(s.end, frame.end)) for s in spans)
    evened = (_evened(scene, s) for s in cut if s.start < s.end)
    return tuple(s for s in evened if scene.words_in(s))
