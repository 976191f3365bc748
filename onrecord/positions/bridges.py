"""Two voices of one body that refuse, in other words, what the body itself refuses.

"We can never allow a foreign boat" and, years before, "joint patrols are unacceptable" share no word; the
army's refusal "of the offer to allow foreign boats on joint patrols" has words of both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from onrecord.positions.claims import Claim
from onrecord.positions.relations import Found, Pair, distance_of
from onrecord.positions.voices import one_voice

# How alike each must be to the claim between them.
ALIKE = 0.1
SURE = 0.45
# Through one claim no more pairs than this are joined.
MOST = 20

Ends = tuple[int, int]


def find_bridges(
    claims: Sequence[Claim], pairs: Mapping[Ends, Pair], held: frozenset[Ends]
) -> Iterator[tuple[Pair, Found]]:
    """Pairs of two stories joined through a third claim of their body, not among the ``held`` ones."""
    near: dict[int, list[int]] = defaultdict(list)
    for (one, other), pair in sorted(pairs.items()):
        left, right = pair.left, pair.right
        one_side = left.lean != 0 and left.lean == right.lean and pair.alike >= ALIKE and _shared(left, right)
        if one_side and one_voice(left.voices, right.voices):
            near[one].append(other)
            near[other].append(one)
    seen = set(held)
    for middle, ends in sorted(near.items()):
        joined = 0
        for at, one in enumerate(sorted(ends)):
            for other in sorted(ends)[at + 1 :]:
                left, right = claims[one], claims[other]
                if (one, other) in seen or joined >= MOST or left.party == right.party or left.story == right.story:
                    continue
                seen.add((one, other))
                joined += 1
                yield _bridge(left, right, claims[middle])


def _shared(left: Claim, right: Claim) -> frozenset[str]:
    return left.leans_on & right.leans_on


def _bridge(left: Claim, right: Claim, middle: Claim) -> tuple[Pair, Found]:
    stems = (*sorted(_shared(left, middle)), *sorted(_shared(right, middle)))
    forms = {stem: middle.forms[stem] for stem in stems if stem in middle.forms}
    pair = Pair(left, right, 0.0, tuple(dict.fromkeys(stems)), None, forms)
    side = "for" if left.lean > 0 else "against"
    between = f"both {side} what {middle.name or 'a third statement'} is {side}"
    offices = "; ".join(f"{c.name}, {c.offices[0]}" if c.offices else c.name for c in (left, right))
    return pair, Found("affirms", SURE, (between, f"one body's voice: {offices}", *distance_of(pair)))
