"""Search by meaning: the right statement first though no word is shared, new ones learnt alone, gone ones forgotten."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from onrecord.errors import OnrecordError
from onrecord.kit.meaning import SIZE, open_meaning
from onrecord.record import Record

BRIDGE = '"The bridge must close to all lorries until May," said engineer Bo Hask of the county works.'
SCHOOL = '"Pupils will get free lunches from the autumn," said the education minister, Ina Vold.'
REST = "The council of Tarn votes on Monday on the budget for the coming year, which holds money for two schools.\n"


def write(folder: Path, name: str, words: str) -> Path:
    page = folder / name
    page.write_text(f"{name}\n\n{words}\n\n{REST}", encoding="utf-8")
    return page


def test_sentences_near_in_meaning_lie_near_one_another() -> None:
    texts = ["The crossing is shut to trucks.", "The bridge is closed to lorries.", "She won the chess final.", ""]
    vectors = open_meaning().embed(texts)
    assert vectors.shape == (4, SIZE)
    assert np.allclose(np.linalg.norm(vectors[:3], axis=1), 1.0, atol=1e-3)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2
    alone = open_meaning().embed(texts[1:2])
    assert alone[0] @ vectors[1] > 0.98


def test_what_means_the_same_is_found_without_a_shared_word(tmp_path: Path) -> None:
    with Record.open(tmp_path / "r.db", fast=True) as record:
        record.add(write(tmp_path, "bridge.txt", BRIDGE))
        with pytest.raises(OnrecordError, match="onrecord learn"):
            record.meaning.find("trucks kept off the crossing")
        assert record.meaning.missing() == len(record.statements()) > 0
        assert record.meaning.learn() == len(record.statements())
        record.add(write(tmp_path, "school.txt", SCHOOL))
        fresh = record.meaning.missing()
        assert 0 < fresh < len(record.statements())
        assert record.meaning.learn() == fresh
        found = record.meaning.find("trucks kept off the crossing", limit=2)
        assert "lorries" in record.text(found[0][0])
        assert found[0][1] > found[1][1]
        meals = record.meaning.find("meals for children at no cost")
        assert "lunches" in record.text(meals[0][0])


def test_statements_that_are_gone_are_not_found(tmp_path: Path) -> None:
    with Record.open(tmp_path / "r.db", fast=True) as record:
        record.add(write(tmp_path, "bridge.txt", BRIDGE), write(tmp_path, "school.txt", SCHOOL))
        record.meaning.learn()
        record.remove("school.txt")
        assert all("lunches" not in record.text(s) for s, _ in record.meaning.find("free meals at school"))
        assert record.meaning.learn() == 0
