"""Parties across pages of invented people: who is joined, who is kept apart, and what a judgement does."""

from __future__ import annotations

from onrecord.groups import Judgement, Party
from onrecord.kit import open_kit
from onrecord.people import find_mentions
from onrecord.people.parties import find_parties, party_of
from onrecord.spans import view_of
from onrecord.types import Article, Block, Clipping, Dated, Page, Span

KIT = open_kit(fast=True)


def clipping(number: int, text: str, published: str | None = None) -> Clipping:
    page = Page(f"{number:012x}", f"page{number}.txt", text)
    article = Article(page.id + ":a", page.id, (Block(Span(0, len(text))),), published=Dated(published))
    return Clipping(page, article, tuple(find_mentions(page, article, view_of(text, article.blocks), KIT)))


def parties(*texts: str, judgements: tuple[Judgement, ...] = ()) -> list[Party]:
    return find_parties([clipping(n, text) for n, text in enumerate(texts, 1)], KIT, judgements)


def people(found: list[Party]) -> list[tuple[str, int]]:
    return [(p.name, len(p.entities)) for p in found if p.kind == "person"]


def test_one_man_with_two_offices_is_one_party_with_two_dated_roles() -> None:
    early = clipping(1, "General Orvan N Tessel, commander of the lake guard, came.", "2012-07")
    late = clipping(2, "The visiting Defence Secretary, Orvan Tessel, came.", "2017-12")
    (party,) = [p for p in find_parties([late, early], KIT) if p.kind == "person"]
    assert party.name == "Orvan N Tessel"
    roles = {role.title: role.date for role in party.roles}
    assert roles["commander of the lake guard"] == "2012-07"
    assert roles["visiting Defence Secretary"] == "2017-12"


def test_two_people_with_one_surname_stay_apart() -> None:
    assert people(parties("Mr Orvan Tessel came.", "Mr Kesten Tessel left.")) == [
        ("Orvan Tessel", 1),
        ("Kesten Tessel", 1),
    ]


def test_a_name_between_two_it_could_be_joins_neither() -> None:
    found = people(parties("Mr Orvan N Tessel came.", "Mr Orvan P Tessel left.", "Mr Orvan Tessel slept."))
    assert sorted(count for _, count in found) == [1, 1, 1]


def test_a_bare_surname_joins_its_only_bearer_by_office() -> None:
    found = people(parties("Foreign Minister Orvan Tessel came.", "Foreign Minister Tessel left."))
    assert found == [("Orvan Tessel", 2)]


def test_a_bare_surname_without_support_stays_alone() -> None:
    found = people(parties("Actor Orvan Tessel played the lute in summer.", "Captain Tessel sank beside another ship."))
    assert len(found) == 2


def test_officials_of_two_pages_are_no_party() -> None:
    assert parties("A security official said no.", "A security official said yes.") == []


def test_a_state_is_one_by_any_of_its_names_and_its_capital_when_it_acts() -> None:
    found = parties("The US said no.", "The United States said no.", "Washington denies it.")
    assert [(p.name, len(p.entities)) for p in found] == [("United States", 3)]
    assert "Washington stands for United States" in found[0].reasons


def test_an_acronym_with_two_readings_joins_no_two_bodies() -> None:
    found = parties("The Federal Harbour Agency (FHA) met.", "The Free Hospital Agency (FHA) met.")
    assert len([p for p in found if p.kind == "body"]) == 2


def test_a_no_keeps_apart_and_a_yes_joins() -> None:
    texts = ("Mr Orvan Tessel came.", "Mr Orvan Tessel left.", "Mr O Karlssen slept.")
    one, three = parties(*texts)
    left, right = one.entities
    no = Judgement(left, right, "party", "no", by="ed")
    assert len(people(parties(*texts, judgements=(no,)))) == 3
    yes = Judgement(one.id, three.id, "party", "yes", by="ed")
    assert len(people(parties(*texts, judgements=(yes,)))) == 1


def test_parties_do_not_depend_on_the_order_of_pages() -> None:
    pages = [clipping(n, text) for n, text in enumerate(("Mr Orvan Tessel came.", "Mr Orvan N Tessel left."), 1)]
    assert find_parties(pages, KIT) == find_parties(pages[::-1], KIT)


def test_each_entity_leads_to_its_party() -> None:
    found = parties("Mr Orvan Tessel came.", "Mr Orvan Tessel left.")
    assert set(party_of(found).values()) == set(found) and len(party_of(found)) == 2


def test_brother_and_sister_of_one_surname_stay_apart_and_the_bare_name_is_the_one_called_so() -> None:
    text = (
        "Mr Orvan Tessel was lost at sea. Tessel was 33. His sister, Ilda Tessel, spoke on Monday. "
        "Tessel had sailed alone. Ms Tessel said he knew the coast."
    )
    found = parties(text)
    assert [(p.name, dict(p.names)["Tessel"]) for p in found] == [("Orvan Tessel", 2), ("Ilda Tessel", 1)]


def test_a_married_woman_is_not_the_one_addressed_as_miss() -> None:
    text = "Miss Ilda Tessel sang. Miss Tessel was 20. Her mother, Mrs Runa Tessel, cried. Mrs Tessel said it was late."
    assert [(p.name, dict(p.names)["Tessel"]) for p in parties(text)] == [("Ilda Tessel", 1), ("Runa Tessel", 1)]


def test_a_name_in_the_family_of_is_still_a_persons() -> None:
    found = parties("Mr Orvan Tessel came. Tessel spoke. The Tessel family left.")
    (person,) = [p for p in found if p.kind == "person"]
    assert dict(person.names)["Tessel"] == 2


def test_two_of_one_name_whom_one_page_tells_apart_are_two() -> None:
    first = "Captain Orvan N Tessel met Captain Orvan P Tessel on the quay."
    found = people(parties(first, "Captain Orvan N Tessel left.", "Captain Orvan P Tessel slept."))
    assert found == [("Orvan N Tessel", 2), ("Orvan P Tessel", 2)]


def test_a_name_told_by_its_middle_is_no_other_name_with_that_initial() -> None:
    assert len(people(parties("Mr Orvan K. Tessel came.", "Mr Kesten Tessel left."))) == 2


def test_of_two_bearers_the_one_in_the_office_is_meant() -> None:
    pages = [f"President Orvan Tessel spoke in the hall {n} times." for n in range(4)]
    found = people(parties(*pages, "Singer Runa Tessel sang by the lake.", "President Tessel denies it."))
    assert found == [("Orvan Tessel", 5), ("Runa Tessel", 1)]


def test_another_spelling_of_a_name_joins_only_on_one_matter() -> None:
    matter = "said the harbour bridge between Tarnholm and Velmar would reopen before winter storms"
    near = parties(f"Mr Vyarislav Tessel {matter}.", f"Mr Vyareslav Tessel {matter}.")
    assert [count for _, count in people(near)] == [2]
    assert any("another spelling" in reason for p in near for reason in p.reasons)
    far = parties("Mr Vyarislav Tessel sang in a choir of sailors.", "Mr Vyareslav Tessel drove another lorry north.")
    assert len(people(far)) == 2


def test_a_body_is_one_under_its_short_name_and_in_one_word_or_two() -> None:
    found = parties("The World Health Organization said no.", "The WHO said so twice.")
    assert [(p.name, len(p.entities)) for p in found] == [("World Health Organization", 2)]
    assert "WHO is World Health Organization" in found[0].reasons
    assert len(parties("The Harbour Post reported the loss.", "The HarbourPost reported the gain.")) == 1


def test_initials_in_brackets_need_no_capitals() -> None:
    found = parties("The Federal Harbour Standards Agency (Fhsa) met. Fhsa said no.")
    assert [(p.name, len(p.entities)) for p in found] == [("Federal Harbour Standards Agency", 1)]


def test_a_name_written_down_in_two_ways_joins_only_on_one_matter() -> None:
    matter = "said the harbour bridge between Tarnholm and Velmar would reopen before winter storms"
    near = parties(f"Mr Yusuf Qadiri {matter}.", f"Mr Youssef Kadiry {matter}.")
    assert [count for _, count in people(near)] == [2]
    far = parties("Mr Yusuf Qadiri sang in a choir of sailors.", "Mr Youssef Kadiry drove another lorry north.")
    assert len(people(far)) == 2
