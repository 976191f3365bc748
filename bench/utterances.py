"""The same utterance on several pages: groups of statements by B-cubed, and the kinds of drift told in them.

Rows hold a set, an article, and the offsets of a content with its group (none: it stands alone); rows without a set
hold a group with the kinds of its drifts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from bench.case import SHARED, keep_cases, parser, read_rows, write_rows
from onrecord.copies import find_copies
from onrecord.copies.carriers import find_utterances
from onrecord.groups import Utterance
from onrecord.kit import open_kit
from onrecord.spans import overlap
from onrecord.stages import clip
from onrecord.types import Clipping, Page, Span

WORDS = ("inserted", "dropped", "changed")
# Kinds that were judged: venue and strength were not.
GRADED = {"words", "source_label"}
# A statement stands for a content of the gold when it has so much of it.
MOST = 0.5


def main() -> None:
    """Works the articles, writes predictions, prints the figures."""
    given = parser(__doc__).parse_args()
    rows = read_rows(given.data)
    units = [row for row in rows if "set" in row]
    clippings = clip_articles(units)
    utterances = find_utterances(clippings, find_copies(clippings))
    group_of = {statement: u.id for u in utterances for statement in u.statements}
    by_name = {c.page.name: c for c in clippings}
    found = [statement_of(by_name[f"{row['set']}:{row['doc']}"], row["spans"]) for row in units]
    told = [group_of.get(statement or "", f"alone {k}") for k, statement in enumerate(found)]
    gold = [row["group"] or f"alone {k}" for k, row in enumerate(units)]
    write_rows(
        given.out, [{"doc": r["doc"], "spans": r["spans"], "group": t} for r, t in zip(units, told, strict=True)]
    )
    scores = b_cubed(gold, told)
    p, r = (sum(side) / max(len(side), 1) for side in zip(*scores, strict=True))
    groups = len({row["group"] for row in units if row["group"]})
    print(f"utterances: B-cubed P {p:.3f} R {r:.3f} F1 {2 * p * r / (p + r):.3f} "
          f"({groups} groups, {len(units)} statements, {sum(f is None for f in found)} not found)")  # fmt: skip
    keep_cases(given.out, {f"{k} {row['doc']}": min(s) for k, (row, s) in enumerate(zip(units, scores, strict=True))})
    print_drifts([row for row in rows if "set" not in row], units, found, utterances)


def clip_articles(units: Sequence[Mapping[str, Any]]) -> list[Clipping]:
    """The articles that rows speak of, all of their text read as running text."""
    wanted = {(str(row["set"]), str(row["doc"])) for row in units}
    texts = {
        (name, str(row["id"])): str(row["text"])
        for name in sorted({name for name, _ in wanted})
        for row in read_rows(SHARED / f"{name}.jsonl")
    }
    kit = open_kit()
    named = [(f"{name}:{doc}", texts[name, doc]) for name, doc in sorted(wanted)]
    return [clip(Page(id=f"{k:012x}", name=name, text=text), kit) for k, (name, text) in enumerate(named)]


def statement_of(clipping: Clipping, spans: Sequence[Sequence[int]]) -> str | None:
    """The id of the statement that holds most of these characters and little else."""
    pieces = [Span(*pair) for pair in spans]
    size = sum(piece.end - piece.start for piece in pieces)
    best: tuple[float, str] | None = None
    for statement in clipping.statements:
        held = sum(overlap(a, b) for a in statement.content for b in pieces)
        own = sum(piece.end - piece.start for piece in statement.content)
        like = held / max(size + own - held, 1)
        if held >= MOST * size and (best is None or like > best[0]):
            best = like, statement.id
    return best[1] if best else None


def b_cubed(gold: Sequence[str], told: Sequence[str]) -> list[tuple[float, float]]:
    """Precision and recall of each item: the share of its group told that is its own, and the other way round."""
    by_gold, by_told = Counter(gold), Counter(told)
    both = Counter(zip(gold, told, strict=True))
    return [(both[g, t] / by_told[t], both[g, t] / by_gold[g]) for g, t in zip(gold, told, strict=True)]


def print_drifts(
    graded: Sequence[Mapping[str, Any]],
    units: Sequence[Mapping[str, Any]],
    found: Sequence[str | None],
    utterances: Sequence[Utterance],
) -> None:
    """How many of the drifts judged are told, and how many are told of groups judged to have none such."""
    members: dict[str, set[str]] = defaultdict(set)
    for row, statement in zip(units, found, strict=True):
        if row["group"] and statement:
            members[row["group"]].add(statement)
    hit = all_told = wanted = 0
    for row in graded:
        mine = [u for u in utterances if len(members[row["group"]] & set(u.statements)) > 1]
        drifts = {drift.kind for u in mine for drift in u.drifts if {drift.left, drift.right} <= members[row["group"]]}
        kinds = {"words" if kind in WORDS else kind for kind in drifts} & GRADED
        hit += len(kinds & set(row["drifts"]))
        all_told += len(kinds)
        wanted += len(row["drifts"])
        if kinds != set(row["drifts"]):
            print(f"  drifts of {row['group']}: told {sorted(kinds)}, judged {row['drifts']}")
    print(f"drifts: found {hit} of {wanted}; told {all_told}, in {len(graded)} groups")


if __name__ == "__main__":
    main()
