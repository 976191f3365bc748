"""What outlets gathered themselves, carried and copied."""

from __future__ import annotations

from onrecord.copies import find_copies
from onrecord.copies.carriers import find_utterances
from onrecord.copies.outlets import find_outlets
from onrecord.groups import Outlet
from onrecord.kit import open_kit
from onrecord.types import Clipping
from tests.copies.desk import clip, said
from tests.copies.stories import LEAD, OTHER, QUOTE, SHOPS, STORY, WORKS


def outlets(*pages: Clipping, owners: dict[str, str] | None = None) -> dict[str, Outlet]:
    """The outlets of these pages by name."""
    copies = find_copies(pages)
    found = find_outlets(pages, copies, find_utterances(pages, copies), open_kit(fast=True), owners=owners)
    return {outlet.name: outlet for outlet in found}


def story(page: str, outlet: str, date: str | None, *, wire: str | None = None) -> Clipping:
    statement = said(page, STORY, f"“{QUOTE},”", "Ilse Marrow", speaker="Ilse Marrow")
    return clip(page, STORY, statement, outlet=outlet, published=date, wire=wire)


def test_the_later_page_of_one_text_is_copied_and_the_earlier_one_own() -> None:
    found = outlets(story("aa", "Tessel Post", "2031-03-04"), story("bb", "Brenn Courier", "2031-03-05"))
    assert (found["Tessel Post"].own, found["Tessel Post"].copied) == (1, 0)
    assert (found["Brenn Courier"].copied, found["Brenn Courier"].copies) == (1, (("Tessel Post", 1),))


def test_an_agencys_page_counts_as_wire_and_nothing_else() -> None:
    pages = story("aa", "Tessel Post", "2031-03-04"), story("bb", "Brenn Courier", "2031-03-05", wire="NNA")
    found = outlets(*pages)["Brenn Courier"]
    assert (found.wire, found.copied, found.own, found.agencies) == (1, 0, 0, (("NNA", 1),))


def test_without_dates_nobody_is_called_a_copier() -> None:
    found = outlets(story("aa", "Tessel Post", None), story("bb", "Brenn Courier", None))
    assert [(outlet.unsure, outlet.copied, outlet.first_quotes) for outlet in found.values()] == [(1, 0, 0)] * 2
    assert found["Tessel Post"].reasons[0] == "without a date, so never told to be first: aa.txt"


def test_the_outlet_that_printed_a_quotation_first_is_told() -> None:
    other = clip(
        "bb",
        OTHER,
        said("bb", OTHER, f"“{QUOTE},”", "Ilse Marrow", speaker="Ilse Marrow"),
        outlet="Brenn Courier",
        published="2031-03-05",
    )
    found = outlets(story("aa", "Tessel Post", "2031-03-04"), other)
    assert [(o.shared_quotes, o.first_quotes) for o in (found["Tessel Post"], found["Brenn Courier"])] == [
        (1, 1),
        (1, 0),
    ]


def test_two_names_of_one_outlet_meet() -> None:
    pages = clip("aa", LEAD, outlet="ABC"), clip("bb", OTHER, outlet="ABC News"), clip("cc", WORKS)
    found = outlets(*pages)
    assert list(found) == ["ABC News"]
    assert (found["ABC News"].names, found["ABC News"].pages) == ((("ABC", 1), ("ABC News", 1)), ("aa", "bb"))


def test_an_owner_is_known_only_when_given() -> None:
    pages = clip("aa", SHOPS, outlet="Tessel Post"), clip("bb", LEAD, outlet="Brenn Courier")
    found = outlets(*pages, owners={"The Tessel Post": "Marsh Holdings"})
    assert (found["Tessel Post"].owner, found["Brenn Courier"].owner) == ("Marsh Holdings", None)
