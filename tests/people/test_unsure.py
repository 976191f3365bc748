"""Parties that may be one: shown with reasons, joined by nobody but a person."""

from __future__ import annotations

from onrecord.groups import Judgement, Party, Role
from onrecord.people.unsure import suggest
from onrecord.types import Span


def _party(name: str, page: str, kind: str = "person", title: str = "") -> Party:
    roles = (Role(title, page, Span(0, 5)),) if title else ()
    return Party(f"{page}:p0-9", name, kind, ((name, 1),), (f"{page}:m0-9",), roles)  # type: ignore[arg-type]


def _told(*parties: Party) -> list[tuple[str, str]]:
    return [(link.left, link.reasons[0]) for link in suggest(parties)]


def test_a_bare_name_may_be_its_bearers_and_says_how_many_there_are() -> None:
    found = _told(_party("Orvan Tessel", "aa"), _party("Ilda Tessel", "bb"), _party("Tessel", "cc"))
    assert found == [
        ("aa:m0-9", "Orvan Tessel bears the name Tessel, as 1 more do"),
        ("bb:m0-9", "Ilda Tessel bears the name Tessel, as 1 more do"),
    ]


def test_a_title_in_common_makes_it_likelier_and_is_said() -> None:
    minister, other = _party("Orvan Tessel", "aa", title="Port Minister"), _party("Ilda Tessel", "bb")
    first, second = suggest([other, minister, _party("Tessel", "cc", title="port minister")])
    assert (first.left, first.reasons[1]) == ("aa:m0-9", "both are called Port Minister")
    assert first.score > second.score


def test_names_a_letter_or_a_script_apart_are_told() -> None:
    assert _told(_party("Vyarislav Tessel", "aa"), _party("Vyareslav Tessel", "bb")) == [
        ("aa:m0-9", "Vyareslav Tessel is a letter away from Vyarislav Tessel")
    ]
    assert _told(_party("Yusuf Qadiri", "aa"), _party("Youssef Kadiry", "bb")) == [
        ("aa:m0-9", "Youssef Kadiry may be another way to write Yusuf Qadiri")
    ]
    assert _told(_party("Orvan Tessel", "aa"), _party("Ilda Tessel", "bb")) == []


def test_initials_may_be_the_body_they_stand_for() -> None:
    found = _told(_party("Harbour Master's Office", "aa", "body"), _party("HMO", "bb", "body"))
    assert found == [("aa:m0-9", "HMO are the initials of Harbour Master's Office")]


def test_what_a_page_keeps_apart_or_a_person_decided_is_not_asked_again() -> None:
    one, other = _party("Orvan Tessel", "aa"), _party("Tessel", "bb")
    assert len(suggest([one, other])) == 1
    assert suggest([one, other], [Judgement("aa:p0-9", "bb:m0-9", "same-party", "no")]) == []
    assert suggest([one, _party("Tessel", "aa")]) == []
