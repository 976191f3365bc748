"""A pool of worker processes that outlives its workers: it finds the one item that hangs or kills.

Items go to the workers one by one: at about a tenth of a millisecond an item, larger parcels would
save nothing and would have to be taken apart again to find the bad one.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as TooLong
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing import connection, parent_process
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.popen_spawn_posix import Popen
from multiprocessing.process import BaseProcess
from types import ModuleType, TracebackType
from typing import Generic

import msgspec
from pebble import ProcessExpired, ProcessFuture, ProcessPool

from onrecord.errors import OnrecordError
from onrecord.run.outcome import Done, Failed, I, R, reason_of, try_one

# Items under way for each worker: enough that the others go on while one hangs.
_AHEAD = 16
# A worker that dies is mostly the item's doing, but may be another's (memory ran out): one more try.
_TRIES = 2
# Pools that break one after the other without an item done: workers cannot run here.
_MOST_BREAKS = 3
# Longer than any worker takes to start; after that the item waited for has been lost with its worker.
_START_SECONDS = 120.0


@dataclass
class _Underway(Generic[I, R]):
    item: I
    seconds: float
    future: ProcessFuture[Done[I, R] | Failed[I]]
    tries: int = 1


class Pool(Generic[I, R]):
    """Worker processes for one function; a context manager, since it holds them."""

    def __init__(self, function: Callable[[I], R], workers: int, warm: Callable[[], object] | None = None) -> None:
        self._function = function
        self._workers = workers
        self._warm = warm
        self._pool = self._start()
        # Set after the pool broke: items are tried one at a time until those then under way are through.
        self._suspects = 0

    def __enter__(self) -> Pool[I, R]:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def work(self, items: Iterable[I], limit: Callable[[I], float]) -> Iterator[Done[I, R] | Failed[I]]:
        """The outcome of every item, in order; a few are under way at a time."""
        left = iter(items)
        queue: deque[_Underway[I, R]] = deque()
        again: deque[I] = deque()
        breaks = 0
        while True:
            while len(queue) < (1 if self._suspects else _AHEAD * self._workers):
                again.extend(() if again else islice(left, 1))
                if not again:
                    break
                queue.append(self._submit(again.popleft(), limit))
            if not queue:
                return
            outcome = self._wait(queue[0])
            if outcome is None:
                continue
            if isinstance(outcome, _Broken):
                breaks += 1
                if breaks >= _MOST_BREAKS:
                    raise OnrecordError(f"workers cannot run here ({outcome.why}). Try with workers=0.")
                self._restart()
                if len(queue) > 1:
                    self._suspects = len(queue)
                    again.extendleft(under.item for under in reversed(queue))
                    queue.clear()
                    continue
                outcome = Failed(queue[0].item, f"broke the pool of workers ({outcome.why})")
            elif isinstance(outcome, Done):
                breaks = 0
            queue.popleft()
            self._suspects = max(0, self._suspects - 1)
            yield outcome

    def _wait(self, first: _Underway[I, R]) -> Done[I, R] | Failed[I] | _Broken | None:
        """The outcome of the item under way longest; None when it is tried again."""
        try:
            outcome: Done[I, R] | Failed[I] = first.future.result(timeout=first.seconds * 2 + _START_SECONDS)
        except BrokenProcessPool as error:
            return _Broken(reason_of(error))
        except ProcessExpired as error:
            if first.tries < _TRIES:
                first.future = self._schedule(first.item, first.seconds)
                first.tries += 1
                return None
            return Failed(first.item, f"ended its worker process ({_end_of(error.exitcode)})")
        except TooLong:
            if not first.future.done():
                return _Broken("a worker was lost")
            return Failed(first.item, f"took longer than {first.seconds:g} seconds", first.seconds)
        except Exception as error:  # noqa: BLE001 - a result that cannot be sent home raises what pickle raises
            return Failed(first.item, f"its result cannot leave the worker ({reason_of(error)})")
        return outcome

    def _submit(self, item: I, limit: Callable[[I], float]) -> _Underway[I, R]:
        seconds = limit(item)
        return _Underway(item, seconds, self._schedule(item, seconds))

    def _schedule(self, item: I, seconds: float) -> ProcessFuture[Done[I, R] | Failed[I]]:
        return self._pool.schedule(try_one, args=(self._function, item), timeout=seconds)

    def _start(self) -> ProcessPool:
        begin = partial(_begin, self._warm)
        return ProcessPool(self._workers, initializer=begin, context=_context_for(self._function))

    def _restart(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
        self._pool = self._start()


class _Broken(msgspec.Struct, frozen=True):
    why: str


def _end_of(code: int | None) -> str:
    if code is not None and code < 0:
        return signal.Signals(-code).name if -code in signal.valid_signals() else f"signal {-code}"
    return f"exit code {code}"


def _begin(warm: Callable[[], object] | None) -> None:
    """What every worker does first: ends with its parent, whatever it is at; and warms up."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if warm is not None:
        # If this fails, so will the function, for each item and with its reason.
        try_one(lambda _: warm(), None)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


class _Worker(SpawnProcess):
    """A worker that does not run the caller's script again, so that no script needs a guard against it."""

    @staticmethod
    def _Popen(process_obj: BaseProcess) -> Popen:  # noqa: N802 - multiprocessing's own name
        script = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            return SpawnProcess._Popen(process_obj)
        finally:
            sys.modules["__main__"] = script


class _Context(SpawnContext):
    Process = _Worker


def _context_for(function: object) -> SpawnContext:
    """How workers are started: fresh, never forked, since a model's threads do not survive a fork."""
    inner = function.func if isinstance(function, partial) else function
    return SpawnContext() if getattr(inner, "__module__", "") == "__main__" else _Context()
