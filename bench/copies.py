"""Reprints among pairs of real articles: a score for each pair, and the kind of its overlap."""

from __future__ import annotations

from collections import Counter

from bench import edits
from bench.case import keep_cases, parser, read_rows, scorer, write_rows
from onrecord.copies.kinds import compare_words
from onrecord.copies.texts import word_text


def main() -> None:
    """Works the pairs, writes predictions, prints the figures."""
    given = parser(__doc__).parse_args()
    rows = read_rows(given.data)
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


if __name__ == "__main__":
    main()
