"""How each page was read: how much of it is the article, what was set aside and why, what it says of itself."""

from __future__ import annotations

from collections import Counter

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from onrecord.labels import KEPT_ROLES
from onrecord.record import Part, Record
from onrecord.record.cells import date_words
from onrecord.types import Article
from onrecord.web import links
from onrecord.web.pages.article import CUT_NAMES, basis_of
from onrecord.web.site import show
from onrecord.web.tables import ROWS_A_PAGE, leaf_of_part, offset_of, taken


class Kept(msgspec.Struct, frozen=True):
    """How one page was read; ``share`` is the part of its characters kept, in percent."""

    page: str
    name: str
    href: str
    characters: int
    share: int
    removed: str
    published: str
    basis: str
    outlet: str
    outlet_basis: str
    copies: str


def show_ingest(record: Record, request: Request) -> Response:
    """Every page with an article, or those that came with one run."""
    run = run_in(request)

    def part(offset: int, limit: int) -> Part[Article]:
        if run is None:
            return record.counts.articles(offset, limit)
        pages = record.history.pages(run, offset, limit)
        return Part(tuple(record.counts.articles_of(pages)), record.history.run(run).pages)

    file = taken(request, "pages-read", lambda: [msgspec.to_builtins(kept_of(record, a)) for a in part(0, -1).rows])
    if file is not None:
        return file
    leaf = leaf_of_part(request, part(offset_of(request, ROWS_A_PAGE), ROWS_A_PAGE))
    return show(
        request,
        "ingest.html",
        leaf=leaf,
        rows=[kept_of(record, article) for article in leaf.rows],
        run=run,
        problems=len(record.problems()),
    )


def run_in(request: Request) -> int | None:
    """The number of a run that the address asks for; None for all pages."""
    given = request.query_params.get("run", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 12 else None


def repeated_by(record: Record, page: str) -> str:
    """The page that a reprint repeats, by name; empty for a page that is no reprint."""
    for copy in record.counts.copies_with([page]):
        original = copy.first or copy.left
        if copy.kind == "reprint" and original != page:
            return record.shelf.name(original)
    return ""


def kept_of(record: Record, article: Article) -> Kept:
    """A page as a row."""
    shelf = record.shelf
    text = shelf.text(article.page)
    sizes: Counter[str] = Counter()
    for block in article.blocks:
        sizes[block.role] += block.span.end - block.span.start
    kept = sum(size for role, size in sizes.items() if role in KEPT_ROLES)
    removed = [(role, size) for role, size in sizes.most_common() if role not in KEPT_ROLES]
    outlet = article.outlet
    return Kept(
        page=article.page,
        name=shelf.name(article.page),
        href=links.to_article(article.page),
        characters=len(text),
        share=round(100 * kept / max(1, len(text))),
        removed=", ".join(f"{CUT_NAMES.get(role, role)} ({size:,})" for role, size in removed),
        published=date_words(article.published),
        basis=basis_of(article.published),
        outlet=shelf.outlet(article.page),
        outlet_basis=(outlet.tag or ("the page's text" if outlet.span else outlet.why)) if outlet else "none",
        copies=repeated_by(record, article.page),
    )
