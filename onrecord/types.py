"""The records that lie on one page: pages, articles, mentions, times, statements, problems.

Records are small and frozen and point into pages: a span counts code points of ``Page.text``, and
``page.text[span.start:span.end]`` is the evidence. What we worked out ourselves (a name, a date)
stands as a string beside the span it came from. ``None`` means "the page does not say".
Labels are those of the desk; ``labels.py`` lists every value a field may take.
"""

from __future__ import annotations

from pathlib import PurePath

import msgspec

from onrecord import labels


class Span(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A half-open stretch of ``Page.text`` in code points; encoded as ``[start, end]``."""

    start: int
    end: int


Spans = tuple[Span, ...]


class Block(msgspec.Struct, frozen=True):
    """A stretch of a page with its role; an HTML block keeps its node path.

    A reader's blocks also say what the markup tells of them: ``hints`` holds the names of the elements,
    classes and ids around the block, outermost first, a bar between elements; ``links`` counts the code
    points inside links; ``role`` is "body" where an adviser kept the block. An article's blocks leave them out.
    """

    span: Span
    role: labels.Role = "body"
    path: str | None = None
    hints: str = ""
    links: int = 0


class Tag(msgspec.Struct, frozen=True):
    """A value a page states outside its text: a meta tag, JSON-LD, an attribute, a key of a JSONL row.

    ``name`` is where it stands (``meta:article:published_time``, ``jsonld:datePublished``,
    ``time:datetime``, ``key:date``), ``value`` what stands there, untouched.
    """

    name: str
    value: str


class Page(msgspec.Struct, frozen=True):
    """One page as read: the text a reader sees and what the page states outside of it.

    ``id`` is a digest of URL and bytes. ``name`` is the file (or row of a file) it came from.
    ``fetched`` is when it was captured if the input says so; it is never a publication date.
    ``truncated`` is a reason when text is known to be missing.
    """

    id: str
    name: str
    text: str
    media: str = "text/plain"
    url: str | None = None
    encoding: str | None = None
    fetched: str | None = None
    blocks: tuple[Block, ...] = ()
    tags: tuple[Tag, ...] = ()
    truncated: str | None = None

    @property
    def file(self) -> str:
        """The last part of the name, to speak of the page in a reason."""
        return PurePath(self.name).name or self.name


class Fact(msgspec.Struct, frozen=True):
    """A thing the page says of itself (headline, outlet, author, wire), with what it rests on."""

    value: str
    span: Span | None = None
    tag: str | None = None
    why: str = ""


class Dated(msgspec.Struct, frozen=True):
    """When an article came out: a date prefix (precision by length) or a bracket with reasons.

    ``value`` like "2017", "2017-10", "2017-10-13", "2017-10-13T16:07+05:30"; ``None`` is unknown, and
    then ``after`` and ``before`` may bound it (inclusive date prefixes, ``None`` is open).
    ``span`` or ``tag`` is what the value rests on; ``reasons`` say in words what bounds it, each with
    the span it rests on in ``grounds`` (same order; ``None`` where no span of this page does).
    """

    value: str | None = None
    after: str | None = None
    before: str | None = None
    span: Span | None = None
    tag: str | None = None
    reasons: tuple[str, ...] = ()
    grounds: tuple[Span | None, ...] = ()


class Dateline(msgspec.Struct, frozen=True):
    """The place a report is filed from, as printed before its first words."""

    span: Span
    place: str
    place_span: Span
    date: str | None = None
    wire: str | None = None


class Comment(msgspec.Struct, frozen=True):
    """A reader's comment below an article: its paragraphs, and its writer's name where the page shows one."""

    spans: Spans
    author: str | None = None
    author_span: Span | None = None


class Article(msgspec.Struct, frozen=True):
    """The article of a page: its blocks by role, and what the page says of it.

    ``blocks`` cover the page in reading order; those of ``labels.KEPT_ROLES`` are the article.
    ``id`` is the page id with ``:a``.
    """

    id: str
    page: str
    blocks: tuple[Block, ...]
    headline: Fact | None = None
    outlet: Fact | None = None
    authors: tuple[Fact, ...] = ()
    published: Dated = Dated()
    updated: Dated = Dated()
    wire: Fact | None = None
    dateline: Dateline | None = None
    language: str | None = None
    corrections: Spans = ()
    disclaimer: Span | None = None
    comments: tuple[Comment, ...] = ()


class Mention(msgspec.Struct, frozen=True):
    """Words of an article that stand for a person, body, place or group.

    ``entity`` is the id of the first mention of the same one in this article (its own id for the
    first). ``name`` is the fullest name the article gives that entity, ``None`` for nameless ones.
    ``title`` holds the words of rank or office beside this mention ("Foreign Minister").
    """

    id: str
    page: str
    span: Span
    kind: labels.Kind
    form: labels.Naming
    entity: str
    name: str | None = None
    titles: Spans = ()
    why: str = ""


class Timex(msgspec.Struct, frozen=True):
    """A time expression and what it means (TIMEX3 type and value).

    ``begin`` and ``end`` bound it in days (inclusive ISO dates), ``None`` where the page gives no
    anchor. ``anchor`` says what a relative one was counted from ("published", "dateline", "bracketed",
    "unknown", or a timex id); ``None`` for an absolute one.
    """

    id: str
    page: str
    span: Span
    type: labels.TimexType
    value: str | None
    begin: str | None = None
    end: str | None = None
    precision: labels.Precision = "unknown"
    anchor: str | None = None


class Relay(msgspec.Struct, frozen=True):
    """One hop through which words reached the page, with the words that say so."""

    how: labels.Hop
    name: str
    span: Span | None
    tag: str | None = None


class Statement(msgspec.Struct, frozen=True):
    """Who said what: the spans of source, cue and content, and how the text presents them.

    ``source`` is what the text calls the speaker here; ``speaker`` the name worked out (or
    "unnamed: <source words>", or ``None``); ``mention`` the mention the source rests on. ``relays``
    run from the speaker outwards. ``within`` is the statement this one is quoted inside.
    ``said`` is when it was said, with ``said_span``; ``sure`` is 0 to 1; ``tier`` is model or rules.
    """

    id: str
    page: str
    content: Spans
    cue: Spans = ()
    source: Spans = ()
    speaker: str | None = None
    mention: str | None = None
    manner: labels.Manner = "indirect"
    form: labels.Form = "none"
    act: labels.Act = "say"
    modality: labels.Modality = "said"
    verb: str | None = None
    relays: tuple[Relay, ...] = ()
    audience: Span | None = None
    venue: Span | None = None
    reason: Span | None = None
    closeness: Span | None = None
    count: labels.Count | None = None
    said: str | None = None
    said_span: Span | None = None
    within: str | None = None
    sure: float = 0.0
    tier: labels.Tier = "model"
    why: tuple[str, ...] = ()


class Problem(msgspec.Struct, frozen=True):
    """Something that could not be worked, with the stage and the reason in words.

    ``page`` is a page id, or the name of an input that did not become a page.
    """

    page: str
    stage: str
    what: str
    name: str = ""


class Clipping(msgspec.Struct, frozen=True):
    """A page, its article, and everything found in it: what the rooms across pages are given."""

    page: Page
    article: Article
    mentions: tuple[Mention, ...] = ()
    timexes: tuple[Timex, ...] = ()
    statements: tuple[Statement, ...] = ()


def id_of(page: str, letter: str, span: Span) -> str:
    """The id of a thing on a page: page, letter, extent (``2f791d637b52:s1141-1338``)."""
    return f"{page}:{letter}{span.start}-{span.end}"


def page_of(record_id: str) -> str:
    """The page id inside the id of anything that lies on a page."""
    return record_id.split(":", 1)[0]


def extent_of(record_id: str) -> Span:
    """The extent inside the id of a thing on a page, as ``id_of`` wrote it."""
    start, _, end = record_id.rsplit(":", 1)[-1][1:].partition("-")
    return Span(int(start), int(end))
