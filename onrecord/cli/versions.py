"""The verb versions: what changed between pages of one address, words and statements."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from onrecord.cli.lines import AsJson, RecordFile, open_record, put, put_json, safe
from onrecord.kit.address import address_of
from onrecord.types import Spans

if TYPE_CHECKING:
    from onrecord.groups import Version
    from onrecord.record import Record, Shelf

_WORDS_CHARS = 400


class Edit(msgspec.Struct, frozen=True):
    """Words that went out of one version and came into the next, each with its range on its page."""

    out: str
    out_at: Spans
    into: str
    into_at: Spans


class Shown(msgspec.Struct, frozen=True):
    """A step from one version to the next in words."""

    headline: str
    left: str
    right: str
    edits: tuple[Edit, ...]
    lost: tuple[str, ...]
    gained: tuple[str, ...]


def versions(
    what: Annotated[
        str | None, typer.Argument(help="An address, or the id or name of a page; all of them without one.")
    ] = None,
    record: RecordFile = Path("onrecord.db"),
    as_json: AsJson = False,
) -> None:
    """List what changed between versions of an article (the same address, other text): words and statements.

    Example: onrecord versions https://herald.example/2031/dam
    """
    with open_record(record) as opened:
        steps = _steps(opened, what)
        if not steps:
            put(f"no two versions {'of ' + safe(what) if what else 'of any article'} in {record}", sys.stderr)
        for step in steps:
            shown = _shown(opened.shelf, step)
            if as_json:
                put_json([{**msgspec.to_builtins(step), "shown": msgspec.to_builtins(shown)}])
            else:
                for line in _lines(step, shown):
                    put(safe(line))


def _steps(opened: Record, what: str | None) -> Sequence[Version]:
    """The steps asked for; raises UnknownId for a page that is not there."""
    steps = opened.counts.versions()
    if what is None:
        return steps
    if "://" in what:
        page, address = None, address_of(what)
    else:
        clipping = opened.clipping(what)
        page, address = clipping.page.id, address_of(clipping.page.url or "")
    return [step for step in steps if page in (step.left, step.right) or (address and step.address == address)]


def _shown(shelf: Shelf, step: Version) -> Shown:
    edits = (
        Edit(shelf.words(step.left, change.out), change.out, shelf.words(step.right, change.into), change.into)
        for change in step.changes
    )
    return Shown(
        headline=shelf.headline(step.right),
        left=_page(shelf, step.left),
        right=_page(shelf, step.right),
        edits=tuple(edits),
        lost=tuple(_said(shelf, name) for name in step.lost),
        gained=tuple(_said(shelf, name) for name in step.gained),
    )


def _page(shelf: Shelf, page: str) -> str:
    """A page by its name, with when it was captured, changed or published as far as it says so."""
    clipping = shelf.clippings[page]
    article = clipping.article
    when = clipping.page.fetched or article.updated.value or article.published.value
    return f"{shelf.name(page)}{f', {when}' if when else ''}"


def _said(shelf: Shelf, name: str) -> str:
    """A statement by speaker and words, with its id; the id alone where it is gone."""
    statement = shelf.statements.get(name)
    if statement is None:
        return name
    return f"{shelf.speaker(statement)} [{statement.act}] {shelf.words(statement.page, statement.content)} ({name})"


def _lines(step: Version, shown: Shown) -> Iterator[str]:
    yield shown.headline
    yield f"    address      {step.address}"
    yield f"    {'from' if step.ordered else 'one':<12} {shown.left}"
    yield f"    {'to' if step.ordered else 'other':<12} {shown.right}"
    yield f"    why          {'; '.join(step.reasons)}"
    for edit in shown.edits:
        if edit.out:
            yield f"    out          {_cut(edit.out)} ({_ranges(edit.out_at)})"
        if edit.into:
            yield f"    in           {_cut(edit.into)} ({_ranges(edit.into_at)})"
    if not shown.edits:
        yield "    changed      nothing but what is not the article"
    for lost in shown.lost:
        yield f"    lost         {lost}"
    for gained in shown.gained:
        yield f"    gained       {gained}"
    yield ""


def _cut(words: str) -> str:
    return words if len(words) <= _WORDS_CHARS else words[:_WORDS_CHARS] + " …"


def _ranges(spans: Spans) -> str:
    return ", ".join(f"{span.start}-{span.end}" for span in spans)
