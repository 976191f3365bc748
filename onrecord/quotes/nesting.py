"""Which statement stands inside which, and which two are one told through an outlet."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from onrecord.quotes.denied import DENIED
from onrecord.quotes.draft import Draft, Hop
from onrecord.quotes.hops import distinct
from onrecord.quotes.outlets import Press, outlet_in
from onrecord.quotes.scene import Scene
from onrecord.spans import hull, inside, overlap
from onrecord.types import Span, Spans

# Two contents that share this much of their characters (Dice) are one content.
_SAME = 0.75
# An outlet that only carries a statement adds little to its words: measured on seeds-like leads, .6 to .8 do the same.
_MOSTLY = 0.7


def join_carried(scene: Scene, drafts: Sequence[Draft], outlets: tuple[Press, ...]) -> list[Draft]:
    """Drafts with "sources said P, reported the X" made one: sources speak, X is a hop.

    An outlet's report that leads in another's words ("the X reported that sources said P") stays, with
    the inner statement inside it.
    """
    kept = list(drafts)
    for carrier in drafts:
        if carrier.form != "outlet" or carrier not in kept:
            continue
        for inner in kept:
            if inner is carrier or inner.form in ("outlet", "none") or not inner.source or DENIED in inner.why:
                continue
            if _same(carrier.content, inner.content) or _trails(scene, carrier, inner):
                kept.remove(carrier)
                kept[kept.index(inner)] = _carried(scene, inner, carrier, outlets)
                break
    return kept


def nest(scene: Scene, drafts: Sequence[Draft], outlets: tuple[Press, ...]) -> list[Draft]:
    """Drafts with ``outer`` set where their cue and content lie in another's content, hops of the outer ones added.

    "According to an aide, the general said that P": the aide's content takes in "the general said".
    """
    leads = [(d, hull((*d.source, *d.cue)), hull(d.content)) for d in drafts if d.source and d.cue and d.content]
    widened = [_widen(draft, leads) for draft in drafts]
    outers = [_outer(draft, widened) for draft in widened]
    found = []
    for k, draft in enumerate(widened):
        hops, at, seen = list(draft.hops), outers[k], {k}
        while at is not None and at not in seen:
            seen.add(at)
            outer = widened[at]
            if not _speaks_of_self(scene, draft) and outer.source:
                hops.append(_through(scene, outer, outlets))
            hops += outer.hops
            at = outers[at]
        inner = outers[k]
        found.append(
            msgspec.structs.replace(
                draft, hops=distinct(hops), outer=hull(widened[inner].content) if inner is not None else None
            )
        )
    return found


def _widen(draft: Draft, leads: Sequence[tuple[Draft, Span, Span]]) -> Draft:
    """A draft whose content is also another's, with the other's source and cue standing between, takes those in.

    ``leads`` are the drafts with a source, each with the extents of source and cue and of content.
    """
    if not draft.cue or not draft.content:
        return draft
    first, own = draft.content[0], hull((*draft.source, *draft.cue))
    for other, lead, content in leads:
        between = own.end <= lead.start < first.start and lead.end <= first.end
        if between and other is not draft and overlap(first, content):
            return msgspec.structs.replace(draft, content=(Span(lead.start, first.end), *draft.content[1:]))
    return draft


def _outer(draft: Draft, drafts: Sequence[Draft]) -> int | None:
    """The tightest other draft with a content piece that holds this one's cue and content."""
    whole = (*draft.cue, *draft.content)
    if not draft.content:
        return None
    best: tuple[int, int] | None = None
    for k, other in enumerate(drafts):
        if other is draft or not other.content:
            continue
        held = all(any(inside(s, piece) for piece in other.content) for s in whole)
        if not held or (not draft.cue and not draft.source) or _size(other.content) <= _size(draft.content):
            continue
        if any(overlap(s, c) for s in draft.source for c in other.cue):
            continue
        size = _size(other.content)
        if best is None or size < best[0]:
            best = (size, k)
    return best[1] if best else None


def _speaks_of_self(scene: Scene, draft: Draft) -> bool:
    words = scene.words_of(draft.source)
    return bool(words) and words[0].text in scene.lexicon.small["own pronoun"]


def _trails(scene: Scene, carrier: Draft, inner: Draft) -> bool:
    """Whether the outlet's cue comes after a content that is nothing but the inner statement."""
    if not carrier.cue or carrier.cue[0].start < hull(carrier.content).end:
        return False
    whole = hull((*inner.source, *inner.cue, *inner.content))
    outer = hull(carrier.content)
    return overlap(whole, outer) >= _MOSTLY * (outer.end - outer.start)


def _carried(scene: Scene, inner: Draft, carrier: Draft, outlets: tuple[Press, ...]) -> Draft:
    return msgspec.structs.replace(inner, hops=distinct((*inner.hops, _through(scene, carrier, outlets))))


def _through(scene: Scene, outer: Draft, outlets: tuple[Press, ...]) -> Hop:
    """The hop an outer statement is: a report when an outlet makes it, else one person relaying another."""
    span = hull(outer.source)
    if outer.form != "outlet":
        return Hop("relayed", scene.said(outer.source), span)
    press = outlet_in(scene, span, outlets)
    name = press.name if press else scene.said(outer.source).removeprefix("the ").removeprefix("The ")
    cue = scene.said(outer.cue).casefold()
    if "according" in cue:
        return Hop("according_to", name, span)
    return Hop("quoted" if "quot" in cue else "reported", name, span)


def _same(left: Spans, right: Spans) -> bool:
    shared = sum(overlap(a, b) for a in left for b in right)
    return shared * 2 >= (_size(left) + _size(right)) * _SAME


def _size(spans: Spans) -> int:
    return sum(s.end - s.start for s in spans)
