"""The clerk: what a person decides while a run begins, works and ends is kept, whenever it comes."""

from __future__ import annotations

import time
from pathlib import Path

from onrecord.record import Record
from onrecord.web.clerk import Clerk, Look, Upload

PAGE = b'Harbour mill stays\n\n"We will not sell the mill," Mayor Ann Lee told reporters on Monday.\n'


def test_every_deed_during_a_run_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    Record.open(path).close()
    clerk = Clerk(path, fast=True)
    clerk.add([Upload("mill.txt", PAGE)])
    typed: list[str] = []
    # Deeds come close together, so that some fall on the last moments of the run.
    while clerk.state.running or len(typed) < 3:
        typed.append(f"word{len(typed):04}")
        clerk.judge(Look("2031-05-02", typed[-1]))
        time.sleep(0.01)
    clerk.close()
    assert clerk.state.failed == ""
    with Record.open(path, write=False) as record:
        assert list(record.watches) == typed
        assert record.summary().pages == 1


def test_what_is_decided_during_a_run_is_put_in_force_by_one_after_it(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    Record.open(path).close()
    clerk = Clerk(path, fast=True)
    clerk.add([Upload("mill.txt", PAGE)])
    clerk.rework()
    for _ in range(600):
        if not clerk.state.running and clerk.state.runs == 2:
            break
        time.sleep(0.1)
    clerk.close()
    with Record.open(path, write=False) as record:
        assert [run.what for run in record.history.runs(0, 10).rows] == ["work", "add"]
