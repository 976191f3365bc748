"""The few ways a call can fail. Each message says what happened, to which thing, and what to do next."""

from __future__ import annotations


class OnrecordError(Exception):
    """Base of every error a caller may want to catch."""


class UnknownFormat(OnrecordError):
    """An input is of no kind that can be read."""


class NotARecord(OnrecordError):
    """The file is no record of ours, or one from a newer version."""


class RecordBusy(OnrecordError):
    """Another process is writing to the record."""


class UnknownId(OnrecordError):
    """No record has this id."""


class WeightsError(OnrecordError):
    """The model's files are missing or not the ones their card describes."""


class WordListError(OnrecordError):
    """A word list is missing, or a row of it is not in its form."""
