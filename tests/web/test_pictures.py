"""What pictures and their files hold: who speaks of whom, a calendar that calendars read, the record sent from disk."""

from __future__ import annotations

import json
import re
from pathlib import Path

from starlette.testclient import TestClient

from onrecord.record import Record
from onrecord.web import make_app


def client_of(path: Path) -> TestClient:
    return TestClient(make_app(path, fast=True), base_url="http://127.0.0.1")


def test_each_tie_of_who_speaks_of_whom_leads_to_as_many_statements(story_file: Path) -> None:
    client = client_of(story_file)
    ties = client.get("/graph?of=about&take=json").json()
    assert ties
    page = client.get("/graph?of=about").text
    rows = re.findall(
        r'<th scope="row"><a href="([^"]+)">([^<]+)</a></th><td>([^<]+)</td><td class="n">(\d+)</td>', page
    )
    assert len(rows) == min(len(ties), 50)
    for href, who, named, count in rows[:5]:
        listed = client.get(href.replace("&amp;", "&") + "&take=json").json()
        assert len(listed) == int(count)
        assert {row["speaker"] for row in listed} == {who}
        assert named in client.get(href.replace("&amp;", "&")).text


def test_the_timeline_is_a_calendar_with_short_lines_and_an_entry_a_day(story_file: Path, story: Record) -> None:
    told = client_of(story_file).get("/timeline?take=ics").content
    lines = told.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert max(map(len, lines)) <= 75
    days = [e for e in story.timeline() if re.match(r"\d{4}-\d{2}-\d{2}", e.date or "")]
    assert told.count(b"BEGIN:VEVENT") == len(days) > 0
    whole = told.replace(b"\r\n ", b"").decode()
    assert all(story.shelf.words(e.page, e.what)[:30].replace(",", "\\,").replace(";", "\\;") in whole for e in days)


def test_the_whole_record_is_sent_as_it_is_exported(story_file: Path, story: Record) -> None:
    answer = client_of(story_file).get("/take/jsonl")
    assert answer.headers["content-disposition"].endswith('"record-jsonl.jsonl"')
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert sum(line.get("record") == "statement" for line in lines) == story.count_statements()
