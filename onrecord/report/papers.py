"""What each kind of paper holds: extracts, brief, claim ledger, chronology, position paper, check sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from onrecord.groups import Event, Relation, Utterance
from onrecord.labels import ANONYMOUS_FORMS
from onrecord.record.cells import other_dates
from onrecord.report.paper import Desk, Item, Paper, Section, one
from onrecord.report.view import origin_count
from onrecord.types import Statement

# Words a brief quotes at most for all sides together: what a reader takes in at one sitting.
BRIEF_WORDS = 200
# Fewer words than these say nothing by themselves.
TELLING = 5
# Relations that show where sides differ, in the order a reader asks for them.
_DIFFER = ("contradicts", "denies", "clarifies", "differs_in_detail", "later")


def extracts(desk: Desk, title: str) -> Paper:
    """Statements and events as they stand, in the order they were picked, else by page."""
    order = {name: place for place, name in enumerate(desk.only or ())}
    found = [(s.id, desk.item(s)) for s in desk.statements]
    found += [(e.id, _event(desk, e)) for e in desk.events if e.id in order]
    items = tuple(item for _, item in sorted(found, key=lambda one: order.get(one[0], len(order))))
    return Paper(title, "extracts", _facts(desk), (Section("In their own words", items),))


def brief(desk: Desk, title: str) -> Paper:
    """What a reader new to the story needs: who says what, where they differ, how many origins, what is not known.

    Nothing is written anew: quotations in full, the most carried first, each speaker once, up to 200 words.
    """
    return Paper(
        title,
        "brief",
        _facts(desk),
        (
            Section("What each side said", tuple(desk.item(s) for s in _most_carried(desk))),
            Section("Where they differ", tuple(_pair(desk, *found) for found in _by_sides(desk, _differing(desk)))),
            Section("No answer", tuple(desk.item(s) for s in desk.statements if s.act == "no_comment")),
            Section("How many origins", tuple(_origins(desk))),
            Section("Not known", tuple(_unknown(desk)), "Every page has a date and an outlet, every source a name."),
        ),
    )


def ledger(desk: Desk, title: str) -> Paper:
    """Every claim once, with all pages that carry it and what is said against it, by speaker."""
    by_speaker: dict[str, list[Item]] = {}
    for statement, group in _once(desk):
        below = [
            desk.item(desk.shelf.statements[other])
            for other in (group.statements if group else ())
            if other != statement.id
        ]
        against = [_other_side(desk, relation, statement) for relation in desk.shelf.relations_of(statement.id)]
        drifts = [f"{d.kind}: {d.left_words or '-'} > {d.right_words or '-'}" for d in (group.drifts if group else ())]
        found = desk.item(statement, *drifts, below=[*below, *(item for item in against if item)])
        by_speaker.setdefault(desk.shelf.speaker(statement), []).append(found)
    sections = sorted(by_speaker.items(), key=lambda kv: (kv[0].startswith(("unnamed:", "unknown")), kv[0]))
    return Paper(title, "ledger", _facts(desk), tuple(Section(name, tuple(items)) for name, items in sections))


def chronology(desk: Desk, title: str) -> Paper:
    """What happened and was said when, by year; undated entries last, with the bracket the pages allow."""
    years: dict[str, list[Item]] = {}
    for event in desk.events:
        years.setdefault((event.date or "No date given")[: 4 if event.date else None], []).append(_event(desk, event))
    return Paper(title, "chronology", _facts(desk), tuple(Section(year, tuple(items)) for year, items in years.items()))


def positions(desk: Desk, title: str) -> Paper:
    """What each party said on each matter over time, with the gap between and the moves that the record shows."""
    sections = []
    for position in desk.positions:
        said = [desk.shelf.statements[s] for s in position.statements]
        known = {relation.id: relation for s in said for relation in desk.shelf.relations_of(s.id)}
        moves = [known[move] for move in position.moves if move in known]
        items = [
            desk.item(s, *_moves(s, moves), *_gap(before, s)) for before, s in zip([None, *said], said, strict=False)
        ]
        outside = [move for move in moves if not {move.left, move.right} <= set(position.statements)]
        others = [_pair(desk, *found) for found in _by_sides(desk, outside)]
        party = desk.shelf.party_by_id(position.party)
        name = f"{party.name if party else 'unknown'}: {position.matter or 'matter not named'}"
        sections.append(Section(name, (*items, *others)))
    return Paper(title, "positions", _facts(desk), tuple(sections))


def checks(desk: Desk, title: str) -> Paper:
    """Every statement as a line to tick, the shakiest first: what is not known of it, and where its words stand."""
    lines = [(_doubts(desk, statement), statement) for statement in desk.statements]
    lines.sort(key=lambda line: (-len(line[0]), line[1].sure, line[1].id))
    doubtful = tuple(desk.item(s, *doubts) for doubts, s in lines if doubts)
    sound = tuple(desk.item(s) for doubts, s in lines if not doubts)
    return Paper(
        title,
        "checks",
        _facts(desk),
        (Section("To look at first", doubtful), Section("Source, date and words are given", sound)),
    )


PAPERS: Mapping[str, Callable[[Desk, str], Paper]] = {
    "extracts": extracts,
    "brief": brief,
    "ledger": ledger,
    "chronology": chronology,
    "positions": positions,
    "checks": checks,
}


def _facts(desk: Desk) -> tuple[tuple[str, str], ...]:
    shelf = desk.shelf
    outlets = {shelf.outlet(page) for page in desk.pages} - {"unknown"}
    named = {shelf.speaker(s) for s in desk.statements if s.speaker and not s.speaker.startswith("unnamed:")}
    anonymous = sum(s.form in ANONYMOUS_FORMS for s in desk.statements)
    origins = sum(story.origins.at_most for story in desk.stories if story.origins)
    return (
        ("pages", str(len(desk.pages))),
        ("outlets known", str(len(outlets))),
        ("origins at most", str(origins)),
        ("statements", str(len(desk.statements))),
        ("speakers named", str(len(named))),
        ("from anonymous sources", str(anonymous)),
    )


def _once(desk: Desk) -> Iterable[tuple[Statement, Utterance | None]]:
    """Each utterance once, by its first carrier in the desk's pages."""
    seen: set[str] = set()
    for statement in desk.statements:
        group = desk.shelf.carriers(statement)
        if group is None or group.id not in seen:
            if group is not None:
                seen.add(group.id)
            yield statement, group


def _most_carried(desk: Desk) -> Sequence[Statement]:
    spoken = [
        (statement, len(group.pages) if group else 1)
        for statement, group in _once(desk)
        if statement.modality == "said" and statement.act not in ("attitude", "no_comment") and statement.within is None
    ]
    spoken.sort(
        key=lambda found: (-found[1], found[0].manner != "direct", found[0].form in ANONYMOUS_FORMS, found[0].id)
    )
    chosen: list[Statement] = []
    speakers: Counter[str] = Counter()
    left = BRIEF_WORDS
    for statement, _ in spoken:
        speaker = desk.shelf.speaker(statement)
        size = len(desk.shelf.words(statement.page, statement.content).split())
        if not speakers[speaker] and TELLING <= size <= left:
            chosen.append(statement)
            speakers[speaker] += 1
            left -= size
    return chosen


def _differing(desk: Desk) -> list[Relation]:
    return sorted(
        (r for r in desk.relations if r.relation in _DIFFER), key=lambda r: (_DIFFER.index(r.relation), -r.sure, r.id)
    )


def _by_sides(desk: Desk, relations: Iterable[Relation]) -> list[tuple[Relation, int]]:
    """The first relation of each kind between two speakers, and how many more there are."""
    found: dict[tuple[str, str, str], list[Relation]] = {}
    for relation in relations:
        left, right = (desk.shelf.speaker(desk.shelf.statements[s]) for s in (relation.left, relation.right))
        found.setdefault((left, right, relation.relation), []).append(relation)
    return [(same[0], len(same) - 1) for same in found.values()]


def _pair(desk: Desk, relation: Relation, more: int = 0) -> Item:
    left, right = desk.shelf.statements[relation.left], desk.shelf.statements[relation.right]
    lead = f"{desk.shelf.speaker(left)} {relation.relation.replace('_', ' ')} {desk.shelf.speaker(right)}"
    matter = f"on {relation.matter}" if relation.matter else ""
    # The matter stands among the reasons already when words alone tied the two.
    told = dict.fromkeys(
        part for part in (matter, *relation.reasons, f"and {more} more like it" if more else "") if part
    )
    return Item(lead, told=tuple(told), below=(desk.item(left), desk.item(right)))


def _other_side(desk: Desk, relation: Relation, statement: Statement) -> Item | None:
    if relation.relation not in _DIFFER:
        return None
    mine = relation.left == statement.id
    other = desk.shelf.statements[relation.right if mine else relation.left]
    how = relation.relation.replace("_", " ")
    return desk.item(other, f"this {how} it" if not mine else f"it {how} this", *relation.reasons)


def _origins(desk: Desk) -> Iterable[Item]:
    for story in desk.stories:
        if story.origins:
            groups = tuple(
                Item(
                    ", ".join(desk.shelf.name(page) for page in group.pages),
                    told=((f"credit: {group.credit}",) if group.credit else ()) + group.reasons,
                    notes=tuple(desk.note(page, one(span)) for page, span in group.spans),
                )
                for group in story.origins.groups
            )
            name = story.name or desk.shelf.headline(story.pages[0])
            lead = f"{name}: {len(story.pages)} pages, {origin_count(story.origins)}"
            yield Item(lead, told=story.origins.reasons, below=groups)


def _unknown(desk: Desk) -> Iterable[Item]:
    for page in desk.pages:
        article = desk.shelf.article(page)
        missing = [f"date: {reason}" for reason in article.published.reasons] if not article.published.value else []
        if not article.published.value and not missing:
            missing = ["date"]
        if article.outlet is None:
            missing.append("outlet")
        if missing:
            yield Item(desk.shelf.name(page), told=tuple(missing))
    nameless = [s for s in desk.statements if s.speaker is None]
    if nameless:
        yield Item(f"{len(nameless)} statements without any source", below=tuple(desk.item(s) for s in nameless[:5]))


def _event(desk: Desk, event: Event) -> Item:
    bounds = [f"{name} {value}" for name, value in (("after", event.after), ("before", event.before)) if value]
    others = f"told by {len(event.others)} more" if event.others else ""
    spoken = desk.shelf.statements.get(event.statement or "")
    differ = tuple(f"another page says {words}" for words in other_dates(desk.shelf, event))
    told = (desk.shelf.speaker(spoken) if spoken else "", event.precision, event.why, others, *differ)
    return Item(
        event.date or " and ".join(bounds) or "date unknown",
        words=desk.shelf.words(event.page, event.what),
        told=tuple(part for part in told if part),
        notes=(desk.note(event.page, one(event.what)),),
        remark=desk.remarks.get(event.id, ""),
    )


def _moves(statement: Statement, moves: Sequence[Relation]) -> list[str]:
    return [
        f"{move.relation.replace('_', ' ')}: {'; '.join(move.reasons)}" for move in moves if move.left == statement.id
    ]


def _gap(before: Statement | None, after: Statement) -> list[str]:
    if before is None or not before.said or not after.said:
        return []
    try:
        days = (date.fromisoformat(after.said[:10]) - date.fromisoformat(before.said[:10])).days
    except ValueError:
        return []
    return [f"{days} days after the one before"] if days > 0 else []


def _doubts(desk: Desk, statement: Statement) -> list[str]:
    shelf, found = desk.shelf, []
    if statement.speaker is None:
        found.append("no source given")
    elif statement.form in ANONYMOUS_FORMS:
        found.append("anonymous source")
    if statement.modality != "said":
        found.append(f"not said: {statement.modality}")
    if not statement.said:
        found.append("day it was said not known")
    if statement.relays:
        found.append("reached the page through others")
    group = shelf.carriers(statement)
    if group is not None and group.drifts:
        found.append("worded otherwise elsewhere")
    against = [r for r in shelf.relations_of(statement.id) if r.relation in ("denies", "contradicts")]
    if against:
        found.append(f"{len(against)} denials or contradictions")
    return found
