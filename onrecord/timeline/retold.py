"""Which events of several pages are one: the same time, and the words near it; and which are dated differently.

Words weigh by how rare they are in general news and by how near they stand to the time words. Events are joined while
their mean likeness is at least the floor (average linkage), two that cannot be of one time never.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec
import numpy as np
import scipy.sparse as sp

from onrecord.groups import Copy, Event, Passage, Story, Utterance
from onrecord.kit.linkage import join_alike
from onrecord.kit.terms import find_terms, rarity_of, term_table
from onrecord.spans import overlap
from onrecord.timeline.moments import Moment, fit, is_off, moment_of
from onrecord.types import Clipping, Statement

# Events are joined while their mean likeness is at least this: read by eye on twenty dev stories.
FLOOR = 0.15
# A word this many words away from the time words counts for a third; no word weighs more than this.
REACH = 12
MOST_WEIGHT = 6.0
# Who and where is the same in much that a story tells: names count for less than what is done.
NAME = 0.8
# Words on more of the general pages than this tell no event.
COMMON = 0.15
# Two sentences of one page, or of two stories, tell one event only in nearly the same words; one word is half a reason.
SAME_PAGE, TWO_STORIES, ONE_WORD = 0.5, 0.4, 0.5
# Two pages date one event differently only where their sentences are so alike, in so many words.
DISPUTED = 0.4
DISPUTED_WORDS = 5
# A copy may have a few words more before the time words.
SHIFT_CHARS = 60


class Sheaf(msgspec.Struct, frozen=True):
    """Events that are one, and those that tell it with another date."""

    events: tuple[Event, ...]
    others: tuple[Event, ...] = ()


class _Likeness(msgspec.Struct, frozen=True):
    """Pairs of events (``left`` before ``right``): likeness of their words, words in common, how their times fit."""

    left: np.ndarray
    right: np.ndarray
    words: np.ndarray
    shared: np.ndarray
    fits: np.ndarray


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
    moments = [_moment(event, told[event.page]) for event in events]
    pairs = _liken(events, moments, told)
    story_of = {page: at for at, story in enumerate(stories) for page in story.pages}
    homes = np.array([story_of.get(event.page, -1 - at) for at, event in enumerate(events)])
    table = _table(events, pairs, homes, told)
    for left, right in _put_together(events, copies, utterances):
        if fit(moments[left], moments[right]) or moments[left] == moments[right]:
            table[left, right] = table[right, left] = 1.0
    groups = [part for group in join_alike(table.tocsr(), FLOOR) for part in _of_one_time(group, moments, table)]
    return _with_disputes(groups, events, moments, pairs, homes)


def _moment(event: Event, clip: Clipping) -> Moment:
    timex = next((t for t in clip.timexes if t.id == event.timex), None) if event.timex else None
    return moment_of(event, timex, clip)


def _weights(event: Event, clip: Clipping) -> dict[str, float]:
    """The words of an event's sentence, time words left out, by rarity and nearness to its own time words."""
    table = term_table()
    terms = find_terms(clip.page.text, event.what.start, event.what.end)
    times = [t.span for t in clip.timexes if overlap(t.span, event.what)]
    at = bisect_left([term.start for term in terms], event.when.start) if event.when else 0
    weights: dict[str, float] = {}
    for place, term in enumerate(terms):
        if any(span.start <= term.start < span.end for span in times):
            continue
        if table.counts.get(term.stem, 0) <= COMMON * table.pages and (len(term.stem) > 2 or term.stem.isdigit()):
            weight = min(rarity_of(term.stem), MOST_WEIGHT) * math.exp(-abs(place - at) / REACH)
            weight *= NAME if place and clip.page.text[term.start].isupper() else 1.0
            weights[term.stem] = max(weights.get(term.stem, 0.0), weight)
    return weights


def _liken(events: Sequence[Event], moments: Sequence[Moment], told: Mapping[str, Clipping]) -> _Likeness:
    """Every pair of events with a word in common."""
    bags = [_weights(event, told[event.page]) for event in events]
    place = {stem: at for at, stem in enumerate(sorted({stem for bag in bags for stem in bag}))}
    starts: list[int] = [0]
    columns: list[int] = []
    values: list[float] = []
    for bag in bags:
        size = math.sqrt(sum(bag.values())) or 1.0
        columns.extend(place[stem] for stem in bag)
        values.extend(math.sqrt(weight) / size for weight in bag.values())
        starts.append(len(columns))
    shape = (len(bags), len(place))
    rows = sp.csr_matrix((np.array(values), np.array(columns, dtype=np.int64), np.array(starts)), shape=shape)
    ones = rows.copy()
    ones.data = np.ones_like(ones.data)
    alike, shared = _upper(rows), _upper(ones)
    kinds = {moment: at for at, moment in enumerate(dict.fromkeys(moments))}
    fits = np.array([[fit(one, other) for other in kinds] for one in kinds])
    kind = np.array([kinds[moment] for moment in moments])
    return _Likeness(alike.row, alike.col, alike.data, shared.data, fits[kind[alike.row], kind[alike.col]])


def _upper(rows: sp.csr_matrix) -> sp.coo_matrix:
    """The products of each row with the later ones, in order of rows."""
    table = sp.triu(rows @ rows.T, k=1, format="csr")
    table.sort_indices()
    upper: sp.coo_matrix = table.tocoo()
    return upper


def _table(events: Sequence[Event], pairs: _Likeness, homes: np.ndarray, told: Mapping[str, Clipping]) -> sp.lil_matrix:
    """The likeness of events by words and times: far below 0 where two cannot be one."""
    pages = np.array([event.page for event in events])
    sentences = np.array([f"{event.page} {event.what.start}" for event in events])
    speakers = np.array([_speaker(event, told) for event in events])
    left, right = pairs.left, pairs.right
    value = pairs.words * pairs.fits * np.where(pairs.shared > 1, 1.0, ONE_WORD)
    value *= np.where(homes[left] == homes[right], 1.0, TWO_STORIES)
    value *= np.where(pages[left] == pages[right], SAME_PAGE, 1.0)
    voices = (speakers[left] != "") & (speakers[right] != "") & (speakers[left] != speakers[right])
    apart = (pairs.fits == 0) | (sentences[left] == sentences[right]) | voices
    value = np.where(apart, -1.0, value)
    size = len(events)
    upper = sp.csr_matrix((value, (left, right)), shape=(size, size))
    table: sp.lil_matrix = (upper + upper.T).tolil()
    return table


def _speaker(event: Event, told: Mapping[str, Clipping]) -> str:
    """The last name of who speaks in an event, empty where nobody named does."""
    if not event.statement:
        return ""
    spoken = next((s for s in told[event.page].statements if s.id == event.statement), None)
    return _last_name(spoken) if spoken else ""


def _last_name(spoken: Statement) -> str:
    name = spoken.speaker or ""
    return "" if not name or name.startswith("unnamed:") else name.split()[-1].casefold()


def _put_together(
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


def _of_one_time(group: Sequence[int], moments: Sequence[Moment], table: sp.lil_matrix) -> list[list[int]]:
    """A group in parts none of which holds two times that cannot be one, the most alike kept together."""
    if len(group) == 1:
        return [list(group)]
    parts = {at: [at] for at in group}
    pairs = [(a, b) for k, a in enumerate(group) for b in group[:k] if table[a, b] > 0]
    for a, b in sorted(pairs, key=lambda pair: (-table[pair[0], pair[1]], pair)):
        one, other = parts[a], parts[b]
        if one is not other and all(_may_be_one(moments[x], moments[y]) for x in one for y in other):
            one.extend(other)
            parts.update(dict.fromkeys(other, one))
    return sorted({part[0]: sorted(part) for part in parts.values()}.values())


def _may_be_one(left: Moment, right: Moment) -> bool:
    return left == right or fit(left, right) > 0


def _with_disputes(
    groups: Sequence[Sequence[int]],
    events: Sequence[Event],
    moments: Sequence[Moment],
    pairs: _Likeness,
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
