"""Attributions (who said what) against gold: python -m bench.quotes --data FILE --out PRED.jsonl."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.case import keep_cases, parser, read_rows, scorer, stop, write_rows
from onrecord.errors import WeightsError
from onrecord.kit import WEIGHTS, open_kit
from onrecord.kit.plain import read_plain
from onrecord.kit.reading import Reading
from onrecord.kit.tagger import Tagger

ROLES = ("source", "cue", "content")


def main() -> None:
    """Predict, write, print the scorer's table."""
    options = parser(__doc__)
    options.add_argument("--rules", action="store_true", help="read by rules alone")
    arguments = options.parse_args()
    rows = read_rows(arguments.data)
    found = predict([row["text"] for row in rows], rules=arguments.rules)
    write_rows(arguments.out, [{"id": row["id"], "attributions": a} for row, a in zip(rows, found, strict=True)])
    module = scorer("quotes", arguments.data, arguments.score)
    if module is None or module.__file__ is None:
        stop(f"{arguments.out} is written, but there is no scorer quotes.py. Pass --score FOLDER.")
        return
    subprocess.run([sys.executable, module.__file__, str(arguments.data), str(arguments.out)], check=True)
    _, counts = module.score(rows, module.load(arguments.out), per_article=True)
    keep_cases(arguments.out, {name: module.prf(c["full"])[2] for name, c in counts.items()})


def predict(texts: Sequence[str], *, rules: bool = False, weights: Path = WEIGHTS) -> list[list[dict[str, Any]]]:
    """The attributions of each text as {source, cue, content}, each a list of [start, end)."""
    return [
        [{role: [[s.start, s.end] for s in getattr(a, role)] for role in ROLES} for a in reading.attributions]
        for reading in _read(texts, rules, weights)
    ]


def _read(texts: Sequence[str], rules: bool, weights: Path) -> list[Reading]:
    if rules:
        return read_plain(texts, open_kit().verbs)
    try:
        return Tagger(weights).read(texts)
    except WeightsError as error:
        stop(str(error))
        return []


if __name__ == "__main__":
    main()
