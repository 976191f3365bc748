"""The files that paths, folders and patterns name."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from onrecord.read.source import problem
from onrecord.types import Problem

STDIN = "-"
_GLOB = frozenset("*?[")


class Input(msgspec.Struct, frozen=True):
    """Something to read: a file, or standard input (``path`` is None)."""

    name: str
    path: Path | None


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
        elif path.lower().startswith(("http://", "https://")):
            yield problem(path, "an address. Nothing is fetched unless asked: onrecord fetch URL")
        elif _GLOB & set(path):
            matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 (keeps absolute patterns whole)
            if not matches:
                yield problem(path, "no file matches this pattern. Check the folder, or quote it less.")
            for match in matches:
                yield from _inputs_of(match) if match != path else ()
        else:
            yield problem(path, "not there. Check the spelling; a pattern needs a * in it.")
    except (OSError, ValueError) as error:
        yield problem(path, f"cannot be opened ({error}). Check its name and rights.")


def _inputs_in(folder: Path) -> Iterator[Input | Problem]:
    """Every file below a folder, hidden ones left out, in sorted order."""
    files: list[tuple[str, ...]] = []
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        above = Path(here).relative_to(folder).parts
        files += [(*above, name) for name in names if not name.startswith(".")]
    if not files:
        yield problem(str(folder), "no files in this folder. Point at one that holds pages.")
    for parts in sorted(files):
        file = folder.joinpath(*parts)
        yield Input(str(file), file)
