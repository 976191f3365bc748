"""The four laws over every record of every example page, and what a kill in the middle leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from onrecord.groups import Copy, Event, Utterance
from onrecord.record import Record, Shelf
from onrecord.types import Article, Mention, Problem, Relay, Span, Statement, Timex
from tests.conftest import EXAMPLES

PAGES = sorted(EXAMPLES.iterdir())
PAGE_RECORDS = (Article, Mention, Statement, Timex)


def dump_of(path: Path) -> bytes:
    with Record.open(path, write=False) as record:
        return b"".join(record.dump())


def spans_in(value: object) -> list[Span]:
    if isinstance(value, Span):
        return [value]
    if isinstance(value, tuple):
        return [span for item in value for span in spans_in(item)]
    if isinstance(value, msgspec.Struct):
        return [span for field in value.__struct_fields__ for span in spans_in(getattr(value, field))]
    return []


def test_spans_lie_in_their_page_and_hold_words(shelf: Shelf) -> None:
    checked = 0
    for clipping in shelf.clippings.values():
        text = clipping.page.text
        records = (clipping.article, *clipping.mentions, *clipping.timexes, *clipping.statements)
        for record in records:
            assert isinstance(record, PAGE_RECORDS)
            for span in spans_in(record):
                assert 0 <= span.start < span.end <= len(text), record
                checked += 1
        for statement in clipping.statements:
            assert statement.content
            assert all(text[s.start : s.end].strip() for s in (*statement.content, *statement.source, *statement.cue))
    assert checked > 100


def test_every_hop_of_a_chain_has_its_evidence(shelf: Shelf) -> None:
    hops: list[Relay] = [hop for s in shelf.statements.values() for hop in s.relays]
    assert hops
    assert all(hop.span or hop.tag for hop in hops)


def test_what_joins_pages_points_into_them(shelf: Shelf) -> None:
    def lies(page: str, span: Span | None) -> bool:
        return span is None or 0 <= span.start < span.end <= len(shelf.text(page))

    copies: tuple[Copy, ...] = shelf.copies
    assert copies
    assert all(lies(c.left, p.left) and lies(c.right, p.right) for c in copies for p in c.passages)
    utterances: tuple[Utterance, ...] = shelf.utterances
    assert utterances
    for drift in (d for u in utterances for d in u.drifts):
        assert lies(drift.left.split(":")[0], drift.left_span)
        assert lies(drift.right.split(":")[0], drift.right_span)
    events: tuple[Event, ...] = shelf.events
    assert events
    assert all(lies(e.page, e.what) and lies(e.page, e.when) for e in events)


def test_the_same_pages_give_the_same_bytes_in_any_order(story_file: Path, tmp_path: Path) -> None:
    with Record.open(tmp_path / "turned.db") as record:
        record.add(*reversed(PAGES), workers=2)
    assert dump_of(tmp_path / "turned.db") == dump_of(story_file)


def test_one_at_a_time_equals_all_at_once(story_file: Path, tmp_path: Path) -> None:
    with Record.open(tmp_path / "single.db") as record:
        for page in PAGES:
            record.add(page)
    assert dump_of(tmp_path / "single.db") == dump_of(story_file)


def test_adding_the_same_pages_again_changes_nothing(tmp_path: Path, story_file: Path) -> None:
    path = tmp_path / "twice.db"
    path.write_bytes(story_file.read_bytes())
    with Record.open(path) as record:
        summary = record.add(EXAMPLES)
    assert summary.new == 0
    assert summary.read == summary.pages
    assert dump_of(path) == dump_of(story_file)


@pytest.mark.parametrize("after_seconds", [0.4, 1.2, 2.5])
def test_a_killed_add_is_finished_by_the_next(after_seconds: float, story_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    command = [sys.executable, "-m", "onrecord", "add", str(EXAMPLES), "--record", str(path)]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(after_seconds)
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    with Record.open(path) as record:
        record.add(EXAMPLES)
    assert dump_of(path) == dump_of(story_file)


def test_a_broken_page_is_listed_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    (folder / "good.txt").write_bytes(PAGES[1].read_bytes())
    with Record.open(tmp_path / "mixed.db") as record:
        summary = record.add(folder, tmp_path / "nowhere.txt")
        problems: list[Problem] = list(record.problems())
    assert summary.articles == 1
    assert {Path(p.name or p.page).name for p in problems} == {"empty.txt", "picture.html", "nowhere.txt"}
    assert all(p.what for p in problems)
