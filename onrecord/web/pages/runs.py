"""Provenance: which version made the record and by what, what each run changed, and the whole record to take away."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import msgspec
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from onrecord.export import EXPORTS, export
from onrecord.record import Finding, Record, Shelf, examine
from onrecord.record.examine import examine_tools
from onrecord.spans import words_of
from onrecord.store.history import Change, Kind, Reading
from onrecord.store.moves import StoryMove
from onrecord.types import Span, page_of
from onrecord.web import links
from onrecord.web.cards import Count, plural, spoken_name
from onrecord.web.once import once
from onrecord.web.pages.home import counts_of
from onrecord.web.passed import line_of
from onrecord.web.site import show
from onrecord.web.tables import ROWS_A_PAGE, file_of, leaf_of_part, offset_of

_LATEST = 10
_SHOWN = 40
_KINDS: Mapping[Kind, str] = {"gained": "Gained", "lost": "Lost", "changed": "Read otherwise"}
_FIELDS = ("speaker", "act", "manner", "form", "modality", "said")
_KEPT_ROWS = 20_000


class Shown(msgspec.Struct, frozen=True):
    """A statement that a run changed: its words, who spoke, what was read otherwise (field, before, after)."""

    href: str | None
    speaker: str
    words: str
    title: str
    moved: tuple[tuple[str, str, str], ...]


def show_runs(record: Record, request: Request) -> Response:
    """Version, what the record holds, its latest runs, and every form it can be taken away in."""
    if request.query_params.get("take") == "json":
        return Response(
            msgspec.json.format(msgspec.json.encode(facts_of(record))),
            media_type="application/json",
            headers={"Content-Disposition": 'attachment; filename="provenance.json"'},
        )
    findings: list[Finding] = examine(record.path) if request.query_params.get("check") else []
    part = record.history.runs(offset_of(request, _LATEST), _LATEST)
    return show(
        request,
        "runs.html",
        version=version("onrecord"),
        counts=once(record, counts_of),
        findings=findings,
        leaf=leaf_of_part(request, part, _LATEST),
        lines=[line_of(run) for run in part.rows],
        forms=[(name, form.what, form.suffix) for name, form in EXPORTS.items()],
    )


def show_run(record: Record, request: Request) -> Response:
    """What a run changed against the one before; answers 404 for a number that is none."""
    shelf, number = record.shelf, int(request.path_params["number"])
    run = record.history.run(number)
    take = request.query_params.get("take")
    if take in ("csv", "json"):
        return file_of(f"run-{number}", take, _rows(record, number))
    changes = {kind: (heading, record.history.changes(number, kind, 0, _SHOWN)) for kind, heading in _KINDS.items()}
    pages = [page for page in record.history.pages(number, 0, ROWS_A_PAGE) if page in shelf.clippings]
    moves = record.history.stories(number, 0, _SHOWN)
    return show(
        request,
        "run.html",
        run=run,
        line=line_of(run),
        changes=[
            (kind, heading, part, [shown_of(shelf, c) for c in part.rows]) for kind, (heading, part) in changes.items()
        ],
        moves=[
            (move, links.to_story(move.id) if move.id in shelf.story else None, move_words(move)) for move in moves.rows
        ],
        moved=moves.total,
        pages=[(links.to_article(page), shelf.headline(page), shelf.outlet(page)) for page in pages],
    )


def shown_of(shelf: Shelf, change: Change) -> Shown:
    """A change as shown; its words are cut from the page where that is still there."""
    reading = change.now or change.was
    page = page_of(change.id)
    there = page in shelf.clippings
    moved = tuple(
        (field, spoken_name(str(was or "unknown")), spoken_name(str(now or "unknown")))
        for field in _FIELDS
        if change.was and change.now and (was := getattr(change.was, field)) != (now := getattr(change.now, field))
    )
    return Shown(
        href=links.to_statement(change.id) if change.id in shelf.statements else None,
        speaker=spoken_name(reading.speaker or "unknown") if reading else "unknown",
        words=_words(shelf, page, reading) if there and reading else "",
        title=shelf.headline(page) if there else page,
        moved=moved or ((("words", "", ""),) if change.was and change.now else ()),
    )


def move_words(move: StoryMove) -> str:
    """What happened to a story, in words.

    >>> move_words(StoryMove("f00d:y", "Mill", "grown", 2, ()))
    '2 new pages'
    """
    fresh = plural(move.fresh, "new page") if move.fresh else ""
    before = "; ".join(f"“{b.name or b.id}” ({plural(b.pages, 'page')})" for b in move.before)
    how = {"grown": "", "joined": f"joined from {before}", "split": f"split off {before}"}[move.how]
    return ", ".join(part for part in (how, fresh) if part)


def _words(shelf: Shelf, page: str, reading: Reading) -> str:
    spans = msgspec.json.decode(reading.content, type=tuple[Span, ...])
    return words_of(shelf.text(page), spans)


def _rows(record: Record, number: int) -> list[dict[str, object]]:
    """Every change of a run as a row: what, id, and each field before and after."""
    rows: list[dict[str, object]] = [{"change": "page came", "id": p} for p in record.history.pages(number, 0, -1)]
    for kind in _KINDS:
        for change in record.history.changes(number, kind, 0, _KEPT_ROWS).rows:
            sides = (("was", change.was), ("now", change.now))
            told = {f"{side}_{f}": getattr(r, f) if r else "" for side, r in sides for f in _FIELDS}
            rows.append({"change": f"statement {kind}", "id": change.id, **told})
    moves = record.history.stories(number, 0, _KEPT_ROWS).rows
    rows += [{"change": f"story {move.how}", "id": move.id, "story": move_words(move)} for move in moves]
    names = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name, "") for name in names} for row in rows]


def facts_of(record: Record) -> Mapping[str, object]:
    """What made the record, what it holds, and its runs."""
    counts: tuple[Count, ...] = counts_of(record)
    return {
        "onrecord": version("onrecord"),
        "counts": {count.what: count.number for count in counts},
        "made with": [msgspec.to_builtins(finding) for finding in examine_tools()],
        "runs": [msgspec.to_builtins(run) for run in record.history.runs(0, -1).rows],
    }


def take(record: Record, request: Request) -> Response:
    """The whole record in one of the forms it can be written in."""
    name = request.path_params["form"]
    if name not in EXPORTS:
        return Response(f"{name}: no form of this name. Forms: {', '.join(EXPORTS)}.", 404)
    # A record may be larger than the memory at hand: it is written beside, sent, and taken away.
    with tempfile.NamedTemporaryFile(prefix="onrecord-", delete=False) as file:
        file.writelines(export(record.shelf, name))
    where = Path(file.name)
    return FileResponse(
        where,
        media_type="application/octet-stream",
        filename=f"record-{name}.{EXPORTS[name].suffix}",
        background=BackgroundTask(where.unlink, missing_ok=True),
    )
