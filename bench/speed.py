"""Words and pages a second on one core, a step at a time, and peak memory: python -m bench.speed [--data PATH].

Steps are timed by the processor seconds of this process, without those of the steps they call, so that other
programs on the machine do not count. The whole is one ``add`` of the same pages in a process of its own, loading
included. Where a peer is at hand it does its part of the same pages in the same run.
"""

from __future__ import annotations

import argparse
import gzip
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from pathlib import Path
from types import ModuleType
from typing import TypeVar

import msgspec

from bench.case import read_rows, stop, write_rows
from onrecord import stages
from onrecord.kit import Kit
from onrecord.read import Found, read_bytes
from onrecord.types import Clipping

EXAMPLES = Path(__file__).parent.parent / "examples" / "pages"
LIMIT = 200
NOT_STEPS = {"view_of"}
# Run in a process of its own: its highest memory is that of the add alone.
WHOLE = """
import sys, time
from pathlib import Path
from onrecord.record import Record
begin, used = time.perf_counter(), time.process_time()
with Record.open(sys.argv[1]) as record:
    record.add(sys.argv[2], workers=0)
seconds, used = time.perf_counter() - begin, time.process_time() - used
peak = [line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
print(seconds, used, *peak)
"""

R = TypeVar("R")


class Source(msgspec.Struct, frozen=True):
    """A page of the data: its name and bytes, ``text`` where they are plain text whatever they look like."""

    name: str
    data: bytes
    form: str | None = None


class Clock:
    """Adds up the processor seconds of steps; a step inside another counts for itself alone."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._inner: list[float] = []

    def time(self, name: str, step: Callable[..., R]) -> Callable[..., R]:
        """The step, timed under this name."""

        @wraps(step)
        def timed(*given: object, **named: object) -> R:
            begin = time.process_time()
            self._inner.append(0.0)
            try:
                return step(*given, **named)
            finally:
                took = time.process_time() - begin
                self.seconds[name] = self.seconds.get(name, 0.0) + took - self._inner.pop()
                if self._inner:
                    self._inner[-1] += took

        return timed


def main() -> None:
    """Times the steps, the peers and the whole; prints a table each."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--data", type=Path, default=EXAMPLES, help="rows with text or file, or a folder of pages")
    options.add_argument("--out", type=Path, help="where the figures go, one row a step")
    options.add_argument("--limit", type=int, default=LIMIT, help=f"at most so many pages (default {LIMIT})")
    given = options.parse_args()
    sources = sources_of(given.data)[: given.limit]
    clock = Clock()
    found, clippings = work(sources, clock)
    if not clippings:
        stop(f"{given.data}: no article in it.")
    words = sum(len(one.page.text.split()) for one in found)
    print(f"{len(found)} pages, {words} words, {len(clippings)} articles")
    rows = [row_of(name, seconds, words, len(found)) for name, seconds in clock.seconds.items()]
    rows += peers(sources, clippings, clock)
    rows += whole(sources, words)
    show(rows)
    if given.out:
        write_rows(given.out, rows)


def sources_of(data: Path) -> list[Source]:
    """The pages of a folder, or of the rows of a file: their ``text``, or the ``file`` they name."""
    if data.is_dir():
        return [Source(str(p.relative_to(data)), p.read_bytes()) for p in sorted(data.rglob("*")) if p.is_file()]
    sources = []
    for at, row in enumerate(read_rows(data)):
        if "file" in row:
            raw = (data.parent / row["file"]).read_bytes()
            sources.append(Source(f"{at:05}.html", gzip.decompress(raw) if row["file"].endswith(".gz") else raw))
        elif "text" in row:
            sources.append(Source(f"{at:05}.txt", str(row["text"]).encode("utf-8", "surrogatepass"), "text"))
    return sources


def work(sources: Iterable[Source], clock: Clock) -> tuple[list[Found], list[Clipping]]:
    """The pages read and clipped, then joined, each step on the clock; the first page pays for no loading."""
    kit = Kit()
    read = clock.time("read", lambda source: list(read_bytes(source.name, source.data, source.form)))
    found = [one for source in sources for one in read(source) if isinstance(one, Found)]
    warm = [clipping for one in found[:1] if (clipping := stages.clip(one.page, kit))]
    stages.group_pages(warm, kit)
    kit._read_one.cache_clear()
    kit._read_one = clock.time(f"tagger ({kit.tier})", kit._read_one)  # type: ignore[assignment]
    time_steps(stages, clock)
    clippings = [clipping for one in found if (clipping := stages.clip(one.page, kit))]
    stages.group_pages(clippings, kit)
    return found, clippings


def time_steps(module: ModuleType, clock: Clock) -> None:
    """Puts every function that the order of work takes from a room on the clock."""
    for name, step in list(vars(module).items()):
        ours = getattr(step, "__module__", "").startswith("onrecord.") and step.__module__ != module.__name__
        if ours and callable(step) and not isinstance(step, type) and name not in NOT_STEPS:
            setattr(module, name, clock.time(name, step))


def row_of(name: str, seconds: float, words: int, pages: int) -> dict[str, object]:
    """One line of the table."""
    least = max(seconds, 1e-9)
    return {"step": name, "ms_a_page": round(1000 * seconds / pages, 3), "words_a_second": round(words / least),
            "pages_a_second": round(pages / least, 1)}  # fmt: skip


def peers(sources: Sequence[Source], clippings: Sequence[Clipping], clock: Clock) -> list[dict[str, object]]:
    """What other tools take for the same pages: trafilatura for articles, datasketch for candidate copies."""
    rows = []
    markup = [s.data.decode("utf-8", "replace") for s in sources if s.data.lstrip()[:1] == b"<"]
    if markup:
        seconds = timed(read_with_trafilatura, markup)
        rows.append(row_of("peer: trafilatura", seconds, sum(len(m.split()) for m in markup), len(markup)))
        if len(markup) == len(sources):
            ours = sum(clock.seconds.get(step, 0.0) for step in ("read", "find_article"))
            rows[-1]["peer_takes"] = round(seconds / ours, 2)
    texts = [clipping.page.text for clipping in clippings]
    seconds = timed(sketch_with_datasketch, texts)
    rows.append(row_of("peer: datasketch", seconds, sum(len(t.split()) for t in texts), len(texts)))
    rows[-1]["peer_takes"] = round(seconds / max(clock.seconds.get("find_copies", 0.0), 1e-9), 2)
    return rows


def timed(peer: Callable[[Iterable[str]], None], texts: Sequence[str]) -> float:
    """The processor seconds of a peer, loaded before."""
    peer(texts[:1])
    begin = time.process_time()
    peer(texts)
    return time.process_time() - begin


def read_with_trafilatura(pages: Iterable[str]) -> None:
    """The text of each page by trafilatura."""
    import trafilatura

    for page in pages:
        trafilatura.extract(page, favor_precision=True)


def sketch_with_datasketch(texts: Iterable[str]) -> None:
    """Candidate copies by MinHash of 5-word shingles, 128 permutations."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.2, num_perm=128)
    for at, text in enumerate(texts):
        words = text.lower().split()
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(words[k : k + 5]).encode() for k in range(max(1, len(words) - 4))])
        index.query(sketch)
        index.insert(at, sketch)


def whole(sources: Sequence[Source], words: int) -> list[dict[str, object]]:
    """One add of all the pages by one process, loading, storing and searching included, with its peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "pages"
        for source in sources:
            file = pages / source.name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(source.data)
        line = [sys.executable, "-c", WHOLE, str(Path(folder) / "speed.db"), str(pages)]
        told = subprocess.run(line, capture_output=True, text=True, check=False)
        size = (Path(folder) / "speed.db").stat().st_size if not told.returncode else 0
    if told.returncode:
        print(f"the whole add failed: {told.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return []
    seconds, used, *peak = told.stdout.split()
    row = row_of("whole add", float(used), words, len(sources))
    row["wall_seconds"] = round(float(seconds), 1)
    if peak:
        row["peak_mb"] = round(int(peak[0]) / 1024)
    row["file_kb_a_page"] = round(size / 1024 / len(sources), 1)
    return [row]


def show(rows: Sequence[dict[str, object]]) -> None:
    """Prints the rows as a table."""
    print(f"{'step':24} {'ms a page':>10} {'words/s':>12} {'pages/s':>10}")
    for row in rows:
        more = "  ".join(f"{name} {value}" for name, value in list(row.items())[4:])
        print(
            f"{row['step']:24} {row['ms_a_page']:>10} {row['words_a_second']:>12} {row['pages_a_second']:>10}  {more}"
        )


if __name__ == "__main__":
    main()
