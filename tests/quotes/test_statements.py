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


def test_a_quotation_goes_on_behind_the_rest_of_its_cue_sentence() -> None:
    first = "[content “The dam will hold,”] [source Ivo Tarn] [cue told] the Lakeside Herald on Monday."
    text, found = statements_of(first + "\n\n“It has stood for a hundred years.”")
    assert [words(text, s.content) for s in found] == [["“The dam will hold,”", "“It has stood for a hundred years.”"]]


def test_a_quotation_after_a_sentence_without_marks_stays_a_statement_of_its_own() -> None:
    first = "[source Ivo Tarn] [cue said] [content the dam would hold].\n\n"
    text, found = statements_of(first + "“It has stood for a hundred years.”")
    assert [words(text, s.content) for s in found] == [
        ["the dam would hold"], ["“It has stood for a hundred years.”"],
    ]  # fmt: skip


def test_a_quotation_that_ended_is_not_of_who_says_something_else_after_it() -> None:
    marked = "[content1 “The dam will hold for years.”] [source1 Ivo Tarn] [cue1 said] [content1 the gate was new]."
    text, found = statements_of(marked)
    assert [words(text, s.content) for s in found if s.source] == [["the gate was new"]]


def test_single_marks_opened_in_each_paragraph_are_one_quotation() -> None:
    marked = (
        "[content ‘The dam will hold,’] [source Ivo Tarn] [cue said].\n\n‘It didn’t leak in the flood of last May.\n\n"
        "‘It has stood for a hundred years.’"
    )
    _, found = statements_of(marked)
    assert [len(s.content) for s in found] == [3]


@pytest.mark.parametrize(
    ("inner", "source", "thought"),
    [
        ("I believe the dam will hold for years", "I", "the dam will hold for years"),
        ("We don't believe it was the gate, but nobody looked", "We", "it was the gate"),
        ("We were pretty sure that it would leak", "We", "that it would leak"),
        ("I'm afraid the wall is gone by now", "I", "the wall is gone by now"),
        ("The villagers fear there is a second leak. Nobody sleeps", "The villagers", "there is a second leak"),
    ],
)
def test_what_somebody_is_said_to_think_is_a_statement_inside(inner: str, source: str, thought: str) -> None:
    text, found = statements_of(f"[content “{inner},”] [source the mayor] [cue said].")
    inside = [s for s in found if s.within]
    assert [(words(text, s.source), words(text, s.content), s.act) for s in inside] == [
        ([source], [thought], "attitude")
    ]


@pytest.mark.parametrize(
    "inner",
    [
        "I think so",
        "I think the dam will hold for years",
        "We have to assume that the gate was shut",
        "We hope for rain in June",
        "He left, I believe, by sea",
        "Do you think it holds",
    ],
)
def test_small_words_of_thinking_are_no_statement_inside(inner: str) -> None:
    _, found = statements_of(f"[content “{inner},”] [source the mayor] [cue said].")
    assert [s for s in found if s.within] == []


def test_a_subject_the_reading_gives_is_kept() -> None:
    marked = "[content The envoy’s note did not help the talks], [cue said] [source Edda Voss], a judge, on Monday."
    text, found = statements_of(marked)
    assert words(text, found[0].source) == ["Edda Voss"]


def test_a_source_behind_the_content_gives_way_to_the_subject_of_the_cue() -> None:
    marked = "Officials [cue allege] [content that the dam leaks at the gate], a charge [source the mayor] calls odd."
    text, found = statements_of(marked)
    assert words(text, found[0].source) == ["Officials"]


def test_labels_behind_marks_are_a_transcript_and_lines_without_one_go_on() -> None:
    marked = '"[person TARN]: The dam will hold.\n"[person VOSS]: It leaks at the gate.\n"It leaked last year too.'
    text, found = statements_of(marked)
    assert [(words(text, s.source), words(text, s.content)) for s in found] == [
        (["TARN"], ["The dam will hold."]),
        (["VOSS"], ["It leaks at the gate.", "It leaked last year too."]),
    ]


def test_lines_that_are_signed_alike_need_no_known_name() -> None:
    lines = ["“The dam is ours.” ― Ivo Tarn", "“It leaks at “our” gate.” ― Edda Voss", "“We will mend it.” ― Olm Ruk"]
    text, found = statements_of("\n".join(lines))
    assert [words(text, s.source) for s in found] == [["Ivo Tarn"], ["Edda Voss"], ["Olm Ruk"]]


@pytest.mark.parametrize(
    "sentence",
    [
        "Called “the father of the dam of Brask,” a firm from Olm named a street for him.",
        "“The Song of the Dam at Brask,” state Senator Tarn held, is old.",
        "Ruling “by the sword of our fathers” was written by Ivo Tarn.",
    ],
)
def test_a_verb_near_marks_that_governs_them_not_says_nothing(sentence: str) -> None:
    assert [s for s in statements_of(sentence)[1] if s.source] == []


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


def test_what_is_said_right_before_an_interview_is_named_is_told_in_it_too() -> None:
    first = "[source1 A clerk] [cue1 said] [content1 nobody had counted it]."
    marked = first + " [content2 “The vote was lost,”] [source2 he] [cue2 told] the Lakeside Herald."
    text, found = statements_of(marked)
    voiced = [msgspec.structs.replace(s, speaker="unnamed: A clerk", form="anon_described") for s in found]
    assert [[r.name for r in s.relays] for s in settle_relays(voiced, text)] == [["Lakeside Herald"]] * 2


def test_a_hall_named_for_the_first_words_keeps_the_outlet_of_the_next_away() -> None:
    first = "[source1 A clerk] [cue1 told] the council [content1 that nobody had counted it]."
    marked = first + " [content2 “The vote was lost,”] [source2 he] [cue2 told] the Lakeside Herald."
    text, found = statements_of(marked)
    voiced = [msgspec.structs.replace(s, speaker="unnamed: A clerk", form="anon_described") for s in found]
    assert [[r.name for r in s.relays] for s in settle_relays(voiced, text)] == [[], ["Lakeside Herald"]]


def test_what_stands_inside_an_interview_was_told_in_it() -> None:
    inner = "[source2 the envoy] [cue2 said] [content2 the port was shut]"
    text, found = statements_of(f"[source1 Ivo Tarn] [cue1 told] the Lakeside Herald [content1 that {inner}].")
    voiced = [msgspec.structs.replace(s, speaker=n) for s, n in zip(found, ("Ivo Tarn", "Edda Voss"), strict=True)]
    assert [r.name for r in settle_relays(voiced, text)[1].relays] == ["Ivo Tarn", "Lakeside Herald"]


@pytest.mark.parametrize("outlet", ["Channel 6", "KBRA-TV", "Harbour.info"])
def test_a_station_or_site_is_an_outlet_by_its_shape(outlet: str) -> None:
    _, found = statements_of(f"[source A clerk] [cue told] {outlet} [content that the vote was lost].")
    assert [(r.how, r.name) for r in found[0].relays] == [("told", outlet)]


def test_the_outlet_that_carries_a_quotation_is_no_speaker_but_a_relay() -> None:
    quoted = "[content “The dam will hold for years,”] said [person Edda Voss], a judge,"
    text, found = statements_of(quoted + " [cue according to] [source the Lakeside Herald].")
    assert [(words(text, s.source), [r.name for r in s.relays]) for s in found] == [
        (["Edda Voss"], ["Lakeside Herald"])
    ]


@pytest.mark.parametrize(
    ("sentence", "cue", "content"),
    [
        ("The boat is widely believed to be lost.", "is widely believed", ["The boat", "to be lost"]),
        ("The chest, found in a wall, is thought to hold coins.", "is thought",
         ["The chest, found in a wall", "to hold coins"]),
        ("She reportedly left the island by sea.", "reportedly", ["She", "left the island by sea"]),
    ],
)  # fmt: skip
def test_hearsay_has_a_content_and_no_source(sentence: str, cue: str, content: list[str]) -> None:
    text, found = statements_of(sentence)
    assert [(words(text, s.cue), words(text, s.content), s.source, s.speaker) for s in found] == [
        ([cue], content, (), None)
    ]


@pytest.mark.parametrize(
    "sentence",
    ["The crew is said by the mayor to be safe.", "She is a known thief and a liar.", "He expected to win it."],
)
def test_what_somebody_holds_or_nobody_tells_is_no_hearsay(sentence: str) -> None:
    assert [s for s in statements_of(sentence)[1] if not s.source] == []


def test_who_told_is_the_one_the_clause_hangs_on() -> None:
    text, found = statements_of("He saw a dentist on Monday, [source who] [cue told] him [content that it was fine].")
    assert words(text, found[0].source) == ["a dentist", "who"]


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
