"""How an article stands to a claim."""

from __future__ import annotations

import pytest

from onrecord.kit import open_kit
from onrecord.positions.stance import SIDES, stance_of

CLAIM = "Mayor of Brask found living in the Marrow Street clock tower"
KIT = open_kit(fast=True)


def test_an_article_on_something_else_is_unrelated() -> None:
    body = "Orvenia's parliament passed the fishing quota bill by nine votes. Herring boats will stay in port."
    assert stance_of(CLAIM, body, KIT).label == "unrelated"


def test_an_article_that_calls_the_tale_a_hoax_disagrees() -> None:
    body = (
        "A report that the mayor of Brask was found living in the Marrow Street clock tower is fake. "
        "The hoax was made up by a satirical site, and the tale that the mayor was living in the clock tower is false. "
        "The mayor of Brask denied it. There is no evidence that anybody lives in the tower, police said. "
        "The bogus story about the mayor was debunked."
    )
    assert stance_of(CLAIM, body, KIT).label == "disagree"


@pytest.mark.parametrize("body", ["", "\n\n", "?!", "a" * 5000])
def test_odd_articles_are_unrelated(body: str) -> None:
    assert stance_of(CLAIM, body, KIT).label == "unrelated"


def test_scores_are_the_chances_of_each_label() -> None:
    stance = stance_of(CLAIM, "The mayor of Brask lives in the Marrow Street clock tower, neighbours say.", KIT)
    scores = dict(stance.scores)
    assert set(scores) == {*SIDES, "unrelated"}
    assert sum(scores.values()) == pytest.approx(1.0, abs=0.001)
