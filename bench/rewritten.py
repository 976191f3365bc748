"""Passages rewritten in other words: characters found on the page that tells them again, given the page told from.

Rows hold the name of the source page and a text in which the rewritten passages stand in ``[[ ]]``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from bench.case import keep_cases, parser, read_rows, scorer, write_rows
from bench.verify import EXAMPLES, clip_pages
from onrecord.copies.rewritten import find_retold
from onrecord.kit import open_kit
from onrecord.spans import view_of

PAGES = Path(__file__).parent / "sets" / "verify" / "pages.jsonl"
_MARK = re.compile(r"\[\[|\]\]")


def main() -> None:
    """Works the rows, writes predictions, prints character precision, recall and F1."""
    given = parser(__doc__).parse_args()
    rows = [unmarked(row) for row in read_rows(given.data)]
    clippings = clip_pages([str(EXAMPLES), str(PAGES)], open_kit(fast=True))
    texts = {c.page.file: view_of(c.page.text, c.article.blocks).text for c in clippings}
    predicted = []
    for row in rows:
        retold = find_retold(texts[str(row["source"])], str(row["text"]))
        predicted.append({"id": row["id"], "spans": [[r.right.start, r.right.end] for r in retold]})
    write_rows(given.out, predicted)
    module = scorer("copies", given.data, given.score)
    if module is None:
        return
    spans = {row["id"]: row["spans"] for row in predicted}
    total = sum(len(row["spans"]) for row in rows)
    p, r, f1 = module.spans(rows, spans)
    print(f"rewritten passages: P {p:.3f} R {r:.3f} F1 {f1:.3f} ({total} passages on {len(rows)} pages)")
    none = [row for row in rows if not row["spans"]]
    wrong = sum(bool(spans[row["id"]]) for row in none)
    print(f"pages with nothing rewritten: {len(none)}, told to hold some: {wrong}")
    keep_cases(given.out, {row["id"]: module.spans([row], spans)[2] for row in rows})


def unmarked(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its text without marks, and the spans that stood between them."""
    pieces: list[str] = []
    edges: list[int] = []
    at = size = 0
    for mark in _MARK.finditer(str(row["text"])):
        pieces.append(row["text"][at : mark.start()])
        size += mark.start() - at
        edges.append(size)
        at = mark.end()
    pieces.append(row["text"][at:])
    spans = [list(pair) for pair in zip(edges[::2], edges[1::2], strict=True)]
    return {"id": row["id"], "source": row["source"], "text": "".join(pieces), "spans": spans}


if __name__ == "__main__":
    main()
