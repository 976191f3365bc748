"""Publication dates: days kept where a page shows one, days invented where it shows none.

Rows hold ``file``, ``html`` or ``text``, and ``published`` (a day, null where the page shows none); where the rows hold
no gold, ``--gold FILE`` gives it by id. A day counts as right when it is off by one at most: zones move midnight.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from bench.case import keep_cases, parser, read_rows, write_rows
from onrecord.article import find_article
from onrecord.kit import Kit, open_kit
from onrecord.read import Found, read_bytes


def work(rows: list[dict[str, Any]], folder: Path, kit: Kit) -> Iterator[dict[str, Any]]:
    """One row a page: id, published and updated with what they rest on, the bracket and the reasons."""
    for row in rows:
        own: dict[str, Any] = {"id": row["id"], "published": None, "updated": None, "reasons": []}
        if "file" in row:
            data, form = (folder / row["file"]).read_bytes(), None
        else:
            data, form = (
                (row["html"].encode(), None) if "html" in row else (row["text"].encode("utf-8", "replace"), "text")
            )
        for found in read_bytes(row["id"], data, form, url=row.get("url")):
            if isinstance(found, Found) and (article := find_article(found.page, kit)):
                said = article.published
                own |= {"published": said.value, "after": said.after, "before": said.before, "tag": said.tag,
                        "span": [said.span.start, said.span.end] if said.span else None,
                        "updated": article.updated.value, "reasons": list(said.reasons)}  # fmt: skip
        yield own


def is_right(gold: str | None, own: str | None) -> bool:
    """Whether two days are one, or neighbours."""
    if gold is None or own is None or len(own) < 10:
        return False
    return abs((date.fromisoformat(own[:10]) - date.fromisoformat(gold[:10])).days) <= 1


def figures(rows: list[dict[str, Any]], found: list[dict[str, Any]]) -> str:
    """Kept, wrong and invented dates, updates kept, brackets on doubtful dates."""
    shown = [(r, o) for r, o in zip(rows, found, strict=True) if r["published"]]
    silent = [(r, o) for r, o in zip(rows, found, strict=True) if not r["published"]]
    doubtful = [o for r, o in silent if r.get("doubtful")]
    updated = [(r, o) for r, o in shown if r.get("updated")]
    shares = {
        "kept": (sum(is_right(r["published"], o["published"]) for r, o in shown), len(shown)),
        "wrong": (
            sum(o["published"] is not None and not is_right(r["published"], o["published"]) for r, o in shown),
            len(shown),
        ),
        "invented": (sum(o["published"] is not None for _, o in silent), len(silent)),
        "updates": (sum(is_right(r["updated"], o["updated"]) for r, o in updated), len(updated)),
        "bracketed": (sum(bool(o.get("after") and o.get("before")) for o in doubtful), len(doubtful)),
    }
    return "  ".join(f"{name} {hits / max(1, of):.3f} ({hits}/{of})" for name, (hits, of) in shares.items())


def main() -> None:
    """Works a file of pages, writes the dates, prints the figures."""
    options = parser(__doc__)
    options.add_argument("--gold", type=Path, help="rows of id and published, where the data holds none")
    given = options.parse_args()
    rows = read_rows(given.data)
    found = list(work(rows, given.data.parent, open_kit()))
    write_rows(given.out, found)
    if given.gold:
        days = {row["id"]: row["published"] for row in read_rows(given.gold)}
        pairs = [({**r, "published": days[r["id"]]}, o) for r, o in zip(rows, found, strict=True) if r["id"] in days]
        rows, found = [r for r, _ in pairs], [o for _, o in pairs]
    if not all("published" in row for row in rows):
        return
    right = {r["id"][:12] if given.gold else r["id"]: float(is_right(r["published"], o["published"]) if r["published"]
             else o["published"] is None) for r, o in zip(rows, found, strict=True)}  # fmt: skip
    keep_cases(given.out, right)
    print("dates " + figures(rows, found))


if __name__ == "__main__":
    main()
