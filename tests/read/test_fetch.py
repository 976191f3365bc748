"""Fetching from a real server on this machine; what is not public is refused unless asked for."""

from __future__ import annotations

import gzip
import io
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import ClassVar

import pytest

from onrecord.read.addresses import find_place, is_public
from onrecord.read.fetch import Fetched, Manners, fetch_pages
from onrecord.types import Page, Problem
from tests.read.made import BODY, pages_of

OWN = Manners(pause_seconds=0.0, page_seconds=2.0, page_mb=1, allow_private=True)


class Herald(BaseHTTPRequestHandler):
    """A small newspaper's server."""

    robots = "User-agent: *\nDisallow: /private/\n"
    asked: ClassVar[list[tuple[float, str, str]]] = []

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.asked.append((time.monotonic(), self.path, self.headers["Host"]))
        path = self.path.partition("?")[0]
        if path == "/robots.txt":
            self.give(self.robots.encode(), "text/plain")
        elif path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
        elif path == "/gone":
            self.send_error(404)
        elif path == "/packed":
            self.give(gzip.compress(BODY), "text/html", ("Content-Encoding", "gzip"))
        elif path == "/big":
            self.give(b"a" * (3 << 20), "text/html")
        elif path in ("/slow", "/drip"):
            self.drip(path == "/slow")
        else:
            self.give(BODY, "text/html; charset=utf-8")

    def give(self, body: bytes, media: str, *more: tuple[str, str]) -> None:
        self.send_response(200)
        for name, value in (("Content-Type", media), ("Content-Length", str(len(body))), *more):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self, in_head: bool) -> None:
        """A byte at a time, in the head or in the body."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"" if in_head else b"\r\n"))
        for _ in range(200):
            try:
                self.wfile.write(b"X: y\r\n" if in_head else b"x")
                time.sleep(0.05)
            except OSError:
                return


@pytest.fixture
def server() -> Iterator[str]:
    serving = ThreadingHTTPServer(("127.0.0.1", 0), Herald)
    Herald.asked.clear()
    Herald.robots = "User-agent: *\nDisallow: /private/\n"
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{serving.server_port}"
    serving.shutdown()


def fetch(*urls: str, manners: Manners = OWN) -> tuple[list[Fetched | Problem], list[Page]]:
    into = io.BytesIO()
    found = list(fetch_pages(urls, into, manners=manners))
    return found, pages_of("a.warc.gz", into.getvalue())


def reason(*urls: str, manners: Manners = OWN) -> str:
    (found,), pages = fetch(*urls, manners=manners)
    assert isinstance(found, Problem) and not pages
    return found.what


def test_a_page_is_fetched_and_kept_with_its_address_and_time(server: str) -> None:
    (found, packed), pages = fetch(f"{server}/dam#top", f"{server}/packed")
    assert isinstance(found, Fetched) and found.url == f"{server}/dam" and isinstance(packed, Fetched)
    assert [page.text for page in pages] == ["The dam opened on Monday."] * 2
    assert pages[0].url == f"{server}/dam" and pages[0].fetched and pages[0].fetched.endswith("Z")


def test_robots_are_asked_first_and_obeyed(server: str) -> None:
    assert "robots.txt" in reason(f"{server}/private/x")
    assert [path for _, path, _ in Herald.asked] == ["/robots.txt"]
    assert "robots.txt" in reason(f"{server}/to/{server}/private/x")
    Herald.robots = "User-agent: *\nCrawl-delay: 600\n"
    assert "pauses of 600" in reason(f"{server}/dam")


def test_one_host_is_asked_once_at_a_time_with_a_pause(server: str) -> None:
    fetch(f"{server}/a", f"{server}/b", manners=Manners(pause_seconds=0.3, allow_private=True))
    times = [at for at, _, _ in Herald.asked]
    assert len(times) == 3 and all(two - one >= 0.29 for one, two in pairwise(times))


def test_redirects_are_followed_and_checked_at_each_hop(server: str) -> None:
    (found,), pages = fetch(f"{server}/to//dam")
    assert isinstance(found, Fetched) and pages
    (found,), pages = fetch(f"{server}/to/{server}/dam")
    assert isinstance(found, Fetched) and found.url == f"{server}/dam" and pages[0].url == f"{server}/dam"
    assert "only http and https" in reason(f"{server}/to/file:///etc/passwd")
    assert "more than 5 times" in reason(f"{server}" + f"/to/{server}" * 9 + "/dam")


@pytest.mark.parametrize(
    ("path", "says"),
    [("/gone", "status 404"), ("/big", "larger than 1024 kB"), ("/slow", "2 seconds"), ("/drip", "2 seconds")],
)
def test_what_takes_too_much_is_left(server: str, path: str, says: str) -> None:
    begin = time.monotonic()
    assert says in reason(f"{server}{path}")
    assert time.monotonic() - begin < 6


def test_a_private_host_is_refused_unless_asked_for(server: str) -> None:
    assert "not public" in reason(f"{server}/dam", manners=Manners())
    assert not Herald.asked


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/", "http://127.1/", "http://2130706433/", "http://0x7f.1/", "http://[::1]/",
        "http://[::ffff:127.0.0.1]/", "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data", "http://0.0.0.0/", "http://100.64.0.1/", "http://224.0.0.1/",
        "http://[fe80::1]/", "http://[fc00::1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/",
        "http://255.255.255.255/", "file:///etc/passwd", "ftp://h.example/", "gopher://127.0.0.1/", "http://",
        "http://user:pass@h.example/", "//h.example/", "dam.html", "http://[::1", "http://h.example:99999/",
    ],
)  # fmt: skip
def test_what_is_not_of_the_open_web_is_not_asked(url: str) -> None:
    assert isinstance(find_place(url), str)


def test_a_public_address_is_public() -> None:
    assert is_public("93.184.216.34") and is_public("2606:2800:220:1::1")


def test_a_name_is_resolved_once_and_that_address_is_asked(server: str) -> None:
    answers: list[str] = []

    def turn_round(host: str, port: int) -> Sequence[str]:
        # Public for the check, this machine for the connection: the trick of rebinding.
        answers.append("93.184.216.34" if not answers else "127.0.0.1")
        return answers[-1:]

    port = int(server.rpartition(":")[2])
    (found,) = fetch_pages([f"http://herald.example:{port}/dam"], io.BytesIO(), resolve=turn_round,
                           manners=Manners(pause_seconds=0, page_seconds=1))  # fmt: skip
    assert isinstance(found, Problem) and not Herald.asked
    (found,) = fetch_pages(
        [f"http://herald.example:{port}/dam"], io.BytesIO(), resolve=lambda *_: ["127.0.0.1"], manners=OWN
    )
    assert isinstance(found, Fetched)
    assert {host for _, _, host in Herald.asked} == {f"herald.example:{port}"}


def test_a_host_that_cannot_say_its_rules_is_not_asked_for_pages() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        assert "not fetched" in reason(f"http://127.0.0.1:{port}/dam")
