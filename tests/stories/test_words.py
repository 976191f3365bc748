"""The words a report is known by."""

from __future__ import annotations

from onrecord.stories.words import count_roots, rarity_of, root_of


def test_a_minister_resigned_and_her_resignation_share_a_word() -> None:
    assert set(count_roots("She resigned.")) & set(count_roots("Her resignation pleased nobody.")) == {"resign"}


def test_a_year_is_never_cut_to_an_earlier_one() -> None:
    assert root_of("20310914") != root_of("20310915")


def test_a_name_counts_more_than_another_word_and_a_figure_more_than_a_name() -> None:
    counts = count_roots("Firefighters in Brask fought 47 blazes.")
    assert counts["47"] > counts["brask"] > counts["blaz"]


def test_capitals_of_a_headline_make_no_names() -> None:
    counts = count_roots("", headline="Mill of Brask")
    assert counts["mill"] == counts["brask"]


def test_words_past_the_cut_are_not_read() -> None:
    assert "brask" not in count_roots("mill " * 800 + "Brask")


def test_a_word_that_general_news_uses_weighs_less_than_one_it_does_not_know() -> None:
    assert rarity_of("electi") < rarity_of("brask")
    assert rarity_of("brask", seen=9, texts=10) < rarity_of("brask", seen=1, texts=10)
