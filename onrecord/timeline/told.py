"""The events one page tells: its publication, what its sentences date, and statements with their day."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from onrecord.groups import Event
from onrecord.kit.plain import split_sentences
from onrecord.labels import Precision
from onrecord.spans import hull, overlap, view_of
from onrecord.timeline.empty import is_empty
from onrecord.timeline.joined import join_times
from onrecord.types import Clipping, Dated, Span, Statement, Timex, id_of

_KINDS = ("DATE", "TIME")
# A date prefix of three figures is a decade.
_DECADE = 3
# Of these, days under two prefixes are a range; a week, a season runs over them by itself.
_POINTS = ("minute", "day", "month", "year")
_NOON = re.compile(r"\b[ap]\.m\.\s*$")
_ZONE = re.compile(r"[A-Z]{2,4}\b|\(|on\b|[A-Z][a-z]{2,5}day\b")
_COARSE = ("decade", "century", "unknown")


def events_of(clip: Clipping) -> list[Event]:
    """The events of a page in reading order, one for each day of a sentence, its publication first.

    A range ("from 2005 to 2010") is one, as is a day told twice; durations, repeated times, vague ones, and time words
    that are part of a name make none.
    """
    return _once(_found(clip))


def is_dated(event: Event) -> bool:
    """Whether an event rests on time words, as all but a publication does."""
    return bool(event.when and (event.timex or event.statement))


def _found(clip: Clipping) -> Iterator[Event]:
    sentences = _sentences(clip)
    yield _publication(clip, sentences)
    spoken = {s.said_span: s for s in reversed(clip.statements) if s.said_span}
    seen = set()
    told: dict[Span, list[Timex]] = {}
    for timex in clip.timexes:
        if timex.type in _KINDS and timex.precision not in _COARSE and timex.span not in seen:
            seen.add(timex.span)
            what = _around(sentences, timex.span)
            if not _is_publication(clip, timex) and not is_empty(clip, timex, what):
                told.setdefault(what, []).append(timex)
    for what, timexes in told.items():
        for time in join_times(timexes, clip.page.text, what):
            statement = next((spoken[span] for span in time.spans if span in spoken), None)
            yield _event(clip, time.timex, hull((what, time.timex.span)), statement)
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


def _publication(clip: Clipping, sentences: Sequence[Span]) -> Event:
    dated = clip.article.published
    headline = clip.article.headline.span if clip.article.headline else None
    what = headline or dated.span or _first_words(clip, sentences)
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
    if timex.precision in _POINTS and timex.end and timex.end[:size] != timex.begin[:size]:
        why += f", up to {timex.end[:size]}"
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
    parts: list[Span] = []
    for sentence in split_sentences(view.text):
        if parts and _is_cut(view.text, parts[-1], sentence):
            parts[-1] = Span(parts[-1].start, sentence.end)
        else:
            parts.append(sentence)
    return sorted(hull(home) for home in map(view.home, parts) if home)


def _is_cut(text: str, left: Span, right: Span) -> bool:
    """Whether a stop after "a.m." was taken for the end of a sentence: "at 11 a.m. ET on Thursday"."""
    return bool(_NOON.search(text[max(left.start, left.end - 8) : left.end]) and _ZONE.match(text, right.start))


def _around(sentences: Sequence[Span], span: Span) -> Span:
    at = bisect_right(sentences, span.start, key=lambda sentence: sentence.start) - 1
    if at >= 0 and overlap(sentences[at], span):
        return hull((sentences[at], span))
    return span


def _first_words(clip: Clipping, sentences: Sequence[Span]) -> Span:
    body = [block.span for block in clip.article.blocks if block.role == "body"]
    inside = [one for one in sentences if not body or one.start >= body[0].start]
    return inside[0] if inside else Span(0, min(len(clip.page.text), 1))
