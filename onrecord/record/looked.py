"""Parts of a record that are fetched when asked for: a mapping and a sequence that keep only the last few in memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar, overload

T = TypeVar("T", covariant=True)
V = TypeVar("V")
# Rows fetched at once when a list is read from end to end.
FETCHED = 500


class Looked(Mapping[str, V], Generic[V]):
    """Things by id, each fetched when asked for; the last ``kept`` are remembered.

    ``fetch`` gives None for an id that is not there, ``names`` all ids in order.
    """

    def __init__(
        self, fetch: Callable[[str], V | None], names: Callable[[], Iterator[str]], *, kept: int = 1024
    ) -> None:
        self._fetch = fetch
        self._names = names
        self._kept = kept
        self._last: OrderedDict[str, V | None] = OrderedDict()

    def __getitem__(self, name: str) -> V:
        if name in self._last:
            self._last.move_to_end(name)
        else:
            self._last[name] = self._fetch(name)
            if len(self._last) > self._kept:
                self._last.popitem(last=False)
        found = self._last[name]
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return self._names()

    def __len__(self) -> int:
        return sum(1 for _ in self._names())


class Listed(Sequence[T], Generic[T]):
    """Rows in order, fetched a few at a time; ``page`` gives those after an id, ``id_of`` the id of a row."""

    def __init__(
        self,
        page: Callable[[str | None, int], Sequence[T]],
        id_of: Callable[[T], str],
        count: Callable[[], int],
    ) -> None:
        self._page = page
        self._id_of = id_of
        self._count = count

    def __iter__(self) -> Iterator[T]:
        after: str | None = None
        while rows := self._page(after, FETCHED):
            yield from rows
            after = self._id_of(rows[-1])
            if len(rows) < FETCHED:
                return

    def __len__(self) -> int:
        return self._count()

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        whole_head = isinstance(at, slice) and at.step is None and not (at.start or 0) < 0 and (at.stop or -1) >= 0
        if isinstance(at, slice) and whole_head:
            head: list[T] = []
            for row in self:
                if len(head) >= (at.stop or 0):
                    break
                head.append(row)
            return tuple(head[at.start or 0 :])
        return tuple(self)[at]
