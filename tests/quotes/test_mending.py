"""Sources and contents are put right where the grammar of their sentence leaves no doubt."""

from __future__ import annotations

from tests.quotes.marked_text import statements_of, words


def test_according_to_a_word_without_article_has_that_word_for_its_source() -> None:
    text, found = statements_of("[content “The dam will hold,”] [cue according to statement].")
    assert [(words(text, s.source), words(text, s.cue), s.form) for s in found] == [
        (["statement"], ["according to"], "document")
    ]


def test_who_is_told_does_not_speak() -> None:
    marked = "Top port clerks would also [cue tell] [source the envoy] [content that the dam must hold]."
    text, found = statements_of(marked)
    assert [words(text, s.source) for s in found] == [["Top port clerks"]]


def test_what_is_said_begins_behind_whoever_hears_it() -> None:
    marked = "[source The port] [cue plans to tell] [content state envoy Ivo Tarn this week that the dam will hold]."
    text, found = statements_of(marked)
    assert [words(text, s.content) for s in found] == [["that the dam will hold"]]


def test_a_thing_described_by_somebody_is_not_the_speaker() -> None:
    marked = "[source The pact] [cue had been described] by the ministry [content as a move that would “save the dam”]."
    text, found = statements_of(marked)
    assert [words(text, s.source) for s in found] == [["the ministry"]]


def test_a_subject_and_its_verb_belong_to_what_is_said_of_them() -> None:
    marked = "The ministry has rejected [content the plan for a dam], [source sources] [cue told] the Lakeside Herald."
    text, found = statements_of(marked)
    assert words(text, found[0].content) == ["The ministry has rejected the plan for a dam"]
    assert [(words(text, s.source), s.within) for s in found[1:]] == [(["The ministry"], found[0].id)]


def test_what_is_said_in_a_relative_clause_ends_with_it() -> None:
    marked = "The net, [content which] [source the envoy] [cue claims] [content is there, but nobody came], was lost."
    text, found = statements_of(marked)
    assert [words(text, s.content) for s in found] == [["which", "is there"]]


def test_the_outlet_that_reported_it_is_no_part_of_what_is_said() -> None:
    marked = (
        "[cue According to] [source sources], [content the dam will hold, among others, reported the Lakeside Herald]."
    )
    text, found = statements_of(marked)
    assert [words(text, s.content) for s in found] == [["the dam will hold"]]
    assert [[(r.how, r.name) for r in s.relays] for s in found] == [[("reported", "Lakeside Herald")]]
