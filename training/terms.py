"""Makes ``onrecord/weights/terms.json``: in how many general news articles each stem stands.

    python -m training.terms SHARED_BENCH

Counts articles of the quotes, timex and read sets; none of the story and stance sets, which it is measured on.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from pathlib import Path

from onrecord.kit.terms import COMMON_SHARE, TABLE, find_terms

SOURCES = (
    ("quotes/train.jsonl", "text"), ("quotes/world-train.jsonl", "text"), ("timex/te3.jsonl", "text"),
    ("read/html.jsonl", "body"),
)  # fmt: skip
FLOOR = 2
# The articles follow one election; its names are rare in other news, so that no name counts for more than this.
NAME_SHARE = 0.1
LONGEST = 24


def main(bench: Path) -> None:
    """Counts the articles and writes the table."""
    counts: Counter[str] = Counter()
    small: Counter[str] = Counter()
    pages = 0
    for file, key in SOURCES:
        for line in (bench / file).read_text(encoding="utf-8").splitlines():
            text = json.loads(line)[key]
            terms = find_terms(text)
            counts.update({term.stem for term in terms})
            small.update({term.stem for term in terms if text[term.start].islower()})
            pages += 1
    kept = {}
    for stem, count in sorted(counts.items()):
        is_name = small[stem] < count / 2 and len(stem) > 1
        if count >= FLOOR and stem.isalpha() and len(stem) < LONGEST:
            kept[stem] = min(count, int(NAME_SHARE * pages)) if is_name else count
    table = json.dumps({"pages": pages, "counts": kept}, ensure_ascii=False, separators=(",", ":"))
    data = (table + "\n").encode()
    TABLE.write_bytes(data)
    card = {
        "name": TABLE.stem, "sha256": hashlib.sha256(data).hexdigest(), "licence": "Apache-2.0",
        "trained_on": [file for file, _ in SOURCES], "script": "training/terms.py",
        "what": "in how many general news articles each word stem stands; counts alone, no text",
    }  # fmt: skip
    TABLE.with_suffix(".card.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    print(pages, len(kept), sorted(stem for stem, n in kept.items() if n > COMMON_SHARE * pages))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
