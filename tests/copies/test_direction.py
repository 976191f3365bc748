"""Who came first, and why it can or cannot be told."""

from __future__ import annotations

import pytest

from onrecord.copies.credits import credits_of
from onrecord.copies.direction import came_before, who_first
from onrecord.groups import Passage
from onrecord.types import Dated, Span
from tests.copies.desk import clip, said
from tests.copies.stories import STORY


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param(Dated("2031-03-04"), Dated("2031-03-05"), id="days"),
        pytest.param(Dated("2031"), Dated("2032-01-01"), id="a year and a day of the next"),
        pytest.param(Dated("2031-03-04T09:00+05:30"), Dated("2031-03-04T05:00+00:00"), id="zones"),
        pytest.param(Dated(before="2031-03-01"), Dated("2031-03-04"), id="a bracket that ends before"),
        pytest.param(Dated("2031-03-04"), Dated(after="2031-03-05"), id="a bracket that begins after"),
    ],
)
def test_dates_that_tell(one: Dated, two: Dated) -> None:
    assert came_before(one, two)
    assert not came_before(two, one)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param(Dated("2031-03-04"), Dated("2031-03-04"), id="one day"),
        pytest.param(Dated("2031-03"), Dated("2031-03-05"), id="a month and a day in it"),
        pytest.param(Dated(), Dated("2031-03-05"), id="unknown"),
        pytest.param(Dated(after="2031-03-01"), Dated("2031-03-05"), id="an open bracket"),
        pytest.param(Dated("2031-03-04T09:00"), Dated("2031-03-04T10:00Z"), id="one time without a zone"),
    ],
)
def test_dates_that_do_not_tell(one: Dated, two: Dated) -> None:
    assert not came_before(one, two)
    assert not came_before(two, one)


def test_a_credit_against_the_dates_is_left_open() -> None:
    crediting = clip("aa", STORY, said("aa", STORY, "cracks", relay=("reported", "Tessel")), published="2031-03-04")
    credited = clip("bb", STORY, outlet="Tessel", published="2031-03-05")
    first, reasons = who_first(crediting, credited, ())
    assert first is None
    assert "the credit and the dates disagree: cannot be told" in reasons


def test_a_page_without_the_credit_is_not_the_source_of_the_page_with_it() -> None:
    text = STORY + "\nThe Brenn Courier first reported the cracks."
    shared = Span(0, len(text))
    left = clip("aa", text, said("aa", text, "the cracks", relay=("reported", "Brenn Courier")))
    first, reasons = who_first(left, clip("bb", STORY), [Passage(shared, shared)])
    assert first is None
    assert any("bb.txt is not its source" in reason for reason in reasons)


def test_a_page_does_not_credit_itself() -> None:
    text = "“We are done,” he told the Brenn Courier."
    own = clip("aa", text, said("aa", text, "We are done", relay=("told", "the Brenn Courier")), outlet="Brenn Courier")
    assert credits_of(own) == []
