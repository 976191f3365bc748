"""The learnt judge of pairs, and what is made of its chances: who speaks and when decide what cannot be."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast, get_args

import msgspec
import pytest

from onrecord import labels
from onrecord.errors import WeightsError
from onrecord.kit import WEIGHTS, open_kit
from onrecord.positions.claims import Claim, all_claims, desk_of
from onrecord.positions.contrast import signs_between
from onrecord.positions.hearing import (
    ASIDE,
    CARD,
    MODEL,
    MOST_PIECES,
    NOTHING,
    RELATIONS,
    TOKENIZER,
    Heard,
    Hearing,
    WordsHeard,
    cut,
    facts_of,
    open_hearing,
    remembered,
)
from onrecord.positions.relations import Found, Pair
from onrecord.positions.weighing import GUESS, weigh
from onrecord.types import Clipping, Dated
from tests.positions.test_relations import Said, clip

R = TypeVar("R", bound=msgspec.Struct)
CRACK = "the Vell tidal barrier had cracked along its northern gate"
WHOLE = "there was no crack in the Vell tidal barrier, and its northern gate was sound"


def told_by(name: str, who: str, words: str, form: labels.Form = "named") -> Clipping:
    text = f"{who} said {words}. The harbour stayed open."
    return clip(name, text, [Said(who, "said", words, form=form)], Dated("2031-04-02"))


def claims_of(*pages: Clipping) -> list[Claim]:
    return all_claims(pages, desk_of([], [], [], open_kit(fast=True)))


def weighed(left: Claim, right: Claim, chances: dict[str, float], gap: int | None = None) -> Found | None:
    heard = Heard(dict.fromkeys((*RELATIONS, NOTHING), 0.0) | chances, 0.9)
    return weigh(Pair(left, right, 0.3, (), gap), signs_between(left, right), heard)


def two(right: str = "Davo Renn", form: labels.Form = "named") -> list[Claim]:
    return claims_of(told_by("p0", "Ilda Tarn", CRACK), told_by("p1", right, WHOLE, form))


def relation(found: Found | None) -> str | None:
    return found.relation if found else None


def test_the_judge_has_an_answer_for_every_relation() -> None:
    assert set(RELATIONS) == set(get_args(labels.Relation))


def test_a_denial_in_other_words_is_heard_as_opposed_and_the_same_words_are_not() -> None:
    hearing = Hearing()
    left, right = two()
    again = claims_of(told_by("p0", "Ilda Tarn", CRACK), told_by("p1", "Davo Renn", CRACK))

    def opposed(one: Claim, other: Claim) -> float:
        heard = hearing.hear(one, other, facts_of(one, other, None, signs_between(one, other)))
        assert sum(heard.chances.values()) == pytest.approx(1.0, abs=1e-3)
        return heard.chances["denies"] + heard.chances["contradicts"]

    assert opposed(left, right) > 2 * opposed(*again)


def test_a_pair_is_heard_alike_alone_and_after_others() -> None:
    left, right = two()
    facts = facts_of(left, right, None, signs_between(left, right))
    used = Hearing()
    for _ in range(3):
        used.hear(right, left, facts)
    assert used.hear(left, right, facts) == Hearing().hear(left, right, facts)


def test_a_page_with_half_a_letter_is_heard() -> None:
    left, right = claims_of(told_by("p0", "Ilda Tarn", CRACK + " \ud83d"), told_by("p1", "Davo Renn", WHOLE))
    assert Hearing().hear(left, right, facts_of(left, right, None, signs_between(left, right)))


def test_what_was_heard_of_a_page_is_remembered_and_only_new_pairs_are_read() -> None:
    claims = claims_of(*(told_by(f"p{n}", who, CRACK) for n, who in enumerate(("Ilda Tarn", "Davo Renn", "Pia Holm"))))
    kept: dict[str, WordsHeard] = {}
    made: list[str] = []

    def recall(pages: tuple[str, ...], kind: type[R], make: Callable[[], R]) -> R:
        if pages[0] not in kept:
            made.append(pages[0])
            kept[pages[0]] = cast(WordsHeard, make())
        return cast(R, kept[pages[0]])

    hearing = Hearing()
    remembered(hearing, [(claims[0], claims[1])], recall)
    assert [len(kept[page].of) for page in ("p0", "p1")] == [1, 0]
    pairs = [(claims[0], claims[1]), (claims[0], claims[2]), (claims[1], claims[2])]
    listen = remembered(hearing, pairs, recall)
    assert made == ["p0", "p1", "p2"] and len(kept["p2"].of) == 2
    for left, right in pairs:
        facts = facts_of(left, right, None, signs_between(left, right))
        assert listen(left, right, facts) == hearing.hear(left, right, facts)


def test_weights_that_are_not_those_of_the_card_are_not_opened(tmp_path: Path) -> None:
    for name in (MODEL, ASIDE, TOKENIZER, CARD):
        shutil.copy(WEIGHTS / name, tmp_path / name)
    assert Hearing(tmp_path)
    (tmp_path / MODEL).write_bytes((tmp_path / MODEL).read_bytes() + b"x")
    with pytest.raises(WeightsError, match="not the file its card describes"):
        Hearing(tmp_path)
    (tmp_path / MODEL).unlink()
    with pytest.raises(WeightsError, match="cannot be read"):
        Hearing(tmp_path)


def test_a_kit_that_reads_by_rules_judges_by_rules() -> None:
    assert open_hearing(open_kit(fast=True)) is None


def test_long_statements_are_cut_and_short_ones_left_whole() -> None:
    one, other = cut(list(range(500)), list(range(9)))
    assert (len(one), len(other)) == (MOST_PIECES - 3 - 9, 9)
    one, other = cut(list(range(500)), list(range(500)))
    assert abs(len(one) - len(other)) <= 1 and len(one) + len(other) == MOST_PIECES - 3
    assert cut([1, 2], [3]) == ([1, 2], [3])


def test_a_name_is_told_in_place_of_a_pronoun_and_a_short_content_with_its_sentence() -> None:
    text = f"Ilda Tarn spoke on Monday. She said {CRACK}."
    assert claims_of(clip("p0", text, [Said("Ilda Tarn", "said", CRACK)]))[0].told.startswith("Ilda Tarn said : the")
    text = "Davo Renn called the report on the northern gate a fairy tale."
    short = claims_of(clip("p0", text, [Said("Davo Renn", "called", "a fairy tale")]))[0].told
    assert short.endswith(f": a fairy tale ( {text} )")


def test_opposition_that_is_not_sure_is_not_told() -> None:
    left, right = two()
    assert relation(weighed(left, right, {"denies": 0.9, "related": 0.1})) == "denies"
    assert relation(weighed(left, right, {"denies": 0.25, "affirms": 0.2, "related": 0.2, NOTHING: 0.35})) is None
    assert relation(weighed(left, right, {"denies": 0.3, "affirms": 0.2, "related": 0.3, NOTHING: 0.2})) == "related"


def test_one_speaker_neither_affirms_nor_denies_himself() -> None:
    left, right = two("Ilda Tarn")
    assert relation(weighed(left, right, {"affirms": 0.8, "same_utterance": 0.2})) == "same_utterance"
    assert relation(weighed(left, right, {"denies": 0.6, "clarifies": 0.4})) == "clarifies"


def test_another_speaker_repeats_nothing() -> None:
    left, right = two()
    assert relation(weighed(left, right, {"repeats": 0.8, "affirms": 0.2}, 40)) == "affirms"


def test_nothing_develops_within_a_day() -> None:
    left, right = two()
    assert relation(weighed(left, right, {"later": 0.7, "related": 0.3}, 0)) == "related"
    assert relation(weighed(left, right, {"later": 0.7, "related": 0.3}, 9)) == "later"


def test_words_of_nobody_in_particular_oppose_nobody() -> None:
    text = f"It was said {WHOLE}."
    left, right = claims_of(
        told_by("p0", "Ilda Tarn", CRACK), clip("p1", text, [Said(None, "was said", WHOLE, form="none")])
    )
    assert relation(weighed(left, right, {"denies": 0.9, "related": 0.1})) == "related"


def test_what_the_words_do_not_show_is_a_guess() -> None:
    left, _ = two()
    flat = claims_of(told_by("p0", "Ilda Tarn", CRACK), told_by("p1", "Davo Renn", "the quay was dry and busy"))
    borne, guessed = (weighed(*ends, {"same_utterance": 0.9}) for ends in ((left, left), flat))
    assert borne and guessed and borne.sure > GUESS >= guessed.sure


def test_an_unnamed_source_against_a_named_one_is_said() -> None:
    left, right = two("unnamed: two engineers", "anon_described")
    found = weighed(left, right, {"denies": 0.9})
    assert found and "an unnamed source against a named one" in found.reasons
