"""Pages joined with the help of what was worked out before: the same record, and nothing that a person overruled."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

from bench.growing import keep
from bench.invented import make_pages
from onrecord import copies, piles
from onrecord.copies.carriers import Said
from onrecord.groups import Copy, Judgement
from onrecord.record.copying import STAGE
from onrecord.record.joining import join_pages, lay_pages
from onrecord.record.opened import clipping_of
from onrecord.record.recalling import Recalled
from onrecord.stages import STATEMENTS
from onrecord.store import Store, recalled
from onrecord.store.judged import undo
from onrecord.store.whole import dump

PAGES = tuple(make_pages(10, seed=3))


@pytest.fixture(autouse=True)
def _piles_from_the_first_pages_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piles, "WHOLE", 5)


def test_pages_compared_once_are_not_compared_again_until_one_of_them_changes(tmp_path: Path) -> None:
    with Store.open(tmp_path / "r.db") as store:
        keep(store, PAGES)
        join_pages(store, fast=True)
        pages = [made.page.id for made in PAGES]
        kept = {(copy.left, copy.right): copies.Compared(copy) for copy in store.scan(Copy)}
        strangers = next((one, two) for one in pages for two in pages if not {(one, two), (two, one)} & kept.keys())
        recalled.keep_apart(store.link, [strangers])
        memory = Recalled(store, pages, (STAGE,), [])
        assert all(
            memory(ends, copies.Compared, never) == found
            for ends, found in {**kept, strangers: copies.Compared()}.items()
        )
        ends = next(iter(kept))
        keep(store, [made for made in PAGES if made.page.id == ends[0]])
        with pytest.raises(AssertionError):
            Recalled(store, pages, (STAGE,), [])(ends, copies.Compared, never)


def test_what_a_page_says_is_read_once(tmp_path: Path) -> None:
    with Store.open(tmp_path / "r.db") as store:
        keep(store, PAGES)
        join_pages(store, fast=True)
        page = PAGES[0].page.id
        said = Recalled(store, [page], (STAGE,), [])((page,), Said, never)
        assert len(said.words) == len(PAGES[0].statements)
        assert " ".join(said.words[0]) in PAGES[0].page.text.casefold()


def test_a_page_worked_anew_is_joined_as_it_reads_now(tmp_path: Path) -> None:
    page = PAGES[0].page.id
    with Store.open(tmp_path / "r.db") as store:
        keep(store, PAGES)
        join_pages(store, fast=True)
        assert Recalled(store, [page], (STAGE,), []).clippings() == [clipping_of(store, page)]
        store.put(page, STATEMENTS.name, STATEMENTS.version, PAGES[0].statements[1:])
        (anew,) = Recalled(store, [page], (STAGE,), []).clippings()
        assert anew.statements == PAGES[0].statements[1:]


def never() -> NoReturn:
    raise AssertionError("made anew")


def test_a_copy_a_person_stated_and_took_back_is_what_the_pages_say_again(tmp_path: Path) -> None:
    with Store.open(tmp_path / "r.db") as store:
        keep(store, PAGES)
        join_pages(store, fast=True)
        before = b"".join(dump(store))
        copy = next(store.scan(Copy))
        number = store.judge(Judgement(copy.left, copy.right, copies.COPY, "yes", by="Ilse Marrow"))
        join_pages(store, fast=True)
        assert store.get(Copy, copy.id).sure == 1.0
        keep(store, tuple(make_pages(11, seed=3))[10:])
        join_pages(store, fast=True)
        stated = store.get(Copy, copy.id).reasons
        assert sum("a person has judged" in reason for reason in stated) == 1
        undo(store.link, number)
        store.remove([made.page.id for made in tuple(make_pages(11, seed=3))[10:]])
        join_pages(store, fast=True)
        assert b"".join(dump(store)) == before


def test_a_record_joined_as_a_whole_remembers_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piles, "WHOLE", 100)
    with Store.open(tmp_path / "r.db") as store:
        keep(store, PAGES[:8])
        join_pages(store, fast=True)
        keep(store, PAGES[8:9])
        join_pages(store, fast=True)
        page = PAGES[0].page.id
        assert len(Recalled(store, [page], (STAGE,), [])((page,), Said, never).words) == len(PAGES[0].statements)
        keep(store, PAGES[9:])
        lay_pages(store)
        assert Recalled(store, [page], (STAGE,), [])((page,), Said, never)
