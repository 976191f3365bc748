"""What became of one item of work: done with its result, or failed with the reason in words."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Generic, TypeVar

import msgspec

I = TypeVar("I")  # noqa: E741
R = TypeVar("R")
_REASON_CHARS = 500


class Done(msgspec.Struct, Generic[I, R], frozen=True):
    """An item, what the function made of it, and how long that took."""

    item: I
    result: R
    seconds: float = 0.0


class Failed(msgspec.Struct, Generic[I], frozen=True):
    """An item that raised, took too long, or ended its worker. The same item fails with the same reason."""

    item: I
    reason: str
    seconds: float = 0.0


def try_one(function: Callable[[I], R], item: I) -> Done[I, R] | Failed[I]:
    """The outcome of one item, whatever it raises."""
    begin = perf_counter()
    try:
        result = function(item)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - one bad page never ends a run
        return Failed(item, reason_of(error), perf_counter() - begin)
    return Done(item, result, perf_counter() - begin)


def reason_of(error: BaseException) -> str:
    """An error in one line.

    >>> reason_of(ValueError("no year in\\n'Monday'"))
    "ValueError: no year in 'Monday'"
    """
    words = " ".join(str(error).split())
    name = type(error).__name__
    return f"{name}: {words}"[:_REASON_CHARS] if words else name
