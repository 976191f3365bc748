"""The record of a folder of pages, row by row, for reading by eye or by a checker.

``python -m bench.seeds --data DIR --out PRED.jsonl`` writes one row a page, then one row each of parties,
copies, same statements, stories, threads, timeline and positions. Spans are ``[start, end]`` of the page's
text, a place on a page is ``[page, start, end]``, a page is its file name.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench.case import stop, write_rows
from onrecord.groups import Drift, Origins
from onrecord.labels import KEPT_ROLES
from onrecord.record import Record, Shelf
from onrecord.spans import hull
from onrecord.types import Clipping, Span, Statement

Row = Mapping[str, object]


def main(arguments: Sequence[str] | None = None) -> None:
    """Works the folder in a fresh record and writes the rows."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--data", type=Path, required=True, help="a folder of pages")
    options.add_argument("--out", type=Path, required=True, help="where the rows go")
    given = options.parse_args(arguments)
    if not given.data.is_dir():
        stop(f"{given.data}: no such folder. Pass --data DIR with pages in it.")
    with tempfile.TemporaryDirectory() as folder, Record.open(Path(folder) / "bench.db") as record:
        summary = record.add(given.data)
        write_rows(given.out, rows_of(record.shelf))
    print(
        f"{summary.pages} pages, {summary.statements} statements, {summary.stories} stories, "
        f"{len(summary.problems)} problems: {given.out.name}"
    )


def rows_of(shelf: Shelf) -> Iterator[Row]:
    """One row a page in order of name, then the rows that join pages."""
    for clipping in shelf.clippings.values():
        yield _page(shelf, clipping)
    yield {"parties": [_party(shelf, party.id) for party in shelf.parties]}
    yield {"copies": [
        {"left": _name(shelf, c.left), "right": _name(shelf, c.right), "kind": c.kind,
         "passages": [{"left": p.left, "right": p.right, "quoted": p.quoted, "exact": p.exact} for p in c.passages],
         "share_left": c.share_left, "share_right": c.share_right,
         "first": _name(shelf, c.first) if c.first else None, "reasons": c.reasons}
        for c in shelf.copies
    ]}  # fmt: skip
    yield {"same_statement": [[_place(shelf, s) for s in u.statements] for u in shelf.utterances]}
    yield {"utterances": [
        {"statements": [_place(shelf, s) for s in u.statements], "origins": _origins(shelf, u.origins),
         "drifts": [_drift(shelf, d) for d in u.drifts]}
        for u in shelf.utterances
    ]}  # fmt: skip
    yield {"stories": [[_name(shelf, page) for page in story.pages] for story in shelf.stories]}
    stories = {story.id: story for story in shelf.stories}
    yield {"threads": [
        [[_name(shelf, page) for page in stories[s].pages] for s in thread.stories] for thread in shelf.threads
    ]}  # fmt: skip
    yield {"timeline": [
        {"date": e.date, "precision": e.precision, "page": _name(shelf, e.page), "span": e.what, "when": e.when,
         "after": e.after, "before": e.before, "why": e.why, "others": e.others}
        for e in shelf.events
    ]}  # fmt: skip
    yield {"positions": [
        {"left": _place(shelf, r.left), "right": _place(shelf, r.right), "relation": r.relation,
         "matter": r.matter, "sure": r.sure, "reasons": r.reasons}
        for r in shelf.relations
    ]}  # fmt: skip


def _page(shelf: Shelf, clipping: Clipping) -> Row:
    page, article = clipping.page, clipping.article
    party_of = {entity: party.id for party in shelf.parties for entity in party.entities}
    return {
        "id": _name(shelf, page.id),
        "text": page.text,
        "article": [b.span for b in article.blocks if b.role in KEPT_ROLES],
        "comments": [b.span for b in article.blocks if b.role == "comment"],
        "headline": article.headline.value if article.headline else None,
        "outlet": article.outlet.value if article.outlet else None,
        "published": article.published.value,
        "published_bracket": {
            "after": article.published.after, "before": article.published.before, "reasons": article.published.reasons,
        },
        "wire": article.wire.value if article.wire else None,
        "dateline": page.text[article.dateline.span.start : article.dateline.span.end] if article.dateline else None,
        "statements": [_statement(shelf, s) for s in clipping.statements],
        "mentions": [{"span": m.span, "party": party_of.get(m.entity)} for m in clipping.mentions],
    }  # fmt: skip


def _statement(shelf: Shelf, statement: Statement) -> Row:
    return {
        "content": statement.content,
        "cue": statement.cue,
        "source": statement.source,
        "speaker": shelf.speaker(statement) if statement.speaker else None,
        "manner": statement.manner,
        "form": statement.form,
        "act": statement.act,
        "modality": statement.modality,
        "relays": [relay.name for relay in statement.relays],
        "relay_spans": [relay.span for relay in statement.relays],
        "within": statement.within,
        "audience": statement.audience,
        "venue": statement.venue,
        "said": statement.said,
        "sure": statement.sure,
        "id": statement.id,
    }


def _party(shelf: Shelf, party_id: str) -> Row:
    party = next(p for p in shelf.parties if p.id == party_id)
    return {
        "id": party.id, "name": party.name, "kind": party.kind, "names": party.names,
        "roles": [{"title": r.title, "page": _name(shelf, r.page), "span": r.span, "date": r.date,
                   "after": r.after, "before": r.before} for r in party.roles],
        "reasons": party.reasons,
    }  # fmt: skip


def _origins(shelf: Shelf, origins: Origins | None) -> Row | None:
    if origins is None:
        return None
    return {
        "pages": len(origins.pages), "outlets": origins.outlets, "at_least": origins.at_least,
        "at_most": origins.at_most, "groups": [[_name(shelf, p) for p in g.pages] for g in origins.groups],
        "reasons": origins.reasons,
    }  # fmt: skip


def _drift(shelf: Shelf, drift: Drift) -> Row:
    def at(statement: str, span: Span | None) -> list[object] | None:
        return [_name(shelf, statement.split(":")[0]), span.start, span.end] if span else None

    return {
        "kind": drift.kind, "left": at(drift.left, drift.left_span), "right": at(drift.right, drift.right_span),
        "left_words": drift.left_words, "right_words": drift.right_words,
    }  # fmt: skip


def _place(shelf: Shelf, statement_id: str) -> list[object]:
    statement = shelf.statements[statement_id]
    extent = hull(statement.content)
    return [_name(shelf, statement.page), extent.start, extent.end]


def _name(shelf: Shelf, page: str) -> str:
    return Path(shelf.clippings[page].page.name).name


if __name__ == "__main__":
    main()
