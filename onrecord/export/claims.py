"""Statements for the web of data: schema.org Quotation, and ClaimReview shells that hold no verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from onrecord.export.lines import line_of
from onrecord.groups import Relation
from onrecord.record import Shelf
from onrecord.spans import hull
from onrecord.types import Statement

_CONTEXT = "https://schema.org"
# Relations after which a desk may want to check a claim.
_DISPUTED = ("contradicts", "denies")


def write_schema_org(shelf: Shelf) -> Iterator[bytes]:
    """One JSON-LD object a line: a Quotation for each direct or mixed statement, then ClaimReview shells.

    A shell stands for each statement that another denies or contradicts. It holds the claim, who made it
    and where, and no rating: that is for the person who fills it in. Keys without a known value are left out.
    """
    for statement in shelf.statements.values():
        if statement.manner != "indirect":
            yield line_of({"@context": _CONTEXT, **_quotation(shelf, statement)})
    for disputed, relations in sorted(_disputed(shelf).items()):
        yield line_of(_shell(shelf, shelf.statements[disputed], relations))


def _quotation(shelf: Shelf, statement: Statement) -> Mapping[str, object]:
    extent = hull(statement.content)
    return _known(
        {
            "@type": "Quotation",
            "identifier": statement.id,
            "text": shelf.words(statement.page, statement.content),
            "spokenByCharacter": _speaker(shelf, statement),
            "dateCreated": statement.said,
            "isPartOf": _page(shelf, statement.page),
            "position": f"{extent.start}-{extent.end}",
        }
    )


def _shell(shelf: Shelf, statement: Statement, relations: list[Relation]) -> Mapping[str, object]:
    answers = [r.left if r.right == statement.id else r.right for r in relations]
    return _known(
        {
            "@context": _CONTEXT,
            "@type": "ClaimReview",
            "identifier": f"{statement.id}:review",
            "claimReviewed": shelf.words(statement.page, statement.content),
            "itemReviewed": _known(
                {
                    "@type": "Claim",
                    "identifier": statement.id,
                    "author": _speaker(shelf, statement),
                    "datePublished": statement.said,
                    "appearance": _page(shelf, statement.page),
                }
            ),
            "citation": [_quotation(shelf, shelf.statements[answer]) for answer in sorted(set(answers))],
        }
    )


def _disputed(shelf: Shelf) -> Mapping[str, list[Relation]]:
    found: dict[str, list[Relation]] = {}
    for relation in shelf.relations:
        if relation.relation in _DISPUTED:
            for disputed in (relation.right,) if relation.directed else (relation.left, relation.right):
                found.setdefault(disputed, []).append(relation)
    return found


def _speaker(shelf: Shelf, statement: Statement) -> Mapping[str, object] | None:
    party = shelf.party(statement)
    if statement.speaker is None or statement.speaker.startswith("unnamed:"):
        return None
    kind = "Organization" if party is not None and party.kind == "body" else "Person"
    return {"@type": kind, "name": shelf.speaker(statement)}


def _page(shelf: Shelf, page: str) -> Mapping[str, object]:
    clipping = shelf.clippings[page]
    article = clipping.article
    return _known(
        {
            "@type": "NewsArticle",
            "identifier": page,
            "headline": article.headline.value if article.headline else None,
            "url": clipping.page.url,
            "datePublished": article.published.value,
            "publisher": {"@type": "Organization", "name": article.outlet.value} if article.outlet else None,
        }
    )


def _known(row: Mapping[str, object]) -> Mapping[str, object]:
    return {name: cell for name, cell in row.items() if cell is not None}
