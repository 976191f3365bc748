"""Pages a second on one core from bytes to article, HTML and text dumps, with trafilatura on the HTML beside them.

Processor seconds of this process; each page once, in one of its renderers by turns where it comes in several, so that
no line is known from the page before. Ours and the peer's work take turns, so that a busy machine slows both alike.
"""

from __future__ import annotations

import argparse
import gzip
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from bench.case import SHARED, read_rows, stop, write_rows
from bench.speed import Source
from onrecord.article import find_article
from onrecord.kit import Kit, open_kit
from onrecord.read import Found, read_bytes

DATA = SHARED / "read" / "html.jsonl"
# Pages worked before the clock runs: forests, word lists and parsers are loaded by then.
FIRST = 6
# Ours and the peer's work take turns of so many pages.
BATCH = 20


def main() -> None:
    """Prints a line for each file of pages, and one for the peer."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--data", type=Path, default=DATA, help="rows with the file of an HTML page")
    options.add_argument("--dumps", type=Path, help="rows with text (default: textdump.jsonl beside the data)")
    options.add_argument("--out", type=Path, help="where the figures go, one row a line")
    given = options.parse_args()
    kit = open_kit(fast=True)
    dumps = given.dumps or given.data.parent / "textdump.jsonl"
    piles = {path.stem: pages_of(path) for path in (given.data, dumps)}
    markup = [page for page in piles[given.data.stem] if page.form is None]
    if not markup:
        stop(f"{given.data}: no HTML page in it. The peer reads no text dumps; give those as --dumps.")
    seconds = dict.fromkeys(piles, 0.0)
    peer = peers = 0.0
    others = cycle(markup)
    for pages in piles.values():
        for page in pages[:FIRST]:
            cut(page, kit)
    read_as_peer(markup[0], kit)
    for name, pages in piles.items():
        for start in range(0, len(pages), BATCH):
            batch = pages[start : start + BATCH]
            seconds[name] += timed(cut, batch, kit)
            peer += timed(read_as_peer, list(islice(others, len(batch))), kit)
            peers += len(batch)
    rate = peers / peer
    rows = [line(name, len(pages) / seconds[name], rate) for name, pages in piles.items()]
    rows.append(line("peer: trafilatura", rate, rate))
    for row in rows:
        print(f"{row['pages']:24} {row['a_second']:>8} pages/s   x{row['times_peer']} trafilatura")
    if given.out:
        write_rows(given.out, rows)


def line(name: str, rate: float, peer: float) -> dict[str, object]:
    """One line of the table."""
    return {"pages": name, "a_second": round(rate, 1), "times_peer": round(rate / peer, 2)}


def pages_of(path: Path) -> list[Source]:
    """Each page of a file once: of several rows with one id another one by turns from page to page."""
    forms: dict[str, list[Mapping[str, Any]]] = {}
    for row in read_rows(path):
        forms.setdefault(str(row["id"]), []).append(row)
    return [source_of(path, rows[at % len(rows)]) for at, rows in enumerate(forms.values())]


def source_of(path: Path, row: Mapping[str, Any]) -> Source:
    """The bytes of a row: its text, or the file it names."""
    if "file" not in row:
        return Source(str(row["id"]), str(row["text"]).encode("utf-8", "surrogatepass"), "text")
    data = (path.parent / row["file"]).read_bytes()
    return Source(str(row["id"]), gzip.decompress(data) if row["file"].endswith(".gz") else data)


def cut(page: Source, kit: Kit) -> None:
    """Reads a page and finds its article."""
    for found in read_bytes(page.name, page.data, page.form):
        if isinstance(found, Found):
            find_article(found.page, kit)


def read_as_peer(page: Source, _: Kit) -> None:
    """The text of a page by trafilatura, as it comes."""
    import trafilatura

    trafilatura.extract(page.data)


def timed(work: Callable[[Source, Kit], None], pages: Sequence[Source], kit: Kit) -> float:
    """The processor seconds of some work on pages one by one."""
    begin = time.process_time()
    for page in pages:
        work(page, kit)
    return time.process_time() - begin


if __name__ == "__main__":
    main()
