"""The verb serve: an address on this machine that answers, and ends when told to."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from onrecord.errors import NotARecord
from onrecord.record import Record
from onrecord.web import make_app
from onrecord.web.pages import statements
from onrecord.web.tables import ROWS_A_PAGE


def test_serve_prints_an_address_that_answers_and_ends_on_an_interrupt(story_file: Path) -> None:
    command = [sys.executable, "-m", "onrecord", "serve", "--record", str(story_file), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        for _ in range(100):
            try:
                answer = httpx.get(address, timeout=30)
                break
            except httpx.ConnectError:
                time.sleep(0.1)
        assert answer.status_code == 200
        assert "statements" in answer.text
        server.send_signal(signal.SIGINT)
        assert server.wait(60) in (0, -signal.SIGINT, 130)


def test_a_large_record_lists_each_utterance_once_a_page_at_a_time(
    story_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is large is lowered, so that the example is.
    monkeypatch.setattr(statements, "SMALL", 10)
    client = TestClient(make_app(story_file), base_url="http://127.0.0.1")
    with Record.open(story_file, write=False) as record:
        folds = len(record.find("", limit=1000).folds) or len(record.find("act:say", limit=1000).folds)
        denials = record.find("act:deny", limit=1000).folds
    first = client.get("/statements").text
    assert first.count('<article class="card') == min(folds, ROWS_A_PAGE)
    assert ('rel="next"' in first) == (folds > ROWS_A_PAGE)
    shown = client.get("/statements?act=deny").text
    assert shown.count('<article class="card') == len(denials)
    assert all(f'href="/s/{fold.statement.id}"' in shown for fold in denials)


@pytest.mark.parametrize("path", ["/statements?at=-1", "/statements?at=9e9", "/people?at=99999", "/graph?least=x",
                                  "/timeline?from=never", "/search?q=%22", "/search?q=act:loud",
                                  "/relations?relation=no",
                                  "/statements?from=2024-13", "/e/x/9-1", "/a/x?mark=zz"])  # fmt: skip
def test_odd_addresses_are_answered(path: str, story_file: Path) -> None:
    client = TestClient(make_app(story_file), base_url="http://127.0.0.1")
    assert client.get(path).status_code in (200, 404)


def test_a_record_that_another_process_adds_to_is_served_and_no_record_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    with Record.open(path):
        assert TestClient(make_app(path), base_url="http://127.0.0.1").get("/").status_code == 200
    (tmp_path / "notes.txt").write_text("no record", encoding="utf-8")
    with pytest.raises(NotARecord):
        make_app(tmp_path / "notes.txt")
