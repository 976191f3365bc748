"""Origins of small cases: pages told together, the bounds, the groups, and that every reason is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from bench.case import keep_cases, parser, read_rows, write_rows
from bench.verify import clip_page
from onrecord.copies import find_copies
from onrecord.copies.carriers import find_utterances
from onrecord.copies.origins import count_origins
from onrecord.copies.wording import plain_words
from onrecord.groups import Origins
from onrecord.kit import open_kit
from onrecord.read import Found, read_bytes
from onrecord.types import Clipping


def main() -> None:
    """Works the cases, writes predictions, prints how many are right."""
    given = parser(__doc__).parse_args()
    rows = read_rows(given.data)
    right = {}
    predicted = []
    for row in rows:
        clippings = clip_case(row["pages"])
        names = {clipping.page.id: name for name, clipping in clippings.items()}
        found = origins_of(list(clippings.values()), row["words"])
        wrong = faults(row, found, names) if found else ["the words were not found on all pages"]
        right[row["id"]] = float(not wrong)
        predicted.append({"id": row["id"], "found": msgspec.to_builtins(found), "wrong": wrong})
        if wrong:
            print(f"  wrong: {row['id']}: {'; '.join(wrong)}")
    write_rows(given.out, predicted)
    keep_cases(given.out, right)
    print(f"origins right {sum(right.values()):.0f} of {len(rows)} ({sum(right.values()) / max(len(rows), 1):.3f})")


def clip_case(pages: Sequence[Mapping[str, Any]]) -> dict[str, Clipping]:
    """The pages of a case as clippings by their names, read as a row of JSONL is."""
    kit = open_kit()
    found = {}
    for page in pages:
        row = {"url": f"https://{page['name']}.example/{page['name']}", **page}
        (read,) = read_bytes(f"{page['name']}.jsonl", msgspec.json.encode(row), form="jsonl")
        clipping = clip_page(read.page, kit) if isinstance(read, Found) else None
        if clipping is not None:
            found[str(page["name"])] = clipping
    return found


def origins_of(clippings: Sequence[Clipping], words: str | None) -> Origins | None:
    """The origins of all pages, or of the utterance that has these words."""
    copies = find_copies(clippings)
    by_page = {clipping.page.id: clipping for clipping in clippings}
    if words is None:
        return count_origins("case", list(by_page), by_page, copies)
    wanted = {word.strip(".,").lower() for word in words.split()}
    statements = {s.id: (c, s) for c in clippings for s in c.statements}
    for utterance in find_utterances(clippings, copies):
        carrier, statement = statements[utterance.statements[0]]
        if len(wanted & set(plain_words(carrier.page.text, statement.content))) * 2 > len(wanted):
            return utterance.origins
    return None


def faults(row: Mapping[str, Any], found: Origins, names: Mapping[str, str]) -> list[str]:
    """What is not as the case has it."""
    wrong = []
    groups = sorted("".join(sorted(names[page] for page in group.pages)) for group in found.groups)
    if groups != sorted(row["groups"]):
        wrong.append(f"groups {groups}, not {sorted(row['groups'])}")
    if (found.at_least, found.at_most) != (row["at_least"], row["at_most"]):
        wrong.append(f"{found.at_least} to {found.at_most}, not {row['at_least']} to {row['at_most']}")
    told = " | ".join((*found.reasons, *(reason for group in found.groups for reason in group.reasons)))
    return [*wrong, *(f"no reason: {reason}" for reason in row["reasons"] if reason not in told)]


if __name__ == "__main__":
    main()
