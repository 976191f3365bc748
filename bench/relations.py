"""Tells how pairs of statements stand to one another, and scores it.

python -m bench.relations --data bench/gold/relations.jsonl --out PRED.jsonl [--texts FOLDER]

Rows name two statements by set, page and offsets; ``--texts`` holds the articles (``SET.jsonl``). The reading is
given the statements' spans; names, speakers, parties, utterances and dates are found.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from bench.case import SHARED, keep_cases, parser, read_rows, write_rows
from bench.labels import HALF, Given, dice, spans
from bench.stories import date_of
from onrecord.copies import find_copies
from onrecord.copies.carriers import find_utterances
from onrecord.kit import Attribution, Kit, open_kit
from onrecord.people.parties import find_parties
from onrecord.positions import pair_up, relate_pairs
from onrecord.positions.claims import desk_of
from onrecord.positions.hearing import open_hearing
from onrecord.positions.relations import Pair
from onrecord.spans import View
from onrecord.stages import clip
from onrecord.stories import find_stories
from onrecord.threads import find_threads
from onrecord.types import Clipping, Dated, Fact, Page, Span

NONE = "unrelated"
# Where a contradiction is wrong above all: what has another matter, came later or is told in other detail.
QUIET = (NONE, "later", "differs_in_detail")
LOUD = ("contradicts", "denies")
SIDES = ("left", "right")
# As ``onrecord.stages.clip`` cuts a text.
PARAGRAPH = re.compile(r"\S.*?(?=\n\s*\n|\s*\Z)", re.S)


def main() -> None:
    """Predict, write ``{id, relation, from, sure}``, print F1 of each relation and the false contradictions."""
    options = parser(__doc__)
    options.add_argument("--texts", type=Path, default=SHARED / "stories", help="folder of the articles")
    given = options.parse_args()
    rows = read_rows(given.data)
    found = predict(rows, given.texts, open_kit())
    write_rows(given.out, found)
    if rows and "relation" in rows[0]:
        parts = [part for part in ("dev", "test", "train") if any(row.get("part") == part for row in rows)]
        for part in parts or ["all"]:
            kept = [(r, f) for r, f in zip(rows, found, strict=True) if r.get("part", "all") == part]
            print("\n".join(told(part, kept)))
        keep_cases(
            given.out, {r["id"]: float(r["relation"] == f["relation"]) for r, f in zip(rows, found, strict=True)}
        )


def predict(rows: Sequence[Mapping[str, Any]], texts: Path, kit: Kit) -> list[dict[str, Any]]:
    """The relation of each pair, and which of the two it comes from."""
    found: dict[str, dict[str, Any]] = {}
    for name in sorted({row["set"] for row in rows}):
        own = [row for row in rows if row["set"] == name]
        clippings = clip_pages(own, read_rows(texts / f"{name}.jsonl"), kit)
        found |= relate_rows(own, clippings, kit)
    return [found[row["id"]] for row in rows]


def relate_rows(
    rows: Sequence[Mapping[str, Any]], clippings: Sequence[Clipping], kit: Kit
) -> dict[str, dict[str, Any]]:
    """The prediction for each row of one set, by row id."""
    ends = ends_of(rows, clippings)
    relations = relate_pairs(pairs_of(ends, clippings, kit), open_hearing(kit))
    return {
        row["id"]: {
            "id": row["id"],
            "relation": relation.relation if relation else NONE,
            "from": SIDES[(left, right).index(relation.left)] if relation and relation.directed else None,
            "sure": relation.sure if relation else None,
        }
        for row, (left, right), relation in zip(rows, ends, relations, strict=True)
    }


def pairs_of(ends: Sequence[tuple[str, str]], clippings: Sequence[Clipping], kit: Kit) -> list[Pair | None]:
    """The pairs with what the other rooms know of their pages: parties, utterances, stories, threads."""
    utterances = find_utterances(clippings, find_copies(clippings, kit), kit)
    stories = find_stories(clippings, kit)
    desk = desk_of(find_parties(clippings, kit), find_threads(stories, clippings, kit), stories, kit)
    return pair_up(ends, clippings, desk, utterances)


def ends_of(rows: Sequence[Mapping[str, Any]], clippings: Sequence[Clipping]) -> list[tuple[str, str]]:
    """The ids of each row's statements: those whose content overlaps the gold's most, by half at least."""
    by_page = {clipping.page.id: clipping.statements for clipping in clippings}

    def found(side: Mapping[str, Any]) -> str:
        content = spans(side["content"])
        scored = [(dice(content, s.content), s.id) for s in by_page.get(side["page"], ())]
        share, name = max(scored, default=(0.0, ""))
        return name if share >= HALF else ""

    return [(found(row["left"]), found(row["right"])) for row in rows]


def clip_pages(rows: Iterable[Mapping[str, Any]], articles: Iterable[Mapping[str, Any]], kit: Kit) -> list[Clipping]:
    """The pages of the rows as clippings whose statements are those of the gold."""
    sides: dict[str, dict[Any, Mapping[str, Any]]] = defaultdict(dict)
    for row in rows:
        for side in SIDES:
            sides[row[side]["page"]][spans(row[side]["content"])] = row[side]
    return [clip_page(row, list(sides[row["id"]].values()), kit) for row in articles if row["id"] in sides]


def clip_page(row: Mapping[str, Any], sides: Sequence[Mapping[str, Any]], kit: Kit) -> Clipping:
    """One page with these statements."""
    paragraphs = View(row["text"], [Span(*m.span()) for m in PARAGRAPH.finditer(row["text"])])
    given = [
        Attribution(
            source=_read(side["source"], paragraphs),
            cue=_read(side["cue"], paragraphs),
            content=_read(side["content"], paragraphs),
        )
        for side in sides
    ]
    given.sort(key=lambda a: (a.content, a.cue))
    made = clip(Page(row["id"], row["id"], row["text"], url=row.get("url")), Given(kit, given))
    headline = str(row.get("headline") or "")
    article = msgspec.structs.replace(
        made.article,
        headline=Fact(headline) if headline else None,
        published=Dated(value=date_of(row) or None),
    )
    return msgspec.structs.replace(made, article=article)


def _read(pairs: Sequence[Sequence[int]], paragraphs: View) -> tuple[Span, ...]:
    """Spans of a page as the reading has them: it reads paragraphs with one blank line between."""
    ends = ((paragraphs.away(start), paragraphs.away(end)) for start, end in pairs)
    return tuple(Span(start, end) for start, end in ends if start is not None and end is not None and start < end)


def told(part: str, pairs: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> list[str]:
    """Lines of scores: macro-F1 over the relations of the gold, each relation's F1, false contradictions."""
    both = [(row["relation"], found["relation"]) for row, found in pairs]
    gold, made = Counter(g for g, _ in both), Counter(m for _, m in both)
    hits = Counter(g for g, m in both if g == m)
    scores = {name: 2 * hits[name] / (gold[name] + made[name]) for name in sorted(gold)}
    quiet = [m for g, m in both if g in QUIET]
    turned = [r["from"] == f["from"] for r, f in pairs if r["relation"] == f["relation"] and r["from"]]
    lines = [
        f"{part}: {len(both)} pairs, macro-F1 {sum(scores.values()) / max(1, len(scores)):.3f},"
        f" accuracy {sum(hits.values()) / max(1, len(both)):.3f}",
        f"  false contradictions {sum(m in LOUD for m in quiet)} of {len(quiet)},"
        f" direction right {sum(turned)} of {len(turned)}",
    ]
    return [*lines, *(f"  {name:18} {scores[name]:.3f}  gold {gold[name]:3} found {made[name]:3}" for name in scores)]


if __name__ == "__main__":
    main()
