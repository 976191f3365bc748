"""One thing of a record with all that is tied to it, and lists that are read a piece at a time."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from onrecord.errors import UnknownId
from onrecord.record import Asked, Record, Rows


def test_a_list_read_in_pieces_is_the_list_read_whole(story: Record) -> None:
    lists: tuple[Callable[..., Rows[msgspec.Struct]], ...] = (
        story.statements, story.articles, story.people, story.copies, story.utterances, story.stories,
        story.threads, story.relations, story.positions, story.timeline,
    )  # fmt: skip
    for ask in lists:
        whole, pieces, after = list(ask()), [], None
        while piece := list(ask(after=after, limit=3)):
            assert len(piece) <= 3
            pieces += piece
            after = piece[-1].id  # type: ignore[attr-defined]
        assert pieces == whole


def test_a_filtered_list_goes_on_after_the_last_one_seen(story: Record) -> None:
    whole = list(story.statements(speaker="Idris Valkar"))
    rest = story.statements(Asked(speaker="IDRIS VALKAR"), after=whole[0].id, limit=1)
    assert list(rest) == whole[1:2]
    assert story.count_statements(speaker="Idris Valkar") == len(whole)


def test_statements_of_an_outlet_with_or_without_its_article(story: Record) -> None:
    outlet = next(a.outlet.value for a in story.articles() if a.outlet)
    bare = outlet.removeprefix("The ")
    found = story.statements(outlet=f"the {bare.upper()}")
    assert len(found) > 0
    assert {story.shelf.outlet(s.page) for s in found} == {outlet}


def test_a_statement_comes_with_its_carriers_and_where_they_stand(story: Record) -> None:
    group = story.utterances()[0]
    about = story.statement(group.statements[0])
    assert about.utterance == group
    assert {s.id for s in about.carriers} == set(group.statements[1:])
    assert about.origins == group.origins
    assert about.article.page == about.statement.page
    assert about.story is not None and about.statement.page in about.story.pages
    for relation in about.relations:
        assert about.statement.id in (relation.left, relation.right)


def test_a_relation_is_told_from_both_its_ends(story: Record) -> None:
    relation = story.relations()[0]
    for end in (relation.left, relation.right):
        assert relation in story.statement(end).relations


def test_a_party_comes_with_what_it_said_and_what_is_said_of_it(story: Record) -> None:
    party = next(p for p in story.people() if p.name == "Idris Valkar")
    about = story.party(party.id)
    assert about.said == len(story.statements(party=party.id)) == len(about.statements)
    assert all(story.shelf.party(s) == party for s in about.statements)
    assert about.about and all(story.shelf.party(s) != party for s in about.about)
    assert all(count > 0 for _, count in about.carriers)
    assert story.party(party.entities[-1]).party == party


def test_a_story_and_its_thread_hold_one_another(story: Record) -> None:
    first = story.stories()[0]
    about = story.story(first.id)
    assert [a.page for a in about.articles] == list(first.pages)
    assert about.thread is not None
    assert first in story.thread(about.thread.id).stories
    assert story.story(first.pages[-1]).story == first


def test_every_record_is_got_by_its_id_and_a_page_by_its_name(story: Record) -> None:
    rows = (story.statements(), story.people(), story.copies(), story.stories(), story.threads(), story.relations(),
            story.positions(), story.timeline(), story.utterances())  # fmt: skip
    for found in rows:
        assert story.get(found[0].id) == found[0]
    clipping = story.clipping(story.articles()[0].page)
    assert story.get(clipping.page.file) == story.get(clipping.article.id) == clipping


@pytest.mark.parametrize("unknown", ["", "nothing", "000000000000:s1-2", "000000000000:y:t", "%", "a~b", ":c-"])
def test_an_id_that_is_not_there_is_told(story: Record, unknown: str) -> None:
    for ask in (story.get, story.statement, story.party, story.story, story.thread, story.clipping):
        with pytest.raises(UnknownId):
            ask(unknown)


def test_a_dated_fact_says_how_many_origins_its_pages_have(story: Record) -> None:
    rows = [(event, row) for event, row in zip(story.timeline(), story.timeline().cells(), strict=True)]
    copied = next(event for event, row in rows if event.others and "joint patrols" in str(row["what"]))
    assert copied.origins is not None and copied.origins.of == copied.id
    assert (copied.origins.at_least, copied.origins.at_most) == (1, 1)
    assert any("are one text" in reason for reason in copied.origins.reasons)
    # The envoy's visit is told by two pages in words of their own, the rest by copies.
    told = {str(row["what"]): row["origins"] for event, row in rows if event.others}
    (own,) = (what for what, origins in told.items() if origins != "2 pages, at most 1 origin")
    assert "will arrive in Velden" in own and told[own] == "2 pages, at most 2 origins"
    assert {row["origins"] for event, row in rows if not event.others} == {"1 page, at most 1 origin"}
