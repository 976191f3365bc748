"""Threads: stories of months and years on one matter, with the reason for each hop from story to story.

The same measure as for stories, looser: plain TF-IDF cosine between whole stories, average linkage,
no window of time. A hop joins a story to the earlier one it is most alike; its reasons are the words,
people and bodies both share, and dates of the earlier story that the later one names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import msgspec
import scipy.sparse as sp

from onrecord.groups import Hop, Judgement, Story, Thread
from onrecord.kit import Kit
from onrecord.kit.linkage import heed, join_alike
from onrecord.kit.terms import Weighed, count_terms, find_terms, weigh
from onrecord.spans import view_of
from onrecord.types import Clipping

# Stories are joined while their mean cosine is at least this: B-cubed on HLGD's three threads .99 from .05 to .1,
# .95 at .15; unrelated stories of Wikinews lie at .02 to .05.
FLOOR = 0.1
FAINT = 0.02
# A word stands for a story when this share of its pages use it; a story of two pages counts the words of both.
STANDING = 0.5
FEW_PAGES = 2
REASON_TERMS = 6
REASON_NAMES = 4
# A month without a page is a gap worth showing; dates of less than a day (a month, a year) show none.
GAP_DAYS = 30
DAY = len("2031-03-01")
WHY = "same-thread"
ACTORS = ("person", "body")


class Sheet(msgspec.Struct, frozen=True):
    """What a thread is told from: counted terms of a story, its names, the days it names and its own days."""

    counts: Mapping[str, float]
    names: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    forms: Mapping[str, str] = msgspec.field(default_factory=dict)


def find_threads(
    stories: Sequence[Story],
    clippings: Sequence[Clipping],
    kit: Kit | None = None,
    judgements: Sequence[Judgement] = (),
) -> list[Thread]:
    """The threads the stories belong to, in order of their first story; every story is in exactly one.

    A person's judgement on two stories ("same-thread") outranks the measure.
    """
    pages = {clipping.page.id: clipping for clipping in clippings}
    sheets = [_sheet([pages[page] for page in story.pages if page in pages]) for story in stories]
    if not sheets:
        return []
    weighed = weigh([sheet.counts for sheet in sheets])
    likeness = heed(cosines(weighed), [story.id for story in stories], judgements, why=WHY)
    return [_thread(group, stories, sheets, likeness, weighed) for group in join_alike(likeness, FLOOR)]


def group_stories(stories: Sequence[Sequence[Mapping[str, float]]]) -> list[list[int]]:
    """Stories given as the counted terms of their pages, grouped into threads: lists of story numbers."""
    return join_alike(cosines(weigh([merge_counts(pages) for pages in stories])), FLOOR) if stories else []


def merge_counts(pages: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Mean count of each term over the pages of a story, passing words left out."""
    total: dict[str, float] = {}
    for page in pages:
        for stem, count in page.items():
            total[stem] = total.get(stem, 0.0) + count
    used = Counter(stem for page in pages for stem in page)
    few = len(pages) <= FEW_PAGES
    return {
        stem: max(1.0, count / len(pages))
        for stem, count in sorted(total.items())
        if few or used[stem] >= STANDING * len(pages)
    }


def cosines(weighed: Weighed) -> sp.csr_matrix:
    """Cosine of each pair of stories, faint ones left out."""
    table: sp.csr_matrix = (weighed.rows @ weighed.rows.T).tocsr()
    table.setdiag(0)
    table.data[table.data < FAINT] = 0
    table.eliminate_zeros()
    return table


def _sheet(members: Sequence[Clipping]) -> Sheet:
    counts: list[dict[str, float]] = []
    forms: dict[str, str] = {}
    for clipping in members:
        text = view_of(clipping.page.text, clipping.article.blocks).text
        headline = clipping.article.headline.value if clipping.article.headline else ""
        counts.append(count_terms(text, headline))
        for term in find_terms(text):
            forms.setdefault(term.stem, text[term.start : term.end])
    mentions = [m for clipping in members for m in clipping.mentions if m.name and m.kind in ACTORS]
    timexes = [t for clipping in members for t in clipping.timexes if t.anchor is None and t.value]
    values = [clipping.article.published.value for clipping in members]
    return Sheet(
        counts=merge_counts(counts),
        names=frozenset(m.name for m in mentions if m.name),
        named=frozenset(t.value[:10] for t in timexes if t.value and len(t.value) >= 10),
        days=frozenset(value[:10] for value in values if value and len(value) >= 10),
        forms=forms,
    )


def _thread(
    group: Sequence[int],
    stories: Sequence[Story],
    sheets: Sequence[Sheet],
    likeness: sp.csr_matrix,
    weighed: Weighed,
) -> Thread:
    hops = []
    for rank, at in enumerate(group[1:], 1):
        scored = [(float(likeness[at, other]), other) for other in group[:rank]]
        score, near = max(scored, key=lambda pair: (pair[0], -pair[1]))
        shared = weighed.rows[at].multiply(weighed.rows[near]).tocoo()
        order = sorted(zip(-shared.data, shared.col, strict=True))[:REASON_TERMS]
        stems = [weighed.stems[column] for _, column in order]
        reasons = (*_reasons(sheets[near], sheets[at], stems), *_gap(stories[near], stories[at]))
        hops.append(Hop(stories[near].id, stories[at].id, round(max(0.0, score), 3), reasons))
    ordered = [stories[at] for at in group]
    name = max(ordered, key=lambda story: (len(story.pages), story.id)).name
    return Thread(f"{ordered[0].id}:t", tuple(story.id for story in ordered), name, tuple(hops))


def _gap(earlier: Story, later: Story) -> tuple[str, ...]:
    """How long nothing was reported between two dated stories, where it is a month or more."""
    if not earlier.end or not later.begin or len(earlier.end) < DAY or len(later.begin) < DAY:
        return ()
    try:
        days = (date.fromisoformat(later.begin) - date.fromisoformat(earlier.end)).days
    except ValueError:
        return ()
    return (f"a gap of {days} days, {earlier.end} to {later.begin}",) if days >= GAP_DAYS else ()


def _reasons(earlier: Sheet, later: Sheet, stems: Sequence[str]) -> tuple[str, ...]:
    """Why two stories are on one matter, in words both use."""
    reasons = []
    words = [later.forms.get(stem) or earlier.forms.get(stem) or stem for stem in stems]
    if words:
        reasons.append(f"shared words: {', '.join(words)}")
    names = sorted(earlier.names & later.names)
    if names:
        reasons.append(f"same names: {', '.join(names[:REASON_NAMES])}")
    past = sorted((later.named & (earlier.named | earlier.days)) | (earlier.named & later.days))
    if past:
        reasons.append(f"same date named: {', '.join(past)}")
    return tuple(reasons)
