"""What the judges make of two statements where no rule holds: denials, other figures, other words, nothing."""

from __future__ import annotations

from onrecord import labels
from onrecord.kit import open_kit
from onrecord.positions import SHOWN_ELSE, pair_up, relate_pairs
from onrecord.positions.claims import all_claims, desk_of
from onrecord.positions.contrast import longest_run, signs_between
from onrecord.positions.judging import hear, open_bench
from onrecord.positions.verdicts import ALIKE, SURELY
from onrecord.types import Clipping, Dated
from tests.positions.test_relations import Said, between, clip, line_up

TIDE = "the Vell tidal barrier had cracked along its northern gate"


def told(name: str, who: str | None, words: str, date: str = "2031-04-02", form: labels.Form = "named") -> Clipping:
    text = f"{(who or 'It was').removeprefix('unnamed: ')} said {words}. The harbour stayed open."
    return clip(name, text, [Said(who, "said", words, form=form)], Dated(date))


def test_what_one_calls_false_another_said() -> None:
    false = "it was false that the Vell tidal barrier had cracked along its northern gate"
    relations, _ = line_up([told("p0", "Ilda Tarn", TIDE), told("p1", "Davo Renn", false)])
    assert between(relations, "p1", "p0") == {"denies"}
    assert any("it is not as" in reason for reason in relations[0].reasons)


def test_an_unnamed_claim_denied_by_a_name_is_shown_as_such() -> None:
    false = "it was false that the Vell tidal barrier had cracked along its northern gate"
    claim = told("p0", "unnamed: two engineers", TIDE, form="anon_described")
    relations, _ = line_up([claim, told("p1", "Davo Renn", false)])
    assert any("unnamed source" in reason for r in relations if r.relation == "denies" for reason in r.reasons)


def test_an_unsure_guess_is_told_of_a_pair_but_not_of_a_thread() -> None:
    pages = [
        told("p0", "Ilda Tarn", TIDE),
        told("p1", "Davo Renn", "water came in where the northern gate had cracked"),
    ]
    desk = desk_of([], [], [], open_kit(fast=True))
    ends = (pages[0].statements[0].id, pages[1].statements[0].id)
    asked = relate_pairs(pair_up([ends], pages, desk))[0]
    assert asked and asked.relation == "affirms" and asked.sure < SHOWN_ELSE
    assert "affirms" not in {r.relation for r in line_up(pages)[0]}


def test_nobody_in_particular_contradicts_nobody() -> None:
    false = "it was false that the Vell tidal barrier had cracked along its northern gate"
    relations, _ = line_up([told("p0", "Ilda Tarn", TIDE), told("p1", None, false, form="none")])
    assert not {r.relation for r in relations} & {"denies", "contradicts"}


def test_another_matter_is_never_contradicted() -> None:
    other = "the Skerry herring fleet had not landed a crate since the winter storms"
    relations, _ = line_up([told("p0", "Ilda Tarn", TIDE), told("p1", "Davo Renn", other)])
    assert not {r.relation for r in relations} & {"denies", "contradicts"}


def test_the_order_of_two_statements_changes_no_sign() -> None:
    pages = [told("p0", "Ilda Tarn", TIDE), told("p1", "Davo Renn", "the barrier had not cracked at all")]
    one, other = all_claims(pages, desk_of([], [], [], open_kit(fast=True)))
    assert signs_between(one, other) == signs_between(other, one)
    assert 0 < signs_between(one, other)["oppw"] < 1


def test_twice_negated_is_not_denied() -> None:
    pages = [told("p0", "Ilda Tarn", TIDE), told("p1", "Davo Renn", "the barrier had cracked and would never be safe")]
    one, other = all_claims(pages, desk_of([], [], [], open_kit(fast=True)))
    assert not one.saying.turned["barrier"]
    assert other.saying.turned["safe"] and not other.saying.turned["barrier"]


def test_words_running_in_both_are_counted_once() -> None:
    assert longest_run(["the", "gate", "had", "cracked"], ["they", "said", "the", "gate", "had", "held"]) == 3


def test_the_judges_hear_an_exact_copy_as_alike_and_not_opposed() -> None:
    pages = [told("p0", "Ilda Tarn", TIDE), told("p1", "Ilda Tarn", TIDE)]
    one, other = all_claims(pages, desk_of([], [], [], open_kit(fast=True)))
    chances = hear(signs_between(one, other))
    assert chances.alike > ALIKE and chances.oppose < SURELY
    assert set(open_bench().oppose.signs) <= signs_between(one, other).keys()
