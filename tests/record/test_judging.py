"""People have the last word: decisions on everything the machine proposes, taken back, carried over; pages removed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from onrecord.errors import OnrecordError, UnknownId
from onrecord.groups import Judgement
from onrecord.record import Record
from tests.conftest import EXAMPLES


@pytest.fixture
def record(story_file: Path, tmp_path: Path) -> Iterator[Record]:
    """A copy of the example record, open for writing."""
    shutil.copy(story_file, tmp_path / "r.db")
    with Record.open(tmp_path / "r.db") as opened:
        yield opened


def bytes_of(record: Record) -> bytes:
    return b"".join(record.dump())


def parted_parties(record: Record) -> tuple[Judgement, Callable[[], bool]]:
    party = next(p for p in record.people() if len(p.entities) > 1)
    left, right = party.entities[0], party.entities[1]
    return Judgement(left, right, "same-party", "no"), lambda: record.party(left).party != record.party(right).party


def joined_parties(record: Record) -> tuple[Judgement, Callable[[], bool]]:
    one, two = [p for p in record.people() if p.kind == "person"][:2]
    judged = Judgement(one.id, two.id, "same-party", "yes")
    left, right = one.entities[0], two.entities[0]
    return judged, lambda: record.party(left).party == record.party(right).party


def broken_copy(record: Record) -> tuple[Judgement, Callable[[], bool]]:
    copy = record.copies()[0]
    return Judgement(copy.id, "", "copy", "no"), lambda: copy.id not in {c.id for c in record.copies()}


def parted_words(record: Record) -> tuple[Judgement, Callable[[], bool]]:
    one, two = record.utterances()[0].statements[:2]
    return Judgement(
        one, two, "same-quote", "no"
    ), lambda: not any({one, two} <= set(u.statements) for u in record.utterances())


def joined_words(record: Record) -> tuple[Judgement, Callable[[], bool]]:
    alone = [s for s in record.statements() if record.shelf.carriers(s) is None]
    one, two = alone[0], next(s for s in alone if s.page != alone[0].page)
    return Judgement(one.id, two.id, "same-quote", "yes"), lambda: any(
        {one.id, two.id} <= set(u.statements) for u in record.utterances()
    )


def parted_stories(record: Record) -> tuple[Judgement, Callable[[], bool]]:
    one, two = next(s for s in record.stories() if len(s.pages) > 1).pages[:2]
    return Judgement(one, two, "same-story", "no"), lambda: record.story(one).story != record.story(two).story


def joined_stories(record: Record) -> tuple[Judgement, Callable[[], bool]]:
    one, two = record.stories()[:2]
    left, right = one.pages[0], two.pages[0]
    return Judgement(one.id, two.id, "same-story", "yes"), lambda: record.story(left).story == record.story(right).story


def parted_threads(record: Record) -> tuple[Judgement, Callable[[], bool]]:
    thread = next(t for t in record.threads() if len(t.stories) > 1)
    one, two = thread.stories[:2]
    return Judgement(one, two, "same-thread", "no"), lambda: record.thread(one).thread != record.thread(two).thread


def other_speaker(record: Record) -> tuple[Judgement, Callable[[], bool]]:
    statement = next(s for s in record.statements() if record.shelf.party(s))
    other = next(p for p in record.people() if p.kind == "person" and p != record.shelf.party(statement))
    return Judgement(
        statement.id, other.id, "speaker", "yes", by="desk"
    ), lambda: record.statement(statement.id).statement.speaker == other.name


def named_speaker(record: Record) -> tuple[Judgement, Callable[[], bool]]:
    statement = record.statements()[0]
    return Judgement(
        statement.id, "Ombo Tarrel", "speaker", "yes"
    ), lambda: [s.id for s in record.statements(speaker="ombo tarrel")] == [statement.id]


def no_speaker(record: Record) -> tuple[Judgement, Callable[[], bool]]:
    statement = next(s for s in record.statements() if record.shelf.party(s))
    return Judgement(
        statement.id, "", "speaker", "no"
    ), lambda: record.statement(statement.id).statement.speaker is None and record.statement(statement.id).party is None


def no_statement(record: Record) -> tuple[Judgement, Callable[[], bool]]:
    statement = record.utterances()[0].statements[0]
    return Judgement(
        statement, "", "right", "no"
    ), lambda: record.statement(statement).utterance is None and not record.statement(statement).relations


def rejected_relation(record: Record) -> tuple[Judgement, Callable[[], bool]]:
    relation = record.relations()[0]
    return Judgement(relation.id, "", "relation", "no"), lambda: relation.id not in {r.id for r in record.relations()}


def accepted_relation(record: Record) -> tuple[Judgement, Callable[[], bool]]:
    relation = next(r for r in record.relations() if r.relation == "related")
    return Judgement(relation.left, relation.right, "relation", "yes"), lambda: any(
        r.id == relation.id and r.sure == 1.0 for r in record.relations()
    )


def stated_relation(record: Record) -> tuple[Judgement, Callable[[], bool]]:
    known = {frozenset((r.left, r.right)) for r in record.relations()}
    ids = [s.id for s in record.statements()]
    left, right = next((a, b) for a in ids for b in ids if a != b and frozenset((a, b)) not in known)
    return Judgement(left, right, "relation:denies", "yes"), lambda: any(
        (r.left, r.right, r.relation) == (left, right, "denies") for r in record.relations()
    )


def rejected_event(record: Record) -> tuple[Judgement, Callable[[], bool]]:
    event = record.timeline()[0]
    return Judgement(event.id, "", "event", "no"), lambda: event.id not in {e.id for e in record.timeline()}


DECISIONS = (
    parted_parties, joined_parties, broken_copy, parted_words, joined_words, parted_stories, joined_stories,
    parted_threads, other_speaker, named_speaker, no_speaker, no_statement, rejected_relation, accepted_relation,
    stated_relation, rejected_event,
)  # fmt: skip


@pytest.mark.parametrize("make", DECISIONS)
def test_a_decision_outranks_the_machine_and_is_gone_without_trace_when_undone(
    record: Record, make: Callable[[Record], tuple[Judgement, Callable[[], bool]]]
) -> None:
    before = bytes_of(record)
    judgement, holds = make(record)
    assert not holds()
    number = record.judge(judgement)
    record.work()
    assert holds() and record.check() == []
    record.undo(number, by="desk", at="2024-06-02")
    record.work()
    assert not holds() and bytes_of(record) == before
    assert [(d.counts, d.undone_by) for d in record.decisions()] == [(False, "desk")]


def test_a_decision_outlives_a_page_that_moves_the_group_it_was_made_on(tmp_path: Path) -> None:
    late = sorted(EXAMPLES.iterdir())
    with Record.open(tmp_path / "r.db") as record:
        record.add(*late[1:])
        party = next(p for p in record.people() if len(p.entities) > 2)
        left, right = party.entities[0], party.entities[-1]
        record.judge(Judgement(party.id, right, "same-party", "no"))
        record.add(late[0])
        assert record.party(left).party != record.party(right).party


def test_the_one_before_counts_again_when_the_latest_is_undone(record: Record) -> None:
    statement = record.statements()[0].id
    for name in ("Ombo Tarrel", "Lisse Quand"):
        record.judge(Judgement(statement, name, "speaker", "yes"))
    record.work()
    assert record.statement(statement).statement.speaker == "Lisse Quand"
    record.undo()
    record.work()
    assert record.statement(statement).statement.speaker == "Ombo Tarrel"


def test_a_speaker_given_by_a_person_is_searched_and_worked_anew_with(record: Record) -> None:
    statement = record.statements()[0].id
    record.judge(Judgement(statement, "Ombo Tarrel", "speaker", "yes"))
    record.work()
    page = record.page(statement)
    record.add(EXAMPLES / page.file)
    assert record.statement(statement).statement.speaker == "Ombo Tarrel"


def test_judgements_carried_to_another_copy_of_the_record_do_the_same_there(record: Record, story_file: Path) -> None:
    for make in (parted_parties, named_speaker, rejected_relation):
        record.judge(make(record)[0])
    record.work()
    lines = bytes_of(record).splitlines()
    other = story_file.parent / "other.db"
    shutil.copy(story_file, other)
    with Record.open(other) as opened:
        assert opened.import_judgements(lines).taken == 3
        assert opened.import_judgements(lines) == msgspec.structs.replace(
            opened.import_judgements(lines), taken=0, known=3
        )
        opened.work()
        assert bytes_of(opened) == bytes_of(record)


def test_lines_that_are_no_judgements_are_told_and_the_rest_is_taken(record: Record) -> None:
    page = record.articles()[0].page
    good = msgspec.json.encode(Judgement(page, page, "copy", "no"))
    done = record.import_judgements([b"{", b'{"left": 3}', b"\xff", b"", b'{"record":"page"}', good])
    assert (done.taken, len(done.wrong)) == (1, 3)
    assert all(what.startswith("line ") for what in done.wrong)


@pytest.mark.parametrize("wrong", [Judgement("nowhere:m0-3", "nowhere:m5-9", "same-party", "yes"),
                                   Judgement("", "", "copy", "no"),
                                   Judgement("9952648094f0", "Ann Lee", "speaker", "yes")])  # fmt: skip
def test_a_decision_on_nothing_is_refused(record: Record, wrong: Judgement) -> None:
    with pytest.raises(OnrecordError):
        record.judge(wrong)
    assert record.decisions() == []


def test_undoing_what_is_not_there_is_told(record: Record) -> None:
    with pytest.raises(UnknownId):
        record.undo()
    number = record.judge(Judgement(record.articles()[0].page, "", "copy", "no"))
    record.undo(number)
    with pytest.raises(OnrecordError, match="already"):
        record.undo(number)


@pytest.mark.parametrize("at", [0, 2, -1])
def test_a_record_without_a_removed_page_is_one_that_never_had_it(tmp_path: Path, record: Record, at: int) -> None:
    files = sorted(EXAMPLES.iterdir())
    gone = files[at]
    assert record.remove(gone.name) >= 1
    with Record.open(tmp_path / "never.db") as never:
        never.add(*(file for file in files if file != gone))
        assert bytes_of(never) == bytes_of(record)
    assert record.check() == []


def test_a_removed_page_can_be_added_again(record: Record) -> None:
    before = bytes_of(record)
    page = record.page(record.articles()[1])
    record.remove(page.id)
    record.add(EXAMPLES / page.file)
    assert bytes_of(record) == before


def test_removing_a_page_that_is_not_there_removes_nothing(record: Record) -> None:
    before = bytes_of(record)
    with pytest.raises(UnknownId):
        record.remove(record.articles()[0].page, "no such page")
    assert bytes_of(record) == before
