"""Copies: who took text from whom, drawn and as a table; two pages aligned; utterances that several pages carry."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from onrecord.errors import UnknownId
from onrecord.groups import Copy, Utterance
from onrecord.labels import KEPT_ROLES
from onrecord.record import UNKNOWN, Record, Shelf
from onrecord.record.cells import cells_of
from onrecord.web import links
from onrecord.web.align import align
from onrecord.web.cards import OriginCount, origin_count, plural, spoken_name
from onrecord.web.decisions import verdicts
from onrecord.web.drawn.tree import Leaf, Tree, draw_tree, groups_of
from onrecord.web.evidence import digest_of
from onrecord.web.once import once
from onrecord.web.site import show
from onrecord.web.tables import ROWS_A_PAGE, leaf_of_part, offset_of, taken

_DRAWN_PAGES = 24
_DRAWN_GROUPS = 6
# So many of the largest stories are looked at for groups to draw.
_LOOKED_AT = 12
_CARRIED = 50


class Shared(msgspec.Struct, frozen=True):
    """Two pages that share text, as a row."""

    left: str
    left_href: str
    right: str
    right_href: str
    left_id: str
    right_id: str
    kind: str
    passages: int
    share_left: int
    share_right: int
    first: str
    href: str
    reasons: tuple[str, ...]
    verdict: str


class Carried(msgspec.Struct, frozen=True):
    """An utterance on several pages, as a row."""

    href: str
    words: str
    speaker: str
    pages: int
    origins: OriginCount
    drifts: int


class Grove(msgspec.Struct, frozen=True):
    """A group of pages that share text: the picture and what it shows in a sentence."""

    tree: Tree
    finding: str
    drawn: int
    total: int


def show_copies(record: Record, request: Request) -> Response:
    """Groups of pages that share text, the pairs as a table, and utterances carried by several pages."""
    shelf = record.shelf
    file = taken(request, "copies", lambda: [cells_of(shelf, c) for c in record.counts.copies(0, -1).rows])
    if file is not None:
        return file
    decided = verdicts(record, "copy")
    carried = record.counts.carried(_CARRIED)
    leaf = leaf_of_part(request, record.counts.copies(offset_of(request, ROWS_A_PAGE), ROWS_A_PAGE))
    rows = once(record, largest)
    groups = groups_of(rows)
    return show(
        request,
        "copies.html",
        groves=[grove_of(shelf, pages, rows) for pages in groups[:_DRAWN_GROUPS]],
        more_groups=len(groups) > _DRAWN_GROUPS or len(rows) < (leaf.total or 0),
        leaf=leaf,
        shared=[shared_of(shelf, c, decided.get(frozenset((c.left, c.right)), "")) for c in leaf.rows],
        carried=[carried_of(shelf, u) for u in carried.rows],
        more=carried.total - len(carried.rows),
    )


def largest(record: Record) -> list[Copy]:
    """The pairs of the largest stories: pages that share text stand in one story."""
    pages = [page for story in record.counts.stories(0, _LOOKED_AT).rows for page in story.pages]
    return [copy for copy in record.counts.copies_with(pages) if copy.kind != "independent"]


def grove_of(shelf: Shelf, pages: Sequence[str], copies: Sequence[Copy]) -> Grove:
    """The picture of a group, of its first pages where it is large."""
    shown = sorted(pages, key=lambda p: (shelf.article(p).published.value or "~", p))[:_DRAWN_PAGES]
    inside = [c for c in copies if c.left in shown and c.right in shown]
    leaves = [_leaf(shelf, page) for page in shown]
    outlets = {shelf.outlet(page) for page in pages} - {UNKNOWN}
    known = sum(c.first is not None for c in inside)
    finding = (
        f"{plural(len(pages), 'page')} of {plural(len(outlets), 'known outlet')} share text in "
        f"{plural(len(inside), 'pair')}; who was first can be told for {known}."
    )
    hrefs = {c.id: links.to_compare(c.left, c.right) for c in inside}
    return Grove(draw_tree(leaves, inside, hrefs), finding, len(shown), len(pages))


def _leaf(shelf: Shelf, page: str) -> Leaf:
    article = shelf.article(page)
    text = shelf.text(page)
    words = sum(len(text[b.span.start : b.span.end].split()) for b in article.blocks if b.role in KEPT_ROLES)
    outlet = shelf.outlet(page)
    name = shelf.headline(page) if outlet == UNKNOWN else f"{outlet}: {shelf.headline(page)}"
    day = (article.published.value or "")[:10]
    return Leaf(page, name, day, words, article.wire.value if article.wire else "", links.to_article(page))


def shared_of(shelf: Shelf, copy: Copy, verdict: str) -> Shared:
    """A pair as a row."""
    return Shared(
        left=shelf.headline(copy.left),
        left_href=links.to_article(copy.left),
        right=shelf.headline(copy.right),
        right_href=links.to_article(copy.right),
        left_id=copy.left,
        right_id=copy.right,
        kind=copy.kind.replace("_", " "),
        passages=len(copy.passages),
        share_left=round(copy.share_left * 100),
        share_right=round(copy.share_right * 100),
        first=shelf.headline(copy.first) if copy.first else "cannot be told",
        href=links.to_compare(copy.left, copy.right),
        reasons=copy.reasons,
        verdict=verdict,
    )


def carried_of(shelf: Shelf, utterance: Utterance) -> Carried:
    """An utterance as a row."""
    first = shelf.statements[utterance.statements[0]]
    return Carried(
        href=links.to_statement(first.id),
        words=shelf.words(first.page, first.content),
        speaker=spoken_name(shelf.speaker(first)),
        pages=len(utterance.pages),
        origins=origin_count(utterance.origins),
        drifts=len(utterance.drifts),
    )


def show_compare(record: Record, request: Request) -> Response:
    """Two pages side by side: what both have aligned, what stands elsewhere linked, what one alone has marked."""
    shelf = record.shelf
    left, right = (request.path_params[name] for name in ("left", "right"))
    for page in (left, right):
        if page not in shelf.clippings:
            raise UnknownId(f"{page}: no page of this id in the record.")
    mine = record.counts.copies_with([left])
    copy = next((c for c in mine if {c.left, c.right} == {left, right}), None)
    if copy is not None and copy.left != left:
        left, right = right, left
    others = sorted({page for c in mine for page in (c.left, c.right)})
    return show(
        request,
        "compare.html",
        rows=align(shelf.clippings[left], shelf.clippings[right], copy.passages if copy else ()),
        shared=shared_of(shelf, copy, "") if copy else None,
        left=(links.to_article(left), shelf.headline(left), shelf.outlet(left), digest_of(record, left)),
        right=(links.to_article(right), shelf.headline(right), shelf.outlet(right), digest_of(record, right)),
        others=[(links.to_compare(left, page), shelf.headline(page)) for page in others if page not in (left, right)],
    )
