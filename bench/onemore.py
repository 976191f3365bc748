"""One more article in a record: the processor time of each step, by the size of the pile that the article falls into.

    python -m bench.scale --one-more --record scale.db --turns 20 --sizes 10,50,150

An article is taken out, its pile joined without it, and the article added again as an add does, when it has been read.
``--turns`` articles come from anywhere in the record, and as many from piles of about each size. A step that moves
pages from one pile to another joins all of these; the size is that of all pages joined.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import msgspec

from onrecord import stages
from onrecord.kit import open_kit
from onrecord.record import Record
from onrecord.record.copying import STAGE
from onrecord.record.joining import join_pages, lay_pages
from onrecord.record.opened import clipping_of
from onrecord.record.recalling import Recalled
from onrecord.record.taking import pages_left
from onrecord.store import Store, heaps
from onrecord.types import Clipping

STEPS = ("keep it", "find what is left to work", "lay it in its pile", "join the pile", "sum up", "all")


class Added(msgspec.Struct, frozen=True):
    """An article added: milliseconds of each step, pages joined, and milliseconds of each room over its pile."""

    steps: tuple[float, ...]
    pages: int
    rooms: dict[str, float]


def print_one_more(path: Path, turns: int, sizes: Sequence[int]) -> None:
    """Measures and prints a table for articles from anywhere, and one for each size of pile."""
    with Store.open(path) as store:
        join_pages(store, fast=True)
        record = Record(store, path, fast=True)
        _add_again(record, store, _some(store, 1)[0])
        show("anywhere", (_add_again(record, store, page) for page in _some(store, turns)))
        for size in sizes:
            pages = _some(store, turns, size=size)
            show(f"a pile of about {size}", (_add_again(record, store, page) for page in pages))


def show(where: str, added: Iterable[Added]) -> None:
    """Prints the median and the 95th percentile of each step, and of each room."""
    found = list(added)
    print(f"\n| one more article, {where} | median ms | 95th percentile | highest |\n|---|---|---|---|")
    rows = [(step, [one.steps[at] for one in found]) for at, step in enumerate(STEPS)]
    rows += [(f"room: {room}", [one.rooms.get(room, 0.0) for one in found]) for room in found[0].rooms]
    for name, times in [*rows, ("(pages joined)", [float(one.pages) for one in found])]:
        late = sorted(times)[min(len(times) - 1, int(0.95 * len(times)))]
        print(f"| {name} | {statistics.median(times):.0f} | {late:.0f} | {max(times):.0f} |", flush=True)


def _some(store: Store, count: int, *, size: int | None = None) -> list[str]:
    """Some articles, the same ones each time; those of the piles nearest to a size where one is given."""
    dice = random.Random(size or 7)
    if size is None:
        pages = [str(row[0]) for row in store.cells("SELECT page FROM lies ORDER BY page")]
        return dice.sample(pages, min(count, len(pages)))
    piles = [(str(row[0]), int(row[1] or 0)) for row in store.cells("SELECT pile, count(*) FROM lies GROUP BY pile")]
    nearest = sorted(piles, key=lambda pile: (abs(pile[1] - size), pile[0]))[:count]
    return [dice.choice(heaps.pages_in(store.link, nearest[at % len(nearest)][0])) for at in range(count)]


def _add_again(record: Record, store: Store, page: str) -> Added:
    """An article taken out of the record, and added again."""
    found = clipping_of(store, page)
    if found is None:
        raise SystemExit(f"{page}: no article. The record is not whole.")
    store.remove([page])
    join_pages(store, fast=True)
    marks = [time.process_time()]
    _keep(store, found)
    marks.append(time.process_time())
    pages_left(store, fast=True, retry=False)
    marks.append(time.process_time())
    lay_pages(store)
    marks.append(time.process_time())
    piles = heaps.todo(store.link)
    join_pages(store, fast=True)
    marks.append(time.process_time())
    record.summary()
    marks.append(time.process_time())
    steps = [(end - begun) * 1000 for begun, end in pairwise(marks)]
    pages = sum(len(heaps.pages_in(store.link, pile)) for pile in piles)
    home = heaps.pile_with(store.link, page) or ""
    return Added((*steps, sum(steps)), pages, dict(_rooms(store, heaps.pages_in(store.link, home))))


def _keep(store: Store, found: Clipping) -> None:
    page = found.page
    records = (found.article, *found.timexes), found.mentions, found.statements
    with store.together():
        store.put_pages([(page, page.text.encode())])
        for stage, mine in zip(stages.PAGE_STAGES, records, strict=True):
            store.put(page.id, stage.name, stage.version, mine)


def _rooms(store: Store, pages: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Each room's milliseconds over a pile that has been joined before; nothing is written."""
    marks: list[tuple[str, float]] = []
    judgements = store.judgements()
    recall = Recalled(store, pages, (STAGE, f"{stages.GROUPS.name} {pages[0]}"), judgements)
    stages.group_pages(
        recall.clippings(), open_kit(fast=True), judgements,
        progress=lambda step: marks.append((step, time.process_time())), recall=recall,
    )  # fmt: skip
    ends = [*(at for _, at in marks[1:]), time.process_time()]
    yield from ((name, (end - begun) * 1000) for (name, begun), end in zip(marks, ends, strict=True))
