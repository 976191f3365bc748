"""Statements of whole passages: quotations that run on, clauses nobody read, carriers of a page, odd text."""

from __future__ import annotations

import msgspec
import pytest

from onrecord.quotes.relays import settle_relays
from onrecord.types import Fact, Span
from tests.quotes.marked_text import statements_of, words


def test_a_quotation_that_goes_on_without_a_cue_is_one_statement_in_pieces() -> None:
    marked = "[content “The dam will hold,”] [source Ivo Tarn] [cue said]. “It has stood for a hundred years.”"
    text, found = statements_of(marked)
    assert [words(text, s.content) for s in found] == [["“The dam will hold,”", "“It has stood for a hundred years.”"]]


def test_a_quotation_opened_in_each_paragraph_is_one_statement() -> None:
    marked = (
        "[source Ivo Tarn] [cue said]: [content “The dam will hold for years.]\n\n“It has stood for a hundred years.”"
    )
    _, found = statements_of(marked)
    assert [len(s.content) for s in found] == [2]


def test_a_last_quotation_that_never_closes_is_kept() -> None:
    last = '"We have told the council that it will hold for years.'
    marked = f"[source Ivo Tarn] [cue said] [content the dam was safe].\n\n{last}"
    text, found = statements_of(marked)
    assert [words(text, s.content) for s in found if s.manner == "direct"] == [[last]]


def test_scare_quotes_nobody_is_said_to_have_said_are_no_statement() -> None:
    _, found = statements_of("The “old boys” of the harbour met at the mill.")
    assert found == []


def test_a_plain_clause_the_reading_missed_is_found_by_rule() -> None:
    text, found = statements_of("Officials said that the bridge would open on Monday.")
    assert [(s.tier, words(text, s.source), words(text, s.content)) for s in found] == [
        ("rules", ["Officials"], ["that the bridge would open on Monday"])
    ]
    assert found[0].why


def test_a_quotation_belongs_to_the_speaker_beside_it() -> None:
    first = "[content “The dam will hold,”] [source the mayor] [cue said]."
    marked = first + " [content “It leaks at the gate,”] the engineer said."
    text, found = statements_of(marked)
    assert [words(text, s.source) for s in found] == [["the mayor"], ["the engineer"]]


def test_the_second_verb_has_the_subject_of_the_first() -> None:
    marked = (
        "[source1 The army] [cue1 declined] [content1 the offer] made by [source2 Ivo Tarn] and [cue2 said] "
        "[content2 it had “no need of help from abroad”]."
    )
    text, found = statements_of(marked)
    assert [words(text, s.source) for s in found] == [["The army"], ["The army"]]


def test_lines_of_a_transcript_are_statements_of_those_whose_names_open_them() -> None:
    marked = "[person TARN]: The dam will hold for years.\nQ: Who built it?\n[person VOSS]: It leaks at the gate."
    text, found = statements_of(marked)
    assert [(words(text, s.source), words(text, s.content), s.manner) for s in found] == [
        (["TARN"], ["The dam will hold for years."], "direct"),
        (["VOSS"], ["It leaks at the gate."], "direct"),
    ]


def test_a_dateline_and_a_label_are_no_transcript() -> None:
    _, found = statements_of("BRASK: The dam held through the night.\nPhoto: The dam at dawn on Monday.")
    assert found == []


def test_a_quotation_signed_behind_a_dash_is_of_who_signs_it() -> None:
    text, found = statements_of("“The dam will hold for years.”\n― [person Ivo Tarn]\n\nThe hall was full.")
    assert [(words(text, s.source), words(text, s.content)) for s in found] == [
        (["Ivo Tarn"], ["“The dam will hold for years.”"])
    ]


def test_a_content_without_words_is_no_statement() -> None:
    _, found = statements_of("[source The mayor] [cue said] [content “…”].")
    assert found == []


def test_a_wire_credit_and_the_host_stand_at_the_end_of_the_chain() -> None:
    marked = "[source A clerk] [cue told] the Lakeside Herald [content that the vote was lost]."
    carriers = {"wire": Fact("AP", Span(0, 1)), "outlet": Fact("Brask Times", tag="meta:og:site_name")}
    _, found = statements_of(marked, carriers)
    assert [(r.how, r.name) for r in found[0].relays] == [
        ("told", "Lakeside Herald"), ("wire", "AP"), ("host", "Brask Times"),
    ]  # fmt: skip


def test_an_outlet_hosts_nothing_where_no_credit_or_disclaimer_says_so() -> None:
    carriers = {"outlet": Fact("Brask Times", tag="meta:og:site_name")}
    _, found = statements_of("[source A clerk] [cue said] [content that the vote was lost].", carriers)
    assert found[0].relays == ()


def test_ids_are_unique_and_say_where_a_statement_lies() -> None:
    text, found = statements_of("[source A clerk] [cue said] [content that the vote was lost].")
    start = text.index("that")
    assert [s.id for s in found] == [f"{'0' * 12}:s{start}-{start + len('that the vote was lost')}"]


def test_an_outer_speaker_stands_among_the_relays_by_name() -> None:
    inner = "[source2 the envoy] [cue2 told him] [content2 the port was shut]"
    text, found = statements_of(f"[source1 Ivo Tarn] [cue1 said] [content1 that {inner}].")
    names = ("Ivo Tarn", "Edda Voss")
    voiced = [msgspec.structs.replace(s, speaker=name) for s, name in zip(found, names, strict=True)]
    assert [(r.how, r.name) for r in settle_relays(voiced, text)[1].relays] == [("relayed", "Ivo Tarn")]


def test_nobody_relays_himself() -> None:
    inner = "[source2 we] [cue2 told him] [content2 the port was shut]"
    text, found = statements_of(f"[source1 Ivo Tarn] [cue1 said] [content1 that {inner}].")
    voiced = [msgspec.structs.replace(s, speaker="Ivo Tarn") for s in found]
    assert settle_relays(voiced, text)[1].relays == ()


def test_an_interview_goes_on_being_told_to_its_outlet() -> None:
    first = "[source1 A clerk] [cue1 told] the Lakeside Herald [content1 that the vote was lost]."
    text, found = statements_of(first + " [source2 He] [cue2 added] [content2 that nobody had counted it].")
    voiced = [msgspec.structs.replace(s, speaker="unnamed: A clerk", form="anon_described") for s in found]
    assert [r.name for r in settle_relays(voiced, text)[1].relays] == ["Lakeside Herald"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "“",
        "said",
        "“”“”",
        "According to",
        ", , ,",
        "\ud800 said",
        "was told",
        "“a” “b” “c",
        "He said that",
        "x" * 3000,
    ],
)
def test_odd_text_gives_no_statement_and_no_error(text: str) -> None:
    assert statements_of(text)[1] == []
