"""Statements: who said what in an article, with the words that say so and how the text presents them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from onrecord.kit import Kit
from onrecord.quotes.cues import read_cue
from onrecord.quotes.denied import deny_beside
from onrecord.quotes.draft import Draft
from onrecord.quotes.hearsay import add_hearsay
from onrecord.quotes.hops import citing, hops_of, past_carrier, requote
from onrecord.quotes.lexicon import lexicon_of
from onrecord.quotes.marked import manner_of
from onrecord.quotes.mending import mend
from onrecord.quotes.minds import is_aside
from onrecord.quotes.nesting import join_carried, nest
from onrecord.quotes.noise import is_noise
from onrecord.quotes.outlets import Press, find_outlets
from onrecord.quotes.pieces import even_edges, set_pieces
from onrecord.quotes.planned import foretells, past_hearer, shift_plans
from onrecord.quotes.scene import Scene, scene_of
from onrecord.quotes.settings import audience_of, venue_of
from onrecord.quotes.sources import closeness_of, count_of, form_of, reason_of
from onrecord.quotes.tidy import add_clauses, add_inner, extend_quotes, sound
from onrecord.quotes.transcripts import add_laid_out, as_spoken
from onrecord.spans import View, hull
from onrecord.types import Article, Page, Relay, Span, Spans, Statement, id_of

_UNNAMED = ("anon_described", "anon_bare", "spokes_unnamed", "generic", "none")


def find_statements(page: Page, article: Article, view: View, kit: Kit) -> list[Statement]:
    """The statements of an article's running text in order of their content, speakers not yet resolved.

    Spans are the page's. ``speaker`` and ``mention`` are left open, and so are the days they were said.
    Relays run from the speaker outwards: those of the text, a statement's outer speaker, then the
    page's wire credit and its own outlet.
    """
    reading = kit.read(view.text)
    scene = scene_of(view.text, reading, lexicon_of(kit))
    outlets = find_outlets(scene, [fact.value for fact in (article.wire, article.outlet) if fact is not None])
    drafts = set_pieces(scene, mend(scene, sound(scene, reading.attributions, reading.tier)))
    drafts = [draft for draft in drafts if not is_noise(scene, draft) and not is_aside(scene, draft)]
    drafts = add_hearsay(scene, add_inner(scene, extend_quotes(scene, add_clauses(scene, drafts))))
    drafts = [even_edges(scene, draft) for draft in add_laid_out(scene, deny_beside(scene, drafts))]
    drafts = [_named(scene, requote(scene, past_hearer(scene, shift_plans(scene, draft)), outlets)) for draft in drafts]
    drafts = [_named(scene, citing(scene, draft, outlets)) for draft in drafts]
    drafts = [as_spoken(_labelled(scene, past_carrier(scene, draft, outlets), outlets)) for draft in drafts]
    drafts = nest(scene, join_carried(scene, drafts, outlets), outlets)
    return _statements(page, article, view, [draft for draft in drafts if not _told_twice(draft, drafts)])


def _told_twice(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether a rule found planned speech inside a statement that is already known to be of planned speech."""
    if draft.tier == "model" or draft.modality != "planned" or draft.outer is None:
        return False
    return any(d.modality == "planned" and hull(d.content) == draft.outer for d in drafts)


def _named(scene: Scene, draft: Draft) -> Draft:
    return msgspec.structs.replace(draft, form=form_of(scene, draft.source))


def _labelled(scene: Scene, draft: Draft, outlets: tuple[Press, ...]) -> Draft:
    """A draft with every label its own words give."""
    told = read_cue(scene, draft)
    why = draft.why
    source, form, modality = draft.source, draft.form, told.modality
    if told.act == "receive" and told.passive and told.head is not None:
        source = _tellers(scene, draft, told.head.start)
        form = form_of(scene, source)
        why = (*why, "the hearer is the subject, not the speaker") if source != draft.source else why
    if modality == "said" and foretells(scene, draft):
        modality, why = "planned", (*why, "what is said is that something will be said")
    act = "report" if told.act == "say" and _only_reports(scene, draft, told.verb) else told.act
    draft = msgspec.structs.replace(
        draft,
        source=source,
        form=form,
        act=act,
        modality=modality,
        verb=told.verb,
        manner=manner_of(scene, draft),
        why=why,
    )
    draft = msgspec.structs.replace(
        draft,
        audience=audience_of(scene, draft, told),
        venue=venue_of(scene, draft),
        count=count_of(scene, source, form),
    )
    if form in _UNNAMED and source:
        sentence = scene.sentence_at(source[0].start)
        draft = msgspec.structs.replace(
            draft, reason=reason_of(scene, source, sentence), closeness=closeness_of(scene, source)
        )
    return msgspec.structs.replace(draft, hops=hops_of(scene, draft, outlets))


def _tellers(scene: Scene, draft: Draft, cue_start: int) -> Spans:
    """The sources of a passive cue that may have spoken: those after "by", not the hearer before the cue."""
    return tuple(
        s for s in draft.source
        if s.start > cue_start or not scene.sentence_at(cue_start).start <= s.start or _apart(scene, s, cue_start)
    )  # fmt: skip


def _apart(scene: Scene, source: Span, cue_start: int) -> bool:
    """Whether a comma or mark parts a source from the cue, so that it is not its subject."""
    return any(c in scene.text[source.end : cue_start] for c in ',;:"“”')


def _only_reports(scene: Scene, draft: Draft, verb: str | None) -> bool:
    """Whether a neutral cue stands with what reports findings: a poll, a study, "according to" an outlet."""
    if verb == "according to":
        return draft.form in ("outlet", "document", "generic")
    words = scene.words_of(draft.source)
    return draft.form == "document" and any(w.text in scene.lexicon.small["finding"] for w in words)


def _statements(page: Page, article: Article, view: View, drafts: Sequence[Draft]) -> list[Statement]:
    best: dict[str, tuple[Draft, Statement]] = {}
    ids = {hull(d.content): id_of(page.id, "s", hull(view.home_all(d.content))) for d in drafts}
    for draft in drafts:
        made = _statement(page, article, view, draft, ids)
        held = best.get(made.id)
        if held is None or (draft.sure, len(draft.source)) > (held[0].sure, len(held[0].source)):
            best[made.id] = (draft, made)
    return sorted((made for _, made in best.values()), key=lambda s: (s.content[0], s.id))


def _statement(page: Page, article: Article, view: View, draft: Draft, ids: dict[Span, str]) -> Statement:
    content = view.home_all(draft.content)
    own = id_of(page.id, "s", hull(content))
    outer = ids.get(draft.outer) if draft.outer else None
    relays = tuple(Relay(h.how, h.name, _home(view, h.span)) for h in draft.hops)
    return Statement(
        id=own,
        page=page.id,
        content=content,
        cue=view.home_all(draft.cue),
        source=view.home_all(draft.source),
        manner=draft.manner,
        form=draft.form,
        act=draft.act,
        modality=draft.modality,
        verb=draft.verb,
        relays=_with_carriers(relays, article),
        audience=_home(view, draft.audience),
        venue=_home(view, draft.venue),
        reason=_home(view, draft.reason),
        closeness=_home(view, draft.closeness),
        count=draft.count,
        within=outer if outer != own else None,
        sure=round(draft.sure, 4),
        tier=draft.tier,
        why=draft.why,
    )


def _home(view: View, span: Span | None) -> Span | None:
    """The page span of one of the view; a span over a joint keeps its first part."""
    pieces = view.home(span) if span else ()
    return pieces[0] if pieces else None


def _with_carriers(relays: Sequence[Relay], article: Article) -> tuple[Relay, ...]:
    """Relays with the page's wire credit, and its own outlet where a credit or disclaimer says that it only hosts."""
    found = list(relays)
    names = {relay.name.casefold() for relay in relays}
    wire, outlet = article.wire, article.outlet
    if wire is not None and wire.value.casefold() not in names:
        found.append(Relay("wire", wire.value, wire.span, wire.tag))
    if outlet is not None and (wire is not None or article.disclaimer) and outlet.value.casefold() not in names:
        found.append(Relay("host", outlet.value, outlet.span, outlet.tag))
    return tuple(found)
