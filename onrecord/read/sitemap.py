"""Sitemaps that list pages on this disk: each local file they name, under the address it is listed with."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from onrecord.read.feed import decode_xml
from onrecord.read.source import Source, problem, read_whole
from onrecord.types import Problem

_PLACE = re.compile(r"<(?:\w+:)?loc\b[^>]*>(?:\s*<!\[CDATA\[)?\s*([^<\]]*?)\s*(?:\]\]>\s*)?</(?:\w+:)?loc\s*>", re.I)
_INDEXES = ("index.html", "index.htm")


def open_sitemap(source: Source) -> Iterator[Source | Problem]:
    """The files a sitemap lists, where they lie below its folder; nothing is fetched and nothing above is opened.

    An address is looked for as a mirror keeps it: ``HOST/PATH`` or ``PATH`` beside the sitemap.
    """
    data = read_whole(source)
    text = decode_xml(source.name, data) if isinstance(data, bytes) else data
    if isinstance(text, Problem):
        yield text
        return
    places = list(dict.fromkeys(html.unescape(place) for place in _PLACE.findall(text)))
    if source.folder is None:
        yield problem(source.name, f"a sitemap of {len(places)} addresses without files beside it. Nothing is fetched.")
        return
    absent = 0
    for place in places:
        file = _file_of(Path(source.folder), place)
        if file is None:
            absent += 1
            continue
        try:
            with file.open("rb") as opened:
                address = place if urlsplit(place).scheme in ("http", "https") else None
                # One deeper, so that sitemaps that list one another end.
                folder = str(file.parent) if source.depth == 0 else None
                yield Source(str(file), opened, url=address, depth=source.depth + 1, folder=folder)
        except OSError as error:
            yield problem(str(file), f"cannot be read ({error}). Check its rights.")
    if absent or not places:
        yield problem(
            source.name,
            f"{absent} of its {len(places)} addresses have no file beside it. Nothing is fetched: onrecord fetch URL",
        )


def _file_of(folder: Path, place: str) -> Path | None:
    """The file below a folder that an address stands for, or None."""
    try:
        parts = urlsplit(place)
        path = unquote(parts.path)
        if parts.scheme == "file":
            tries = [Path(path)]
        elif parts.scheme in ("http", "https"):
            tries = [folder / (parts.hostname or "") / path.lstrip("/"), folder / path.lstrip("/")]
        elif parts.scheme:
            return None
        else:
            tries = [folder / path]
        inside = folder.resolve()
        for file in [*tries, *(file / index for file in tries for index in _INDEXES)]:
            if file.is_file() and file.resolve().is_relative_to(inside):
                return file
    except (OSError, ValueError, RuntimeError):
        return None
    return None
