"""Saved pages, mails, PDF, tables, sitemaps, packed files."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from onrecord.errors import UnknownFormat
from onrecord.read import Found, Input, read_bytes, read_input
from onrecord.types import Page, Problem
from tests.read.made import BODY, URL, pages_of, pdf, problems_of

MHTML = f"""From: <Saved by Blink>
Snapshot-Content-Location: {URL}
Subject: Dam opens
Date: Sat, 1 Feb 2031 10:00:00 +0530
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="--b"

----b
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable
Content-Location: {URL}

<html><body><p>The dam =E2=80=9Copened=E2=80=9D on Mon=
day.</p></body></html>
----b
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
----b--
"""


def from_disk(path: Path, form: str | None = None) -> list[Page | Problem]:
    return [f.page if isinstance(f, Found) else f for f in read_input(Input(path.name, path), form=form)]


def test_a_page_saved_whole_by_a_browser_keeps_address_and_time() -> None:
    (page,) = pages_of("dam.mhtml", MHTML.replace("\n", "\r\n").encode())
    assert page.text == "The dam “opened” on Monday." and page.media == "text/html"
    assert (page.url, page.fetched) == (URL, "2031-02-01T10:00:00+05:30")


def test_a_mail_is_read_and_its_date_is_no_time_of_capture() -> None:
    mail = b"From: Herald <a@h.example>\nMIME-Version: 1.0\nSubject: =?utf-8?q?Dam?=\n"
    mail += b"Date: Sat, 1 Feb 2031 10:00:00 +0000\n\n"
    (page,) = pages_of("a.eml", mail + b"The dam opened.\n")
    assert page.text == "The dam opened.\n" and page.fetched is None
    assert ("mail:subject", "Dam") in [(tag.name, tag.value) for tag in page.tags]


def test_a_single_file_page_keeps_address_and_time() -> None:
    when = "Sat Feb 01 2031 10:00:00 GMT+0530 (Tolvia Time)"
    mark = f"<!--\n Page saved with SingleFile \n url: {URL} \n saved date: {when}\n-->"
    (page,) = pages_of("dam.html", b"<!DOCTYPE html> <html>" + mark.encode() + BODY)
    assert (page.url, page.fetched) == (URL, "2031-02-01T10:00:00+05:30")


def test_a_pdf_is_text_with_its_pages_marked() -> None:
    (page,) = pages_of("dam.pdf", pdf("The dam opened.", "It held."))
    assert page.text == "The dam opened.\n\nIt held." and page.media == "application/pdf"
    assert [tag.value for tag in page.tags if tag.name == "pdf:page"] == ["1 at 0", "2 at 17"]


def test_a_pdf_that_cannot_be_read_says_why() -> None:
    locked, blank = io.BytesIO(), io.BytesIO()
    writer = PdfWriter(PdfReader(io.BytesIO(pdf("The dam opened."))))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(locked)
    scan = PdfWriter()
    scan.add_blank_page(100, 100)
    scan.write(blank)
    reasons = [problems_of("a.pdf", data)[0].what for data in (locked.getvalue(), blank.getvalue(), pdf("x")[:60])]
    assert "encrypted" in reasons[0] and "scanned" in reasons[1] and "broken PDF" in reasons[2]


def test_rows_of_a_table_are_pages() -> None:
    table = 'url,title,text\nhttps://h.example/a,Dam opens,"The dam\nopened."\nhttps://h.example/b,Rain,It rained.\n'
    first, second = pages_of("a.csv", table.encode())
    assert (first.text, first.url, first.name) == ("Dam opens\n\nThe dam\nopened.", "https://h.example/a", "a.csv:1")
    assert second.text == "Rain\n\nIt rained."
    semicolons = pages_of("a.csv", table.replace(",", ";").encode("utf-16"))
    assert [page.text for page in semicolons] == [first.text, second.text]


def test_a_table_without_a_known_column_asks_which() -> None:
    table = b"address,story\nhttps://h.example/a,The dam opened.\n"
    (problem,) = problems_of("a.csv", table)
    assert "which column" in problem.what and "address, story" in problem.what and "--as csv:" in problem.what
    (page,) = pages_of("a.csv", table, "csv:story")
    assert page.text == "The dam opened." and ("key:address", "https://h.example/a") in [
        (t.name, t.value) for t in page.tags
    ]
    (other,) = problems_of("a.csv", table, "csv:body")
    assert 'no column "body"' in other.what


def test_a_row_may_be_told_where_its_body_stands() -> None:
    (page,) = pages_of("a.jsonl", b'{"story": "Rain.", "text": "x"}', "jsonl:story")
    assert page.text == "Rain."
    with pytest.raises(UnknownFormat, match="csv:story"):
        read_bytes("a", b"x", "html:story")


@pytest.mark.parametrize(
    ("row", "text", "url", "fetched"),
    [
        ('{"maintext": "Rain.", "title": "Dam", "url": "https://h.example/a", "date_download": "2031-02-01 10:00:00"}',
         "Dam\n\nRain.", "https://h.example/a", "2031-02-01 10:00:00"),
        ('{"plaintext": "Rain.", "title": "Dam", "html": {"requested_url": "https://h.example/a",'
         '"crawl_date": "2031"}}',
         "Dam\n\nRain.", "https://h.example/a", "2031"),
        ('{"text_content": "Rain.", "article_title": "Dam", "url": "https://h.example/a", "indexed_date": "2031-02"}',
         "Dam\n\nRain.", "https://h.example/a", "2031-02"),
    ],
    ids=["news-please", "fundus", "media cloud"],
)  # fmt: skip
def test_dumps_of_others_are_read(row: str, text: str, url: str, fetched: str) -> None:
    (page,) = pages_of("a.jsonl", row.encode())
    assert (page.text, page.url, page.fetched) == (text, url, fetched)


def test_a_sitemap_opens_the_files_beside_it_and_nothing_above(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_bytes(BODY)
    folder = tmp_path / "site"
    (folder / "h.example").mkdir(parents=True)
    (folder / "h.example" / "dam.html").write_bytes(BODY)
    (folder / "rain.html").write_bytes(b"<p>Rain fell.</p>")
    places = ["https://h.example/dam.html", "rain.html", "../secret.html", "https://h.example/gone.html"]
    lines = "".join(f"<url><loc>{place}</loc></url>" for place in places)
    site = folder / "sitemap.xml"
    site.write_text(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{lines}</urlset>')
    dam, rain, missing = from_disk(site)
    assert isinstance(dam, Page) and (dam.url, dam.text) == ("https://h.example/dam.html", "The dam opened on Monday.")
    assert isinstance(rain, Page) and rain.url is None
    assert isinstance(missing, Problem) and "2 of its 4 addresses" in missing.what


def test_sitemaps_that_list_one_another_end(tmp_path: Path) -> None:
    for one, two in (("a.xml", "b.xml"), ("b.xml", "a.xml")):
        (tmp_path / one).write_text(f"<sitemapindex><sitemap><loc>{two}</loc></sitemap></sitemapindex>")
    assert all(isinstance(found, Problem) for found in from_disk(tmp_path / "a.xml"))


def test_a_form_reaches_through_what_packs_it() -> None:
    assert pages_of("a.gz", gzip.compress(b"<p>Rain fell.</p>"), "text")[0].text == "<p>Rain fell.</p>"
    members = io.BytesIO()
    with zipfile.ZipFile(members, "w") as archive:
        archive.writestr("a", "<p>Rain fell.</p>")
        archive.writestr("__MACOSX/._a", "x")
    assert [page.text for page in pages_of("a.zip", members.getvalue(), "html")] == ["Rain fell."]
