"""Two tellings of one utterance: the kinds of drift told between them, and those told where there is none."""

from __future__ import annotations

from bench.case import keep_cases, parser, read_rows, write_rows
from onrecord.copies import find_copies
from onrecord.copies.carriers import find_utterances
from onrecord.kit import open_kit
from onrecord.stages import clip
from onrecord.types import Page

WORDS = ("inserted", "dropped", "changed")


def main() -> None:
    """Works the pairs, writes predictions, prints the share of drifts found and of pairs told wholly right."""
    given = parser(__doc__).parse_args()
    rows = read_rows(given.data)
    kit = open_kit()
    predicted = []
    for row in rows:
        pages = [clip(Page(id=side, name=side, text=str(row[side])), kit) for side in ("left", "right")]
        utterances = [u for u in find_utterances(pages, find_copies(pages)) if len(u.pages) > 1]
        kinds = {"words" if d.kind in WORDS else d.kind for u in utterances for d in u.drifts}
        predicted.append({"id": row["id"], "joined": bool(utterances), "drifts": sorted(kinds)})
    write_rows(given.out, predicted)
    pairs = list(zip(rows, predicted, strict=True))
    for gold, found in pairs:
        if gold["drifts"] != found["drifts"] or not found["joined"]:
            joined = "" if found["joined"] else ", not joined"
            print(f"  {gold['id']}: told {found['drifts']}{joined}, is {gold['drifts']}")
    hits = sum(len(set(gold["drifts"]) & set(found["drifts"])) for gold, found in pairs)
    told, wanted = (sum(len(row["drifts"]) for row in side) for side in (predicted, rows))
    keep_cases(given.out, {g["id"]: float(g["drifts"] == f["drifts"] and f["joined"]) for g, f in pairs})
    print(f"drifts found {hits} of {wanted} ({hits / max(wanted, 1):.3f}); told wrongly {told - hits}")


if __name__ == "__main__":
    main()
