"""The API as a program uses it: lists in pieces, three forms, tags, errors in words, a description that is true."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from onrecord.record import Record
from onrecord.web import make_app
from onrecord.web.api import ROOT
from onrecord.web.api.nouns import LISTS

PIECED = [name for name in LISTS if name not in ("record", "problems", "judgements", "runs")]


@pytest.fixture
def ask(story_file: Path) -> Iterator[TestClient]:
    with TestClient(make_app(story_file), base_url="http://127.0.0.1") as client:
        yield client


@pytest.mark.parametrize("name", PIECED)
def test_the_pieces_of_a_list_join_to_the_whole(name: str, ask: TestClient, story: Record) -> None:
    whole = [record.id for record in getattr(story, name)()]
    pieces: list[str] = []
    address: str | None = f"{ROOT}/{name}?limit=3"
    while address:
        answer = ask.get(address)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert len(body["data"]) <= 3
        pieces += [row["id"] for row in body["data"]]
        assert all("shown" in row for row in body["data"])
        address = body["next"]
        assert (address is None) == ("link" not in answer.headers)
    assert pieces == whole


def test_statements_are_filtered_and_counted(ask: TestClient, story: Record) -> None:
    body = ask.get(f"{ROOT}/statements", params={"speaker": "orlen baskar", "limit": 2}).json()
    assert body["total"] == story.count_statements(speaker="Orlen Baskar") > 0
    assert {row["shown"]["speaker"] for row in body["data"]} == {"Orlen Baskar"}


def test_a_search_comes_with_facets_and_what_was_not_understood(ask: TestClient, story: Record) -> None:
    body = ask.get(f"{ROOT}/statements", params={"q": "patrols form:loud", "limit": 2}).json()
    assert body["total"] == story.find("patrols").total > 0
    assert "form:loud" in body["notes"][0]
    assert sum(row["count"] for row in body["facets"]["act"]) == body["total"]
    seen = [row["id"] for row in body["data"]]
    while body["next"]:
        body = ask.get(body["next"]).json()
        seen += [row["id"] for row in body["data"]]
    assert len(seen) == len(set(seen)) == len(story.find("patrols", limit=500).folds)


def test_one_thing_comes_with_its_words_and_ranges(ask: TestClient, story: Record) -> None:
    statement = story.statements(speaker="Orlen Baskar")[0]
    body = ask.get(f"{ROOT}/statements/{statement.id}").json()
    article = ask.get(f"{ROOT}/articles/{statement.page}").json()
    cut = " ".join(article["page"]["text"][start:end] for start, end in body["statement"]["content"])
    assert " ".join(cut.split()) == body["shown"]["words"]
    assert body["shown"]["speaker"] == "Orlen Baskar"
    for name in ("people", "stories", "threads"):
        listed = ask.get(f"{ROOT}/{name}?limit=1").json()["data"][0]
        assert ask.get(f"{ROOT}/{name}/{listed['id']}").status_code == 200


def test_a_list_comes_as_table_and_as_lines(ask: TestClient) -> None:
    rows = ask.get(f"{ROOT}/people").json()["data"]
    table = ask.get(f"{ROOT}/people", headers={"accept": "text/csv"})
    assert table.headers["content-type"].startswith("text/csv")
    assert [row["id"] for row in csv.DictReader(io.StringIO(table.text))] == [row["id"] for row in rows]
    lines = ask.get(f"{ROOT}/people", headers={"accept": "text/csv;q=.5, application/x-ndjson"})
    assert [json.loads(line)["id"] for line in lines.text.splitlines()] == [row["id"] for row in rows]


def test_what_has_not_changed_is_not_sent_again(story_file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(story_file, copy)
    with TestClient(make_app(copy), base_url="http://127.0.0.1") as ask:
        first = ask.get(f"{ROOT}/stories")
        again = ask.get(f"{ROOT}/stories", headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        table = ask.get(f"{ROOT}/stories", headers={"if-none-match": first.headers["etag"], "accept": "text/csv"})
        assert table.status_code == 200
        page = tmp_path / "page.txt"
        page.write_text('Bridge\n\n"The bridge is safe for lorries again," Mayor Ann Lee said on Monday.\n')
        with Record.open(copy, fast=True) as record:
            record.add(page)
        fresh = ask.get(f"{ROOT}/stories", headers={"if-none-match": first.headers["etag"]})
        assert fresh.status_code == 200


@pytest.mark.parametrize(
    ("address", "status", "word"),
    [
        ("statements/nothing", 404, "nothing"),
        ("statements?act=mumble", 400, "mumble"),
        ("statements?limit=0", 400, "limit"),
        ("statements?limit=9999999999999", 400, "limit"),
        ("statements?q=x&after=y", 400, "cursor"),
        ("nonsense", 404, "openapi.json"),
        ("people/%00", 404, "party"),
    ],
)
def test_a_wrong_call_is_told_in_words(address: str, status: int, word: str, ask: TestClient) -> None:
    answer = ask.get(f"{ROOT}/{address}")
    assert answer.status_code == status
    assert word in answer.json()["error"]


def test_verify_tells_how_each_quotation_stands(ask: TestClient, story: Record) -> None:
    quoted = next(s for s in story.statements(manner="direct") if s.speaker and len(story.text(s)) > 40)
    text = f'{story.text(quoted)} And "nobody in these pages ever spoke of purple elephants".'
    answer = ask.post(f"{ROOT}/verify", json={"text": text})
    assert answer.status_code == 200, answer.text
    kinds = [row["kind"] for row in answer.json()["data"]]
    assert kinds[0] == "verbatim"
    assert kinds[-1] == "not_here"


def test_a_body_of_another_kind_is_refused(ask: TestClient) -> None:
    assert ask.post(f"{ROOT}/verify", data={"text": "x"}).status_code == 400
    assert ask.post(f"{ROOT}/verify", json={"words": "x"}).status_code == 400
    assert ask.post(f"{ROOT}/verify", content=b"{", headers={"content-type": "application/json"}).status_code == 400


def test_a_page_elsewhere_cannot_judge(ask: TestClient) -> None:
    given = {"left": "a", "right": "b", "why": "same-party", "verdict": "no"}
    answer = ask.post(f"{ROOT}/judgements", json=given, headers={"origin": "https://example.net"})
    assert answer.status_code == 403
    assert ask.get(f"{ROOT}/judgements").json()["data"] == []


def test_answers_are_what_the_description_says(ask: TestClient) -> None:
    told = ask.get(f"{ROOT}/openapi.json").json()
    assert told["openapi"] == "3.1.0"
    for path, calls in told["paths"].items():
        if "get" not in calls or "{id}" in path:
            continue
        answer = ask.get(
            f"{ROOT}{path}?limit=5"
            if any(p["name"] == "limit" for p in calls["get"]["parameters"])
            else f"{ROOT}{path}"
        )
        schema = calls["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        Draft202012Validator({**schema, "components": told["components"]}).validate(answer.json())


def test_runs_are_listed_latest_first_and_each_tells_what_it_changed(story_file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(story_file, copy)
    page = tmp_path / "page.txt"
    page.write_text('Bridge\n\n"The bridge is safe for lorries again," Mayor Ann Lee said on Monday.\n')
    with Record.open(copy, fast=True) as record:
        record.add(page, workers=1)
        record.add(page, workers=1)
    with TestClient(make_app(copy), base_url="http://127.0.0.1") as ask:
        seen = []
        address: str | None = f"{ROOT}/runs?limit=2"
        while address:
            body = ask.get(address).json()
            seen += [(row["number"], row["pages"]) for row in body["data"]]
            address = body["next"]
        assert seen == [(3, 0), (2, 1), (1, 7)]
        about = ask.get(f"{ROOT}/runs/2").json()
        assert (about["run"]["number"], len(about["pages"]), about["lost"]) == (2, 1, [])
        assert ask.get(f"{ROOT}/runs/9").status_code == 404
        assert ask.get(f"{ROOT}/runs/x").status_code == 400
