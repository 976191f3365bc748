"""Counts that are kept are those one would count: after pages come, change and go, are judged and judged no more."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from bench.growing import keep
from bench.invented import make_pages
from onrecord import piles, stages
from onrecord.errors import NotARecord
from onrecord.groups import Judgement
from onrecord.record import Record
from onrecord.record.joining import join_pages
from onrecord.store import Store, kept
from onrecord.store.tables import Cell
from onrecord.store.whole import check
from onrecord.types import Statement

PAGES = tuple(make_pages(18, seed=4))
COUNTS = ("tally", "rank", "spelling", "worked")


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """What is kept, without values that nothing has any more."""
    found = {table: sorted(store.cells(f"SELECT * FROM {table}"), key=repr) for table in COUNTS}
    return {
        **found,
        "tally": [row for row in found["tally"] if row[2]],
        "spelling": [row for row in found["spelling"] if row[1] or row[2]],
    }  # fmt: skip


def assert_true(store: Store) -> None:
    """What is kept is what is counted anew."""
    before = rows(store)
    with store.together():
        kept.recount(store.link)
    assert before == rows(store)
    assert before["tally"]
    tails = sorted(store.cells("SELECT * FROM tail"))
    assert tails == sorted((kept.tail_of(str(name)), page) for page, name in store.cells("SELECT id, name FROM page"))


@pytest.fixture(params=[5, 500], ids=["in piles", "as one"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(piles, "WHOLE", request.param)
    with Store.open(tmp_path / "r.db") as opened:
        yield opened


def test_counts_follow_pages_that_come_change_and_go(store: Store) -> None:
    keep(store, PAGES[:12])
    assert_true(store)
    join_pages(store, fast=True)
    assert_true(store)
    # The same pages read anew, some with fewer statements, and others beside them.
    keep(store, PAGES[6:])
    made = PAGES[0]
    store.put(made.page.id, stages.STATEMENTS.name, stages.STATEMENTS.version, made.statements[:3])
    store.put(made.page.id, stages.PEOPLE.name, stages.PEOPLE.version, made.mentions[:1])
    assert_true(store)
    join_pages(store, fast=True)
    assert_true(store)
    store.remove([made.page.id for made in PAGES[3:9]])
    assert_true(store)
    join_pages(store, fast=True)
    assert_true(store)
    assert check(store) == []
    store.remove([made.page.id for made in PAGES])
    join_pages(store, fast=True)
    assert not any(times for _, _, times in store.cells("SELECT * FROM tally"))
    assert rows(store)["rank"] == rows(store)["spelling"] == []


def test_counts_follow_judgements_and_those_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piles, "WHOLE", 5)
    with Store.open(tmp_path / "r.db") as store:
        keep(store, PAGES)
        join_pages(store, fast=True)
    with Record.open(tmp_path / "r.db", fast=True) as record:
        before, bytes_before = rows(record._store), b"".join(record.dump())
        said = next(s for s in record.statements() if s.mention)
        other = next(s for s in record.statements() if s.page == said.page and s.speaker != said.speaker)
        people = record.people()
        for judgement in (
            Judgement(said.id, other.mention or "", "speaker", "yes"),
            Judgement(other.id, other.id, "right", "no"),
            Judgement(people[0].entities[0], people[1].entities[0], "same-party", "yes"),
        ):
            record.judge(judgement)
        record.work()
        assert_true(record._store)
        assert rows(record._store) != before
        for _ in range(3):
            record.undo()
        record.work()
        assert_true(record._store)
        assert rows(record._store) == before
        assert b"".join(record.dump()).split(b'{"record":"judgement"')[0] == bytes_before


def test_a_party_keeps_its_entities_when_its_name_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piles, "WHOLE", 0)
    with Store.open(tmp_path / "r.db") as store:
        keep(store, PAGES)
        join_pages(store, fast=True)
        found = (
            "SELECT party.id FROM party, json_each(party.entities) e WHERE NOT EXISTS"
            " (SELECT 1 FROM member WHERE member = e.value AND kind = 'party' AND inside = party.id)"
        )
        assert store.cells(found) == []
        assert store.cells("SELECT count(*) FROM member WHERE kind = 'party'") == store.cells(
            "SELECT sum(json_array_length(entities)) FROM party"
        )


def test_pages_left_to_work_are_those_no_stage_of_this_version_noted(store: Store) -> None:
    keep(store, PAGES[:6])
    stage = stages.PEOPLE
    assert store.left(stage.name, stage.version) == []
    assert store.left(stage.name, stage.version + 1) == sorted(made.page.id for made in PAGES[:6])
    store.put_pages([(PAGES[7].page, b"")])
    assert store.left(stage.name, stage.version) == [PAGES[7].page.id]


def test_a_page_is_shown_by_as_many_folders_as_tell_it_from_all_others(tmp_path: Path) -> None:
    names = {"a": "news/2031/mill.txt", "b": "news/2032/mill.txt", "c": "news/2032/quay.txt", "d": "old/2032/mill.txt"}
    shown = {"a": "2031/mill.txt", "b": "news/2032/mill.txt", "c": "quay.txt", "d": "old/2032/mill.txt"}
    made = PAGES[0].page
    with Store.open(tmp_path / "r.db") as store:
        store.put_pages([(type(made)(name, path, "Rain fell."), b"") for name, path in names.items()])
        assert {name: kept.short_name(store.cells, name, path) for name, path in names.items()} == shown
        store.remove(["a", "d"])
        assert kept.short_name(store.cells, "b", names["b"]) == "mill.txt"
        store.put_pages([(type(made)("e", names["c"], "Snow fell."), b"")])
        assert (
            kept.short_name(store.cells, "c", names["c"]) == kept.short_name(store.cells, "e", names["c"]) == names["c"]
        )


def older(path: Path) -> None:
    """Makes a record as one was written before anything was kept: no triggers, counts, later indexes, words by type."""
    link = sqlite3.connect(path)
    names = "'member_name', 'member_outlet', 'member_speaker', 'tally', 'rank', 'spelling', 'worked', 'tail'"
    asked = (
        "SELECT type, name FROM sqlite_master WHERE sql IS NOT NULL AND (type IN ('trigger', 'view') OR name IN"
        f" ({names}, 'found', 'spoken', 'called') OR name LIKE 'statement_in%') ORDER BY type = 'table', type DESC"
    )
    for kind, name in link.execute(asked).fetchall():
        link.execute(f'DROP {kind} "{name}"')
    link.execute("CREATE VIRTUAL TABLE found USING fts5 (words, content='entry', content_rowid='rowid')")
    link.execute("INSERT INTO found (found) VALUES ('rebuild')")
    link.commit()
    link.close()


def test_an_older_record_is_brought_up_to_date_when_it_is_written_to(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    with Store.open(path) as store:
        keep(store, PAGES)
        join_pages(store, fast=True)
        before = rows(store)
        words = store.cells("SELECT words FROM entry WHERE type = 'statement' ORDER BY id")[0][0]
        hits = [hit.id for hit in store.search(str(words))]
    older(path)
    with Store.open(path) as store:
        assert rows(store) == before
        assert [hit.id for hit in store.search(str(words))] == hits != []
        assert check(store) == []
        assert store.count(Statement) == len(list(store.scan(Statement)))


def test_a_reader_of_an_older_record_is_told_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    with Store.open(path) as store:
        keep(store, PAGES[:3])
        join_pages(store, fast=True)
    older(path)
    with Record.open(path, write=False) as record:
        for ask in (
            lambda: record.find("speaker:lee"),
            lambda: record.find('outlet:"post"'),
            lambda: record.find("the"),
            lambda: record.find("act:say"),
            lambda: record.summary(),
            lambda: record.counts.people(0, 5),
            lambda: record.shelf.name(PAGES[0].page.id),
        ):
            with pytest.raises(NotARecord, match=r"of an older onrecord.*onrecord add"):
                ask()


SCANS = re.compile(r"^SCAN (statement|s|mention|article|page|member|party|utterance|entry|event|relation)\b(?! USING)")


def test_no_page_of_the_web_reads_a_whole_table_without_an_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "r.db"
    with Store.open(path) as store:
        keep(store, PAGES)
        join_pages(store, fast=True)
    asked: list[tuple[str, Sequence[Cell]]] = []
    with Record.open(path, write=False) as record:
        ask = record._store._ask
        monkeypatch.setattr(
            record._store, "_ask", lambda line, given=(): asked.append((line, given)) or ask(line, given)
        )
        said, party = record.statements(limit=1)[0], record.people(limit=1)[0]
        monkeypatch.setattr("onrecord.store.counts.LARGE", 1)
        counts = record.counts
        for look in (
            lambda: record.summary(), lambda: counts.days(), lambda: counts.languages(), lambda: counts.outlets(),
            lambda: counts.people(0, 5), lambda: counts.stories(0, 5), lambda: counts.threads(0, 5),
            lambda: counts.copies(0, 5), lambda: counts.carried(5), lambda: counts.events(0, 5, since="2016"),
            lambda: counts.relations(0, 5, kinds=["denies"]), lambda: counts.relation_kinds(),
            lambda: record.statement(said.id), lambda: record.party(party.id), lambda: record.story(said.page),
            lambda: record.clipping(said.page), lambda: record.shelf.name(said.page), lambda: record.count_statements(),
            *(lambda typed=typed: record.find(typed) for typed in (
                "the", "zzz", "act:deny", "act:say form:named", "speaker:a", "outlet:post act:say", "from:2014 to:2016",
                "carrier:>2", "the act:deny", "lang:en")),
        ):  # fmt: skip
            look()
        assert len(asked) > 60
        plans = {
            line: record._store.link.execute(f"EXPLAIN QUERY PLAN {line}", given).fetchall() for line, given in asked
        }
    scans = {(row[3], line) for line, plan in plans.items() for row in plan if SCANS.search(str(row[3]))}
    assert scans == set()
