"""Parts of long lists and sums are the same whether the file counts them or a reader goes through every row."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from onrecord.record import UNKNOWN, Record
from onrecord.store import counts
from onrecord.store.visits import Fresh


def named(speaker: str) -> bool:
    return speaker != UNKNOWN and not speaker.startswith("unnamed:")


def test_parts_laid_end_to_end_are_the_whole_list(story: Record) -> None:
    whole = story.counts.copies(0, -1)
    parts = [story.counts.copies(at, 2) for at in range(0, whole.total, 2)]
    assert [c.id for part in parts for c in part.rows] == [c.id for c in whole.rows]
    kept = [c for c in story.copies() if c.kind != "independent"]
    assert [c.id for c in whole.rows] == [
        c.id for c in sorted(kept, key=lambda c: (-max(c.share_left, c.share_right), c.id))
    ]
    assert {part.total for part in parts} == {len(kept)}


def test_articles_of_an_outlet_are_those_that_name_it(story: Record) -> None:
    shelf = story.shelf
    assert len(story.counts.outlets()) > 1
    for name, pages, statements in story.counts.outlets():
        mine = [a.page for a in story.articles() if shelf.outlet(a.page) == name]
        part = story.counts.articles(0, -1, outlet=name)
        assert [a.page for a in part.rows] == mine
        assert (part.total, pages) == (len(mine), len(mine))
        assert statements == sum(len(shelf.clippings[page].statements) for page in mine)


def test_who_says_most_comes_first(story: Record) -> None:
    shelf = story.shelf
    people = story.counts.people(0, -1).rows
    said = [shelf.said_by.get(p.id, 0) for p in people]
    assert said == sorted(said, reverse=True)
    assert said[0] > 0
    assert {p.id for p in people} == {p.id for p in story.people() if p.kind in ("person", "body")}


def test_ties_count_every_statement_of_a_named_speaker(story: Record) -> None:
    shelf = story.shelf
    spoken = [(shelf.speaker(s), shelf.outlet(s.page)) for s in story.statements() if named(shelf.speaker(s))]
    assert {(who, where): n for who, where, n in story.counts.ties()} == dict(Counter(spoken))


def test_a_large_record_ties_those_who_stand_on_most_pages(story: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    every = set(story.counts.ties())
    main = {party.name for party in story.people()}
    monkeypatch.setattr(counts, "LARGE", 1)
    found = set(story.counts.ties())
    assert found
    assert found <= every
    assert {who for who, _, _ in found} <= main


def test_relations_come_surest_first_and_superseded_ones_last(story: Record) -> None:
    kinds = [name for name, _ in story.counts.relation_kinds()]
    rows = story.counts.relations(0, -1, kinds=kinds).rows
    assert [r.id for r in rows] == [r.id for r in sorted(rows, key=lambda r: (r.relation == "later", -r.sure, r.id))]
    assert Counter(r.relation for r in rows) == dict(story.counts.relation_kinds())
    assert len(rows) == sum(r.relation != "same_utterance" for r in story.relations())


def test_events_between_two_dates_hold_none_without_a_date(story: Record) -> None:
    dated = sorted(e.date for e in story.timeline() if e.date)
    month = next(day[:7] for day in dated if len(day) >= 10)
    found = story.counts.events(0, -1, since=month, until=month)
    assert [e.id for e in found.rows] == [e.id for e in story.timeline() if e.date and e.date[:7] == month]
    assert story.counts.events(0, 1).total == len(story.timeline())


def test_stands_count_each_statement_of_a_party_once(story: Record) -> None:
    members: dict[str, set[str]] = {}
    for position in story.positions():
        members.setdefault(position.party, set()).update(position.statements)
    found: Counter[str] = Counter()
    for party, _, _, n in story.counts.stands(1000):
        found[party] += n
    assert members
    assert found == {party: len(mine) for party, mine in members.items()}


def test_the_least_certain_statement_is_asked_about_first(story: Record) -> None:
    order = sorted(story.statements(), key=lambda s: (s.sure, s.id))
    assert story.counts.least_sure(5000, 1) == order[:1]
    assert story.counts.least_sure(5000, 2, but=[order[0].id]) == order[1:3]


def test_what_is_new_is_told_from_the_first_look_on(tmp_path: Path) -> None:
    (tmp_path / "mill.txt").write_text('Mill\n\n"We stay," Mayor Ann Lee said on Monday.\n', encoding="utf-8")
    (tmp_path / "quay.txt").write_text('Quay\n\n"The quay is ours," Dr Ben Orsa said.\n', encoding="utf-8")
    with Record.open(tmp_path / "r.db", fast=True) as record:
        record.add(tmp_path / "mill.txt")
        assert record.counts.fresh(5) is None
        record.counts.look("2024-03-02")
        assert record.counts.fresh(5) == Fresh("2024-03-02", 0, 0, 0, 0)
        record.add(tmp_path / "quay.txt")
        found = record.counts.fresh(5)
        assert found is not None
        assert (found.pages, found.statements, found.new_stories) == (1, 1, 1)
        record.counts.look("2024-03-03")
        assert record.counts.fresh(5) == Fresh("2024-03-03", 0, 0, 0, 0)
