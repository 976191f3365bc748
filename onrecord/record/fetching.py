"""Pages from the web into a record: fetched into a WARC beside it, then added like any other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from onrecord.read.fetch import Fetched, Manners, fetch_pages
from onrecord.record import Record, Summary
from onrecord.types import Problem


def fetch_into(
    record: Record, urls: Sequence[str], *, manners: Manners | None = None, workers: int | None = None
) -> tuple[Summary, Path | None]:
    """Fetches addresses, adds what came, and says where it was kept; None when nothing came.

    The only call that opens connections, and only for the addresses given (and what they redirect to).
    """
    file = _file_beside(record.path)
    problems: list[Problem] = []
    with file.open("xb") as into:
        found = list(fetch_pages(urls, into, manners=manners))
    problems += [one for one in found if isinstance(one, Problem)]
    if not any(isinstance(one, Fetched) for one in found):
        file.unlink()
        return replace(record.summary(), problems=tuple(problems)), None
    summary = record.add(file, workers=workers)
    return replace(summary, problems=(*problems, *summary.problems)), file


def _file_beside(record: Path) -> Path:
    """A file beside the record named for the time, one that is not there yet."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    file = record.with_name(f"{record.stem}-fetched-{stamp}.warc.gz")
    number = 1
    while file.exists():
        number += 1
        file = record.with_name(f"{record.stem}-fetched-{stamp}-{number}.warc.gz")
    return file
