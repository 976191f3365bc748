"""Quotations pasted from drafts, held against the example pages and the pages beside the set: the kind of each."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bench.case import keep_cases, parser, read_rows, write_rows
from onrecord.copies.lookup import look_in
from onrecord.copies.verify import collection_of, verify
from onrecord.kit import Kit, open_kit
from onrecord.read import Found, find_inputs, read_input
from onrecord.stages import clip, work_page
from onrecord.types import Article, Clipping, Mention, Page, Statement, Timex

EXAMPLES = Path(__file__).parent.parent / "examples" / "pages"


def main() -> None:
    """Works the rows, writes predictions, prints the share of kinds told right."""
    options = parser(__doc__)
    options.add_argument("--pages", nargs="*", help="pages to hold them against (default: examples and pages.jsonl)")
    given = options.parse_args()
    rows = read_rows(given.data)
    kit = open_kit()
    clippings = clip_pages(given.pages or [str(EXAMPLES), str(given.data.with_name("pages.jsonl"))], kit)
    look_up, collection = look_in(clippings), collection_of(clippings)
    begun = time.perf_counter()
    predicted = []
    for row in rows:
        draft = clip(Page(id="draft", name="draft", text=str(row["text"])), kit)
        checked = verify(draft, look_up, collection=collection)
        told = checked[0] if checked else None
        predicted.append({"id": row["id"], "kind": told.kind if told else "none", "reasons": told and told.reasons})
    took = time.perf_counter() - begun
    write_rows(given.out, predicted)
    right = {g["id"]: float(g["kind"] == p["kind"]) for g, p in zip(rows, predicted, strict=True)}
    keep_cases(given.out, right)
    print(f"right {sum(right.values()):.0f} of {len(rows)} ({sum(right.values()) / max(len(rows), 1):.3f})")
    print(f"{1000 * took / max(len(rows), 1):.0f} ms each against {len(clippings)} pages, reading the draft included")
    for kind in sorted({row["kind"] for row in rows}):
        told_kinds = Counter(p["kind"] for g, p in zip(rows, predicted, strict=True) if g["kind"] == kind)
        print(f"  {kind:16} -> {dict(sorted(told_kinds.items()))}")
    for gold, found in zip(rows, predicted, strict=True):
        if gold["kind"] != found["kind"]:
            print(f"  wrong: {gold['id']} told {found['kind']}")


def clip_pages(inputs: Sequence[str], kit: Kit) -> list[Clipping]:
    """The pages of these inputs, worked, as clippings in order of their names."""
    found = [page for item in find_inputs(inputs) if not hasattr(item, "what") for page in read_input(item)]
    pages = sorted((f.page for f in found if isinstance(f, Found)), key=lambda page: page.name)
    made = (clip_page(page, kit) for page in pages)
    return [clipping for clipping in made if clipping is not None]


def clip_page(page: Page, kit: Kit) -> Clipping | None:
    """A page worked by all page stages, as a clipping; None when it has no article."""
    records = [record for done in work_page(page, kit) for record in done.records]
    articles = [record for record in records if isinstance(record, Article)]
    if not articles:
        return None
    return Clipping(
        page=page,
        article=articles[0],
        mentions=tuple(r for r in records if isinstance(r, Mention)),
        timexes=tuple(r for r in records if isinstance(r, Timex)),
        statements=tuple(r for r in records if isinstance(r, Statement)),
    )


if __name__ == "__main__":
    main()
