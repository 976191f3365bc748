"""Terms: the words of a text that tell what it is about, and how much each one weighs.

A term is a word cut to its stem. It weighs more the more often a text uses it and the fewer texts
use it at all (TF-IDF); how many do is counted in the collection and in a table of general news
(``weights/terms.json``, made by ``training/terms.py``), so that five pages on one matter do not
call its words common, and one page alone can be weighed too.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice, pairwise
from pathlib import Path

import msgspec
import numpy as np
import scipy.sparse as sp

from onrecord.errors import WeightsError

TABLE = Path(__file__).parent.parent / "weights" / "terms.json"
# How many pages of the collection one page of the table counts for: B-cubed on four story sets, .915 at .3,
# .903 at .1 and .912 at 1.
TABLE_SHARE = 0.3
# A word that stands in more of the general pages than this says nothing about one page ("said", "after").
COMMON_SHARE = 0.3
# News tells first what it is about: words of the lead count twice, words past the cut not at all.
LEAD_WORDS = 100
CUT_WORDS = 800
# Words remembered with their stems, and stems with how rare they are.
REMEMBERED = 65536

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Term(msgspec.Struct, frozen=True):
    """A word of a text: its stem and where it stands."""

    stem: str
    start: int
    end: int


class Table(msgspec.Struct, frozen=True):
    """In how many of ``pages`` general news pages each stem stands; rarer ones are left out."""

    pages: int
    counts: dict[str, int]

    def is_common(self, stem: str) -> bool:
        """Whether a stem is too common to tell what a page is about."""
        return self.counts.get(stem, 0) > COMMON_SHARE * self.pages


class Weighed(msgspec.Struct, frozen=True):
    """Texts as rows of unit length over the stems of ``stems`` (a scipy CSR matrix in ``rows``)."""

    rows: sp.csr_matrix
    stems: tuple[str, ...]

    def by_stem(self) -> list[dict[str, float]]:
        """Each text's weights by their stems."""
        stems, weights = [self.stems[at] for at in self.rows.indices.tolist()], self.rows.data.tolist()
        edges = pairwise(self.rows.indptr.tolist())
        return [dict(zip(stems[low:high], weights[low:high], strict=True)) for low, high in edges]


@lru_cache(maxsize=1)
def term_table() -> Table:
    """The table of general news, read once per process; raises WeightsError when it is missing or broken."""
    try:
        return msgspec.json.decode(TABLE.read_bytes(), type=Table)
    except (OSError, msgspec.DecodeError) as error:
        raise WeightsError(f"{TABLE.name}: {error}. Reinstall the package.") from error


@lru_cache(maxsize=REMEMBERED)
def stem_of(word: str) -> str:
    """A word without its endings, so that forms of one word fall together; not always a word itself.

    >>> [stem_of(w) for w in ("Offers", "offered", "offering", "countries", "minister's")]
    ['offer', 'offer', 'offer', 'country', 'minister']
    """
    stem = word.casefold().replace("’", "'")
    if stem.endswith("'s"):
        stem = stem[:-2]
    stem = stem.replace("'", "")
    if len(stem) > 4 and stem.endswith("ies"):
        return stem[:-3] + "y"
    if len(stem) > 4 and stem.endswith("sses"):
        return stem[:-2]
    if len(stem) > 3 and stem.endswith("s") and not stem.endswith(("ss", "us", "is")):
        stem = stem[:-1]
    if len(stem) > 6 and stem.endswith("ing"):
        stem = stem[:-3]
    elif len(stem) > 5 and stem.endswith("ed"):
        stem = stem[:-2]
    return stem[:-1] if len(stem) > 4 and stem.endswith("e") else stem


def find_terms(text: str, start: int = 0, end: int | None = None, *, limit: int | None = None) -> list[Term]:
    """The words between two offsets as terms, in reading order, common ones too; the first ``limit`` where given.

    >>> find_terms("Two ships left.")
    [Term(stem='two', start=0, end=3), Term(stem='ship', start=4, end=9), Term(stem='left', start=10, end=14)]
    """
    found = islice(_WORD.finditer(text, start, len(text) if end is None else end), limit)
    return [Term(stem_of(m.group()), m.start(), m.end()) for m in found]


def count_terms(text: str, headline: str = "") -> dict[str, float]:
    """How often each term stands in a text and its headline; common ones left out, the lead counted twice.

    >>> count_terms("The harbour was closed. It was the third time.", headline="Harbour closed")["harbour"]
    5.0
    """
    table = term_table()
    counts: dict[str, float] = {}
    above = [stem_of(w) for w in _WORD.findall(headline)]
    words = above + [stem_of(m.group()) for m, _ in zip(_WORD.finditer(text), range(CUT_WORDS), strict=False)]
    for at, stem in enumerate(words):
        if not table.is_common(stem):
            weight = 1.0 + (at < len(above)) + (at < LEAD_WORDS)
            counts[stem] = counts.get(stem, 0.0) + weight
    return counts


@lru_cache(maxsize=REMEMBERED)
def rarity_of(stem: str, seen: int = 0, texts: int = 0) -> float:
    """How much a stem weighs (inverse document frequency) when ``seen`` of ``texts`` collected ones hold it."""
    table = term_table()
    known = TABLE_SHARE * table.counts.get(stem, 0)
    return max(0.0, math.log((1 + texts + TABLE_SHARE * table.pages) / (1 + seen + known)))


def weigh(texts: Sequence[Mapping[str, float]], rarity_of: Callable[[str, int, int], float] = rarity_of) -> Weighed:
    """The counted texts weighed against one another and the table; an empty text is a row of zeros."""
    seen = Counter(stem for counts in texts for stem in counts)
    stems = tuple(sorted(seen))
    rarity = [rarity_of(stem, seen[stem], len(texts)) for stem in stems]
    place = {stem: at for at, stem in enumerate(stems)}
    starts = [0]
    columns: list[int] = []
    values: list[float] = []
    for counts in texts:
        row = [(place[stem], (1 + math.log(count)) * rarity[place[stem]]) for stem, count in counts.items()]
        size = math.sqrt(sum(value * value for _, value in row)) or 1.0
        columns.extend(at for at, _ in row)
        values.extend(value / size for _, value in row)
        starts.append(len(columns))
    shape = (len(texts), len(stems))
    arrays = (np.array(values, np.float64), np.array(columns, np.int32), np.array(starts, np.int64))
    return Weighed(sp.csr_matrix(arrays, shape=shape), stems)


def likeness_of(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    """The cosine of two counted texts weighed against the table alone, so that no other text has a say in it."""
    sides = [
        {stem: (1 + math.log(count)) * rarity_of(stem) for stem, count in counts.items()} for counts in (left, right)
    ]
    sizes = [math.sqrt(sum(weight * weight for weight in side.values())) for side in sides]
    if not all(sizes):
        return 0.0
    return sum(weight * sides[1].get(stem, 0.0) for stem, weight in sides[0].items()) / (sizes[0] * sizes[1])


def best_terms(counts: Iterable[Mapping[str, float]], limit: int) -> list[str]:
    """The stems that weigh most over these texts together, best first, ties by the alphabet."""
    total: dict[str, float] = {}
    for text in counts:
        for stem, count in text.items():
            total[stem] = total.get(stem, 0.0) + (1 + math.log(count)) * rarity_of(stem)
    return sorted(total, key=lambda stem: (-total[stem], stem))[:limit]
