"""The record as Python users meet it: questions, frames, notebooks, judgements, one text without a file."""

from __future__ import annotations

from pathlib import Path

import pytest

import onrecord
from onrecord.errors import OnrecordError, UnknownId
from onrecord.groups import Judgement
from onrecord.record import Record
from tests.conftest import EXAMPLES

QUOTED = 'Mayor Ann Lee opened the mill on Monday. "We will not sell the mill," Lee told reporters.'


def test_statements_are_filtered_by_any_form_of_a_name(story: Record) -> None:
    named = story.statements(speaker="idris valkar")
    assert len(named) > 2
    assert {story.shelf.speaker(s) for s in named} == {"Idris Valkar"}
    quoted = story.statements(speaker="Idris Valkar", manner="direct")
    assert 0 < len(quoted) < len(named)
    assert len(story.statements(speaker="Nobody At All")) == 0


def test_a_filter_that_does_not_exist_is_refused(story: Record) -> None:
    with pytest.raises(OnrecordError, match="mumble"):
        story.statements(act="mumble")
    with pytest.raises(OnrecordError, match="speeker"):
        story.statements(speeker="Idris Valkar")


def test_rows_become_a_frame_with_words_and_places(story: Record) -> None:
    frame = story.statements().to_df()
    assert story.statements().to_polars().height == len(frame)
    assert len(frame) == len(story.statements())
    assert {"speaker", "words", "page", "start", "end", "act", "origins"} <= set(frame.columns)
    assert (frame["start"] < frame["end"]).all()


def test_rows_show_themselves_in_a_notebook_with_page_text_escaped(tmp_path: Path) -> None:
    text = 'Mill <b>sold</b>\n\n"We <i>will</i> not sell," Mayor Ann Lee said.\n'
    (tmp_path / "p.txt").write_text(text, encoding="utf-8")
    with Record.open(tmp_path / "r.db") as record:
        record.add(tmp_path / "p.txt")
        shown = record.statements()._repr_html_()
    assert "&lt;i&gt;" in shown
    assert "<i>" not in shown


def test_words_and_page_of_a_statement(story: Record) -> None:
    statement = story.statements(speaker="Orlen Baskar")[0]
    assert story.text(statement)
    assert story.text(statement, statement.source)
    assert story.page(statement).name.endswith("2024-courier-offer.html")
    assert story.get(statement.id) == statement
    with pytest.raises(UnknownId):
        story.get("nothing")


def test_a_person_keeps_two_parties_apart_and_it_lasts(story_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "judged.db"
    path.write_bytes(story_file.read_bytes())
    with Record.open(path) as record:
        holt = next(p for p in record.people() if p.name == "Ragna Holt")
        first, *rest = holt.entities
        record.judge(Judgement(left=first, right=rest[-1], why="same-party", verdict="no", by="desk"))
        record.work()
        parted = [p for p in record.people() if "Ragna Holt" in dict(p.names)]
        assert len(parted) == 2
        record.judge(Judgement(left=first, right=rest[-1], why="same-party", verdict="unsure", by="desk"))
        record.work()
        again = [p for p in record.people() if "Ragna Holt" in dict(p.names)]
    assert [p.entities for p in again] == [holt.entities]


def test_one_text_without_a_file() -> None:
    rows = onrecord.extract(QUOTED)
    assert [rows.cells()[0]["speaker"]] == ["Ann Lee"]
    piece = rows[0].content[0]
    assert QUOTED[piece.start : piece.end].strip('",') == "We will not sell the mill"
    assert len(onrecord.extract("")) == 0


def test_the_rules_alone_still_find_a_quotation() -> None:
    rows = onrecord.extract(QUOTED, fast=True)
    assert rows[0].tier == "rules"
    assert rows.cells()[0]["speaker"] == "Ann Lee"


def test_pages_read_by_rules_are_read_anew_by_the_model_and_never_back(tmp_path: Path) -> None:
    (tmp_path / "wire.txt").write_bytes((EXAMPLES / "2019-wire-embassy.txt").read_bytes())

    def tiers(*, fast: bool) -> set[str]:
        with Record.open(tmp_path / "r.db", fast=fast) as record:
            record.add(tmp_path / "wire.txt")
            return {s.tier for s in record.statements()}

    assert tiers(fast=True) == {"rules"}
    assert "model" in tiers(fast=False)
    assert "model" in tiers(fast=True)


def test_a_mended_row_is_no_problem_any_more(tmp_path: Path) -> None:
    rows = (EXAMPLES / "2024-wire-rows.jsonl").read_text(encoding="utf-8").splitlines()
    file = tmp_path / "rows.jsonl"
    with Record.open(tmp_path / "r.db") as record:
        file.write_text(rows[0] + "\n{broken\n", encoding="utf-8")
        assert record.add(file).problems
        assert len(record.problems()) == 1
        file.write_text("\n".join(rows), encoding="utf-8")
        assert not record.add(file).problems
        assert len(record.problems()) == 0


def test_not_denying_is_negated() -> None:
    rows = onrecord.extract("Mayor Ann Lee did not deny that the mill had been sold to a rival.")
    assert [(s.act, s.modality) for s in rows] == [("deny", "negated")]


def test_problems_are_told_as_they_stand_after_each_add(tmp_path: Path) -> None:
    with Record.open(tmp_path / "r.db") as record:
        record.add(tmp_path / "first.txt")
        assert len(record.problems()) == 1
        record.add(tmp_path / "second.txt")
        assert len(record.problems()) == 2


def test_a_name_that_may_be_anothers_is_shown_with_the_reason_and_joins_nothing(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Mr Yusuf Qadiri sang in a choir of sailors.", encoding="utf-8")
    (tmp_path / "two.txt").write_text("Mr Youssef Kadiry drove another lorry north.", encoding="utf-8")
    with Record.open(tmp_path / "record.db", fast=True) as record:
        record.add(tmp_path)
        (link,) = record.unsure()
        assert "another way to write" in link.reasons[0] and len(record.people()) == 2
        record.judge(Judgement(link.left, link.right, "same-party", "no"))
        assert len(record.unsure()) == 0
