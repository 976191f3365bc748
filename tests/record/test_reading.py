"""Pages are read by workers: one that hangs costs itself alone."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from onrecord.record import Record


def test_a_page_that_takes_too_long_to_read_is_left_out_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.record.working.PAGE_SECONDS", 3.0)
    folder = tmp_path / "pages"
    folder.mkdir()
    # Angles inside the values hide the length of the tag; a parser compares each attribute with all before it.
    slow = " ".join(f"a{n}='<'" for n in range(60_000))
    (folder / "a.html").write_text("<!DOCTYPE html><p>Rain fell on the town.</p>")
    (folder / "b.html").write_text(f"<!DOCTYPE html><p {slow}>Hail fell.</p>")
    (folder / "c.html").write_text("<!DOCTYPE html><p>Snow fell on the town.</p>")
    (folder / "d.txt").write_text("Sleet fell.")
    begin = time.monotonic()
    with Record.open(tmp_path / "a.db") as record:
        summary = record.add(folder, work=False, workers=1)
    assert (summary.read, summary.new) == (3, 3)
    (problem,) = summary.problems
    assert problem.page == str(folder / "b.html") and problem.stage == "read" and "3 seconds" in problem.what
    assert time.monotonic() - begin < 60


def test_pages_read_by_workers_are_those_read_here(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<!DOCTYPE html><p>Rain fell on the town.</p>")
    (tmp_path / "b.jsonl").write_text('{"text": "Hail fell."}\n{"html": "<p>Snow.</p>"}\n{"no": 1}\n')
    dumps = []
    for workers in (0, 1):
        with Record.open(tmp_path / f"{workers}.db") as record:
            summary = record.add(tmp_path / "a.html", tmp_path / "b.jsonl", work=False, workers=workers)
            assert summary.read == 3 and len(summary.problems) == 1
            dumps.append(b"".join(record.dump()))
    assert dumps[0] == dumps[1]
