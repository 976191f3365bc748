"""How alike events are told, two by two: the signs by which a judge tells whether groups of them are one event."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

import msgspec
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from onrecord.groups import Event, Story
from onrecord.kit.terms import find_terms, rarity_of, term_table
from onrecord.timeline.deeds import COMMON, MOST_WEIGHT, Bag, Told, told_in
from onrecord.timeline.moments import Moment, fit
from onrecord.types import Clipping

Table = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

# What two events share is read at once for candidates: words near the time words, or what is done, times how the times
# fit. Below this they are no pair.
CANDIDATE = 0.08
DEED_SHARE = 0.2
# Pages of two stories tell one event only in nearly the same words.
TWO_STORIES = 0.375
# The start of a page, whose words tell what its story is about.
LEAD_CHARS = 300


class Bench(msgspec.Struct, frozen=True):
    """The events with all that their signs are made of: words by weight as unit rows, moments, homes, voices."""

    events: tuple[Event, ...]
    moments: tuple[Moment, ...]
    told: tuple[Told, ...]
    rows: dict[str, sp.csr_matrix]
    stacked: sp.csr_matrix
    homes: npt.NDArray[np.int64]
    voices: tuple[frozenset[str], ...]
    central: Table
    many: Table


class Pairs(msgspec.Struct, frozen=True):
    """Candidate pairs (``left`` before ``right``): likeness of words, words in common, how their times fit."""

    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    words: Table
    shared: Table
    fits: Table
    value: Table


def lay_out(
    events: Sequence[Event], moments: Sequence[Moment], told: Mapping[str, Clipping], stories: Sequence[Story]
) -> Bench:
    """The events of some pages, ready to be held against one another."""
    words = tuple(told_in(event, told[event.page]) for event in events)
    story_of = {page: at for at, story in enumerate(stories) for page in story.pages}
    names = sorted({event.page for event in events})
    alone = {page: len(stories) + at for at, page in enumerate(names)}
    homes = np.array([story_of.get(event.page, alone[event.page]) for event in events])
    near = [one.near for one in words]
    rows = {
        "near": _rows(near),
        "local": _rows(_local(near, [one.whole for one in words], homes)),
        "whole": _rows([one.whole for one in words]),
        "names": _rows([one.names for one in words]),
        "deeds": _rows([one.deeds for one in words]),
        "numbers": _rows([dict.fromkeys(one.numbers, 1.0) for one in words]),
    }
    return Bench(
        tuple(events), tuple(moments), words, rows, sp.hstack(list(rows.values()), format="csr"), homes,
        tuple(_voice(event, told[event.page]) for event in events),
        _central(near, homes, events, told),
        _many(events, moments, homes),
    )  # fmt: skip


def pair_up(bench: Bench) -> Pairs:
    """Every pair of events that share a word, or of one story what is done, in order of rows."""
    alike, deeds = _upper(bench.rows["near"]), _upper(bench.rows["deeds"])
    ones = bench.rows["near"].copy()
    ones.data = np.ones_like(ones.data)
    both = (alike + deeds).tocoo()
    left, right = both.row.astype(np.int64), both.col.astype(np.int64)
    words, done = _at(alike, left, right), _at(deeds, left, right)
    shared = _at(_upper(ones), left, right)
    fits = _fits(bench.moments, left, right)
    same = bench.homes[left] == bench.homes[right]
    value = (words + DEED_SHARE * np.where(same, done, 0.0)) * np.minimum(fits, 2.0)
    value = np.where(same | (words * np.minimum(fits, 1.0) >= TWO_STORIES), value, 0.0)
    return Pairs(left, right, words, shared, fits, value)


def signs_of(bench: Bench, group: Sequence[int]) -> tuple[dict[str, Table], Flags]:
    """The signs between all events of a group as tables, and which pairs cannot be one event."""
    at = np.array(group)
    tables = _products(bench, at)
    weights = np.array([sum(bench.told[one].near.values()) for one in group])
    sizes = np.sqrt(np.outer(weights, weights))
    least = np.minimum.outer(weights, weights)
    tables["contain"] = np.divide(tables["near"] * sizes, least, out=np.zeros_like(sizes), where=least > 0)
    fits = _fit_table([bench.moments[one] for one in group])
    tables["fit"] = np.log(np.clip(fits, 0.1, 2.0))
    said = np.array([bool(bench.events[one].statement) for one in group])
    tables["onesaid"], tables["bothsaid"] = (said[:, None] != said).astype(float), np.outer(said, said).astype(float)
    main = np.array([bench.told[one].main for one in group])
    known = main != ""
    tables["diffdeed"] = (np.outer(known, known) & (tables["deeds"] == 0)).astype(float)
    figures = np.array([bool(bench.told[one].numbers) for one in group])
    tables["numdiff"] = (np.outer(figures, figures) & (tables["numbers"] == 0)).astype(float)
    tables["cen"] = np.minimum.outer(bench.central[at], bench.central[at])
    tables["many"] = np.minimum(np.maximum.outer(bench.many[at], bench.many[at]), 3.0)
    lengths = np.array([_length(bench.moments[one]) for one in group])
    tables["scale"], tables["long"] = np.abs(np.subtract.outer(lengths, lengths)), np.maximum.outer(lengths, lengths)
    tables["samevoice"], two = _voices([bench.voices[one] for one in group])
    return tables, _apart(bench, at, fits, tables["near"]) | two


def _apart(bench: Bench, at: npt.NDArray[np.int64], fits: Table, near: Table) -> Flags:
    """Pairs that cannot be one: no one time, one sentence, two stories in other words."""
    places: dict[tuple[str, int], int] = {}
    sentences = np.array([
        places.setdefault((bench.events[one].page, bench.events[one].what.start), len(places)) for one in at
    ])  # fmt: skip
    homes = bench.homes[at]
    far = (homes[:, None] != homes) & (near * np.minimum(fits, 1.0) < TWO_STORIES)
    apart: Flags = (fits <= 0) | (sentences[:, None] == sentences) | far
    return apart


def _voices(voices: Sequence[frozenset[str]]) -> tuple[Table, Flags]:
    """Which pairs have one person speaking, and which two."""
    kinds = {voice: at for at, voice in enumerate(dict.fromkeys(voices))}
    kind = np.array([kinds[voice] for voice in voices])
    same = np.array([[float(bool(a & b)) for b in kinds] for a in kinds])
    two = np.array([[bool(a and b and not a & b) for b in kinds] for a in kinds])
    return same[np.ix_(kind, kind)], two[np.ix_(kind, kind)]


def _rows(bags: Sequence[Bag]) -> sp.csr_matrix:
    """Bags as rows of length 1 over the square roots of their weights."""
    place = {stem: at for at, stem in enumerate(sorted({stem for bag in bags for stem in bag}))}
    starts: list[int] = [0]
    columns: list[int] = []
    values: list[float] = []
    for bag in bags:
        size = math.sqrt(sum(bag.values())) or 1.0
        columns.extend(place[stem] for stem in bag)
        values.extend(math.sqrt(weight) / size for weight in bag.values())
        starts.append(len(columns))
    shape = (len(bags), max(1, len(place)))
    return sp.csr_matrix((np.array(values), np.array(columns, dtype=np.int64), np.array(starts)), shape=shape)


def _upper(rows: sp.csr_matrix) -> sp.csr_matrix:
    """The products of each row with the later ones."""
    table: sp.csr_matrix = sp.triu(rows @ rows.T, k=1, format="csr")
    table.sort_indices()
    return table


def _products(bench: Bench, at: npt.NDArray[np.int64]) -> dict[str, Table]:
    """The products of some rows of each table of words: all cut out at once, and dense, since they are few."""
    part = bench.stacked[at]
    columns, place = np.unique(part.indices, return_inverse=True)
    dense = np.zeros((len(at), len(columns)))
    dense[np.repeat(np.arange(len(at)), np.diff(part.indptr)), place] = part.data
    ends = np.cumsum([rows.shape[1] for rows in bench.rows.values()])
    cuts = [0, *np.searchsorted(columns, ends).tolist()]
    blocks = zip(bench.rows, cuts, cuts[1:], strict=False)
    return {name: dense[:, start:end] @ dense[:, start:end].T for name, start, end in blocks}


def _at(table: sp.csr_matrix, left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]) -> Table:
    values: Table = np.asarray(table[left, right]).ravel() if len(left) else np.zeros(0)
    return values


def _local(near: Sequence[Bag], whole: Sequence[Bag], homes: npt.NDArray[np.int64]) -> list[Bag]:
    """The words near the time words, those that much of the story shares weighing less."""
    seen: dict[int, Counter[str]] = defaultdict(Counter)
    sizes = Counter(int(home) for home in homes)
    for bag, home in zip(whole, homes, strict=True):
        seen[int(home)].update(bag.keys())
    return [
        {stem: weight * math.log((sizes[int(home)] + 1) / seen[int(home)][stem]) for stem, weight in bag.items()}
        for bag, home in zip(near, homes, strict=True)
    ]


def _voice(event: Event, clip: Clipping) -> frozenset[str]:
    """The names of the person who speaks in an event; none where a body or nobody named does."""
    spoken = next((s for s in clip.statements if s.id == event.statement), None) if event.statement else None
    if spoken is None or not spoken.speaker or spoken.speaker.startswith("unnamed:"):
        return frozenset()
    mention = next((m for m in clip.mentions if m.id == spoken.mention), None)
    if mention is not None and mention.kind != "person":
        return frozenset()
    return frozenset(word.casefold() for word in spoken.speaker.split())


def _central(
    near: Sequence[Bag], homes: npt.NDArray[np.int64], events: Sequence[Event], told: Mapping[str, Clipping]
) -> Table:
    """How much the words near the time words are those that the story's pages begin with."""
    pages: dict[int, set[str]] = defaultdict(set)
    for event, home in zip(events, homes, strict=True):
        pages[int(home)].add(event.page)
    leads = {home: _lead([told[page] for page in sorted(names)]) for home, names in pages.items()}
    sizes = {home: math.sqrt(sum(w * w for w in lead.values())) or 1.0 for home, lead in leads.items()}
    found = []
    for bag, home in zip(near, homes, strict=True):
        size = math.sqrt(sum(w * w for w in bag.values())) or 1.0
        product = sum(min(w, MOST_WEIGHT) * leads[int(home)].get(stem, 0.0) for stem, w in bag.items())
        found.append(product / size / sizes[int(home)])
    return np.array(found)


def _lead(clippings: Sequence[Clipping]) -> dict[str, float]:
    """The words that pages begin with, by rarity and by how many of the pages do."""
    counts: Counter[str] = Counter()
    for clip in clippings:
        headline = clip.article.headline.value if clip.article.headline else ""
        counts.update(_rare_stems(f"{headline} . {clip.page.text[:LEAD_CHARS]}"))
    return {stem: rarity_of(stem) * count / len(clippings) for stem, count in counts.items()}


@lru_cache(maxsize=1024)
def _rare_stems(text: str) -> frozenset[str]:
    """The words of a text that are no common ones."""
    table = term_table()
    stems = {term.stem for term in find_terms(text)}
    return frozenset(s for s in stems if len(s) > 2 and table.counts.get(s, 0) <= COMMON * table.pages)


def _many(events: Sequence[Event], moments: Sequence[Moment], homes: npt.NDArray[np.int64]) -> Table:
    """How many events of its very time each page of the story tells, on average: where many, they are many events."""
    keys = [
        (int(home), m.begin, m.end, m.weekday, m.month, m.day, m.words) for home, m in zip(homes, moments, strict=True)
    ]
    counts = Counter(keys)
    pages: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for key, event in zip(keys, events, strict=True):
        pages[key].add(event.page)
    return np.array([counts[key] / len(pages[key]) for key in keys])


def _fits(moments: Sequence[Moment], left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]) -> Table:
    """How well the times of pairs fit, worked once for each two kinds of times."""
    kinds = {moment: at for at, moment in enumerate(dict.fromkeys(moments))}
    known = list(kinds)
    kind = np.array([kinds[moment] for moment in moments])
    one, other = np.minimum(kind[left], kind[right]), np.maximum(kind[left], kind[right])
    codes, back = np.unique(one * len(known) + other, return_inverse=True)
    values = np.array([fit(known[code // len(known)], known[code % len(known)]) for code in codes.tolist()])
    return values[back] if len(codes) else np.zeros(0)


def _fit_table(moments: Sequence[Moment]) -> Table:
    size = len(moments)
    left, right = np.triu_indices(size, k=1)
    table = np.zeros((size, size))
    table[left, right] = _fits(moments, left, right)
    return table + table.T


def _length(moment: Moment) -> float:
    """The logarithm of how many days a time runs over."""
    if moment.begin and moment.end:
        try:
            days = (date.fromisoformat(moment.end) - date.fromisoformat(moment.begin)).days
        except ValueError:
            days = 0
        return math.log(max(0, days) + 1)
    return 0.0 if moment.weekday or moment.leans or moment.day else math.log(30)
