"""The verb that shows what changed between versions of one article."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.article.pages import BODY, HEADLINE

ADDRESS = "https://herald.example/2031/dam"
NEW = "“We have found two cracks and will close it,” Brook said. “There is no reason to wait.”"


def onrecord(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "onrecord", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("versions")
    later = [line if number != 2 else NEW for number, line in enumerate(BODY)]
    texts = ["\n\n".join(lines) for lines in (BODY, later, BODY[3:])]
    urls = [ADDRESS, f"{ADDRESS}?utm_source=x", "https://herald.example/2031/rain"]
    rows = [
        {"url": url, "title": HEADLINE, "text": text, "crawl_date": f"2031-03-{day}T08:00:00Z"}
        for url, text, day in zip(urls, texts, (14, 15, 16), strict=True)
    ]
    pages = folder / "pages.jsonl"
    pages.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    file = folder / "dam.db"
    done = onrecord("add", pages, "--record", file, "--fast")
    assert done.returncode == 0, done.stderr
    return file


def test_words_out_and_in_stand_at_their_ranges(record: Path) -> None:
    (row,) = [json.loads(line) for line in onrecord("versions", "--record", record, "--json").stdout.splitlines()]
    out = " ".join(edit["out"] for edit in row["shown"]["edits"])
    into = " ".join(edit["into"] for edit in row["shown"]["edits"])
    assert "will hold" in out and "two cracks" in into
    assert all(edit["out_at"] or edit["into_at"] for edit in row["shown"]["edits"])
    assert row["lost"] and row["gained"] and any("two cracks" in said for said in row["shown"]["gained"])


@pytest.mark.parametrize("what", [ADDRESS, "pages.jsonl:1", "pages.jsonl:2"])
def test_a_version_is_found_by_its_address_or_its_page(record: Path, what: str) -> None:
    name = what if "://" in what else str(record.parent / what)
    done = onrecord("versions", name, "--record", record)
    assert done.returncode == 0, done.stderr
    assert "    out " in done.stdout and "    gained " in done.stdout and "2031-03-15" in done.stdout


def test_a_page_without_versions_says_so(record: Path) -> None:
    done = onrecord("versions", "https://herald.example/2031/rain", "--record", record)
    assert (done.returncode, done.stdout) == (0, "")
    assert "no two versions" in done.stderr


def test_a_page_that_is_not_there_is_refused(record: Path) -> None:
    done = onrecord("versions", "nowhere.html", "--record", record)
    assert done.returncode == 2 and "nowhere.html" in done.stderr
