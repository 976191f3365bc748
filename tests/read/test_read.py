"""Inputs found and opened: text, HTML, rows, packed files; everything else is a problem with its reason."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from onrecord.errors import UnknownFormat
from onrecord.read import Found, Input, find_inputs, read_bytes, read_input
from onrecord.types import Page, Problem

HTML = b"<html><head><title>Dam opens</title></head><body><p>The dam opened on Monday.</p></body></html>"


def pages_of(name: str, data: bytes, form: str | None = None) -> list[Page]:
    return [found.page for found in read_bytes(name, data, form) if isinstance(found, Found)]


def reason_of(name: str, data: bytes) -> str:
    (problem,) = read_bytes(name, data)
    assert isinstance(problem, Problem)
    return problem.what


def test_a_text_is_kept_as_it_is() -> None:
    text = "Dam opens\r\n\r\n  Rain\u00a0fell. \x00\n"
    assert pages_of("dam.txt", text.encode())[0].text == text


def test_html_is_told_from_content_not_from_the_name() -> None:
    assert pages_of("dam.txt", HTML)[0].media == "text/html"
    assert pages_of("dam.html", b"Dam opens\n\nThe dam opened.")[0].media == "text/plain"


def test_the_id_of_a_page_rests_on_address_and_bytes() -> None:
    (one,), (two,), (three,) = pages_of("a", b"Rain."), pages_of("b", b"Rain."), pages_of("a", b"Rain!")
    assert one.id == two.id != three.id
    (at,) = read_bytes("a", b"Rain.", url="https://herald.example/rain")
    assert isinstance(at, Found) and at.page.id != one.id


def test_every_row_of_a_dump_is_a_page_with_title_and_tags() -> None:
    rows = [
        {
            "title": "Dam opens",
            "maintext": "The dam opened.",
            "date_publish": "2031-02-01",
            "url": "https://h.example/a",
        },
        {"headline": "Rain", "html": "<p>Rain fell.</p><p>It stopped.</p>"},
        {"title": "x"},
    ]
    found = list(read_bytes("dump.jsonl", "\n".join(map(json.dumps, rows)).encode()))
    assert [f.page.name if isinstance(f, Found) else f.page for f in found] == [
        "dump.jsonl:1", "dump.jsonl:2", "dump.jsonl:3",
    ]  # fmt: skip
    first, second, third = found
    assert isinstance(first, Found) and first.page.text == "Dam opens\n\nThe dam opened."
    assert ("key:date_publish", "2031-02-01") in [(t.name, t.value) for t in first.page.tags]
    assert isinstance(second, Found) and second.page.media == "text/html"
    assert isinstance(third, Problem) and "no body" in third.what


def test_a_body_in_sections_is_joined() -> None:
    row = {
        "body": {
            "summary": ["Dam opens."],
            "sections": [{"headline": ["Rain"], "paragraphs": ["It fell.", "It rose."]}],
        }
    }
    assert pages_of("f.jsonl", json.dumps(row).encode())[0].text == "Dam opens.\n\nRain\n\nIt fell.\n\nIt rose."


def test_a_list_of_rows_is_read_too() -> None:
    assert [p.text for p in pages_of("a.json", b'[{"text": "Rain."}, {"text": "Hail."}]')] == ["Rain.", "Hail."]


def test_a_broken_row_is_named_and_the_rest_goes_on() -> None:
    found = list(read_bytes("d.jsonl", b'{"text": "Rain."}\n{"text": "Ha\n{"text": "Hail."}'))
    assert [type(f) for f in found] == [Found, Problem, Found]
    assert isinstance(found[1], Problem) and found[1].page == "d.jsonl:2"


def test_packed_pages_are_unpacked() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("b.html", HTML)
        archive.writestr("../a.txt", "Rain fell.")
    assert [p.name for p in pages_of("pages.zip", packed.getvalue())] == ["pages.zip/../a.txt", "pages.zip/b.html"]
    assert pages_of("dam.html.gz", gzip.compress(HTML))[0].name == "dam.html.gz"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.html", b"", "empty"),
        ("a.txt", b" \n\t", "empty"),
        ("a.html", b"\x89PNG\r\n\x1a\n", "PNG image"),
        ("a.pdf", b"%PDF-1.7", "broken PDF"),
        ("a.warc", b"WARC/1.0\r\n", "no record"),
        ("a.xml", b'<?xml version="1.0"?><rss version="2.0"></rss>', "no items"),
        ("a.mhtml", b"From: <Saved>\r\nMIME-Version: 1.0\r\n\r\n ", "no text part"),
        ("a.css", b"p { color: red }", "style file"),
        ("a.zst", b"\x28\xb5\x2f\xfd123", "zstd archive is not read"),
        ("a.txt", bytes(range(20)) * 20, "binary file"),
        ("a.gz", b"\x1f\x8b\x08broken", "broken"),
        ("a.zip", b"PK\x03\x04broken", "broken ZIP"),
        ("a.html", b"<html><script>only a script</script></html>", "no text"),
    ],
)
def test_what_is_no_page_says_why(name: str, data: bytes, says: str) -> None:
    assert says in reason_of(name, data)


def test_a_huge_page_is_refused_with_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.read.source.PAGE_LIMIT_MB", 1)
    assert "larger than 1 MB" in reason_of("a.txt", b"Rain fell. " * 200_000)


def test_folders_are_read_in_order_and_a_missing_path_says_what_to_do(tmp_path: Path) -> None:
    for name in ("b/two.txt", "a.txt", ".hidden/no.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Rain fell.")
    (tmp_path / "empty").mkdir()
    found = list(find_inputs([str(tmp_path), str(tmp_path / "*.txt"), str(tmp_path / "gone"), str(tmp_path / "empty")]))
    assert [Path(f.name).name for f in found if isinstance(f, Input)] == ["a.txt", "two.txt"]
    assert [f.page for f in found if isinstance(f, Problem)] == [str(tmp_path / "gone"), str(tmp_path / "empty")]


def test_a_wrong_form_stops_at_once(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match="html"):
        read_bytes("a", b"x", "docx")
    with pytest.raises(UnknownFormat):
        read_input(Input("a", tmp_path), form="docx")


def test_a_file_that_vanished_is_a_problem(tmp_path: Path) -> None:
    (problem,) = read_input(Input("gone", tmp_path / "gone"))
    assert isinstance(problem, Problem)
