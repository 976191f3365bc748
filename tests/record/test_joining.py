"""Pages joined in piles: the same record whatever the order pages come in, leave, or are judged in."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from bench.farflung import with_excerpt
from bench.growing import keep
from bench.invented import Made, make_pages
from onrecord import piles
from onrecord.groups import Copy, Judgement, Story
from onrecord.record import Record
from onrecord.record.joining import join_pages
from onrecord.store import Store, runs
from onrecord.store.whole import check, dump
from onrecord.types import Article

PAGES = tuple(make_pages(24, seed=3))


@pytest.fixture(autouse=True)
def _piles_from_the_first_pages_on(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(piles, "WHOLE", 5)
    yield


def joined(path: Path, parcels: Sequence[Sequence[Made]], gone: Sequence[str] = ()) -> bytes:
    with Store.open(path) as store:
        for parcel in parcels:
            keep(store, parcel)
            join_pages(store, fast=True)
        if gone:
            store.remove(gone)
            join_pages(store, fast=True)
        assert check(store) == []
        return b"".join(dump(store))


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(piles, "WHOLE", 5)
        return joined(tmp_path_factory.mktemp("once") / "r.db", [PAGES])


@pytest.mark.parametrize("turn", range(3))
def test_pages_that_come_one_by_one_in_any_order_give_the_record_of_all_at_once(
    tmp_path: Path, at_once: bytes, turn: int
) -> None:
    order = list(PAGES)
    random.Random(turn).shuffle(order)
    assert joined(tmp_path / "r.db", [[made] for made in order]) == at_once


def test_pages_removed_from_piles_leave_the_record_that_never_had_them(tmp_path: Path) -> None:
    never = joined(tmp_path / "never.db", [PAGES[:-6]])
    assert joined(tmp_path / "gone.db", [PAGES], [made.page.id for made in PAGES[-6:]]) == never


def test_a_record_that_grows_past_and_back_is_as_if_it_had_never_been_larger(tmp_path: Path) -> None:
    few = joined(tmp_path / "few.db", [PAGES[:4]])
    assert joined(tmp_path / "back.db", [PAGES], [made.page.id for made in PAGES[4:]]) == few


def test_one_page_more_touches_only_its_own_pile(tmp_path: Path) -> None:
    with Store.open(tmp_path / "r.db") as store:
        keep(store, PAGES[1:])
        join_pages(store, fast=True)
        before = {row[0]: row[1] for row in store.cells("SELECT id, rowid FROM story")}
        keep(store, PAGES[:1])
        join_pages(store, fast=True)
        after = {row[0]: row[1] for row in store.cells("SELECT id, rowid FROM story")}
        assert len(before.items() & after.items()) > len(before) / 2
        assert store.count(Story) == len(after) and store.count(Article) == len(PAGES)


def test_a_person_joins_stories_of_two_piles_and_parts_them_again(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    before = joined(path, [PAGES])
    with Record.open(path, fast=True) as record:
        one, two = (record.stories()[at].pages[0] for at in (0, -1))
        number = record.judge(Judgement(one, two, "same-story", "yes"))
        record.work()
        assert record.story(one).story == record.story(two).story
        record.undo(number)
        record.work()
        assert b"".join(record.dump()) == before


def test_a_pile_too_large_falls_apart_the_same_way_in_any_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(piles, "LIMIT", 3)
    at_once = joined(tmp_path / "once.db", [PAGES])
    order = list(PAGES)
    random.Random(9).shuffle(order)
    assert joined(tmp_path / "slow.db", [[made] for made in order]) == at_once
    never = joined(tmp_path / "never.db", [PAGES[:-6]])
    assert joined(tmp_path / "gone.db", [order], [made.page.id for made in PAGES[-6:]]) == never
    with Store.open(tmp_path / "slow.db", write=False) as store:
        sizes = store.cells("SELECT count(*) FROM lies GROUP BY pile")
        assert 1 < max(int(row[0] or 0) for row in sizes) <= 3


def test_one_person_of_several_piles_is_one_party_that_holds_all_its_positions(tmp_path: Path) -> None:
    joined(tmp_path / "r.db", [PAGES])
    with Record.open(tmp_path / "r.db", fast=True) as record:
        names = [party.name for party in record.people()]
        assert len(names) == len(set(names))
        parties = {party.id for party in record.people()}
        assert {position.party for position in record.positions()} <= parties
        assert any("same name on other matters" in party.reasons for party in record.people())
        for position in record.positions():
            assert position in record.party(position.party).positions


def test_an_excerpt_in_a_story_on_quite_another_matter_is_found_in_a_large_record(tmp_path: Path) -> None:
    first, other = (
        PAGES[0],
        next(made for made in PAGES if not set(made.page.text.split()) & set(headline_of(PAGES[0]))),
    )
    borrowed = with_excerpt(other, first.page.text.strip().split("\n\n")[1:4])
    pages = [made for made in PAGES if made is not other]
    at_once = joined(tmp_path / "once.db", [[*pages, borrowed]])
    assert joined(tmp_path / "last.db", [pages, [borrowed]]) == at_once
    assert joined(tmp_path / "first.db", [[borrowed], pages]) == at_once
    with Store.open(tmp_path / "once.db", write=False) as store:
        pairs = {frozenset((copy.left, copy.right)): copy for copy in store.scan(Copy)}
    copy = pairs[frozenset((first.page.id, borrowed.page.id))]
    assert max(passage.left.end - passage.left.start for passage in copy.passages) > 50


def test_a_run_on_very_many_pages_costs_few_comparisons_and_is_the_same_in_any_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "CROWD", 3)
    monkeypatch.setattr(runs, "HUBS", 2)
    wire = PAGES[0].page.text.strip().split("\n\n")[1:3]
    pages = [with_excerpt(made, wire) if at % 3 == 0 else made for at, made in enumerate(PAGES[1:])]
    order = list(pages)
    random.Random(5).shuffle(order)
    at_once = joined(tmp_path / "once.db", [pages])
    assert joined(tmp_path / "slow.db", [[made] for made in order]) == at_once
    left = joined(tmp_path / "left.db", [pages[:-5]])
    assert joined(tmp_path / "gone.db", [order], [made.page.id for made in pages[-5:]]) == left


def test_a_person_breaks_and_states_a_copy_of_a_large_record(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    before = joined(path, [PAGES])
    with Record.open(path, fast=True) as record:
        copy = record.copies()[0]
        ends = frozenset((copy.left, copy.right))
        beside = {page for known in record.copies() for page in (known.left, known.right) if copy.left in known.id}
        apart = next(made.page.id for made in PAGES if made.page.id not in beside)
        broken = record.judge(Judgement(copy.left, copy.right, "copy", "no"))
        stated = record.judge(Judgement(copy.left, apart, "copy", "yes", "A. Reader"))
        record.work()
        pairs = {frozenset((c.left, c.right)): c for c in record.copies()}
        assert ends not in pairs and pairs[frozenset((copy.left, apart))].sure == 1.0
        record.undo(broken)
        record.undo(stated)
        record.work()
        assert b"".join(record.dump()) == before


def headline_of(made: Made) -> list[str]:
    return made.page.text.split("\n\n")[0].split()
