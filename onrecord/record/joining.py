"""Joining pages: what was found on each page brought together across pages, and people's decisions put in force."""

from __future__ import annotations

from onrecord import stages
from onrecord.kit import open_kit
from onrecord.record.judging import put_in_force
from onrecord.record.shelf import make_clippings
from onrecord.record.taking import Progress
from onrecord.store import Store, whole
from onrecord.types import Article, Mention, Page, Statement, Timex


def join_pages(store: Store, *, fast: bool, progress: Progress | None = None) -> None:
    """Joins pages anew if pages, what was found on them, or judgements have changed since."""
    put_in_force(store)
    stage = stages.GROUPS
    basis = whole.digest(store, [part.name for part in stages.PAGE_STAGES])
    if store.basis(stage.name, stage.version) == basis:
        return
    steps = iter(range(1, 100))
    others = [store.scan(Mention), store.scan(Timex), store.scan(Statement)]
    clippings = list(make_clippings(store.scan(Page), store.scan(Article), others).values())
    tell = (lambda step: progress(step, next(steps), 0)) if progress else None
    groups = stages.group_pages(clippings, open_kit(fast=fast), store.judgements(), progress=tell)
    store.replace(stage.name, stage.version, groups, basis)
