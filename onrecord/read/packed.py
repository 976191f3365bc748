"""Members of gzip and ZIP files (WACZ is one), read from where they lie: nothing is unpacked to disk."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from msgspec.structs import replace

from onrecord.read.source import BOMB_MB, BOMB_RATIO, BROKEN, MB, PACKED_DEPTH_LIMIT, Source, problem
from onrecord.types import Problem

# What opening a ZIP or a member of it may raise.
_UNOPENED = (*BROKEN, RuntimeError, ValueError, NotImplementedError)
MEMBERS_LIMIT = 1_000_000
# What a web archive in a ZIP keeps beside its records.
_ARCHIVE_PARTS = ("indexes/", "pages/", "datapackage.json", "datapackage-digest.json", "fuzzy.json", "logs/")


def open_gzip(source: Source) -> Iterator[Source | Problem]:
    """What lies in a gzip file, unpacked as it is read."""
    if source.depth >= PACKED_DEPTH_LIMIT:
        yield _too_deep(source)
        return
    with gzip.GzipFile(fileobj=source.file, mode="rb") as file:
        yield replace(source, file=cast(BinaryIO, file), depth=source.depth + 1, folder=None, packed=source.file)


def open_zip(source: Source) -> Iterator[Source | Problem]:
    """Each member of a ZIP in the order of names; a name that points outside is only a name."""
    if source.depth >= PACKED_DEPTH_LIMIT:
        yield _too_deep(source)
        return
    try:
        archive = zipfile.ZipFile(source.file)
    except _UNOPENED as error:
        yield problem(source.name, f"broken ZIP ({error}). Fetch it again.")
        return
    with archive:
        members = sorted((i for i in archive.infolist() if not i.is_dir()), key=lambda i: (i.filename, i.header_offset))
        if any(i.filename == "datapackage.json" for i in members):
            # A WACZ: the records lie in its archive/, the rest tells of them.
            members = [i for i in members if not i.filename.startswith(_ARCHIVE_PARTS)]
        if len(members) > MEMBERS_LIMIT:
            yield problem(source.name, f"more than {MEMBERS_LIMIT} members. Split it.")
            return
        if not members:
            yield problem(source.name, "empty: there is no member in it.")
        for info in members:
            yield from _open_member(source, archive, info)


def _open_member(source: Source, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[Source | Problem]:
    name = f"{source.name}/{info.filename}"
    if info.filename.rpartition("/")[2].startswith(".") or info.filename.startswith("__MACOSX/"):
        return
    if info.file_size > max(BOMB_MB * MB, BOMB_RATIO * info.compress_size):
        yield problem(name, f"unpacks to more than {BOMB_RATIO} times its size.")
        return
    try:
        member = archive.open(info)
    except _UNOPENED as error:
        yield problem(name, f"cannot be unpacked ({error}).")
        return
    with member:
        yield Source(name, cast(BinaryIO, member), url=source.url, depth=source.depth + 1)


def _too_deep(source: Source) -> Problem:
    return problem(source.name, f"packed more than {PACKED_DEPTH_LIMIT} times over. Unpack it first.")
