"""Which lines of a text dump are the article: passages that stand twice, layout, and what the second look is told."""

from __future__ import annotations

import numpy as np

from onrecord.article.blocks import DUMP_SIGNS, TEXT, Ready, find_body, keep_body, prepare
from onrecord.article.layout import LAYOUT_SIGNS, gaps_of, nearby, runs_of
from onrecord.article.repeats import find_passage, find_repeats, plain_of
from onrecord.article.signs import TEXT_SIGNS
from tests.article.pages import BODY, HEADLINE, KIT, article_of, read_page, text_of

TABLE = ["Gate", "Metres", "North", "12", "South", "9"]
LEAFLET = [f"Reader {n} of the valley tells in a letter to us how the old dam was built by hand." for n in range(9)]


def _passage(lines: list[str]) -> list[int]:
    plain = list(map(plain_of, lines))
    return find_passage(lines, find_repeats(plain), plain=plain)


def _column(ready: Ready, name: str) -> list[float]:
    return ready.rows[:, DUMP_SIGNS.index(name)].tolist()


def test_a_passage_that_stands_twice_takes_its_short_lines_along() -> None:
    lines = ["Home", *BODY[:2], *TABLE, *BODY[2:], "Share", *BODY[:2], *TABLE, *BODY[2:], "Share"]
    plain = list(map(plain_of, lines))
    gone = find_repeats(plain)
    told = find_passage(lines, gone, plain=plain)
    size = len(BODY) + len(TABLE)
    assert told == [0, *[1] * size, -1, *[0] * (size + 1)]
    assert gone == [False] * (size + 2) + [True] * (size + 1)


def test_an_advert_between_the_lines_of_one_copy_parts_no_passage() -> None:
    lines = [BODY[0], "Photo: the dam at dusk", BODY[1], "Advert", BODY[2], "Share", *BODY[:3]]
    told = _passage(lines)
    assert [line for line, twice in zip(lines, told, strict=True) if twice > 0] == BODY[:3]


def test_one_line_that_comes_again_is_no_passage() -> None:
    lines = [*BODY, "Share", BODY[1]]
    assert not any(_passage(lines))


def test_a_body_written_twice_outweighs_other_prose() -> None:
    menu = [f"Section {n}" for n in range(20)]
    page = read_page("\n\n".join([*menu, HEADLINE, *BODY, "Share this post", HEADLINE, *BODY, *menu, *LEAFLET[:5]]))
    assert text_of(page, article_of(page), "body") == BODY


def test_a_passage_written_twice_that_is_little_of_the_body_does_not_rule_it() -> None:
    ready = prepare(read_page("\n\n".join([*BODY, *LEAFLET, "Share", *LEAFLET])), KIT)
    assert ready.passage.count(1) == len(LEAFLET)
    likely = np.where(ready.passage, 0.05, 0.95)
    kept = keep_body(ready, likely)
    assert [line for line, one in zip(ready.lines, kept, strict=True) if one] == BODY


def test_blank_lines_around_a_paragraph_are_seen() -> None:
    page = read_page("Home\nNews\nSport\n\n" + BODY[0] + "\n\n" + BODY[1] + "\n\nShare\nPrint")
    ready = prepare(page, KIT)
    assert gaps_of(page.text, ready.blocks).tolist() == [3, 1, 1, 2, 2, 2, 1, 3]
    assert _column(ready, "gap_up") == [3, 1, 1, 2, 2, 2, 1]
    assert _column(ready, "list_run") == [3, 3, 3, 0, 0, 2, 2]


def test_the_headline_over_both_copies_of_a_body_is_none_of_it() -> None:
    lines = ["Home", HEADLINE, "By Ana Brook", *BODY, "Thumbnail", HEADLINE, "By Ana Brook", *BODY]
    told = _passage(lines)
    assert [line for line, twice in zip(lines, told, strict=True) if twice > 0] == BODY


def test_means_over_neighbours_stop_at_the_ends() -> None:
    assert nearby(np.array([3.0, 0.0, 0.0]), 1).tolist() == [1.5, 1.0, 0.0]
    assert runs_of(np.array([True, True, False, True])).tolist() == [2, 2, 0, 1]
    assert runs_of(np.zeros(0, dtype=bool)).tolist() == []


def test_the_model_is_told_what_it_asks() -> None:
    ready = prepare(read_page("\n\n".join(["Home", HEADLINE, *BODY, "Share"])), KIT)
    assert ready.rows.shape[1] == len(TEXT_SIGNS) + len(LAYOUT_SIGNS)
    assert KIT.trees(TEXT).signs == DUMP_SIGNS


def test_rows_that_differ_in_their_numbers_alone_are_seen() -> None:
    votes = [row for n in (12, 7, 36) for row in ("I doubt that it will hold for so long.", f"Rated by {n}")]
    ready = prepare(read_page("\n\n".join([HEADLINE, *BODY, *votes])), KIT)
    alike = dict(zip(ready.lines, _column(ready, "alike"), strict=True))
    assert alike["Rated by 12"] == alike["Rated by 36"] == 3
    assert alike[HEADLINE] == 1
    assert alike[BODY[0]] == 0


def test_sentences_that_end_in_a_ring_or_a_danda_are_prose() -> None:
    rings = ["川の水は朝からゆっくり増えていると町の人たちは話している。", "橋はまだ渡れるが、夜には閉じるという。"]
    ready = prepare(read_page("\n\n".join(rings)), KIT)
    assert _column(ready, "terminal") == [1, 1]
    assert all(_column(ready, "prose")[:1])


def test_a_stretch_below_the_title_goes_before_a_likelier_one_far_from_it() -> None:
    menu = [f"Section {n}" for n in range(70)]
    page = read_page(
        "\n\n".join([HEADLINE, *BODY, *menu, *LEAFLET[:5]]), url="https://x.example/old-dam-will-hold-northport"
    )
    ready = prepare(page, KIT)
    lines = np.array(ready.lines)
    chances = np.where(np.isin(lines, LEAFLET), 0.95, np.where(np.isin(lines, BODY), 0.38, 0.02))
    kept = keep_body(ready, chances)
    assert [line for line, one in zip(ready.lines, kept, strict=True) if one] == BODY


def test_pages_of_one_word_and_of_none_are_looked_at_too() -> None:
    for text in ("Home", "Home\nNews", "1\n2\n3", HEADLINE):
        page = read_page(text)
        ready = prepare(page, KIT)
        assert len(find_body(page, ready, KIT)) == len(ready.lines)
