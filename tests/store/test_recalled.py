"""What is kept of pages beside their records: there until the page changes, and not a day longer."""

from __future__ import annotations

from pathlib import Path

from onrecord.store import Store, recalled
from onrecord.store.heaps import mark_changed


def test_what_was_worked_out_of_a_page_is_gone_when_the_page_changes(tmp_path: Path) -> None:
    with Store.open(tmp_path / "r.db") as store:
        recalled.keep_extracts(store.link, {("f00d", "Reads"): b"claims", ("beef", "Reads"): b"others"})
        recalled.keep_apart(store.link, [("f00d", "beef"), ("beef", "cafe")])
        mark_changed(store.link, ["f00d"])
        assert recalled.extracts(store.link, "f00d") == {}
        assert recalled.extracts(store.link, "beef") == {"Reads": b"others"}
        assert recalled.apart_from(store.link, "f00d") == []
        assert recalled.apart_from(store.link, "beef") == ["cafe"]
        assert recalled.apart_from(store.link, "cafe") == ["beef"]


def test_a_page_is_fresh_from_its_change_until_its_pile_is_joined(tmp_path: Path) -> None:
    with Store.open(tmp_path / "r.db") as store:
        mark_changed(store.link, ["f00d", "beef"])
        recalled.settled(store.link, ["beef"])
        assert recalled.fresh_pages(store.link, ["beef", "cafe", "f00d"]) == {"f00d"}
