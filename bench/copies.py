"""Reprints among pairs of real articles: a score for each pair, and the kind of its overlap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench import edits
from bench.case import SHARED, keep_cases, parser, read_rows, scorer, write_rows
from onrecord.copies.kinds import compare_words
from onrecord.copies.texts import word_text


def main() -> None:
    """Works the pairs, writes predictions, prints the figures."""
    given = parser(__doc__).parse_args()
    rows = read_rows(given.data)
    if rows and "text_a" not in rows[0] and "set" in rows[0]:
        # Labels and ids of our own: the texts lie in the shared sets.
        pairs = texts_of(rows, SHARED)
        rows = [{**row, "text_a": one, "text_b": two} for row, (one, two) in zip(rows, pairs, strict=True)]
    if rows and "text_a" not in rows[0]:
        # Rows with one text each are articles and their edits, not pairs.
        edits.main()
        return
    predicted = []
    for row in rows:
        numbers: dict[str, int] = {}
        found = compare_words(word_text(str(row["text_a"]), numbers), word_text(str(row["text_b"]), numbers))
        predicted.append({"id": row["id"], "score": found.score, "copy": found.kind == "reprint", "label": found.kind})
    write_rows(given.out, predicted)
    module = scorer("copies", given.data, given.score)
    if module is None:
        return
    scores = {row["id"]: row["score"] for row in predicted}
    (p, r, f1), called = module.pairs(rows, scores, 0.5)
    print(f"reprint: P {p:.3f} R {r:.3f} F1 {f1:.3f} AP {module.ap(rows, scores):.3f}; called reprint: {called}")
    right = {g["id"]: float((g["label"] == "reprint") == f["copy"]) for g, f in zip(rows, predicted, strict=True)}
    keep_cases(given.out, right)
    for label in sorted({row["label"] for row in rows}):
        kinds = Counter(f["label"] for g, f in zip(rows, predicted, strict=True) if g["label"] == label)
        print(f"  {label:14} -> {dict(sorted(kinds.items()))}")


def texts_of(rows: Sequence[Mapping[str, Any]], shared: Path) -> list[tuple[str, str]]:
    """Both texts of each pair of ids, from the sets the rows name."""
    pairs: dict[str, tuple[str, str]] = {}
    texts: dict[tuple[str, str], str] = {}
    for name in sorted({str(row["set"]) for row in rows}):
        for row in read_rows(shared / f"{name}.jsonl"):
            if "text_a" in row:
                pairs[str(row["id"])] = (str(row["text_a"]), str(row["text_b"]))
            else:
                texts[name, str(row["id"])] = str(row["text"])
    return [
        pairs[row["pair"]] if row.get("pair") else (texts[row["set"], row["a"]], texts[row["set"], row["b"]])
        for row in rows
    ]


if __name__ == "__main__":
    main()
