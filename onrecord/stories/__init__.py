"""Stories: the articles on one event, found by words, time and people, in one batch.

``group_texts`` works plain rows; ``find_stories`` gives it what a clipping knows and names each story
in words of its own pages. ``stream.py`` does the same one page at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from onrecord.groups import Judgement, Story
from onrecord.kit import Kit, open_kit
from onrecord.kit.linkage import heed, join_alike
from onrecord.kit.terms import best_terms, count_terms, find_terms
from onrecord.labels import KEPT_ROLES
from onrecord.spans import view_of
from onrecord.stories.cast import cast_of
from onrecord.stories.days import days_of, latest_named
from onrecord.stories.likeness import Doc, liken
from onrecord.types import Article, Clipping

__all__ = ["Doc", "doc_of", "find_stories", "group_texts"]

# Pages are joined while their mean likeness is at least this: B-cubed on Wikinews, ECB+ (twice) and FNC
# .880, .964, .933, .958 here; .08 costs up to .01 and .092 up to .01.
FLOOR = 0.086
TERMS = 8
WHY = "same-story"


def group_texts(docs: Sequence[Doc]) -> list[list[int]]:
    """Rows grouped into stories: lists of row numbers, every row in exactly one, ordered by first row."""
    return join_alike(liken(docs), FLOOR) if docs else []


def find_stories(
    clippings: Sequence[Clipping], kit: Kit | None = None, judgements: Sequence[Judgement] = ()
) -> list[Story]:
    """The stories the articles belong to, ordered by date, then id; every article is in exactly one.

    A person's judgement on two pages ("same-story") outranks what words and dates say.
    """
    kit = kit or open_kit()
    clippings = sorted(clippings, key=_order)
    docs = [doc_of(clipping, kit) for clipping in clippings]
    if not docs:
        return []
    likeness = heed(liken(docs), [c.page.id for c in clippings], judgements, why=WHY)
    counts = [count_terms(doc.text, doc.headline) for doc in docs]
    found = [
        (_since(members := [clippings[at] for at in group]), _story(members, [counts[at] for at in group]))
        for group in join_alike(likeness, FLOOR)
    ]
    return [story for _, story in sorted(found, key=lambda pair: (pair[0], pair[1].id))]


def doc_of(clipping: Clipping, kit: Kit) -> Doc:
    """A clipping as the grouping sees it."""
    article = clipping.article
    begin, end = days_of(article.published)
    people, offices = cast_of(clipping, kit)
    return Doc(
        text=view_of(clipping.page.text, article.blocks).text,
        headline=article.headline.value if article.headline else "",
        begin=begin,
        end=end,
        named=latest_named(clipping.timexes, end),
        people=people,
        offices=offices,
    )


def _order(clipping: Clipping) -> tuple[str, str, str]:
    """Dated pages first, by date; then the others by the earliest they may be, unknown last; then by id."""
    published = clipping.article.published
    return (published.value or "~", published.after or "~", clipping.page.id)


def _since(members: Sequence[Clipping]) -> str:
    """When a story begins as far as its pages tell: its first date, or the latest day none of them is older than."""
    values = [c.article.published.value for c in members if c.article.published.value]
    return min(values) if values else max((c.article.published.after or "" for c in members), default="") or "~"


def _story(members: Sequence[Clipping], counts: Sequence[Mapping[str, float]]) -> Story:
    known = sorted(c.article.published.value[:10] for c in members if c.article.published.value)
    stems = _shared(counts)
    terms = tuple(surfaces(members, stems))
    return Story(
        id=f"{members[0].page.id}:y",
        pages=tuple(c.page.id for c in members),
        name=_name(members, stems) or ", ".join(terms[:4]),
        begin=known[0] if known else None,
        end=known[-1] if known else None,
        terms=terms,
        reasons=_reasons(members, terms),
    )


def _shared(counts: Sequence[Mapping[str, float]]) -> list[str]:
    """The heaviest stems that at least half of the pages use, best first."""
    pages = Counter(stem for page in counts for stem in page)
    kept = [{stem: n for stem, n in page.items() if pages[stem] * 2 >= len(counts)} for page in counts]
    return best_terms(kept, TERMS)


def surfaces(members: Sequence[Clipping], stems: Sequence[str]) -> list[str]:
    """Each stem as the pages most often write it, in the order given."""
    wanted = set(stems)
    forms: dict[str, Counter[str]] = {stem: Counter() for stem in stems}
    for clipping in members:
        for span in (block.span for block in clipping.article.blocks if block.role in KEPT_ROLES):
            for term in find_terms(clipping.page.text, span.start, span.end):
                if term.stem in wanted:
                    forms[term.stem][clipping.page.text[term.start : term.end]] += 1
    return [min(seen, key=lambda form: (-seen[form], form)) for stem in stems if (seen := forms[stem])]


def _name(members: Sequence[Clipping], stems: Sequence[str]) -> str:
    """The headline that holds most of the shared terms; empty when no page has one."""
    best, score = "", 0.0
    for clipping in members:
        headline = _headline(clipping.article)
        words = {term.stem for term in find_terms(headline)}
        held = sum(1.0 / (rank + 1) for rank, stem in enumerate(stems) if stem in words)
        if headline and (held > score or not best):
            best, score = headline, held
    return best


def _headline(article: Article) -> str:
    return " ".join(article.headline.value.split()) if article.headline else ""


def _reasons(members: Sequence[Clipping], terms: Sequence[str]) -> tuple[str, ...]:
    if len(members) == 1:
        return ("no other page reports this event",)
    undated = sum(1 for c in members if not c.article.published.value)
    shared = f"shared words: {', '.join(terms[:6])}"
    return (shared, f"{undated} of {len(members)} pages undated") if undated else (shared,)
