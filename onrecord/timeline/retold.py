"""Which events of several pages are one, by time, deed and words; and which pages date otherwise."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec
import numpy as np

from onrecord.groups import Copy, Event, Passage, Story, Utterance
from onrecord.spans import overlap
from onrecord.timeline.about import Days, days_of_pages
from onrecord.timeline.gathering import join_told, open_judge
from onrecord.timeline.likeness import Pairs, lay_out, pair_up
from onrecord.timeline.moments import Moment, is_off, moment_of
from onrecord.types import Clipping

# Two pages date one event differently only where their sentences are so alike, in so many words.
DISPUTED = 0.4
DISPUTED_WORDS = 5
_SAME_TIME = re.compile(r"(?:that|the same|that same) (?:day|month|year|week|weekend|night|morning|evening|afternoon)$")
# A copy may have a few words more before the time words.
SHIFT_CHARS = 60


class Sheaf(msgspec.Struct, frozen=True):
    """Events that are one, and those that tell it with another date."""

    events: tuple[Event, ...]
    others: tuple[Event, ...] = ()


def gather(
    events: Sequence[Event],
    told: Mapping[str, Clipping],
    copies: Sequence[Copy],
    stories: Sequence[Story],
    utterances: Sequence[Utterance],
) -> list[Sheaf]:
    """The events grouped: those that several sentences tell together, each with those that date it otherwise."""
    if not events:
        return []
    moments = moments_of(events, told, days_of_pages(told, stories))
    bench = lay_out(events, moments, told, stories)
    pairs = pair_up(bench)
    groups = join_told(bench, pairs, put_together(events, copies, utterances), open_judge())
    return _with_disputes(groups, events, moments, pairs, bench.homes)


def moments_of(events: Sequence[Event], told: Mapping[str, Clipping], about: Mapping[str, Days]) -> list[Moment]:
    """The moment of each event; "that month" is the time named last before it on its page."""
    found: dict[str, Moment] = {}
    last: dict[str, Moment] = {}
    for event in sorted(events, key=lambda e: (e.page, e.when or e.what, e.id)):
        clip = told[event.page]
        timex = next((t for t in clip.timexes if t.id == event.timex), None) if event.timex else None
        moment = moment_of(event, timex, clip, about.get(event.page))
        if moment.words and _SAME_TIME.match(moment.words) and event.page in last:
            moment = last[event.page]
        found[event.id] = last[event.page] = moment
    return [found[event.id] for event in events]


def put_together(
    events: Sequence[Event], copies: Sequence[Copy], utterances: Sequence[Utterance]
) -> Iterator[tuple[int, int]]:
    """Pairs that stand at one place of a copied passage, or whose statements are one utterance."""
    by_page: dict[str, list[int]] = {}
    for at, event in enumerate(events):
        by_page.setdefault(event.page, []).append(at)
    for copy in copies:
        for passage in (p for p in copy.passages if not p.retold):
            for left in by_page.get(copy.left, ()):
                for right in by_page.get(copy.right, ()):
                    if _is_copied(events[left], events[right], passage):
                        yield left, right
    uttered = {event.statement: at for at, event in enumerate(events) if event.statement}
    for utterance in utterances:
        first, *rest = [uttered[s] for s in utterance.statements if s in uttered] or [0]
        yield from ((first, other) for other in rest)


def _is_copied(left: Event, right: Event, passage: Passage) -> bool:
    """Whether the same time words stand at the same place of a copied passage."""
    if not left.when or not right.when or left.precision != right.precision:
        return False
    if not overlap(left.when, passage.left) or not overlap(right.when, passage.right):
        return False
    drift = (left.when.start - passage.left.start) - (right.when.start - passage.right.start)
    return abs(drift) <= SHIFT_CHARS


def _with_disputes(
    groups: Sequence[Sequence[int]],
    events: Sequence[Event],
    moments: Sequence[Moment],
    pairs: Pairs,
    homes: np.ndarray,
) -> list[Sheaf]:
    """The groups, those that tell one event with days a little apart put together under the one more pages give."""
    group_of = {at: number for number, group in enumerate(groups) for at in group}
    likely: Counter[tuple[int, int]] = Counter()
    close = (pairs.fits == 0) & (pairs.words >= DISPUTED) & (pairs.shared >= DISPUTED_WORDS)
    for left, right, words in zip(pairs.left[close], pairs.right[close], pairs.words[close], strict=True):
        if homes[left] == homes[right] and is_off(moments[left], moments[right]):
            key = (min(group_of[left], group_of[right]), max(group_of[left], group_of[right]))
            likely[key] = max(likely[key], words)
    pages = [{events[at].page for at in group} for group in groups]
    taken: dict[int, list[int]] = {}
    for (one, other), _ in sorted(likely.items(), key=lambda item: (-item[1], item[0])):
        first, second = sorted((one, other), key=lambda number: (-len(pages[number]), number))
        if pages[one] & pages[other] or one in _members(taken) or other in _members(taken):
            continue
        taken.setdefault(first, []).append(second)
    gone = {number for others in taken.values() for number in others}
    return [
        Sheaf(
            tuple(events[at] for at in group),
            tuple(events[at] for other in taken.get(number, ()) for at in groups[other]),
        )
        for number, group in enumerate(groups)
        if number not in gone
    ]


def _members(taken: Mapping[int, Sequence[int]]) -> set[int]:
    return {*taken, *(number for others in taken.values() for number in others)}
