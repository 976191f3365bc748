"""The clerk: the one writer. Takes pages in and keeps judgements in a process of its own; reading goes on meanwhile."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path, PurePath
from queue import Empty, Queue

import msgspec

from onrecord.errors import OnrecordError, RecordBusy
from onrecord.groups import Judgement
from onrecord.record import Record, Summary
from onrecord.store.picked import Pick

_WAIT_SECONDS = 30.0
_PAUSE_SECONDS = 2.0
_NAME_CHARS = 120


class State(msgspec.Struct, frozen=True):
    """What the clerk is doing: the step with its count (a total of 0 is unknown), and how the last run ended."""

    running: bool = False
    what: str = "Pages are being added"
    step: str = ""
    done: int = 0
    total: int = 0
    runs: int = 0
    summary: Summary | None = None
    failed: str = ""


class Upload(msgspec.Struct, frozen=True):
    """A file given by a browser: its name as given, and its bytes."""

    name: str
    data: bytes


class Undo(msgspec.Struct, frozen=True):
    """A decision to be taken back, by its number."""

    number: int
    by: str
    at: str


class Look(msgspec.Struct, frozen=True):
    """A reader has seen what is there, or, of a saved search, what it finds."""

    at: str
    typed: str = ""


class Forget(msgspec.Struct, frozen=True):
    """A saved search is wanted no longer."""

    typed: str


class Put(msgspec.Struct, frozen=True):
    """Things picked for a report."""

    picks: tuple[Pick, ...]


class Drop(msgspec.Struct, frozen=True):
    """Things picked that are wanted no longer."""

    ids: tuple[str, ...]


class Move(msgspec.Struct, frozen=True):
    """A thing picked moves up (-1) or down (1)."""

    id: str
    by: int


class Load(msgspec.Struct, frozen=True):
    """Decisions of another record, a JSON line each."""

    lines: tuple[bytes, ...]


class Task(msgspec.Struct, frozen=True):
    """What a run is to do: take in what ``names`` name in a folder (none of them: join anew), or learn meanings."""

    names: tuple[str, ...] = ()
    folder: str = ""
    learn: bool = False

    @property
    def what(self) -> str:
        """What is being done, in words."""
        if self.learn:
            return "Statements are being learnt by meaning"
        return "Pages are being added" if self.names else "Your decisions are being put in force"


Deed = Judgement | Undo | Look | Forget | Put | Drop | Move | Load


class Told(msgspec.Struct, frozen=True):
    """What became of a decision sent to a run under way; ``wrong`` is empty when it was kept."""

    wrong: str = ""


class Clerk:
    """Writes to a record file, one run at a time; ``close`` it."""

    def __init__(self, path: Path, *, fast: bool = False) -> None:
        self._path = path.resolve()
        self._fast = fast
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._line: Connection | None = None
        # What became of each deed sent: what was wrong, nothing, or None for one that was never heard of.
        self._told: Queue[str | None] = Queue()
        self._asked = 0
        self._again = False
        self._pause: threading.Timer | None = None
        self.state = State()

    def add(self, uploads: Sequence[Upload]) -> None:
        """Begins to take pages in; raises RecordBusy while a run is under way."""
        folder = Path(tempfile.mkdtemp(prefix="onrecord-"))
        self._begin(Task(tuple(_lay_out(folder, uploads)), str(folder)), away=folder)

    def add_folder(self, folder: Path) -> None:
        """Begins to take in what lies in a folder; raises RecordBusy while a run is under way."""
        self._begin(Task((str(folder),), str(folder.parent)))

    def judge(self, deed: Deed) -> None:
        """Keeps a deed of a person's at once, also while pages are added."""
        if self._sent(deed):
            try:
                said = self._told.get(timeout=_WAIT_SECONDS)
            except Empty as error:
                raise RecordBusy("The decision could not be kept while pages are added. Try again.") from error
            if said is not None:
                if said:
                    raise OnrecordError(said)
                return
        # No run is under way, or it ended before it heard of the deed: once it is gone the file is free.
        self.wait(_WAIT_SECONDS)
        with Record.open(self._path) as record:
            do(record, deed)

    def _sent(self, deed: Deed) -> bool:
        """Whether a run under way was sent the deed."""
        with self._lock:
            if self._line is None or not self.state.running:
                return False
            try:
                self._line.send(deed)
            except OSError:
                return False
            self._asked += 1
            return True

    def learn(self) -> None:
        """Begins to make statements findable by meaning; raises RecordBusy while a run is under way."""
        self._begin(Task(learn=True))

    def rework(self) -> None:
        """Begins to join pages anew by the judgements: after a pause of theirs, or when the run under way has ended.

        One who checks decides every few seconds: a run begun at once would keep the next decision waiting.
        """
        with self._lock:
            self._again = self.state.running
            if self._pause is not None:
                self._pause.cancel()
            self._pause = None if self._again else threading.Timer(_PAUSE_SECONDS, self._rework_now)
            if self._pause is not None:
                self._pause.daemon = True
                self._pause.start()

    def _rework_now(self) -> None:
        try:
            self._begin(Task())
        except RecordBusy:
            # Pages are being added since the pause began.
            with self._lock:
                self._again = True

    def close(self) -> None:
        """Ends a run under way; what it has kept stays, and the next run goes on from there."""
        with self._lock:
            self._again = False
            if self._pause is not None:
                self._pause.cancel()
        process = self._process
        if process is not None and process.is_alive():
            process.terminate()
            process.join(_WAIT_SECONDS)

    def wait(self, seconds: float) -> bool:
        """Waits for a run to end; whether it has."""
        process = self._process
        if process is not None:
            process.join(seconds)
        return process is None or not process.is_alive()

    def _begin(self, task: Task, *, away: Path | None = None) -> None:
        with self._lock:
            if self.state.running:
                raise RecordBusy("Pages are being added already. Wait for that to end, then try again.")
            spawn = multiprocessing.get_context("spawn")
            mine, theirs = spawn.Pipe()
            given = (str(self._path), task, self._fast, theirs)
            process = spawn.Process(target=work_apart, args=given, name="onrecord-clerk")
            process.start()
            theirs.close()
            self._process, self._line = process, mine
            self.state = State(running=True, what=task.what, step="starting", runs=self.state.runs + 1)
        threading.Thread(target=self._follow, args=(process, mine, away), daemon=True).start()

    def _follow(self, process: BaseProcess, line: Connection, away: Path | None) -> None:
        failed, summary = "", None
        while True:
            try:
                told = line.recv()
            except (EOFError, OSError):
                break
            if isinstance(told, Told):
                with self._lock:
                    self._asked -= 1
                self._told.put(told.wrong)
            elif isinstance(told, Summary):
                summary = told
            elif isinstance(told, str):
                failed = told
            else:
                step, done, total = told
                self.state = msgspec.structs.replace(self.state, step=step, done=done, total=total)
        process.join()
        if summary is None and not failed:
            failed = "The run was ended before it was done. What it has kept stays; add again to go on."
        if away is not None:
            shutil.rmtree(away, ignore_errors=True)
        with self._lock:
            self._line = None
            for _ in range(self._asked):
                self._told.put(None)
            self._asked = 0
            self.state = State(runs=self.state.runs, summary=summary, failed=failed)
            again, self._again = self._again and not failed, False
        if again:
            # What was decided meanwhile may have come too late for it.
            self._begin(Task())


def work_apart(path: str, task: Task, fast: bool, line: Connection) -> None:
    """Does a task in a process of its own: tells each step over the line, and keeps decisions that come by it."""
    if task.folder:
        os.chdir(task.folder)

    def tell(step: str, done: int, total: int) -> None:
        while line.poll():
            deed = line.recv()
            try:
                do(record, deed)
                line.send(Told())
            except OnrecordError as error:
                line.send(Told(str(error)))
        line.send((step, done, total))

    try:
        with Record.open(path, fast=fast) as record:
            began = now()
            if task.learn:
                record.meaning.learn(tell)
            else:
                summary = record.add(*task.names, progress=tell)
                record.history.stamp(began, now())
            tell("done", 1, 1)
            line.send(record.summary() if task.learn else summary)
    except OnrecordError as error:
        line.send(str(error))
    finally:
        line.close()


def now() -> str:
    """The time, in seconds, with its zone."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def do(record: Record, deed: Deed) -> None:
    """Keeps what a person has decided, looked at or picked."""
    if isinstance(deed, Undo):
        record.undo(deed.number, by=deed.by, at=deed.at)
    elif isinstance(deed, Look):
        record.watches.save(deed.typed, at=deed.at) if deed.typed else record.counts.look(deed.at)
    elif isinstance(deed, Forget):
        record.watches.forget(deed.typed)
    elif isinstance(deed, Put):
        record.picks.put(deed.picks)
    elif isinstance(deed, Drop):
        record.picks.drop(deed.ids)
    elif isinstance(deed, Move):
        record.picks.move(deed.id, deed.by)
    elif isinstance(deed, Load):
        taken = record.import_judgements(deed.lines)
        if taken.wrong and not taken.taken + taken.known:
            raise OnrecordError(f"No decision could be read in this file. {taken.wrong[0]}.")
    else:
        record.judge(deed)


def _lay_out(folder: Path, uploads: Sequence[Upload]) -> list[str]:
    """Writes uploads under their own names; of two with one name the second gets a number."""
    names: list[str] = []
    for upload in uploads:
        name = safe_name(upload.name)
        stem, dot, rest = name.partition(".")
        number = 1
        while name in names:
            number += 1
            name = f"{stem}-{number}{dot}{rest}"
        (folder / name).write_bytes(upload.data)
        names.append(name)
    return names


def safe_name(name: str) -> str:
    """A file name of an upload that stays in its folder and means nothing to a shell or pattern.

    >>> safe_name("../../etc/pass*wd"), safe_name("..")
    ('pass_wd', 'page')
    """
    last = PurePath(name.replace("\\", "/")).name
    plain = "".join(c if c.isalnum() or c in "-_. " else "_" for c in last).strip(". ")
    while len(plain.encode("utf-8", "replace")) > _NAME_CHARS:
        plain = plain[1:]
    return plain or "page"
