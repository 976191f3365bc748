"""Article bodies: what find_article keeps as body of pages given as HTML files, text dumps or doubled dumps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench.case import keep_cases, parser, read_rows, scorer, write_rows
from onrecord.article import find_article
from onrecord.kit import Kit, open_kit
from onrecord.read import Found, read_bytes
from onrecord.spans import view_of


def work(rows: list[dict[str, Any]], folder: Path, kit: Kit) -> Iterator[dict[str, Any]]:
    """One row a page: id, renderer when the data has one, and the body found ("" when there is no article)."""
    for row in rows:
        known = {"id": row["id"], **({"renderer": row["renderer"]} if "renderer" in row else {})}
        yield {**known, "body": body_of(row, folder, kit)}


def body_of(row: Mapping[str, Any], folder: Path, kit: Kit) -> str:
    """The running text of the page a row gives as ``file`` or as ``text``; its gold is not looked at."""
    if "file" in row:
        data, form = (folder / row["file"]).read_bytes(), None
    else:
        data, form = row["text"].encode("utf-8", "replace"), "text"
    for found in read_bytes(row["id"], data, form, url=row.get("url")):
        if isinstance(found, Found) and (article := find_article(found.page, kit)):
            return view_of(found.page.text, article.blocks).text
    return ""


def main() -> None:
    """Works a file of pages, writes the bodies, prints the scores."""
    given = parser(__doc__).parse_args()
    rows = read_rows(given.data)
    found = list(work(rows, given.data.parent, open_kit()))
    write_rows(given.out, found)
    score = scorer("body", given.data, given.score)
    if score is None or not all("body" in row for row in rows):
        return
    kept = {}
    for row, own in zip(rows, found, strict=True):
        kept[f"{row['id'][:12]} {row.get('renderer', '')}".strip()] = score.page(row["body"], own["body"])["f"]
    keep_cases(given.out, kept)
    for renderer in [*sorted({row.get("renderer", "") for row in rows} - {""}), "*"]:
        pairs = [
            (row["body"], own["body"])
            for row, own in zip(rows, found, strict=True)
            if renderer in ("*", row.get("renderer"))
        ]
        print(f"body [{renderer}] {score.fmt(score.score(pairs))}")


if __name__ == "__main__":
    main()
