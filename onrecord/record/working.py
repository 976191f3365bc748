"""Work on inputs and single texts: what a worker does with one page, what a text gives without a record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from onrecord import stages
from onrecord.kit import open_kit
from onrecord.read import Found, find_inputs, read_bytes, read_input
from onrecord.record.cells import cells_of
from onrecord.record.rows import Rows
from onrecord.record.shelf import shelf_of
from onrecord.store import Store
from onrecord.types import Clipping, Page, Problem, Statement


def work_one(item: tuple[str, str, bool]) -> list[stages.Done]:
    """Everything found on one stored page: ``item`` is record file, page id, fast. Runs in a worker."""
    path, page, fast = item
    with Store.open(Path(path), write=False) as store:
        return stages.work_page(store.get(Page, page), open_kit(fast=fast))


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


def found_in(inputs: Sequence[str], form: str | None, forget: Callable[[list[str]], None]) -> Iterator[Found | Problem]:
    """Pages and problems of inputs in order; an input about to be read is forgotten as a problem first."""
    for item in find_inputs(inputs):
        if isinstance(item, Problem):
            yield item
        else:
            forget([item.name])
            yield from read_input(item, form=form)
