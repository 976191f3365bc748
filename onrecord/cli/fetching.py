"""The verb that fetches pages from the web; no other one opens a connection."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onrecord.cli.lines import AsJson, RecordFile, open_record, put, put_json, put_problems

DONE_WITH_PROBLEMS = 1
COULD_NOT = 2


def fetch(
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Addresses of pages, http or https.")],
    record: RecordFile = Path("onrecord.db"),
    pause: Annotated[float, typer.Option(min=0.0, help="Seconds between two requests to one host.")] = 2.0,
    workers: Annotated[int | None, typer.Option(help="Worker processes (default: one a core).")] = None,
    fast: Annotated[bool, typer.Option("--fast", help="Read by rules alone, without the model.")] = False,
    allow_private: Annotated[
        bool,
        typer.Option("--allow-private", help="Also fetch from hosts that are not public, such as your own server."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Fetch pages, keep them as a WARC beside the record, and add them. robots.txt is obeyed.

    Example: onrecord fetch https://www.example.org/news/dam-opens
    """
    from onrecord.read.fetch import Manners
    from onrecord.record.fetching import fetch_into

    manners = Manners(pause_seconds=pause, allow_private=allow_private)
    with open_record(record, write=True, fast=fast) as opened:
        summary, file = fetch_into(opened, urls, manners=manners, workers=workers)
    if as_json:
        put_json([summary])
    elif file is not None:
        put(f"kept {summary.read} pages in {file}, {summary.new} new")
    put_problems(summary.problems)
    if summary.problems:
        raise typer.Exit(DONE_WITH_PROBLEMS if file is not None else COULD_NOT)
