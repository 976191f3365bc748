"""The pages of docs/ against the code: fields, labels, tables, constants, commands, links."""

from __future__ import annotations

import importlib
import inspect
import re
import shlex
import sqlite3
import typing
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import typer

import onrecord
from onrecord import groups, labels, types
from onrecord.cli import make_app
from onrecord.store import Store

ROOT = Path(__file__).parent.parent
FORMAT = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
PAGES = sorted((ROOT / "docs").rglob("*.md"))
DECIDES = [page for page in PAGES if page.parent.name == "decides" and page.stem != "README"]
# Role and Relation name both a record and a label, and so on: these labels have a longer heading.
HEADINGS = {
    "Role": "Role of a block",
    "Count": "Count of unnamed sources",
    "Hop": "Hop (how of a Relay)",
    "Kind": "Kind of a mention",
    "Naming": "Naming (form of a mention)",
    "Overlap": "Overlap (kind of a Copy)",
    "Relation": "Relation of two statements",
}
RECORDS = [
    kind
    for module in (types, groups)
    for _, kind in inspect.getmembers(module, inspect.isclass)
    if issubclass(kind, msgspec.Struct) and kind.__module__ == module.__name__
]
LABELS = [name for name, value in vars(labels).items() if typing.get_origin(value) is typing.Literal]
_CELL = re.compile(r"^\| `([^`]+)` \|", re.M)
_CONSTANT = re.compile(r"^\| `(\w+)` \| ([^|]+) \| `([\w/]+)\.py` \|", re.M)
_LINK = re.compile(r"\]\(([^)#:]+\.md)(?:#([^)]*))?\)")
_COMMAND = re.compile(r"^(?:    )?onrecord (.+)$", re.M)


def section(heading: str) -> str:
    """The text under a second heading of the format, up to the next heading."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^#|\Z)", FORMAT, re.M | re.S)
    assert found, f"docs/format.md has no section {heading}"
    return found[1]


def commands() -> Iterator[tuple[str, str]]:
    """Each command line in a code block of README.md and docs/, with its file."""
    for page in (ROOT / "README.md", *PAGES):
        text = page.read_text(encoding="utf-8")
        fenced = re.findall(r"^```(?:sh|console)?\n(.*?)^```", text, re.M | re.S)
        indented = re.findall(r"^    .*$", text, re.M)
        yield from ((page.name, line) for line in _COMMAND.findall("\n".join((*fenced, *indented))))


SHOWN = sorted(set(commands()))


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_every_field_of_a_record_is_explained(kind: type[msgspec.Struct]) -> None:
    assert _CELL.findall(section(kind.__name__)) == list(kind.__struct_fields__)


@pytest.mark.parametrize("name", LABELS)
def test_every_label_has_its_example(name: str) -> None:
    assert _CELL.findall(section(HEADINGS.get(name, name))) == list(typing.get_args(getattr(labels, name)))


# SQLite's own tables beneath the full-text indexes.
_WORDS = ("found_", "spoken_", "called_")


def test_every_table_of_the_file_is_named(tmp_path: Path) -> None:
    Store.open(tmp_path / "empty.db").close()
    with sqlite3.connect(tmp_path / "empty.db") as link:
        names = [row[0] for row in link.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    told = FORMAT[FORMAT.index("# The tables") :]
    assert [name for name in names if f"`{name}`" not in told and not name.startswith(_WORDS)] == []


def test_every_column_of_the_table_of_statements_is_named() -> None:
    told = section("csv and parquet")
    (row,) = onrecord.extract('"The lake is calm today," Ann Lee said.', fast=True).cells()
    assert [name for name in row if f"`{name}`" not in told] == []


@pytest.mark.parametrize("page", DECIDES, ids=lambda page: page.stem)
def test_a_page_on_deciding_gives_the_constants_as_they_are(page: Path) -> None:
    found = _CONSTANT.findall(page.read_text(encoding="utf-8"))
    assert found
    for name, value, file in found:
        module = importlib.import_module("onrecord." + file.removesuffix("/__init__").replace("/", "."))
        assert f"{name} {getattr(module, name)}" == f"{name} {value.strip()}", f"{file}.py has another {name}"


@pytest.mark.parametrize("page", [ROOT / "README.md", *PAGES], ids=lambda page: page.stem)
def test_links_lead_to_pages_and_headings(page: Path) -> None:
    for target, heading in _LINK.findall(page.read_text(encoding="utf-8")):
        text = (page.parent / target).read_text(encoding="utf-8")
        assert not heading or heading in {_anchor(line) for line in re.findall(r"^#+ (.+)$", text, re.M)}


def test_links_inside_the_format_lead_to_headings() -> None:
    headings = {_anchor(line) for line in re.findall(r"^#+ (.+)$", FORMAT, re.M)}
    assert [name for name in re.findall(r"\]\(#([^)]+)\)", FORMAT) if name not in headings] == []


def _anchor(heading: str) -> str:
    """The anchor a heading gets where Markdown is shown."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_files_a_page_names_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    room = re.findall(r"`onrecord/([\w/]+)/`", text)
    homes = [ROOT, ROOT / "onrecord", *(ROOT / "onrecord" / name for name in room), ROOT / "onrecord" / "words" / "en"]
    for name in set(re.findall(r"`([\w.-][\w/.-]*\.(?:py|csv|json))`", text)):
        assert any((home / name).is_file() for home in homes), f"{page.name} names {name}"


def test_commands_are_shown_at_all() -> None:
    assert len(SHOWN) > 20


@pytest.mark.parametrize(("page", "line"), SHOWN, ids=lambda text: text)
def test_a_command_shown_is_one_that_works(page: str, line: str) -> None:
    verbs = typer.main.get_command(make_app()).commands  # type: ignore[attr-defined]
    verb, *arguments = shlex.split(line, comments=True)
    assert verb in verbs, f"{page} shows onrecord {verb}"
    verbs[verb].make_context(verb, arguments)
