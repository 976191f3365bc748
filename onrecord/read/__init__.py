"""Opens anything: files, folders, patterns, standard input; each page in them, or the reason there is none."""

from __future__ import annotations

import glob
import gzip
import hashlib
import io
import json
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from onrecord.read.decode import decode
from onrecord.read.html import read_html
from onrecord.read.rows import read_row, text_of
from onrecord.read.sniff import FORMS, check_form, tell_form
from onrecord.types import Page, Problem

__all__ = ["FORMS", "PAGE_LIMIT_MB", "Found", "Input", "find_inputs", "read_bytes", "read_input"]

STAGE = "read"
PAGE_LIMIT_MB = 64
# A dump of many pages may be larger than a page; each of its rows is held to the page limit.
INPUT_LIMIT_MB = 1024
PACKED_DEPTH_LIMIT = 3
_MB = 1024 * 1024
_GLOB = frozenset("*?[")
STDIN = "-"


class Input(msgspec.Struct, frozen=True):
    """Something to read: a file, or standard input (``path`` is None)."""

    name: str
    path: Path | None


class Found(msgspec.Struct, frozen=True):
    """A page and the bytes it was read from."""

    page: Page
    raw: bytes


def find_inputs(paths: Sequence[str]) -> Iterator[Input | Problem]:
    """The files that paths, folders (all below them, sorted) and patterns name, each once; "-" is standard input.

    What is not there, and a folder or pattern with nothing in it, is a Problem that says what to do.
    """
    seen: set[str] = set()
    for path in paths:
        for found in _inputs_of(path):
            if isinstance(found, Problem) or found.name not in seen:
                yield found
            if isinstance(found, Input):
                seen.add(found.name)


def read_input(item: Input, *, form: str | None = None) -> Iterator[Found | Problem]:
    """The pages of one input in its order; what could not be read is a Problem with its reason.

    Raises UnknownFormat when ``form`` names none that can be read; nothing else.
    """
    if form is not None:
        check_form(form)
    return _read_item(item, form)


def read_bytes(name: str, data: bytes, form: str | None = None, *, url: str | None = None) -> Iterator[Found | Problem]:
    """The pages in some bytes, named ``name`` (rows ``name:3``, members ``name/member``); as ``read_input``."""
    if form is not None:
        check_form(form)
    return _read_data(name, data, form, url, 0)


def _inputs_of(path: str) -> Iterator[Input | Problem]:
    if path == STDIN:
        yield Input(STDIN, None)
        return
    place = Path(path)
    try:
        if place.is_dir():
            yield from _inputs_in(place)
        elif place.exists():
            yield Input(str(place), place)
        elif _GLOB & set(path):
            matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 (keeps absolute patterns whole)
            if not matches:
                yield _problem(path, "no file matches this pattern. Check the folder, or quote it less.")
            for match in matches:
                yield from _inputs_of(match) if match != path else ()
        else:
            yield _problem(path, "not there. Check the spelling; a pattern needs a * in it.")
    except (OSError, ValueError) as error:
        yield _problem(path, f"cannot be opened ({error}). Check its name and rights.")


def _inputs_in(folder: Path) -> Iterator[Input | Problem]:
    """Every file below a folder, hidden ones left out, in sorted order."""
    files = sorted(
        Path(here) / name
        for here, folders, names in _walk_folder(folder)
        for name in names
        if not name.startswith(".") and not any(p.startswith(".") for p in Path(here).relative_to(folder).parts)
    )
    if not files:
        yield _problem(str(folder), "no files in this folder. Point at one that holds pages.")
    for file in files:
        yield Input(str(file), file)


def _walk_folder(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    if hasattr(folder, "walk"):
        for here, folders, names in folder.walk():
            yield str(here), folders, names
        return
    import os

    yield from os.walk(folder)


def _read_item(item: Input, form: str | None) -> Iterator[Found | Problem]:
    limit = INPUT_LIMIT_MB * _MB
    try:
        if item.path is None:
            data = sys.stdin.buffer.read(limit + 1)
        elif not item.path.is_file():
            yield _problem(item.name, "neither a file nor a folder. Point at a file that holds a page.")
            return
        else:
            with item.path.open("rb") as file:
                data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        yield _problem(item.name, f"cannot be read ({error}). Check its rights.")
        return
    if len(data) > limit:
        yield _problem(item.name, f"larger than {INPUT_LIMIT_MB} MB. Split it into smaller files.")
        return
    yield from _read_data(item.name, data, form, None, 0)


def _read_data(name: str, data: bytes, form: str | None, url: str | None, depth: int) -> Iterator[Found | Problem]:
    kind = form or tell_form(data, name)
    if not data.strip():
        yield _problem(name, "empty: there is no text in it.")
    elif kind in ("gzip", "zip"):
        yield from _read_packed(name, data, kind, url, depth)
    elif kind == "jsonl":
        yield from _read_lines(name, data)
    elif kind == "json":
        yield from _read_list(name, data)
    elif kind in ("html", "text"):
        yield _read_page(name, data, kind, url)
    elif kind.endswith(("image", "media", "audio", "program", "font", "icon", "file", "database")):
        yield _problem(name, f"no page: this is a {kind}.")
    else:
        yield _problem(name, f"{kind} is not read yet. Save the page as HTML or text, or list it as JSONL.")


def _read_page(name: str, data: bytes, kind: str, url: str | None) -> Found | Problem:
    if len(data) > PAGE_LIMIT_MB * _MB:
        return _problem(name, f"a page larger than {PAGE_LIMIT_MB} MB. If it is a dump of many, give it as JSONL.")
    decoded = decode(data)
    if decoded is None:
        return _problem(name, "undecodable: no charset fits its bytes. Save it as UTF-8.")
    text, charset = decoded
    if not text.strip():
        return _problem(name, "empty: there is no text in it.")
    page = _page_of(text, kind, name, url)
    if not page.text.strip():
        return _problem(name, "no text in it that a reader would see.")
    return Found(replace(page, id=page_id(page.url, data), encoding=charset), data)


def _page_of(text: str, kind: str, name: str, url: str | None) -> Page:
    if kind == "html":
        return read_html(text, name=name, url=url)
    return Page(id="", name=name, text=text, url=url)


def page_id(url: str | None, data: bytes) -> str:
    """The id of a page: a digest of its address and its bytes."""
    return hashlib.sha256((url or "").encode("utf-8", "replace") + b"\0" + data).hexdigest()[:12]


def _read_lines(name: str, data: bytes) -> Iterator[Found | Problem]:
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            yield _read_row(f"{name}:{number}", line.strip(), None)


def _read_list(name: str, data: bytes) -> Iterator[Found | Problem]:
    """Pages of a JSON array, each row's bytes its own."""
    try:
        rows = msgspec.json.decode(data, type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        yield _problem(name, f"broken JSON ({error}). Write one object a line instead.")
        return
    for number, row in enumerate(rows, 1):
        yield _read_row(f"{name}:{number}", bytes(row), None)


def _read_row(name: str, line: bytes, url: str | None) -> Found | Problem:
    if len(line) > PAGE_LIMIT_MB * _MB:
        return _problem(name, f"a row larger than {PAGE_LIMIT_MB} MB.")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        return _problem(name, f"broken JSON ({error}). Every line must be one whole object.")
    row = read_row(value) if isinstance(value, dict) else None
    if row is None:
        return _problem(name, 'no body in this row. Give it a key "text" or "html".')
    address = url or row.url
    if row.is_html:
        page = _page_of(row.body, "html", name, address)
        page = replace(page, tags=(*page.tags, *row.tags))
    else:
        page = Page(id="", name=name, text=text_of(row), url=address, tags=row.tags)
    if not page.text.strip():
        return _problem(name, "no text in this row that a reader would see.")
    return Found(replace(page, id=page_id(page.url, line), encoding="utf-8", fetched=row.fetched), line)


def _read_packed(name: str, data: bytes, kind: str, url: str | None, depth: int) -> Iterator[Found | Problem]:
    """Members of a gzip or ZIP file, never unpacked past the limits."""
    if depth >= PACKED_DEPTH_LIMIT:
        yield _problem(name, f"packed more than {PACKED_DEPTH_LIMIT} times over. Unpack it first.")
        return
    members = _gunzip(name, data) if kind == "gzip" else _unzip(name, data)
    for member in members:
        if isinstance(member, Problem):
            yield member
        else:
            yield from _read_data(member[0], member[1], None, url, depth + 1)


def _gunzip(name: str, data: bytes) -> Iterator[tuple[str, bytes] | Problem]:
    limit = INPUT_LIMIT_MB * _MB
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            inner = packed.read(limit + 1)
    except (OSError, EOFError, zlib.error) as error:
        yield _problem(name, f"broken gzip ({error}). Fetch it again.")
        return
    if len(inner) > limit:
        yield _problem(name, f"unpacks to more than {INPUT_LIMIT_MB} MB. Unpack and split it.")
    else:
        yield name.removesuffix(".gz"), inner


def _unzip(name: str, data: bytes) -> Iterator[tuple[str, bytes] | Problem]:
    limit = PAGE_LIMIT_MB * _MB
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        yield _problem(name, f"broken ZIP ({error}). Fetch it again.")
        return
    for info in sorted((i for i in archive.infolist() if not i.is_dir()), key=lambda i: i.filename):
        member = f"{name}/{info.filename}"
        try:
            with archive.open(info) as file:
                inner = file.read(limit + 1)
        except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, zlib.error) as error:
            yield _problem(member, f"cannot be unpacked ({error}).")
            continue
        if len(inner) > limit:
            yield _problem(member, f"unpacks to more than {PAGE_LIMIT_MB} MB.")
        else:
            yield member, inner


def _problem(name: str, what: str) -> Problem:
    return Problem(page=name, stage=STAGE, what=what, name=name)
