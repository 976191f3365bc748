"""One page more, and one page asked for, in a large record of invented pages: python -m bench.scale --articles 10000.

Records are made directly (``invented.py``): what is measured is the keeping, the joining and the asking, not the
reading of pages. Every figure is the median and the highest of ``--turns`` turns, in milliseconds of processor time of
this process, so that other programs on the machine do not count.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

from bench.invented import Made, make_pages
from onrecord import stages
from onrecord.record import Record
from onrecord.record.joining import join_pages, lay_pages
from onrecord.store import Store, heaps

BATCH = 200


def main() -> None:
    """Makes the record (or takes the one there) and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--record", type=Path, default=Path("scale.db"))
    parser.add_argument("--turns", type=int, default=20)
    parser.add_argument("--joined", type=int, default=None, help="join so many piles, and leave the rest apart")
    given = parser.parse_args()
    pages = make_pages(given.articles + given.turns)
    if not given.record.exists():
        begin = time.perf_counter()
        fill(given.record, list(islice(pages, given.articles)), most=given.joined)
        print(f"made {given.articles} articles in {time.perf_counter() - begin:.0f} s")
    else:
        list(islice(pages, given.articles))
    for name, times in (*measure_adding(given.record, list(pages)), *measure_asking(given.record, given.turns)):
        print(f"{name:<28} {statistics.median(times):8.1f} ms  highest {max(times):8.1f} ms", flush=True)
    peak = [line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    print(f"{'highest memory':<28} {int(peak[0]) / 1024:8.0f} MB")


def fill(path: Path, pages: Sequence[Made], *, most: int | None = None) -> None:
    """A record of these pages, worked and joined; with ``most`` only so many piles are joined of those laid."""
    with Store.open(path) as store:
        store.link.execute("PRAGMA synchronous = OFF")
        for at in range(0, len(pages), BATCH):
            with store.together():
                keep(store, pages[at : at + BATCH])
        if most is not None:
            begun = time.process_time()
            lay_pages(store)
            print(f"laid in piles: {(time.process_time() - begun) * 1000 / len(pages):.1f} ms CPU a page", flush=True)
            with store.together():
                for pile in heaps.todo(store.link)[most:]:
                    heaps.done(store.link, pile)
        begun = time.process_time()
        join_pages(store, fast=True)
        print(f"joined: {time.process_time() - begun:.0f} s CPU", flush=True)


def keep(store: Store, pages: Sequence[Made]) -> None:
    """Keeps pages with what was found on them, as an add does."""
    store.put_pages([(made.page, made.page.text.encode()) for made in pages])
    for made in pages:
        with store.together():
            found = (made.article,), made.mentions, made.statements
            for stage, records in zip(stages.PAGE_STAGES, found, strict=True):
                store.put(made.page.id, stage.name, stage.version, records)


def measure_adding(path: Path, pages: Sequence[Made]) -> list[tuple[str, list[float]]]:
    """How long one page more takes to be kept, and to be joined with what is there; with the pages of its pile."""
    kept, joined, sizes = [], [], []
    with Store.open(path) as store:
        join_pages(store, fast=True)
        for made in pages:
            kept.append(_timed(lambda made=made: keep(store, [made])))  # type: ignore[misc]
            joined.append(_timed(lambda: join_pages(store, fast=True)))
            row = store.cells("SELECT pile FROM lies WHERE page = ?", (made.page.id,))
            sizes.append(float(len(heaps.pages_in(store.link, str(row[0][0])))) if row else 0.0)
    return [("add: keep one page", kept), ("add: join one page", joined), ("(pages in its pile)", sizes)]


def measure_asking(path: Path, turns: int) -> list[tuple[str, list[float]]]:
    """How long questions take that a page of the web asks, each of a record just opened."""
    with Record.open(path, write=False) as record:
        articles = [article.page for article in record.articles(limit=turns)]
        statements = [record.statements(page=page)[0].id for page in articles]
        parties = [party.id for party in record.people(limit=turns)]
        words = [record.text(record.get(name)).split()[1].strip('",.') for name in statements]  # type: ignore[arg-type]
    asked: dict[str, list[Callable[[Record], object]]] = {
        "ask: statement page": [lambda r, s=s: r.statement(s) for s in statements],  # type: ignore[misc]
        "ask: article page": [lambda r, p=p: (r.clipping(p), r.statements(page=p).cells()) for p in articles],  # type: ignore[misc]
        "ask: party page": [lambda r, p=p: r.party(p) for p in parties],  # type: ignore[misc]
        "ask: 50 statements": [lambda r: r.statements(limit=50).cells()] * turns,
        "ask: summary": [lambda r: r.summary()] * 3,
        "ask: story page": [lambda r, p=p: r.story(p) for p in articles],  # type: ignore[misc]
        "find: common word": [lambda r: r.find("said")] * turns,
        "find: rare words": [lambda r, w=w: r.find(w) for w in words],  # type: ignore[misc]
        "find: word and filters": [lambda r, w=w: r.find(f"{w} act:say from:2016 to:2019") for w in words],  # type: ignore[misc]
        "find: filters alone": [lambda r: r.find("outlet:herald act:say from:2016")] * turns,
    }
    return [(name, [_timed_open(path, question) for question in questions]) for name, questions in asked.items()]


def _timed_open(path: Path, question: Callable[[Record], object]) -> float:
    with Record.open(path, write=False) as record:
        return _timed(lambda: question(record))


def _timed(step: Callable[[], object]) -> float:
    begin = time.process_time()
    step()
    return (time.process_time() - begin) * 1000


if __name__ == "__main__":
    main()
