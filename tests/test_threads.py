"""Stories of months and years on one matter hang together, with words as the reason for each hop."""

from __future__ import annotations

from onrecord.groups import Judgement, Story
from onrecord.threads import find_threads, group_stories, merge_counts
from onrecord.types import Article, Block, Clipping, Dated, Page, Span

OLD = "The Brask border gates stay shut, said Brask. Herders of the Ostra valley cannot cross the border gates."
LATER = "Brask may open the border gates to herders of the Ostra valley, two years after it shut the gates."
OTHER = "Orvenia's parliament passed the fishing quota bill by nine votes after a long debate on herring stocks."


def clipping(name: str, text: str, published: str | None = None) -> Clipping:
    article = Article(f"{name}:a", name, (Block(Span(0, len(text))),), published=Dated(published))
    return Clipping(Page(name, name, text), article)


PAGES = [clipping("p0", OLD, "2029-03-01"), clipping("p1", LATER, "2031-03-01"), clipping("p2", OTHER, "2031-03-02")]
STORIES = [Story(f"{c.page.id}:y", (c.page.id,), name=c.page.text.split(".")[0]) for c in PAGES]


def test_years_do_not_part_a_thread_and_another_matter_does() -> None:
    threads = find_threads(STORIES, PAGES)
    assert [thread.stories for thread in threads] == [("p0:y", "p1:y"), ("p2:y",)]


def test_a_hop_gives_words_that_both_stories_use() -> None:
    hop = find_threads(STORIES, PAGES)[0].hops[0]
    assert (hop.left, hop.right) == ("p0:y", "p1:y")
    words = hop.reasons[0].removeprefix("shared words: ").split(", ")
    assert words
    assert all(word.lower() in LATER.lower() or word.lower() in OLD.lower() for word in words)


def test_a_person_cuts_a_thread() -> None:
    threads = find_threads(STORIES, PAGES, None, [Judgement("p0:y", "p1:y", "same-thread", "no")])
    assert len(threads) == 3


def test_no_stories_make_no_threads() -> None:
    assert find_threads([], []) == []
    assert group_stories([]) == []


def test_words_of_one_page_in_many_are_not_the_storys() -> None:
    merged = merge_counts([{"gate": 2.0, "rain": 1.0}, {"gate": 1.0}, {"gate": 3.0}])
    assert merged == {"gate": 2.0}


def test_a_hop_over_two_years_shows_the_gap() -> None:
    dated = [Story("p0:y", ("p0",), begin="2029-03-01", end="2029-03-01"), Story("p1:y", ("p1",), begin="2031-03-01")]
    assert find_threads(dated, PAGES[:2])[0].hops[0].reasons[-1] == "a gap of 730 days, 2029-03-01 to 2031-03-01"
    undated = [Story("p0:y", ("p0",)), Story("p1:y", ("p1",), begin="2031-03-01")]
    assert not any("gap" in reason for reason in find_threads(undated, PAGES[:2])[0].hops[0].reasons)
