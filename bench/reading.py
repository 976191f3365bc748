"""Pairs of articles to read and judge: their openings and the runs they share, without any label; nothing is scored."""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.case import SHARED, read_rows
from bench.copies import texts_of
from onrecord.copies.kinds import compare_words, same_ranges
from onrecord.copies.texts import word_text

GOLD = Path(__file__).parent / "gold" / "copy-pairs.jsonl"
OPENING, SHOWN, RUN_CHARS = 160, 6, 140


def main() -> None:
    """Prints the pairs from ``--first`` up to, not including, ``--last``."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--last", type=int, default=20)
    options.add_argument("--shared", type=Path, default=SHARED)
    given = options.parse_args()
    rows = read_rows(GOLD)[given.first : given.last]
    for row, (one, two) in zip(rows, texts_of(rows, given.shared), strict=True):
        print(f"{row['id']}  {len(one.split())} and {len(two.split())} words")
        for text in (one, two):
            print(f"  | {' '.join(text.split())[:OPENING]}")
        for line in shared_runs(one, two)[:SHOWN]:
            print(f"  {line}")


def shared_runs(one: str, two: str) -> list[str]:
    """The runs both texts have word for word, longest first, with the number of words, Q where they are quoted."""
    numbers: dict[str, int] = {}
    left, right = word_text(one, numbers), word_text(two, numbers)
    runs = [pair[1] for match in compare_words(left, right).matches for pair in same_ranges(match, left, right)]
    found = []
    for run in sorted(runs, key=lambda span: span.start - span.end):
        span = right.span(run.start, run.end)
        quoted = "Q" if right.quoted[run.start : run.end].mean() > 0.5 else ""
        found.append(f"[{run.end - run.start}{quoted}] {' '.join(two[span.start : span.end].split())[:RUN_CHARS]}")
    return found


if __name__ == "__main__":
    main()
