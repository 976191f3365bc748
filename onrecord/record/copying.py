"""Copies of a large record: a page is compared with those that share its runs, wherever they lie, and with no others.

What two pages share hangs on the two alone, so that a pair once compared stays as it is until one of its pages
changes. A person's decision outranks what the words say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from onrecord.copies import COPY, compare_pages, keys_of, stated
from onrecord.copies.direction import order_of
from onrecord.groups import Copy, Judgement
from onrecord.judged import wrong_ones
from onrecord.record.opened import clipping_of
from onrecord.stages import without_wrong
from onrecord.store import Store, questions, runs
from onrecord.types import Clipping

# The stage under which the copies of a large record are kept.
STAGE = "groups: copies"
# Of a page's runs one in so many is kept: 16 words running on both pages hold two kept ones in 19 of 20 cases.
KEPT = 4
# Pages remembered while pairs are compared.
_REMEMBERED = 400

Pair = frozenset[str]


def copy_anew(store: Store, changed: Sequence[str], judgements: Sequence[Judgement]) -> set[str]:
    """Brings the copies up to date with pages that changed, came or went; gives the pages whose copies have changed."""
    reader = _Reader(store, wrong_ones(judgements))
    stirred: set[int] = set()
    for page in changed:
        stirred |= runs.drop_runs(store.link, page)
        reader.forget(page)
        clipping = reader.read(page)
        if clipping is not None:
            stirred |= runs.put_runs(store.link, page, clipping.article.published.value, kept_runs(clipping))
    decided = {frozenset((j.left, j.right)): j for j in judgements if j.why == COPY}
    new = frozenset(changed)
    gone: set[str] = set()
    fresh: set[Pair] = set()
    for page in sorted({*changed, *runs.pages_of(store.link, stirred)}):
        known = {frozenset((c.left, c.right)): c.id for c in questions.copies_kept(store, page, STAGE)}
        wanted = _wanted(store, page, decided)
        gone |= {name for pair, name in known.items() if pair not in wanted or pair & new}
        fresh |= {pair for pair in wanted if pair not in known or pair & new}
    made = [copy for pair in sorted(fresh, key=sorted) if (copy := _compare(reader, pair, decided.get(pair)))]
    store.swap(STAGE, {Copy: made}, {Copy: sorted(gone)})
    return {page for name in gone for page in ends_of(name)} | {end for copy in made for end in (copy.left, copy.right)}


def kept_runs(clipping: Clipping) -> list[int]:
    """The runs by which a page is found: the same choice on every page, so that what is shared is kept on both."""
    found = {int(key) for key in keys_of([clipping])[0].view("int64")}
    return sorted(run for run in found if run >> 3 & (KEPT - 1) == 0)


def ends_of(name: str) -> tuple[str, str]:
    """The two pages of a copy, by its id."""
    left, _, right = name.partition(":c-")
    return left, right


def _wanted(store: Store, page: str, decided: Mapping[Pair, Judgement]) -> set[Pair]:
    number = runs.number_in(store.link, page)
    if number is None:
        return set()
    found = {frozenset((page, other)) for other in runs.pages_of(store.link, runs.partners_of(store.link, number))}
    for pair, judgement in decided.items():
        if page in pair and len(pair) == 2 and judgement.verdict == "no":
            found.discard(pair)
        elif page in pair and len(pair) == 2 and judgement.verdict == "yes":
            found |= {pair} if all(runs.number_in(store.link, end) is not None for end in pair) else set()
    return found


class _Reader:
    """Pages as they are compared, the last few remembered."""

    def __init__(self, store: Store, wrong: frozenset[str]) -> None:
        self._store = store
        self._wrong = wrong
        self._kept: dict[str, Clipping | None] = {}

    def read(self, page: str) -> Clipping | None:
        if page not in self._kept:
            if len(self._kept) >= _REMEMBERED:
                del self._kept[next(iter(self._kept))]
            found = clipping_of(self._store, page)
            self._kept[page] = found and without_wrong(found, self._wrong)
        return self._kept[page]

    def forget(self, page: str) -> None:
        self._kept.pop(page, None)


def _compare(reader: _Reader, pair: Iterable[str], judgement: Judgement | None) -> Copy | None:
    one, two = (reader.read(page) for page in sorted(pair))
    if one is None or two is None:
        return None
    copy = compare_pages(one, two)
    if judgement is None or judgement.verdict != "yes":
        return copy
    left, right = sorted((one, two), key=order_of)
    return stated(left, right, copy, judgement)
