"""The records that join pages: parties, copies, origins, stories, threads, positions, judgements.

A group is named for its first member (pages ordered by date where known, then id), so ids do not
depend on who counted. Every member is an id; the evidence is reached through it.
"""

from __future__ import annotations

import msgspec

from onrecord import labels
from onrecord.types import Span, Spans


class Role(msgspec.Struct, frozen=True):
    """A title or office as one page gives it to a party: words, place, and the date if known."""

    title: str
    page: str
    span: Span
    date: str | None = None
    after: str | None = None
    before: str | None = None


class Change(msgspec.Struct, frozen=True):
    """Words that went out of one version of an article (``out``) and came into the next (``into``)."""

    out: Spans = ()
    into: Spans = ()


class Version(msgspec.Struct, frozen=True):
    """A step from one version of an article to the next: pages of one address, and what changed between them.

    ``article`` is the id of the first version's article, ``left`` and ``right`` are pages; ``lost`` and ``gained`` are
    ids of statements that only one of them has. ``ordered`` is False where nothing tells which came first.
    """

    id: str
    article: str
    address: str
    left: str
    right: str
    changes: tuple[Change, ...] = ()
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    ordered: bool = True
    reasons: tuple[str, ...] = ()


class Party(msgspec.Struct, frozen=True):
    """A person or body across pages: fullest name, every name form with its count, mentions, roles.

    ``entities`` are the ids of first mentions (``Mention.entity``), one or more a page; ``names`` is sorted by
    count, then name. ``id`` is the first entity's id with ``p`` for ``m``.
    """

    id: str
    name: str
    kind: labels.Kind
    names: tuple[tuple[str, int], ...]
    entities: tuple[str, ...]
    roles: tuple[Role, ...] = ()
    reasons: tuple[str, ...] = ()


class Passage(msgspec.Struct, frozen=True):
    """The same words on two pages: one span each, and whether the words stand inside quotation marks.

    ``sure`` is the share of the words that are the same, 1 where all are; below .5 the one tells the other again in
    other words (``retold``), as two reporters of one event may do too.
    """

    left: Span
    right: Span
    quoted: bool = False
    exact: bool = True
    sure: float = 1.0

    @property
    def retold(self) -> bool:
        """Whether the words are other ones: nothing follows from such a passage alone."""
        return self.sure < 0.5


class Copy(msgspec.Struct, frozen=True):
    """What two pages share: kind of overlap, aligned passages, who came first if it can be told.

    ``left`` < ``right`` by date, then id. ``share_left`` is the share of the left page's unquoted prose
    that stands in the passages. ``first`` is a page id or ``None`` (cannot be told); ``reasons`` say why.
    """

    id: str
    left: str
    right: str
    kind: labels.Overlap
    passages: tuple[Passage, ...]
    share_left: float = 0.0
    share_right: float = 0.0
    first: str | None = None
    sure: float = 0.0
    reasons: tuple[str, ...] = ()


class Origin(msgspec.Struct, frozen=True):
    """One act of newsgathering: the pages that rest on it, the outlets or agency credited, the reasons."""

    pages: tuple[str, ...]
    credit: str | None = None
    reasons: tuple[str, ...] = ()
    spans: tuple[tuple[str, Span], ...] = ()


class Origins(msgspec.Struct, frozen=True):
    """How many independent origins stand behind something (a statement's carriers, a story).

    ``of`` is the id counted for. ``at_most`` counts origins with every guessed link cut, ``at_least`` with
    every guessed link kept. ``outlets`` are the names known; pages without one are not guessed.
    """

    of: str
    pages: tuple[str, ...]
    outlets: tuple[str, ...]
    at_least: int
    at_most: int
    groups: tuple[Origin, ...]
    reasons: tuple[str, ...] = ()


class Drift(msgspec.Struct, frozen=True):
    """One difference between two carriers of the same words: what changed, and where on each page.

    ``left``/``right`` are statement ids; a span is ``None`` on the side where nothing stands.
    """

    kind: labels.DriftKind
    left: str
    right: str
    left_span: Span | None
    right_span: Span | None
    left_words: str = ""
    right_words: str = ""


class Utterance(msgspec.Struct, frozen=True):
    """The same utterance on one or more pages: its carriers, what drifted, and how many origins."""

    id: str
    statements: tuple[str, ...]
    pages: tuple[str, ...]
    drifts: tuple[Drift, ...] = ()
    origins: Origins | None = None


class Collection(msgspec.Struct, frozen=True):
    """What was searched: how many pages, the days of the first and last dated one, how many have no date."""

    pages: int
    first: str | None = None
    last: str | None = None
    undated: int = 0


class Checked(msgspec.Struct, frozen=True):
    """How one quotation of a draft stands to the collection, with the words it was held against.

    ``asked`` counts code points of the draft. ``statement`` and ``page`` are where the words stand, ``spans`` these
    words there, ``full`` all the words of that quotation. ``differences`` run from the page (left) to the draft.
    """

    asked: Span
    words: str
    kind: labels.Check
    speaker: str | None = None
    said: str | None = None
    statement: str | None = None
    page: str | None = None
    spans: Spans = ()
    full: Spans = ()
    differences: tuple[Drift, ...] = ()
    others: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


class Outlet(msgspec.Struct, frozen=True):
    """An outlet across pages: where its pages came from, whom it copies, how often it had a quotation first.

    A page counts once: ``wire`` (carries an agency), else ``copied`` (a reprint or retelling of an earlier page),
    else ``unsure`` (shares prose, and who was first cannot be told), else ``own``. ``owner`` is known only if given.
    """

    id: str
    name: str
    names: tuple[tuple[str, int], ...]
    pages: tuple[str, ...]
    own: int = 0
    wire: int = 0
    copied: int = 0
    unsure: int = 0
    copies: tuple[tuple[str, int], ...] = ()
    agencies: tuple[tuple[str, int], ...] = ()
    shared_quotes: int = 0
    first_quotes: int = 0
    owner: str | None = None
    reasons: tuple[str, ...] = ()


class Story(msgspec.Struct, frozen=True):
    """Articles on one event; ``pages`` in order of date, then id. ``terms`` are the shared words, best first."""

    id: str
    pages: tuple[str, ...]
    name: str = ""
    begin: str | None = None
    end: str | None = None
    terms: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    origins: Origins | None = None


class Hop(msgspec.Struct, frozen=True):
    """Why two stories stand in one thread."""

    left: str
    right: str
    score: float
    reasons: tuple[str, ...]


class Thread(msgspec.Struct, frozen=True):
    """Stories over months and years, in order, with the reason for each hop."""

    id: str
    stories: tuple[str, ...]
    name: str = ""
    hops: tuple[Hop, ...] = ()


class OtherDate(msgspec.Struct, frozen=True):
    """A date a page gives for an event which another page dates otherwise: ``event`` is its id among ``others``."""

    event: str
    page: str
    date: str | None
    precision: labels.Precision
    what: Span
    when: Span | None = None
    after: str | None = None
    before: str | None = None
    why: str = ""


class Event(msgspec.Struct, frozen=True):
    """A timeline entry: a date prefix with its precision, and the words it rests on.

    ``what`` is the span of the sentence (or statement) dated; ``when`` the span of the time words, ``None``
    where the article's own date was used (``tag`` or the reason says which). ``timex`` is its id if any.
    ``date`` is ``None`` with a bracket (``after``, ``before``) where the page gives no anchor. ``origins`` are those
    of the fact over all its pages, ``None`` where one page alone tells it. ``disputed`` holds the other dates that
    pages give for it, each with its words; nothing says which of them is right.
    """

    id: str
    page: str
    date: str | None
    precision: labels.Precision
    what: Span
    when: Span | None = None
    after: str | None = None
    before: str | None = None
    timex: str | None = None
    statement: str | None = None
    others: tuple[str, ...] = ()
    why: str = ""
    origins: Origins | None = None
    disputed: tuple[OtherDate, ...] = ()


class Relation(msgspec.Struct, frozen=True):
    """How two statements stand to one another; ``left`` relates to ``right`` ("left denies right").

    ``directed`` is False for relations that hold both ways. ``grounds`` are the words that show it.
    """

    id: str
    left: str
    right: str
    relation: labels.Relation
    directed: bool
    sure: float
    matter: str = ""
    reasons: tuple[str, ...] = ()
    grounds: tuple[tuple[str, Span], ...] = ()


class Position(msgspec.Struct, frozen=True):
    """What one party said on one matter over time, statements in order of date, and the moves between."""

    id: str
    party: str
    matter: str
    thread: str
    statements: tuple[str, ...]
    moves: tuple[str, ...] = ()


class Link(msgspec.Struct, frozen=True):
    """The machine's proposal that two records belong together, with its reasons."""

    left: str
    right: str
    why: str
    score: float
    reasons: tuple[str, ...] = ()


class Judgement(msgspec.Struct, frozen=True):
    """A person's decision on two ids; it outranks every link and survives every re-run."""

    left: str
    right: str
    why: str
    verdict: labels.Verdict
    by: str = ""
    at: str = ""


__all__ = [
    "Change", "Checked", "Collection", "Copy", "Drift", "Event", "Hop", "Judgement", "Link", "Origin", "Origins",
    "OtherDate", "Outlet", "Party", "Passage", "Position", "Relation", "Role", "Spans", "Story", "Thread", "Utterance",
    "Version",
]  # fmt: skip
