"""The one command that opens connections, on a real server of this machine."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest


class Herald(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        known = self.path == "/dam"
        body = b"<!DOCTYPE html><h1>Dam opens</h1><p>The dam opened on Monday, the mayor of Port Orlen said.</p>"
        self.send_response(200 if known else 404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body if known else b"")


@pytest.fixture
def server() -> Iterator[str]:
    serving = ThreadingHTTPServer(("127.0.0.1", 0), Herald)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{serving.server_port}"
    serving.shutdown()


def onrecord(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "onrecord", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def test_what_is_fetched_is_kept_beside_the_record_and_added(server: str, tmp_path: Path) -> None:
    record = tmp_path / "story.db"
    common = ("--record", record, "--fast", "--workers", "0", "--pause", "0", "--json")
    refused = onrecord("fetch", f"{server}/dam", *common)
    assert refused.returncode == 2 and "not public" in refused.stderr
    assert not list(tmp_path.glob("*.warc.gz"))
    done = onrecord("fetch", f"{server}/dam", f"{server}/gone", "--allow-private", *common)
    assert done.returncode == 1 and "status 404" in done.stderr
    assert json.loads(done.stdout)["pages"] == 1
    (kept,) = tmp_path.glob("story-fetched-*.warc.gz")
    again = onrecord("add", kept, "--record", record, "--fast", "--workers", "0", "--json")
    assert again.returncode == 0 and json.loads(again.stdout)["new"] == 0


def test_an_address_given_to_add_is_not_fetched(server: str, tmp_path: Path) -> None:
    done = onrecord("add", f"{server}/dam", "--record", tmp_path / "a.db")
    assert done.returncode == 2 and "onrecord fetch" in done.stderr
