"""Wire credits: the agency each article is credited to, against the agency the data names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench.case import parser, read_rows, write_rows
from onrecord.article import find_article
from onrecord.article.wires import WITH_INPUTS
from onrecord.kit import Kit, open_kit
from onrecord.read import Found, read_bytes


def work(rows: list[dict[str, Any]], kit: Kit) -> Iterator[dict[str, Any]]:
    """One row an article: id and the agency credited, None where there is none; agency copy inside a staff
    report is none."""
    for row in rows:
        wire = None
        for found in read_bytes(row["id"], row["text"].encode("utf-8", "replace"), "text"):
            if isinstance(found, Found) and (article := find_article(found.page, kit)):
                credit = article.wire
                wire = credit.value if credit and credit.why != WITH_INPUTS else None
        yield {"id": row["id"], "wire": wire}


def is_none(value: str | None) -> bool:
    """Whether the data names no agency."""
    return value in (None, "", "NA")


def figures(rows: list[dict[str, Any]], found: list[dict[str, Any]]) -> dict[str, float]:
    """Precision and recall of the agency named, capitals aside."""
    hits = given = gold = 0
    for row, own in zip(rows, found, strict=True):
        given += own["wire"] is not None
        gold += not is_none(row["wire"])
        hits += own["wire"] is not None and not is_none(row["wire"]) and own["wire"].lower() == row["wire"].lower()
    precision, recall = hits / max(1, given), hits / max(1, gold)
    return {"p": precision, "r": recall, "f1": 2 * hits / max(1, given + gold), "gold": gold, "n": len(rows)}


def main() -> None:
    """Works a file of articles, writes the credits, prints precision and recall."""
    given = parser(__doc__).parse_args()
    rows = read_rows(given.data)
    found = list(work(rows, open_kit()))
    write_rows(given.out, found)
    if all("wire" in row for row in rows):
        print("wire " + "  ".join(f"{name} {value:.3f}" for name, value in figures(rows, found).items()))


if __name__ == "__main__":
    main()
