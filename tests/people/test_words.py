"""Every row of this room's word lists does in its own example what the list says of it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from onrecord.kit import open_kit
from onrecord.people import find_all
from onrecord.people.found import Found
from onrecord.people.lexicon import lexicon_of
from onrecord.people.likeness import fold
from onrecord.people.tokens import cut_tokens

KIT = open_kit(fast=True)
WORDS = lexicon_of(KIT)
LISTS = (
    "bodies", "crowds", "documents", "given_names", "groups", "kin", "known_bodies", "mastheads", "metonyms",
    "name_variants", "nations", "offices", "small_words", "titles",
)  # fmt: skip


def read(text: str) -> list[tuple[str, Found]]:
    tokens = cut_tokens(text, WORDS)
    return [(text[tokens[f.first].start : tokens[f.last - 1].end], f) for f in find_all(tokens, WORDS, KIT, text)]


def rows(name: str) -> list[Mapping[str, str]]:
    return list(KIT.words(name))


@pytest.mark.parametrize("name", LISTS)
def test_rows_are_sorted_and_each_example_shows_its_word(name: str) -> None:
    first = next(iter(rows(name)[0]))
    keys = [row[first].casefold() for row in rows(name)]
    assert keys == sorted(keys)
    missing = [row[first] for row in rows(name) if fold(row[first]) not in fold(row["example"])]
    assert [word for word in missing if word not in ("noun",)] == []


@pytest.mark.parametrize("row", rows("titles"), ids=lambda row: row["title"])
def test_a_title_stands_beside_the_name_and_not_in_it(row: Mapping[str, str]) -> None:
    names = [f for _, f in read(row["example"]) if f.form == "name" and f.kind == "person"]
    assert names and names[0].words[-1] == "Tessel" and row["title"].split()[0] not in names[0].words


@pytest.mark.parametrize("row", rows("metonyms"), ids=lambda row: row["place"])
def test_a_capital_or_seat_that_acts_is_a_body(row: Mapping[str, str]) -> None:
    assert [(f.kind, f.form) for words, f in read(row["example"]) if words == row["place"]] == [("body", "metonym")]


@pytest.mark.parametrize("row", rows("groups"), ids=lambda row: row["noun"])
def test_a_noun_for_people_is_found_in_its_example(row: Mapping[str, str]) -> None:
    assert any(f.kind in ("person", "group") and f.form != "pronoun" for _, f in read(row["example"]))


@pytest.mark.parametrize("row", rows("offices"), ids=lambda row: row["office"])
def test_an_office_is_found_as_an_office(row: Mapping[str, str]) -> None:
    assert any(row["office"] in f.offices or f.kind == "person" for _, f in read(row["example"]))
