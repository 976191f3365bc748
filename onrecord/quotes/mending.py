"""Raw attributions mended where the grammar of their sentence leaves no doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from onrecord.quotes.clauses import Clause, find_clauses, first_phrase, helpers_start, speaks
from onrecord.quotes.cues import is_passive, split_not
from onrecord.quotes.draft import Draft
from onrecord.quotes.scene import Scene, Word
from onrecord.spans import inside, overlap, trim
from onrecord.types import Span

# How far back the helpers of a passive may stand: "would also be told".
_TOLD_WORDS = 5
_ANTECEDENT_WORDS = 8
_SUBJECT_WORDS = 8
_AGENT = re.compile(r"\s+by\s+")
_BARE = ("said", "says")
_ACCORDING_WORDS = 3


def mend(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, in order, with subjects put right.

    "X said that P" has X right before its cue, where the reading gives no source at all.
    The subject of "is believed", "was reported" is no source but part of what is believed.
    """
    by_sentence = {s: find_clauses(scene, s) for d in drafts for c in d.cue[:1] for s in [scene.sentence_at(c.start)]}
    found = []
    for draft in drafts:
        clauses = by_sentence[scene.sentence_at(draft.cue[0].start)] if draft.cue else []
        clause = next((c for c in clauses if any(overlap(a, b) for a in c.cue for b in draft.cue)), None)
        mended = _aside_to_source(scene, _by_clause(draft, clause) if clause is not None else draft)
        mended = _by_agent(scene, _without_hearer(scene, _out_of_cue(scene, mended)))
        found.append(_with_antecedent(scene, _whole(scene, _without_object(scene, mended), drafts)))
    return [_second_verb(scene, draft, found) for draft in found]


def _out_of_cue(scene: Scene, draft: Draft) -> Draft:
    """ "P, | according to statement": the words after "according to" are the source, where nothing else is."""
    words = scene.words_of(draft.cue[:1])
    if draft.source or len(words) < _ACCORDING_WORDS or [w.text for w in words[:2]] != ["according", "to"]:
        return draft
    source = trim(scene.text, Span(words[2].start, draft.cue[0].end))
    return msgspec.structs.replace(draft, cue=(Span(words[0].start, words[1].end), *draft.cue[1:]), source=(source,))


def _without_hearer(scene: Scene, draft: Draft) -> Draft:
    """ "Port clerks would tell the envoy that P": who stands right behind a verb of telling hears it."""
    if len(draft.source) != 1 or not draft.cue or not draft.content:
        return draft
    hearer, cue = draft.source[0], draft.cue[-1]
    words = scene.words_of((cue,))
    verb = scene.lexicon.verbs.get(words[-1].text) if words else None
    small = scene.lexicon.small
    if verb is None or verb.lemma not in small["tells at once"] or not cue.end <= hearer.start < draft.content[0].start:
        return draft
    if scene.text[cue.end : hearer.start].strip() or is_passive(scene.lexicon, split_not([w.text for w in words])):
        return draft
    before = scene.words_in(Span(scene.sentence_at(cue.start).start, cue.start))
    end = helpers_start(scene, (*before, *words), len(before))
    start = end
    while start and before[start - 1].text not in small["clause"] | small["will"] | {"that", "and", "but"}:
        if start < end and scene.text[before[start - 1].end : before[start].start].strip(".'’ \n"):
            break
        start -= 1
    subject = before[start:end]
    source = (Span(subject[0].start, subject[-1].end),) if 0 < len(subject) <= _SUBJECT_WORDS else ()
    return msgspec.structs.replace(draft, source=source, why=(*draft.why, "who is told does not speak"))


def _by_agent(scene: Scene, draft: Draft) -> Draft:
    """ "The pact had been described by the port as P": the port describes it."""
    texts = split_not([w.text for w in scene.words_of(draft.cue[-1:])])
    be = any(t in scene.lexicon.small["be"] for t in texts[:-1])
    if not be or not draft.source or draft.source[0].start > draft.cue[-1].end or is_passive(scene.lexicon, texts):
        return draft
    by = _AGENT.match(scene.text, draft.cue[-1].end)
    agent = first_phrase(scene, scene.words_in(Span(by.end(), scene.sentence_at(by.end()).end))) if by else None
    return draft if agent is None else msgspec.structs.replace(draft, source=(agent,))


def _with_antecedent(scene: Scene, draft: Draft) -> Draft:
    """ "He saw a doctor on Monday, who told him": the doctor stands in the source beside "who"."""
    if len(draft.source) != 1 or [w.text for w in scene.words_of(draft.source)] not in (["who"], ["which"]):
        return draft
    who = draft.source[0]
    before = scene.words_in(Span(scene.sentence_at(who.start).start, who.start))[-_ANTECEDENT_WORDS:]
    names = [n.span for n in scene.names if n.label in ("person", "body") and before and n.span.end <= who.start]
    named = next((s for s in reversed(names) if s.start >= before[0].start), None)
    for j in range(len(before) - 1, -1, -1):
        if named is not None and before[j].start < named.end:
            return msgspec.structs.replace(draft, source=(named, who))
        if before[j].text in scene.lexicon.speakers:
            lead = j - 1 if j and before[j - 1].text in ("a", "an", "the", "one", "two", "some") else j
            noun = Span(before[lead].start, before[j].end)
            return msgspec.structs.replace(draft, source=(noun, who))
    articles = [j for j in range(len(before) - 1) if before[j].text in ("a", "an")]
    if not articles:
        return draft
    noun = Span(before[articles[-1]].start, before[articles[-1] + 1].end)
    return msgspec.structs.replace(draft, source=(noun, who))


def _aside_to_source(scene: Scene, draft: Draft) -> Draft:
    """ "According to an aide, who sought anonymity, P": the aside tells of the aide and is no part of P."""
    if not draft.source or not draft.content:
        return draft
    source, content = draft.source[-1], draft.content[0]
    first = scene.words_in(content)[:1]
    gap = scene.text[source.end : content.start].strip()
    if not first or first[0].text not in ("who", "whose", "whom") or gap not in ("", ","):
        return draft
    comma = scene.text.find(",", first[0].end, content.end)
    rest = trim(scene.text, Span(comma + 1, content.end)) if comma > 0 else content
    if comma < 0 or rest.start >= rest.end:
        return draft
    return msgspec.structs.replace(
        draft, source=(*draft.source[:-1], Span(source.start, comma)), content=(rest, *draft.content[1:])
    )


def _second_verb(scene: Scene, draft: Draft, drafts: Sequence[Draft]) -> Draft:
    """ "The army declined the offer made by X and said that P": the second verb has the first one's subject."""
    if not draft.cue or not draft.source:
        return draft
    cue = draft.cue[0]
    sentence = scene.sentence_at(cue.start)
    before = scene.words_in(Span(sentence.start, cue.start))
    if not before or before[-1].text not in ("and", "but") or draft.source[-1].end >= before[-1].start:
        return draft
    firsts = [
        d for d in drafts
        if d is not draft and d.source and d.cue and inside(d.cue[0], sentence)
        and d.source[-1].end <= d.cue[0].start < before[-1].start
    ]  # fmt: skip
    if not firsts:
        return draft
    subject = max(firsts, key=lambda d: d.cue[0].start).source
    return draft if subject == draft.source else msgspec.structs.replace(draft, source=subject)


def _whole(scene: Scene, draft: Draft, drafts: Sequence[Draft]) -> Draft:
    """ "Y would be told that P, X said": what X said is all of it, not P alone."""
    if not draft.cue or not draft.content or draft.cue[0].start < draft.content[-1].end:
        return draft
    first = draft.content[0]
    sentence = scene.sentence_at(first.start)
    dateline = scene.text.rfind(":", sentence.start, first.start) + 1
    lead = scene.words_in(Span(max(sentence.start, dateline), first.start))
    told = is_passive(scene.lexicon, split_not([w.text for w in lead[-_TOLD_WORDS:]]))
    if not lead or not (_acts(scene, lead, first) or (told and lead[-1].text in scene.lexicon.small["hearer"])):
        return draft
    if any(overlap(c, Span(sentence.start, first.start)) for d in drafts for c in d.cue if d is not draft):
        return draft
    return msgspec.structs.replace(draft, content=(Span(lead[0].start, first.end), *draft.content[1:]))


def _acts(scene: Scene, lead: Sequence[Word], content: Span) -> bool:
    """Whether a subject and its verb stand right before a content: "The port has rejected | the plan, a clerk said"."""
    verb = scene.lexicon.verbs.get(lead[-1].text)
    near = not scene.text[lead[-1].end : content.start].strip() and scene.in_marks(content.start) is None
    if verb is None or lead[-1].text in (verb.lemma, *_BARE) or lead[-1].text.endswith("ing") or not near:
        return False
    first = helpers_start(scene, lead, len(lead) - 1)
    return 0 < first <= _SUBJECT_WORDS and speaks(scene, lead[:first])


def _by_clause(draft: Draft, clause: Clause) -> Draft:
    """A draft with its clause's source where it has none, or one behind the content.

    "Officials allege that P, a charge Velden denies": the officials allege.
    """
    behind = draft.source and draft.cue[-1].end <= draft.content[0].start < draft.source[0].start
    if not clause.source or (draft.source and not behind):
        return draft
    return msgspec.structs.replace(draft, source=clause.source, why=(*draft.why, "the subject of the cue speaks"))


def _without_object(scene: Scene, draft: Draft) -> Draft:
    """ "The town is believed to be empty": the town believes nothing, it is part of the content."""
    if not draft.cue or not draft.source or not _is_believed(scene, draft):
        return draft
    subject = draft.source[-1]
    gap = scene.text[subject.end : draft.cue[0].start]
    if subject.end > draft.cue[0].start or any(c in gap for c in ',;:."“”\n') or len(gap.split()) > 1:
        return draft
    return msgspec.structs.replace(draft, source=draft.source[:-1], content=tuple(sorted((subject, *draft.content))))


def _is_believed(scene: Scene, draft: Draft) -> bool:
    """Whether a cue is a passive that hides who holds it: "is believed", "were widely reported"."""
    small = scene.lexicon.small
    texts = split_not([w.text for w in scene.words_of(draft.cue)])
    if is_passive(scene.lexicon, texts) or "by" in texts:
        return False
    last = max((k for k, t in enumerate(texts) if t in small["held"]), default=0)
    return any(t in small["be"] for t in texts[:last]) and not any(t in scene.lexicon.verbs for t in texts[last + 1 :])
