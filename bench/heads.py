"""Heads of articles: headline, authors, outlet and the day of the last change, against gold read from the pages.

Gold rows hold ``set``, ``id`` (and ``renderer``) and spans in the raw page (the text of a row, or the markup of its
file): ``headline``, ``authors``, ``also`` (names that may be taken for authors or left out), ``outlet`` (every form in
which the page names it), and ``updated``. Where nothing of a kind is shown the span is null or the list empty: what is
told there is invented. No address is given to the program but what the page itself holds.
"""

from __future__ import annotations

import gzip
import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.case import HERE, keep_cases, parser, read_rows, write_rows
from onrecord.article import find_article
from onrecord.kit import Kit, open_kit
from onrecord.read import Found, read_bytes
from onrecord.read.decode import decode

GOLD = HERE / "gold" / "heads.jsonl"
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w+")


def work(rows: list[dict[str, Any]], folder: Path, kit: Kit) -> Iterator[dict[str, Any]]:
    """One row a page: id, renderer, headline, authors, outlet, updated, and where each comes from."""
    for row in rows:
        own: dict[str, Any] = {"id": row["id"], "renderer": row.get("renderer"), "headline": None, "authors": [],
                               "outlet": None, "updated": None}  # fmt: skip
        data, form = raw_of(row, folder), None if "file" in row or "html" in row else "text"
        for found in read_bytes(row["id"], data, form):
            if isinstance(found, Found) and (article := find_article(found.page, kit)):
                own |= {"headline": article.headline and article.headline.value,
                        "authors": [author.value for author in article.authors],
                        "outlet": article.outlet and article.outlet.value, "updated": article.updated.value,
                        "why": [article.headline and (article.headline.tag or article.headline.why),
                                [author.tag or author.why for author in article.authors],
                                article.outlet and (article.outlet.tag or article.outlet.why)]}  # fmt: skip
        yield own


def raw_of(row: dict[str, Any], folder: Path) -> bytes:
    """The bytes of a row's page, unpacked."""
    if "file" in row:
        data = (folder / row["file"]).read_bytes()
        return gzip.decompress(data) if row["file"].endswith(".gz") else data
    return str(row.get("html") or row["text"]).encode("utf-8", "replace")


def words_at(raw: str, span: Sequence[int] | None, *, markup: bool) -> str | None:
    """The words at a span of a raw page, tags and entities taken off."""
    if span is None:
        return None
    words = raw[span[0] : span[1]]
    return " ".join((html.unescape(_TAG.sub(" ", words)) if markup else words).split())


def plain(name: str | None) -> str:
    """A name as compared: its letters and digits, small, without a leading article."""
    return " ".join(_WORD.findall((name or "").lower())).removeprefix("the ")


def likeness(gold: str | None, own: str | None) -> float:
    """The F1 of the words of two headlines."""
    left, right = Counter(plain(gold).split()), Counter(plain(own).split())
    shared = sum((left & right).values())
    return 2 * shared / max(1, sum(left.values()) + sum(right.values()))


def judge(gold: dict[str, Any], own: dict[str, Any], raw: str) -> dict[str, float]:
    """The counts of one page, by name."""
    markup = gold["set"].endswith("html")

    def told(spans: list[list[int]]) -> set[str]:
        return {plain(words_at(raw, span, markup=markup)) for span in spans}

    counts: dict[str, float] = {}
    title = words_at(raw, gold["headline"], markup=markup)
    if title is None:
        counts["headline invented of"], counts["headline invented"] = 1, own["headline"] is not None
    else:
        counts["headline of"], counts["headline exact"] = 1, plain(title) == plain(own["headline"])
        counts["headline words"] = likeness(title, own["headline"])
    wanted, allowed = told(gold["authors"]), told(gold["also"])
    given = {plain(name) for name in own["authors"]}
    counts |= {"authors of": len(wanted), "authors given": len(given - allowed), "authors hit": len(given & wanted)}
    if gold.get("outlet"):
        counts["outlet of"], counts["outlet right"] = 1, plain(own["outlet"]) in told(gold["outlet"])
        counts["outlet wrong"] = own["outlet"] is not None and not counts["outlet right"]
    elif "outlet" in gold:
        counts["outlet invented of"], counts["outlet invented"] = 1, own["outlet"] is not None
    day = (own["updated"] or "")[:10]
    if gold["updated"]:
        counts["updated of"], counts["updated right"] = 1, day == gold["updated"]
    return counts


def figures(total: Counter[str]) -> str:
    """Each figure with what it counts."""
    hits, of, given = total["authors hit"], total["authors of"], total["authors given"]
    exact, words = (
        _share(total, "headline exact", "headline of"),
        total["headline words"] / max(1, total["headline of"]),
    )
    precision, recall = hits / max(1, given), hits / max(1, of)
    lines = [
        f"headline exact {exact}  words F1 {words:.3f}"
        f"  invented {_share(total, 'headline invented', 'headline invented of')}",
        f"authors P {precision:.3f} ({hits:.0f}/{given:.0f})  R {recall:.3f} ({hits:.0f}/{of:.0f})",
        f"outlet right {_share(total, 'outlet right', 'outlet of')}  wrong {_share(total, 'outlet wrong', 'outlet of')}"
        f"  invented {_share(total, 'outlet invented', 'outlet invented of')}",
        f"updated right {_share(total, 'updated right', 'updated of')}",
    ]
    return "\n".join(lines)


def _share(total: Counter[str], hits: str, of: str) -> str:
    return f"{total[hits] / max(1, total[of]):.3f} ({total[hits]:.0f}/{total[of]:.0f})"


def main() -> None:
    """Works a file of pages, writes their heads, prints the figures of those with gold."""
    options = parser(__doc__)
    options.add_argument("--gold", type=Path, default=GOLD, help="rows of spans, by set and id")
    given = options.parse_args()
    rows = read_rows(given.data)
    name = f"{given.data.parent.name}/{given.data.stem}"
    gold = {(g["id"], g.get("renderer")): g for g in read_rows(given.gold) if g["set"] == name}
    if gold:
        rows = [row for row in rows if (row["id"], row.get("renderer")) in gold]
    found = list(work(rows, given.data.parent, open_kit()))
    write_rows(given.out, found)
    total: Counter[str] = Counter()
    cases = {}
    for row, own in zip(rows, found, strict=True):
        one = gold.get((row["id"], row.get("renderer")))
        decoded = decode(raw_of(row, given.data.parent))
        if one is None or decoded is None:
            continue
        counts = judge(one, own, decoded[0])
        total.update(counts)
        cases[f"{row['id'][:12]} {row.get('renderer') or ''}".strip()] = float(
            counts.get("headline exact", 1) + counts.get("outlet right", 1)
            + (counts["authors hit"] == counts["authors of"] == counts["authors given"]))  # fmt: skip
    if gold:
        keep_cases(given.out, cases)
        print(f"{len(cases)} pages\n{figures(total)}")


if __name__ == "__main__":
    main()
