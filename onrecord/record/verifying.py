"""A text's quotations held against a record: pages found by their rarest words in the file's own index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.copies.lookup import NEAREST
from onrecord.copies.verify import verify
from onrecord.groups import Checked, Collection
from onrecord.record.working import clip_text
from onrecord.store import Store
from onrecord.store.finding import pages_with
from onrecord.store.questions import collection_of
from onrecord.types import Clipping


def verify_text(store: Store, clippings: Mapping[str, Clipping], text: str, *, fast: bool) -> list[Checked]:
    """How each quotation of a text stands to the record, in reading order; a text without marks is one quotation.

    Only the pages that hold most of a quotation's rarest words are looked at, so it costs the same in a large record.
    """
    draft = clip_text(text, "draft", fast=fast)
    if draft is None:
        return []

    def look_up(probes: Sequence[str]) -> list[Clipping]:
        found = pages_with(store, probes, limit=NEAREST)
        return [clippings[page] for page in found if page in clippings]

    return verify(draft, look_up, collection=Collection(*collection_of(store)))
