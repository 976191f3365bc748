"""Runs as lines: what was done, when as far as was said, and what it changed in words."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from onrecord.store.history import Run
from onrecord.web.cards import plural

_DOING = {"add": "pages added", "work": "worked anew", "remove": "pages removed"}


class Line(msgspec.Struct, frozen=True):
    """A run as a row."""

    number: int
    href: str
    did: str
    when: str
    took: str
    version: str
    told: str
    done: bool


def line_of(run: Run) -> Line:
    """A run as a row."""
    told = [plural(run.pages, "new page")] if run.pages else []
    told += [plural(run.gone, "page") + " removed"] if run.gone else []
    told += [f"{plural(n, 'statement')} {how}" for n, how in _counts(run) if n]
    told += [plural(run.stories, "story") + " moved"] if run.stories else []
    return Line(
        number=run.number,
        href=f"/runs/{run.number}",
        did=_DOING.get(run.what, run.what),
        when=run.began,
        took=run.ended,
        version=run.version,
        told=", ".join(told) or "nothing changed",
        done=run.done,
    )


def _counts(run: Run) -> Sequence[tuple[int, str]]:
    return ((run.gained, "gained"), (run.lost, "lost"), (run.changed, "read otherwise"))
