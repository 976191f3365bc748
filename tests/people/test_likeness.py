"""Names compared: who can be one person, and whom an acronym can mean."""

from __future__ import annotations

from onrecord.people.likeness import is_acronym, is_slip, name_parts, part_of, same_person


def one(left: str, right: str) -> bool:
    return same_person(name_parts(left), name_parts(right))


def test_an_initial_stands_for_a_middle_name_but_not_for_another() -> None:
    assert one("Orvan N Tessel", "Orvan Nils Tessel")
    assert not one("Orvan N Tessel", "Orvan P Tessel")


def test_a_first_name_left_out_leaves_the_rest_in_order() -> None:
    assert one("Marek Orlo", "Kesten Marek Orlo")
    assert not one("Orlo Kesten", "Kesten Orlo")


def test_a_last_name_fits_better_than_a_first() -> None:
    assert part_of(("orlo",), ("kesten", "orlo")) > part_of(("orlo",), ("orlo", "vantur")) > 0


def test_junior_is_no_name() -> None:
    assert one("Orvan Tessel Jr.", "Orvan Tessel")


def test_an_acronym_passes_over_small_words() -> None:
    assert is_acronym("FOH", ["Friends", "of", "the", "Old", "Harbour"])
    assert not is_acronym("FBH", ["Friends", "of", "the", "Old", "Harbour"])


def test_neighbouring_letters_changed_are_a_slip_and_two_letters_are_not() -> None:
    assert is_slip("tessel", "tesesl")
    assert not is_slip("tessel", "tassol")
