"""Records as flat rows for people: names worked out, words cut from the page, ids and ranges beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from onrecord.groups import Copy, Event, Link, Origins, Party, Position, Relation, Story, Thread, Utterance
from onrecord.record.shelf import UNKNOWN, Shelf
from onrecord.spans import hull
from onrecord.types import Article, Dated, Problem, Span, Statement

Cells = Mapping[str, object]


def date_words(dated: Dated) -> str:
    """A date as it is known: the value, a bracket ("after 2012-07-03"), or "unknown"."""
    if dated.value:
        return dated.value
    bounds = [f"{name} {value}" for name, value in (("after", dated.after), ("before", dated.before)) if value]
    return " and ".join(bounds) or UNKNOWN


def other_dates(shelf: Shelf, event: Event) -> tuple[str, ...]:
    """What other pages give for the date of an event, each with its words and place; empty where none differs."""
    return tuple(
        f"{date_words(Dated(value=d.date, after=d.after, before=d.before))}: "
        f"“{shelf.words(d.page, d.when)}” in {shelf.name(d.page)} {d.what.start}-{d.what.end}"
        for d in event.disputed
    )


def origin_words(shelf: Shelf, statement: Statement) -> str:
    """How many pages and origins stand behind a statement ("2 pages, at most 1 origin")."""
    return _counted(shelf.origins(statement))


def _counted(origins: Origins | None) -> str:
    pages, at_most = (len(origins.pages), origins.at_most) if origins else (1, 1)
    return f"{pages} page{'s' * (pages != 1)}, at most {at_most} origin{'s' * (at_most != 1)}"


def statement_cells(shelf: Shelf, statement: Statement) -> Cells:
    """A statement as a row; ``start`` and ``end`` are the hull of its content on its page."""
    page, extent = statement.page, hull(statement.content)
    return {
        "id": statement.id,
        "speaker": shelf.speaker(statement),
        "words": shelf.words(page, statement.content),
        "manner": statement.manner,
        "form": statement.form,
        "act": statement.act,
        "modality": statement.modality,
        "source": shelf.words(page, statement.source),
        "cue": shelf.words(page, statement.cue),
        "audience": shelf.words(page, statement.audience),
        "venue": shelf.words(page, statement.venue),
        "relays": " > ".join(relay.name for relay in statement.relays),
        "said": statement.said or shelf.words(page, statement.said_span),
        "outlet": shelf.outlet(page),
        "published": date_words(shelf.article(page).published),
        "origins": origin_words(shelf, statement),
        "page": shelf.name(page),
        "start": extent.start,
        "end": extent.end,
        "sure": round(statement.sure, 2),
        "tier": statement.tier,
    }


def party_cells(shelf: Shelf, party: Party) -> Cells:
    """A person or body as a row, with every name form, role, and the number of statements."""
    return {
        "id": party.id,
        "name": party.name,
        "kind": party.kind,
        "statements": shelf.said_by.get(party.id, 0),
        "names": "; ".join(f"{name} ({count})" for name, count in party.names),
        "roles": "; ".join(sorted({_role(r.title, r.date, r.after, r.before) for r in party.roles})),
        "pages": len({entity.split(":")[0] for entity in party.entities}),
    }


def copy_cells(shelf: Shelf, copy: Copy) -> Cells:
    """What two pages share as a row; shares are of unquoted prose."""
    return {
        "id": copy.id,
        "left": shelf.name(copy.left),
        "right": shelf.name(copy.right),
        "kind": copy.kind,
        "passages": len(copy.passages),
        "share_left": round(copy.share_left, 3),
        "share_right": round(copy.share_right, 3),
        "first": shelf.name(copy.first) if copy.first else UNKNOWN,
        "reasons": "; ".join(copy.reasons),
    }


def utterance_cells(shelf: Shelf, utterance: Utterance) -> Cells:
    """One utterance on several pages as a row: its words, source labels, drift, origins."""
    carriers = [shelf.statements[s] for s in utterance.statements]
    origins = utterance.origins
    return {
        "id": utterance.id,
        "words": shelf.words(carriers[0].page, carriers[0].content),
        "speaker": shelf.speaker(carriers[0]),
        "pages": len(utterance.pages),
        "at_most": origins.at_most if origins else None,
        "at_least": origins.at_least if origins else None,
        "labels": "; ".join(shelf.words(c.page, c.source) or UNKNOWN for c in carriers),
        "drift": "; ".join(f"{d.kind}: {d.left_words or '-'} > {d.right_words or '-'}" for d in utterance.drifts),
        "reasons": "; ".join(origins.reasons) if origins else "",
    }


def story_cells(shelf: Shelf, story: Story) -> Cells:
    """A story as a row."""
    thread = shelf.thread_of.get(story.id)
    return {
        "id": story.id,
        "name": story.name,
        "pages": len(story.pages),
        "begin": story.begin or UNKNOWN,
        "end": story.end or UNKNOWN,
        "origins_at_most": story.origins.at_most if story.origins else None,
        "origins_at_least": story.origins.at_least if story.origins else None,
        "thread": thread.id if thread else None,
        "titles": "; ".join(shelf.headline(page) for page in story.pages),
    }


def thread_cells(shelf: Shelf, thread: Thread) -> Cells:
    """A thread as a row, with the reasons of its hops."""
    return {
        "id": thread.id,
        "name": thread.name,
        "stories": len(thread.stories),
        "hops": "; ".join(reason for hop in thread.hops for reason in hop.reasons),
    }


def event_cells(shelf: Shelf, event: Event) -> Cells:
    """A timeline entry as a row."""
    return {
        "id": event.id,
        "date": event.date or date_words(Dated(after=event.after, before=event.before)),
        "precision": event.precision,
        "what": shelf.words(event.page, event.what),
        "when": shelf.words(event.page, event.when),
        "page": shelf.name(event.page),
        "start": event.what.start,
        "end": event.what.end,
        "told_also": len(event.others),
        "other_dates": "; ".join(other_dates(shelf, event)),
        "origins": _counted(event.origins),
        "why": event.why,
    }


def relation_cells(shelf: Shelf, relation: Relation) -> Cells:
    """How two statements stand to one another as a row: both speakers, both texts, the label, the reasons."""
    left, right = shelf.statements[relation.left], shelf.statements[relation.right]
    return {
        "id": relation.id,
        "left_speaker": shelf.speaker(left),
        "left_words": shelf.words(left.page, left.content),
        "relation": relation.relation,
        "right_speaker": shelf.speaker(right),
        "right_words": shelf.words(right.page, right.content),
        "matter": relation.matter,
        "sure": round(relation.sure, 2),
        "reasons": "; ".join(relation.reasons),
        "left": relation.left,
        "right": relation.right,
    }


def position_cells(shelf: Shelf, position: Position) -> Cells:
    """What a party said on a matter over time as a row."""
    party = shelf.party_by_id(position.party)
    said = [shelf.statements[s] for s in position.statements]
    return {
        "id": position.id,
        "party": party.name if party else position.party,
        "matter": position.matter,
        "statements": len(said),
        "words": " | ".join(shelf.words(s.page, s.content) for s in said),
        "moves": len(position.moves),
    }


def problem_cells(shelf: Shelf, problem: Problem) -> Cells:
    """A problem as a row."""
    return {"name": problem.name or problem.page, "stage": problem.stage, "what": problem.what, "page": problem.page}


def article_cells(shelf: Shelf, article: Article) -> Cells:
    """What a page says of itself as a row."""
    return {
        "id": article.id,
        "page": shelf.name(article.page),
        "headline": article.headline.value if article.headline else UNKNOWN,
        "outlet": article.outlet.value if article.outlet else UNKNOWN,
        "published": date_words(article.published),
        "reasons": "; ".join(article.published.reasons),
        "wire": article.wire.value if article.wire else UNKNOWN,
        "dateline": shelf.words(article.page, article.dateline.span if article.dateline else None) or UNKNOWN,
        "statements": len(shelf.clippings[article.page].statements),
    }


def link_cells(shelf: Shelf, link: Link) -> Cells:
    """Two parties that may be one as a row."""
    names = [party.name if (party := shelf.ways.party_of.get(side)) else side for side in (link.left, link.right)]
    return {
        "left": link.left,
        "right": link.right,
        "name": names[0],
        "other": names[1],
        "why": link.why,
        "score": link.score,
        "reasons": "; ".join(link.reasons),
    }


def _role(title: str, date: str | None, after: str | None, before: str | None) -> str:
    return f"{title} ({date_words(Dated(value=date, after=after, before=before))})"


CELLS: Mapping[type, Callable[..., Cells]] = {
    Statement: statement_cells,
    Party: party_cells,
    Copy: copy_cells,
    Utterance: utterance_cells,
    Story: story_cells,
    Thread: thread_cells,
    Event: event_cells,
    Relation: relation_cells,
    Position: position_cells,
    Problem: problem_cells,
    Article: article_cells,
    Link: link_cells,
}


def cells_of(shelf: Shelf, record: msgspec.Struct) -> Cells:
    """The flat row of any record that has one."""
    return CELLS[type(record)](shelf, record)


__all__ = ["CELLS", "Cells", "Span", "cells_of", "date_words", "origin_words"]
