"""The article: the whole text of a page, what was set aside folded, statements marked and carded beside their lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from onrecord.errors import UnknownId
from onrecord.groups import Copy, Party
from onrecord.labels import KEPT_ROLES
from onrecord.record import UNKNOWN, Record, Shelf
from onrecord.record.cells import date_words
from onrecord.spans import hull, trim
from onrecord.types import Clipping, Dated, Span, Statement, Timex
from onrecord.web import links
from onrecord.web.cards import Card, OriginCount, card_of, origin_count, spoken_name
from onrecord.web.decisions import decisions_on
from onrecord.web.evidence import digest_of
from onrecord.web.marking import Bit, Layer, cut
from onrecord.web.site import show
from onrecord.web.versions import edit_layers, others_of

CUT_NAMES = {
    "sales": "sales text",
    "comment": "comments",
    "related": "related links",
    "promo": "promotion",
    "furniture": "page furniture",
    "repeat": "a second copy of the text",
    "byline": "byline",
    "caption": "caption",
    "pull_quote": "pull quote",
}


# What is marked also in text that was set aside.
_EVERYWHERE = ("copied", "copied earlier", "edit", "hit")


class Part(msgspec.Struct, frozen=True):
    """A stretch of the page: a kept paragraph with its statements, or what was set aside, folded."""

    role: str
    kept: bool
    name: str
    lines: int
    bits: tuple[Bit, ...]
    cards: tuple[Card, ...]
    start: int
    end: int

    @property
    def hit(self) -> bool:
        """Whether something asked for stands in it."""
        return any(layer.kind == "hit" for bit in self.bits for layer in bit.layers)


class DateNote(msgspec.Struct, frozen=True):
    """What a time expression of the page means, and what it was counted from."""

    words: str
    value: str
    basis: str
    href: str


class Shared(msgspec.Struct, frozen=True):
    """Another page that shares text with this one."""

    href: str
    name: str
    outlet: str
    kind: str
    share: int
    first: str


class Head(msgspec.Struct, frozen=True):
    """What the page says of itself, each with what it rests on."""

    title: str
    outlet: str
    outlet_href: str | None
    published: str
    reasons: tuple[tuple[str, str | None], ...]
    basis: str
    published_href: str | None
    wire: str
    dateline: str
    authors: tuple[str, ...]
    name: str
    url: str | None
    outside: str | None
    captured: str
    digest: str
    story: tuple[str, str] | None
    origin: OriginCount | None


def show_article(record: Record, request: Request) -> Response:
    """An article's page; answers 404 for an id that is none."""
    shelf = record.shelf
    page = request.path_params["id"].removesuffix(":a")
    clipping = shelf.clippings.get(page)
    if clipping is None:
        raise UnknownId(f"{page}: no page of this id in the record.")
    story = shelf.story_of.get(page)
    # Pages that share text stand in one story.
    copies = [c for c in record.story(page).copies if page in (c.left, c.right)] if story else []
    versions = record.counts.versions_with([page])
    marked = links.spans_in(request.query_params.get("mark", ""))
    people = people_of(shelf, clipping)
    layers = [
        *layers_of(clipping, copies, people),
        *edit_layers(page, versions),
        *(Layer(span, "hit") for span in marked),
    ]
    pages = story.pages if story else (page,)
    at = pages.index(page)
    return show(
        request,
        "article.html",
        page=page,
        cutting=request.query_params.get("cuts") == "yes",
        decisions=decisions_on(
            record, [d.left for d in record.judgements() if d.why == "cut" and d.left.startswith(page)]
        ),
        clipping=clipping,
        head=head_of(record, clipping),
        parts=parts_of(shelf, clipping, layers),
        voices={anchor_of(s): spoken_name(shelf.speaker(s)) for s in clipping.statements},
        dates=[date_note(shelf, clipping, timex) for timex in clipping.timexes],
        shared=shared_with(shelf, page, copies),
        versions=others_of(shelf, page, versions),
        people=sorted({party.id: party for party in people.values()}.values(), key=lambda p: (p.name, p.id)),
        said=Counter(party.id for s in clipping.statements if (party := shelf.party(s))),
        before=links.to_article(pages[at - 1]) if at else None,
        after=links.to_article(pages[at + 1]) if at + 1 < len(pages) else None,
    )


def head_of(record: Record, clipping: Clipping) -> Head:
    """What a page says of itself."""
    shelf, page, article = record.shelf, clipping.page.id, clipping.article
    published = article.published
    outlet, story = shelf.outlet(page), shelf.story_of.get(page)
    grounds = (*published.grounds, *([None] * len(published.reasons)))
    return Head(
        title=shelf.headline(page),
        outlet=outlet,
        outlet_href=links.to_outlet(outlet) if outlet != UNKNOWN else None,
        published=date_words(published),
        reasons=tuple(
            (reason, links.to_evidence(page, span) if span else None)
            for reason, span in zip(published.reasons, grounds, strict=False)
        ),
        basis=basis_of(published),
        published_href=links.to_evidence(page, published.span) if published.span else None,
        wire=article.wire.value if article.wire else "",
        dateline=shelf.words(page, article.dateline.span if article.dateline else None),
        authors=tuple(fact.value for fact in article.authors),
        name=shelf.name(page),
        url=clipping.page.url,
        outside=links.outside(clipping.page.url),
        captured=clipping.page.fetched or "unknown: the input does not say",
        digest=digest_of(record, page),
        story=(links.to_story(story.id), story.name or shelf.headline(story.pages[0])) if story else None,
        origin=origin_count(story.origins) if story else None,
    )


def basis_of(dated: Dated) -> str:
    """What a date rests on, in words."""
    if dated.span:
        return "from the page's text"
    if dated.tag:
        return f"from the tag {dated.tag}"
    return "" if dated.value else "no date on the page"


def parts_of(shelf: Shelf, clipping: Clipping, layers: Sequence[Layer]) -> tuple[Part, ...]:
    """The whole text in parts; text in no block is furniture, white space alone is left out."""
    text = clipping.page.text
    apart = [layer for layer in layers if layer.kind in _EVERYWHERE]
    cards = {s.id: card_of(shelf, s) for s in clipping.statements}
    parts: list[Part] = []
    for role, span in stretches(clipping):
        kept = role in KEPT_ROLES
        mine = [s for s in clipping.statements if kept and span.start <= s.content[0].start < span.end]
        parts.append(
            Part(
                role=role,
                kept=kept,
                name=CUT_NAMES.get(role, role.replace("_", " ")),
                lines=text.count("\n", span.start, span.end) + 1,
                bits=cut(text, span, layers if kept else apart),
                cards=tuple(cards[s.id] for s in mine),
                start=span.start,
                end=span.end,
            )
        )
    return tuple(parts)


def stretches(clipping: Clipping) -> list[tuple[str, Span]]:
    """Roles with their spans over the whole page in order; neighbours set aside for one reason are one."""
    text = clipping.page.text
    found: list[tuple[str, Span]] = []
    at = 0

    def put(role: str, span: Span) -> None:
        tight = trim(text, span)
        if tight.start >= tight.end:
            return
        if found and found[-1][0] == role and role not in KEPT_ROLES:
            found[-1] = (role, Span(found[-1][1].start, tight.end))
        else:
            found.append((role, tight))

    for block in sorted(clipping.article.blocks, key=lambda b: b.span):
        if block.span.start > at:
            put("furniture", Span(at, block.span.start))
        if block.span.end > at:
            put(block.role, Span(max(at, block.span.start), block.span.end))
            at = block.span.end
    put("furniture", Span(at, len(text)))
    return found


def people_of(shelf: Shelf, clipping: Clipping) -> Mapping[str, Party]:
    """The person or body that each entity of a page stands for across the record."""
    entities = {mention.entity for mention in clipping.mentions if mention.kind in ("person", "body")}
    found = {entity: shelf.ways.party_of.get(entity) for entity in sorted(entities)}
    return {entity: party for entity, party in found.items() if party is not None}


def layers_of(clipping: Clipping, copies: Sequence[Copy], people: Mapping[str, Party]) -> list[Layer]:
    """Everything to be marked on a page: contents, cues, sources, names, dates, copied passages."""
    page = clipping.page.id
    layers: list[Layer] = []
    for statement in clipping.statements:
        mine = anchor_of(statement)
        layers += [Layer(span, f"q {statement.manner}", mine) for span in statement.content]
        layers += [Layer(span, "cue", mine) for span in statement.cue]
        layers += [Layer(span, "src", mine) for span in statement.source]
    layers += [
        Layer(m.span, "name", f"p:{people[m.entity].id}" if m.entity in people else "")
        for m in clipping.mentions
        if m.kind in ("person", "body") and m.form == "name"
    ]
    layers += [Layer(t.span, "date", f"t:{meaning_of(t)}") for t in clipping.timexes]
    for copy in copies:
        # Words that another page surely had first are no news here.
        kind = "copied" if copy.first in (None, page) else "copied earlier"
        layers += [Layer(p.left if copy.left == page else p.right, kind) for p in copy.passages]
    return layers


def meaning_of(timex: Timex) -> str:
    """The days a time expression stands for, or that they are unknown."""
    return " to ".join(dict.fromkeys(day for day in (timex.begin, timex.end) if day)) or timex.value or UNKNOWN


def anchor_of(statement: Statement) -> str:
    """What names a statement within its page."""
    extent = hull(statement.content)
    return f"s{extent.start}-{extent.end}"


def date_note(shelf: Shelf, clipping: Clipping, timex: Timex) -> DateNote:
    """A time expression, its value, and its basis."""
    by_id: Mapping[str, Timex] = {t.id: t for t in clipping.timexes}
    page = clipping.page.id
    if timex.anchor is None:
        basis = "names its date itself"
    elif timex.anchor in by_id:
        basis = f"counted from “{shelf.words(page, by_id[timex.anchor].span)}”"
    elif timex.anchor == UNKNOWN:
        basis = "the page gives no date to count it from"
    else:
        basis = f"counted from the {timex.anchor} date"
    return DateNote(
        words=shelf.words(page, timex.span),
        value=meaning_of(timex),
        basis=basis,
        href=links.to_evidence(page, timex.span),
    )


def shared_with(shelf: Shelf, page: str, copies: Sequence[Copy]) -> Sequence[Shared]:
    """Pages that share text with this one, most shared first."""
    found = []
    for copy in copies:
        other = copy.right if copy.left == page else copy.left
        share = copy.share_left if copy.left == page else copy.share_right
        first = "cannot be told" if copy.first is None else "this page" if copy.first == page else "the other page"
        found.append(
            Shared(
                href=links.to_compare(copy.left, copy.right),
                name=shelf.headline(other),
                outlet=shelf.outlet(other),
                kind=copy.kind.replace("_", " "),
                share=round(share * 100),
                first=first,
            )
        )
    return sorted(found, key=lambda s: (-s.share, s.name))
