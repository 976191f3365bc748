"""Hostile and broken input: nothing is lost without a word, nothing costs more than a page may."""

from __future__ import annotations

import gzip
import io
import json
import resource
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from onrecord.read import Found, read_bytes
from tests.read.made import URL, answer, numbered, packed, pages_of, problems_of, record

END = "The sentinel stood at the end."
PAGE_SECONDS = 10
MEMORY_MB = 300
GB = 1 << 30
# Reads one file in a process of its own and says: seconds, peak MB, pages, problems, whether the end was met or missed.
ALONE = """
import json, sys, time
from pathlib import Path
from onrecord.read import Found, Input, read_input
list(read_input(Input("warm", Path(sys.argv[2]))))
begin = time.process_time()
found = list(read_input(Input("x", Path(sys.argv[1]))))
pages = [f.page for f in found if isinstance(f, Found)]
print(json.dumps({
    "seconds": time.process_time() - begin,
    "mb": next(int(l.split()[1]) / 1024 for l in open("/proc/self/status") if l.startswith("VmHWM")),
    "pages": [len(p.text) for p in pages],
    "ends": [p.text.rstrip()[-30:] for p in pages],
    "cut": [p.truncated for p in pages],
    "problems": [f.what for f in found if not isinstance(f, Found)],
}))
"""


def read_alone(tmp_path: Path, name: str, data: bytes | None = None) -> dict[str, list[object]]:
    """A file read within the time and memory of one page."""
    if data is not None:
        (tmp_path / name).write_bytes(data)
    (tmp_path / "warm.html").write_text("<p>Rain fell.</p>")
    line = [sys.executable, "-c", ALONE, str(tmp_path / name), str(tmp_path / "warm.html")]
    told = subprocess.run(line, capture_output=True, text=True, check=True, timeout=120)
    seen: dict[str, list[object]] = json.loads(told.stdout)
    assert seen["seconds"] < PAGE_SECONDS, seen  # type: ignore[operator]
    assert seen["mb"] < MEMORY_MB, seen  # type: ignore[operator]
    return seen


def check_end(seen: dict[str, list[object]]) -> None:
    (end,), (cut,) = seen["ends"], seen["cut"]
    assert cut or str(end).endswith(END)


@pytest.mark.parametrize("deep", [1, 64, 256, 1000, 5000])
@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "table><tr><td", "ul><li", "a href=x"])
def test_however_deep_the_elements_the_end_is_met(deep: int, tag: str) -> None:
    begin = time.process_time()
    markup = "".join(f"<{part}>" for part in tag.split("><")) * deep + "Rain fell." + f"</p><p>{END}</p>"
    (page,) = pages_of("a.html", b"<!DOCTYPE html>" + markup.encode())
    assert page.truncated or END in page.text
    assert time.process_time() - begin < PAGE_SECONDS


@pytest.mark.parametrize("size_mb", [1, 10, 20])
@pytest.mark.parametrize("form", ["html", "text", "script", "wide"])
def test_a_text_of_megabytes_keeps_its_end(tmp_path: Path, size_mb: int, form: str) -> None:
    size = size_mb << 20
    line = {"wide": "Дождь шёл всю ночь. "}.get(form, "It rained all night, the mayor said. ")
    text = line * (size // len(line.encode()))
    markup = {"script": f"<script>{text}</script><p>Rain.</p>", "text": text}.get(form, f"<p>{text}</p>")
    name = "a.txt" if form == "text" else "a.html"
    head = "" if form == "text" else "<!DOCTYPE html>"
    check_end(read_alone(tmp_path, name, f"{head}{markup}<p>{END}".encode() if head else f"{text}\n{END}".encode()))


def test_many_small_elements_stay_within_a_page(tmp_path: Path) -> None:
    lines = "".join(f"<p>Rain fell on day {n}.</p><ul><li><a href=x{n}>more</a></ul>" for n in range(60_000))
    check_end(read_alone(tmp_path, "a.html", f"<!DOCTYPE html>{lines}<p>{END}".encode()))


def test_200000_attributes_are_only_attributes(tmp_path: Path) -> None:
    many = " ".join(f"a{n}='{n}'" for n in range(200_000))
    check_end(read_alone(tmp_path, "a.html", f"<!DOCTYPE html><p {many}>Rain.</p><p>{END}".encode()))
    tags = "".join(f"<meta name=a{n} content={n}>" for n in range(200_000))
    check_end(read_alone(tmp_path, "b.html", f"<!DOCTYPE html>{tags}<p>{END}".encode()))


@pytest.mark.parametrize("tags", [4_000, 400, 13])
def test_formatting_that_is_never_closed_does_not_multiply(tmp_path: Path, tags: int) -> None:
    opened = "".join(f"<{'bius'[n % 4]} class=c{n}>" for n in range(tags))
    lines = "<p>It rained." * (2_000_000 // tags)
    check_end(read_alone(tmp_path, "a.html", f"<!DOCTYPE html><p>{opened}{lines}<p>{END}".encode()))


def deflated(size: int, byte: bytes = b"a", *, head: bytes = b"", tail: bytes = b"") -> tuple[bytes, int]:
    """Deflate of so many bytes, made of one block over and over, and the checksum of what it unpacks to."""
    part = (byte * (1 << 20))[: 1 << 20]
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    begin = squeeze.compress(head) + squeeze.flush(zlib.Z_FULL_FLUSH)
    block = squeeze.compress(part) + squeeze.flush(zlib.Z_FULL_FLUSH)
    checksum = zlib.crc32(head)
    for _ in range(size >> 20):
        checksum = zlib.crc32(part, checksum)
    return begin + block * (size >> 20) + squeeze.compress(tail) + squeeze.flush(), zlib.crc32(tail, checksum)


def gzipped(size: int, byte: bytes = b"a", *, head: bytes = b"", tail: bytes = b"") -> bytes:
    """A gzip file that unpacks to so many bytes."""
    inner, checksum = deflated(size, byte, head=head, tail=tail)
    whole = (len(head) + size + len(tail)) & 0xFFFFFFFF
    return b"\x1f\x8b\x08" + bytes(7) + inner + struct.pack("<II", checksum, whole)


def zipped(members: dict[str, tuple[bytes, int, int]]) -> bytes:
    """A ZIP of members given as deflate, checksum and size."""
    out, index = b"", b""
    for name, (inner, checksum, size) in members.items():
        head = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x21, checksum, len(inner), size, len(name), 0)
        index += b"PK\x01\x02\x14\x00" + head + struct.pack("<HHHII", 0, 0, 0, 0, len(out)) + name.encode()
        out += b"PK\x03\x04" + head + name.encode() + inner
    count = len(members)
    return out + index + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(index), len(out), 0)


@pytest.mark.parametrize("byte", [b"\0", b"a", b"<p>a", b"{}\n "])
def test_a_gzip_bomb_costs_no_more_than_a_page(tmp_path: Path, byte: bytes) -> None:
    seen = read_alone(tmp_path, "a.gz", gzipped(2 * GB, byte))
    assert seen["problems"] and not seen["pages"]


def test_a_zip_bomb_costs_no_more_than_a_page(tmp_path: Path) -> None:
    bomb, checksum = deflated(2 * GB, head=b"<p>")
    small, other = deflated(0, head=f"<p>{END}</p>".encode())
    size = len(f"<p>{END}</p>")
    bombs = {"a.html": (bomb, checksum, 2 * GB + 3), "b.html": (small, other, size), "c.html": (bomb, checksum, 99)}
    seen = read_alone(tmp_path, "a.zip", zipped(bombs))
    assert END in [str(end) for end in seen["ends"]] and seen["problems"]
    assert sum(int(str(chars)) for chars in seen["pages"]) < 1000


def test_a_bomb_in_an_archive_costs_its_record_alone(tmp_path: Path) -> None:
    one, two = numbered(2)
    big = gzipped(2 * GB, b"\0", head=record(b"", size=2 * GB)[:-4], tail=b"\r\n\r\n")
    inner = answer(gzipped(2 * GB, head=b"<p>"), "Content-Type: text/html\r\nContent-Encoding: gzip")
    seen = read_alone(tmp_path, "a.warc.gz", packed([one]) + big + packed([record(inner), two]))
    assert len(seen["pages"]) == 2 and len(seen["problems"]) == 2


def test_bombs_in_bombs_end() -> None:
    data = b"<p>Rain fell.</p>"
    for _ in range(30):
        data = gzip.compress(data)
    (problem,) = problems_of("a.gz", data)
    assert "packed more than" in problem.what
    for _ in range(10):
        packed_file = io.BytesIO()
        with zipfile.ZipFile(packed_file, "w") as archive:
            archive.writestr("a", data)
        data = packed_file.getvalue()
    (problem,) = problems_of("a.zip", data)
    assert "packed more than" in problem.what


def test_a_feed_of_entities_is_refused_at_once(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]><rss><title>&l11;</title></rss>'
    seen = read_alone(tmp_path, "a.xml", bomb.encode())
    assert not seen["pages"] and "entities" in str(seen["problems"])


def test_a_long_feed_stays_within_its_time(tmp_path: Path) -> None:
    items = "".join(
        f"<item><title>Rain {n}</title><description>{'It rained. ' * 20}</description></item>" for n in range(4000)
    )
    seen = read_alone(tmp_path, "a.xml", f"<rss version='2.0'><channel>{items}</channel></rss>".encode())
    assert len(seen["pages"]) == 4000


@pytest.mark.parametrize(
    "tail", ["<p", "<p ", "<a href='", "&", "&#", "<!--", "<![CDATA[", "<script>", "</", "<plaintext>"]
)
def test_a_page_cut_anywhere_keeps_what_came_before(tail: str) -> None:
    (page,) = pages_of("a.html", f"<!DOCTYPE html><p>It rained.</p><p>{END}</p>{tail}".encode())
    assert END in page.text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        ("a.html", b"\xff\xd8\xff\xe0" + bytes(200)),
        ("a.html", bytes(range(256)) * 40),
        ("a.html", b"MZ\x90\x00" + bytes(100)),
        ("a.txt", b"\x7fELF" + bytes(100)),
        ("a.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 10),
        ("a.warc", b"WARC/1.0\r\n" * 4000),
        ("a.warc.gz", gzip.compress(b"WARC/1.0\r\n") * 400),
        ("a.zip", b"PK\x03\x04" + bytes(range(256))),
        ("a.zip", b"PK\x05\x06" + bytes(18)),
        ("a.gz", gzip.compress(b"<p>Rain fell.")[:10]),
        ("a.html", b""),
        ("a.jsonl", b"\n\n\n"),
        ("a.csv", b"\n\n"),
    ],
)
def test_what_is_no_page_is_a_named_problem(name: str, data: bytes) -> None:
    found = problems_of(name, data)
    assert found and not pages_of(name, data)
    assert all(one.name.startswith(name) and one.what for one in found)


@pytest.mark.parametrize(
    "charset", ["utf-8", "latin-1", "windows-1252", "utf-16", "shift_jis", "none-such", "utf-7", "idna", "rot13"]
)
@pytest.mark.parametrize("real", ["utf-8", "cp1252", "utf-16", "utf-16-le"])
def test_a_charset_that_lies_loses_no_page(charset: str, real: str) -> None:
    text = "“Straßenbau im Tal geht weiter”, sagte die Bürgermeisterin am Montag. Über den Fluß führt eine Brücke."
    page = f'<!DOCTYPE html><meta charset="{charset}"><p>{text}</p>'.encode(real)
    for data in (page, record(answer(page, f"Content-Type: text/html; charset={charset}"), URL)):
        read = pages_of("a.html", data) or problems_of("a.html", data)
        assert read
        if real in ("utf-8", "utf-16"):
            assert pages_of("a.html", data)[0].text == text


@pytest.mark.parametrize(
    "odd", ["\x00", "\x0b", "\u202e\u2066", "\ufeff", "\ufffe", "\ud800", "\U0010ffff", "\x1b[31m"]
)
def test_odd_characters_stay_what_they_are_or_are_marked(odd: str) -> None:
    text = f"It rained{odd}, she said."
    for name, data in (
        ("a.txt", text.encode("utf-8", "replace")),
        ("a.html", f"<!DOCTYPE html><p>{text}</p>".encode("utf-8", "replace")),
        ("a.jsonl", json.dumps({"text": text}).encode()),
    ):
        (page,) = pages_of(name, data)
        page.text.encode("utf-8")
        assert page.text.startswith("It rained") and page.text.endswith("she said.")


def test_members_that_point_outside_are_only_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    outside = io.BytesIO()
    with zipfile.ZipFile(outside, "w") as archive:
        for name in ("../../a.html", "/etc/b.html", "C:\\c.html", "d\x00.html"):
            archive.writestr(zipfile.ZipInfo(name), "<p>Rain fell.</p>")
    assert len(pages_of("a.zip", outside.getvalue())) == 4
    assert list(tmp_path.iterdir()) == []


def test_a_zip_that_lies_about_sizes_is_told() -> None:
    honest = io.BytesIO()
    with zipfile.ZipFile(honest, "w") as archive:
        archive.writestr("a.html", "<p>Rain fell.</p>")
        archive.writestr("b.html", "<p>Hail fell.</p>")
    data = bytearray(honest.getvalue())
    at = data.index(b"<p>Rain")
    data[at + 3 : at + 7] = b"Snow"
    read = [
        found.page.truncated if isinstance(found, Found) else found.what for found in read_bytes("a.zip", bytes(data))
    ]
    assert any(one and "CRC" in one for one in read) and len(read) == 2


def test_a_folder_of_many_small_files_is_read_in_order(tmp_path: Path) -> None:
    from onrecord.read import Input, find_inputs, read_input

    for n in range(2000):
        (tmp_path / f"{n % 20}").mkdir(exist_ok=True)
        (tmp_path / f"{n % 20}" / f"{n}.txt").write_text(f"Rain fell on day {n}.")
    found = list(find_inputs([str(tmp_path)]))
    assert len(found) == 2000 and [f.name for f in found if isinstance(f, Input)] == sorted(
        (f.name for f in found if isinstance(f, Input)), key=lambda name: Path(name).parts
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    texts = [
        one.page.text for item in found if isinstance(item, Input) for one in read_input(item) if isinstance(one, Found)
    ]
    assert len(texts) == 2000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024
