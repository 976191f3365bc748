"""Laying pages in piles: what is near a page that came, left or changed, and which piles are others for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from onrecord import piles
from onrecord.groups import Copy, Judgement
from onrecord.record.copying import STAGE
from onrecord.store import Store, heaps, questions
from onrecord.types import Article, page_of

Piles = dict[str, tuple[str, ...]]


def lay_anew(
    store: Store, changed: Sequence[str], stirred: Set[str], judgements: Sequence[Judgement]
) -> tuple[list[str], list[str]]:
    """Lays pages in piles again; gives the piles to be joined anew, and those that are no more.

    ``stirred`` are pages whose copies have changed. Only the piles that these pages, and pages near them before or
    after, lay or lie in can be others; they are told from the pages' neighbours alone.
    """
    fresh, seeds = _near_anew(store, changed)
    seeds |= _copies_anew(store, {*changed, *stirred}) | _persons_anew(store, judgements)
    before, after = _piles_around(store, {*changed, *seeds})
    anew = fresh | stirred
    for page in changed:
        heaps.lift(store.link, page)
    for pile, pages in after.items():
        heaps.lay(store.link, pile, pages)
    again = [pile for pile, pages in after.items() if before.get(pile) != pages or not anew.isdisjoint(pages)]
    return sorted(again), sorted(before.keys() - after.keys())


def _near_anew(store: Store, changed: Iterable[str]) -> tuple[set[str], set[str]]:
    """Finds again what is near changed pages by their words: those that are there, and all that were or are near."""
    fresh: set[str] = set()
    seeds: set[str] = set()
    for page in changed:
        heaps.drop_keys(store.link, page)
        seeds |= heaps.drop_near(store.link, heaps.WORDS, heaps.near_for(store.link, heaps.WORDS, page=page))
        article = next(store.scan(Article, page=page), None)
        if article is None:
            continue
        fresh.add(page)
        keys = piles.keys_of(questions.page_text(store, page) or "", article)
        shared = heaps.sharing(store.link, page, keys, round(piles.NEAR * piles.SCALE**2))
        levels = {(page, other): level for other, much in shared.items() if (level := piles.level_of(much)) is not None}
        seeds |= heaps.put_near(store.link, heaps.WORDS, levels)
        heaps.put_keys(store.link, page, keys)
    return fresh, seeds


def _copies_anew(store: Store, pages: Iterable[str]) -> set[str]:
    """Notes again which pages are near these by the text they share; gives all that were or are."""
    seeds: set[str] = set()
    for page in pages:
        seeds |= heaps.drop_near(store.link, heaps.COPY, heaps.near_for(store.link, heaps.COPY, page=page))
        kept: list[Copy] = questions.copies_kept(store, page, STAGE)
        levels = {(c.left, c.right): level for c in kept if (level := piles.copy_level(c)) is not None}
        seeds |= heaps.put_near(store.link, heaps.COPY, levels)
    return seeds


def _persons_anew(store: Store, judgements: Iterable[Judgement]) -> set[str]:
    """Notes again which pages a person's "yes" puts together; gives all that were or are, if any pair is another."""
    pairs = {(page_of(j.left), page_of(j.right)) for j in judgements if j.verdict == "yes"}
    there = {page for page in {end for pair in pairs for end in pair} if next(store.scan(Article, page=page), None)}
    wanted = {pair: piles.TOP for pair in pairs if pair[0] != pair[1] and there.issuperset(pair)}
    known = heaps.near_for(store.link, heaps.PERSON)
    if {frozenset(pair) for pair in known} == {frozenset(pair) for pair in wanted}:
        return set()
    seeds = heaps.drop_near(store.link, heaps.PERSON, known)
    return seeds | heaps.put_near(store.link, heaps.PERSON, wanted)


def _piles_around(store: Store, seeds: Iterable[str]) -> tuple[Piles, Piles]:
    """The piles these pages lay in and those they lie in now, with all that shared or shares one with them."""
    neighbours: dict[str, list[tuple[str, int]]] = {}
    there: dict[str, bool] = {}
    before: Piles = {}
    after: Piles = {}
    home: dict[str, str] = {}

    def near(page: str) -> list[tuple[str, int]]:
        if page not in neighbours:
            neighbours[page] = heaps.neighbours(store.link, page)
        return neighbours[page]

    left, seen = sorted(seeds), set[str]()
    while left:
        page = left.pop()
        if page in seen:
            continue
        seen.add(page)
        old = heaps.pile_with(store.link, page)
        if old is not None and old not in before:
            before[old] = tuple(heaps.pages_in(store.link, old))
            left += before[old]
        if page not in there:
            there[page] = bool(store.cells("SELECT 1 FROM stems WHERE page = ?", (page,)))
        if there[page] and page not in home:
            pile = piles.pile_of(page, near)
            after[pile[0]] = pile
            home |= dict.fromkeys(pile, pile[0])
            left += pile
    return before, after
