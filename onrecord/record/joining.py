"""Joining pages: what was found on each page brought together across pages, and people's decisions put in force.

A record of few articles is joined as a whole. A larger one is joined pile by pile, and only the piles that a
page came to, left, or changed in; the same pages give the same piles, and so the same records, in any order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

from onrecord import piles, stages
from onrecord.groups import Copy, Judgement, Party, Position
from onrecord.kit import open_kit
from onrecord.people.united import name_key, unite
from onrecord.record.copying import STAGE, copy_anew
from onrecord.record.judging import put_in_force
from onrecord.record.opened import clipping_of
from onrecord.record.taking import Progress
from onrecord.store import Store, casts, heaps, questions, runs
from onrecord.store.joined import clear_groups
from onrecord.types import Article, page_of

# Joined as a whole, or in piles: what the record's basis says of it.
AS_ONE, IN_PILES = "as one", "in piles, copies by runs"


def join_pages(store: Store, *, fast: bool, progress: Progress | None = None) -> None:
    """Joins what has changed since pages were last joined; nothing is done when nothing has."""
    put_in_force(store)
    stage = stages.GROUPS
    way = AS_ONE if store.count(Article) <= piles.WHOLE else IN_PILES
    if store.basis(stage.name, stage.version) != way:
        with store.together():
            for name in questions.group_stages(store):
                clear_groups(store.link, name)
            heaps.mark_all(store.link)
            casts.forget_casts(store.link)
            runs.forget_runs(store.link)
            store.based(stage.name, stage.version, way)
            if way == AS_ONE:
                heaps.add_todo(store.link, [""])
    changed = heaps.changed_pages(store.link)
    if changed:
        with store.together():
            if way == AS_ONE:
                heaps.add_todo(store.link, [""])
            else:
                judgements = store.judgements()
                _lay_anew(store, changed, copy_anew(store, changed, judgements), judgements)
            heaps.settle(store.link)
    left = heaps.todo(store.link)
    for count, pile in enumerate(left, start=1):
        _join(store, pile, progress if way == AS_ONE else None, fast=fast)
        if progress and way == IN_PILES:
            progress("joining", count, len(left))
    _unite_parties(store)


def _join(store: Store, pile: str, progress: Progress | None, *, fast: bool) -> None:
    """Makes everything that joins the pages of a pile, in place of what was made of it before."""
    pages = heaps.pages_in(store.link, pile) if pile else questions.article_pages(store)
    clippings = [found for page in pages if (found := clipping_of(store, page)) is not None]
    steps = iter(range(1, 100))
    tell = (lambda step: progress(step, next(steps), 0)) if progress else None
    groups = stages.group_pages(clippings, open_kit(fast=fast), store.judgements(), progress=tell)
    name = _stage_of(pile)
    with store.together():
        clear_groups(store.link, name)
        if pile:
            parties = [found for found in groups[Party] if isinstance(found, Party)]
            positions = [found for found in groups[Position] if isinstance(found, Position)]
            casts.clear_cast(store.link, pile)
            casts.add_cast(store.link, pile, [(name_key(party) or party.id, party) for party in parties], positions)
            copies = [copy for copy in groups[Copy] if isinstance(copy, Copy)]
            own = [copy for copy in copies if not questions.is_kept(store, copy, STAGE)]
            groups = {kind: found for kind, found in groups.items() if kind is not Party} | {Copy: own}
        store.swap(name, groups, {})
        heaps.done(store.link, pile)


def _unite_parties(store: Store) -> None:
    """Makes the parties of several piles one where their names say so, for every name that has changed."""
    judgements = store.judgements()
    for name in casts.names_left(store.link):
        stage = f"{stages.GROUPS.name}: {name}"
        made = unite(list(casts.parties_named(store.link, name).values()), judgements)
        with store.together():
            clear_groups(store.link, stage)
            store.swap(stage, {Party: [party for party, _ in made]}, {})
            casts.give_positions(store.link, {part: party.id for party, parts in made for part in parts})
            casts.settle_name(store.link, name)


def _stage_of(pile: str) -> str:
    return f"{stages.GROUPS.name} {pile}" if pile else stages.GROUPS.name


def _lay_anew(store: Store, changed: Sequence[str], stirred: Set[str], judgements: Sequence[Judgement]) -> None:
    """Lays changed pages in piles again, and notes every pile that is no longer what it was.

    ``stirred`` are pages whose copies have changed.
    """
    link = store.link
    forced = _forced(judgements)
    beside = {page for pair in forced for page in pair}
    touched = heaps.heaps_of(link, [*changed, *beside, *stirred])
    fresh: dict[str, tuple[str, ...]] = {}
    for page in changed:
        article = next(store.scan(Article, page=page), None)
        if article is not None:
            fresh[page] = piles.keys_of(questions.page_text(store, page) or "", article)
            touched |= heaps.heaps_of(link, heaps.near_pages(link, fresh[page], piles.NEAR))
    before = heaps.piles_in(link, touched)
    keys = {page: found for page, found in heaps.keys_in(link, touched).items() if page not in set(changed)} | fresh
    for page in changed:
        heaps.drop_page(link, page)
    after: dict[str, tuple[str, ...]] = {}
    copied = questions.pairs_of(store, STAGE, keys, piles.SHARING)
    anew = fresh.keys() | stirred
    for group in piles.connect(keys, [*forced, *copied], piles.NEAR):
        for pile in _piles_of(group, keys, forced, copied):
            after[pile[0]] = pile
            if before.get(pile[0]) != pile or not anew.isdisjoint(pile):
                heaps.add_todo(link, [pile[0]])
            for page in pile:
                heaps.lay(link, page, keys[page], heap=group[0], pile=pile[0])
    for gone in before.keys() - after.keys():
        clear_groups(link, _stage_of(gone))
        casts.clear_cast(link, gone)
        heaps.done(link, gone)


def _piles_of(
    group: Sequence[str], keys: Mapping[str, tuple[str, ...]], forced: Iterable[piles.Pair], copied: set[piles.Pair]
) -> list[tuple[str, ...]]:
    """The piles of a heap."""
    inside = set(group)
    return piles.make_piles(
        {page: keys[page] for page in group},
        [pair for pair in forced if pair <= inside],
        sorted((pair for pair in copied if pair <= inside), key=sorted),
    )


def _forced(judgements: Iterable[Judgement]) -> list[piles.Pair]:
    """The pages that a person's "yes" puts together, whatever they share."""
    pairs = {frozenset((page_of(j.left), page_of(j.right))) for j in judgements if j.verdict == "yes"}
    return sorted((pair for pair in pairs if len(pair) == 2), key=sorted)
