"""Raw attributions made sound: noise dropped, quotations taken whole, those nobody attributed added by rule."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from onrecord.kit import Attribution
from onrecord.kit.marks import Quoted
from onrecord.labels import Tier
from onrecord.quotes.clauses import Clause, beside_marks, find_clauses
from onrecord.quotes.draft import Draft
from onrecord.quotes.minds import find_thoughts, is_aside, is_own_voice
from onrecord.quotes.scene import Scene
from onrecord.quotes.sources import form_of
from onrecord.quotes.stands import find_stands
from onrecord.spans import hull, inside, overlap, trim
from onrecord.types import Span, Spans

# A quoted word or three that nobody is said to have said is a term or a scare quote.
_TERM_WORDS = 3
# A quotation nobody attributed is added from this length on.
_SPEECH_WORDS = 6
_RULE_SURE = 0.6
_MARKS = frozenset('"“”„«»')
# "He told the hall on the pier on Monday night": what may stand behind a cue before the quotation goes on.
_TAIL_WORDS = 14
_STOP = re.compile(r"[.!?][\s\"”’)]+(?=[A-Z])|\n|;")
_GAP = re.compile(r"[\s\"“”'‘’,.;:…—–-]*")


def sound(scene: Scene, attributions: Sequence[Attribution], tier: Tier) -> list[Draft]:
    """Drafts of the attributions worth keeping, in order of their content; pieces trimmed, overlaps inside one gone.

    A piece of content outside marks in another sentence than its cue belongs to nobody here and is dropped:
    one gold content in a hundred has such a piece.
    """
    found = []
    for raw in attributions:
        own = (*raw.cue, *raw.source)
        content = _joined(scene, _near(scene, _trimmed(scene, raw.content), own), own)
        draft = Draft(
            content=content,
            cue=_trimmed(scene, raw.cue),
            source=tuple(_whole_names(scene, s) for s in _trimmed(scene, raw.source)),
            sure=raw.sure,
            tier=tier,
        )
        if _is_said(scene, draft):
            found.append(draft)
    return _once(sorted(found, key=lambda d: (hull(d.content), d.cue, d.source)))


def reseat_quotes(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts in which a quotation with a speaker and cue right beside it belongs to those, not to a cue further off.

    “It held,” he said. “It will hold,” she said: two statements, however they were read.
    """
    found = list(drafts)
    for quoted in scene.quoted:
        span = Span(quoted.start, quoted.end)
        owner = next((d for d in found if any(inside(s, span) for s in d.content)), None)
        if owner is None or not owner.cue:
            continue
        clause = beside_marks(scene, span)
        carried = clause is not None and _is_carrier(scene, owner, clause, span)
        if clause is None or not (carried or _is_further(scene, owner, clause, span)):
            continue
        pieces = tuple(s for s in owner.content if inside(s, span))
        rest = () if carried else tuple(s for s in owner.content if s not in pieces)
        k = found.index(owner)
        found[k : k + 1] = [msgspec.structs.replace(owner, content=rest)] if rest else []
        heir = next((d for d in found if any(overlap(a, b) for a in d.cue for b in clause.cue)), None)
        if heir is None:
            found.append(_ruled(clause))
        else:
            found[found.index(heir)] = msgspec.structs.replace(heir, content=tuple(sorted((*heir.content, span))))
    return sorted(found, key=lambda d: (hull(d.content), d.cue, d.source))


def _is_further(scene: Scene, owner: Draft, clause: Clause, quoted: Span) -> bool:
    """Whether an owner's cue is none of the clause's, and stands in another sentence or beyond another quotation."""
    if any(overlap(a, b) for a in owner.cue for b in clause.cue):
        return False
    cue = hull(owner.cue)
    if scene.in_marks(cue.start) is not None:
        return False
    low, high = sorted((cue.start, quoted.start))
    between = any(low < q.start and q.end < high for q in scene.quoted if q.start != quoted.start)
    return between or not overlap(scene.sentence_at(cue.start), hull((quoted, *clause.cue)))


def _is_carrier(scene: Scene, owner: Draft, clause: Clause, quoted: Span) -> bool:
    """Whether an owner is only the outlet that carries what somebody said: “P,” said X, the Herald reports."""
    if any(overlap(a, b) for a in (*owner.cue, *owner.source) for b in (*clause.cue, *clause.source)):
        return False
    between = quoted.end <= clause.cue[0].start and hull(clause.cue).end <= hull((*owner.cue, *owner.source)).start
    same = scene.sentence_at(clause.cue[0].start) == scene.sentence_at(owner.cue[0].start)
    return between and same and form_of(scene, owner.source) == "outlet"


def add_clauses(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts with the plain clauses of reported speech that nobody has read, and quotations beside their speaker."""
    found = reseat_quotes(scene, drafts)
    for quoted in scene.quoted:
        span = Span(quoted.start, quoted.end)
        if _owner(span, found) is None and len(scene.words_in(span)) > _TERM_WORDS:
            clause = beside_marks(scene, span)
            if clause is not None and not any(_owner(s, found) for s in clause.cue):
                found.append(_ruled(clause))
    for sentence in scene.sentences:
        for clause in find_clauses(scene, sentence):
            # A clause inside a quotation waits until somebody has the quotation.
            free = scene.in_marks(clause.cue[0].start) is None and not any(_owner(s, found) for s in clause.cue)
            if free and _has_room(clause, found):
                found.append(_ruled(clause))
    return sorted(found, key=lambda d: (hull(d.content), d.cue, d.source))


def add_inner(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts with the plain clauses of speech inside their contents as drafts of their own."""
    found = [*drafts, *(draft for outer in drafts for draft in _inner(scene, outer, drafts))]
    return sorted(found, key=lambda d: (hull(d.content), d.cue, d.source))


def _has_room(clause: Clause, drafts: Sequence[Draft]) -> bool:
    """Whether a clause's content is free, or holds whole what it shares with others: "according to an aide, X said"."""
    touched = [d for d in drafts if any(overlap(a, b) for a in d.content for b in clause.content)]
    return all(d.source and all(inside(s, clause.content[0]) for s in (*d.source, *d.cue, *d.content)) for d in touched)


def _inner(scene: Scene, outer: Draft, drafts: Sequence[Draft]) -> list[Draft]:
    """Plain clauses inside a content: "an aide said [the general told them that P]"."""
    found: list[Draft] = []
    cues = [cue for draft in drafts for cue in draft.cue]
    for piece in outer.content:
        for sentence in scene.sentences_in(piece):
            region = Span(max(sentence.start, piece.start), min(sentence.end, piece.end))
            if region.start >= region.end:
                continue
            plain = find_clauses(scene, region)
            for clause in [*plain, *find_thoughts(scene, region), *find_stands(scene, region)]:
                held = all(inside(s, piece) for s in (*clause.cue, *clause.content)) and not is_aside(scene, clause)
                taken = [*cues, *(cue for draft in found for cue in draft.cue)]
                if held and not any(overlap(cue, s) for cue in taken for s in clause.cue):
                    found.append(_ruled(clause))
    return found


def _ruled(clause: Clause) -> Draft:
    return Draft(
        content=clause.content,
        cue=clause.cue,
        source=clause.source,
        sure=_RULE_SURE,
        tier="rules",
        why=("a plain clause of reported speech",),
    )


def _near(scene: Scene, content: Spans, own: Spans) -> Spans:
    """The pieces that belong to a cue: those of its sentence, and quotations that go on from them.

    A quotation in another sentence goes on in its paragraph; in the next one only from words in marks, with no word
    between.
    """
    if not own:
        return content
    sentences = [scene.sentence_at(s.start) for s in own]
    near = [s for s in content if any(overlap(s, sentence) for sentence in sentences)]
    ended = [s for s in content if _is_ended(scene, s, own, near)]
    near = [s for s in near if s not in ended]
    for piece in [s for s in content if s not in (*near, *ended)]:
        if scene.in_marks(piece.start) is None or not near:
            continue
        parts = [*near, *own]
        gaps = [Span(p.end, piece.start) for p in parts if p.end <= piece.start]
        gaps += [Span(piece.end, p.start) for p in parts if piece.end <= p.start]
        marked = any(scene.in_marks(s.start) for s in near)
        tight = marked and (any(not scene.words_in(gap) for gap in gaps) or _after_tail(scene, parts, piece))
        if tight or any(scene.paragraph_at(s.start) == scene.paragraph_at(piece.start) for s in near):
            near.append(piece)
    return tuple(sorted(near)) or content


def extend_quotes(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts with the quotations that go on from theirs without a new cue: one statement in several pieces."""
    found = list(drafts)
    for quoted in scene.quoted:
        span = Span(quoted.start, quoted.end)
        if _speaker_of(scene, span, found) is not None or len(scene.words_in(span)) <= _TERM_WORDS:
            continue
        before = _runs_on_from(scene, quoted, found)
        if before is not None:
            k = found.index(before)
            found[k] = msgspec.structs.replace(before, content=tuple(sorted((*before.content, span))))
        elif _stands_alone(scene, span):
            found.append(
                Draft(content=(span,), sure=_RULE_SURE, tier="rules", why=("a quotation without a cue of its own",))
            )
    return sorted(found, key=lambda d: (hull(d.content), d.cue, d.source))


def _joined(scene: Scene, content: Spans, own: Spans) -> Spans:
    """The pieces, those with no word between made one; two quotations stay two."""
    found: list[Span] = []
    for piece in content:
        gap = Span(found[-1].end, piece.start) if found else piece
        touch = not scene.words_in(gap) and not any(overlap(gap, s) for s in own)
        if found and touch and not any(c in _MARKS or c == "\n" for c in scene.text[gap.start - 1 : gap.end + 1]):
            found[-1] = Span(found[-1].start, piece.end)
        else:
            found.append(piece)
    return tuple(found)


def _whole_names(scene: Scene, source: Span) -> Span:
    """A source with the names it cuts through taken whole, and more than its article."""
    cut = [n.span for n in scene.names if n.span.start < source.end < n.span.end]
    words = scene.words_in(source)
    after = scene.words_in(Span(source.end, scene.sentence_at(source.start).end))[:1]
    article = len(words) == 1 and words[0].text in ("the", "a", "an")
    lone = [Span(w.start, w.end) for w in after if article and not scene.text[source.end : w.start].strip()]
    return Span(source.start, max([source.end, *(s.end for s in (*cut, *lone))]))


def _trimmed(scene: Scene, spans: Spans) -> Spans:
    cut = sorted(trim(scene.text, s) for s in spans)
    found: list[Span] = []
    for span in cut:
        if span.start >= span.end:
            continue
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def _is_said(scene: Scene, draft: Draft) -> bool:
    words = scene.words_of(draft.content)
    if not words or all(any(inside(c, s) for s in draft.source) for c in draft.content):
        return False
    if draft.cue or draft.source:
        return True
    in_marks = sum(scene.in_marks(w.start) is not None for w in words)
    return in_marks * 2 > len(words) > _TERM_WORDS


def _once(drafts: Sequence[Draft]) -> list[Draft]:
    """The surest of drafts that share a content's extent and their source."""
    best: dict[tuple[Span, Spans], Draft] = {}
    for draft in drafts:
        key = (hull(draft.content), draft.cue)
        if key not in best or draft.sure > best[key].sure:
            best[key] = draft
    return list(best.values())


def _owner(span: Span, drafts: Sequence[Draft]) -> Draft | None:
    for draft in drafts:
        if any(overlap(span, s) for s in (*draft.content, *draft.source, *draft.cue)):
            return draft
    return None


def _speaker_of(scene: Scene, span: Span, drafts: Sequence[Draft]) -> Draft | None:
    """Whoever has a quotation; not who is said inside it to have said something: “we told them that P”."""
    inner = [d for d in drafts if d.cue and is_own_voice(scene, d) and all(_within(s, span) for s in _all_of(d))]
    return _owner(span, [d for d in drafts if d not in inner])


def _within(span: Span, quoted: Span) -> bool:
    return quoted.start < span.start and span.end <= quoted.end


def _all_of(draft: Draft) -> Spans:
    return (*draft.content, *draft.cue, *draft.source)


def _runs_on_from(scene: Scene, quoted: Quoted, drafts: Sequence[Draft]) -> Draft | None:
    """The statement right before: in marks, in this paragraph or the last, only its own cue and source between."""
    paragraph = scene.paragraph_at(quoted.start)
    alone = _stands_alone(scene, Span(quoted.start, quoted.end))
    before = [d for d in drafts if d.content[-1].end <= quoted.start]
    if not before:
        return None
    last = max(before, key=lambda d: hull((*d.content, *d.cue, *d.source)).end)
    whole = hull((*last.content, *last.cue, *last.source))
    if scene.in_marks(last.content[-1].start) is None:
        return None
    same_paragraph = last.content[-1].start >= paragraph.start
    previous = scene.paragraph_at(max(0, paragraph.start - 1))
    near = same_paragraph or (alone and scene.text[paragraph.start - 1] == "\n" and whole.end > previous.start)
    between = scene.text[whole.end : quoted.start]
    touches = not scene.words_in(Span(whole.end, quoted.start)) and _GAP.fullmatch(between)
    span = Span(quoted.start, quoted.end)
    tail = last.content[-1].end < whole.end and _after_tail(scene, (*last.source, *last.cue), span)
    return last if near and (touches or tail) else None


def _is_ended(scene: Scene, piece: Span, own: Spans, near: Sequence[Span]) -> bool:
    """Whether a quotation ended with a full stop before a sentence that says something else.

    “It held.” Velden said that nobody slept: the words in marks are of whoever spoke before.
    """
    lead = hull(own)
    after = any(s.start >= lead.end for s in near)
    if not after or piece.end > lead.start or scene.in_marks(piece.start) is None:
        return False
    ends = scene.text[piece.start : piece.end].rstrip("\"”’'")
    return ends[-1:] in ".!?" and ends != scene.text[piece.start : piece.end]


def _after_tail(scene: Scene, own: Sequence[Span], piece: Span) -> bool:
    """Whether a quotation that is a sentence of its own comes right after the sentence of a cue.

    “It held,” he told the hall on the pier. “Nobody slept.”
    """
    before = [s for s in own if s.end <= piece.start]
    if not before or not _opens_sentence(scene, piece):
        return False
    end = max(s.end for s in before)
    gap = Span(end, piece.start)
    words = scene.words_in(gap)
    if len(words) > _TAIL_WORDS or any(c in _MARKS for c in scene.text[gap.start : gap.end]):
        return False
    return not _STOP.search(scene.text[end : words[-1].end] if words else "")


def _opens_sentence(scene: Scene, piece: Span) -> bool:
    """Whether words in marks begin after a full stop or a line's start, and end as a sentence does."""
    line = scene.text[scene.paragraph_at(piece.start).start : piece.start].rstrip()
    text = scene.text[piece.start : piece.end].rstrip("\"”’'")
    quoted = scene.in_marks(piece.start)
    whole = text[-1:] in ".!?…" or (quoted is not None and not quoted.closed)
    return whole and (not line or line.rstrip("\"”’')")[-1:] in ".!?")


def _stands_alone(scene: Scene, span: Span) -> bool:
    """Whether a quotation is its whole sentence or paragraph, and long enough to be speech."""
    if len(scene.words_in(span)) < _SPEECH_WORDS:
        return False
    paragraph = scene.paragraph_at(span.start)
    rest = scene.text[paragraph.start : span.start] + scene.text[span.end : paragraph.end]
    return not any(c.isalnum() for c in rest)
