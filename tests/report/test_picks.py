"""A paper of what a person picked: those statements and no others, in their order, their notes beside them."""

from __future__ import annotations

import json

import pytest

from onrecord.record import Shelf
from onrecord.report import PAPER_FORMS, make_paper, paper_of_picks, print_paper
from onrecord.report.paper import Item, Paper
from onrecord.report.papers import PAPERS


def quoted(paper: Paper) -> list[Item]:
    return [item for section in paper.sections for item in section.items if item.words]


def test_extracts_stand_in_the_order_picked_with_notes(shelf: Shelf) -> None:
    first, *_, last = shelf.statements
    event = next(event for event in shelf.events if event.statement is None)
    picks = [(last, "call him"), (event.id, ""), (first, ""), ("gone:s1-2", "no more there")]
    items = quoted(paper_of_picks(shelf, "extracts", picks, title="For the desk"))
    wanted = [shelf.words(s.page, s.content) for s in (shelf.statements[last], shelf.statements[first])]
    assert [item.words for item in items] == [wanted[0], shelf.words(event.page, event.what), wanted[1]]
    assert [item.remark for item in items] == ["call him", "", ""]


@pytest.mark.parametrize("kind", PAPERS)
def test_a_story_picked_is_as_the_story_itself(kind: str, shelf: Shelf) -> None:
    story = max(shelf.stories, key=lambda s: len(s.pages))
    whole, picked = make_paper(shelf, kind, story.id), paper_of_picks(shelf, kind, [(story.id, "")])
    assert {item.words for item in quoted(picked)} <= {item.words for item in quoted(whole)}
    assert quoted(picked) or not quoted(whole)


def test_a_ledger_of_picks_holds_no_claim_that_was_not_picked(shelf: Shelf) -> None:
    chosen = list(shelf.statements)[:3]
    items = quoted(paper_of_picks(shelf, "ledger", [(name, "") for name in chosen]))
    assert {item.words for item in items} <= {
        shelf.words(s.page, s.content) for s in map(shelf.statements.get, chosen) if s
    }


@pytest.mark.parametrize("form", PAPER_FORMS)
def test_a_note_is_printed_and_no_page_or_note_is_obeyed(form: str, shelf: Shelf) -> None:
    name = next(iter(shelf.statements))
    written = print_paper(paper_of_picks(shelf, "extracts", [(name, "<b>call</b> *her*")], title="<i>Lake</i>"), form)
    if form == "docx":
        return
    assert b"call" in written
    if form in ("html", "md"):
        assert b"<b>call</b>" not in written
        assert b"<i>Lake</i>" not in written
    if form == "json":
        assert json.loads(written)["title"] == "<i>Lake</i>"
