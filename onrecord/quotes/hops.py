"""Through whom words reached the page: told an outlet, quoted or reported by it, said inside another statement."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from onrecord.quotes.draft import Draft, Hop
from onrecord.quotes.outlets import Press, outlet_in
from onrecord.quotes.scene import Scene
from onrecord.spans import hull, inside, overlap, trim
from onrecord.types import Span

_AS_SAYING = r"\s+as\s+(?:having\s+)?(?:saying|said|telling|stating|adding|claiming|warning|calling|describing)\b"
_QUOTED = re.compile(
    r"\b(?P<cue>quoted|quotes|quoting|cited|cites|citing)\s+(?P<who>(?!by\b|as\b)[^\n\"“”;:]{2,160}?)(?P<as>"
    + _AS_SAYING
    + ")",
)
_QUOTED_BY = re.compile(
    r"\b(?:was|were|is|are|been|being)\s+(?:\w+ly\s+|also\s+)?(?P<cue>quoted|cited)(?:\s+by\s+(?P<by>[^\n,.;:\"“”]{2,80}?))?"
    r"(?P<as>" + _AS_SAYING + r")(?:\s+by\s+(?P<after>[A-Z][^\n,.;:\"“”]{2,80}?)(?=[,.;:\n]))?",
)
_CITING = re.compile(r",\s+(?:citing|quoting)\s+(?P<who>[^\n,.;:\"“”]{2,100}?)(?=[,.;:\n]|\s+as\b|$)")
_REPORTED_BEFORE = re.compile(
    r"\b(?:reported|reports|reporting|published\s+by|broadcast\s+by|according\s+to|said|writes|wrote)\s+(?:the\s+|by\s+(?:the\s+)?)?$",
    re.IGNORECASE,
)
_CARRIED = re.compile(r",\s+(?:among\s+others,\s+)?(?:reported|reports)\s+(?:the\s+)?$")
_REPORTED_AFTER = re.compile(
    r"^(?:['’]s?)?(?:\s+(?:news\s+(?:agency|site)|newspaper|television|TV|radio))?\s+(?:also\s+|has\s+|had\s+)*(?:reported|reports|reporting)\b"
)
_TALKING = re.compile(
    r"\b(?:talking|speaking|spoke|talked|speaks)\s+(?:exclusively\s+)?(?:to|with)\s+(?:the\s+)?$", re.IGNORECASE
)
# "Told local media", "in interviews with Danish radio": hearers that are outlets without a name.
_MEDIA_TOLD = re.compile(
    r"(?:\b(?P<talk>interviews?\s+(?:with|to)|(?:talking|speaking|spoke)\s+(?:to|with))|\b(?:told|tells))\s+"
    r"(?P<who>(?:local|state|national|foreign|regional|[A-Z]\w+)\s+(?:media|TV|television|radio|press|newspapers))\b"
)
_WROTE_IN = re.compile(r"^[^\n,.;:\"“”]{0,20}\bin\s+(?:the\s+)?$")
_SAID_ON = re.compile(r"^[^\n,.;:\"“”]{0,30}\bon\s+(?:the\s+)?$")
_NEAR_CHARS = 60
_BACK_CHARS = 800


def requote(scene: Scene, draft: Draft, outlets: tuple[Press, ...]) -> Draft:
    """ "The X quoted Y as saying": the speaker is Y, and X a hop; other drafts come back as they are."""
    if not draft.cue:
        return draft
    sentence = scene.sentence_at(draft.cue[0].start)
    low, high = sentence.start, max(sentence.end, draft.cue[-1].end)
    for match in _QUOTED.finditer(scene.text, low, high):
        if _touches(match, draft):
            return _quoted_by(scene, draft, match, outlets)
    for match in _QUOTED_BY.finditer(scene.text, low, high):
        if _touches(match, draft):
            return _was_quoted(scene, draft, match, outlets)
    return draft


def citing(scene: Scene, draft: Draft, outlets: tuple[Press, ...]) -> Draft:
    """ "..., the X reported, citing officials": the officials speak, X is a hop."""
    if not draft.source or draft.form != "outlet":
        return draft
    sentence = scene.sentence_at(draft.source[0].start)
    for match in _CITING.finditer(scene.text, sentence.start, sentence.end):
        who = Span(*match.span("who"))
        if any(overlap(who, s) for s in draft.content):
            continue
        return msgspec.structs.replace(
            draft,
            source=(who,),
            hops=(*draft.hops, _hop(scene, "reported", hull(draft.source), outlets)),
            why=(*draft.why, "the outlet cites its source"),
        )
    return draft


def past_carrier(scene: Scene, draft: Draft, outlets: tuple[Press, ...]) -> Draft:
    """ "P, reported the X": what carried the words is no part of them."""
    last = draft.content[-1] if draft.content else None
    if last is None or scene.in_marks(last.start) is not None:
        return draft
    for press in outlets:
        if not (last.start < press.span.start and 0 <= last.end - press.span.end <= 1):
            continue
        carried = _CARRIED.search(scene.text, last.start, press.span.start)
        if carried is not None:
            return msgspec.structs.replace(draft, content=(*draft.content[:-1], Span(last.start, carried.start())))
    return draft


def hops_of(scene: Scene, draft: Draft, outlets: tuple[Press, ...]) -> tuple[Hop, ...]:
    """The draft's hops from the speaker outwards: those it has, who was told, who reported."""
    found = list(draft.hops)
    told = _told(scene, draft, outlets)
    if told is not None:
        found.append(told)
    found += [*_carriers(scene, draft, outlets), *_reporters(scene, draft, outlets)]
    return distinct(found)


def distinct(hops: Sequence[Hop]) -> tuple[Hop, ...]:
    """Hops in order, each name once."""
    seen: dict[str, Hop] = {}
    for hop in hops:
        seen.setdefault(hop.name.casefold(), hop)
    return tuple(seen.values())


def _touches(match: re.Match[str], draft: Draft) -> bool:
    whole = (Span(*match.span("cue")), Span(*match.span("as")))
    return any(overlap(c, part) for c in draft.cue for part in whole)


def _quoted_by(scene: Scene, draft: Draft, match: re.Match[str], outlets: tuple[Press, ...]) -> Draft:
    who = trim(scene.text, Span(*match.span("who")))
    cue = (Span(*match.span("cue")), trim(scene.text, Span(*match.span("as"))))
    carrier = next((s for s in draft.source if not overlap(s, who) and s.end <= match.start()), None)
    if carrier is None:
        near = [p for p in outlets if match.start() - _NEAR_CHARS <= p.span.end <= match.start()]
        carrier = near[-1].span if near else None
    hops = draft.hops
    if carrier is not None:
        hops = (*hops, _hop(scene, "quoted", carrier, outlets))
    content = tuple(s for s in draft.content if not overlap(s, who))
    return msgspec.structs.replace(draft, source=(who,), cue=cue, content=content or draft.content, hops=hops)


def _was_quoted(scene: Scene, draft: Draft, match: re.Match[str], outlets: tuple[Press, ...]) -> Draft:
    """Quoted by somebody; where nobody is named, by the outlet named last."""
    named = next((Span(*match.span(g)) for g in ("by", "after") if match.group(g)), None)
    source = tuple(s for s in draft.source if named is None or not overlap(s, named))
    if named is None:
        before = [
            p
            for p in outlets
            if 0 <= match.start() - p.span.end < _BACK_CHARS and not any(overlap(p.span, s) for s in source)
        ]
        named = before[-1].span if before else None
    if named is None:
        return draft
    return msgspec.structs.replace(draft, source=source, hops=(*draft.hops, _hop(scene, "quoted", named, outlets)))


def _hop(scene: Scene, how: str, span: Span, outlets: tuple[Press, ...]) -> Hop:
    press = outlet_in(scene, span, outlets)
    # "said on CBS’s": the owner's mark is no part of the name.
    name = (
        press.name.removesuffix("’s").removesuffix("'s")
        if press
        else scene.said([span]).removeprefix("the ").removeprefix("The ")
    )
    return msgspec.convert({"how": how, "name": name, "span": span}, Hop)


def _told(scene: Scene, draft: Draft, outlets: tuple[Press, ...]) -> Hop | None:
    """The outlet among those told, in the words for them or in the venue ("in an interview with the X")."""
    for place in (draft.audience, draft.venue):
        if place is None:
            continue
        press = outlet_in(scene, place, outlets)
        if press is not None:
            return Hop("told", press.name, press.span)
    anchor = (draft.source or draft.cue or draft.content)[0].start
    sentence = scene.sentence_at(anchor)
    some = _MEDIA_TOLD.search(scene.text, sentence.start, max([anchor, *(c.end + _NEAR_CHARS for c in draft.cue[-1:])]))
    if some is not None and not _taken(draft, Span(*some.span("who"))):
        verbs = [w.end for w in scene.words_of(draft.cue) if w.text in scene.lexicon.verbs]
        if some.group("talk") or some.start("who") - 1 in verbs:
            return Hop("told", some.group("who"), Span(*some.span("who")))
    for press in outlets:
        mine = any(inside(press.span, s) for s in draft.source)
        lead = sentence.start <= press.span.start < anchor and not _taken(draft, press.span)
        if mine or lead:
            before = scene.text[max(sentence.start, press.span.start - _NEAR_CHARS) : press.span.start]
            if _TALKING.search(before):
                return Hop("told", press.name, press.span)
    return None


def _carriers(scene: Scene, draft: Draft, outlets: tuple[Press, ...]) -> list[Hop]:
    """The paper written in or the station spoken on, right after the cue: "wrote in the Lantern", "said on CBS's"."""
    if not draft.cue or draft.verb not in ("say", "write"):
        return []
    # The cue may hold them: "wrote in the Lantern".
    verbs = [w for w in scene.words_of(draft.cue) if w.text in scene.lexicon.verbs]
    after = verbs[0].end if verbs else draft.cue[-1].end
    near = [p for p in outlets if after <= p.span.start < after + _NEAR_CHARS and not _taken(draft, p.span)]
    pattern, how = (_WROTE_IN, "reported") if draft.verb == "write" else (_SAID_ON, "told")
    return [_hop(scene, how, p.span, outlets) for p in near if pattern.match(scene.text[after : p.span.start])][:1]


def _reporters(scene: Scene, draft: Draft, outlets: tuple[Press, ...]) -> list[Hop]:
    """Outlets of the sentence that report, outside the draft's own spans: "..., reported the Lakeside Herald"."""
    anchor = (draft.cue or draft.content)[0].start
    sentence = scene.sentence_at(anchor)
    found = []
    for press in outlets:
        if not inside(press.span, sentence) or _taken(draft, press.span):
            continue
        before = scene.text[max(sentence.start, press.span.start - _NEAR_CHARS) : press.span.start]
        after = scene.text[press.span.end : press.span.end + _NEAR_CHARS]
        if match := _REPORTED_BEFORE.search(before):
            cue = Span(press.span.start - len(before) + match.start(), press.span.start)
            if not any(overlap(cue, c) for c in draft.cue):
                how = "according_to" if "according" in match.group().casefold() else "reported"
                found.append(_hop(scene, how, press.span, outlets))
        elif _REPORTED_AFTER.match(after):
            found.append(_hop(scene, "reported", press.span, outlets))
    return found


def _taken(draft: Draft, span: Span) -> bool:
    return any(overlap(span, s) for s in (*draft.source, *draft.content))
