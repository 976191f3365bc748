"""Articles on one event come together; the same matter of other years stays apart."""

from __future__ import annotations

import pytest

from onrecord.groups import Judgement
from onrecord.stories import Doc, find_stories, group_texts
from onrecord.types import Article, Block, Clipping, Dated, Fact, Mention, Page, Span

FIRE = "A fire destroyed the Marrow Street mill in Brask on Friday, killing two weavers. Firefighters fought the blaze."
FIRE_AGAIN = "Two weavers died when fire swept the Marrow Street mill in Brask. Firefighters needed nine hours."
VOTE = "Orvenia's parliament passed the fishing quota bill by nine votes after a long debate on herring stocks."
VOTE_AGAIN = "The fishing quota bill passed the Orvenian parliament by nine votes; herring boats will stay in port."

UNDATED = Dated()


def clipping(name: str, text: str, published: Dated = UNDATED, people: tuple[str, ...] = ()) -> Clipping:
    """A page whose first line is its headline; each name of ``people`` is a mention where it stands."""
    headline = text.split(".")[0]
    mentions = []
    for person in people:
        at = text.index(person)
        span = Span(at, at + len(person))
        mentions.append(Mention(f"{name}:m{at}-{span.end}", name, span, "person", "name", f"{name}:m{at}", name=person))
    blocks = (Block(Span(0, len(text))),)
    article = Article(f"{name}:a", name, blocks, headline=Fact(headline, Span(0, len(headline))), published=published)
    return Clipping(Page(name, name, text), article, tuple(mentions))


def test_two_reports_of_a_fire_are_one_story_and_a_vote_another() -> None:
    docs = [Doc(text) for text in (FIRE, VOTE, FIRE_AGAIN, VOTE_AGAIN)]
    assert group_texts(docs) == [[0, 2], [1, 3]]


def test_no_articles_make_no_stories() -> None:
    assert group_texts([]) == []
    assert find_stories([]) == []


@pytest.mark.parametrize("text", ["", "   ", "— … —", "the of and", "\x00\ud800"])
def test_a_page_without_words_is_a_story_of_its_own(text: str) -> None:
    assert group_texts([Doc(text), Doc(FIRE), Doc(FIRE_AGAIN)]) == [[0], [1, 2]]


def test_the_same_words_a_year_later_are_another_story() -> None:
    docs = [Doc(FIRE, begin=700000, end=700000), Doc(FIRE_AGAIN, begin=700365, end=700365)]
    assert group_texts(docs) == [[0], [1]]


def test_a_follow_up_of_the_next_day_stays_in_the_story() -> None:
    docs = [Doc(FIRE, begin=700000, end=700000), Doc(FIRE_AGAIN, begin=700001, end=700001)]
    assert group_texts(docs) == [[0, 1]]


def test_an_open_bracket_does_not_part_pages() -> None:
    docs = [Doc(FIRE, begin=700000, end=700000), Doc(FIRE_AGAIN, begin=699000, end=None)]
    assert group_texts(docs) == [[0, 1]]


def test_every_page_is_in_exactly_one_story_in_any_order() -> None:
    pages = [clipping(f"p{n}", text) for n, text in enumerate((FIRE, VOTE, FIRE_AGAIN, VOTE_AGAIN))]
    stories = find_stories(pages)
    assert sorted(page for story in stories for page in story.pages) == ["p0", "p1", "p2", "p3"]
    assert find_stories(pages[::-1]) == stories


def test_a_story_is_named_in_words_of_its_pages() -> None:
    stories = find_stories([clipping("p0", FIRE), clipping("p1", FIRE_AGAIN)])
    assert len(stories) == 1
    assert stories[0].name in (FIRE.split(".")[0], FIRE_AGAIN.split(".")[0])
    assert all(term in FIRE + FIRE_AGAIN for term in stories[0].terms)
    assert stories[0].begin is None


def test_a_story_spans_the_dates_its_pages_are_known_by() -> None:
    pages = [
        clipping("p0", FIRE, Dated("2031-05-03T10:00+02:00")),
        clipping("p1", FIRE_AGAIN, Dated("2031-05-02")),
        clipping("p2", FIRE + " Police looked on.", Dated()),
    ]
    story = find_stories(pages)[0]
    assert (story.begin, story.end) == ("2031-05-02", "2031-05-03")
    assert story.pages == ("p1", "p0", "p2")


def test_a_story_known_to_be_old_comes_first_however_weakly_another_page_is_dated() -> None:
    pages = [
        clipping("p0", FIRE, Dated("2031-05-03")),
        clipping("p1", FIRE_AGAIN, Dated(after="2001")),
        clipping("p2", VOTE, Dated(after="2012-07-03")),
    ]
    stories = find_stories(pages)
    assert [story.pages for story in stories] == [("p2",), ("p0", "p1")]


def test_a_person_parts_and_joins_stories() -> None:
    pages = [clipping("p0", FIRE), clipping("p1", FIRE_AGAIN), clipping("p2", VOTE)]
    parted = find_stories(pages, None, [Judgement("p0", "p1", "same-story", "no")])
    assert len(parted) == 3
    joined = find_stories(pages, None, [Judgement("p1", "p2", "same-story", "yes")])
    assert any({"p1", "p2"} <= set(story.pages) for story in joined)


def test_visits_of_two_envoys_years_apart_are_two_stories() -> None:
    talk = "Brask said talks on the border gates would go on. The border gates stay shut, Brask said after the visit."
    first = f"Envoy Ilda Tessel came to Brask. {talk} Ilda Tessel left on Friday."
    again = f"Envoy Ilda Tessel flew to Brask. {talk} Ilda Tessel left that night."
    other = f"Envoy Orvan Mott came to Brask. {talk} Orvan Mott left on Monday."
    pages = [
        clipping("p0", first, people=("Ilda Tessel",)),
        clipping("p1", again, people=("Ilda Tessel",)),
        clipping("p2", other, people=("Orvan Mott",)),
    ]
    alike = {frozenset(story.pages) for story in find_stories(pages)}
    assert frozenset({"p0", "p1"}) in alike


def test_reprints_of_one_report_do_not_keep_another_report_of_the_fire_out() -> None:
    docs = [Doc(FIRE)] * 6 + [Doc(FIRE_AGAIN), Doc(VOTE)]
    assert group_texts(docs) == [[0, 1, 2, 3, 4, 5, 6], [7]]
