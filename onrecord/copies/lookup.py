"""Where words stand: pages by the words of their running text, for whoever has no index on disk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from onrecord.copies.wording import read_words
from onrecord.kit.terms import rarity_of, stem_of
from onrecord.labels import KEPT_ROLES
from onrecord.types import Clipping

# So many pages that hold most of the rare words are looked at.
NEAREST = 24

LookUp = Callable[[Sequence[str]], Sequence[Clipping]]


def look_in(clippings: Sequence[Clipping]) -> LookUp:
    """What finds the pages that hold most of some rare words, best first, ties by page id."""
    holders: dict[str, list[int]] = defaultdict(list)
    for place, clipping in enumerate(clippings):
        spans = tuple(block.span for block in clipping.article.blocks if block.role in KEPT_ROLES)
        for form in {word.form for word in read_words(clipping.page.text, spans)}:
            holders[form].append(place)

    def look_up(probes: Sequence[str]) -> list[Clipping]:
        weight: dict[int, float] = defaultdict(float)
        for form in probes:
            for place in holders.get(form, ()):
                weight[place] += 1.0 + rarity_of(stem_of(form))
        best = sorted(weight, key=lambda place: (-weight[place], clippings[place].page.id))
        return [clippings[place] for place in best[:NEAREST]]

    return look_up
