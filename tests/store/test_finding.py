"""Search as a desk uses it: words and filters narrow, carriers fold, counts add up, odd input never fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.record import Record
from onrecord.store.asking import FILTERS, understand

ODD = (
    '"', "AND OR NOT", "a*b(c", "'; DROP TABLE page; --", "\u202e", "act:", 'speaker:"', "carrier:>", "from:x", ":",
    "speaker:%", "\x00", "\ud800", "NEAR(a b)", "a" * 5000, "from:9999-99", "to:2017-13", "act:act:act", "-",
)  # fmt: skip


def test_words_and_filters_narrow_one_another(story: Record) -> None:
    every = story.find("", limit=500)
    denials = story.find("act:deny", limit=500)
    assert 0 < denials.total < every.total == len(story.shelf.statements)
    assert {fold.statement.act for fold in denials.folds} == {"deny"}
    narrow = story.find("patrols act:deny", limit=500)
    assert narrow.total <= min(denials.total, story.find("patrols", limit=500).total)
    for fold in story.find("patrols", limit=500).folds:
        statement = fold.statement
        around = story.text(statement) + story.text(statement, statement.source or statement.content)
        assert "patrols" in around.casefold()


def test_a_speaker_is_found_by_part_of_any_name_form(story: Record) -> None:
    found = story.find("speaker:baskar", limit=500)
    assert found.total
    assert {story.shelf.speaker(fold.statement) for fold in found.folds} == {"Orlen Baskar"}
    assert story.find('speaker:"orlen baskar"').total == found.total


def test_carriers_of_one_utterance_are_one_result(story: Record) -> None:
    carried = story.find("carrier:>1", limit=500)
    utterances = {u.id for u in story.shelf.utterances if len(u.pages) > 1}
    assert len(carried.folds) == len(utterances) > 0
    assert carried.total == sum(1 + len(fold.others) for fold in carried.folds)


def test_dates_narrow_and_what_nothing_dates_is_counted(story: Record) -> None:
    dated = story.find("from:2024 to:2024", limit=500)
    assert dated.total
    every = story.find("", limit=500)
    known = dict(every.facets["year"])
    assert dated.total == known["2024"]
    assert dated.undated == known.get("unknown", 0)


def test_facets_count_what_was_found(story: Record) -> None:
    found = story.find("", limit=1)
    for name in ("act", "form", "manner", "modality", "year"):
        assert sum(count for _, count in found.facets[name]) == found.total
    top, count = found.facets["speaker"][0]
    assert story.find(f'speaker:"{top}"').total >= count > 0


def test_pages_of_results_join_to_the_whole(story: Record) -> None:
    whole = [fold.statement.id for fold in story.find("the", limit=500).folds]
    pieces: list[str] = []
    at: int | None = 0
    while at is not None:
        part = story.find("the", offset=at, limit=3)
        pieces += [fold.statement.id for fold in part.folds]
        at = part.next
    assert pieces == whole
    assert len(whole) > 3


def test_people_and_articles_stand_beside_the_statements(story: Record) -> None:
    assert "Orlen Baskar" in [party.name for party in story.find("baskar").people]
    assert story.find("patrols").articles


@pytest.mark.parametrize("typed", ODD)
def test_odd_input_never_fails(typed: str, story: Record) -> None:
    assert story.find(typed).total >= 0


def test_every_naughty_string_is_a_search(story: Record) -> None:
    strings = Path(__file__).parents[3] / "shared" / "bench" / "hostile" / "naughty-strings.json"
    if not strings.exists():
        pytest.skip("the naughty strings are not at hand")
    for typed in json.loads(strings.read_text(encoding="utf-8")):
        story.find(str(typed))
        for name in FILTERS:
            understand(f"{name}:{typed}")


def test_a_filter_that_makes_no_sense_is_named(story: Record) -> None:
    found = story.find("form:loud patrols act:d")
    assert any("form:loud" in note and "anon_bare" in note for note in found.asked.notes)
    assert any("act:d could be deny, demand" in note for note in found.asked.notes)
    assert found.total == story.find("patrols").total


def test_a_watch_tells_only_what_is_new(tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    rest = "The council of Tarn votes on Monday on the budget, which holds money for two bridges over the river.\n"
    first.write_text(f'Bridge opens\n\n"The bridge is safe for lorries again," Mayor Ann Lee said on Monday.\n\n{rest}')
    second.write_text(f'Bridge shut\n\n"The bridge must close for all of May," said engineer Bo Hask.\n\n{rest}')
    with Record.open(tmp_path / "r.db", fast=True) as record:
        record.add(first)
        assert [record.text(s) for s in record.watches.look("bridge")]
        assert record.watches.look(" bridge ") == []
        record.add(second)
        assert ["close" in record.text(s) for s in record.watches.look("bridge")] == [True]
        assert list(record.watches) == ["bridge"]
        assert record.watches.forget("bridge")
        assert not record.watches.forget("bridge")
    assert first.exists()


def test_a_peek_at_a_watch_tells_what_is_new_and_leaves_it_new(tmp_path: Path) -> None:
    first, second, reprint = (tmp_path / name for name in ("a.txt", "b.txt", "c.txt"))
    rest = "The council of Tarn votes on Monday on the budget, which holds money for two bridges over the river.\n"
    opened = f'Bridge opens\n\n"The bridge is safe for lorries again," Mayor Ann Lee said on Monday.\n\n{rest}'
    first.write_text(opened)
    second.write_text(f'Bridge shut\n\n"The bridge must close for all of May," said engineer Bo Hask.\n\n{rest}')
    reprint.write_text(f"Tarn Post\n\n{opened}")
    with Record.open(tmp_path / "r.db", fast=True) as record:
        record.add(first, workers=1)
        record.watches.save("bridge", at="2031-05-02")
        assert record.watches.peek("bridge").total == 0
        record.add(reprint, workers=1)
        assert record.watches.peek("bridge").total == 0
        record.add(second, workers=1)
        record.watches.save("speaker:hask")
        news = record.watches.peek("bridge")
        assert (news.total, news.more, news.at) == (1, False, "2031-05-02")
        assert ["close" in record.text(s) for s in news.statements] == [True]
        assert record.watches.peek("bridge").total == 1
        assert record.watches.peek("speaker:hask").total == 0
        record.watches.look("bridge")
        assert record.watches.peek("bridge").total == 0


def test_filters_alone_are_watched_too_and_a_page_removed_hides_nothing(tmp_path: Path) -> None:
    rest = "The council of Tarn votes on Monday on the budget, which holds money for two bridges over the river.\n"
    said = '"{}," Mayor Ann Lee said on Monday.\n\n' + rest
    with Record.open(tmp_path / "r.db", fast=True) as record:
        for name, words in (("a.txt", "The mill stays as it is"), ("b.txt", "The road to Velden will be shut")):
            (tmp_path / name).write_text(said.format(words))
            record.add(tmp_path / name, workers=1)
        record.watches.save("speaker:lee")
        record.watches.save("harbour")
        record.remove("b.txt")
        (tmp_path / "c.txt").write_text(said.format("The harbour gets a new light this year"))
        record.add(tmp_path / "c.txt", workers=1)
        assert [len(record.watches.peek(typed).statements) for typed in ("speaker:lee", "harbour")] == [1, 1]
