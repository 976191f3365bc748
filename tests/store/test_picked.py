"""What a person picks for a report stays in the order given, with the notes written, and never grows past reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import OnrecordError
from onrecord.record import Record
from onrecord.store.picked import MOST, Pick


def test_picks_keep_their_order_notes_and_places(tmp_path: Path) -> None:
    with Record.open(tmp_path / "r.db") as record:
        assert list(record.picks) == []
        record.picks.put([Pick("a:s1-2"), Pick("b:s1-2", "ask the mill"), Pick("c")])
        record.picks.put([Pick("a:s1-2", "first said here")])
        record.picks.move("c", -1)
        record.picks.move("c", -5)
        record.picks.move("nowhere", 1)
        assert [(pick.id, pick.note) for pick in record.picks] == [
            ("c", ""),
            ("a:s1-2", "first said here"),
            ("b:s1-2", "ask the mill"),
        ]
        record.picks.drop(["a:s1-2", "nowhere"])
        assert [pick.id for pick in record.picks] == ["c", "b:s1-2"]
    with Record.open(tmp_path / "r.db", write=False) as record:
        assert len(list(record.picks)) == 2


def test_more_than_anyone_reads_is_refused_and_nothing_of_it_kept(tmp_path: Path) -> None:
    with Record.open(tmp_path / "r.db") as record:
        with pytest.raises(OnrecordError, match="at most"):
            record.picks.put(Pick(f"a:s{n}-{n + 1}") for n in range(MOST + 1))
        assert list(record.picks) == []
