"""Chains of hops, followed from page to page."""

from __future__ import annotations

from onrecord.copies.carriers import find_utterances
from onrecord.copies.chain import find_chain
from onrecord.types import Clipping
from tests.copies.desk import clip, said
from tests.copies.stories import QUOTE

AGENCY = f"“{QUOTE},” Ilse Marrow told the Northern News Agency."
COURIER = f"“{QUOTE},” the mayor said, according to the Northern News Agency."
POST = f"The Brenn Courier quoted the mayor as saying: “{QUOTE}.”"


def chain(*pages: Clipping) -> list[tuple[str, str, str]]:
    """Page, manner and outlet of each hop to the last page."""
    (utterance,) = find_utterances(pages, [])
    found = find_chain(pages[-1].statements[0].id, utterance, {p.page.id: p for p in pages})
    return [(page, relay.how, relay.name) for page, relay in found]


def courier(outlet: str | None) -> Clipping:
    statement = said("bb", COURIER, QUOTE, relay=("according_to", "Northern News Agency"))
    return clip("bb", COURIER, statement, outlet=outlet)


def post() -> Clipping:
    return clip("cc", POST, said("cc", POST, QUOTE, relay=("quoted", "Brenn Courier")))


def test_a_hop_is_followed_to_the_page_of_its_outlet() -> None:
    assert chain(courier("The Brenn Courier"), post()) == [
        ("bb", "according_to", "Northern News Agency"),
        ("cc", "quoted", "Brenn Courier"),
    ]


def test_a_chain_runs_over_three_pages() -> None:
    agency = clip(
        "aa",
        AGENCY,
        said("aa", AGENCY, QUOTE, relay=("told", "Northern News Agency")),
        outlet="Northern News Agency",
    )
    assert [page for page, _, _ in chain(agency, courier("Brenn Courier"), post())] == ["aa", "bb", "cc"]


def test_without_the_outlets_page_a_chain_is_the_pages_own() -> None:
    assert chain(courier(None), post()) == [("cc", "quoted", "Brenn Courier")]


def test_two_pages_that_credit_one_another_end_the_chain() -> None:
    text = f"“{QUOTE},” she told the Tessel Post."
    left = clip("aa", text, said("aa", text, QUOTE, relay=("told", "Tessel Post")), outlet="Brenn Courier")
    right = clip("cc", POST, said("cc", POST, QUOTE, relay=("quoted", "Brenn Courier")), outlet="Tessel Post")
    assert [page for page, _, _ in chain(left, right)] == ["aa", "cc"]
