"""The runner: works many items on this machine so that no single one can stop, slow or spoil the rest."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sized

from onrecord.run.outcome import Done, Failed, I, R, try_one
from onrecord.run.pool import Pool

__all__ = ["PAGE_SECONDS", "Done", "Failed", "each", "page_seconds"]

# A page of 800 words takes about a fifth of a second; one that takes fifty times that is stuck.
PAGE_SECONDS = 10.0
# Measured: 6,600 characters a second alone, 1,550 on a machine three times as busy as it has cores.
SLOWEST_CHARS_A_SECOND = 200
LONGEST_SECONDS = 900.0


def page_seconds(chars: int) -> float:
    """How long a page of so many characters may take before it counts as stuck.

    >>> page_seconds(5_000), page_seconds(60_000), page_seconds(9_000_000)
    (35.0, 310.0, 900.0)
    """
    return min(PAGE_SECONDS + chars / SLOWEST_CHARS_A_SECOND, LONGEST_SECONDS)


def each(
    function: Callable[[I], R],
    items: Iterable[I],
    *,
    workers: int | None = None,
    seconds: float | Callable[[I], float] = PAGE_SECONDS,
    warm: Callable[[], object] | None = None,
) -> Iterator[Done[I, R] | Failed[I]]:
    """The outcome of ``function(item)`` for every item, in the order of the items.

    An item that raises, runs longer than ``seconds`` (a number, or what a function says of the item) or
    ends its worker is Failed with the reason, and the others are worked as if it had not been there.
    Few items are under way at a time, so that ``items`` may be longer than memory: pass ids, and load in
    the function. Function and items go to other processes and must be picklable by name; ``warm`` is
    called first in every worker, outside of any time limit (load the kit there). ``workers`` is all cores
    by default; 0 works in this process, without time limit or protection.
    """
    count = workers if workers is not None else os.cpu_count() or 1
    if isinstance(items, Sized):
        count = min(count, len(items))
        if not len(items):
            return
    if not count:
        for item in items:
            yield try_one(function, item)
        return
    limit = seconds if callable(seconds) else (lambda _: seconds)
    with Pool(function, count, warm) as pool:
        yield from pool.work(items, limit)
