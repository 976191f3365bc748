"""Tells which mentions on many pages are one person or body, and scores it.

python -m bench.parties --data bench/gold/people.jsonl --out PRED.jsonl [--texts FOLDER] [--wrong]

Rows name a mention by set, article and span; ``--texts`` holds the articles (``SET.jsonl``). All articles are read as
one record, so that people of one name stand side by side. A mention the reading does not see stands alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec

from bench.case import SHARED, keep_cases, parser, read_rows, write_rows
from bench.stories import date_of
from onrecord.groups import Party
from onrecord.kit import Kit, open_kit
from onrecord.people.likeness import name_parts
from onrecord.people.parties import find_parties, party_of
from onrecord.spans import overlap
from onrecord.stages import clip
from onrecord.types import Clipping, Dated, Fact, Mention, Page, Span

Rows = Sequence[Mapping[str, Any]]


def main() -> None:
    """Works the articles of the rows, writes ``{id, party}``, prints B-cubed and the wrong merges."""
    options = parser(__doc__)
    options.add_argument("--texts", type=Path, default=SHARED / "stories", help="folder of the articles")
    options.add_argument("--wrong", action="store_true", help="list what was merged or split wrongly")
    asked = options.parse_args()
    rows = read_rows(asked.data)
    kit = open_kit()
    clippings = clip_articles(rows, asked.texts, kit)
    found = predict(rows, clippings, find_parties(clippings, kit))
    write_rows(asked.out, [{"id": row["id"], "party": name} for row, name in zip(rows, found, strict=True)])
    if rows and "entity" in rows[0]:
        print("\n".join(told(rows, found, names_in(rows, clippings), wrong=asked.wrong)))
        scores = b_cubed(rows, found)
        keep_cases(asked.out, {row["id"]: f1(*score) for row, score in zip(rows, scores, strict=True)})


def clip_articles(rows: Rows, texts: Path, kit: Kit) -> list[Clipping]:
    """The articles the rows speak of, read whole."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        wanted[row["set"]].add(row["article"])
    articles = [(name, row) for name in sorted(wanted) for row in read_rows(texts / f"{name}.jsonl")]
    return [clip_article(row, kit) for name, row in articles if row["id"] in wanted[name]]


def clip_article(row: Mapping[str, Any], kit: Kit) -> Clipping:
    """One article read, with the headline and the day that its row gives."""
    made = clip(Page(row["id"], row["id"], row["text"], url=row.get("url")), kit)
    headline = Fact(str(row["headline"])) if row.get("headline") else None
    article = msgspec.structs.replace(made.article, headline=headline, published=Dated(value=date_of(row) or None))
    return msgspec.structs.replace(made, article=article)


def predict(rows: Rows, clippings: Sequence[Clipping], parties: Iterable[Party]) -> list[str]:
    """The party of each row's mention, the page's own entity where it is none, its row where none was seen."""
    mentions = {clipping.page.id: clipping.mentions for clipping in clippings}
    members = party_of(parties)
    found = [_mention_at(Span(*row["span"]), mentions.get(row["article"], ())) for row in rows]
    return [
        f"unseen {row['id']}" if one is None else members[one.entity].id if one.entity in members else one.entity
        for row, one in zip(rows, found, strict=True)
    ]


def _mention_at(span: Span, mentions: Iterable[Mention]) -> Mention | None:
    """The mention that shares most with a span, the shortest of those that share as much."""
    scored = [(overlap(span, m.span), m.span.start - m.span.end, m.id, m) for m in mentions if overlap(span, m.span)]
    return max(scored, key=lambda one: one[:3])[3] if scored else None


def b_cubed(rows: Rows, found: Sequence[str]) -> list[tuple[float, float]]:
    """Precision and recall of each mention: the share of its party, and of its entity, that is both."""
    gold, made = defaultdict(set), defaultdict(set)
    for k, (row, name) in enumerate(zip(rows, found, strict=True)):
        gold[row["entity"]].add(k)
        made[name].add(k)
    both = [gold[row["entity"]] & made[name] for row, name in zip(rows, found, strict=True)]
    return [
        (len(shared) / len(made[name]), len(shared) / len(gold[row["entity"]]))
        for shared, row, name in zip(both, rows, found, strict=True)
    ]


def f1(precision: float, recall: float) -> float:
    """The harmonic mean of two shares."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def names_in(rows: Rows, clippings: Sequence[Clipping]) -> dict[str, frozenset[str]]:
    """The words by which each person of the rows is named."""
    texts = {clipping.page.id: clipping.page.text for clipping in clippings}
    words: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["kind"] == "person":
            start, end = row["span"]
            words[row["entity"]].update(name_parts(texts[row["article"]][start:end]))
    return {entity: frozenset(found) for entity, found in words.items()}


def merged_people(
    rows: Rows, found: Sequence[str], names: Mapping[str, frozenset[str]]
) -> tuple[int, list[tuple[str, str]]]:
    """How many pairs of two people share a word of their names, and those found to be one party at the most mentions.

    A party is the person it holds most mentions of; two people are merged when both have most of theirs in one party.
    """
    homes: dict[str, Counter[str]] = defaultdict(Counter)
    for row, name in zip(rows, found, strict=True):
        homes[row["entity"]][name] += 1
    best = {entity: max(sorted(count), key=count.__getitem__) for entity, count in homes.items()}
    pairs = [(a, b) for a, b in combinations(sorted(names), 2) if names[a] & names[b]]
    return len(pairs), [(a, b) for a, b in pairs if best[a] == best[b]]


def strays(rows: Rows, found: Sequence[str]) -> int:
    """How many mentions of people stand in a party that is mostly another's."""
    held: dict[str, Counter[str]] = defaultdict(Counter)
    for row, name in zip(rows, found, strict=True):
        held[name][row["entity"]] += 1
    return sum(
        held[name][row["entity"]] < max(held[name].values())
        for row, name in zip(rows, found, strict=True)
        if row["kind"] == "person"
    )


def told(rows: Rows, found: Sequence[str], names: Mapping[str, frozenset[str]], *, wrong: bool) -> list[str]:
    """Lines of scores; ``wrong`` adds each entity that was split and each two that were merged, by label."""
    lines = []
    for kind in ("all", "person", "body"):
        kept = [k for k, row in enumerate(rows) if kind in ("all", row["kind"])]
        scores = b_cubed(rows, found)
        precision, recall = (sum(scores[k][n] for k in kept) / max(1, len(kept)) for n in (0, 1))
        lines.append(
            f"{kind:6} {len(kept):4} mentions  B-cubed precision {precision:.4f}"
            f" recall {recall:.4f} F1 {f1(precision, recall):.4f}"
        )
    count, merged = merged_people(rows, found, names)
    articles = len({row["article"] for row in rows})
    lines.append(f"{len(merged)} of {count} pairs of two people who share a name merged; {articles} articles")
    lines.append(f"{strays(rows, found)} mentions of people stand with another person")
    if wrong:
        lines += [f"merged {left} {right}" for left, right in merged]
        lines += [f"{row['id']} {row['entity']} {name}" for row, name in zip(rows, found, strict=True)]
    return lines


if __name__ == "__main__":
    main()
