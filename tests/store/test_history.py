"""The history of a record: what a run brought, gained, lost and moved, and that it is told after a crash too."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import UnknownId
from onrecord.groups import Judgement
from onrecord.record import Record

MILL = 'Harbour mill stays\n\n"We will not sell the mill," Mayor Ann Lee told reporters on Monday.\n'
AGAIN = (
    'Mill in Harbour is not for sale\n\nThe mill stays, the town hall said. "We will not sell the mill," '
    "Mayor Ann Lee told reporters on Monday.\n"
)
BRIDGE = 'Bridge opens\n\n"The bridge is safe for lorries again," Minister Tom Reed said on Friday.\n'


def add(path: Path, name: str, text: str) -> Record:
    (path / name).write_text(text, encoding="utf-8")
    record = Record.open(path / "r.db", fast=True)
    record.add(path / name, workers=1)
    return record


def test_a_run_tells_the_pages_it_brought_and_when_it_was(tmp_path: Path) -> None:
    with add(tmp_path, "mill.txt", MILL) as record:
        record.history.stamp("2031-05-02T10:00:00Z", "2031-05-02T10:00:09Z")
    with add(tmp_path, "bridge.txt", BRIDGE) as record:
        runs = record.history.runs(0, 10)
        assert [(run.number, run.what, run.pages, run.done, run.began) for run in runs.rows] == [
            (2, "add", 1, True, ""),
            (1, "add", 1, True, "2031-05-02T10:00:00Z"),
        ]
        names = [record.page(page).file for page in record.history.pages(2, 0, 10)]
        assert names == ["bridge.txt"]
        assert record.history.latest() == 2


def test_the_same_pages_again_change_nothing_and_say_so(tmp_path: Path) -> None:
    add(tmp_path, "mill.txt", MILL).close()
    with add(tmp_path, "mill.txt", MILL) as record:
        run = record.history.run(2)
        assert (run.pages, run.gained, run.lost, run.changed, run.stories) == (0, 0, 0, 0, 0)


def test_another_speaker_is_a_statement_read_otherwise_and_back_again(tmp_path: Path) -> None:
    with add(tmp_path, "mill.txt", MILL) as record:
        statement = record.statements()[0]
        record.judge(Judgement(statement.id, "Tom Reed", "speaker", "yes"))
        record.work()
        changed = record.history.changes(2, "changed", 0, 10).rows
        assert [c.id for c in changed] == [statement.id]
        was, now = changed[0].was, changed[0].now
        assert was is not None
        assert now is not None
        assert (was.speaker, now.speaker) == ("Ann Lee", "Tom Reed")
        record.undo()
        record.work()
        assert record.history.run(3).changed == 1


def test_a_story_that_a_page_comes_to_has_grown(tmp_path: Path) -> None:
    add(tmp_path, "mill.txt", MILL).close()
    with add(tmp_path, "again.txt", AGAIN) as record:
        assert len(record.stories()) == 1
        moves = record.history.stories(2, 0, 10).rows
        assert [(move.how, move.fresh, [b.pages for b in move.before]) for move in moves] == [("grown", 1, [1])]


def test_stories_a_person_joins_and_parts_are_told_so(tmp_path: Path) -> None:
    add(tmp_path, "mill.txt", MILL).close()
    with add(tmp_path, "bridge.txt", BRIDGE) as record:
        left, right = (story.pages[0] for story in record.stories())
        record.judge(Judgement(left, right, "same-story", "yes"))
        record.work()
        assert [move.how for move in record.history.stories(3, 0, 10).rows] == ["joined"]
        record.undo()
        record.work()
        assert {move.how for move in record.history.stories(4, 0, 10).rows} == {"split"}


def test_a_page_removed_has_gone_and_its_statements_are_not_counted_apart(tmp_path: Path) -> None:
    add(tmp_path, "mill.txt", MILL).close()
    with add(tmp_path, "bridge.txt", BRIDGE) as record:
        record.remove("bridge.txt")
        run = record.history.run(3)
        assert (run.what, run.gone, run.lost) == ("remove", 1, 0)
        assert record.history.pages(2, 0, 10) == []


def test_pages_of_a_run_that_was_cut_short_are_its_own(tmp_path: Path) -> None:
    with add(tmp_path, "mill.txt", MILL) as record:
        # What a killed process leaves: the run begun, its page kept, nothing settled.
        record._store.link.execute("UPDATE passed SET done = 0, pages = 0")
        record._store.link.execute("DELETE FROM came")
    with add(tmp_path, "bridge.txt", BRIDGE) as record:
        assert [record.page(page).file for page in record.history.pages(1, 0, 10)] == ["mill.txt"]
        assert [(run.done, run.pages) for run in record.history.runs(0, 10).rows] == [(True, 1), (False, 1)]
        assert [record.page(page).file for page in record.history.pages(2, 0, 10)] == ["bridge.txt"]


def test_a_run_that_is_none_is_told_so(tmp_path: Path) -> None:
    with add(tmp_path, "mill.txt", MILL) as record, pytest.raises(UnknownId, match="9"):
        record.history.run(9)


def test_a_file_without_a_history_is_read(tmp_path: Path) -> None:
    Record.open(tmp_path / "r.db").close()
    with Record.open(tmp_path / "r.db", write=False) as record:
        assert record.history.runs(0, 10).total == 0
        assert record.history.latest() == 0
