"""The file of a record: told from other files by its first bytes, made whole or not at all, one writer at a time."""

from __future__ import annotations

import contextlib
import fcntl
import os
import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from onrecord.errors import NotARecord, OnrecordError, RecordBusy

# The format of the file as a whole. A field more is no new format: it is a column more.
FORMAT = 1
MARK = int.from_bytes(b"ONRC", "big")
_HEAD_BYTES = 100
_WAIT_SECONDS = 20.0
_PAUSES = (0.0, 0.01, 0.05, 0.2)  # seconds before each look at a head


def check_file(path: Path) -> bool:
    """Whether a record lies at this path, False when nothing does; raises NotARecord for anything else.

    Looks at the first bytes and touches nothing. SQLite looks for us: a file of ours opened and closed beside its
    connections would drop their locks, and another process would take away the log they write to.
    """
    if path.is_dir():
        raise NotARecord(f"{path}: a folder, not a record. Name a file in it.")
    try:
        size = path.stat().st_size
    except FileNotFoundError as error:
        if not path.parent.is_dir():
            raise NotARecord(f"{path}: the folder {path.parent} is not there. Make it first.") from error
        return False
    except OSError as error:
        raise NotARecord(f"{path}: cannot be read ({error.strerror}). Check its rights.") from error
    mark, version = _marks_of(path) if size >= _HEAD_BYTES else (None, 0)
    if mark is None:
        raise NotARecord(f"{path}: not a record of onrecord, and left as it is. Name another file with --record.")
    if mark != MARK:
        raise NotARecord(f"{path}: a database of another program, left as it is. Name another file with --record.")
    _check_format(path, version)
    return True


def _marks_of(path: Path) -> tuple[int | None, int]:
    """The mark of the program and the version of the format in a database's head; None for what is no database.

    The look takes no lock, so that it may fall into the moment in which a writer puts the first page back into the
    file, and find half of it: what is no database is looked at again.
    """
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    for pause in _PAUSES:
        time.sleep(pause)
        try:
            with contextlib.closing(sqlite3.connect(address, uri=True)) as link:
                marks = [link.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
        except sqlite3.OperationalError as error:
            raise NotARecord(f"{path}: cannot be read ({error}). Check its rights.") from error
        except sqlite3.DatabaseError:
            continue
        return int(marks[0]), int(marks[1])
    return None, 0


def _check_format(path: Path, found: int) -> None:
    if found > FORMAT:
        raise NotARecord(
            f"{path}: written by a newer onrecord (format {found}; this one knows {FORMAT}), left as it is."
            " Upgrade with: pip install --upgrade onrecord"
        )
    if found < 1:
        raise NotARecord(f"{path}: a record without a format number, left as it is. Restore it from a copy.")


def lock_file(path: Path) -> IO[bytes]:
    """The one lock of a record's writer, held until closed or the process ends; raises RecordBusy when taken.

    It is a file beside the record, removed by whoever holds it; the record itself is not opened, since
    closing it a second time would drop SQLite's own locks.
    """
    beside = path.with_name(path.name + "-lock")
    while True:
        try:
            lock = beside.open("wb")
        except OSError as error:
            raise OnrecordError(f"{path}: cannot be written here ({error.strerror}). Choose another folder.") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.close()
            raise RecordBusy(f"{path}: another process is adding to it. Wait for it to end, then try again.") from error
        # Its last holder may have removed the file between our opening and our locking it.
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(lock.fileno()), beside.stat()):
                return lock
        lock.close()


def unlock_file(path: Path, lock: IO[bytes]) -> None:
    """Gives the writer's lock back."""
    path.with_name(path.name + "-lock").unlink(missing_ok=True)
    lock.close()


def make_file(path: Path, schema: Iterable[str]) -> None:
    """Makes an empty record, all at once: a process killed while at it leaves no half a record."""
    half = path.with_name(path.name + "-new")
    half.unlink(missing_ok=True)
    made = sqlite3.connect(half, isolation_level=None)
    try:
        made.execute(f"PRAGMA application_id = {MARK}")
        made.execute(f"PRAGMA user_version = {FORMAT}")
        made.execute("BEGIN")
        for line in schema:
            made.execute(line)
        made.execute("COMMIT")
        made.execute("PRAGMA journal_mode = WAL")
    finally:
        made.close()
    half.replace(path)


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """A connection to the record at ``path``; one for reading cannot change it and works while another writes."""
    where = path.resolve().as_uri()
    try:
        link = _open(f"{where}?mode=rw")
    except sqlite3.OperationalError as error:
        if write or path.with_name(path.name + "-wal").exists():
            raise NotARecord(f"{path}: cannot be opened ({error}). Check its rights and the disk.") from error
        # A folder that cannot be written: nobody writes there, so the file may be read as it lies.
        link = _open(f"{where}?mode=ro&immutable=1")
    except sqlite3.DatabaseError as error:
        raise NotARecord(f"{path}: damaged ({error}). Restore it from a copy.") from error
    _check_format(path, int(link.execute("PRAGMA user_version").fetchone()[0]))
    if write:
        link.execute("PRAGMA journal_mode = WAL")
        link.execute("PRAGMA synchronous = NORMAL")
    else:
        link.execute("PRAGMA query_only = 1")
    return link


def _open(where: str) -> sqlite3.Connection:
    link = sqlite3.connect(where, uri=True, isolation_level=None, timeout=_WAIT_SECONDS)
    try:
        link.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError:
        link.close()
        raise
    return link
