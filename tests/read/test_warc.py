"""Web archives: every record that can be read is read, whatever its neighbours are."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from tests.read.made import BODY, URL, answer, numbered, packed, pages_of, problems_of, record

DAYS = [f"Rain fell on day {n} of the flood." for n in range(4)]


def days(data: bytes, name: str = "a.warc") -> list[str]:
    return [page.text for page in pages_of(name, data)]


def test_a_record_gives_page_address_and_time_of_capture() -> None:
    (page,) = pages_of("a.warc", record(answer()))
    assert page.text == "The dam opened on Monday." and page.name == "a.warc:1"
    assert (page.url, page.fetched, page.media) == (URL, "2031-02-01T10:00:00Z", "text/html")


@pytest.mark.parametrize(
    "data",
    [
        b"".join(numbered()),
        packed(numbered()),
        gzip.compress(b"".join(numbered())),
        gzip.compress(packed(numbered())),
    ],
    ids=["plain", "packed", "whole", "twice"],
)
def test_records_are_read_however_they_are_packed(data: bytes) -> None:
    assert days(data) == DAYS and not problems_of("a.warc", data)


def test_a_web_archive_in_a_zip_is_read_and_its_index_is_not() -> None:
    wacz = io.BytesIO()
    with zipfile.ZipFile(wacz, "w") as archive:
        archive.writestr("archive/data.warc.gz", packed(numbered()))
        archive.writestr("datapackage.json", "{}")
        archive.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n')
        archive.writestr("indexes/index.cdx.gz", gzip.compress(b"x"))
    assert days(wacz.getvalue(), "a.wacz") == DAYS and not problems_of("a.wacz", wacz.getvalue())


@pytest.mark.parametrize("size", [0, 40, 10_000, 10**15, -5])
def test_a_wrong_length_costs_no_other_record(size: int) -> None:
    one, two, three, four = numbered()
    wrong = record(two.split(b"\r\n\r\n", 1)[1][:-4], f"{URL}/1", size=size)
    read = days(b"".join([one, wrong, three, four]))
    assert [day for day in read if day in DAYS] in (DAYS, [DAYS[0], *DAYS[2:]])


@pytest.mark.parametrize("pack", [b"".join, packed], ids=["plain", "packed"])
def test_a_cut_archive_gives_what_stands_before_the_cut(pack: object) -> None:
    whole = pack(numbered())  # type: ignore[operator]
    read = pages_of("a.warc", whole[:-60])
    assert [page.text for page in read[:3]] == DAYS[:3]
    assert all(page.truncated for page in read[3:])
    assert len(read) + len(problems_of("a.warc", whole[:-60])) == 4


@pytest.mark.parametrize("pack", [b"".join, packed], ids=["plain", "packed"])
def test_a_broken_record_is_named_and_the_next_is_read(pack: object) -> None:
    one, two, three, four = numbered()
    parts = [pack([part]) for part in (one, two, three, four)]  # type: ignore[operator]
    broken = bytearray(parts[1])
    broken[2:40] = bytes(byte ^ 0x5A for byte in broken[2:40])
    data = parts[0] + bytes(broken) + parts[2] + parts[3]
    assert days(data) == [DAYS[0], *DAYS[2:]]
    assert any("broken" in found.what for found in problems_of("a.warc", data))
    first = bytes(broken) + parts[2] + parts[3]
    assert days(first, "a.warc.gz") == DAYS[2:]


def test_junk_between_records_costs_none() -> None:
    one, two, three, four = numbered()
    assert days(one + b"\x00" * 3000 + two + b"junk\r\n\r\n" + three + four) == DAYS


def test_chunks_and_packing_of_the_server_come_off() -> None:
    squeezed = gzip.compress(BODY)
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (squeezed[:30], squeezed[30:])) + b"0\r\n\r\n"
    head = "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip"
    assert days(record(answer(chunks, head))) == ["The dam opened on Monday."]
    # Some archives keep these headers over a body that is neither.
    assert days(record(answer(BODY, head))) == ["The dam opened on Monday."]


def test_a_body_that_breaks_off_is_marked() -> None:
    head = "Content-Type: text/html\r\nContent-Encoding: gzip"
    long = b"<p>" + b"".join(b"It rained %d mm that night. " % n for n in range(4000))
    (page,) = pages_of("a.warc", record(answer(gzip.compress(long)[:-500], head)))
    assert page.truncated and "breaks off" in page.truncated


def test_what_no_one_takes_for_a_page_is_counted_in_one_problem() -> None:
    data = b"".join(
        [
            record(answer(b"\x89PNG\r\n\x1a\n", "Content-Type: image/png"), f"{URL}.png"),
            record(answer(b"p{}", "Content-Type: text/css"), f"{URL}.css"),
            record(answer(b"moved", status="301 Moved"), URL),
            *numbered(1),
        ]
    )
    assert days(data) == DAYS[:1]
    (problem,) = problems_of("a.warc", data)
    assert problem.what == "3 records are no pages: 1 answers with status 301, 1 image/png, 1 text/css."


def test_the_charset_of_the_server_is_checked_against_the_bytes() -> None:
    text = "<p>Дождь шёл всю ночь, сказал мэр города в понедельник.".encode("cp1251")
    (page,) = pages_of("a.warc", record(answer(text, "Content-Type: text/html; charset=windows-1251")))
    assert page.text.startswith("Дождь") and page.encoding == "cp1251"
    (lied,) = pages_of("a.warc", record(answer("<p>Šedé mraky".encode(), "Content-Type: text/html; charset=latin-1")))
    assert lied.text == "Šedé mraky"


def test_a_page_kept_without_a_server_head_is_read() -> None:
    assert days(record(BODY, kind="resource")) == ["The dam opened on Monday."]


def test_the_archives_before_warc_are_read() -> None:
    body = answer()
    told = b"1 0 Herald\nURL IP-address Archive-date Content-type Archive-length\n"
    arc = b"filedesc://a.arc 0.0.0.0 20310201100000 text/plain %d\n%s\n" % (len(told), told)
    arc += f"{URL} 10.0.0.1 20310201100000 text/html {len(body)}\n".encode() + body + b"\n"
    for data in (arc, gzip.compress(arc)):
        (page,) = pages_of("a.arc", data)
        assert (page.text, page.url, page.fetched) == ("The dam opened on Monday.", URL, "2031-02-01T10:00:00Z")
