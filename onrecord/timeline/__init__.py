"""The timeline: dated events and statements of all pages, each with its precision and the words it rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from onrecord.groups import Copy, Event, OtherDate, Party, Story, Utterance
from onrecord.spans import overlap
from onrecord.timeline.retold import Sheaf, gather
from onrecord.timeline.told import events_of, is_dated
from onrecord.types import Clipping, Span, page_of


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
    events = [event for page in sorted(told) for event in events_of(told[page])]
    shared = [event for event in events if is_dated(event)]
    alone = [event for event in events if not is_dated(event)]
    retold = [_led(sheaf, told) for sheaf in gather(shared, told, copies, stories, utterances)]
    return sorted([*alone, *retold], key=_order)


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
