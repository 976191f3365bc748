"""Raw attributions mended where the grammar of their sentence leaves no doubt."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from onrecord.quotes.clauses import Clause, find_clauses
from onrecord.quotes.cues import is_passive, split_not
from onrecord.quotes.draft import Draft
from onrecord.quotes.scene import Scene
from onrecord.spans import overlap


def mend(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, in order, with subjects put right.

    "X said that P" has X right before its cue: no far-off source outranks it.
    The subject of "is believed", "was reported" is no source but part of what is believed.
    """
    by_sentence = {s: find_clauses(scene, s) for d in drafts for c in d.cue[:1] for s in [scene.sentence_at(c.start)]}
    found = []
    for draft in drafts:
        clauses = by_sentence[scene.sentence_at(draft.cue[0].start)] if draft.cue else []
        clause = next((c for c in clauses if any(overlap(a, b) for a in c.cue for b in draft.cue)), None)
        mended = _by_clause(draft, clause) if clause is not None else draft
        found.append(_without_object(scene, mended))
    return found


def _by_clause(draft: Draft, clause: Clause) -> Draft:
    """A draft with its clause's source where its own is another or none."""
    source = draft.source
    if clause.source and not any(overlap(a, b) for a in source for b in clause.source):
        source = clause.source
    if source == draft.source:
        return draft
    return msgspec.structs.replace(draft, source=source, why=(*draft.why, "the subject of the cue speaks"))


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
