"""Reading by rules alone."""

from __future__ import annotations

from onrecord.kit.plain import read_plain, split_sentences
from onrecord.kit.reading import Attribution

VERBS = {"said": "say", "says": "say", "denied": "deny", "told": "say", "told him": "receive"}


def first(text: str) -> Attribution:
    return read_plain([text], VERBS)[0].attributions[0]


def words(text: str, a: Attribution) -> tuple[list[str], list[str], list[str]]:
    return (
        [text[s.start : s.end] for s in a.source],
        [text[s.start : s.end] for s in a.cue],
        [text[s.start : s.end] for s in a.content],
    )


def test_a_quotation_takes_the_verb_after_it() -> None:
    text = '"We leave at dawn," Mara Vellin said.'
    assert words(text, first(text)) == (["Mara Vellin"], ["said"], ['"We leave at dawn,"'])


def test_a_quotation_takes_the_verb_before_it() -> None:
    text = "Mara Vellin said: ‘We leave at dawn.’"
    assert words(text, first(text)) == (["Mara Vellin"], ["said"], ["‘We leave at dawn.’"])


def test_a_second_quotation_goes_on_from_the_first() -> None:
    text = '"We leave at dawn," said Mara Vellin. "Nobody stays."'
    assert words(text, first(text))[2] == ['"We leave at dawn,"', '"Nobody stays."']


def test_a_clause_after_a_verb_is_what_was_said() -> None:
    text = "Mara Vellin denied that the boat was hers."
    assert words(text, first(text)) == (["Mara Vellin"], ["denied"], ["the boat was hers"])


def test_according_to_names_its_source() -> None:
    text = "The boat sank at noon, according to the Harbour Council."
    assert words(text, first(text)) == (["the Harbour Council"], ["according to"], ["The boat sank at noon"])


def test_a_rank_ends_no_sentence() -> None:
    text = "Lt. Gen. Oro Tamm spoke. Dr. Vell left.\nNobody stayed"
    assert [text[s.start : s.end] for s in split_sentences(text)] == [
        "Lt. Gen. Oro Tamm spoke.",
        "Dr. Vell left.",
        "Nobody stayed",
    ]


def test_the_reading_says_that_rules_made_it() -> None:
    assert [reading.tier for reading in read_plain(["", "He left."], VERBS)] == ["rules", "rules"]


def test_an_article_inside_a_name_opens_no_source() -> None:
    text = "Xan said that the boat was hers."
    assert words(text, first(text))[0] == ["Xan"]


def test_a_noun_behind_an_article_or_owner_is_no_verb() -> None:
    verbs = {**VERBS, "claim": "claim", "claims": "claim"}
    for text in ("The harbour heard the claims of the crew.", "The Tarsian claim to the lake was old."):
        assert read_plain([text], verbs)[0].attributions == ()
