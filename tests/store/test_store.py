"""What the store keeps of pages, stages and people's decisions, and what is left to do."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from onrecord.errors import OnrecordError, UnknownId
from onrecord.groups import Copy, Judgement, Link, Origin, Origins, Party, Passage, Story
from onrecord.store import Store
from onrecord.store.heaps import changed_pages, settle
from onrecord.store.judged import undo
from onrecord.store.whole import check, dump
from onrecord.types import Article, Block, Mention, Page, Problem, Span, Statement


def page_of(name: str, text: str = "The mayor said the harbour would stay shut.") -> tuple[Page, bytes]:
    return Page(f"id-{name}", f"{name}.txt", text), text.encode("utf-8", "surrogatepass")


def statement_on(page: str, start: int = 10) -> Statement:
    return Statement(f"{page}:s{start}-{start + 4}", page, (Span(start, start + 4),), source=(Span(0, 9),))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "harbour.db") as store:
        yield store


def test_pages_are_new_once(store: Store) -> None:
    assert store.put_pages([page_of("a"), page_of("b"), page_of("a")]) == ["id-a", "id-b"]
    assert store.put_pages([page_of("b"), page_of("c")]) == ["id-c"]
    assert [page.id for page in store.scan(Page)] == ["id-a", "id-b", "id-c"]


def test_the_bytes_of_a_page_are_kept(store: Store) -> None:
    raw = bytes(range(256)) * 100
    store.put_pages([(Page("f00d", "a.bin", ""), raw)])
    assert store.raw("f00d") == raw
    with pytest.raises(UnknownId, match="beef"):
        store.raw("beef")


def test_many_pages_are_kept_while_they_are_read(store: Store) -> None:
    def read() -> Iterator[tuple[Page, bytes]]:
        for n in range(1000):
            yield page_of(f"{n:04}")
        raise OSError("the disk with the pages went away")

    with pytest.raises(OSError, match="went away"):
        store.put_pages(read())
    assert store.count(Page) == 1000


def test_of_two_names_for_the_same_bytes_the_first_in_order_stays(store: Store) -> None:
    first, second = Page("f00d", "a.txt", "Shut."), Page("f00d", "b.txt", "Shut.")
    store.put_pages([(second, b"")])
    store.put("f00d", "quotes", 1, [])
    assert store.put_pages([(first, b"")]) == []
    assert store.get(Page, "f00d") == first
    assert store.left("quotes", 1) == ["f00d"]
    store.put("f00d", "quotes", 1, [])
    assert store.put_pages([(second, b""), (first, b"")]) == []
    assert store.get(Page, "f00d") == first
    assert store.left("quotes", 1) == []


def test_text_that_was_stored_is_never_made_anew(store: Store) -> None:
    store.put_pages([(Page("f00d", "b.txt", "Shut."), b"")])
    store.put_pages([(Page("f00d", "a.txt", "Shut!"), b"")])
    assert store.get(Page, "f00d").text == "Shut."


def test_what_is_left_is_what_this_version_has_not_done(store: Store) -> None:
    store.put_pages([page_of("a"), page_of("b"), page_of("c")])
    store.put("id-b", "quotes", 1, [statement_on("id-b")])
    store.fail("id-c", "quotes", 1, Problem("id-c", "quotes", "took longer than 10 seconds"))
    assert store.left("quotes", 1) == ["id-a"]
    assert store.left("quotes", 1, retry=True) == ["id-a", "id-c"]
    assert store.left("quotes", 2) == store.left("people", 1) == ["id-a", "id-b", "id-c"]


def test_a_stage_done_again_replaces_its_own_and_no_others(store: Store) -> None:
    store.put_pages([page_of("a"), page_of("b")])
    for page in ("id-a", "id-b"):
        store.put(page, "quotes", 1, [statement_on(page), statement_on(page, 20)])
    store.put("id-a", "people", 1, [Mention("id-a:m0-9", "id-a", Span(0, 9), "person", "title", "id-a:m0-9")])
    store.put("id-a", "quotes", 2, [statement_on("id-a", 30)])
    assert [s.id for s in store.scan(Statement)] == ["id-a:s30-34", "id-b:s10-14", "id-b:s20-24"]
    assert store.count(Mention) == 1


def test_records_come_in_the_order_their_stage_gave(store: Store) -> None:
    store.put_pages([page_of("a")])
    store.put("id-a", "quotes", 1, [statement_on("id-a", at) for at in (9, 2, 11, 1)])
    assert [s.content[0].start for s in store.scan(Statement)] == [9, 2, 11, 1]


def test_a_page_that_failed_loses_its_problem_when_it_is_worked(store: Store) -> None:
    problem = Problem("id-a", "quotes", "ended its worker process (SIGSEGV)")
    store.put_pages([page_of("a")])
    store.put("id-a", "quotes", 1, [statement_on("id-a")])
    store.fail("id-a", "quotes", 2, problem)
    assert list(store.scan(Problem)) == [problem] and store.count(Statement) == 0
    store.put("id-a", "quotes", 3, [statement_on("id-a")])
    assert list(store.scan(Problem)) == [] and store.count(Statement) == 1


def test_one_problem_of_many_stages_is_one_problem(store: Store) -> None:
    problem = Problem("id-a", "work", "took longer than 10 seconds", "a.txt")
    store.put_pages([page_of("a")])
    for stage in ("article", "people", "statements"):
        store.fail("id-a", stage, 1, problem)
    assert list(store.scan(Problem)) == [problem] and store.count(Problem) == 1


def test_an_input_that_never_became_a_page_is_noted_once(store: Store) -> None:
    problem = Problem("pages/empty.txt", "read", "the file is empty")
    store.note(problem)
    store.note(problem)
    assert list(store.scan(Problem)) == [problem]
    store.forget(["pages/empty.txt"])
    assert store.count(Problem) == 0


def test_an_archive_read_again_takes_back_the_problems_of_its_members(store: Store) -> None:
    for name in ("week.zip/a.txt", "week.zip/rows.jsonl:3", "week.zip", "week.zipped/a.txt"):
        store.note(Problem(name, "read", "the file is empty"))
    store.forget(["week.zip"])
    assert [problem.page for problem in store.scan(Problem)] == ["week.zipped/a.txt"]


def test_a_stage_may_find_a_problem_and_records(store: Store) -> None:
    store.put_pages([page_of("a")])
    store.put("id-a", "article", 1, [Problem("id-a", "article", "no article text found"), statement_on("id-a")])
    assert (store.count(Problem), store.count(Statement)) == (1, 1)


def test_records_of_another_page_are_refused_and_nothing_is_kept(store: Store) -> None:
    store.put_pages([page_of("a"), page_of("b")])
    with pytest.raises(OnrecordError, match="id-a"):
        store.put("id-a", "quotes", 1, [statement_on("id-a"), statement_on("id-b")])
    for wrong in ([statement_on("nowhere")], []):
        with pytest.raises(UnknownId, match="nowhere"):
            store.put("nowhere", "quotes", 1, wrong)
    with pytest.raises(UnknownId, match="nowhere"):
        store.fail("nowhere", "quotes", 1, Problem("nowhere", "quotes", "took too long"))
    assert store.count(Statement) == 0 and store.left("quotes", 1) == ["id-a", "id-b"]


def test_what_joins_pages_is_replaced_whole(store: Store) -> None:
    story, party = Story("id-a:story", ("id-a",)), Party("id-a:p0-9", "The mayor", "person", (), ())
    store.replace("stories", 1, {Story: [story]}, "basis one")
    store.replace("people", 1, {Party: [party], Link: []}, "basis two")
    assert (store.basis("stories"), store.basis("people", 1), store.basis("people", 2)) == (
        "basis one",
        "basis two",
        None,
    )
    store.replace("stories", 2, {}, "basis three")
    assert list(store.scan(Story)) == [] and list(store.scan(Party)) == [party]
    assert store.basis("threads") is None


def test_a_page_record_does_not_join_pages(store: Store) -> None:
    with pytest.raises(OnrecordError, match="Article"):
        store.replace("stories", 1, {Article: []}, "")


def test_a_page_counts_as_changed_by_anything_a_group_is_made_of(store: Store) -> None:
    def changed() -> list[str]:
        found = changed_pages(store.link)
        settle(store.link)
        return found

    store.put_pages([page_of("a"), page_of("b")])
    store.put("id-a", "quotes", 1, [statement_on("id-a")])
    assert changed() == ["id-a"]
    assert changed() == []
    store.fail("id-b", "quotes", 1, Problem("id-b", "quotes", "took too long"))
    assert changed() == ["id-b"]
    store.judge(Judgement("id-a:p1", "id-b:p2", "same-party", "yes"))
    assert changed() == ["id-a", "id-b"]
    undo(store.link, 1)
    assert changed() == ["id-a", "id-b"]
    store.remove(["id-a"])
    assert changed() == ["id-a"]


def test_the_latest_decision_on_a_pair_counts(store: Store) -> None:
    first = Judgement("p1", "p2", "same-party", "yes", "Kim", "2024-01-01")
    other = Judgement("p1", "p2", "copy", "no")
    latest = Judgement("p2", "p1", "same-party", "unsure", "Lou", "2024-01-02")
    for judgement in (first, other, latest):
        store.judge(judgement)
    assert store.judgements() == [other, latest]
    assert list(store.scan(Judgement)) == [first, other, latest]


def test_a_page_removed_takes_everything_that_points_at_it(store: Store) -> None:
    store.put_pages([page_of("a"), page_of("b")])
    for page in ("id-a", "id-b"):
        store.put(page, "quotes", 1, [statement_on(page)])
    store.replace("copies", 1, {Copy: [Copy("c", "id-a", "id-b", "reprint", ())]}, "basis")
    store.judge(Judgement("id-a", "id-b", "copy", "no"))
    store.remove(["id-a"])
    assert [page.id for page in store.scan(Page)] == ["id-b"]
    assert [s.page for s in store.scan(Statement)] == ["id-b"]
    # What joined it is made anew by the next joining, which finds it among the pages that have changed.
    assert changed_pages(store.link) == ["id-a", "id-b"]
    assert len(store.judgements()) == 1
    assert store.put_pages([page_of("a")]) == ["id-a"]
    assert store.left("quotes", 1) == ["id-a"]


def test_records_are_asked_for_by_what_their_fields_hold(store: Store) -> None:
    store.put_pages([page_of("a")])
    lee = msgspec.structs.replace(statement_on("id-a"), speaker="Ann Lee", act="deny")
    store.put("id-a", "quotes", 1, [lee, statement_on("id-a", 20)])
    assert list(store.scan(Statement, speaker="Ann Lee", act="deny")) == [lee]
    assert [s.content[0].start for s in store.scan(Statement, speaker=None)] == [20]
    with pytest.raises(OnrecordError, match="content"):
        list(store.scan(Statement, content="x"))
    with pytest.raises(OnrecordError, match="mood"):
        list(store.scan(Statement, mood="x"))


def test_a_record_is_got_by_its_id(store: Store) -> None:
    origins = Origins("id-a:s1", ("id-a",), (), 1, 1, (Origin(("id-a",)),))
    store.replace("copies", 1, {Origins: [origins]}, "")
    assert store.get(Origins, "id-a:s1") == origins
    with pytest.raises(UnknownId, match="no statement of this id"):
        store.get(Statement, "id-a:s1")
    with pytest.raises(OnrecordError, match="no id"):
        store.get(Link, "x")


def test_what_fails_halfway_leaves_nothing(store: Store) -> None:
    store.put_pages([page_of("a")])
    with pytest.raises(ZeroDivisionError), store.together():
        store.put("id-a", "quotes", 1, [statement_on("id-a")])
        store.put("id-a", "people", 1, [])
        _ = 1 / 0
    assert store.count(Statement) == 0 and store.left("quotes", 1) == store.left("people", 1) == ["id-a"]
    store.put("id-a", "quotes", 1, [statement_on("id-a")])
    assert store.count(Statement) == 1


def test_the_order_of_pages_and_batches_does_not_show(tmp_path: Path) -> None:
    pages = [page_of(f"{n:02}", f"The mayor said {n} ships\ud800 came.\0") for n in range(30)]
    dumps = []
    for turn in range(3):
        order = pages[:]
        random.Random(turn).shuffle(order)
        with Store.open(tmp_path / f"{turn}.db") as store:
            for at in range(0, 30, (7, 30, 1)[turn]):
                store.put_pages(order[at : at + (7, 30, 1)[turn]])
            for page, _ in reversed(order):
                store.put(page.id, "quotes", 1, [statement_on(page.id), statement_on(page.id, 2)])
                store.note(Problem(page.name, "read", "second half unreadable"))
            dumps.append(b"".join(dump(store)))
    assert dumps[0] == dumps[1] == dumps[2]
    assert dumps[0].count(b"\n") == 30 * 4


def test_check_tells_of_a_span_that_leaves_its_page(store: Store) -> None:
    store.put_pages([page_of("a"), page_of("b")])
    store.put("id-a", "article", 1, [Article("id-a:a", "id-a", (Block(Span(0, 20)), Block(Span(20, 4000))))])
    assert check(store) == ["article id-a:a: 20-4000 leaves page id-a (43 characters)"]
    store.put("id-a", "article", 1, [])
    copy = Copy("c", "id-a", "id-gone", "partial", (Passage(Span(0, 5), Span(0, 5)),))
    store.replace("copies", 1, {Copy: [copy]}, "")
    assert check(store) == ["copy c: points at page id-gone, which is not here"]
