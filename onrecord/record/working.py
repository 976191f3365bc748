"""Work on inputs and single texts: what a worker does with one page, what a text gives without a record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from onrecord import stages
from onrecord.kit import open_kit
from onrecord.read import Found, Raw, find_inputs, is_light, make_page, open_input, read_bytes
from onrecord.record.cells import cells_of
from onrecord.record.judging import cuts_in
from onrecord.record.rows import Rows
from onrecord.record.shelf import shelf_of
from onrecord.run import PAGE_SECONDS, Failed, each
from onrecord.store import Store
from onrecord.types import Clipping, Page, Problem, Statement


def work_one(item: tuple[str, str, bool]) -> list[stages.Done]:
    """Everything found on one stored page: ``item`` is record file, page id, fast. Runs in a worker."""
    path, page, fast = item
    with Store.open(Path(path), write=False) as store:
        return stages.work_page(store.get(Page, page), open_kit(fast=fast), cuts_in(store))


def load_worker(*, fast: bool) -> str:
    """Loads everything a worker needs by working one line, so that no page's time limit pays for it."""
    kit = open_kit(fast=fast)
    stages.clip(Page(id="warm", name="warm", text="Ann Lee said on Monday that it rained."), kit)
    return kit.tier


def clip_text(text: str, name: str, *, fast: bool = False) -> Clipping | None:
    """One text as a clipping, all of it running text, nothing stored; None when there is no text in it."""
    for found in read_bytes(name, text.encode("utf-8", "surrogatepass"), form="text"):
        if isinstance(found, Found):
            return stages.clip(found.page, open_kit(fast=fast))
    return None


def extract_statements(text: str, *, fast: bool = False) -> Rows[Statement]:
    """The statements of one text as rows, nothing stored."""
    clipping = clip_text(text, "text", fast=fast)
    if clipping is None:
        return Rows((), lambda _: {})
    shelf = shelf_of(clipping)
    return Rows(clipping.statements, lambda statement: cells_of(shelf, statement))


def found_in(
    inputs: Sequence[str], form: str | None, forget: Callable[[list[str]], None], *, workers: int | None = None
) -> Iterator[Found | Problem]:
    """Pages and problems of inputs in order; an input about to be read is forgotten as a problem first.

    Markup and PDF are read by workers, so that none takes longer than a page may or ends this process; text is
    read here. With 0 workers all is read here.
    """
    raws = _raws_in(inputs, form, forget)
    for raw in raws:
        if workers == 0 or isinstance(raw, Problem) or is_light(raw):
            yield raw if isinstance(raw, Problem) else make_page(raw)
            continue
        for done in each(read_one, chain([raw], raws), workers=workers, seconds=PAGE_SECONDS, warm=load_reader):
            if isinstance(done, Failed):
                yield Problem(done.item.name, "read", f"{done.reason}. It was left out.", done.item.name)
            elif isinstance(done.result, Page) and isinstance(done.item, Raw):
                yield Found(done.result, done.item.data)
            elif isinstance(done.result, Problem):
                yield done.result


def read_one(raw: Raw | Problem) -> Page | Problem:
    """The page of some bytes; a problem passes. Runs in a worker, which keeps the bytes to itself."""
    found = raw if isinstance(raw, Problem) else make_page(raw)
    return found.page if isinstance(found, Found) else found


def load_reader() -> None:
    """Loads what a worker reads pages with, so that no page's time limit pays for it."""
    make_page(Raw("warm", b"<!DOCTYPE html><p>Rain fell.", "html"))


def _raws_in(inputs: Sequence[str], form: str | None, forget: Callable[[list[str]], None]) -> Iterator[Raw | Problem]:
    for item in find_inputs(inputs):
        if isinstance(item, Problem):
            yield item
        else:
            forget([item.name])
            yield from open_input(item, form=form)
