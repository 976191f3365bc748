"""Finds the article of a page: every stretch of it named by role, and what the page says of the article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.article.authors import find_authors
from onrecord.article.blocks import find_body, prepare
from onrecord.article.datelines import find_credit_line, find_dateline
from onrecord.article.head import find_language, find_wire
from onrecord.article.outlets import find_outlet
from onrecord.article.published import find_published
from onrecord.article.roles import name_blocks
from onrecord.article.sheet import Sheet
from onrecord.kit import Kit
from onrecord.types import Article, Block, Comment, Dateline, Fact, Page, Span

__all__ = ["find_article"]

# A dateline stands before the first words of the report; a deck or a note may come before those.
DATELINE_BLOCKS = 2
_DISCLAIMER = re.compile(
    r"disclaimer\b|no .{2,60} journalist was involved|.{0,40}\bhas not been edited by\b|.{0,60}syndicated feed|"
    r"(?:the )?(?:views|opinions) expressed\b",
    re.I,
)
# What is asked of the page first.
_DISCLAIMED = (
    "disclaimer", "journalist was involved", "not been edited by", "syndicated feed", "opinions expressed",
    "views expressed",
)  # fmt: skip


def find_article(page: Page, kit: Kit) -> Article | None:
    """The article of a page, its blocks covering the text in reading order; None when no article text is on it.

    A dateline is a block of its own, so that a statement never opens with "NORTHPORT:". A further copy of a
    passage has the role "repeat". What the page does not say stays unknown.
    """
    ready = prepare(page, kit)
    sheet = name_blocks(page, ready, find_body(page, ready, kit), kit)
    if sheet is None:
        return None
    dateline = _find_dateline(page, sheet, kit)
    outlet = find_outlet(page, sheet, kit)
    published, updated = find_published(page, sheet, kit)
    return Article(
        id=f"{page.id}:a",
        page=page.id,
        blocks=tuple(_split_blocks(page, sheet, dateline)),
        headline=_headline(page, sheet),
        outlet=outlet,
        authors=find_authors(page, sheet, outlet, kit),
        published=published,
        updated=updated,
        wire=find_wire(page, sheet, dateline, kit),
        dateline=dateline,
        language=find_language(page, sheet, kit),
        corrections=tuple(b.span for b, r in zip(sheet.blocks, sheet.roles, strict=True) if r == "correction"),
        disclaimer=_disclaimer(page, sheet),
        comments=tuple(_comments(page, sheet)),
    )


def _comments(page: Page, sheet: Sheet) -> Iterator[Comment]:
    for said in sheet.thread.said:
        author = None
        if said.name is not None:
            at, start, end = said.name
            shift = sheet.blocks[at].span.start
            author = Span(shift + start, shift + end)
        name = page.text[author.start : author.end] if author else None
        yield Comment(tuple(sheet.blocks[i].span for i in said.lines), name, author)


def _find_dateline(page: Page, sheet: Sheet, kit: Kit) -> Dateline | None:
    """The dateline before the first paragraphs, else the one a credit line above them gives."""
    body = [b.span for b, r in zip(sheet.blocks, sheet.roles, strict=True) if r == "body"]
    for paragraph in body[:DATELINE_BLOCKS]:
        found = find_dateline(page.text, paragraph, kit)
        if found is not None:
            return found
    for block, role in zip(sheet.blocks, sheet.roles, strict=True):
        if role == "byline" and block.span.start < body[-1].end:
            found = find_credit_line(page.text, block.span, kit)
            if found is not None:
                return found
    return None


def _split_blocks(page: Page, sheet: Sheet, dateline: Dateline | None) -> list[Block]:
    """The page's blocks with their roles, the dateline cut from the paragraph it opens."""
    blocks: list[Block] = []
    for block, role in zip(sheet.blocks, sheet.roles, strict=True):
        span = block.span
        if dateline is None or not (span.start <= dateline.span.start < span.end):
            blocks.append(Block(span, role or "furniture", block.path))
            continue
        blocks.append(Block(dateline.span, "dateline", block.path))
        rest = dateline.span.end
        while rest < span.end and page.text[rest].isspace():
            rest += 1
        if rest < span.end:
            blocks.append(Block(Span(rest, span.end), role or "furniture", block.path))
    return blocks


def _headline(page: Page, sheet: Sheet) -> Fact | None:
    for block, role in zip(sheet.blocks, sheet.roles, strict=True):
        if role == "headline":
            return Fact(
                " ".join(page.text[block.span.start : block.span.end].split()), block.span, None, "heads the text"
            )
    tag = next((t for n in ("meta:og:title", "jsonld:headline", "key:title") for t in page.tags if t.name == n), None)
    return Fact(" ".join(tag.value.split()), None, tag.name, "the page states its title") if tag else None


def _disclaimer(page: Page, sheet: Sheet) -> Span | None:
    plain = "\n".join(sheet.plain)
    if not any(sign in plain for sign in _DISCLAIMED):
        return None
    return next(
        (
            block.span
            for block, role in zip(sheet.blocks, sheet.roles, strict=True)
            if role not in ("body", "headline", "comment", "repeat")
            and _DISCLAIMER.match(page.text, block.span.start, block.span.end)
        ),
        None,
    )
