"""The reading desk: the record file open for reading in a few threads, opened anew when it has changed."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from onrecord.record import Record

R = TypeVar("R")
# Each thread holds its own record; one page rarely waits for another with two.
READERS = 2
# While pages are added the file changes all the time; a page shown may be this old.
_FRESH_SECONDS = 1.0


class Desk:
    """Answers questions to a record file, each in a thread that has the record open; ``close`` it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="desk")
        self._mine = threading.local()

    async def ask(self, question: Callable[[Record], R]) -> R:
        """What the question answers, asked of the record as it is."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: question(self._record()))

    def close(self) -> None:
        """Lets running questions end and no more begin."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _record(self) -> Record:
        opened: Record | None = getattr(self._mine, "record", None)
        at: float = getattr(self._mine, "at", 0.0)
        if opened is not None and time.monotonic() - at < _FRESH_SECONDS and self._mine.stamp[0] is not None:
            return opened
        stamp = stamp_of(self.path)
        if opened is None or stamp != self._mine.stamp:
            if opened is not None:
                opened.close()
            opened = Record.open(self.path, write=False)
            self._mine.record = opened
        self._mine.stamp = stamp_of(self.path)
        self._mine.at = time.monotonic()
        return opened


def stamp_of(path: Path) -> tuple[tuple[int, int, int] | None, tuple[int, int, int] | None]:
    """What tells that a record file, or its log, has changed."""
    return _stat(path), _stat(path.with_name(path.name + "-wal"))


def _stat(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
