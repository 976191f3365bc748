"""What was read as a statement and is none."""

from __future__ import annotations

import msgspec
import pytest

from onrecord.kit import Reading
from onrecord.quotes.draft import Draft
from onrecord.quotes.lexicon import lexicon_of
from onrecord.quotes.noise import is_noise
from onrecord.quotes.scene import scene_of
from tests.quotes.marked_text import LISTS, unmark


def noise(marked: str, sure: float = 1.0) -> bool:
    text, given = unmark(marked)
    reading = msgspec.structs.replace(given, sentences=LISTS.read(text).sentences)
    raw = given.attributions[0]
    scene = scene_of(text, Reading(reading.sentences, given.names), lexicon_of(LISTS))
    return is_noise(scene, Draft(content=raw.content, cue=raw.cue, source=raw.source, sure=sure))


@pytest.mark.parametrize(
    "marked",
    [
        "[source The envoy] [cue called on] [content General [person Ivo Tarn]] on Monday.",
        "Ivo Tarn met the envoy, [source who] [cue called on] [content him] on Thursday night.",
    ],
)
def test_who_calls_on_somebody_for_an_hour_has_said_nothing(marked: str) -> None:
    assert noise(marked)


def test_who_calls_on_somebody_to_act_demands_it() -> None:
    assert not noise("[source The envoy] [cue called on] [content General [person Ivo Tarn] to open the port].")


def test_a_doubtful_reading_of_a_bare_name_is_dropped() -> None:
    marked = "[source The mayor] [cue mentioned] [content [person Ivo Tarn]]."
    assert noise(marked, 0.3)
    assert not noise(marked, 0.6)


def test_a_doubtful_cue_that_reports_nothing_is_dropped() -> None:
    assert noise("[source The mayor] [cue painted] [content the old harbour wall in two days].", 0.3)
    assert not noise("[source The mayor] [cue praised] [content the old harbour wall in two days].", 0.3)


def test_words_in_marks_are_no_noise() -> None:
    assert not noise("[source The mayor] [cue painted] [content “Never”].", 0.3)


def test_what_somebody_has_to_think_is_not_thought() -> None:
    assert noise("“[source We] [cue have to believe] [content the wall is gone],” said the mayor.")
    assert not noise("“[source We] [cue believe] [content the wall is gone],” said the mayor.")


def test_the_others_among_others_say_nothing() -> None:
    assert noise("[content Ivo Tarn and the port], among [source others], [cue reported] the Lakeside Herald.")


def test_a_source_that_ends_the_words_before_it_does_not_speak() -> None:
    assert noise("“[content All clerks at the talks on] [source Orsa] [cue voted] [content to leave],” said the mayor.")
