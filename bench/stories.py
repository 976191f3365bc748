"""Groups articles into stories, in one batch or one by one, and scores the clusters.

    python -m bench.stories --data stories/wikinews.jsonl --out PRED.jsonl [--stream]

Rows hold ``id`` and ``text``; ``headline`` and ``date`` are used where a row has them, and the date its ``url`` holds
where it has none, as in a record.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.case import keep_cases, parser, read_rows, scorer, write_rows
from onrecord.stories import Doc, group_texts
from onrecord.stories.days import first_day, last_day
from onrecord.stories.stream import Desk, place
from onrecord.times.undated import day_in_address

_NAMED_MONTH = re.compile(r"(\d{4})-([a-z]{3})-(\d{1,2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def doc_of(row: Mapping[str, Any]) -> Doc:
    """A row as the grouping sees it."""
    date = date_of(row) or day_in_address(row.get("url"))
    headline = str(row.get("headline") or row.get("title") or "")
    return Doc(str(row["text"]), headline, first_day(date), last_day(date))


def date_of(row: Mapping[str, Any]) -> str:
    """The date of a row, months as numbers; empty where it has none."""
    return _NAMED_MONTH.sub(
        lambda m: f"{m[1]}-{_MONTHS.index(m[2]) + 1:02}-{int(m[3]):02}" if m[2] in _MONTHS else m[0],
        str(row.get("date") or "").lower(),
    )


def one_by_one(docs: Sequence[Doc]) -> list[int]:
    """The story number each article is put in as it comes, without a look at later ones."""
    desk = Desk()
    return [place(doc, desk) for doc in docs]


def in_batch(docs: Sequence[Doc]) -> list[int]:
    """The story number of each article, all seen at once."""
    numbers = [0] * len(docs)
    for number, group in enumerate(group_texts(docs)):
        for at in group:
            numbers[at] = number
    return numbers


def report(rows: Sequence[Mapping[str, Any]], numbers: Sequence[int], data: Path, folder: Path | None) -> None:
    """Prints the cluster scores when the rows carry gold and a scorer is there."""
    score = scorer("cluster", data, folder)
    if score is None or not rows or "cluster" not in rows[0]:
        return
    gold = {row["id"]: row["cluster"] for row in rows}
    found = score.score(gold, {row["id"]: number for row, number in zip(rows, numbers, strict=True)})
    print(json.dumps({name: round(float(value), 4) for name, value in found.items()}))


def cases(rows: Sequence[Mapping[str, Any]], numbers: Sequence[int]) -> dict[str, float]:
    """The B-cubed F1 of each article (Bagga and Baldwin, 1998); nothing where the rows carry no gold."""
    if not rows or "cluster" not in rows[0]:
        return {}
    gold = Counter(row["cluster"] for row in rows)
    own = Counter(numbers)
    both = Counter((row["cluster"], number) for row, number in zip(rows, numbers, strict=True))
    return {
        str(row["id"]): 2 * both[row["cluster"], number] / (gold[row["cluster"]] + own[number])
        for row, number in zip(rows, numbers, strict=True)
    }


def main() -> None:
    """Works the rows, writes ``{id, cluster}`` and prints the scores."""
    options = parser(__doc__)
    options.add_argument("--stream", action="store_true", help="place articles one by one, no look-ahead")
    given = options.parse_args()
    rows = read_rows(given.data)
    docs = [doc_of(row) for row in rows]
    numbers = one_by_one(docs) if given.stream else in_batch(docs)
    write_rows(given.out, ({"id": r["id"], "cluster": n} for r, n in zip(rows, numbers, strict=True)))
    report(rows, numbers, given.data, given.score)
    keep_cases(given.out, cases(rows, numbers))


if __name__ == "__main__":
    main()
