"""The days values cover, and values some steps away."""

from __future__ import annotations

import pytest

from onrecord.times.days import bounds_of, easter, holiday, shift


@pytest.mark.parametrize(
    ("value", "begin", "end", "precision"),
    [
        ("2016", "2016-01-01", "2016-12-31", "year"),
        ("2016-02", "2016-02-01", "2016-02-29", "month"),
        ("2016-W24", "2016-06-13", "2016-06-19", "week"),
        ("2016-W24-WE", "2016-06-18", "2016-06-19", "week"),
        ("2016-WI", "2016-12-01", "2017-02-28", "season"),
        ("2016-H2", "2016-07-01", "2016-12-31", "quarter"),
        ("199", "1990-01-01", "1999-12-31", "decade"),
        ("19", "1900-01-01", "1999-12-31", "century"),
        ("2016-06-15TNI", "2016-06-15", "2016-06-15", "day"),
        ("2016-06-15T16:07", "2016-06-15", "2016-06-15", "minute"),
        ("2016-02-30", None, None, "day"),
        ("PAST_REF", None, None, "unknown"),
        ("P3D", None, None, "unknown"),
    ],
)
def test_a_value_covers_its_days(value: str, begin: str | None, end: str | None, precision: str) -> None:
    assert bounds_of(value) == (begin, end, precision)


def test_a_step_finer_than_the_anchor_gives_nothing() -> None:
    assert shift("2016", "M", -1) is None
    assert shift("2016-06", "W", -1) is None
    assert shift("2016-06", "M", -6) == "2015-12"


def test_feasts_that_move_are_computed() -> None:
    assert easter(2016).isoformat() == "2016-03-27"
    assert str(holiday("11/4/4", 2016)) == "2016-11-24"
    assert str(holiday("5/-1/1", 2016)) == "2016-05-30"
    assert holiday("", 2016) is None
