"""Copies planted among generated articles: how many of them the index finds, and how fast it goes.

Not one of the benches of ``python -m bench``: 100,000 articles take a gigabyte and a minute.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from onrecord.copies.candidates import find_pairs
from onrecord.copies.keys import key_texts

WORDS, VOCABULARY, PLANTED, EXCERPT = 220, 40_000, 400, 60
# Of the words of an edited copy, so many are replaced.
EDITED = 0.1


def main() -> None:
    """Prints recall of edited copies and of excerpts, articles a second, and pairs that nobody planted."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--articles", type=int, default=100_000)
    given = options.parse_args()
    texts, edited, excerpts = make_texts(given.articles)
    begun = time.perf_counter()
    pairs = {(left, right) for left, right, _ in find_pairs(key_texts(texts))}
    took = time.perf_counter() - begun
    for name, planted in (("edited copies", edited), ("excerpts", excerpts)):
        print(f"{name}: recall {sum(pair in pairs for pair in planted) / max(len(planted), 1):.4f} of {len(planted)}")
    others = len(pairs - set(edited) - set(excerpts))
    print(f"{len(texts)} articles at {len(texts) / took:.0f} articles/s; {others} pairs that nobody planted")


def make_texts(count: int) -> tuple[list[str], list[tuple[int, int]], list[tuple[int, int]]]:
    """Articles of common and rare words (Zipf), then edited copies and articles with an excerpt, each with its source.

    >>> texts, edited, excerpts = make_texts(1000)
    >>> len(texts), len(edited), len(excerpts)
    (1000, 4, 4)
    """
    chance = np.random.default_rng(7)
    vocabulary = np.array([f"w{k:x}" for k in range(VOCABULARY)], dtype=object)
    planted = min(PLANTED, count // 250)
    fresh = count - 2 * planted
    numbers = np.minimum(chance.zipf(1.15, size=(fresh, WORDS)), VOCABULARY) - 1
    texts = [" ".join(row) for row in vocabulary[numbers]]
    edited, excerpts = [], []
    for k, source in enumerate(chance.choice(fresh, size=2 * planted, replace=False).tolist()):
        words = numbers[source].copy()
        if k < planted:
            changed = chance.random(WORDS) < EDITED
            words[changed] = chance.integers(0, VOCABULARY, size=int(changed.sum()))
            edited.append((source, len(texts)))
        else:
            at = int(chance.integers(0, WORDS - EXCERPT))
            cut = words[at : at + EXCERPT]
            words = np.minimum(chance.zipf(1.15, size=WORDS), VOCABULARY) - 1
            words[80 : 80 + EXCERPT] = cut
            excerpts.append((source, len(texts)))
        texts.append(" ".join(vocabulary[words]))
    return texts, edited, excerpts


if __name__ == "__main__":
    main()
