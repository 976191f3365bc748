"""How alike pages are as reports of one event: words, what their neighbours share, time, and who acts.

Words: TF-IDF cosine. Two pages are also alike when their nearest pages are the same ones (shared
neighbours), and likeness counts for less beside pages that are like many others (local scaling:
Zelnik-Manor and Perona, 2004, "Self-tuning spectral clustering"; here on cosines, with a softer power).
Time and people can only set pages apart: a page without a date, or that names nobody, is not punished.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import msgspec
import numpy as np
import scipy.sparse as sp

from onrecord.kit.terms import weigh
from onrecord.stories.words import count_roots, rarity_of

# Pairs below this cosine are not looked at; unrelated news lies at .02 to .06.
FAINT = 0.05
# Share of the likeness that comes from common neighbours, how many neighbours count, and how like they must be.
NEIGHBOUR_SHARE = 0.5
NEIGHBOURS = 5
NEIGHBOUR_FLOOR = 0.1
# Pages this alike are one text: they take no neighbour's place, and are no more alike than this when it is told how
# alike a page's nearest ones are. FNC, where many pages are reprints, .954 to .958.
ONE_TEXT = 0.85
TEXT_CROWD = 0.5
# Local scaling: by the mean of so many nearest pages, to this power, around this usual value.
CROWD = 2
CROWD_POWER = 0.42
CROWD_EASE = 0.05
CROWD_USUAL = 0.3
# Long pages share words by chance: past so many terms a page's likenesses are lessened by its length to this power.
# Wikinews .856 to .874, FNC .9524 to .9517, ECB+ as before.
LONG_TERMS = 110
LONG_POWER = 0.1
# Days apart that cost nothing (follow-ups of one event), and days after which likeness is halved.
FREE_DAYS = 4
HALF_DAYS = 8
# Pages surely this far apart tell no one event, however alike: one such pair weighs against joining.
FAR_DAYS = 45
FAR = -1.0
# What is left of the likeness of pages whose people are not the same ones, or stand in other offices: with the
# tagger's people Wikinews dev keeps .85; at .25 it loses .01, at .35 visits of two envoys run together.
OTHER_PEOPLE = 0.27
SAME_PEOPLE_FROM = 0.1
OTHER_OFFICE = 0.55
# An event of less than this many days cannot hold both a page and the latest date another page names.
NAMED_DAYS = 200
OTHER_YEARS = 0.3
CHUNK = 2000


class Doc(msgspec.Struct, frozen=True):
    """A page as the grouping sees it: words, when it came out, who acts in it.

    ``begin`` and ``end`` are days (proleptic ordinals) that bound its date, ``None`` where unknown.
    ``named`` is the latest full date its text names, as a day. ``people`` are names with how often they
    stand; ``offices`` give a name the words of its offices there, and those offices by their usual names.
    """

    text: str
    headline: str = ""
    begin: int | None = None
    end: int | None = None
    named: int | None = None
    people: tuple[tuple[str, float], ...] = ()
    offices: tuple[tuple[str, frozenset[str]], ...] = ()


def liken(docs: Sequence[Doc]) -> sp.csr_matrix:
    """Likeness of each pair of pages as reports of one event, 0 to about 1; faint pairs left out."""
    counts = [count_roots(doc.text, doc.headline) for doc in docs]
    likeness = cosines(weigh(counts, rarity_of).rows)
    scaled = scale(share_neighbours(likeness), one_text(likeness))
    return set_apart(ease_long(scaled, [len(roots) for roots in counts]), docs)


def cosines(rows: sp.csr_matrix) -> sp.csr_matrix:
    """Cosine of each pair of unit rows, the faint ones and the pairs with itself left out."""
    turned = rows.T.tocsc()
    blocks = []
    for start in range(0, rows.shape[0], CHUNK):
        block = (rows[start : start + CHUNK] @ turned).tocoo()
        keep = (block.data >= FAINT) & (block.row + start != block.col)
        kept = (block.data[keep], (block.row[keep], block.col[keep]))
        blocks.append(sp.csr_matrix(kept, shape=block.shape))
    return sp.vstack(blocks, format="csr") if blocks else sp.csr_matrix((0, 0))


def one_text(likeness: sp.csr_matrix) -> sp.csr_matrix:
    """The pairs of pages that are one text, with their likeness."""
    texts: sp.csr_matrix = likeness.multiply(likeness > ONE_TEXT).tocsr()
    return texts


def share_neighbours(likeness: sp.csr_matrix, share: float = NEIGHBOUR_SHARE) -> sp.csr_matrix:
    """The likeness, a share of it replaced by how far the nearest pages of both are the same ones."""
    size = likeness.shape[0]
    texts = one_text(likeness)
    others = _without(likeness, texts)
    near = nearest(others, NEIGHBOURS - 1, NEIGHBOUR_FLOOR) + texts + sp.identity(size, format="csr")
    lengths = np.sqrt(np.asarray(near.multiply(near).sum(axis=1)).ravel())
    near = (sp.diags(1 / lengths) @ near).tocsr()
    common = (near @ near.T).tocsr()
    common.setdiag(0)
    mixed: sp.csr_matrix = ((1 - share) * likeness + share / 2 * common).tocsr()
    mixed.eliminate_zeros()
    return mixed


def _without(likeness: sp.csr_matrix, texts: sp.csr_matrix) -> sp.csr_matrix:
    """The likeness of pairs that are not one text."""
    others: sp.csr_matrix = (likeness - likeness.multiply(texts > 0)).tocsr()
    others.eliminate_zeros()
    return others


def nearest(likeness: sp.csr_matrix, count: int, floor: float) -> sp.csr_matrix:
    """Each row's ``count`` most alike entries at or above the floor, ties to the first."""
    starts, columns, values = [0], [], []
    for row in range(likeness.shape[0]):
        low, high = likeness.indptr[row], likeness.indptr[row + 1]
        data, places = likeness.data[low:high], likeness.indices[low:high]
        order = np.lexsort((places, -data))[:count]
        order = order[data[order] >= floor]
        columns.append(places[order])
        values.append(data[order])
        starts.append(starts[-1] + len(order))
    if not columns:
        return likeness
    arrays = (np.concatenate(values), np.concatenate(columns), np.array(starts))
    return sp.csr_matrix(arrays, shape=likeness.shape)


def scale(likeness: sp.csr_matrix, texts: sp.csr_matrix) -> sp.csr_matrix:
    """The likeness measured against how alike each page's nearest ones are; those of one text count for less."""
    count = min(CROWD, max(1, likeness.shape[0] - 1))
    tame = (_without(likeness, texts) + (texts > 0).multiply(TEXT_CROWD)).tocsr()
    crowd = np.asarray(nearest(tame, count, 0.0).sum(axis=1)).ravel() / count
    ease = crowd_ease(crowd)
    scaled: sp.csr_matrix = (sp.diags(ease) @ likeness @ sp.diags(ease)).tocsr()
    return scaled


def crowd_ease(crowd: np.ndarray) -> np.ndarray:
    """What each page's likenesses are multiplied by, given the mean of its nearest ones."""
    eased: np.ndarray = (CROWD_USUAL / (crowd + CROWD_EASE)) ** CROWD_POWER
    return eased


def ease_long(likeness: sp.csr_matrix, terms: Sequence[int]) -> sp.csr_matrix:
    """The likeness lessened beside long pages, given how many terms each page has."""
    ease = np.array([(max(count, LONG_TERMS) / LONG_TERMS) ** -LONG_POWER for count in terms])
    eased: sp.csr_matrix = (sp.diags(ease) @ likeness @ sp.diags(ease)).tocsr()
    return eased


def set_apart(likeness: sp.csr_matrix, docs: Sequence[Doc]) -> sp.csr_matrix:
    """The likeness lessened where time or people say that two pages report different events."""
    if not any(d.begin or d.end or d.named or d.people or d.offices for d in docs):
        return likeness
    docs = weigh_people(docs)
    pairs = likeness.tocoo()
    heard = [
        hear(docs[int(i)], docs[int(j)], float(likeness))
        for i, j, likeness in zip(pairs.row, pairs.col, pairs.data, strict=True)
    ]
    lessened = sp.csr_matrix((np.array(heard), (pairs.row, pairs.col)), shape=likeness.shape)
    lessened.eliminate_zeros()
    return lessened


def weigh_people(docs: Sequence[Doc]) -> list[Doc]:
    """The pages with people weighed: who stands on every page of the pile does not tell pages apart."""
    pages = Counter(name for doc in docs for name, _ in doc.people)
    rarity = {name: math.log((len(docs) + 1) / (count + 0.5)) + 0.05 for name, count in pages.items()}
    weighed = [tuple((name, count * rarity[name]) for name, count in doc.people) for doc in docs]
    return [msgspec.structs.replace(doc, people=people) for doc, people in zip(docs, weighed, strict=True)]


def hear(left: Doc, right: Doc, likeness: float) -> float:
    """The likeness of two pages after time and people are heard; far below 0 for pages months apart."""
    if gap_days(left, right) > FAR_DAYS:
        return FAR
    return likeness * time_left(left, right) * people_left(left, right)


def time_left(left: Doc, right: Doc) -> float:
    """Full for pages within a few days or of unknown date, halved for each further week or so between them.

    >>> time_left(Doc("", begin=10, end=10), Doc("", begin=22, end=22))
    0.5
    """
    gap = gap_days(left, right)
    if gap > FREE_DAYS:
        return float(0.5 ** ((gap - FREE_DAYS) / HALF_DAYS))
    return OTHER_YEARS if gap == 0 and _named_long_before(left, right) else 1.0


def gap_days(left: Doc, right: Doc) -> int:
    """Days that surely lie between two pages; 0 where their brackets touch or are open."""
    gaps = [
        later.begin - earlier.end
        for earlier, later in ((left, right), (right, left))
        if later.begin is not None and earlier.end is not None
    ]
    return max([0, *gaps])


def _named_long_before(left: Doc, right: Doc) -> bool:
    """Whether an undated page's latest full date lies long before the other page.

    Pages leave the year out of dates of their own year, so the latest date with a year tells how old a page may be.
    """
    for undated, other in ((left, right), (right, left)):
        known = other.begin if other.begin is not None else other.named
        bound = undated.begin is not None and undated.begin == undated.end
        if not bound and undated.named is not None and known is not None and known - undated.named > NAMED_DAYS:
            return True
    return False


def people_left(left: Doc, right: Doc) -> float:
    """Full where the same people act, or where a page names nobody; less where they are others.

    One person in two offices, or one office held by two persons, tells of two times.
    """
    kept = math.pow(OTHER_OFFICE, _moved(left, right) + _succeeded(left, right))
    if not left.people or not right.people:
        return kept
    first, second = dict(left.people), dict(right.people)
    shared = sum(weight * second.get(name, 0.0) for name, weight in first.items())
    sizes = sum(w * w for w in first.values()) * sum(w * w for w in second.values())
    return kept * (OTHER_PEOPLE + (1 - OTHER_PEOPLE) * min(1.0, shared / math.sqrt(sizes) / SAME_PEOPLE_FROM))


def _moved(left: Doc, right: Doc) -> bool:
    """Whether a person of both pages stands in offices that share no word."""
    there = dict(right.offices)
    return any(name in there and not office & there[name] for name, office in left.offices)


def _succeeded(left: Doc, right: Doc) -> bool:
    """Whether an office of both pages has two holders, neither of them known to the other page.

    Two ministers of two countries meet on one page; a page on one of them years later names but one.
    """
    here, there = dict(left.people), dict(right.people)
    holders = {office: name for name, offices in right.offices for office in offices if " " in office}
    return any(
        holders.get(office, name) not in {name, *here} and name not in there
        for name, offices in left.offices
        for office in offices
    )
