"""Who is let in: names of the host, origins of writes, tokens, sizes, and the headers every answer carries."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.cli.serve import door_of, is_loopback
from onrecord.web import Door, make_app

HERE = "http://127.0.0.1:8765"


def client_of(path: Path, door: Door | None = None, home: str = HERE) -> TestClient:
    return TestClient(make_app(path, door=door, fast=True), base_url=home)


def csrf_in(client: TestClient) -> str:
    page = client.get("/").text
    return page.split('data-csrf="')[1].split('"')[0]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8765", "", "["])
def test_a_name_that_was_pointed_here_is_not_answered(host: str, story_file: Path) -> None:
    assert client_of(story_file).get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:1", "LOCALHOST", "127.0.0.1:8765", "[::1]:8765"])
def test_this_machine_is_answered_by_any_of_its_names(host: str, story_file: Path) -> None:
    assert client_of(story_file).get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_write_from_another_site_is_refused_even_with_the_mark(headers: dict[str, str], own_file: Path) -> None:
    client = client_of(own_file)
    fields = {"csrf": csrf_in(client), "left": "a", "right": "b", "why": "copy", "verdict": "no"}
    assert client.post("/judge", data=fields, headers=headers, follow_redirects=False).status_code == 403


@pytest.mark.parametrize("mark", ["", "guess"])
@pytest.mark.parametrize(
    "path", ["/judge", "/undo", "/add", "/verify", "/pick", "/watch", "/learn", "/load", "/seen", "/merge"]
)
def test_a_write_without_the_mark_of_our_forms_is_refused(path: str, mark: str, story_file: Path) -> None:
    assert client_of(story_file).post(path, data={"csrf": mark}).status_code == 403


def test_a_wider_door_asks_for_the_token_and_keeps_it_from_scripts(story_file: Path) -> None:
    door = door_of("192.0.2.7")
    client = client_of(story_file, door, "http://192.0.2.7:8765")
    assert client.get("/").status_code == 401
    assert client.get("/?token=wrong").status_code == 401
    assert client.get("/static/onrecord.css").status_code == 401
    let_in = client.get(f"/people?kind=body&token={door.token}", follow_redirects=False)
    assert let_in.status_code == 303
    assert let_in.headers["location"] == "/people?kind=body"
    cookie = let_in.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert str(door.token) not in cookie
    assert client.get("/").status_code == 200


def test_a_token_never_sends_one_to_another_server(story_file: Path) -> None:
    door = door_of("192.0.2.7")
    client = client_of(story_file, door, "http://192.0.2.7:8765")
    answer = client.get(f"http://192.0.2.7:8765//evil.example/?token={door.token}", follow_redirects=False)
    assert answer.headers["location"] == "/evil.example/"


def test_a_program_may_bring_the_token_in_a_header(story_file: Path) -> None:
    door = door_of("192.0.2.7")
    client = client_of(story_file, door, "http://192.0.2.7:8765")
    assert client.get("/", headers={"authorization": f"Bearer {door.token}"}).status_code == 200


def test_only_this_machine_goes_without_a_token() -> None:
    assert [is_loopback(host) for host in ("127.0.0.1", "127.9.9.9", "::1", "localhost")] == [True] * 4
    assert [is_loopback(host) for host in ("0.0.0.0", "::", "192.0.2.7", "localhost.example", "")] == [False] * 5
    assert door_of("127.0.0.1").token is None
    assert door_of("0.0.0.0").token
    assert door_of("0.0.0.0").addresses


def test_an_upload_over_the_limit_is_refused(own_file: Path) -> None:
    client = client_of(own_file, Door(limit_mb=1))
    files = {"pages": ("big.txt", b"x" * (2 * 1024 * 1024))}
    assert client.post("/add", data={"csrf": csrf_in(client)}, files=files).status_code == 413


@pytest.mark.parametrize("path", ["/", "/nothing", "/static/onrecord.js", "/s/none"])
def test_every_answer_carries_the_policy_that_forbids_inline_scripts(path: str, story_file: Path) -> None:
    headers = client_of(story_file).get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    "path", ["/s/none", "/a/none", "/p/none", "/st/none", "/th/none", "/outlet/none", "/e/none/1-2"]
)
def test_what_is_not_in_the_record_is_said_to_be_missing(path: str, story_file: Path) -> None:
    answer = client_of(story_file).get(path)
    assert answer.status_code == 404
    assert "none" in answer.text


def test_files_of_the_server_are_not_handed_out(story_file: Path) -> None:
    client = client_of(story_file)
    assert client.get("/static/../site.py").status_code == 404
    assert client.get("/static/%2e%2e/site.py").status_code == 404
