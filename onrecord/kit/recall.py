"""What was worked out before and need not be again: results of pure work on one page, or on two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

import msgspec

R = TypeVar("R", bound=msgspec.Struct)


class Recall(Protocol):
    """Gives what ``make`` would: from memory where it was made of the same pages before, else by making it.

    ``pages`` are the ids of what it is made of, one or two; ``kind`` tells apart what is made of the same pages. Only
    what hangs on these pages (and the kit) alone may be asked for so.
    """

    def __call__(self, pages: tuple[str, ...], kind: type[R], make: Callable[[], R]) -> R:
        """The result."""


def afresh(pages: tuple[str, ...], kind: type[R], make: Callable[[], R]) -> R:
    """The result, made: nothing is remembered."""
    return make()
