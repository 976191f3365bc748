"""Searching: what a reader types is never an error, and what is found is shown in the page's own words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.groups import Party
from onrecord.store import Hit, Store
from onrecord.store.search import query_of
from onrecord.store.whole import check
from onrecord.types import Article, Block, Page, Span, Statement

TEXT = (
    "Harbour stays shut\n\nTORVIK, 3 March - The mayor, Berit Høgh, said the harbour\nwould stay shut until May."
    "\n\nBuy our harbour mugs!\n\n“No ship comes in,” she said.\0"
)
HARD = [
    '"', '""', '"a', "a*", "*", "AND", "a AND", "NOT a", "a OR b", "NEAR(a b)", "^a", "a:b", "words:a", "-a", "(", ")",
    "a)b(", "'; DROP TABLE page; --", "\0", "\ud800", "é", "💥", "a" * 5000, "a " * 5000, "%", "_", "\\", "{a b}:c",
    "+", "\x01", "\x02a", "\u202e", "''", "a\"b", "“quoted”",
]  # fmt: skip


def span_of(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("search") / "harbour.db") as store:
        advert = span_of("Buy our harbour mugs!")
        blocks = (
            Block(span_of("Harbour stays shut"), "headline"), Block(Span(20, advert.start - 2)),
            Block(advert, "sales"), Block(Span(advert.end + 2, len(TEXT))),
        )  # fmt: skip
        said = Statement("f00d:s1", "f00d", (span_of("the harbour\nwould stay shut until May"),),
                         source=(span_of("The mayor, Berit Høgh"),), speaker="Berit Høgh")  # fmt: skip
        store.put_pages([(Page("f00d", "torvik.txt", TEXT), TEXT.encode())])
        store.put("f00d", "all", 1, [Article("f00d:a", "f00d", blocks), said])
        party = Party("f00d:p1", "Berit Høgh", "person", (("Berit Høgh", 1), ("Mayor Høgh", 1)), ())
        store.replace("people", 1, {Party: [party]}, "")
        yield store


def matches_of(hit: Hit) -> list[str]:
    return [TEXT[s.start : s.end] for s in hit.matches]


def test_all_words_must_stand(store: Store) -> None:
    assert [hit.type for hit in store.search("harbour mayor")] == ["statement", "article"]
    assert store.search("harbour airport") == []


def test_the_words_found_are_the_pages_own(store: Store) -> None:
    hits = {hit.type: hit for hit in store.search("harbour")}
    assert matches_of(hits["article"]) == ["Harbour", "harbour"]
    assert matches_of(hits["statement"]) == ["harbour"]
    snippet = hits["statement"].snippet
    assert snippet is not None and TEXT[snippet.start : snippet.end] == "the harbour\nwould stay shut until May"


def test_adverts_are_not_found(store: Store) -> None:
    assert store.search("mugs") == []


def test_words_in_quotation_marks_stay_together(store: Store) -> None:
    assert [hit.type for hit in store.search('"stay shut"', kind=Statement)] == ["statement"]
    assert store.search('"shut stay"') == []
    (hit,) = store.search('"stay shut"', kind=Statement)
    assert matches_of(hit) == ["stay shut"]


def test_a_star_finds_what_begins_so(store: Store) -> None:
    assert store.search("harb") == []
    assert len(store.search("harb*")) == 2


def test_accents_and_case_may_be_left_out(store: Store) -> None:
    (party,) = store.search("MAYOR Høgh", kind=Party)
    assert (party.id, party.name, party.page) == ("f00d:p1", "Mayor Høgh", None)
    assert [hit.type for hit in store.search("TÖRVIK “ship")] == ["article"]


def test_at_most_as_many_as_asked(store: Store) -> None:
    assert len(store.search("harbour", limit=1)) == 1


@pytest.mark.parametrize("typed", HARD)
def test_nothing_a_reader_types_is_an_error(store: Store, typed: str) -> None:
    for hit in store.search(typed):
        assert hit.name or matches_of(hit)


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_no_text_at_all_is_an_error(store: Store, typed: str) -> None:
    store.search(typed)
    store.search(f'harbour {typed}" "{typed}*')


def test_nothing_typed_finds_nothing(store: Store) -> None:
    assert store.search("") == store.search("  \n") == store.search('"…"') == []


def test_a_query_of_words_is_quoted() -> None:
    assert query_of('NOT "two  words" one* one*') == '"NOT" "two  words" "one"*'


def test_what_was_replaced_is_found_no_more(tmp_path: Path) -> None:
    said = Statement("f00d:s1", "f00d", (span_of("the harbour\nwould stay shut until May"),))
    with Store.open(tmp_path / "again.db") as store:
        store.put_pages([(Page("f00d", "torvik.txt", TEXT), b"")])
        for _ in range(3):
            store.put("f00d", "quotes", 1, [said])
        assert len(store.search("harbour")) == 1
        store.put("f00d", "quotes", 2, [])
        assert store.search("harbour") == []
        store.put("f00d", "quotes", 2, [said])
        store.remove(["f00d"])
        assert store.search("harbour") == [] and check(store) == []


def test_spans_that_overlap_or_leave_the_page_are_borne(tmp_path: Path) -> None:
    odd = Statement("f00d:s1", "f00d", (Span(5, 12), Span(0, 7), Span(9, 99999), Span(-4, 3), Span(50, 50)))
    with Store.open(tmp_path / "odd.db") as store:
        store.put_pages([(Page("f00d", "torvik.txt", TEXT), b"")])
        store.put("f00d", "quotes", 1, [odd])
        (hit,) = store.search("mayor")
        assert matches_of(hit) == ["mayor"]
