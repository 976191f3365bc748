"""A record of very many articles asked over HTTP, idle and while pages are added: python -m bench.scale.

The record is made first if it is not there (``growing.py``; ``--articles 100000``: some ten minutes of processor time
and 5 GB of disk). Then ``onrecord serve`` answers each kind of address ``--turns`` times, one request at a time: the
wall time a reader waits, the processor time the server took (other programs do not count in that), its highest memory.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from bench.growing import grow
from bench.grown import make_piles
from bench.onemore import print_one_more
from onrecord import stages
from onrecord.store import Store

ONRECORD = (sys.executable, "-m", "onrecord")


class Timed(msgspec.Struct, frozen=True):
    """Calls of one kind: milliseconds of wall time each, and of the server's processor time on average."""

    name: str
    walls: tuple[float, ...]
    processor: float

    def line(self) -> str:
        """As a row of the table."""
        ordered = sorted(self.walls)
        late = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
        return f"| {self.name} | {statistics.median(ordered):.0f} | {late:.0f} | {self.processor:.0f} |"


def main() -> None:
    """Makes the record (or takes the one there) and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--record", type=Path, default=Path("scale.db"))
    parser.add_argument("--turns", type=int, default=20)
    parser.add_argument("--adding", type=int, default=200, help="pages added while the server is asked again")
    parser.add_argument("--one-more", action="store_true", help="measure only one article more (bench/onemore.py)")
    parser.add_argument("--sizes", default="10,50,150", help="sizes of the piles that one article more falls into")
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    if not given.record.exists():
        grow(given.record, given.articles)
    with Store.open(given.record, write=False) as store:
        if store.basis(stages.GROUPS.name, stages.GROUPS.version) is None:
            raise SystemExit(f"{given.record}: made by an older version, which would be joined anew. Remove it first.")
    if given.one_more:
        print_one_more(given.record, given.turns, sizes)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_pages(folder, given.adding)
        asked = addresses(given.record, given.turns)
        with served(given.record) as (server, host):
            show("idle", (ask(server, host, name, paths) for name, paths in asked.items()))
            adder = subprocess.Popen(
                [*ONRECORD, "add", str(folder), "--fast", "--record", str(given.record)],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            show("while pages are added", (ask(server, host, name, paths) for name, paths in asked.items()))
            print(f"\nThe add was {'still under way' if adder.poll() is None else 'over'}.")
            adder.wait()
            print(f"Highest memory of the server: {peak_of(server):.0f} MB")
    print_one_more(given.record, given.turns, sizes)


def show(when: str, rows: Iterator[Timed]) -> None:
    """Prints a table, a row as soon as it is known."""
    print(f"\n| {when} | median ms | 95th percentile | processor ms |\n|---|---|---|---|", flush=True)
    for row in rows:
        print(row.line(), flush=True)


@contextmanager
def served(record: Path) -> Iterator[tuple[int, str]]:
    """The server of a record in a process of its own, and where it listens."""
    command = [*ONRECORD, "serve", "--record", str(record), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        host = urlsplit(process.stdout.readline().strip()).netloc if process.stdout else ""
        while process.poll() is None:
            with suppress(ConnectionRefusedError), socket.create_connection(host.split(":")):  # type: ignore[arg-type]
                break
            time.sleep(0.1)
        try:
            yield process.pid, host
        finally:
            process.terminate()


def ask(server: int, host: str, name: str, paths: Sequence[str]) -> Timed:
    """Asks for each path in turn; the first answer is not counted when there are several of one path."""
    walls: list[float] = []
    begun = processor_of(server)
    for path in paths:
        link = http.client.HTTPConnection(host, timeout=600)
        start = time.perf_counter()
        link.request("GET", path)
        answer = link.getresponse()
        body = answer.read()
        walls.append((time.perf_counter() - start) * 1000)
        link.close()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {body[:300]!r}")
    return Timed(name, tuple(walls), (processor_of(server) - begun) / len(paths))


def processor_of(process: int) -> float:
    """Milliseconds of processor time a process has had."""
    user, system = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) * 1000 / os.sysconf("SC_CLK_TCK")


def peak_of(process: int) -> float:
    """The most memory a process has held, in megabytes."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def addresses(path: Path, turns: int) -> dict[str, list[str]]:
    """What is asked for, so many of each kind, from all over the record."""
    dice = random.Random(5)
    with Store.open(path, write=False) as store:

        def some(asked: str) -> list[str]:
            found = [str(row[0]) for row in store.cells(asked)]
            return [quote(name, safe=":") for name in (dice.sample(found, turns) if len(found) > turns else found)]

        pages = some("SELECT page FROM lies WHERE abs(random()) % 20 = 0")
        long = some("SELECT page FROM statement GROUP BY page HAVING count(*) = 60 LIMIT 100")
        statements = some("SELECT id FROM statement WHERE abs(random()) % 500 = 0")
        stories = some("SELECT id FROM story WHERE abs(random()) % 20 = 0")
        threads = some("SELECT id FROM thread WHERE abs(random()) % 20 = 0")
        people = some("SELECT party FROM rank WHERE times BETWEEN 5 AND 60 AND kind = 'person' LIMIT 1000")
        heard = some(f"SELECT party FROM rank ORDER BY times DESC LIMIT {turns}")
        large = some(f"SELECT id FROM story ORDER BY json_array_length(pages) DESC LIMIT {turns}")
        outlets = some("SELECT value FROM tally WHERE what = 'outlet' AND value <> 'unknown'")
        names = [str(row[0]) for row in store.cells("SELECT name FROM rank WHERE times > 20 LIMIT 400")]
        rare = [
            str(row[0]).split()[-1] for row in store.cells("SELECT matter FROM position WHERE matter <> '' LIMIT 999")
        ]
        phrases = [
            " ".join(str(row[0]).split()[2:4])
            for row in store.cells("SELECT words FROM entry WHERE type = 'statement' LIMIT 400 OFFSET 5000")
        ]
    searches = {
        "common word": ["said", "government", "minister", "people", "president"],
        "rare word": dice.sample(rare, turns),
        "phrase": [f'"{words}"' for words in dice.sample(phrases, turns)],
        "common and rare word": [f"said {word}" for word in dice.sample(rare, turns)],
        "rare word and filters": [f"{word} act:say from:2010 to:2020" for word in dice.sample(rare, turns)],
        "common word and filters": ["said act:deny from:2012", "people form:body to:2011", "minister act:rule_out"],
        "speaker": [f'speaker:"{name}"' for name in dice.sample(names, turns)],
        "label": ["act:deny", "act:rule_out", "form:anon", "manner:mixed act:insist", "form:anon act:admit"],
        "dates": ["from:2012-03 to:2012-05", "from:2019", "to:2009-02", "from:2015-04-03 to:2015-04-03"],
        "outlet and label": [f'outlet:"{name}" act:deny' for name in map(_plain, outlets[:turns])],
        "carrier:>2": ["carrier:>2", "carrier:>40", "carrier:>2 act:deny", "carrier:>10 from:2014 to:2016"],
        "everything": ["act:say", "outlet:herald act:say from:2016", "modality:said"],
    }  # fmt: skip
    api = "/api/v1"
    filters = (
        {"act": "deny"}, {"form": "body", "act": "insist"}, {"outlet": _plain(outlets[0])}, {"speaker": names[0]},
    )  # fmt: skip
    return {
        "first page": ["/"] * turns,
        "article of 60 statements": [f"/a/{page}" for page in long],
        "article": [f"/a/{page}" for page in pages],
        "statement": [f"/s/{name}" for name in statements],
        "evidence": [f"/e/{page}/0-40" for page in pages],
        "story": [f"/st/{name}" for name in stories],
        "largest stories": [f"/st/{name}" for name in large],
        "person": [f"/p/{name}" for name in people],
        "most heard people": [f"/p/{name}" for name in heard],
        "thread": [f"/th/{name}" for name in threads],
        "outlet": [f"/outlet/{name}" for name in outlets[:turns]],
        **{f"list: {name}": [f"/{name}", *(f"/{name}?at={at}" for at in (50, 500, 5000))] for name in (
            "statements", "articles", "people", "stories", "threads", "timeline", "copies", "relations", "outlets")},
        "list: problems, decisions, runs": ["/problems", "/decisions", "/runs"],
        "positions": ["/positions"] * 3,
        "who quotes whom": ["/graph"] * 3,
        "review": ["/review"] * 3,
        **{f"search: {name}": [f"/search?{urlencode({'q': q})}" for q in asked] for name, asked in searches.items()},
        **{f"api: {name}": [f"{api}/{name}", f"{api}/{name}?limit=200"] for name in (
            "record", "statements", "articles", "people", "stories", "threads", "copies", "utterances", "relations",
            "positions", "timeline")},
        "api: one statement": [f"{api}/statements/{name}" for name in statements],
        "api: one article": [f"{api}/articles/{page}" for page in pages],
        "api: one person": [f"{api}/people/{name}" for name in people],
        "api: statements by filter": [f"{api}/statements?{urlencode(q)}" for q in filters],
    }  # fmt: skip


def _plain(name: str) -> str:
    return name.replace("%20", " ")


def write_pages(folder: Path, count: int) -> None:
    """Invented pages as files."""
    written = 0
    for pile in make_piles(count, seed=23):
        for told in pile.pages:
            lines = [told.made.article.outlet.value if told.made.article.outlet else "", told.day, told.made.page.text]
            (folder / f"{written:05}.txt").write_text("\n\n".join(lines), encoding="utf-8")
            written += 1


if __name__ == "__main__":
    main()
