"""What drifted between two carriers: each case is two sentences and the differences told."""

from __future__ import annotations

import msgspec
import pytest

from onrecord.copies.wording import find_drifts
from onrecord.groups import Drift
from onrecord.labels import Manner
from tests.copies.desk import said, span_of

SAID = "the bridge was never safe and the council knew of it long before the winter"


def drifts_of(left: str, right: str, manner: Manner = "direct") -> list[Drift]:
    pages = [f"“{words}”, the mayor said." for words in (left, right)]
    one, two = (
        said(page, text, words, "the mayor", speaker="Ilse Marrow", manner=manner)
        for page, text, words in zip(("aa", "bb"), pages, (left, right), strict=True)
    )
    return find_drifts(one, two, *pages)


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        pytest.param(SAID, SAID.replace("council", "Mr Orrin"), ("changed", "council", "Mr Orrin"), id="changed"),
        pytest.param(SAID, SAID.replace("never", "never really"), ("inserted", "", "really"), id="inserted"),
        pytest.param(SAID, SAID.replace("long ", ""), ("dropped", "long", ""), id="dropped"),
        pytest.param(
            SAID, SAID.replace(" long before the winter", ""), ("dropped", "long before the winter", ""), id="cut short"
        ),
    ],
)
def test_a_difference_inside_the_marks_is_told(left: str, right: str, told: tuple[str, str, str]) -> None:
    assert [(d.kind, d.left_words, d.right_words) for d in drifts_of(left, right)] == [told]


@pytest.mark.parametrize(
    "right",
    [
        pytest.param(SAID.capitalize(), id="capital letter"),
        pytest.param(SAID.replace(" and", ", and"), id="comma"),
        pytest.param(SAID.replace("council", "[town] council"), id="words in brackets"),
        pytest.param(SAID.replace("council", "[body]"), id="a word replaced in brackets"),
        pytest.param(SAID.replace("and the council knew of it ", "... "), id="words cut at dots"),
    ],
)
def test_what_the_page_marks_itself_is_no_drift(right: str) -> None:
    assert drifts_of(SAID, right) == []


def test_a_drift_points_at_the_words_on_both_pages() -> None:
    left, right = f"“{SAID}”, she said.", f"“{SAID.replace('safe', 'sound')}”, she said."
    one = said("aa", left, SAID, "she", speaker="Ilse Marrow")
    two = said("bb", right, SAID.replace("safe", "sound"), "she", speaker="Ilse Marrow")
    (drift,) = find_drifts(one, two, left, right)
    assert drift.left_span and drift.right_span
    assert left[drift.left_span.start : drift.left_span.end] == "safe"
    assert right[drift.right_span.start : drift.right_span.end] == "sound"


def test_the_label_of_an_unnamed_source_drifts_with_its_outlet() -> None:
    left, right = f"“{SAID}”, a second official told the Brenn Courier.", f"“{SAID}”, said one engineer."
    one = said(
        "aa", left, SAID, "a second official", speaker="unnamed: a second official", relay=("told", "Brenn Courier")
    )
    two = said("bb", right, SAID, "one engineer", speaker="unnamed: one engineer")
    (drift,) = find_drifts(one, two, left, right)
    assert (drift.kind, drift.left_words) == ("source_label", "a second official told the Brenn Courier")
    assert drift.right_words == "one engineer"


def test_another_name_for_the_same_speaker_is_no_drift() -> None:
    left, right = f"“{SAID}”, Ilse Marrow said.", f"“{SAID}”, the mayor said."
    one = said("aa", left, SAID, "Ilse Marrow", speaker="Ilse Marrow")
    two = said("bb", right, SAID, "the mayor", speaker="Ilse Marrow")
    assert find_drifts(one, two, left, right) == []


def test_planned_speech_told_as_said_is_a_drift() -> None:
    left, right = f"He would be told that {SAID}.", f"He was informed that {SAID}."
    one = said("aa", left, SAID, manner="indirect", modality="planned")
    two = said("bb", right, SAID, manner="indirect")
    assert [(d.kind, d.left_words, d.right_words) for d in find_drifts(one, two, left, right)] == [
        ("modality", "planned", "said")
    ]


def test_a_paraphrase_that_starts_a_word_earlier_is_no_drift() -> None:
    left, right = f"She said that {SAID}.", f"She said {SAID}."
    one = said("aa", left, f"that {SAID}", "She", speaker="Ilse Marrow", manner="indirect")
    two = said("bb", right, SAID, "She", speaker="Ilse Marrow", manner="indirect")
    assert find_drifts(one, two, left, right) == []


def test_words_told_quite_differently_are_not_compared_word_by_word() -> None:
    assert drifts_of(SAID, "nobody at the town hall had any trust left in those piers at all") == []


def test_a_sentence_only_one_page_chose_to_print_is_no_drift() -> None:
    assert drifts_of(f"{SAID}. Nobody ever asked me to look at the piers. I would have gone", SAID) == []


def test_a_sentence_dropped_from_the_middle_without_dots_is_a_drift() -> None:
    first, last = "We looked at all four of the piers", "The bridge will stay shut until the summer"
    (drift,) = drifts_of(f"{first}. Two are sound. {last}", f"{first}. {last}")
    assert (drift.kind, drift.left_words) == ("dropped", "Two are sound")


def test_a_few_words_inside_one_long_sentence_are_told_without_a_drift() -> None:
    long = "whatever the rain and whatever the unions may yet say of it at the long meeting on Monday the pier is shut"
    assert drifts_of("the pier is shut", long) == []


def test_another_spelling_and_the_letters_of_a_body_are_no_drift() -> None:
    left, right = (
        "“We realised the harbour was shut,” the ILO said.",
        "“We realized the harbor was shut,” the ILO said.",
    )
    one = said("aa", left, "“We realised the harbour was shut,”", "the ILO", speaker="International Labour Office")
    two = said("bb", right, "“We realized the harbor was shut,”", "the ILO", speaker="ILO")
    assert find_drifts(one, two, left, right) == []


def test_what_one_page_claims_and_the_other_confirms_is_a_drift_of_strength() -> None:
    left, right = "The mayor claimed the piers are safe.", "The mayor confirmed the piers are safe."
    one = msgspec.structs.replace(
        said("aa", left, "the piers are safe", "The mayor"), act="claim", cue=(span_of(left, "claimed"),)
    )
    two = msgspec.structs.replace(
        said("bb", right, "the piers are safe", "The mayor"), act="confirm", cue=(span_of(right, "confirmed"),)
    )
    (drift,) = find_drifts(one, two, left, right)
    assert (drift.kind, drift.left_words, drift.right_words) == ("strength", "claimed", "confirmed")
