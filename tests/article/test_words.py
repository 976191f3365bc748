"""Every row of the room's word lists does what its example shows."""

from __future__ import annotations

import pytest

from onrecord.article.datelines import find_dateline
from onrecord.article.phrases import Phrases
from onrecord.article.threadlines import control_line
from onrecord.article.vocabulary import read_words, split_words
from onrecord.kit import Row, open_kit
from onrecord.types import Span
from tests.article.pages import BODY, HEADLINE, article_of, read_page

KIT = open_kit(fast=True)
FURNITURE = KIT.words("furniture")


@pytest.mark.parametrize("row", FURNITURE, ids=lambda row: f"{row['phrase']}-{row['where']}")
def test_a_furniture_phrase_is_found_where_it_stands(row: Row) -> None:
    phrases = Phrases([row])
    if row["where"] == "any":
        lines = ["", row["example"]]
        assert list(phrases.roles_inside(lines, read_words(split_words(lines)[0], KIT).plain)) == [(1, row["role"])]
    else:
        assert phrases.role_of(row["example"]) == row["role"]


@pytest.mark.parametrize("row", KIT.words("wires"), ids=lambda row: row["wire"])
def test_an_agency_is_read_in_a_dateline(row: Row) -> None:
    dateline = find_dateline(row["example"], Span(0, len(row["example"])), KIT)
    assert dateline is not None and dateline.wire == row["wire"]


@pytest.mark.parametrize("row", KIT.words("thread_controls"), ids=lambda row: row["phrase"])
def test_a_row_of_buttons_is_no_comment(row: Row) -> None:
    assert control_line(KIT).match(row["example"]) is not None
    assert control_line(KIT).match(f"{row['example']} fishermen went home") is None


def _authors(line: str) -> list[str]:
    return [author.value for author in article_of(read_page("\n\n".join([HEADLINE, line, *BODY]))).authors]


@pytest.mark.parametrize("row", KIT.words("bylines"), ids=lambda row: row["phrase"])
def test_a_name_behind_these_words_wrote_the_article(row: Row) -> None:
    assert _authors(row["example"]) == ["Ana Brook"]


@pytest.mark.parametrize("row", KIT.words("desks"), ids=lambda row: row["word"])
def test_a_desk_is_no_author(row: Row) -> None:
    assert _authors(row["example"]) == []


@pytest.mark.parametrize(
    "name",
    ["bylines", "desks", "furniture", "markup", "thread_controls", "stopwords", "wires", "outlets", "zone_offsets"],
)
def test_lists_are_sorted_and_have_no_row_twice(name: str) -> None:
    rows = [tuple(row.values()) for row in KIT.words(name)]
    assert rows == sorted(set(rows))
