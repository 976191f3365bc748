"""How each page was read: how much of it is the article, what was set aside and why, what it says of itself."""

from __future__ import annotations

from collections import Counter

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from onrecord.labels import KEPT_ROLES
from onrecord.record import Record, Shelf
from onrecord.record.cells import date_words
from onrecord.types import Article
from onrecord.web import links
from onrecord.web.pages.article import CUT_NAMES, basis_of
from onrecord.web.site import show
from onrecord.web.tables import leaf_of, taken


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
    """Every page with an article, in order of name."""
    shelf = record.shelf
    articles = list(record.articles())
    copies = copies_of(shelf)
    file = taken(request, "pages-read", lambda: [msgspec.to_builtins(kept_of(shelf, a, copies)) for a in articles])
    if file is not None:
        return file
    leaf = leaf_of(request, articles)
    return show(
        request,
        "ingest.html",
        leaf=leaf,
        rows=[kept_of(shelf, article, copies) for article in leaf.rows],
        problems=len(record.problems()),
    )


def copies_of(shelf: Shelf) -> dict[str, str]:
    """The page that each reprint repeats, by its id."""
    return {(c.right if c.first != c.right else c.left): c.first or c.left for c in shelf.copies if c.kind == "reprint"}


def kept_of(shelf: Shelf, article: Article, copies: dict[str, str]) -> Kept:
    """A page as a row."""
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
        copies=shelf.name(copies[article.page]) if article.page in copies else "",
    )
