"""Lists: articles, people, stories, threads, relations, outlets, problems."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from onrecord.groups import Party, Relation, Thread
from onrecord.record import UNKNOWN, Part, Record, Shelf
from onrecord.record.cells import cells_of
from onrecord.types import Article, Problem
from onrecord.web import links
from onrecord.web.cards import pair_of, plural
from onrecord.web.decisions import relation_verdicts
from onrecord.web.once import once
from onrecord.web.pages.home import story_line
from onrecord.web.site import show
from onrecord.web.tables import ROWS_A_PAGE, leaf_of_part, offset_of, taken

_PAIRS = 20
R = TypeVar("R", bound=msgspec.Struct)
RowOf = Callable[..., "tuple[Cell, ...]"]


class Cell(msgspec.Struct, frozen=True):
    """A cell of a table: its words, and where they lead; ``number`` aligns to the right."""

    words: str
    href: str | None = None
    number: bool = False


class Sheet(msgspec.Struct, frozen=True):
    """A table for people: title, what it says, headings, and how a record becomes a row."""

    title: str
    noun: str
    lead: str
    heads: tuple[str, ...]


def show_articles(record: Record, request: Request) -> Response:
    """Articles by name, of one outlet, language or story if asked."""
    shelf, given = record.shelf, request.query_params
    wanted = {name: given.get(name, "") for name in ("outlet", "language", "story")}

    def part(offset: int, limit: int) -> Part[Article]:
        return record.counts.articles(offset, limit, **wanted)

    sheet = Sheet(
        "Articles",
        "articles",
        "What each page says of itself. What it does not say is unknown.",
        ("Headline", "Outlet", "Published", "Wire", "Statements", "Page"),
    )
    return _table(record, request, sheet, part, lambda article: _article_row(shelf, article))


def show_people(record: Record, request: Request) -> Response:
    """Persons and bodies, those who speak or stand on pages most first."""
    shelf = record.shelf
    kind = request.query_params.get("kind", "")
    kinds = (kind,) if kind else ("person", "body")

    def part(offset: int, limit: int) -> Part[Party]:
        return record.counts.people(offset, limit, kinds=kinds)

    sheet = Sheet(
        "People and bodies",
        "people and bodies",
        "One row each across all pages, with every form of the name and every role as printed.",
        ("Name", "Kind", "Statements", "Pages", "Also called", "Roles"),
    )
    return _table(record, request, sheet, part, lambda party: _party_row(shelf, party))


def show_stories(record: Record, request: Request) -> Response:
    """Stories, the largest first."""
    shelf = record.shelf
    file = taken(request, "stories", lambda: [cells_of(shelf, s) for s in record.counts.stories(0, -1).rows])
    if file is not None:
        return file
    leaf = leaf_of_part(request, record.counts.stories(offset_of(request, ROWS_A_PAGE), ROWS_A_PAGE))
    return show(request, "stories.html", leaf=leaf, stories=[story_line(record, s) for s in leaf.rows])


def show_threads(record: Record, request: Request) -> Response:
    """Threads, the largest first."""
    shelf = record.shelf
    sheet = Sheet(
        "Threads", "threads", "Stories of months and years on one matter.", ("Thread", "Stories", "Pages", "From", "To")
    )
    return _table(record, request, sheet, record.counts.threads, lambda thread: _thread_row(shelf, thread))


def show_relations(record: Record, request: Request) -> Response:
    """Pairs of statements, of one relation if asked, surest first."""
    shelf = record.shelf
    kind = request.query_params.get("relation", "")
    counts = once(record, relation_kinds)
    kinds = [name for name, _ in counts if kind in ("", name)]
    file = taken(request, "relations", lambda: [cells_of(shelf, r) for r in _relations(record, kinds, 0, -1).rows])
    if file is not None:
        return file
    leaf = leaf_of_part(request, _relations(record, kinds, offset_of(request, _PAIRS), _PAIRS), _PAIRS)
    return show(
        request,
        "relations.html",
        leaf=leaf,
        pairs=[pair_of(shelf, r) for r in leaf.rows],
        counts=counts,
        kind=kind,
        verdicts=relation_verdicts(record),
    )


def show_outlets(record: Record, request: Request) -> Response:
    """Outlets by number of pages."""
    rows = once(record, _outlets)
    sheet = Sheet("Outlets", "outlets", "As the pages name themselves.", ("Outlet", "Pages", "Statements"))
    return _table(record, request, sheet, _slices(rows), _outlet_row)


def show_problems(record: Record, request: Request) -> Response:
    """What could not be read or worked, with reasons."""
    sheet = Sheet("Problems", "problems", "What could not be read or worked, and why.", ("Page", "Stage", "What"))
    return _table(record, request, sheet, _slices(record.problems()), _problem_row)


def _outlets(record: Record) -> list[_Outlet]:
    return [_Outlet(*row) for row in record.counts.outlets()]


def relation_kinds(record: Record) -> list[tuple[str, int]]:
    """How many relations there are of each kind."""
    return record.counts.relation_kinds()


def _relations(record: Record, kinds: Sequence[str], offset: int, limit: int) -> Part[Relation]:
    return record.counts.relations(offset, limit, kinds=kinds)


def _slices(rows: Sequence[R]) -> Callable[[int, int], Part[R]]:
    return lambda offset, limit: Part(tuple(rows[offset : offset + limit] if limit >= 0 else rows), len(rows))


class _Outlet(msgspec.Struct, frozen=True):
    name: str
    pages: int
    statements: int


def _table(
    record: Record,
    request: Request,
    sheet: Sheet,
    part: Callable[[int, int], Part[R]],
    row_of: Callable[..., tuple[Cell, ...]],
) -> Response:
    shelf = record.shelf

    def cells() -> list[Mapping[str, object]]:
        return [msgspec.to_builtins(r) if isinstance(r, _Outlet) else cells_of(shelf, r) for r in part(0, -1).rows]

    file = taken(request, sheet.title.lower().replace(" ", "-"), cells)
    if file is not None:
        return file
    leaf = leaf_of_part(request, part(offset_of(request, ROWS_A_PAGE), ROWS_A_PAGE))
    made = [row_of(row) for row in leaf.rows]
    return show(request, "table.html", sheet=sheet, leaf=leaf, rows=made)


def _article_row(shelf: Shelf, article: Article) -> tuple[Cell, ...]:
    cells = cells_of(shelf, article)
    outlet = shelf.outlet(article.page)
    return (
        Cell(shelf.headline(article.page), links.to_article(article.page)),
        Cell(outlet, links.to_outlet(outlet) if outlet != UNKNOWN else None),
        Cell(str(cells["published"])),
        Cell(str(cells["wire"])),
        Cell(str(cells["statements"]), links.to_list("statements", page=article.page), number=True),
        Cell(shelf.name(article.page)),
    )


def _party_row(shelf: Shelf, party: Party) -> tuple[Cell, ...]:
    others = [name for name, _ in party.names if name != party.name]
    roles = list(dict.fromkeys(role.title for role in party.roles))
    return (
        Cell(party.name, links.to_party(party.id)),
        Cell(party.kind),
        Cell(str(shelf.said_by.get(party.id, 0)), links.to_list("statements", party=party.id), number=True),
        Cell(str(len({entity.split(":")[0] for entity in party.entities})), number=True),
        Cell(_few(others)),
        Cell(_few(roles)),
    )


def _few(words: Sequence[str], most: int = 4) -> str:
    return ", ".join(words[:most]) + (f" and {len(words) - most} more" if len(words) > most else "")


def _thread_row(shelf: Shelf, thread: Thread) -> tuple[Cell, ...]:
    stories = [shelf.story[s] for s in thread.stories]
    days = sorted(day for s in stories for day in (s.begin, s.end) if day)
    return (
        Cell(thread.name or stories[0].name, links.to_thread(thread.id)),
        Cell(plural(len(stories), "story"), number=True),
        Cell(str(sum(len(s.pages) for s in stories)), number=True),
        Cell(days[0] if days else UNKNOWN),
        Cell(days[-1] if days else UNKNOWN),
    )


def _outlet_row(outlet: _Outlet) -> tuple[Cell, ...]:
    known = outlet.name != UNKNOWN
    return (
        Cell(outlet.name, links.to_outlet(outlet.name) if known else None),
        Cell(str(outlet.pages), links.to_list("articles", outlet=outlet.name), number=True),
        Cell(str(outlet.statements), links.to_list("statements", outlet=outlet.name), number=True),
    )


def _problem_row(problem: Problem) -> tuple[Cell, ...]:
    return (Cell(problem.name or problem.page), Cell(problem.stage), Cell(problem.what))
