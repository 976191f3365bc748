"""Joining pages: what was found on each page brought together across pages, and people's decisions put in force.

A record of few articles is joined as a whole. A larger one is joined pile by pile, and only the piles that a
page came to, left, or changed in; the same pages give the same piles, and so the same records, in any order.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord import piles, stages
from onrecord.groups import Copy, Judgement, Party, Position
from onrecord.kit import open_kit
from onrecord.people.united import name_key, unite
from onrecord.record.copying import STAGE, copy_anew
from onrecord.record.judging import put_in_force
from onrecord.record.laying import lay_anew
from onrecord.record.recalling import Recalled
from onrecord.record.taking import Progress
from onrecord.store import Store, casts, heaps, questions, runs
from onrecord.store.joined import clear_groups, set_parties
from onrecord.types import Article

# Names whose parties are made one in one write.
_AT_ONCE = 200
# Joined as a whole, or in piles: what the record's basis says of it.
AS_ONE, IN_PILES = "as one", "in piles by words and runs"


def join_pages(store: Store, *, fast: bool, progress: Progress | None = None) -> None:
    """Joins what has changed since pages were last joined; nothing is done when nothing has."""
    way = lay_pages(store)
    left = heaps.todo(store.link)
    for count, pile in enumerate(left, start=1):
        _join(store, pile, progress if way == AS_ONE else None, fast=fast)
        if progress and way == IN_PILES:
            progress("joining", count, len(left))
    _unite_parties(store)


def lay_pages(store: Store) -> str:
    """Finds what is to be joined anew, and gives the way the record is joined."""
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
                _lay_in_piles(store, changed)
            heaps.settle(store.link)
    return way


def _lay_in_piles(store: Store, changed: Sequence[str]) -> None:
    judgements = store.judgements()
    again, gone = lay_anew(store, changed, copy_anew(store, changed, judgements), judgements)
    heaps.add_todo(store.link, again)
    for pile in again:
        # A party may move to a pile that is joined before the one it leaves.
        casts.clear_cast(store.link, pile)
    for pile in gone:
        clear_groups(store.link, _stage_of(pile))
        casts.clear_cast(store.link, pile)
        heaps.done(store.link, pile)


def _join(store: Store, pile: str, progress: Progress | None, *, fast: bool) -> None:
    """Makes everything that joins the pages of a pile, in place of what was made of it before."""
    pages = heaps.pages_in(store.link, pile) if pile else questions.article_pages(store)
    name, judgements = _stage_of(pile), store.judgements()
    recall = Recalled(store, pages, (STAGE, name), judgements)
    clippings = recall.clippings()
    steps = iter(range(1, 100))
    tell = (lambda step: progress(step, next(steps), 0)) if progress else None
    groups = stages.group_pages(clippings, open_kit(fast=fast), judgements, progress=tell, recall=recall)
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
        recall.keep()
        heaps.done(store.link, pile)


def _unite_parties(store: Store) -> None:
    """Makes the parties of several piles one where their names say so, for every name that has changed."""
    judgements = store.judgements()
    names = casts.names_left(store.link)
    for at in range(0, len(names), _AT_ONCE):
        with store.together():
            _unite(store, names[at : at + _AT_ONCE], judgements)


def _unite(store: Store, names: Sequence[str], judgements: Sequence[Judgement]) -> None:
    wanted: dict[str, tuple[str, Party]] = {}
    homes: dict[str, dict[str, str]] = {}
    for name in names:
        made = unite(list(casts.parties_named(store.link, name).values()), judgements)
        wanted |= {party.id: (_stage_of_name(name), party) for party, _ in made}
        homes[name] = {part: party.id for party, parts in made for part in parts}
    set_parties(store.link, map(_stage_of_name, names), wanted)
    for name, mine in homes.items():
        casts.give_positions(store.link, name, mine)
        casts.settle_name(store.link, name)


def _stage_of_name(name: str) -> str:
    return f"{stages.GROUPS.name}: {name}"


def _stage_of(pile: str) -> str:
    return f"{stages.GROUPS.name} {pile}" if pile else stages.GROUPS.name
