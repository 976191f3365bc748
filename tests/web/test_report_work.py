"""A report put together in the browser, searches that are watched, what a run changed, and search by meaning."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect
from starlette.testclient import TestClient

from onrecord.record import Record
from onrecord.web import make_app
from onrecord.web.pages import search
from tests.web.conftest import Visit, served
from tests.web.test_desk_work import press

PAGE = 'Lake patrols\n\n"Patrols on the lake begin in June," Mayor Ann Lee told reporters on Monday.\n'


def client_of(path: Path) -> TestClient:
    return TestClient(make_app(path, fast=True), base_url="http://127.0.0.1")


def post(client: TestClient, address: str, **fields: str) -> int:
    mark = re.search(r'data-csrf="([^"]+)"', client.get("/keys").text)
    assert mark is not None
    return client.post(address, data={"csrf": mark[1], **fields}, follow_redirects=False).status_code


def test_statements_are_picked_by_a_key_noted_and_made_a_paper(context: BrowserContext, own_file: Path) -> None:
    with served(own_file) as home:
        visit = Visit(context.new_page(), home)
        page = visit.open("/search?q=patrols")
        words = page.locator(".card .words").first.inner_text()
        press(page, "j r")
        expect(page.locator("#reported .tally")).to_contain_text("1")
        expect(page.locator(".card form.pick").first).to_contain_text("in report")
        assert page.evaluate("document.activeElement.closest('form.pick') !== null")
        press(page, "r")
        expect(page.locator("#reported .tally")).to_have_count(0)
        press(page, "r")
        expect(page.locator("#reported .tally")).to_contain_text("1")
        press(page, "g w")
        page.wait_for_url("**/report")
        page.fill("#note-1", "Ask the ministry")
        page.keyboard.press("Enter")
        expect(page.locator("#note-1")).to_have_value("Ask the ministry")
        page.click("text=Extracts >> nth=0")
        expect(page.locator(".paper blockquote").first).to_contain_text(words)
        expect(page.locator(".remark")).to_contain_text("Ask the ministry")
        press(page, "e")
        expect(page.locator("#drawer mark").first).to_be_visible()
        assert visit.wrong == []


def test_a_pick_without_scripts_moves_and_goes(own_file: Path) -> None:
    client = client_of(own_file)
    with Record.open(own_file, write=False) as record:
        first, second = list(record.shelf.statements)[:2]
        story = record.stories()[0].id
    for name in (first, second, story):
        assert post(client, "/pick", do="put", id=name) == 303
    assert post(client, "/pick", do="up", id=second) == 303
    assert post(client, "/pick", do="put", id="nothing:s1-2") == 404
    assert post(client, "/pick", do="burn", id=first) == 400
    rows = client.get("/report?take=json").json()
    assert [row["id"] for row in rows] == [second, first, story]
    assert [row["what"] for row in rows] == ["statement", "statement", "all of a story"]
    assert post(client, "/pick", do="drop", id=first) == 303
    assert post(client, "/pick", do="empty", id="") == 303
    assert client.get("/report?take=json").json() == []


@pytest.mark.parametrize("form", ["html", "md", "docx", "csv", "json"])
def test_a_paper_of_a_story_is_taken_away(form: str, story_file: Path, story: Record) -> None:
    answer = client_of(story_file).get(f"/report/brief.{form}", params={"of": story.stories()[0].id, "title": "Lake"})
    assert answer.status_code == 200
    assert f"brief.{form}" in answer.headers["content-disposition"]
    assert answer.content


@pytest.mark.parametrize(
    "path", ["/report/novel", "/report/brief.exe", "/report/brief?of=nothing", "/report?of=nothing"]
)
def test_a_paper_that_is_none_is_told_so(path: str, story_file: Path) -> None:
    assert client_of(story_file).get(path).status_code == 404


def test_a_saved_search_tells_what_came_and_leaves_it_new_until_seen(own_file: Path, tmp_path: Path) -> None:
    client = client_of(own_file)
    assert "Save this search" in client.get("/search?q=patrols").text
    assert post(client, "/watch", do="save", typed=" patrols ") == 303
    assert "Save this search" not in client.get("/search?q=patrols").text
    assert "0 new" in client.get("/watches").text
    (tmp_path / "new.txt").write_text(PAGE, encoding="utf-8")
    with Record.open(own_file, fast=True) as record:
        record.add(tmp_path / "new.txt", workers=1)
        number = record.history.latest()
    for _ in range(2):
        shown = client.get("/watches").text
        assert re.findall(r"\d+\+? new", shown) == ["1 new"]
        assert "Patrols on the lake begin in June" in shown
    assert "1 new" in client.get("/").text
    assert [row["search"] for row in client.get("/watches?take=json").json()] == ["patrols"]
    run = client.get(f"/runs/{number}").text
    assert "1 new page" in run
    assert "Lake patrols" in run
    assert "1 new page" in client.get("/runs").text
    assert client.get("/runs/999").status_code == 404
    assert post(client, "/watch", do="save", typed="patrols") == 303
    assert "0 new" in client.get("/watches").text
    assert post(client, "/watch", do="forget", typed="patrols") == 303
    assert "None yet" in client.get("/watches").text
    assert post(client, "/watch", do="save", typed="") == 400


def test_a_corrected_speaker_is_among_what_its_run_changed(own_file: Path) -> None:
    client = client_of(own_file)
    with Record.open(own_file, write=False) as record:
        statement = next(s for s in record.statements(manner="direct") if s.speaker)
    assert post(client, "/judge", left=statement.id, right="", why="speaker", verdict="yes") == 303
    with Record.open(own_file, fast=True) as record:
        record.work()
        number = record.history.latest()
    shown = client.get(f"/runs/{number}").text
    assert "Read otherwise: 1 statement" in shown
    assert f'href="/s/{statement.id}"' in shown
    assert client.get(f"/runs/{number}?take=csv").text.count("statement changed") == 1


def test_search_by_meaning_says_what_is_missing_and_finds_when_nothing_is(
    own_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(own_file)
    address = "/search?by=meaning&q=ships guarding the water"
    assert "Learn now" in client.get(address).text
    with Record.open(own_file) as record:
        record.meaning.learn()
    shown = client.get(address).text
    assert "Near in meaning" in shown
    assert shown.count('<article class="card') == 20
    assert client.get(f"{address}&take=json").json()[0]["near"] > 0.2
    monkeypatch.setattr(search, "PACKAGE", "no-such-package-of-onrecord")
    assert "pip install" in client.get(address).text


def test_decisions_travel_to_another_record_and_two_statements_are_merged_by_address(
    own_file: Path, story_file: Path, tmp_path: Path
) -> None:
    client = client_of(own_file)
    with Record.open(own_file, write=False) as record:
        first, second = list(record.shelf.statements)[:2]
    where = f"http://127.0.0.1:8765/s/{second}?x=1"
    assert post(client, "/judge", left=first, right=where, why="same-quote", verdict="yes") == 303
    assert post(client, "/judge", left=first, right="/s/nothing:s1-2", why="same-quote", verdict="yes") == 404
    with Record.open(own_file, write=False) as record:
        assert [(j.left, j.right) for j in record.judgements()] == [(first, second)]
    lines = client.get("/decisions?take=jsonl").content
    other = tmp_path / "other.db"
    shutil.copy(story_file, other)
    receiver = client_of(other)
    mark = re.search(r'data-csrf="([^"]+)"', receiver.get("/keys").text)
    assert mark is not None
    for data, status in ((b"no decision\n", 400), (lines, 303)):
        files = {"file": ("decisions.jsonl", data)}
        assert receiver.post("/load", data={"csrf": mark[1]}, files=files, follow_redirects=False).status_code == status
    with Record.open(other, write=False) as record:
        assert [(j.left, j.right) for j in record.judgements()] == [(first, second)]
