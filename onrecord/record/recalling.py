"""What was worked out of the pages of a pile when it was last joined, so that one page more makes little anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import TypeVar

import msgspec

from onrecord.copies import COPY, Compared
from onrecord.groups import Judgement
from onrecord.record.opened import clipping_of
from onrecord.store import Store, questions, recalled
from onrecord.types import Clipping

R = TypeVar("R", bound=msgspec.Struct)


class Whole(msgspec.Struct, frozen=True):
    """A page with all that was found on it; None where it has no article."""

    clipping: Clipping | None


Ends = tuple[str, ...]


class Recalled:
    """The memory of some pages (a ``Recall``): what the file keeps of them, and what is made in this joining."""

    def __init__(
        self, store: Store, pages: Sequence[str], stages: Sequence[str], judgements: Iterable[Judgement]
    ) -> None:
        self._store = store
        self._pages = pages
        self._extracts: dict[str, dict[str, bytes]] = {}
        self._made: dict[tuple[str, str], bytes] = {}
        self._compared = self._known(stages, judgements)
        self._apart: list[tuple[str, str]] = []

    def __call__(self, pages: Ends, kind: type[R], make: Callable[[], R]) -> R:
        """What ``make`` would give."""
        return self._of_two(pages, kind, make) if len(pages) == 2 else self._of_one(pages[0], kind, make)

    def clippings(self) -> list[Clipping]:
        """The pages that have an article, with all that was found on them."""
        found = (
            self._of_one(page, Whole, lambda: Whole(clipping_of(self._store, page)))  # noqa: B023
            for page in self._pages
        )
        return [whole.clipping for whole in found if whole.clipping is not None]

    def keep(self) -> None:
        """Writes what was made in this joining, and that these pages are joined."""
        recalled.keep_extracts(self._store.link, self._made)
        recalled.keep_apart(self._store.link, self._apart)
        recalled.settled(self._store.link, self._pages)

    def _of_one(self, page: str, kind: type[R], make: Callable[[], R]) -> R:
        if page not in self._extracts:
            self._extracts[page] = recalled.extracts(self._store.link, page)
        kept = self._extracts[page].get(kind.__name__)
        if kept is not None:
            return msgspec.msgpack.decode(kept, type=kind)
        found = make()
        # Half a character has no bytes: a page with one is worked anew each time.
        with suppress(UnicodeEncodeError):
            self._made[page, kind.__name__] = msgspec.msgpack.encode(found)
        return found

    def _of_two(self, pages: Ends, kind: type[R], make: Callable[[], R]) -> R:
        kept = self._compared.get(pages)
        if isinstance(kept, kind):
            return kept
        found = make()
        if isinstance(found, Compared) and found.copy is None:
            self._apart.append((pages[0], pages[1]))
        return found

    def _known(self, stages: Sequence[str], judgements: Iterable[Judgement]) -> dict[Ends, Compared]:
        """Pairs compared before: those kept as copies, and those that share nothing; without those a person judged."""
        fresh = recalled.fresh_pages(self._store.link, self._pages)
        mine = [page for page in self._pages if page not in fresh]
        found: dict[Ends, Compared] = {}
        for page in mine:
            for other in recalled.apart_from(self._store.link, page):
                found[page, other] = Compared()
        for copy in questions.copies_among(self._store, mine, stages):
            if copy.left not in fresh and copy.right not in fresh:
                found[copy.left, copy.right] = Compared(copy)
        for judgement in judgements:
            if judgement.why == COPY:
                found.pop((judgement.left, judgement.right), None)
                found.pop((judgement.right, judgement.left), None)
        return found
