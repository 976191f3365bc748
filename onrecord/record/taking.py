"""Taking pages in and working them one by one: what an add does before pages are joined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from onrecord import stages
from onrecord.read import Found
from onrecord.record.working import found_in, load_worker, work_one
from onrecord.run import Failed, each, page_seconds
from onrecord.store import Store
from onrecord.types import Page, Problem

# progress(step, done, total): total is 0 while unknown.
Progress = Callable[[str, int, int], None]
_BATCH = 200
_BATCH_BYTES = 1 << 25


def take_pages(
    store: Store,
    inputs: Sequence[str | Path],
    form: str | None,
    progress: Progress | None,
    *,
    workers: int | None = None,
) -> tuple[int, int, list[Problem]]:
    """Stores the pages of inputs: how many were read, how many of them new, and what could not be read."""
    problems: list[Problem] = []
    batch: list[Found] = []
    read = new = held = 0

    def keep() -> int:
        fresh = store.put_pages([(found.page, found.raw) for found in batch])
        batch.clear()
        return len(fresh)

    for found in found_in([str(i) for i in inputs], form, store.forget, workers=workers):
        if isinstance(found, Problem):
            problems.append(found)
            store.note(found)
            continue
        read += 1
        batch.append(found)
        held += len(found.raw)
        if len(batch) >= _BATCH or held > _BATCH_BYTES:
            new += keep()
            held = 0
        if progress:
            progress("reading", read, 0)
    new += keep()
    return read, new, problems


def pages_left(store: Store, *, fast: bool, retry: bool) -> list[str]:
    """Pages not worked by these versions; rules alone never redo what the model has read."""
    left: set[str] = set()
    for stage in stages.PAGE_STAGES:
        mine = set(store.left(stage.name, version_of(stage, fast=fast), retry=retry))
        left |= mine & set(store.left(stage.name, stage.version, retry=retry)) if fast else mine
    return sorted(left)


def version_of(stage: stages.Stage, *, fast: bool) -> int:
    """The version a stage's work is noted with.

    Work by rules alone is noted apart, so that a later run with the model does it anew.
    """
    return -stage.version if fast else stage.version


def work_pages(
    store: Store, left: Sequence[str], *, fast: bool, workers: int | None = None, progress: Progress | None = None
) -> list[Problem]:
    """Works these pages, each kept as soon as it is done; gives what could not be worked."""
    problems: list[Problem] = []
    outcomes = each(
        work_one,
        [(str(store.path), page, fast) for page in left],
        workers=workers,
        seconds=lambda item: page_seconds(len(store.get(Page, item[1]).text)),
        warm=partial(load_worker, fast=fast),
    )
    for count, done in enumerate(outcomes, start=1):
        page = done.item[1]
        if isinstance(done, Failed):
            problem = Problem(page, "work", done.reason, store.get(Page, page).name)
            problems.append(problem)
            for stage in stages.PAGE_STAGES:
                store.fail(page, stage.name, version_of(stage, fast=fast), problem)
        else:
            with store.together():
                for part in done.result:
                    store.put(page, part.stage.name, version_of(part.stage, fast=fast), part.records)
            problems += [r for part in done.result for r in part.records if isinstance(r, Problem)]
        if progress:
            progress("pages", count, len(left))
    return problems
