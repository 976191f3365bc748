"""The timeline: dated events and statements of all pages, each with its precision and the words it rests on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec

from onrecord.groups import Copy, Event, OtherDate, Party, Story, Utterance
from onrecord.kit.plain import split_sentences
from onrecord.labels import Precision
from onrecord.spans import hull, overlap, view_of
from onrecord.timeline.retold import Sheaf, gather
from onrecord.types import Clipping, Dated, Span, Statement, Timex, id_of, page_of

_KINDS = ("DATE", "TIME")
# A date prefix of three figures is a decade.
_DECADE = 3
_COARSE = ("decade", "century", "unknown")


def find_events(
    clippings: Sequence[Clipping],
    copies: Sequence[Copy],
    *,
    stories: Sequence[Story] = (),
    utterances: Sequence[Utterance] = (),
) -> list[Event]:
    """Events of all pages in order of date; those without one stand where their bracket begins.

    A sentence of the running text with a time expression is an event for each date in it (durations, repeated
    times and vague ones make none), a statement with its day joins the event of its words, and every article's
    publication is one. The same event on other pages (copied passage, one utterance, or fitting dates and the same
    words near them, which need be fewer within a story) is kept once, the others under ``others``, those that date
    it otherwise under ``disputed`` too.
    """
    told = {clip.page.id: clip for clip in clippings}
    events = [event for page in sorted(told) for event in _once(_events_of(told[page]))]
    shared = [event for event in events if event.when and (event.timex or event.statement)]
    alone = [event for event in events if not (event.when and (event.timex or event.statement))]
    retold = [_led(sheaf, told) for sheaf in gather(shared, told, copies, stories, utterances)]
    return sorted([*alone, *retold], key=_order)


def _events_of(clip: Clipping) -> Iterator[Event]:
    yield _publication(clip)
    sentences = _sentences(clip)
    spoken = {s.said_span: s for s in reversed(clip.statements) if s.said_span}
    seen = set()
    for timex in clip.timexes:
        if _is_publication(clip, timex):
            continue
        if timex.type in _KINDS and timex.precision not in _COARSE and timex.span not in seen:
            seen.add(timex.span)
            what = _around(sentences, timex.span)
            yield _event(clip, timex, what, spoken.get(timex.span))
    for span, statement in sorted(spoken.items()):
        # "in the 1990s" is no day.
        if span not in seen and statement.said and len(statement.said) != _DECADE:
            yield _of_statement(clip, statement, span, _around(sentences, span))


def _once(events: Iterable[Event]) -> list[Event]:
    """The events of a page, one for each day of a sentence: of "on Friday, at noon" the finest stays.

    Of several clock times on no known day ("at 10 a.m., 5 p.m. in Tarn") the first stays.
    """
    kept: dict[tuple[Span, str], Event] = {}
    for event in events:
        clock = event.precision == "minute" and not event.date
        key = (event.what, event.date[:10] if event.date and event.when else "clock" if clock else event.id)
        known = kept.get(key)
        if known is None or len(event.date or "") > len(known.date or ""):
            told = event.statement or (known.statement if known else None)
            kept[key] = msgspec.structs.replace(event, statement=told)
        elif event.statement and not known.statement:
            kept[key] = msgspec.structs.replace(known, statement=event.statement)
    return list(kept.values())


def _publication(clip: Clipping) -> Event:
    dated = clip.article.published
    headline = clip.article.headline.span if clip.article.headline else None
    what = headline or dated.span or _first_words(clip)
    why = "publication" if dated.value else "publication: " + ("; ".join(dated.reasons) or "the page gives no date")
    if dated.value and dated.tag:
        why += f" (from {dated.tag})"
    return Event(
        id=id_of(clip.page.id, "e", dated.span or what),
        page=clip.page.id,
        date=dated.value[:10] if dated.value else None,
        precision=_precision(dated.value),
        what=what,
        when=dated.span,
        after=None if dated.value else dated.after,
        before=None if dated.value else dated.before,
        why=why,
    )


def _is_publication(clip: Clipping, timex: Timex) -> bool:
    """Whether a date is the one the page gives as its own, beside its headline or in its dateline."""
    line, dated = clip.article.dateline, clip.article.published
    own = [span for span in (dated.span, line.span if line else None) if span]
    day = (dated.value or "")[:10]
    return bool(day) and timex.begin == day and any(overlap(timex.span, span) for span in own)


def _event(clip: Clipping, timex: Timex, what: Span, statement: Statement | None) -> Event:
    words = " ".join(clip.page.text[timex.span.start : timex.span.end].split())
    date, after, before, why = _when(timex, clip.article.published, words)
    return Event(
        id=id_of(clip.page.id, "e", timex.span),
        page=clip.page.id,
        date=date,
        precision=timex.precision,
        what=what,
        when=timex.span,
        after=after,
        before=before,
        timex=timex.id,
        statement=statement.id if statement else None,
        why=why,
    )


def _when(timex: Timex, published: Dated, words: str) -> tuple[str | None, str | None, str | None, str]:
    """Date prefix, bracket and reason: exact ones have no bracket, coarse ones the days they run over."""
    if timex.begin is None:
        lack = "with nothing to say which" if published.value else "on a page that gives no date to count it from"
        return None, published.after, published.before, f'"{words}" {lack}'
    how = {
        None: "",
        "published": ", counted from the article's date",
        "dateline": ", counted from the dateline",
        "bracketed": ", counted from the only day that bounds the page",
    }
    why = f'"{words}"{how.get(timex.anchor, ", counted from a date named before")}'
    if timex.begin == timex.end:
        return timex.begin, None, None, why
    size = {"year": 4, "month": 7, "season": 7, "quarter": 7}.get(timex.precision, 10)
    return timex.begin[:size], timex.begin, timex.end, why


def _of_statement(clip: Clipping, statement: Statement, span: Span, what: Span) -> Event:
    return Event(
        id=id_of(clip.page.id, "e", span),
        page=clip.page.id,
        date=statement.said[:10] if statement.said else None,
        precision=_precision(statement.said),
        what=what,
        when=span,
        statement=statement.id,
        why="said then",
    )


def _precision(value: str | None) -> Precision:
    """How fine a date prefix is."""
    sizes: dict[int, Precision] = {0: "unknown", 4: "year", 7: "month"}
    return sizes.get(len(value or ""), "day")


def _sentences(clip: Clipping) -> list[Span]:
    """Sentences of the running text on the page, in order."""
    view = view_of(clip.page.text, clip.article.blocks)
    homes = [view.home(sentence) for sentence in split_sentences(view.text)]
    return sorted(hull(home) for home in homes if home)


def _around(sentences: Sequence[Span], span: Span) -> Span:
    at = bisect_right(sentences, span.start, key=lambda sentence: sentence.start) - 1
    if at >= 0 and overlap(sentences[at], span):
        return hull((sentences[at], span))
    return span


def _first_words(clip: Clipping) -> Span:
    body = [block.span for block in clip.article.blocks if block.role == "body"]
    sentences = _sentences(clip)
    inside = [one for one in sentences if not body or one.start >= body[0].start]
    return inside[0] if inside else Span(0, min(len(clip.page.text), 1))


def _led(sheaf: Sheaf, told: Mapping[str, Clipping]) -> Event:
    """The event that stands for all that tell it: the first page's of those with the finest date."""

    def rank(event: Event) -> tuple[bool, int, str, str, Span, str]:
        published = told[event.page].article.published.value or "~"
        return (event.date is None, -len((event.date or "")[:10]), published, event.page, event.what, event.id)

    first, *others = sorted(sheaf.events, key=rank)
    return _with_disputed(_with_others(first, others), sheaf.others)


def _with_others(first: Event, others: Sequence[Event]) -> Event:
    """The event with the ids of its others; an unknown date takes of their brackets what fits together.

    A bracket that would leave no day is passed over, and ``why`` says so: the first page's stands.
    """
    ids = tuple(sorted(other.id for other in others))
    if first.date is not None or not others:
        return msgspec.structs.replace(first, others=ids)
    after, before, why = first.after, first.before, first.why
    for other in others:
        low = max(filter(None, (after, other.after)), default=None)
        high = min(filter(None, (before, other.before)), default=None)
        if low and high and low[: len(high)] > high:
            why = f"{first.why}; another page's dates do not fit"
        else:
            after, before = low, high
    return msgspec.structs.replace(first, others=ids, after=after, before=before, why=why)


def _with_disputed(event: Event, others: Sequence[Event]) -> Event:
    """The event with what other pages give for its date instead."""
    if not others:
        return event
    fields = ("page", "date", "precision", "what", "when", "after", "before", "why")
    dates = [OtherDate(event=other.id, **{field: getattr(other, field) for field in fields}) for other in others]
    return msgspec.structs.replace(
        event,
        others=tuple(sorted((*event.others, *(other.id for other in others)))),
        disputed=tuple(sorted(dates, key=lambda d: (d.date or "~", d.event))),
        why=f"{event.why}; pages give different dates",
    )


def _order(event: Event) -> tuple[str, bool, str]:
    return event.date or event.after or event.before or "~", event.date is None, event.id


def timeline_of_pages(events: Iterable[Event], pages: Collection[str]) -> list[Event]:
    """The entries that any of these pages tells: a story's timeline, or a thread's by the pages of all its stories."""
    return [e for e in events if not {e.page, *(page_of(other) for other in e.others)}.isdisjoint(pages)]


def timeline_of_party(events: Iterable[Event], party: Party, clippings: Iterable[Clipping]) -> list[Event]:
    """The entries whose words name a party, or in which it speaks; pronouns and offices standing for it count."""
    entities = set(party.entities)
    named: dict[str, list[Span]] = {}
    spoken: set[str] = set()
    for clip in clippings:
        own = {m.id for m in clip.mentions if m.entity in entities}
        named[clip.page.id] = [m.span for m in clip.mentions if m.id in own]
        spoken |= {s.id for s in clip.statements if s.mention in own}
    return [e for e in events if e.statement in spoken or any(overlap(e.what, s) for s in named.get(e.page, ()))]
