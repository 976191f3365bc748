"""Readers' comments: how much of them stands in the body, how much is kept as comments, whose authors are named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from bench.case import keep_cases, parser, read_rows, write_rows
from onrecord.article import find_article
from onrecord.kit import Kit, open_kit
from onrecord.read import Found, read_bytes

RUN_WORDS = 3
_WORD = re.compile(r"\w+")


def work(rows: list[dict[str, Any]], kit: Kit) -> Iterator[dict[str, Any]]:
    """One row a page: id, body, and comments with their authors; the gold is not looked at."""
    for row in rows:
        own: dict[str, Any] = {"id": row["id"], "body": "", "comments": []}
        data, form = (row["html"].encode(), None) if "html" in row else (row["text"].encode(), "text")
        for found in read_bytes(row["id"], data, form):
            if isinstance(found, Found) and (article := find_article(found.page, kit)):
                text = found.page.text
                own["body"] = "\n".join(text[b.span.start : b.span.end] for b in article.blocks if b.role == "body")
                own["comments"] = [
                    {"author": c.author, "text": [text[s.start : s.end] for s in c.spans]} for c in article.comments
                ]
        yield own


def runs(texts: Sequence[str]) -> Counter[tuple[str, ...]]:
    """Runs of three words inside each text, a shorter text whole."""
    found: Counter[tuple[str, ...]] = Counter()
    for text in texts:
        words = _WORD.findall(text)
        found.update(tuple(words[i : i + RUN_WORDS]) for i in range(max(1, len(words) - RUN_WORDS + 1)))
    return found


def measure(gold: dict[str, Any], own: dict[str, Any]) -> dict[str, float]:
    """Counts of one page: runs of comments in all, in the body, kept; comments found whole; authors right."""
    said = runs([part for c in gold["comments"] for part in c["text"]])
    story = runs(gold["body"])
    body = runs(own["body"].split("\n"))
    kept = runs([part for c in own["comments"] for part in c["text"]])
    whole = {
        (" ".join(c["text"]).split() and " ".join(" ".join(c["text"]).split())): c["author"] for c in own["comments"]
    }
    named = [(" ".join(" ".join(c["text"]).split()), c["author"]) for c in gold["comments"]]
    return {
        "said": said.total(),
        "leaked": (said & (body - story)).total(),
        "kept": (said & kept).total(),
        "extra": (kept - said).total(),
        "comments": len(named),
        "whole": sum(text in whole for text, _ in named),
        "named": sum(author is not None for _, author in named),
        "right": sum(author is not None and whole.get(text) == author for text, author in named),
        "claimed": sum(c["author"] is not None for c in own["comments"]),
        "body": story.total(),
        "body_kept": (story & body).total(),
    }


def figures(counts: Sequence[dict[str, float]]) -> str:
    """Leak, recovery and the rest over pages, as one line."""
    sums = Counter[str]()
    for count in counts:
        sums.update(count)
    shares = {
        "leak": sums["leaked"] / max(1, sums["said"]),
        "recovered": sums["kept"] / max(1, sums["said"]),
        "pure": sums["kept"] / max(1, sums["kept"] + sums["extra"]),
        "whole": sums["whole"] / max(1, sums["comments"]),
        "authors": sums["right"] / max(1, sums["named"]),
        "author_p": sums["right"] / max(1, sums["claimed"]),
        "body": sums["body_kept"] / max(1, sums["body"]),
    }
    return "  ".join(f"{name} {share:.3f}" for name, share in shares.items()) + f"  n {len(counts)}"


def main() -> None:
    """Works a file of pages, writes bodies and comments, prints the figures by form and by platform."""
    given = parser(__doc__).parse_args()
    rows = read_rows(given.data)
    found = list(work(rows, open_kit()))
    write_rows(given.out, found)
    if not all("comments" in row for row in rows):
        return
    counts = [measure(row, own) for row, own in zip(rows, found, strict=True)]
    keep_cases(
        given.out, {r["id"]: (c["kept"] - c["leaked"]) / max(1, c["said"]) for r, c in zip(rows, counts, strict=True)}
    )
    for key in ("platform", "renderer"):
        for name in sorted({row.get(key, "") for row in rows}):
            print(
                f"comments [{name}] "
                + figures([c for r, c in zip(rows, counts, strict=True) if r.get(key, "") == name])
            )
    print("comments [*] " + figures(counts))


if __name__ == "__main__":
    main()
