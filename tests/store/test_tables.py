"""Every record type, filled with anything its fields may hold, comes back from the file as it went in."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import inspect

from onrecord.errors import NotARecord
from onrecord.groups import Judgement, Party
from onrecord.store import Store
from onrecord.store.tables import GROUP_TYPES, PAGE_TYPES, TYPES, table_of
from onrecord.store.whole import check, dump
from onrecord.types import Article, Dated, Page, Problem, Span, Statement

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=12)
WHOLE = st.integers(-(2**63), 2**63 - 1)


def anything(kind: inspect.Type) -> st.SearchStrategy[object]:
    if isinstance(kind, inspect.StructType):
        fields = {field.name: anything(field.type) for field in kind.fields}
        return st.builds(kind.cls, **fields)
    if isinstance(kind, inspect.UnionType):
        return st.one_of(*(anything(one) for one in kind.types))
    if isinstance(kind, inspect.LiteralType):
        return st.sampled_from(kind.values)
    if isinstance(kind, inspect.VarTupleType):
        return st.lists(anything(kind.item_type), max_size=3).map(tuple)
    if isinstance(kind, inspect.TupleType):
        return st.tuples(*(anything(one) for one in kind.item_types))
    plain: Mapping[type, st.SearchStrategy[object]] = {
        inspect.StrType: ANY_TEXT,
        inspect.IntType: WHOLE,
        # SQLite keeps no sign of zero.
        inspect.FloatType: st.floats(allow_nan=False, allow_infinity=False).map(lambda number: number + 0.0),
        inspect.BoolType: st.booleans(),
        inspect.NoneType: st.none(),
    }
    return plain[type(kind)]


def any_record(kind: type[msgspec.Struct]) -> st.SearchStrategy[msgspec.Struct]:
    made = st.builds(kind, **{field.name: anything(field.type) for field in inspect.type_info(kind).fields})  # type: ignore[attr-defined]
    if kind in PAGE_TYPES:
        return made.map(lambda record: msgspec.structs.replace(record, page="f00d"))
    return made


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store.open(tmp_path_factory.mktemp("tables") / "any.db")
    store.put_pages([(Page("f00d", "harbour.txt", "The harbour stays shut."), b"x")])
    return store


def is_same(left: object, right: object) -> bool:
    """Equal, and of the same types all the way down: a whole number is no fraction."""
    return left == right and repr(left) == repr(right)


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_saved_equals_loaded(store: Store, kind: type[msgspec.Struct], data: st.DataObject) -> None:
    record = data.draw(any_record(kind))
    if kind is Page:
        store.remove(page.id for page in store.scan(Page) if page.id != "f00d")
        store.put_pages([(record, b"raw")])  # type: ignore[list-item]
        kept = store.get(Page, record.id) if record.id != "f00d" else record  # type: ignore[attr-defined]
    elif kind is Judgement:
        store.judge(record)  # type: ignore[arg-type]
        kept = list(store.scan(Judgement))[-1]
    elif kind in PAGE_TYPES:
        store.put("f00d", "any", 1, [record])
        kept = next(store.scan(kind))
        assert store.count(kind) == 1
    else:
        store.replace("any", 1, {kind: [record]}, "")
        (kept,) = store.scan(kind)
    assert is_same(kept, record)
    assert all(line.endswith(b"}\n") for line in dump(store))


def test_every_record_type_has_a_table_of_its_own() -> None:
    names = [table_of(kind).name for kind in TYPES]
    assert len(set(names)) == len(names)
    assert {"page", "article", "statement", "party", "copy", "judgement"} <= set(names)
    assert all(table_of(kind).paged for kind in PAGE_TYPES)
    assert not any(table_of(kind).paged for kind in GROUP_TYPES if kind is not Problem)


def test_a_field_that_came_later_is_a_column_added(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    article = Article("f00d:a", "f00d", (), published=Dated("2019"), language="en")
    said = Statement("f00d:s0-3", "f00d", (Span(0, 3),), speaker="Ann Lee", sure=0.5, why=("a reason",))
    with Store.open(path) as store:
        store.put_pages([(Page("f00d", "a.txt", "The harbour."), b"x")])
        store.put("f00d", "all", 1, [article, said])
    link = sqlite3.connect(path)
    asked = "SELECT type, name FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
    for kind, name in link.execute(asked).fetchall():
        link.execute(f'DROP {kind} "{name}"')
    for table, column in (
        ("article", "published"),
        ("article", "language"),
        ("statement", "why"),
        ("statement", "sure"),
    ):
        link.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    link.execute("DROP TABLE party")
    link.commit()
    link.close()
    before = (
        msgspec.structs.replace(article, published=Dated(), language=None),
        msgspec.structs.replace(said, why=(), sure=0.0),
    )
    with Store.open(path, write=False) as older:
        assert (older.get(Article, "f00d:a"), older.get(Statement, said.id)) == before
        assert list(older.scan(Party)) == [] and older.count(Party) == 0
    with Store.open(path) as grown:
        assert (grown.get(Article, "f00d:a"), grown.get(Statement, said.id)) == before
        grown.put("f00d", "all", 1, [article, said])
        assert (grown.get(Article, "f00d:a"), grown.get(Statement, said.id)) == (article, said)
        assert check(grown) == []


def test_a_column_of_a_newer_hand_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    with Store.open(path) as store:
        store.put_pages([(Page("f00d", "a.txt", "The harbour."), b"x")])
    link = sqlite3.connect(path)
    link.execute("ALTER TABLE page ADD COLUMN mood TEXT")
    link.execute("UPDATE page SET mood = 'calm'")
    link.commit()
    link.close()
    with Store.open(path) as store:
        assert store.get(Page, "f00d").name == "a.txt"
    assert sqlite3.connect(path).execute("SELECT mood FROM page").fetchall() == [("calm",)]


def test_a_label_nobody_knows_is_refused_on_loading(tmp_path: Path) -> None:
    path = tmp_path / "odd.db"
    with Store.open(path) as store:
        store.put_pages([(Page("f00d", "a.txt", "The harbour."), b"x")])
        store.put("f00d", "all", 1, [Statement("f00d:s0-3", "f00d", (Span(0, 3),))])
    link = sqlite3.connect(path)
    link.execute("UPDATE statement SET manner = 'shouted'")
    link.commit()
    link.close()
    with Store.open(path, write=False) as store:
        with pytest.raises(NotARecord, match=r"statement f00d:s0-3: .*shouted"):
            list(store.scan(Statement))
        assert "shouted" in check(store)[0]
