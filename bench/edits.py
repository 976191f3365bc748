"""Copies among thousands of articles: finds the source of newsroom edits and the passages they borrow."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.case import parser, read_rows, scorer, write_rows
from onrecord.copies.candidates import find_pairs
from onrecord.copies.kinds import Comparison, compare_words
from onrecord.copies.texts import Worded, word_text

# A row may be made of several others; so many of those sharing most runs with it are compared.
NEAREST = 6
PRECISION = 0.99
# Passages with fewer words the same are edited sentences, which two reports of one event may have by chance.
COPIED_WORDS = 0.75
COPIED = 0.3
ORIGINALS = ("original", "distractor")


def main() -> None:
    """Works the rows, writes predictions, prints the figures."""
    options = parser(__doc__)
    options.add_argument("--peer", action="store_true", help="time datasketch on the same articles")
    given = options.parse_args()
    rows = read_rows(given.data)
    texts = [str(row["text"]) for row in rows]
    begun = time.perf_counter()
    predicted = predict([str(row["id"]) for row in rows], texts)
    print(f"{len(rows) / (time.perf_counter() - begun):.0f} articles/s for index, comparison and passages")
    write_rows(given.out, predicted)
    print_speed(texts, peer=given.peer)
    print_scores(rows, predicted, given.data, given.score)


def predict(ids: Sequence[str], texts: Sequence[str]) -> list[dict[str, Any]]:
    """For each row, the rows before it that it takes words from, best first.

    A row that is a copy itself is no source: what it hands on has an older root.
    """
    numbers: dict[str, int] = {}
    worded = [word_text(text, numbers) for text in texts]
    before: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for left, right, shared in find_pairs([words.grams for words in worded]):
        before[right].append((-shared, left))
    roots: set[int] = set()
    rows = []
    for place in range(len(ids)):
        near = [left for _, left in sorted(before[place]) if left in roots][:NEAREST]
        found = [(compare_words(worded[left], worded[place]), left) for left in near]
        found.sort(key=lambda pair: (-_strength(pair[0]), pair[1]))
        if not any(c.share_right >= COPIED for c, _ in found):
            roots.add(place)
        rows.append(_row(ids, worded, place, found))
    return rows


def _row(
    ids: Sequence[str], worded: Sequence[Worded], place: int, found: Sequence[tuple[Comparison, int]]
) -> dict[str, Any]:
    sources: list[dict[str, Any]] = [
        {
            "id": ids[left],
            "score": _strength(c),
            "kind": c.kind,
            "spans": _spans(c, worded[place]),
            "held": _spans(c, worded[place], 0.0),
        }
        for c, left in found
    ]
    sharing = [source for source in sources if source["kind"] != "independent"]
    sure = [source for source in sharing if source["kind"] != "shared_quote"]
    return {
        "id": ids[place],
        "source": sources[0]["id"] if sources else None,
        "score": sources[0]["score"] if sources else 0.0,
        "copy": bool(sure),
        "spans": _borrowed(sharing),
        "sources": sources,
    }


def _borrowed(sources: Sequence[Mapping[str, Any]]) -> list[list[int]]:
    """The passages borrowed from the best source; in a reprint, those that came from elsewhere than its text."""
    if not sources:
        return []
    best: list[list[int]] = sources[0]["spans"]
    if sources[0]["kind"] != "reprint":
        return best
    held: list[list[int]] = sources[0]["held"]
    fresh = [[s for s in source["spans"] if not any(s[0] < t[1] and t[0] < s[1] for t in held)] for source in sources]
    return max(fresh, key=lambda spans: sum(end - start for start, end in spans)) or best


def _strength(comparison: Comparison) -> float:
    """How sure it is that words were borrowed."""
    return round(comparison.taken / (comparison.taken + 30), 4)


def _spans(comparison: Comparison, right: Worded, least: float = COPIED_WORDS) -> list[list[int]]:
    spans = [right.span(m.right, m.right_end) for m in comparison.matches if m.alike >= least]
    return sorted([span.start, span.end] for span in spans)


def print_speed(texts: Sequence[str], *, peer: bool) -> None:
    """Articles a second for shingling and finding candidate pairs; datasketch beside it."""
    from onrecord.copies.keys import key_texts

    begun = time.perf_counter()
    pairs = find_pairs(key_texts(texts))
    ours = len(texts) / (time.perf_counter() - begun)
    print(f"index: {ours:.0f} articles/s, {len(pairs)} candidate pairs")
    if peer:
        theirs = _datasketch(texts)
        print(f"index, datasketch: {theirs:.0f} articles/s ({ours / theirs:.1f} times)")


def _datasketch(texts: Sequence[str]) -> float:
    from datasketch import MinHash, MinHashLSH

    begun = time.perf_counter()
    index = MinHashLSH(threshold=0.2, num_perm=128)
    for place, text in enumerate(texts):
        words = text.lower().split()
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(words[k : k + 5]).encode() for k in range(max(1, len(words) - 4))])
        index.query(sketch)
        index.insert(place, sketch)
    return len(texts) / (time.perf_counter() - begun)


def print_scores(
    gold: Sequence[Mapping[str, Any]], predicted: Sequence[Mapping[str, Any]], data: Path, folder: Path | None
) -> None:
    """Recall of each kind at precision .99, and character F1 of the borrowed passages."""
    cluster = {row["id"]: row["cluster"] for row in gold}
    made = {row["id"]: _true(row, cluster) for row in gold}
    right: list[tuple[float, str]] = []
    wrong: list[float] = []
    for row, found in zip(gold, predicted, strict=True):
        own = [s["score"] for s in found["sources"] if s["id"] == row["source"]]
        other = [s["score"] for s in found["sources"] if not made[s["id"]] & made[row["id"]]]
        if own and row["kind"] not in ORIGINALS:
            right.append((max(own), row["kind"]))
        wrong += other
    line = _threshold([score for score, _ in right], wrong)
    print(f"precision {PRECISION}: score {line:.3f}; {sum(w >= line for w in wrong)} wrong of {len(right)} right")
    sizes: dict[str, int] = defaultdict(int)
    for row in gold:
        sizes[row["kind"]] += row["kind"] not in ORIGINALS
    for kind, size in sorted(sizes.items()):
        if size:
            hits = sum(score >= line for score, k in right if k == kind)
            print(f"  {kind:15} recall {hits / size:.3f} ({hits}/{size})")
    _print_spans(gold, predicted, cluster, data, folder)


def _true(row: Mapping[str, Any], cluster: Mapping[str, str]) -> set[str]:
    """What a row is made of: its cluster, and the article it was mixed with (or the cluster of that)."""
    mate = row.get("mate")
    return {row["cluster"]} | ({mate, cluster.get(mate, mate)} if mate else set())


def _threshold(right: Sequence[float], wrong: Sequence[float]) -> float:
    """The lowest score at which 99 in 100 proposals are right."""
    best = 1.0
    for line in sorted(set(right) | set(wrong), reverse=True):
        hits, misses = sum(s >= line for s in right), sum(s >= line for s in wrong)
        if hits >= PRECISION * (hits + misses):
            best = line
    return best


def _print_spans(
    gold: Sequence[Mapping[str, Any]],
    predicted: Sequence[Mapping[str, Any]],
    cluster: Mapping[str, str],
    data: Path,
    folder: Path | None,
) -> None:
    module = scorer("copies", data, folder)
    if module is None:
        return
    marked = [row for row in gold if row["spans"]]
    best = {row["id"]: row["spans"] for row in predicted}
    own: dict[str, list[list[int]]] = {
        row["id"]: next((s["spans"] for s in found["sources"] if s["id"] == row["source"]), [])
        for row, found in zip(gold, predicted, strict=True)
    }
    for name, spans in (("of the best source", best), ("of the source borrowed from", own)):
        p, r, f1 = module.spans(marked, spans)
        print(f"borrowed passages {name}: P {p:.3f} R {r:.3f} F1 {f1:.3f}")


if __name__ == "__main__":
    main()
