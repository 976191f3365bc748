"""Versions of an article as shown beside it: which page is the other one, what went out and came in, since when."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from onrecord.groups import Version
from onrecord.record import Shelf
from onrecord.record.cells import date_words
from onrecord.types import Clipping
from onrecord.web import links
from onrecord.web.cards import Card, card_of
from onrecord.web.marking import Layer

_EDITS = 40


class Edit(msgspec.Struct, frozen=True):
    """Words that went out of the earlier version and came into the later one, each with the way to its place."""

    out: str
    out_href: str | None
    into: str
    into_href: str | None


class Other(msgspec.Struct, frozen=True):
    """Another version of the page: whether it is "earlier", "later" or cannot be told, and what changed."""

    href: str
    title: str
    order: str
    captured: str
    published: str
    edits: tuple[Edit, ...]
    more: int
    lost: tuple[Card, ...]
    gained: tuple[Card, ...]
    reasons: tuple[str, ...]


def others_of(shelf: Shelf, page: str, versions: Sequence[Version]) -> list[Other]:
    """The other versions of a page, as its page shows them."""
    return [_other(shelf, page, version) for version in versions]


def edit_layers(page: str, versions: Sequence[Version]) -> list[Layer]:
    """The words of a page that another version of it has not."""
    return [
        Layer(span, "edit")
        for version in versions
        for change in version.changes
        for span in (change.out if version.left == page else change.into)
    ]


def _other(shelf: Shelf, page: str, version: Version) -> Other:
    other = version.right if version.left == page else version.left
    clipping: Clipping = shelf.clippings[other]
    later = "later" if version.left == page else "earlier"
    edits = [
        Edit(
            out=shelf.words(version.left, change.out),
            out_href=links.to_evidence(version.left, change.out) if change.out else None,
            into=shelf.words(version.right, change.into),
            into_href=links.to_evidence(version.right, change.into) if change.into else None,
        )
        for change in version.changes[:_EDITS]
    ]
    return Other(
        href=links.to_article(other),
        title=shelf.headline(other),
        order=later if version.ordered else "which came first cannot be told",
        captured=clipping.page.fetched or "",
        published=date_words(clipping.article.published),
        edits=tuple(edits),
        more=max(0, len(version.changes) - _EDITS),
        lost=_cards(shelf, version.lost),
        gained=_cards(shelf, version.gained),
        reasons=version.reasons,
    )


def _cards(shelf: Shelf, ids: Sequence[str]) -> tuple[Card, ...]:
    return tuple(card_of(shelf, shelf.statements[name]) for name in ids if name in shelf.statements)
