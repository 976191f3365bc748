"""Mentions of invented people and bodies: what is found, joined and kept apart, and where it lies."""

from __future__ import annotations

import pytest

from onrecord.kit import open_kit
from onrecord.people import find_mentions
from onrecord.spans import view_of
from onrecord.types import Article, Block, Fact, Mention, Page, Span


def found(text: str, *, headline: str = "", roles: tuple[tuple[str, str], ...] = ()) -> list[tuple[str, Mention]]:
    page = Page("0" * 12, "page.txt", text)
    blocks = (Block(Span(0, len(text))),)
    article = Article(page.id + ":a", page.id, blocks, headline=Fact(headline) if headline else None)
    mentions = find_mentions(page, article, view_of(text, blocks), open_kit(fast=True))
    return [(text[m.span.start : m.span.end], m) for m in mentions]


def entity(mentions: list[tuple[str, Mention]], words: str, nth: int = 0) -> str:
    return [m.entity for text, m in mentions if text == words][nth]


def titles(text: str, mention: Mention) -> list[str]:
    return [text[t.start : t.end] for t in mention.titles]


def test_titles_before_and_after_a_name_are_kept_with_it() -> None:
    text = "Lt Gen (r) Orvan Tessel, deputy adviser to the harbour board, came."
    mention = dict(found(text))["Orvan Tessel"]
    assert titles(text, mention) == ["Lt Gen (r)", "deputy adviser to the harbour board"]


def test_a_middle_name_or_initial_does_not_make_two_people() -> None:
    mentions = found("Mr Orvan Tessel came. Mr Orvan N Tessel left. Mr Orvan Marek Tessel slept.")
    assert len({m.entity for text, m in mentions if "Tessel" in text}) == 1


def test_two_spellings_of_one_name_are_one() -> None:
    mentions = found("Mr Mohammed Tessel came. Mr Muhammad Tessel left.")
    assert entity(mentions, "Mohammed Tessel") == entity(mentions, "Muhammad Tessel")


def test_different_first_names_keep_two_people_apart() -> None:
    mentions = found("Mr Orvan Tessel came. Mr Kesten Tessel left.")
    assert entity(mentions, "Orvan Tessel") != entity(mentions, "Kesten Tessel")


def test_a_surname_that_is_anothers_first_name_stays_with_its_bearer() -> None:
    mentions = found("Minister Kesten Orlo came. General Orlo Vantur left. Orlo slept.")
    assert entity(mentions, "Orlo") == entity(mentions, "Kesten Orlo") != entity(mentions, "Orlo Vantur")


def test_an_acronym_is_the_body_whose_initials_it_holds() -> None:
    mentions = found("The Federal Harbour Agency met. The FHA said no.")
    assert entity(mentions, "FHA") == entity(mentions, "Federal Harbour Agency")


def test_a_capital_that_acts_is_a_body_and_one_lived_in_is_a_place() -> None:
    mentions = found("Oslo denies it. He lives in Oslo.")
    assert [(m.kind, m.form) for text, m in mentions if text == "Oslo"] == [("body", "metonym"), ("place", "name")]


def test_a_full_name_in_the_headline_serves_the_text() -> None:
    mentions = found("Tessel, who lives in Oslo, denied it.", headline="Orvan Tessel denies all")
    assert dict(mentions)["Tessel"].name == "Orvan Tessel"


def test_us_and_who_in_capitals_are_no_pronouns() -> None:
    mentions = found("The US said no. Let us go.")
    assert [m.kind for text, m in mentions if text.casefold() == "us"] == ["place"]


def test_one_and_another_official_are_two() -> None:
    mentions = found("One official said no. Another official said yes.")
    assert entity(mentions, "One official") != entity(mentions, "Another official")


def test_two_that_fit_equally_well_leave_a_pronoun_alone() -> None:
    mentions = found("Mr Orvan Tessel and Mr Kesten Orlo came. The road was wet and so was the boat.")
    assert entity(mentions, "Orvan Tessel") != entity(mentions, "Kesten Orlo")


@pytest.mark.parametrize(
    "text", ["", "\n\n", "“", "He", "DG", "’s ’s ’s", "of of of", "\u202e\u0000", "Mr", "A" * 5000]
)
def test_odd_text_gives_mentions_inside_the_page_or_none(text: str) -> None:
    assert all(0 <= m.span.start < m.span.end <= len(text) for _, m in found(text))


def test_every_entity_is_the_id_of_its_first_mention() -> None:
    mentions = [m for _, m in found("Mayor Ilda Kroll came. She said no. Kroll left. The mayor slept.")]
    order = [m.id for m in mentions]
    assert all(order.index(m.entity) <= order.index(m.id) for m in mentions)


def test_a_campaign_is_no_person_and_a_body_of_that_form_speaks_as_one() -> None:
    text = (
        "The army began Sarv-e-Velmar in June against militants. Sarv-e-Velmar was launched after talks failed, the "
        "army said. Lashkar-e-Tarn said it had left. Operation Sarv-e-Brask was launched later."
    )
    page = Page("0" * 12, "page.txt", text)
    article = Article(page.id + ":a", page.id, (Block(Span(0, len(text))),))
    mentions = find_mentions(page, article, view_of(text, article.blocks), open_kit())
    kinds = {text[m.span.start : m.span.end]: m.kind for m in mentions}
    assert kinds["Lashkar-e-Tarn"] == "body"
    assert "person" not in {kind for words, kind in kinds.items() if "Sarv" in words}
