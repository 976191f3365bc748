"""What a text is about: common words fall away, forms of one word together, rare words weigh."""

from __future__ import annotations

import pytest

from onrecord.kit.terms import count_terms, find_terms, rarity_of, stem_of, weigh


@pytest.mark.parametrize(("one", "other"), [("offers", "offered"), ("Ministers", "minister’s"), ("city", "cities")])
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stem_of(one) == stem_of(other)


def test_terms_stand_where_their_words_stand() -> None:
    text = "“Boats,” he said: naïve café-goers’ boats."
    for term in find_terms(text):
        assert stem_of(text[term.start : term.end]) == term.stem


def test_common_words_tell_nothing() -> None:
    assert count_terms("It was said that they would have been there") == {}


def test_a_rare_word_weighs_more_than_a_frequent_one() -> None:
    assert rarity_of("zeppelin") > rarity_of("minister") > rarity_of("the")


def test_rows_have_unit_length_and_empty_texts_none() -> None:
    rows = weigh([{"boat": 2.0, "lake": 1.0}, {}]).rows
    lengths = rows.multiply(rows).sum(axis=1)
    assert float(lengths[0, 0]) == pytest.approx(1.0)
    assert float(lengths[1, 0]) == 0.0
