"""Runs every bench on the shared dev data, writes RESULTS.md, and lists cases won and lost since the frozen run.

``python -m bench [NAME ...] [--freeze]``. Predictions go to ``predictions/``, the last frozen per-case scores
lie in ``bench/frozen/``. Missing shared data ends with exit code 2.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

import msgspec

from bench.case import MISSING, SHARED, stop

HERE = Path(__file__).parent
OUT = HERE.parent / "predictions"
FROZEN = HERE / "frozen"
RESULTS = HERE / "RESULTS.md"


class Run(msgspec.Struct, frozen=True):
    """One bench run: its name, the script, the data under the shared folder, more arguments."""

    name: str
    script: str
    data: str
    more: tuple[str, ...] = ()


RUNS = (
    Run("quotes", "quotes", "quotes/dev.jsonl"),
    Run("quotes-world", "quotes", "quotes/world-dev.jsonl"),
    Run("labels-world", "labels", "quotes/world-dev.jsonl"),
    Run("people-world", "people", "quotes/world-dev.jsonl", ("--oracle",)),
    Run("statements", "statements", "."),
    Run("statements-oracle", "statements", ".", ("--oracle",)),
    Run("parties", "parties", "gold/people.jsonl"),
    Run("body-html", "body", "read/html.jsonl"),
    Run("body-textdump", "body", "read/textdump.jsonl"),
    Run("body-doubled", "body", "read/doubled.jsonl"),
    Run("wire", "wire", "quotes/dev.jsonl"),
    Run("comments", "comments", "sets/comments/dev.jsonl"),
    Run("comments-heldout", "comments", "sets/comments/heldout.jsonl"),
    Run("dates-own", "dates", "sets/dates/pages.jsonl"),
    Run("dates-html", "dates", "read/html.jsonl", ("--gold", "bench/gold/dates-html.jsonl")),
    Run("heads-html", "heads", "read/html.jsonl"),
    Run("heads-textdump", "heads", "read/textdump.jsonl"),
    Run("copies", "copies", "copies/pairs.jsonl"),
    Run("copies-gold", "copies", "gold/copy-pairs.jsonl"),
    Run("edits", "edits", "copies/edits.jsonl", ("--peer",)),
    Run("utterances", "utterances", "gold/utterances.jsonl"),
    Run("drifts", "drifts", "sets/drifts/drifts.jsonl"),
    Run("origins", "origins", "sets/origins/origins.jsonl"),
    Run("rewritten", "rewritten", "sets/rewritten/rewritten.jsonl"),
    Run("verify", "verify", "sets/verify/pasted.jsonl"),
    Run("stories-wikinews", "stories", "stories/wikinews.jsonl"),
    Run("stories-ecb", "stories", "stories/ecb.jsonl"),
    Run("stories-fnc", "stories", "stories/fnc.jsonl"),
    Run("stories-wikinews-stream", "stories", "stories/wikinews.jsonl", ("--stream",)),
    Run("stories-ecb-stream", "stories", "stories/ecb.jsonl", ("--stream",)),
    Run("stories-fnc-stream", "stories", "stories/fnc.jsonl", ("--stream",)),
    Run("threads", "threads", "stories/hlgd-threads.jsonl"),
    Run("timeline", "timeline", "gold/timeline.jsonl"),
    Run("timex", "timex", "timex/te3.jsonl"),
    Run("stance", "stance", "stance/fnc.jsonl"),
    Run("relations", "relations", "gold/relations.jsonl"),
    Run("seeds", "seeds", "../seeds"),
    Run("cutting", "cutting", "read/html.jsonl"),
    Run("speed", "speed", "quotes/dev.jsonl"),
)


def main() -> int:
    """Runs the benches asked for (all by default); 1 if any failed."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("names", nargs="*", metavar="NAME", help="only these: " + ", ".join(r.name for r in RUNS))
    options.add_argument("--freeze", action="store_true", help="keep these per-case results as the frozen run")
    options.add_argument("--shared", type=Path, default=SHARED, help="the folder of the shared data")
    given = options.parse_args()
    if not given.shared.is_dir():
        stop(f"{given.shared}: no shared data here. Pass --shared FOLDER.")
    wrong = set(given.names) - {run.name for run in RUNS}
    if wrong:
        stop(f"no such bench: {', '.join(sorted(wrong))}")
    chosen = [run for run in RUNS if not given.names or run.name in given.names]
    parts = {run.name: work(run, given.shared, freeze=given.freeze) for run in chosen}
    keep_results({name: text for name, (text, _) in parts.items()})
    failed = [name for name, (_, code) in parts.items() if code]
    if failed:
        print("failed: " + ", ".join(failed), file=sys.stderr)
    return MISSING if failed else 0


def work(run: Run, shared: Path, *, freeze: bool) -> tuple[str, int]:
    """What a bench printed, with the cases won and lost, and its exit code."""
    out = OUT / f"{run.name}.jsonl"
    # Sets of our own lie beside the scripts.
    data = HERE / run.data if run.data.startswith(("sets/", "gold/")) else shared / run.data
    command = ["-m", f"bench.{run.script}", "--data", str(data), "--out", str(out), *run.more]
    start = time.monotonic()
    lone = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    done = subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, cwd=HERE.parent, env={**os.environ, **lone}
    )
    took = time.monotonic() - start
    text = done.stdout.strip() or done.stderr.strip()[-2000:]
    shown = f"python -m bench.{run.script} --data {run.data} {' '.join(run.more)}".strip()
    changes = compare(run.name, out, freeze=freeze) if not done.returncode else ["failed"]
    text = f"## {run.name}\n\n`{shown}` ({took:.0f} s)\n\n```\n{text}\n```\n\n" + "".join(f"- {c}\n" for c in changes)
    print(text)
    return text, done.returncode


def compare(name: str, out: Path, *, freeze: bool) -> list[str]:
    """Cases won and lost since the frozen run, from the per-case file a bench leaves beside its predictions.

    A bench that scores cases writes ``NAME.cases.json`` ({case id: score}); without one there is nothing to
    compare. ``freeze`` keeps the present cases.
    """
    cases = out.with_suffix(".cases.json")
    if not cases.is_file():
        return []
    scores = msgspec.json.decode(cases.read_bytes(), type=dict[str, float])
    now = {case: round(score, 4) for case, score in sorted(scores.items())}
    frozen = FROZEN / f"{name}.json"
    lines = []
    if frozen.is_file():
        before: dict[str, float] = msgspec.json.decode(frozen.read_bytes(), type=dict[str, float])
        won = sorted(c for c in now if c in before and now[c] > before[c])
        lost = sorted(c for c in now if c in before and now[c] < before[c])
        lines.append(f"won {len(won)}: {', '.join(won[:10])}")
        lines.append(f"lost {len(lost)}: {', '.join(lost[:10])}")
    if freeze:
        FROZEN.mkdir(exist_ok=True)
        frozen.write_bytes(msgspec.json.encode(now) + b"\n")
        lines.append(f"{len(now)} cases frozen")
    return lines


def keep_results(parts: dict[str, str]) -> None:
    """Writes RESULTS.md, keeping the parts of benches that were not run this time."""
    kept = {}
    if RESULTS.is_file():
        for part in RESULTS.read_text(encoding="utf-8").split("\n## ")[1:]:
            kept[part.split("\n", 1)[0]] = "## " + part.rstrip() + "\n"
    kept |= {name: text.rstrip() + "\n" for name, text in parts.items()}
    head = "# Results on the dev data\n\nWritten by `python -m bench`; paths are those of the shared data.\n\n"
    ordered = [kept[run.name] for run in RUNS if run.name in kept]
    RESULTS.write_text(head + "\n".join(ordered), encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
