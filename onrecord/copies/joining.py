"""Things joined into groups by links, strongest first, never against what a person has forbidden."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence


def join(
    members: Sequence[str],
    links: Iterable[tuple[str, str]],
    *,
    bars: Callable[[Sequence[str], Sequence[str]], bool] | None = None,
) -> list[tuple[str, ...]]:
    """The groups that links make of the members, each in the members' order, ordered by first member.

    Links are taken in the order given; one between two groups that something ``bars`` from being one is left out.

    >>> join(["a", "b", "c"], [("a", "b"), ("b", "c")], bars=lambda one, two: {"a", "c"} <= {*one, *two})
    [('a', 'b'), ('c',)]
    """
    group = {member: [member] for member in members}
    for left, right in links:
        one, two = group.get(left), group.get(right)
        if one is None or two is None or one is two:
            continue
        if bars is not None and bars(one, two):
            continue
        small, large = sorted((one, two), key=len)
        large += small
        for member in small:
            group[member] = large
    order = {member: place for place, member in enumerate(members)}
    distinct = {id(found): found for found in group.values()}.values()
    return sorted((tuple(sorted(found, key=order.__getitem__)) for found in distinct), key=lambda g: order[g[0]])
