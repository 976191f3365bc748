"""Questions a record is asked often, each answered by the file alone: a page of rows, a count, the groups of a member.

Rows come in one fixed order, and a cursor is the id of the last row seen, so that a page of rows costs the
same wherever it stands and nothing is told twice while another process adds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

import msgspec

from onrecord.groups import Copy
from onrecord.store.kept import count_of, labelled
from onrecord.store.members import NAME, OUTLET, SPEAKER, plain_outlet
from onrecord.store.tables import GROUP_TYPES, PAGE_TYPES, PLACE, STAGE, Cell, id_list, storable, table_of, text_of
from onrecord.types import Article, Problem, Statement, page_of

if TYPE_CHECKING:
    from onrecord.store import Store

R = TypeVar("R", bound=msgspec.Struct)
# Fields of a statement that are asked for as they stand.
PLAIN = ("act", "form", "manner", "modality")
# Rows sorted faster than all statements are read in order.
MANY = 5000
# So many pages of a party are looked through at a time for statements about it.
_PAGES = 100
_INSIDE = "(SELECT inside FROM member WHERE member = ? AND kind = ?)"
_OF_PARTIES = (
    "mention IN (SELECT id FROM mention WHERE entity IN"
    " (SELECT member FROM member WHERE kind = 'party' AND inside IN (SELECT value FROM json_each(?))))"
)


class Wanted(msgspec.Struct, frozen=True):
    """What statements must match; ``None`` matches any. ``party`` is an id, names match in any case."""

    speaker: str | None = None
    act: str | None = None
    form: str | None = None
    manner: str | None = None
    modality: str | None = None
    outlet: str | None = None
    party: str | None = None
    page: str | None = None


def statements_of(
    store: Store, wanted: Wanted, *, after: str | None = None, limit: int | None = None
) -> list[Statement]:
    """Statements by page name, then place, those after the one with this id; at most ``limit``."""
    tests, given = _tests(store, wanted)
    if after is not None:
        at = store.cells(
            'SELECT page.name, page.id, statement."_place" FROM statement JOIN page ON page.id = statement.page'
            " WHERE statement.id = ?",
            (storable(after),),
        )
        if not at:
            return []
        tests.append('(page.name, page.id, statement."_place") > (?, ?, ?)')
        given += at[0]
    narrow = any((wanted.speaker, wanted.party, wanted.page, wanted.outlet))
    # In order of pages without sorting, unless a question is so narrow that its few rows are sorted faster.
    source = "statement JOIN page ON page.id = statement.page" if narrow else (
        "page CROSS JOIN statement ON statement.page = page.id"
    )  # fmt: skip
    where = f"WHERE {' AND '.join(tests)}" if tests else ""
    order = 'ORDER BY page.name, page.id, statement."_place"'
    # Rows are put in order by their numbers, and only those asked for are read.
    found = f"SELECT statement.rowid AS at FROM {source} {where} {order} LIMIT ?"
    tail = f"FROM ({found}) CROSS JOIN statement ON statement.rowid = at CROSS JOIN page ON page.id = statement.page"
    return store.select(Statement, f"{tail} {order}", (*given, -1 if limit is None else limit))


def count_statements(store: Store, wanted: Wanted) -> int:
    """How many statements match."""
    plain = {field: value for field in PLAIN if (value := getattr(wanted, field)) is not None}
    if not any((wanted.speaker, wanted.party, wanted.page, wanted.outlet)):
        return labelled(store.cells, plain)
    tests, given = _tests(store, wanted)
    where = f"WHERE {' AND '.join(tests)}" if tests else ""
    return int(store.cells(f"SELECT count(*) FROM statement {where}", tuple(given))[0][0] or 0)


def _tests(store: Store, wanted: Wanted) -> tuple[list[str], list[Cell]]:
    tests: list[str] = []
    given: list[Cell] = []
    for field in PLAIN:
        if (value := getattr(wanted, field)) is not None:
            tests.append(f"{plain_test(store, field, value)} = ?")
            given.append(value)
    if wanted.page is not None:
        tests.append("statement.page = ?")
        given.append(storable(wanted.page))
    if wanted.outlet is not None:
        tests.append(f"statement.page IN {_INSIDE}")
        given += [storable(plain_outlet(wanted.outlet)), OUTLET]
    if wanted.party is not None:
        tests.append(f"statement.{_OF_PARTIES}")
        given.append(id_list([wanted.party]))
    if wanted.speaker is not None:
        name = wanted.speaker.casefold()
        known = inside(store, name, NAME)
        # Beside the party's statements, those whose page gives the name to one that is in no party.
        tests.append(f"(statement.{_OF_PARTIES} OR statement.speaker IN {_INSIDE})")
        given += [id_list(known), storable(name), SPEAKER]
    return tests, given


def plain_test(store: Store, field: str, value: str) -> str:
    """How SQL asks for a field of a statement: by its index only where few rows have the value, else in order."""
    return f"{'' if labelled(store.cells, {field: value}) < MANY else '+'}statement.{field}"


def inside(store: Store, member: str, kind: str) -> list[str]:
    """The ids of the groups of a kind (a table's name, or "name" for parties by name) that this member stands in."""
    found = store.cells(
        "SELECT inside FROM member WHERE member = ? AND kind = ? ORDER BY inside", (storable(member), kind)
    )
    return [text_of(row[0]) for row in found]


def groups_of(store: Store, kind: type[R], member: str) -> list[R]:
    """The groups of a type that this member stands in, in their order."""
    name = table_of(kind).name
    tail = f'FROM "{name}" WHERE id IN (SELECT inside FROM member WHERE member = ? AND kind = ?) ORDER BY "{PLACE}"'
    return store.select(kind, tail, (storable(member), name))


def groups_of_all(store: Store, kind: type[R], members: Iterable[str]) -> list[R]:
    """The groups of a type that any of these members stands in, each once, in their order."""
    name = table_of(kind).name
    held = "SELECT inside FROM member WHERE kind = ? AND member IN (SELECT value FROM json_each(?))"
    return store.select(kind, f'FROM "{name}" WHERE id IN ({held}) ORDER BY "{PLACE}"', (name, id_list(members)))


def statements_about(store: Store, party: str, *, after: str | None = None, limit: int) -> list[Statement]:
    """Statements whose content names a party that does not make them, by page and place; at most ``limit``."""
    held = (
        "EXISTS (SELECT 1 FROM mention, json_each(statement.content) piece WHERE mention.page = statement.page"
        " AND mention.entity = named.member AND json_extract(mention.span, '$[0]') >= json_extract(piece.value, '$[0]')"
        " AND json_extract(mention.span, '$[1]') <= json_extract(piece.value, '$[1]'))"
    )
    own = (
        "EXISTS (SELECT 1 FROM mention CROSS JOIN member ON member.member = mention.entity"
        " WHERE mention.id = statement.mention AND member.kind = 'party' AND member.inside = ?)"
    )
    tail = (
        "FROM json_each(?) CROSS JOIN member named ON named.member = json_each.value AND named.kind = 'party'"
        " CROSS JOIN statement ON statement.page = substr(named.member, 1, instr(named.member, ':') - 1)"
        f" WHERE named.inside = ? AND NOT {own} AND {held}"
        ' AND (statement.page, statement."_place") > (?, ?) ORDER BY statement.page, statement."_place" LIMIT ?'
    )
    at: tuple[Cell, ...] = ("", -1)
    if after is not None:
        found = store.cells('SELECT page, "_place" FROM statement WHERE id = ?', (storable(after),))
        at = found[0] if found else at
    asked = "SELECT member FROM member WHERE inside = ? AND kind = 'party' AND member > ? ORDER BY member"
    entities = [text_of(row[0]) for row in store.cells(asked, (storable(party), at[0]))]
    rows: list[Statement] = []
    # A well-known party stands on thousands of pages, of which the first few hold as many as are asked for.
    while entities and len(rows) < limit:
        end = next((n for n in range(_PAGES, len(entities)) if page_of(entities[n]) != page_of(entities[n - 1])), None)
        few, entities = entities[:end], entities[end:] if end else []
        given = (id_list(few), storable(party), storable(party), *at, limit - len(rows))
        rows += store.select(Statement, tail, given)
    return rows


def outlets_of(store: Store, party: str) -> list[tuple[str, int]]:
    """Outlets with how many statements of a party their pages carry, most first; pages without one are left out."""
    asked = (
        "SELECT json_extract(article.outlet, '$.value') AS name, count(*) AS times FROM statement"
        f" JOIN article ON article.page = statement.page WHERE statement.{_OF_PARTIES} AND article.outlet IS NOT NULL"
        " GROUP BY name HAVING name IS NOT NULL ORDER BY times DESC, name"
    )
    return [(text_of(row[0]), int(row[1] or 0)) for row in store.cells(asked, (id_list([party]),))]


def those(store: Store, kind: type[R], ids: Iterable[str]) -> list[R]:
    """The records with these ids, in their order; unknown ids are passed over."""
    order = f'"{PLACE}"' if kind not in PAGE_TYPES else f'page, "{STAGE}", "{PLACE}"'
    tail = f'FROM "{table_of(kind).name}" WHERE id IN (SELECT value FROM json_each(?)) ORDER BY {order}'
    return store.select(kind, tail, (id_list(ids),))


def rows_of(store: Store, kind: type[R], *, after: str | None = None, limit: int | None = None) -> list[R]:
    """Groups of a type in order, those after the one with this id; at most ``limit``."""
    name, most = table_of(kind).name, -1 if limit is None else limit
    if after is None:
        return store.select(kind, f'FROM "{name}" ORDER BY "{PLACE}" LIMIT ?', (most,))
    later = f'"{PLACE}" > (SELECT "{PLACE}" FROM "{name}" WHERE id = ?)'
    return store.select(kind, f'FROM "{name}" WHERE {later} ORDER BY "{PLACE}" LIMIT ?', (storable(after), most))


def articles_of(store: Store, *, after: str | None = None, limit: int | None = None) -> list[Article]:
    """Articles by page name, those after the one with this id; at most ``limit``."""
    most = -1 if limit is None else limit
    tests = "" if after is None else "WHERE (page.name, page.id) > (SELECT name, id FROM page WHERE id = ?)"
    given = () if after is None else (storable(after.split(":")[0]),)
    tail = f"FROM page CROSS JOIN article ON article.page = page.id {tests} ORDER BY page.name, page.id LIMIT ?"
    return store.select(Article, tail, (*given, most))


def article_pages(store: Store) -> list[str]:
    """The ids of pages that have an article, by page name."""
    found = store.cells(
        "SELECT page.id FROM page CROSS JOIN article ON article.page = page.id ORDER BY page.name, page.id"
    )
    return [text_of(row[0]) for row in found]


def statement_ids(store: Store) -> list[str]:
    """The ids of all statements, by page name, then place."""
    asked = (
        "SELECT statement.id FROM page CROSS JOIN statement ON statement.page = page.id"
        ' ORDER BY page.name, page.id, statement."_place"'
    )
    return [text_of(row[0]) for row in store.cells(asked)]


def group_stages(store: Store) -> list[str]:
    """The stages that have written what joins pages."""
    lines = " UNION ".join(
        f'SELECT DISTINCT "{STAGE}" FROM "{table_of(kind).name}"' for kind in GROUP_TYPES if kind is not Problem
    )
    return sorted(text_of(row[0]) for row in store.cells(lines))


def page_text(store: Store, page: str) -> str | None:
    """The text of a page, without the rest of it."""
    found = store.cells("SELECT text FROM page WHERE id = ?", (storable(page),))
    return text_of(found[0][0]) if found else None


def page_name(store: Store, page: str) -> str | None:
    """The name of a page, without the rest of it."""
    found = store.cells("SELECT name FROM page WHERE id = ?", (storable(page),))
    return text_of(found[0][0]) if found else None


def pages_named(store: Store, name: str) -> list[str]:
    """The ids of pages with this name or file name, and of the rows of a file so called ("rows.jsonl:3"), by name."""
    plain = "".join(f"\\{c}" if c in "%_\\" else c for c in name)
    ways = (plain, f"%/{plain}", f"{plain}:%", f"%/{plain}:%")
    tests = " OR ".join(["name LIKE ? ESCAPE '\\'"] * len(ways))
    return [text_of(row[0]) for row in store.cells(f"SELECT id FROM page WHERE {tests} ORDER BY name, id", ways)]


def spoken_by(store: Store, party: str) -> int:
    """How many statements a party's mentions are the source of."""
    found = store.cells("SELECT times FROM rank WHERE party = ?", (storable(party),))
    return int(found[0][0] or 0) if found else 0


def count_speakers(store: Store) -> int:
    """How many known speakers there are: parties that speak, and names on a page that are in no party."""
    asked = "SELECT (SELECT count(*) FROM rank WHERE named > 0) + (SELECT count(*) FROM spelling WHERE joined < times)"
    return int(store.cells(asked)[0][0] or 0)


def count_origins(store: Store) -> int:
    """How many origins stand behind all stories, at most."""
    return count_of(store.cells, "origins")


def collection_of(store: Store) -> tuple[int, str | None, str | None, int]:
    """How many articles there are, the days of the first and last dated one, and how many have no date."""
    day = "substr(json_extract(published, '$.value'), 1, 10)"
    ends = (store.cells(f"SELECT {end}({day}) FROM article WHERE {day} IS NOT NULL")[0][0] for end in ("min", "max"))
    first, last = (text_of(day) if day else None for day in ends)
    return count_of(store.cells, "article"), first, last, count_of(store.cells, "undated")


def relations_of(store: Store, kind: type[R], statement: str) -> list[R]:
    """The relations a statement stands in, on either side, in order."""
    given = storable(statement)
    return store.select(kind, f'FROM relation WHERE left = ? OR right = ? ORDER BY "{PLACE}"', (given, given))


def copies_kept(store: Store, page: str, stage: str) -> list[Copy]:
    """The copies a page stands in that one stage has made, in order."""
    held = "id IN (SELECT inside FROM member WHERE member = ? AND kind = 'copy')"
    # By the ids: one stage holds the copies of the whole record.
    return store.select(Copy, f'FROM copy WHERE {held} AND +"{STAGE}" = ? ORDER BY "{PLACE}"', (storable(page), stage))


def copies_among(store: Store, pages: Sequence[str], stages: Sequence[str]) -> list[Copy]:
    """The copies of these pages, with one another or with others, that some stages have made."""
    held = "id IN (SELECT inside FROM member WHERE kind = 'copy' AND member IN (SELECT value FROM json_each(?)))"
    marks = ", ".join("?" * len(stages))
    return store.select(Copy, f'FROM copy WHERE {held} AND +"{STAGE}" IN ({marks})', (id_list(pages), *stages))


def is_kept(store: Store, copy: Copy, stage: str) -> bool:
    """Whether a stage has made the copy of these two pages."""
    return bool(store.cells(f'SELECT 1 FROM copy WHERE id = ? AND +"{STAGE}" = ?', (storable(copy.id), stage)))


def entity_of(store: Store, mention: str) -> str | None:
    """The entity a mention stands for on its page."""
    found = store.cells("SELECT entity FROM mention WHERE id = ?", (storable(mention),))
    return text_of(found[0][0]) if found else None
