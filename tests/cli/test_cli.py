"""The command as a person types it: output, JSON, exit codes, errors that say what to do."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.cli import COMMANDS
from onrecord.cli.lines import safe
from tests.conftest import EXAMPLES

LISTS = ("statements", "people", "copies", "stories", "timeline", "positions")


def onrecord(*arguments: str | Path, given: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "onrecord", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, input=given, timeout=300)


@pytest.mark.parametrize("command", [command.__name__.rstrip("_") for command in COMMANDS])
def test_every_verb_has_help_with_an_example(command: str) -> None:
    done = onrecord(command, "--help")
    assert done.returncode == 0
    assert f"Example: onrecord {command}" in " ".join(done.stdout.split())
    # serve answers in a browser, not on stdout.
    assert "--json" in done.stdout or command == "serve"


@pytest.mark.parametrize("command", LISTS)
def test_lists_are_one_json_object_a_line(command: str, story_file: Path) -> None:
    done = onrecord(command, "--record", story_file, "--json")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows
    assert all("id" in row and "shown" in row for row in rows)


def test_statements_carry_words_page_and_range(story_file: Path) -> None:
    done = onrecord("statements", "--record", story_file, "--speaker", "orlen baskar", "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows
    for row in rows:
        shown = row["shown"]
        assert shown["speaker"] == "Orlen Baskar"
        assert shown["page"].endswith("2024-courier-offer.html")
        assert shown["start"] < shown["end"]
        assert shown["words"]


def test_an_unknown_act_is_refused_with_the_choices(story_file: Path) -> None:
    done = onrecord("statements", "--record", story_file, "--act", "mumble")
    assert done.returncode == 2
    assert "mumble" in done.stderr


def test_add_reads_standard_input(tmp_path: Path) -> None:
    text = (EXAMPLES / "2019-wire-embassy.txt").read_text(encoding="utf-8")
    done = onrecord("add", "-", "--record", tmp_path / "in.db", given=text)
    assert done.returncode == 0, done.stderr
    assert "1 new" in done.stdout
    again = onrecord("add", "-", "--record", tmp_path / "in.db", given=text)
    assert "nothing new" in again.stdout


def test_a_missing_record_says_how_to_make_one(tmp_path: Path) -> None:
    done = onrecord("status", "--record", tmp_path / "none.db")
    assert done.returncode == 2
    assert "onrecord add" in done.stderr
    assert not (tmp_path / "none.db").exists()


def test_a_file_that_is_no_record_is_refused_and_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    link = sqlite3.connect(other)
    link.execute("CREATE TABLE shopping (item TEXT)")
    link.commit()
    link.close()
    before = other.read_bytes()
    done = onrecord("add", EXAMPLES, "--record", other)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert other.read_bytes() == before


def test_a_page_that_cannot_be_read_gives_exit_1_and_a_reason(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = onrecord("add", tmp_path / "empty.txt", EXAMPLES / "2019-wire-embassy.txt", "--record", tmp_path / "r.db")
    assert done.returncode == 1
    assert "empty.txt" in done.stderr
    assert onrecord("problems", "--record", tmp_path / "r.db").returncode == 1


def test_show_tells_a_statement_whole(story_file: Path) -> None:
    listed = onrecord("statements", "--record", story_file, "--speaker", "Orlen Baskar", "--json").stdout
    row = next(r for r in map(json.loads, listed.splitlines()) if "full capacity" in r["shown"]["words"])
    done = onrecord("show", row["id"], "--record", story_file)
    assert "chain: Orlen Baskar > " in done.stdout
    unknown = onrecord("show", "nothing", "--record", story_file)
    assert unknown.returncode == 2
    assert "nothing" in unknown.stderr


def test_show_follows_a_chain_to_the_page_it_came_from(tmp_path: Path) -> None:
    words = "“We will not open the bridge until every cable has been replaced, whatever the ferry costs us,”"
    telling = {
        "Brenn Courier": f"{words} Ilse Marrow told the Lowland Tribune.",
        "Lowland Post": f"{words} Ilse Marrow said, according to The Brenn Courier.",
    }
    for outlet, told in telling.items():
        (tmp_path / f"{outlet[-4:].lower()}.html").write_text(
            f'<html><head><title>The bridge</title><meta property="og:site_name" content="The {outlet}"></head><body>'
            f"<article><h1>The bridge</h1><p>{told}</p>"
            "<p>The ferry takes forty cars an hour.</p></article></body></html>"
        )
    record = tmp_path / "r.db"
    assert onrecord("add", tmp_path / "rier.html", tmp_path / "post.html", "--record", record).returncode == 0
    rows = map(json.loads, onrecord("statements", "--record", record, "--json").stdout.splitlines())
    row = next(r for r in rows if r["shown"]["page"] == "post.html" and "every cable" in r["shown"]["words"])
    (chain,) = (
        x for x in onrecord("show", row["id"], "--record", record).stdout.splitlines() if x.startswith("chain:")
    )
    first, second = chain.split(" > ")[1:]
    assert first.startswith("Lowland Tribune (told; rier.html, ")
    assert second.startswith("The Brenn Courier (according_to; post.html, ")


def test_search_finds_words_and_survives_odd_input(story_file: Path) -> None:
    found = onrecord("search", "mutual", "respect", "--record", story_file)
    assert "mutual respect" in found.stdout
    for odd in ('"', "AND OR NOT", "a*b(c", "'; DROP TABLE page; --", "\u202e"):
        assert onrecord("search", odd, "--record", story_file).returncode == 0


@pytest.mark.parametrize("form", ["jsonl", "csv", "w3c"])
def test_export_anchors_every_item(form: str, story_file: Path, tmp_path: Path) -> None:
    out = tmp_path / f"out.{form}"
    done = onrecord("export", "--format", form, "--record", story_file, "--out", out)
    assert done.returncode == 0, done.stderr
    text = out.read_text(encoding="utf-8")
    assert "full capacity" in text
    if form == "w3c":
        for line in text.splitlines():
            quote, position = json.loads(line)["target"]["selector"]
            assert position["end"] - position["start"] == len(quote["exact"])


@pytest.mark.parametrize("command", ["report", "export"])
def test_a_place_that_cannot_be_written_is_named(command: str, story_file: Path, tmp_path: Path) -> None:
    done = onrecord(command, "--record", story_file, "--out", tmp_path / "no" / "such" / "folder.txt")
    assert done.returncode == 2
    assert "--out" in done.stderr
    assert "Traceback" not in done.stderr


def test_doctor_finds_a_sound_record(story_file: Path) -> None:
    done = onrecord("doctor", "--record", story_file)
    assert done.returncode == 0, done.stdout
    assert "FAIL" not in done.stdout


def test_page_text_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in safe("red \x1b[31m alert")
    assert "\u202e" not in safe("turned \u202e round")
    assert safe("Ağrı – “plain” text") == "Ağrı – “plain” text"


def test_search_takes_filters_and_names_those_it_left_out(story_file: Path) -> None:
    found = onrecord("search", "speaker:baskar", "form:loud", "--facets", "--json", "--record", story_file)
    rows = [json.loads(line) for line in found.stdout.splitlines()]
    assert rows
    assert {row["shown"]["speaker"] for row in rows} == {"Orlen Baskar"}
    assert "form:loud is no form" in found.stderr
    assert "speaker: Orlen Baskar" in found.stderr


def test_watch_tells_each_thing_once(story_file: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.db"
    shutil.copy(story_file, mine)
    first = onrecord("watch", "patrols", "--json", "--record", mine)
    assert first.stdout.splitlines()
    assert onrecord("watch", "patrols", "--json", "--record", mine).stdout == ""
    assert onrecord("watch", "--list", "--record", mine).stdout == "patrols\n"
    assert onrecord("watch", "patrols", "--forget", "--record", mine).stdout == "forgotten\n"
    assert onrecord("watch", "--record", mine).returncode == 2


def test_verify_gives_0_for_verbatim_and_1_for_anything_else(story_file: Path, tmp_path: Path) -> None:
    listed = onrecord("statements", "--record", story_file, "--manner", "direct", "--json").stdout
    words = max((json.loads(line)["shown"]["words"] for line in listed.splitlines()), key=len)
    right = onrecord("verify", words, "--record", story_file)
    assert right.returncode == 0, right.stdout + right.stderr
    assert "VERBATIM" in right.stdout
    draft = tmp_path / "draft.md"
    draft.write_text(f'{words} And "nobody here ever spoke of purple elephants on ice".\n', encoding="utf-8")
    mixed = onrecord("verify", draft, "--record", story_file, "--json")
    assert mixed.returncode == 1
    assert {json.loads(line)["kind"] for line in mixed.stdout.splitlines()} == {"verbatim", "not_here"}
    assert onrecord("verify", "   ", "--record", story_file).returncode == 2
