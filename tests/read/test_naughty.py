"""Strings that break programs, through every reader: they stay what they are, and no reader raises."""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from onrecord.read import Found, read_bytes
from onrecord.read.sniff import CONTROL_SHARE
from onrecord.types import Page
from tests.read.made import answer, packed, pdf, record

# 515 strings that a collection of them holds, where the benchmark data is at hand.
MORE = Path(__file__).parents[3] / "shared" / "bench" / "hostile" / "naughty-strings.json"
OWN = [
    "undefined", "nil", "1/0", "1e999", "0x0", "'; DROP TABLE pages; --", '" or ""="', "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "{{7*7}}", "${7*7}", "%n%s%p", "$(reboot)", "`reboot`", "../../etc/passwd",
    "=1+1", "@SUM(1)", "-1+1", "+1", "Ω≈ç√∫", "ЁЂЃЄЅ", "ثم نفس سقطت", "הָיְתָה", "社會科學院", "ÅÍÎÏ˝ÓÔ", "👩🏽‍🚀👨‍👩‍👧",
    "z̵̡͍̔a̷͚l̸", "ɐɯɐɯ",
    "\u202ecod.exe", "\u2066x\u2069", "\u200b", "\ufeff", "\x07\x1b[31m", "\u2028\u2029", "İıſß", "ﷺ", "\u0000", "�",
]  # fmt: skip


def strings() -> list[str]:
    """Our own, and the collection where it is there."""
    more = json.loads(MORE.read_text(encoding="utf-8")) if MORE.exists() else []
    return [*OWN, *(text for text in more if isinstance(text, str))]


def is_mostly_controls(line: str) -> bool:
    """Whether a line is told as the binary file it looks like."""
    return sum(c < " " and c not in "\t\n\r\f\x1b" for c in line) > CONTROL_SHARE * len(line.encode("utf-8", "replace"))


def in_mail(text: str) -> bytes:
    mail = EmailMessage()
    mail["Subject"] = "Dam"
    mail.set_content(text, charset="utf-8", cte="base64")
    return mail.as_bytes()


def in_zip(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", text)
    return out.getvalue()


def in_table(text: str) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([["text", "title"], [text, "Dam"]])
    return out.getvalue().encode()


WRAPS = {
    "a.txt": str.encode,
    "a.html": lambda text: f"<!DOCTYPE html><p>{text}</p>".encode(),
    "a.jsonl": lambda text: json.dumps({"text": text, "title": text, text: text}).encode(),
    "a.json": lambda text: json.dumps([{"text": text}]).encode(),
    "a.csv": in_table,
    "a.xml": lambda text: f"<rss version='2.0'><channel><item><title>{text}</title></item></channel></rss>".encode(),
    "a.warc": lambda text: record(answer(f"<p>{text}</p>".encode())),
    "a.warc.gz": lambda text: packed([record(answer(f"<p>{text}</p>".encode()))]),
    "a.eml": in_mail,
    "a.pdf": lambda text: pdf(text),
    "a.gz": lambda text: gzip.compress(text.encode()),
    "a.zip": in_zip,
}


def pages(name: str, data: bytes) -> list[Page]:
    found = [one.page for one in read_bytes(name, data) if isinstance(one, Found)]
    for page in found:
        page.text.encode("utf-8")
        assert all(0 <= block.span.start <= block.span.end <= len(page.text) for block in page.blocks)
    return found


@pytest.mark.parametrize("name", WRAPS)
def test_naughty_strings_go_through_every_reader(name: str) -> None:
    wrap = WRAPS[name]
    for text in strings():
        line = f"The dam held, the mayor said. {text} It will hold."
        for data in (wrap(text), wrap(line)):
            pages(name, data)


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.gz", "a.zip", "a.eml"])
def test_naughty_strings_stay_what_they_are_in_text(name: str) -> None:
    for text in strings():
        line = f"The dam held. {text} It will hold."
        if (
            is_mostly_controls(line)
            or "\r" in text
            or (name != "a.jsonl" and "\ud800" <= max(text, default="") <= "\udfff")
        ):
            continue
        read = pages(name, in_mail(line) if name == "a.eml" else WRAPS[name](line))
        assert read and line in read[0].text.replace("\r\n", "\n"), text


def test_naughty_strings_that_are_escaped_are_shown() -> None:
    for text in strings():
        line = f"The dam held. {text} It will hold."
        if is_mostly_controls(line):
            continue
        (page,) = pages("a.html", f"<!DOCTYPE html><p>{html.escape(line)}</p>".encode("utf-8", "replace"))
        assert "".join(page.text.split()) == "".join(line.replace("\x00", "").split())
