"""Pages placed one by one: no look-ahead, and what was placed stays."""

from __future__ import annotations

from onrecord.stories import Doc
from onrecord.stories.stream import Desk, place

FIRE = "A fire destroyed the Marrow Street mill in Brask on Friday, killing two weavers. Firefighters fought the blaze."
FIRE_AGAIN = "Two weavers died when fire swept the Marrow Street mill in Brask. Firefighters needed nine hours."
VOTE = "Orvenia's parliament passed the fishing quota bill by nine votes after a long debate on herring stocks."


def test_a_second_report_joins_the_first_and_another_event_opens_a_story() -> None:
    desk = Desk()
    assert [place(Doc(text), desk) for text in (FIRE, VOTE, FIRE_AGAIN)] == [0, 1, 0]


def test_pages_still_to_come_change_nothing() -> None:
    short, long = Desk(), Desk()
    first = [place(Doc(text), short) for text in (FIRE, VOTE)]
    rest = [place(Doc(text), long) for text in (FIRE, VOTE, FIRE_AGAIN, "", VOTE)]
    assert rest[:2] == first


def test_the_same_fire_years_later_is_not_placed_in_the_old_story() -> None:
    desk = Desk()
    place(Doc(FIRE, begin=700000, end=700000), desk)
    assert place(Doc(FIRE_AGAIN, begin=701000, end=701000), desk) == 1


def test_empty_pages_each_open_a_story() -> None:
    desk = Desk()
    assert [place(Doc(""), desk), place(Doc(""), desk)] == [0, 1]


def test_a_page_joins_the_story_it_is_most_like_of_two_on_one_fire() -> None:
    desk = Desk()
    for text in (FIRE, VOTE, FIRE_AGAIN):
        place(Doc(text), desk)
    assert place(Doc(VOTE + " The debate was long."), desk) == 1


def test_a_second_fire_of_the_kind_opens_a_story_where_the_first_is_told_alike_by_all() -> None:
    told = "A fire destroyed a mill in Brask. Firefighters fought the blaze at the mill. Two weavers named Orlen died."
    other = "A fire destroyed a bakery in Tolvia. Firefighters fought the blaze. {} of Vennik carried water to help; "
    other += "Ilda Mott, a baker, was hurt."
    desk = Desk()
    first = {place(Doc(told), desk) for _ in range(5)}
    again = [place(Doc(other.format(who)), desk) for who in ("Neighbours", "Women", "Pupils", "Monks")]
    assert first == {0}
    assert set(again[1:]) == {1}
