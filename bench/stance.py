"""Tells how articles stand to claims, and scores it.

    python -m bench.stance --data stance/fnc.jsonl --out PRED.jsonl [--bodies FILE]

Rows hold ``id``, ``headline`` (the claim) and ``body_id``; ``fnc-bodies.jsonl`` beside the data holds the articles.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from bench.case import parser, read_rows, scorer, write_rows
from onrecord.kit import open_kit
from onrecord.positions.signs import prepare
from onrecord.positions.stance import stances_of


def main() -> None:
    """Works the rows article by article, writes ``{id, stance}`` and prints the scores."""
    options = parser(__doc__)
    options.add_argument("--bodies", type=Path, help="the articles (default: fnc-bodies.jsonl beside the data)")
    given = options.parse_args()
    rows = read_rows(given.data)
    texts = {row["body_id"]: row["text"] for row in read_rows(given.bodies or given.data.parent / "fnc-bodies.jsonl")}
    kit = open_kit(fast=True)
    by_body = defaultdict(list)
    for row in rows:
        by_body[row["body_id"]].append(row)
    found = {}
    for body, pairs in by_body.items():
        stances = stances_of([pair["headline"] for pair in pairs], prepare(texts.get(body, ""), kit), kit)
        found.update({pair["id"]: stance.label for pair, stance in zip(pairs, stances, strict=True)})
    write_rows(given.out, ({"id": row["id"], "stance": found[row["id"]]} for row in rows))
    score = scorer("stance", given.data, given.score)
    if score is not None and rows and "stance" in rows[0]:
        figures = score.score({row["id"]: row["stance"] for row in rows}, found)
        print(json.dumps({name: round(value, 4) for name, value in figures.items()}))


if __name__ == "__main__":
    main()
