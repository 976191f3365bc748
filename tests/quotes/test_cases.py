"""Sentences with their answers marked: act, modality, form, relays and the rest of a statement's labels."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.spans import words_of
from onrecord.types import Statement
from tests.quotes.marked_text import statements_of

CASES = [
    block.split("\n")
    for block in (Path(__file__).parent / "cases.txt").read_text(encoding="utf-8").strip().split("\n\n")
    if not block.startswith("#")
]


def shown(text: str, statement: Statement, field: str, found: list[Statement]) -> str:
    """A field of a statement as the cases write it; "-" for nothing."""
    value = getattr(statement, field)
    if field in ("content", "source", "cue"):
        return words_of(text, value) or "-"
    if field == "relays":
        return ", ".join(f"{relay.how}:{relay.name}" for relay in value) or "-"
    if field == "within":
        return str([s.id for s in found].index(value) + 1) if value else "-"
    if field in ("audience", "venue", "reason", "closeness"):
        return text[value.start : value.end] if value else "-"
    return str(value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0][:60])
def test_a_marked_sentence_gets_the_labels_its_words_ask_for(case: list[str]) -> None:
    text, found = statements_of(case[0])
    assert found
    for line in case[1:]:
        number, _, rest = line.partition(" ") if line[0].isdigit() else ("1", "", line)
        field, _, wanted = rest.partition(" ")
        assert (line, shown(text, found[int(number) - 1], field, found)) == (line, wanted)
