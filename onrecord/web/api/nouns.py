"""What the API reads: each noun as a list, a piece at a time, and as one thing with all that is tied to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args

import msgspec
from starlette.requests import Request

from onrecord import labels
from onrecord.errors import OnrecordError
from onrecord.record import Asked, Record, Rows
from onrecord.record.cells import cells_of
from onrecord.store.history import Change, Run
from onrecord.store.moves import StoryMove
from onrecord.types import Statement
from onrecord.web.api.answers import Answer, rows_of

Ask = Callable[[Record, Request], Answer]
# Rows in a piece unless ``limit`` asks for others, and the most it may ask for.
PIECE, MOST = 50, 1000
_FILTERS = ("speaker", "act", "form", "manner", "modality", "outlet", "party", "page")


def _statements(record: Record, request: Request) -> Answer:
    """Statements in order of page name, then place; with ``q`` those that a search finds, best first."""
    typed = request.query_params.get("q")
    if typed is not None:
        return _found(record, request, typed)
    given = {name: value for name in _FILTERS if (value := request.query_params.get(name))}
    try:
        asked = msgspec.convert(given, Asked)
    except msgspec.ValidationError as error:
        raise OnrecordError(f"{error}. Filters: {', '.join(_FILTERS)}.") from error
    after, limit = _piece(request)
    answer = _rows(record.statements(asked, after=after, limit=limit + 1), limit)
    return msgspec.structs.replace(answer, beside={"total": record.count_statements(asked)})


def _found(record: Record, request: Request, typed: str) -> Answer:
    after, limit = _piece(request)
    if after is not None and not (after.isascii() and after.isdigit() and len(after) < 9):
        raise OnrecordError(f"{after}: no cursor of a search. Follow the address under next.")
    found = record.find(typed, offset=int(after or 0), limit=limit)
    shelf = record.shelf
    heads = [fold.statement for fold in found.folds]
    rows = rows_of(heads, [cells_of(shelf, head) for head in heads])
    return Answer(
        rows=tuple({**row, "carriers": fold.others} for row, fold in zip(rows, found.folds, strict=True)),
        after=str(found.next) if found.next is not None else None,
        beside={
            "total": found.total,
            "more": found.more,
            "notes": found.asked.notes,
            "undated": found.undated,
            "facets": {name: [{"value": value, "count": count} for value, count in facet]
                       for name, facet in found.facets.items()},
            "articles": [{"id": article.id, "headline": shelf.headline(article.page)} for article in found.articles],
            "people": [{"id": party.id, "name": party.name} for party in found.people],
        },
    )  # fmt: skip


def _listed(name: str) -> Ask:
    def ask(record: Record, request: Request) -> Answer:
        after, limit = _piece(request)
        return _rows(getattr(record, name)(after=after, limit=limit + 1), limit)

    ask.__doc__ = (getattr(Record, name).__doc__ or "").split("\n")[0]
    return ask


def _problems(record: Record, request: Request) -> Answer:
    """Inputs and pages that could not be worked, with reasons; all at once."""
    found = record.problems()
    return Answer(rows=rows_of(list(found), found.cells()))


def _judgements(record: Record, request: Request) -> Answer:
    """The decisions of people that count, in the order they were made; all at once."""
    return Answer(rows=tuple(msgspec.to_builtins(judgement) for judgement in record.judgements()))


def _record(record: Record, request: Request) -> Answer:
    """What the record holds: counts."""
    return Answer(one=msgspec.to_builtins(record.summary()))


def _runs(record: Record, request: Request) -> Answer:
    """The runs that made the record, the latest first: what each brought, and how much it changed."""
    after, limit = _piece(request)
    history = record.history
    offset = max(0, history.latest() - _number(after) + 1) if after is not None else 0
    part = history.runs(offset, limit)
    rows = tuple({"id": str(run.number), **msgspec.to_builtins(run)} for run in part.rows)
    return Answer(rows=rows, after=str(part.rows[-1].number) if offset + limit < part.total and part.rows else None)


LISTS: Mapping[str, Ask] = {
    "record": _record,
    "statements": _statements,
    "articles": _listed("articles"),
    "people": _listed("people"),
    "stories": _listed("stories"),
    "threads": _listed("threads"),
    "copies": _listed("copies"),
    "utterances": _listed("utterances"),
    "relations": _listed("relations"),
    "positions": _listed("positions"),
    "timeline": _listed("timeline"),
    "problems": _problems,
    "judgements": _judgements,
    "runs": _runs,
}


def _statement(record: Record, request: Request) -> Answer:
    """A statement with its words, article, party, carriers, origins, relations, positions and chain."""
    about = record.statement(_id(request))
    return Answer(one={**msgspec.to_builtins(about), "shown": _shown(record, about.statement)})


def _article(record: Record, request: Request) -> Answer:
    """An article with the text of its page, its statements, mentions and time expressions."""
    clipping = record.clipping(_id(request))
    cells = [cells_of(record.shelf, statement) for statement in clipping.statements]
    return Answer(
        one={
            **msgspec.to_builtins(clipping),
            "statements": rows_of(clipping.statements, cells),
            "shown": dict(cells_of(record.shelf, clipping.article)),
        }
    )


def _party(record: Record, request: Request) -> Answer:
    """A person or body with the first statements by and about it, who carries its words, and positions."""
    about = record.party(_id(request))
    return Answer(
        one={
            **msgspec.to_builtins(about),
            "statements": [_shown(record, statement) for statement in about.statements],
            "about": [_shown(record, statement) for statement in about.about],
            "shown": dict(cells_of(record.shelf, about.party)),
        }
    )


def _story(record: Record, request: Request) -> Answer:
    """A story with its thread, articles, copies, utterances and events."""
    about = record.story(_id(request))
    return Answer(one={**msgspec.to_builtins(about), "shown": dict(cells_of(record.shelf, about.story))})


def _thread(record: Record, request: Request) -> Answer:
    """A thread with its stories and positions."""
    about = record.thread(_id(request))
    return Answer(one={**msgspec.to_builtins(about), "shown": dict(cells_of(record.shelf, about.thread))})


class AboutRun(msgspec.Struct, frozen=True):
    """A run with the pages it brought, the statements it gained, lost and read otherwise, and the stories it moved.

    Of each the first ``MOST``; the counts of the run are of all.
    """

    run: Run
    pages: tuple[str, ...]
    gained: tuple[Change, ...]
    lost: tuple[Change, ...]
    changed: tuple[Change, ...]
    stories: tuple[StoryMove, ...]


def _run(record: Record, request: Request) -> Answer:
    """A run with the pages it brought, the statements it gained, lost and read otherwise, and the stories it moved."""
    history, number = record.history, _number(_id(request))
    about = AboutRun(
        run=history.run(number),
        pages=tuple(history.pages(number, 0, MOST)),
        gained=history.changes(number, "gained", 0, MOST).rows,
        lost=history.changes(number, "lost", 0, MOST).rows,
        changed=history.changes(number, "changed", 0, MOST).rows,
        stories=history.stories(number, 0, MOST).rows,
    )
    return Answer(one=msgspec.to_builtins(about))


def _number(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) < 12):
        raise OnrecordError(f"{given[:20]}: no number of a run. List them with: runs")
    return int(given)


ONES: Mapping[str, Ask] = {
    "statements": _statement,
    "articles": _article,
    "people": _party,
    "stories": _story,
    "threads": _thread,
    "runs": _run,
}

# What a list takes beside ``after`` and ``limit``: name, what it means, and the values where there is a list of them.
PARAMETERS: Mapping[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "statements": (
        ("q", "a search: words, phrases in quotation marks, speaker: act: form: outlet: from: to: carrier:>2", ()),
        ("speaker", "a name in any of its forms", ()),
        ("act", "what the words do", get_args(labels.Act)),
        ("form", "how the text names the source", get_args(labels.Form)),
        ("manner", "how the words are given", get_args(labels.Manner)),
        ("modality", "whether it was said", get_args(labels.Modality)),
        ("outlet", "the outlet of the page", ()),
        ("party", "the id of a person or body", ()),
        ("page", "the id of a page", ()),
    ),
}


def _shown(record: Record, statement: Statement) -> dict[str, object]:
    return dict(cells_of(record.shelf, statement))


def _rows(found: Rows[msgspec.Struct], limit: int) -> Answer:
    piece = found[:limit]
    after = str(getattr(piece[-1], "id", "")) if len(found) > limit else None
    return Answer(rows=rows_of(list(piece), piece.cells()), after=after)


def _piece(request: Request) -> tuple[str | None, int]:
    given = request.query_params.get("limit", str(PIECE))
    if not (given.isascii() and given.isdigit() and 0 < int(given[:9]) <= MOST):
        raise OnrecordError(f"limit: {given[:20]} is not a number from 1 to {MOST}.")
    return request.query_params.get("after") or None, int(given)


def _id(request: Request) -> str:
    return str(request.path_params["id"])
