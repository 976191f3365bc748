"""The outlet: its pages, what it gathered, carried and copied, who it shares text with, who speaks there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from onrecord.copies.outlets import find_outlets
from onrecord.errors import UnknownId
from onrecord.groups import Copy, Outlet
from onrecord.kit import open_kit
from onrecord.record import UNKNOWN, Record, Shelf
from onrecord.types import Article, Clipping, Page
from onrecord.web import links
from onrecord.web.cards import Count
from onrecord.web.pages.story import line_of
from onrecord.web.site import show
from onrecord.web.tables import ROWS_A_PAGE, leaf_of_part, offset_of

# The copies and utterances of an outlet with more pages would keep a reader waiting.
MOST = 300
_SPEAKERS = 20


class Compared(msgspec.Struct, frozen=True):
    """What comes of holding an outlet's pages against those that share text or words with them."""

    outlet: Outlet
    partners: tuple[tuple[str, str | None, int, int, int], ...]
    speakers: tuple[tuple[str, str, int], ...]
    shared: int
    corrected: int
    undated: int


def show_outlet(record: Record, request: Request) -> Response:
    """The page of an outlet; answers 404 for a name no page gives."""
    name = request.path_params["name"]
    part = record.counts.articles(offset_of(request, ROWS_A_PAGE), ROWS_A_PAGE, outlet=name)
    if not part.total or name == UNKNOWN:
        raise UnknownId(f"{name}: no page names this outlet as its own.")
    name = record.shelf.outlet(part.rows[0].page) if part.rows else name
    compared = compare(record, name) if part.total <= MOST else None
    leaf = leaf_of_part(request, part)
    return show(
        request,
        "outlet.html",
        name=name,
        most=MOST,
        counts=_counts(record, name, part.total, compared),
        compared=compared,
        leaf=leaf,
        lines=[line_of(record.shelf, article.page) for article in leaf.rows],
    )


def compare(record: Record, name: str) -> Compared:
    """An outlet of few pages held against the pages it shares text or words with."""
    pages = [article.page for article in record.counts.articles(0, MOST, outlet=name).rows]
    copies, utterances = record.counts.copies_with(pages), record.counts.utterances_with(pages)
    near = {page for c in copies for page in (c.left, c.right)} | {p for u in utterances for p in u.pages}
    articles = {article.page: article for article in record.counts.articles_of({*pages, *near})}
    clippings = [_slight(record.shelf, article) for article in articles.values()]
    found = find_outlets(clippings, copies, utterances, open_kit(fast=True))
    outlet = next((o for o in found if pages[0] in o.pages), None)
    sharing = {page for c in copies if c.share_left or c.share_right for page in (c.left, c.right)}
    return Compared(
        outlet=outlet or Outlet(name, name, (), tuple(pages)),
        partners=partners_of(articles, set(pages), copies),
        speakers=tuple(
            (who, links.to_list("statements", speaker=who, outlet=name), n)
            for who, n in record.counts.voices(pages, _SPEAKERS)
        ),
        shared=len(sharing & set(pages)),
        corrected=sum(bool(articles[page].corrections) for page in pages),
        undated=sum(not articles[page].published.value for page in pages),
    )


def _slight(shelf: Shelf, article: Article) -> Clipping:
    # Whose a page is and when it came tells all that is counted here: its text is not fetched.
    return Clipping(Page(article.page, shelf.name(article.page), ""), article)


def _counts(record: Record, name: str, pages: int, compared: Compared | None) -> tuple[Count, ...]:
    counts = [
        Count(pages, "pages", links.to_list("articles", outlet=name)),
        Count(record.count_statements(outlet=name), "statements", links.to_list("statements", outlet=name)),
    ]
    if compared is not None:
        outlet = compared.outlet
        counts += [
            Count(outlet.wire, "carry an agency", "#wires"),
            Count(outlet.copied, "repeat another outlet", "#partners"),
            Count(outlet.unsure, "share text, first unknown", "#partners"),
            Count(outlet.own, "its own as far as is told", "#pages"),
        ]
    return tuple(counts)


def partners_of(
    articles: Mapping[str, Article], pages: set[str], copies: Sequence[Copy]
) -> tuple[tuple[str, str | None, int, int, int], ...]:
    """Outlets it shares text with: name, address, pairs, how often it was first, how often the other was."""
    pairs: Counter[str] = Counter()
    mine: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    for copy in copies:
        if (copy.left in pages) == (copy.right in pages) or not (copy.share_left or copy.share_right):
            continue
        fact = articles[copy.right if copy.left in pages else copy.left].outlet
        other = fact.value if fact else UNKNOWN
        pairs[other] += 1
        mine[other] += copy.first in pages
        theirs[other] += copy.first is not None and copy.first not in pages
    return tuple(
        (other, links.to_outlet(other) if other != UNKNOWN else None, n, mine[other], theirs[other])
        for other, n in pairs.most_common()
    )
