"""The record: one file that takes pages in, works them, and answers questions with the words behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import msgspec

from onrecord import groups, labels
from onrecord.errors import OnrecordError, UnknownId
from onrecord.groups import (
    Checked,
    Judgement,
    Party,
)
from onrecord.people.unsure import suggest
from onrecord.record.about import (
    AboutParty,
    AboutStatement,
    AboutStory,
    AboutThread,
    about_party,
    about_statement,
    about_story,
    about_thread,
)
from onrecord.record.cells import cells_of
from onrecord.record.examine import Finding, examine
from onrecord.record.joining import join_pages
from onrecord.record.judging import WHYS, Taken, keep, take_back, take_in
from onrecord.record.opened import kinds_of, open_shelf
from onrecord.record.rows import Rows
from onrecord.record.shelf import UNKNOWN, Shelf
from onrecord.record.taking import Progress, pages_left, take_pages, work_pages
from onrecord.record.verifying import verify_text
from onrecord.record.working import clip_text, extract_statements
from onrecord.store import Store, finding, questions, whole
from onrecord.store.asking import understand
from onrecord.store.counts import Counts, Part
from onrecord.store.finding import Answer, Fold
from onrecord.store.history import History, noted
from onrecord.store.judged import Decision, decisions_in
from onrecord.store.picked import Picks
from onrecord.store.saved import Watches
from onrecord.store.tables import json_of
from onrecord.store.vectors import ByMeaning
from onrecord.types import Article, Clipping, Mention, Page, Problem, Span, Spans, Statement, Timex, page_of

__all__ = [
    "UNKNOWN", "WHYS", "AboutParty", "AboutStatement", "AboutStory", "AboutThread", "Answer", "Asked",
    "Clipping", "Counts", "Decision", "Finding", "Fold", "Part", "Record", "Rows", "Shelf", "Summary", "Taken",
    "Watches", "clip_text", "examine", "extract_statements", "json_of",
]  # fmt: skip
R = TypeVar("R", bound=msgspec.Struct)


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
    """What statements must match; ``None`` matches any. Names match without regard to case.

    ``party`` and ``page`` are ids.
    """

    speaker: str | None = None
    act: labels.Act | None = None
    form: labels.Form | None = None
    manner: labels.Manner | None = None
    modality: labels.Modality | None = None
    outlet: str | None = None
    party: str | None = None
    page: str | None = None


class Record:
    """A record file, open. Use as a context manager, or ``close`` it.

    Reading while another process adds is fine; two that add at once are refused with RecordBusy.
    """

    def __init__(self, store: Store, path: Path, *, fast: bool = False) -> None:
        self.path = path
        self._store = store
        self._fast = fast
        self._shelf: tuple[tuple[int, int], Shelf] | None = None

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
        with noted(self._store, "add" if inputs else "work"):
            read, new, problems = take_pages(self._store, inputs, form, progress, workers=workers)
            if work:
                problems += self.work(workers=workers, retry=retry, progress=progress)
        return self._summary(read, new, problems)

    def work(
        self, *, workers: int | None = None, retry: bool = False, progress: Progress | None = None
    ) -> list[Problem]:
        """Works every page not yet worked by these versions, then joins what has changed.

        ``retry`` works pages again that failed before.
        """
        with noted(self._store, "work"):
            left = pages_left(self._store, fast=self._fast, retry=retry)
            problems = work_pages(self._store, left, fast=self._fast, workers=workers, progress=progress)
            join_pages(self._store, fast=self._fast, progress=progress)
        return problems

    # ---- asking

    @property
    def shelf(self) -> Shelf:
        """The record joined by id, each part fetched when asked for; as the file is at the time."""
        turn = self._store.turn()
        if self._shelf is None or self._shelf[0] != turn:
            self._shelf = turn, open_shelf(self._store)
        return self._shelf[1]

    def statements(
        self, asked: Asked | None = None, *, after: str | None = None, limit: int | None = None, **wanted: str
    ) -> Rows[Statement]:
        """Statements in order of page name, then place; filtered by the fields of ``Asked``.

        With ``limit`` the first so many, those ``after`` the statement of that id.

        >>> record.statements(speaker="Ann Lee", act="deny", limit=50)  # doctest: +SKIP
        """
        query = msgspec.convert(msgspec.to_builtins(asked or _asked(wanted)), questions.Wanted)
        return self._rows(questions.statements_of(self._store, query, after=after, limit=limit))

    def count_statements(self, asked: Asked | None = None, **wanted: str) -> int:
        """How many statements match the fields of ``Asked``."""
        query = msgspec.convert(msgspec.to_builtins(asked or _asked(wanted)), questions.Wanted)
        return questions.count_statements(self._store, query)

    def statements_about(self, party: str, *, after: str | None = None, limit: int = 50) -> Rows[Statement]:
        """Statements whose content names a party (by its id) that does not make them."""
        return self._rows(questions.statements_about(self._store, party, after=after, limit=limit))

    def statement(self, statement_id: str) -> AboutStatement:
        """A statement with its article, party, carriers, origins, relations and chain; raises UnknownId."""
        return about_statement(self._store, self.shelf, statement_id)

    def party(self, party_id: str) -> AboutParty:
        """A person or body with statements by and about it, carriers and counts; raises UnknownId."""
        return about_party(self._store, party_id)

    def story(self, story_id: str) -> AboutStory:
        """A story with its thread, articles, copies, utterances and events; raises UnknownId."""
        return about_story(self._store, self.shelf, story_id)

    def thread(self, thread_id: str) -> AboutThread:
        """A thread with its stories and positions; raises UnknownId."""
        return about_thread(self._store, self.shelf, thread_id)

    def clipping(self, page: str) -> Clipping:
        """A page with all found on it, by its id, article id, file name, or any id on it; raises UnknownId."""
        known = self.shelf.clippings.get(page) or self.shelf.clippings.get(page_of(page))
        if known is None and page:
            named = questions.pages_named(self._store, page)
            known = next((self.shelf.clippings[p] for p in named if p in self.shelf.clippings), None)
        if known is None:
            raise UnknownId(f"{page}: no page with an article of this id or name in {self.path}.")
        return known

    def articles(self, *, after: str | None = None, limit: int | None = None) -> Rows[Article]:
        """Articles in order of page name; all lists can be read a piece at a time, as ``statements``."""
        return self._rows(questions.articles_of(self._store, after=after, limit=limit))

    def people(self, *, after: str | None = None, limit: int | None = None) -> Rows[Party]:
        """Persons and bodies, in order of their first pages."""
        return self._rows(questions.rows_of(self._store, Party, after=after, limit=limit))

    def unsure(self) -> Rows[groups.Link]:
        """Pairs of persons or bodies that may be one, with the reasons, the likelier first; a person decides."""
        return self._rows(suggest(questions.rows_of(self._store, Party), self._store.judgements()))

    def copies(self, *, after: str | None = None, limit: int | None = None) -> Rows[groups.Copy]:
        """Pairs of pages that share text."""
        return self._rows(questions.rows_of(self._store, groups.Copy, after=after, limit=limit))

    def utterances(self, *, after: str | None = None, limit: int | None = None) -> Rows[groups.Utterance]:
        """The same utterance on several pages, with drift and origins."""
        return self._rows(questions.rows_of(self._store, groups.Utterance, after=after, limit=limit))

    def stories(self, *, after: str | None = None, limit: int | None = None) -> Rows[groups.Story]:
        """Articles grouped by event, in order of their first pages."""
        return self._rows(questions.rows_of(self._store, groups.Story, after=after, limit=limit))

    def threads(self, *, after: str | None = None, limit: int | None = None) -> Rows[groups.Thread]:
        """Stories over months and years."""
        return self._rows(questions.rows_of(self._store, groups.Thread, after=after, limit=limit))

    def relations(self, *, after: str | None = None, limit: int | None = None) -> Rows[groups.Relation]:
        """How statements stand to one another."""
        return self._rows(questions.rows_of(self._store, groups.Relation, after=after, limit=limit))

    def positions(self, *, after: str | None = None, limit: int | None = None) -> Rows[groups.Position]:
        """What each party said on a matter over time."""
        return self._rows(questions.rows_of(self._store, groups.Position, after=after, limit=limit))

    def timeline(self, *, after: str | None = None, limit: int | None = None) -> Rows[groups.Event]:
        """Dated events and statements by date; one without a date stands where its bracket begins, open ones last."""
        return self._rows(questions.rows_of(self._store, groups.Event, after=after, limit=limit))

    def problems(self) -> Rows[Problem]:
        """Inputs and pages that could not be worked, with reasons."""
        return self._rows(list(self._store.scan(Problem)))

    def find(self, typed: str, *, offset: int = 0, limit: int = 20) -> Answer:
        """What a search finds: ``words "a phrase" speaker:lee act:deny from:2017-10 carrier:>2``.

        Statements first, then articles and people. Filters: ``speaker outlet act form manner modality from to
        carrier lang``. Any input is allowed; what makes no sense is left out and noted in ``asked.notes``.
        """
        return finding.find(self._store, understand(typed), offset=offset, limit=limit)

    def verify(self, text: str) -> list[Checked]:
        """How each quotation of a text stands to the pages: verbatim, altered, cut short, another's, not here ..."""
        return verify_text(self._store, self.shelf.clippings, text, fast=self._fast)

    @property
    def meaning(self) -> ByMeaning:
        """Search by what words mean; needs the extra ``meaning``."""
        return ByMeaning(self._store)

    @property
    def watches(self) -> Watches:
        """Searches that tell only what is new since they were last looked at."""
        return Watches(self._store)

    @property
    def history(self) -> History:
        """The runs so far, and what each changed."""
        return History(self._store)

    @property
    def picks(self) -> Picks:
        """What a person has picked for a report."""
        return Picks(self._store)

    @property
    def counts(self) -> Counts:
        """Pages of long lists in the order a reader wants, with how long they are, and sums."""
        return Counts(self._store)

    def get(self, record_id: str) -> msgspec.Struct:
        """Any record by its id; a page also by its name or article id. Raises UnknownId."""
        for kind in kinds_of(record_id):
            found = next(self._store.scan(kind, id=record_id), None)
            if found is not None:
                return found
        try:
            return self.clipping(record_id)
        except UnknownId:
            raise UnknownId(
                f"{record_id}: no page or record of this id in {self.path}. List ids with --json."
            ) from None

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
        """The decisions that count: the latest on each pair for each reason that nobody took back."""
        return self._store.judgements()

    def decisions(self) -> list[Decision]:
        """The whole log of judgements with their numbers: which count, which were taken back by whom and when."""
        return decisions_in(self._store.link)

    def judge(self, judgement: Judgement) -> int:
        """Keeps a person's decision and gives its number; it outranks the machine from the next ``work`` on.

        Groups are judged by any id: what is kept are ids that lie on pages, which last. Raises UnknownId for an
        id of no page here.
        """
        return keep(self._store, judgement)

    def undo(self, number: int | None = None, *, by: str = "", at: str = "") -> Decision:
        """Takes a judgement back (the latest by default) from the next ``work`` on; the log shows both."""
        return take_back(self._store, number, by=by, at=at)

    def import_judgements(self, lines: Iterable[bytes | str]) -> Taken:
        """Keeps the judgements among JSON lines, as ``dump`` or an export writes them, but for those in force."""
        return take_in(self._store, lines)

    def remove(self, *pages: str) -> int:
        """Drops pages with all that was found on them, joins the rest anew, and gives how many pages went.

        A page is told by its id or name; the name of a file of many pages drops them all. What stays is as if the
        pages had never been there. Raises UnknownId, and drops nothing, when one is not there.
        """
        gone = list(dict.fromkeys(page for given in pages for page in self._pages_of(given)))
        with noted(self._store, "remove"), self._store.together():
            self._store.remove(gone)
            join_pages(self._store, fast=self._fast)
        return len(gone)

    def _pages_of(self, given: str) -> list[str]:
        known = questions.page_name(self._store, given) is not None
        found = [given] if known else questions.pages_named(self._store, given) if given else []
        if not found:
            raise UnknownId(f"{given}: no page of this id or name in {self.path}. List ids with: onrecord export")
        return found

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
        return Summary(
            read=read,
            new=new,
            pages=self._store.count(Page),
            articles=self._store.count(Article),
            statements=self._store.count(Statement),
            speakers=questions.count_speakers(self._store),
            origins=questions.count_origins(self._store),
            stories=self._store.count(groups.Story),
            problems=tuple(problems),
        )

    def _rows(self, records: Sequence[R]) -> Rows[R]:
        shelf = self.shelf
        return Rows(records, lambda record: cells_of(shelf, record))


def _asked(wanted: Mapping[str, str]) -> Asked:
    try:
        return msgspec.convert(wanted, Asked)
    except msgspec.ValidationError as error:
        raise OnrecordError(f"{error}. Filters and their values: {dict(wanted)}.") from error
