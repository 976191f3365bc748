"""What takes a look at the whole record is worked out once while the record stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

from onrecord.record import Record

R = TypeVar("R")
# The desk opens a record anew when its file has changed, so what is kept here is never older than the file.
_KEPT: WeakKeyDictionary[Record, dict[Callable[[Record], object], object]] = WeakKeyDictionary()


def is_large(record: Record) -> bool:
    """Whether a look at every statement takes too long."""
    return record.counts.is_large


def once(record: Record, make: Callable[[Record], R]) -> R:
    """What ``make`` gives for this record, made at the first asking."""
    kept = _KEPT.setdefault(record, {})
    if make not in kept:
        kept[make] = make(record)
    return cast(R, kept[make])
