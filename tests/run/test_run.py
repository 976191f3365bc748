"""Real workers, real hangs and deaths. Items are Python expressions and the work is to evaluate them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from onrecord.errors import OnrecordError
from onrecord.run import Done, Failed, each

HANG = "__import__('time').sleep(600)"
DIE = "__import__('os')._exit(3)"
CRASH = "__import__('os').kill(__import__('os').getpid(), 11)"
RAISE = "int('no year')"
UNSENDABLE = "(lambda: 1)"
UNREADABLE = "__import__('builtins').compile('1', 'x', 'eval')"


def results_of(items: list[str], *, workers: int = 2, seconds: float = 60.0) -> list[object]:
    return [
        outcome.result if isinstance(outcome, Done) else outcome.reason
        for outcome in each(eval, items, workers=workers, seconds=seconds)
    ]


def script(code: str) -> list[str]:
    return [sys.executable, "-c", textwrap.dedent(code)]


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and is not yet collected does not."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return not Path("/proc").is_dir()


def test_a_thousand_items_come_back_in_their_order() -> None:
    assert results_of([f"{n} * 2" for n in range(1000)]) == [n * 2 for n in range(1000)]


def test_a_page_that_raises_fails_alone_with_its_reason() -> None:
    assert results_of(["1", RAISE, "3"]) == [1, "ValueError: invalid literal for int() with base 10: 'no year'", 3]


def test_a_page_that_hangs_fails_alone() -> None:
    items = [str(n) for n in range(60)]
    items[7] = HANG
    begin = time.monotonic()
    found = results_of(items, seconds=4)
    assert found[7] == "took longer than 4 seconds"
    assert [r for at, r in enumerate(found) if at != 7] == [n for n in range(60) if n != 7]
    assert time.monotonic() - begin < 120


def test_a_page_that_hangs_is_caught_with_one_worker() -> None:
    assert results_of(["1", HANG, "3"], workers=1, seconds=4) == [1, "took longer than 4 seconds", 3]


def test_a_page_that_ends_its_worker_fails_alone() -> None:
    items = [str(n) for n in range(40)]
    items[5], items[20] = DIE, CRASH
    found = results_of(items)
    assert found[5] == "ended its worker process (exit code 3)"
    assert found[20] == "ended its worker process (SIGSEGV)"
    assert [r for at, r in enumerate(found) if at not in (5, 20)] == [n for n in range(40) if n not in (5, 20)]


def test_a_result_that_cannot_be_sent_fails_alone() -> None:
    first, bad, worse, last = results_of(["1", UNSENDABLE, UNREADABLE, "4"])
    assert (first, last) == (1, 4)
    assert "cannot leave the worker" in str(bad) and "cannot leave the worker" in str(worse)


def test_every_page_failing_still_ends() -> None:
    assert set(results_of([RAISE] * 50)) == {"ValueError: invalid literal for int() with base 10: 'no year'"}


def test_a_page_that_leaves_the_interpreter_fails_alone() -> None:
    for workers in (0, 1):
        assert results_of(["1", "exit(0)", "3"], workers=workers)[::2] == [1, 3]


def test_long_pages_may_have_longer() -> None:
    items = ["__import__('time').sleep(1.5)", "__import__('time').sleep(1.5) or 'a long page'"]
    found = list(each(eval, items, workers=1, seconds=lambda item: 30.0 if "long" in item else 0.5))
    assert isinstance(found[0], Failed) and isinstance(found[1], Done)


def test_in_this_process_the_outcomes_are_the_same() -> None:
    items = ["1", RAISE, "3"]
    assert results_of(items, workers=0) == results_of(items, workers=1)


def test_nothing_to_do_starts_nothing() -> None:
    assert list(each(eval, [], workers=2)) == []


def test_items_are_asked_for_as_they_are_needed() -> None:
    asked = 0

    def endless() -> Iterator[str]:
        nonlocal asked
        while True:
            asked += 1
            yield "1"

    outcomes = each(eval, endless(), workers=1)
    assert [next(outcomes).item for _ in range(5)] == ["1"] * 5
    outcomes.close()  # type: ignore[attr-defined]
    assert asked < 50


def test_outcomes_tell_how_long_they_took() -> None:
    (done,) = each(eval, ["__import__('time').sleep(0.2)"], workers=1)
    assert 0.2 <= done.seconds < 5


def test_a_script_needs_no_guard(tmp_path: Path) -> None:
    plain = tmp_path / "mine.py"
    plain.write_text("from onrecord.run import each\nprint([o.result for o in each(eval, ['1', '2'], workers=2)])\n")
    told = subprocess.run([sys.executable, plain], capture_output=True, text=True, timeout=60, check=False)
    assert (told.stdout, told.stderr) == ("[1, 2]\n", "")


def test_workers_warm_up_before_the_clock_runs() -> None:
    (outcome,) = each(eval, ["1"], workers=1, seconds=3, warm=partial(time.sleep, 4))
    assert isinstance(outcome, Done)


def test_a_kit_that_does_not_load_leaves_the_reason_to_the_page() -> None:
    outcomes = list(each(eval, ["1", RAISE], workers=1, warm=partial(int, "no kit")))
    assert [type(outcome) for outcome in outcomes] == [Done, Failed]


def test_workers_that_cannot_start_are_said_at_once() -> None:
    with pytest.raises(OnrecordError, match="workers=0"):
        list(each(eval, ["1", "2"], workers=1, warm=partial(os._exit, 1)))


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_workers_end_with_the_one_who_called(end: signal.Signals) -> None:
    caller = subprocess.Popen(
        script("""
            from onrecord.run import each
            pid = "print(__import__('os').getpid(), flush=True)"
            for outcome in each(eval, [pid, "while_true" and "__import__('time').sleep(600)"], workers=1, seconds=600):
                pass
        """),
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert caller.stdout is not None
    worker = int(caller.stdout.readline())
    assert is_alive(worker)
    time.sleep(0.5)
    caller.send_signal(end)
    assert caller.wait(timeout=60) != 0
    deadline = time.monotonic() + 60
    while is_alive(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(worker)
    caller.stdout.close()


def test_a_worker_killed_from_outside_costs_no_page() -> None:
    outcomes = each(eval, ["__import__('os').getpid()", *["__import__('time').sleep(1) or 7"] * 3], workers=1)
    first = next(outcomes)
    assert isinstance(first, Done)
    time.sleep(0.3)
    os.kill(int(first.result), signal.SIGKILL)
    assert [o.result if isinstance(o, Done) else o.reason for o in outcomes] == [7, 7, 7]
