"""The record: one file that takes pages in, works them, and answers questions with the words behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import msgspec

from onrecord import labels, stages
from onrecord.errors import OnrecordError, UnknownId
from onrecord.groups import (
    Copy,
    Event,
    Judgement,
    Party,
    Position,
    Relation,
    Story,
    Thread,
    Utterance,
)
from onrecord.kit import open_kit
from onrecord.read import Found
from onrecord.record.cells import cells_of
from onrecord.record.examine import Finding, examine
from onrecord.record.rows import Rows
from onrecord.record.shelf import UNKNOWN, Shelf, make_clippings
from onrecord.record.working import clip_text, extract_statements, found_in, load_worker, work_one
from onrecord.run import Failed, each, page_seconds
from onrecord.store import Store, whole
from onrecord.types import Article, Clipping, Mention, Page, Problem, Span, Spans, Statement, Timex, page_of

__all__ = [
    "UNKNOWN", "Asked", "Clipping", "Finding", "Record", "Rows", "Shelf", "Summary", "clip_text", "examine",
    "extract_statements",
]  # fmt: skip
R = TypeVar("R", bound=msgspec.Struct)
# progress(step, done, total): total is 0 while unknown.
Progress = Callable[[str, int, int], None]
_BATCH = 200


class Summary(msgspec.Struct, frozen=True):
    """What an add did and what the record holds after it. ``problems`` are those of this run."""

    read: int
    new: int
    pages: int
    articles: int
    statements: int
    speakers: int
    origins: int
    stories: int
    problems: tuple[Problem, ...] = ()


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What statements must match; ``None`` matches any. Names match without regard to case."""

    speaker: str | None = None
    act: labels.Act | None = None
    form: labels.Form | None = None
    manner: labels.Manner | None = None
    modality: labels.Modality | None = None
    outlet: str | None = None


class Record:
    """A record file, open. Use as a context manager, or ``close`` it.

    Reading while another process adds is fine; two that add at once are refused with RecordBusy.
    """

    def __init__(self, store: Store, path: Path, *, fast: bool = False) -> None:
        self.path = path
        self._store = store
        self._fast = fast

    @classmethod
    def open(cls, path: str | Path = "onrecord.db", *, write: bool = True, fast: bool = False) -> Record:
        """The record at ``path``, made when missing (unless ``write`` is False).

        ``fast`` reads by rules alone, without the model. Raises NotARecord for a file that is none of
        ours or from a newer version, RecordBusy when another process is adding to it.
        """
        return cls(Store.open(Path(path), write=write), Path(path), fast=fast)

    def close(self) -> None:
        """Closes the file; nothing is lost if this is never called."""
        self._store.close()

    def __enter__(self) -> Record:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    # ---- taking pages in

    def add(
        self,
        *inputs: str | Path,
        work: bool = True,
        form: str | None = None,
        workers: int | None = None,
        retry: bool = False,
        progress: Progress | None = None,
    ) -> Summary:
        """Reads files, folders, globs or "-", stores what is new, works what is left, and sums up.

        The same pages again change nothing. With ``work=False`` pages are only stored. A page that
        cannot be read or worked is a Problem in the summary, and the rest goes on.
        """
        read, new, problems = self._take(inputs, form, progress)
        if work:
            problems += self.work(workers=workers, retry=retry, progress=progress)
        return self._summary(read, new, problems)

    def work(
        self, *, workers: int | None = None, retry: bool = False, progress: Progress | None = None
    ) -> list[Problem]:
        """Works every page not yet worked by these versions, then joins pages anew if any changed.

        ``retry`` works pages again that failed before.
        """
        problems = self._work_pages(workers, progress, retry=retry)
        self._join_pages(progress)
        return problems

    def _take(
        self, inputs: Sequence[str | Path], form: str | None, progress: Progress | None
    ) -> tuple[int, int, list[Problem]]:
        problems: list[Problem] = []
        batch: list[Found] = []
        read = new = 0

        def keep() -> int:
            fresh = self._store.put_pages([(found.page, found.raw) for found in batch])
            batch.clear()
            return len(fresh)

        for found in found_in([str(i) for i in inputs], form, self._store.forget):
            if isinstance(found, Problem):
                problems.append(found)
                self._store.note(found)
                continue
            read += 1
            batch.append(found)
            if len(batch) >= _BATCH:
                new += keep()
            if progress:
                progress("reading", read, 0)
        new += keep()
        # Problems and pages may be others now, also where nothing is left to join anew.
        self.__dict__.pop("shelf", None)
        return read, new, problems

    def _version(self, stage: stages.Stage) -> int:
        # Work by rules alone is noted apart, so that a later run with the model does it anew.
        return -stage.version if self._fast else stage.version

    def _left(self, *, retry: bool) -> list[str]:
        """Pages not worked by these versions; rules alone never redo what the model has read."""
        left: set[str] = set()
        for stage in stages.PAGE_STAGES:
            mine = set(self._store.left(stage.name, self._version(stage), retry=retry))
            left |= mine & set(self._store.left(stage.name, stage.version, retry=retry)) if self._fast else mine
        return sorted(left)

    def _work_pages(self, workers: int | None, progress: Progress | None, *, retry: bool) -> list[Problem]:
        left = self._left(retry=retry)
        problems: list[Problem] = []
        items = [(str(self.path), page, self._fast) for page in left]
        outcomes = each(
            work_one,
            items,
            workers=workers,
            seconds=lambda item: page_seconds(len(self._store.get(Page, item[1]).text)),
            warm=partial(load_worker, fast=self._fast),
        )
        for count, done in enumerate(outcomes, start=1):
            if isinstance(done, Failed):
                page = done.item[1]
                name = self._store.get(Page, page).name
                problem = Problem(page, "work", done.reason, name)
                problems.append(problem)
                for stage in stages.PAGE_STAGES:
                    self._store.fail(page, stage.name, self._version(stage), problem)
            else:
                with self._store.together():
                    for part in done.result:
                        self._store.put(done.item[1], part.stage.name, self._version(part.stage), part.records)
                for part in done.result:
                    problems += [r for r in part.records if isinstance(r, Problem)]
            if progress:
                progress("pages", count, len(left))
        return problems

    def _join_pages(self, progress: Progress | None) -> None:
        stage = stages.GROUPS
        judgements = self._store.judgements()
        basis = whole.digest(self._store, [part.name for part in stages.PAGE_STAGES])
        if self._store.basis(stage.name, stage.version) == basis:
            return
        steps = iter(range(1, 100))
        clippings = list(self._clippings().values())
        tell = (lambda step: progress(step, next(steps), 0)) if progress else None
        groups = stages.group_pages(clippings, open_kit(fast=self._fast), judgements, progress=tell)
        self._store.replace(stage.name, stage.version, groups, basis)
        self.__dict__.pop("shelf", None)

    def _clippings(self) -> dict[str, Clipping]:
        others = [self._store.scan(Mention), self._store.scan(Timex), self._store.scan(Statement)]
        return make_clippings(self._store.scan(Page), self._store.scan(Article), others)

    # ---- asking

    @cached_property
    def shelf(self) -> Shelf:
        """Everything in the record, in memory and joined; made once after each change."""

        def all_of(kind: type[R]) -> tuple[R, ...]:
            return tuple(self._store.scan(kind))

        return Shelf(
            clippings=self._clippings(),
            parties=all_of(Party),
            copies=all_of(Copy),
            utterances=all_of(Utterance),
            stories=all_of(Story),
            threads=all_of(Thread),
            relations=all_of(Relation),
            positions=all_of(Position),
            events=all_of(Event),
            problems=all_of(Problem),
        )

    def statements(self, asked: Asked | None = None, **wanted: str) -> Rows[Statement]:
        """Statements in order of page name, then place; filtered by the fields of ``Asked``.

        >>> record.statements(speaker="Ann Lee", act="deny")  # doctest: +SKIP
        """
        try:
            query = asked or msgspec.convert(wanted, Asked)
        except msgspec.ValidationError as error:
            raise OnrecordError(f"{error}. Filters and their values: {wanted}.") from error
        return self._rows([s for s in self.shelf.statements.values() if self._matches(s, query)])

    def _matches(self, statement: Statement, asked: Asked) -> bool:
        plain = all(
            getattr(asked, field) in (None, getattr(statement, field))
            for field in ("act", "form", "manner", "modality")
        )
        shown = self.shelf.outlet(statement.page).casefold().removeprefix("the ")
        outlet = asked.outlet is None or asked.outlet.casefold().removeprefix("the ") == shown
        return plain and outlet and (asked.speaker is None or self._is_by(statement, asked.speaker.casefold()))

    def _is_by(self, statement: Statement, name: str) -> bool:
        party = self.shelf.party(statement)
        names = [form for form, _ in party.names] if party else []
        return name in {form.casefold() for form in (*names, self.shelf.speaker(statement), statement.speaker or "")}

    def articles(self) -> Rows[Article]:
        """Articles in order of page name."""
        return self._rows([clipping.article for clipping in self.shelf.clippings.values()])

    def people(self) -> Rows[Party]:
        """Persons and bodies, in the order of their ids."""
        return self._rows(self.shelf.parties)

    def copies(self) -> Rows[Copy]:
        """Pairs of pages that share text."""
        return self._rows(self.shelf.copies)

    def utterances(self) -> Rows[Utterance]:
        """The same utterance on several pages, with drift and origins."""
        return self._rows(self.shelf.utterances)

    def stories(self) -> Rows[Story]:
        """Articles grouped by event."""
        return self._rows(self.shelf.stories)

    def threads(self) -> Rows[Thread]:
        """Stories over months and years."""
        return self._rows(self.shelf.threads)

    def relations(self) -> Rows[Relation]:
        """How statements stand to one another."""
        return self._rows(self.shelf.relations)

    def positions(self) -> Rows[Position]:
        """What each party said on a matter over time."""
        return self._rows(self.shelf.positions)

    def timeline(self) -> Rows[Event]:
        """Dated events and statements by date; one without a date stands where its bracket begins, open ones last."""
        return self._rows(self.shelf.events)

    def problems(self) -> Rows[Problem]:
        """Inputs and pages that could not be worked, with reasons."""
        return self._rows(self.shelf.problems)

    def search(self, words: str, *, limit: int = 20) -> Rows[Statement]:
        """Statements that hold all the words, best first; any input is allowed."""
        hits = self._store.search(words, limit=limit, kind=Statement)
        return self._rows([self._store.get(Statement, hit.id) for hit in hits])

    def get(self, record_id: str) -> msgspec.Struct:
        """Any record by its id; a page also by its name or article id. Raises UnknownId."""
        shelf = self.shelf
        for clipping in shelf.clippings.values():
            if record_id in (clipping.page.id, clipping.page.name, clipping.article.id, Path(clipping.page.name).name):
                return clipping
        groups = (shelf.parties, shelf.copies, shelf.utterances, shelf.stories, shelf.threads)
        for record in (*shelf.statements.values(), *(r for group in groups for r in group),
                       *shelf.relations, *shelf.positions, *shelf.events):  # fmt: skip
            if record.id == record_id:
                return record
        raise UnknownId(f"{record_id}: no page or record of this id in {self.path}. List ids with --json.")

    def text(self, record: Statement | Mention | Timex, spans: Span | Spans | None = None) -> str:
        """The words of a record on its page: a statement's content unless other ``spans`` are given."""
        where = spans or (record.content if isinstance(record, Statement) else record.span)
        return self.shelf.words(record.page, where)

    def page(self, record: msgspec.Struct | str) -> Page:
        """The page a record lies on."""
        page = page_of(record if isinstance(record, str) else str(getattr(record, "id", "")))
        return self._store.get(Page, page)

    def raw(self, page: str) -> bytes:
        """The bytes a page was read from, by its id; raises UnknownId."""
        return self._store.raw(page)

    def judgements(self) -> list[Judgement]:
        """The latest decision on each pair for each reason, in the order they were made."""
        return self._store.judgements()

    def judge(self, judgement: Judgement) -> None:
        """Keeps a person's decision; it outranks the machine from the next ``work`` on."""
        self._store.judge(judgement)

    def check(self) -> list[str]:
        """What is wrong with the file, in words; empty when every span lies in its page and all records read."""
        return whole.check(self._store)

    def dump(self) -> Iterator[bytes]:
        """Every record as one JSON line, sorted; the same pages give the same bytes."""
        return whole.dump(self._store)

    def summary(self) -> Summary:
        """What the record holds."""
        return self._summary(0, 0, [])

    def _summary(self, read: int, new: int, problems: Sequence[Problem]) -> Summary:
        shelf = self.shelf
        spoken = {shelf.speaker(s) for s in shelf.statements.values() if s.speaker}
        return Summary(
            read=read,
            new=new,
            pages=self._store.count(Page),
            articles=len(shelf.clippings),
            statements=len(shelf.statements),
            speakers=len({name for name in spoken if not name.startswith("unnamed:")}),
            origins=sum(story.origins.at_most for story in shelf.stories if story.origins),
            stories=len(shelf.stories),
            problems=tuple(problems),
        )

    def _rows(self, records: Sequence[R]) -> Rows[R]:
        shelf = self.shelf
        return Rows(records, lambda record: cells_of(shelf, record))
