"""What joins the pages of an invented pile, as joining would leave it: stories, copies, utterances, people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import msgspec

from bench.grown import Pile, Told
from onrecord import labels
from onrecord.groups import (
    Copy,
    Drift,
    Event,
    Hop,
    Origin,
    Origins,
    Party,
    Passage,
    Position,
    Relation,
    Role,
    Story,
    Thread,
    Utterance,
)
from onrecord.store.runs import CROWD, HUBS
from onrecord.types import Span, Statement, id_of

KINDS: tuple[labels.Relation, ...] = (
    "repeats", "related", "contradicts", "repeats", "denies", "related", "later", "differs_in_detail", "clarifies",
)  # fmt: skip

Grouped = dict[type, list[msgspec.Struct]]


def groups_of(pile: Pile) -> tuple[Grouped, list[Copy], list[Party]]:
    """The groups of a pile by type, its copies, and its parties before they are made one with others."""
    parties = list(_parties(pile))
    stories = [_story(pile, told) for told in pile.stories]
    thread = _thread(pile, stories)
    relations = list(_relations(pile))
    made: Grouped = {
        Story: list(stories),
        Thread: [thread],
        Utterance: list(_utterances(pile)),
        Relation: list(relations),
        Position: list(_positions(pile, parties, thread, relations)),
        Event: list(_events(pile)),
    }
    return made, [copy for told in pile.stories for copy in _copies(told)], parties


def origins_of(name: str, pages: Sequence[Told]) -> Origins:
    """One origin for what is reprinted, one each for what was gathered anew."""
    copied = tuple(t.made.page.id for t in pages if t.reprint)
    own = [t.made.page.id for t in pages if not t.reprint]
    first = (*own[:1], *copied)
    groups = (Origin(first, reasons=("the same words",) if copied else ()), *(Origin((page,)) for page in own[1:]))
    outlets = sorted({t.made.article.outlet.value for t in pages if t.made.article.outlet})
    every = tuple(t.made.page.id for t in pages)
    return Origins(name, every, tuple(outlets), min(1, len(groups)), len(groups), groups)


def _story(pile: Pile, told: Sequence[Told]) -> Story:
    pages = tuple(t.made.page.id for t in told)
    name = f"{pages[0]}:y"
    days = sorted(t.made.article.published.value or t.day for t in told)
    headline = told[0].made.article.headline
    return Story(
        name, pages, headline.value if headline else "", days[0], days[-1], pile.matter,
        ("shared words: " + ", ".join(pile.matter),), origins_of(name, told),
    )  # fmt: skip


def _thread(pile: Pile, stories: Sequence[Story]) -> Thread:
    hops = tuple(
        Hop(left.id, right.id, 0.4, ("shared words: " + ", ".join(pile.matter[:3]),))
        for left, right in pairwise(stories)
    )
    return Thread(f"{stories[0].id}:t", tuple(story.id for story in stories), stories[0].name, hops)


def _copies(told: Sequence[Told]) -> Iterator[Copy]:
    """Pairs that share text; of a crowd the first few pages with all others."""
    heads = told if len(told) <= CROWD else told[:HUBS]
    for one, two in combinations(told, 2):
        if one not in heads and two not in heads:
            continue
        left, right = sorted((one, two), key=lambda t: (t.made.article.published.value or "~", t.made.page.id))
        alike = [
            Passage(left.said[key].content[0], right.said[key].content[0], quoted=True)
            for key in left.said.keys() & right.said.keys()
            if left.said[key].manner == "direct"
        ]
        ends = left.made.page.id, right.made.page.id
        name = f"{ends[0]}:c-{ends[1]}"
        if not (left.reprint or left is told[0]) or not (right.reprint or right is told[0]):
            if alike:
                yield Copy(name, *ends, "shared_quote", tuple(sorted(alike, key=lambda p: p.left)), sure=0.5)
        else:
            whole = Passage(left.body, right.body, exact=False, sure=0.97)
            first = ends[0] if left.day < right.day else None
            yield Copy(name, *ends, "reprint", (whole,), 0.95, 0.94, first, 0.95, ("the same words",))


def _utterances(pile: Pile) -> Iterator[Utterance]:
    for story in pile.stories:
        held: dict[int, list[Told]] = {}
        for told in story:
            for key in told.said:
                held.setdefault(key, []).append(told)
        for key, carriers in sorted(held.items()):
            if len(carriers) > 1:
                said = [told.said[key] for told in carriers]
                name = said[0].id.replace(":s", ":u")
                pages = tuple(statement.page for statement in said)
                drifts = (
                    Drift("source_label", said[0].id, said[-1].id, said[0].source[0], said[-1].source[0], "he", "who"),
                )
                ids = tuple(statement.id for statement in said)
                yield Utterance(name, ids, pages, drifts if key % 6 == 0 else (), origins_of(name, carriers))


def _parties(pile: Pile) -> Iterator[Party]:
    entities: dict[tuple[labels.Kind, str], list[str]] = {}
    counts: dict[tuple[labels.Kind, str], int] = {}
    roles: dict[tuple[labels.Kind, str], list[Role]] = {}
    for told in pile.pages:
        text = told.made.page.text
        for mention in told.made.mentions:
            key = (mention.kind, mention.name or "")
            counts[key] = counts.get(key, 0) + 1
            if mention.id == mention.entity:
                entities.setdefault(key, []).append(mention.id)
            for span in mention.titles:
                title = text[span.start : span.end]
                roles.setdefault(key, []).append(Role(title, mention.page, span, told.made.article.published.value))
    for (kind, name), mine in entities.items():
        forms: tuple[tuple[str, int], ...] = ((name, counts[kind, name]),)
        if kind == "person" and counts[kind, name] > 4:
            forms = (*forms, (name.split()[-1], 2))
        held = tuple(roles.get((kind, name), ()))
        yield Party(mine[0].replace(":m", ":p"), name, kind, forms, tuple(mine), held, ("same name",) * (len(mine) > 1))


def _relations(pile: Pile) -> Iterator[Relation]:
    """Some statements of each story against those of the story's other pages, and of the pile's other stories."""
    for at, told in enumerate(pile.pages):
        other = pile.pages[(at * 7 + 1) % len(pile.pages)]
        if other is told:
            continue
        pairs = zip(told.said.values(), list(other.said.values())[1:4], strict=False)
        for count, (left, right) in enumerate(pairs):
            if left.speaker and right.speaker and left.id != right.id:
                kind = KINDS[(at + count) % len(KINDS)]
                yield Relation(
                    f"{left.id}~{right.id}", left.id, right.id, kind, kind in ("denies", "clarifies"),
                    0.5 + (at * 13 % 50) / 100, ", ".join(pile.matter[:4]), ("on " + ", ".join(pile.matter[:3]),),
                    ((left.page, left.content[0]), (right.page, right.content[0])),
                )  # fmt: skip
    for story in pile.stories:
        if len(story) > 1:
            for key in sorted(story[0].said.keys() & story[1].said.keys())[:4]:
                one, two = story[0].said[key].id, story[1].said[key].id
                yield Relation(f"{one}~{two}", one, two, "same_utterance", False, 0.9)


def _positions(
    pile: Pile, parties: Sequence[Party], thread: Thread, relations: Sequence[Relation]
) -> Iterator[Position]:
    by_name: dict[str, list[Statement]] = {}
    for told in pile.pages:
        for statement in told.made.statements:
            if statement.mention:
                by_name.setdefault(statement.speaker or "", []).append(statement)
    moves: dict[str, list[str]] = {}
    for relation in relations:
        moves.setdefault(relation.left, []).append(relation.id)
    for party in parties:
        mine = [s.id for s in by_name.get(party.name, ())]
        if len(mine) > 1:
            moved = tuple(name for s in mine for name in moves.get(s, ()))
            yield Position(f"{mine[0]}:o", party.id, ", ".join(pile.matter[:4]), thread.id, tuple(mine), moved)


def _events(pile: Pile) -> Iterator[Event]:
    for story in pile.stories:
        seen: dict[int, str] = {}
        also: dict[int, list[str]] = {}
        for told in story:
            for key, (_, timex) in told.dated.items():
                name = id_of(timex.page, "e", timex.span)
                if key in seen:
                    also.setdefault(key, []).append(name)
                else:
                    seen[key] = name
        for told in story:
            page, article = told.made.page.id, told.made.article
            head = article.headline.span if article.headline else None
            out = article.published
            what = head or Span(0, 1)
            yield Event(
                id_of(page, "e", what), page, out.value, "day" if out.value else "unknown", what,
                after=out.after, why="publication",
            )  # fmt: skip
            for key, (what, timex) in told.dated.items():
                name = id_of(page, "e", timex.span)
                if seen[key] == name:
                    others = tuple(also.get(key, ()))
                    yield Event(
                        name, page, timex.value, "day", what, timex.span, timex.begin, timex.end, timex.id,
                        others=others, why="a date",
                    )  # fmt: skip
