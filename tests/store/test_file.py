"""Which files are taken for a record, who may write one, and what a killed writer leaves."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from onrecord.errors import NotARecord, OnrecordError, RecordBusy
from onrecord.store import Store
from onrecord.store.whole import check
from onrecord.types import Page, Problem, Statement


def child(code: str, *args: object) -> subprocess.Popen[str]:
    """A real process that runs the code with these arguments."""
    line = [sys.executable, "-u", "-c", textwrap.dedent(code), *map(str, args)]
    return subprocess.Popen(line, stdout=subprocess.PIPE, text=True)


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def make(path: Path, pages: int = 1) -> None:
    with Store.open(path) as store:
        store.put_pages([(Page(f"{n:04}", f"{n}.txt", "The harbour stays shut."), b"raw") for n in range(pages)])


HOLD = """
    import sys, time
    from pathlib import Path
    from onrecord.store import Store
    store = Store.open(Path(sys.argv[1]))
    print("held")
    time.sleep(600)
"""
# Adds and works pages one by one, saying so only after the store said so.
WORK = """
    import sys
    from pathlib import Path
    from onrecord.store import Store
    from onrecord.types import Page, Span, Statement
    begin = int(sys.argv[2])
    with Store.open(Path(sys.argv[1])) as store:
        print("open")
        for n in range(begin, begin + 100_000):
            page = f"{n:08}"
            store.put_pages([(Page(page, page, "The harbour stays shut. " * 50), b"raw" * 1000)])
            said = [Statement(f"{page}:s{at}", page, (Span(at, at + 9),)) for at in range(50)]
            store.put(page, "quotes", 1, said)
            print(n)
"""


@pytest.mark.parametrize("held", [b"", b"Dear editor,", b"SQLite format 3\0", os.urandom(5000)])
def test_a_file_that_is_no_record_is_refused_and_left_alone(tmp_path: Path, held: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(held)
    for write in (True, False):
        with pytest.raises(NotARecord, match="not a record"):
            Store.open(path, write=write)
    assert path.read_bytes() == held
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    link = sqlite3.connect(path)
    link.execute("CREATE TABLE page (id TEXT)")
    link.commit()
    link.close()
    held = path.read_bytes()
    with pytest.raises(NotARecord, match="another program"):
        Store.open(path)
    assert path.read_bytes() == held and len(list(tmp_path.iterdir())) == 1


def test_a_folder_a_missing_folder_and_a_missing_record_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NotARecord, match="a folder"):
        Store.open(tmp_path)
    with pytest.raises(NotARecord, match="Make it first"):
        Store.open(tmp_path / "gone" / "a.db")
    with pytest.raises(NotARecord, match="onrecord add"):
        Store.open(tmp_path / "a.db", write=False)
    assert list(tmp_path.iterdir()) == []


def test_a_record_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    make(path)
    link = sqlite3.connect(path)
    link.execute("PRAGMA user_version = 99")
    link.close()
    held = path.read_bytes()
    for write in (True, False):
        with pytest.raises(NotARecord, match=r"newer onrecord \(format 99.*pip install --upgrade"):
            Store.open(path, write=write)
    assert path.read_bytes() == held


def test_a_torn_record_is_refused_or_told_of(tmp_path: Path) -> None:
    path = tmp_path / "torn.db"
    make(path, pages=300)
    held = path.read_bytes()
    path.write_bytes(held[:4096] + b"\xff" * 4096 + held[8192:-10000])
    try:
        with Store.open(path, write=False) as store:
            wrong = check(store)
    except NotARecord as error:
        wrong = [str(error)]
    assert wrong


def test_names_of_files_may_hold_anything(tmp_path: Path) -> None:
    for name in ("a b?mode=ro#x%20.db", "é💥.db", os.fsdecode(b"\xff\xfe.db")):
        make(tmp_path / name)
        with Store.open(tmp_path / name, write=False) as store:
            assert store.count(Page) == 1


def test_a_closed_record_is_one_file(tmp_path: Path) -> None:
    make(tmp_path / "a.db")
    with Store.open(tmp_path / "a.db", write=False) as store:
        assert store.count(Page) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["a.db"]


def test_a_second_writer_is_refused_until_the_first_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    holder = child(HOLD, path)
    try:
        assert first_line(holder) == "held"
        with pytest.raises(RecordBusy, match="another process"):
            Store.open(path)
        with Store.open(path, write=False) as reader:
            assert reader.count(Page) == 0
    finally:
        end(holder)
    with Store.open(path) as store:
        assert check(store) == []


def test_a_second_writer_in_this_process_is_refused_too(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db"), pytest.raises(RecordBusy):
        Store.open(tmp_path / "a.db")


def test_of_many_that_open_at_once_one_writes(tmp_path: Path) -> None:
    opened: list[str] = []

    def try_to_open() -> None:
        try:
            with Store.open(tmp_path / "a.db"):
                opened.append("writes")
                time.sleep(0.2)
        except RecordBusy:
            opened.append("busy")

    threads = [threading.Thread(target=try_to_open) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(opened) == ["busy"] * 7 + ["writes"]


def test_a_reader_writes_nothing(tmp_path: Path) -> None:
    make(tmp_path / "a.db")
    with Store.open(tmp_path / "a.db", write=False) as store:
        with pytest.raises(OnrecordError, match="reading only"):
            store.note(Problem("a", "read", "x"))
        with pytest.raises(OnrecordError, match="reading only"):
            store.remove(["0000"])
        assert store.count(Page) == 1


def test_readers_are_served_while_another_process_writes(tmp_path: Path) -> None:
    path = tmp_path / "busy.db"
    writer = child(WORK, path, 0)
    try:
        assert first_line(writer) == "open"
        counts: list[int] = []
        deadline = time.monotonic() + 60
        while len(counts) < 100 or (counts[-1] == counts[0] and time.monotonic() < deadline):
            with Store.open(path, write=False) as reader:
                done = reader.count(Page) - len(reader.left("quotes", 1))
                said = reader.count(Statement)
                # Written between the two questions: at least what was done then.
                assert said % 50 == 0 and said >= done * 50
                counts.append(said)
        assert counts == sorted(counts) and counts[-1] > counts[0]
    finally:
        end(writer)


def test_nothing_that_was_acknowledged_is_lost_or_torn_by_kills(tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    acknowledged: set[int] = set()
    for round_ in range(6):
        writer = child(WORK, path, round_ * 100_000)
        assert first_line(writer) == "open"
        acknowledged |= {int(first_line(writer)) for _ in range(5)}
        time.sleep(0.02 + 0.07 * round_)
        writer.send_signal(signal.SIGKILL)
        assert writer.stdout is not None
        # The last line may be cut by the kill: it was not said.
        acknowledged |= {int(line) for line in writer.stdout if line.endswith("\n")}
        writer.communicate()
        with Store.open(path) as store:
            done = {int(page.id) for page in store.scan(Page)} - {int(page) for page in store.left("quotes", 1)}
            assert acknowledged <= done
            assert check(store) == []
            assert store.count(Statement) == 50 * len(done)
            for page in store.left("quotes", 1):
                assert store.raw(page) == b"raw" * 1000 and not list(store.scan(Statement, page=page))
    assert len(acknowledged) >= 30


def test_a_kill_while_the_file_is_made_leaves_a_record_or_nothing(tmp_path: Path) -> None:
    for round_ in range(8):
        path = tmp_path / f"{round_}.db"
        maker = child("print('ready')\n" + textwrap.dedent(HOLD), path)
        first_line(maker)
        time.sleep(0.06 * round_)
        end(maker)
        with Store.open(path) as store:
            assert check(store) == []


def test_a_second_look_at_an_open_file_leaves_its_log_alone(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    Store.open(path).close()
    with Store.open(path, write=False) as reader:
        with Store.open(path) as writer, writer.together():
            writer.link.execute("INSERT INTO saved VALUES ('one', '{}')")
        # What another process does at its end: without our locks it would take the log away as the last one.
        look = f"import sqlite3; l = sqlite3.connect({str(path)!r}); l.execute('SELECT * FROM saved'); l.close()"
        subprocess.run([sys.executable, "-c", look], check=True, timeout=60)
        assert path.with_name("r.db-wal").exists()
        assert reader.cells("SELECT typed FROM saved") == [("one",)]
