"""The first real pages, where they are at hand: what must hold of their record, told without naming them.

They are not part of this project; without the folder (``ONRECORD_SEEDS``, or ``../shared/seeds``) this is skipped.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.record import Record, Shelf

SEEDS = Path(os.environ.get("ONRECORD_SEEDS", Path(__file__).parent.parent.parent / "shared" / "seeds"))
pytestmark = pytest.mark.skipif(not list(SEEDS.glob("*.txt")), reason="the first real pages are not at hand")


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with Record.open(tmp_path_factory.mktemp("seeds") / "seeds.db") as record:
        summary = record.add(SEEDS)
        assert not summary.problems
        yield record.shelf


def test_nothing_is_said_outside_the_article(seeds: Shelf) -> None:
    comments = 0
    for clipping in seeds.clippings.values():
        outside = [b.span for b in clipping.article.blocks if b.role not in ("body", "dateline")]
        comments += sum(b.role == "comment" for b in clipping.article.blocks)
        for statement in clipping.statements:
            for piece in (*statement.content, *statement.cue, *statement.source):
                assert not any(piece.start < span.end and span.start < piece.end for span in outside)
    assert comments > 3


def test_the_body_printed_twice_counts_once(seeds: Shelf) -> None:
    doubled = [c for c in seeds.clippings.values() if any(b.role == "repeat" for b in c.article.blocks)]
    assert len(doubled) == 1
    said = [seeds.words(s.page, s.content) for s in doubled[0].statements]
    assert len(said) == len(set(said))


def test_one_page_shows_its_date_and_the_rest_stay_unknown_with_reasons(seeds: Shelf) -> None:
    dates = [c.article.published for c in seeds.clippings.values()]
    assert sum(d.value is not None for d in dates) == 1
    assert all(d.span or d.tag for d in dates if d.value)
    assert all(d.reasons for d in dates if not d.value)


def test_two_pages_share_an_origin_and_show_their_drift(seeds: Shelf) -> None:
    copied = {frozenset((copy.left, copy.right)) for copy in seeds.copies}
    shared = [u for u in seeds.utterances if frozenset(u.pages) in copied]
    assert shared
    assert all(u.origins and u.origins.at_most == 1 for u in shared)
    # Two pages that share no text may each have asked: at least one origin, at most two.
    others = [u for u in seeds.utterances if len(u.pages) == 2 and u not in shared]
    assert all(u.origins and (u.origins.at_least, u.origins.at_most) == (1, 2) for u in others)
    both = [u for u in shared if {"inserted", "source_label"} <= {d.kind for d in u.drifts}]
    assert both, "an inserted word and a changed source label on one utterance"


def test_a_chain_of_four_has_a_span_for_each_hop(seeds: Shelf) -> None:
    chains = [s for s in seeds.statements.values() if s.speaker and len(s.relays) == 3]
    assert any(
        {r.how for r in s.relays} == {"quoted", "wire", "host"} and all(r.span for r in s.relays) for s in chains
    )


def test_three_stories_stand_in_one_thread(seeds: Shelf) -> None:
    assert len(seeds.stories) == 3
    assert len(seeds.threads) == 1


def test_planned_and_received_words_have_no_hearer_for_a_speaker(seeds: Shelf) -> None:
    received = [s for s in seeds.statements.values() if s.act == "receive"]
    assert received
    assert all(s.speaker is None for s in received)
    assert any(s.modality == "planned" for s in seeds.statements.values())


def test_offer_clarification_refusal_and_the_old_position_stand_linked(seeds: Shelf) -> None:
    kinds = {relation.relation for relation in seeds.relations}
    assert {"clarifies", "contradicts", "affirms"} <= kinds
    story = {s.id: seeds.story_of[s.page].id for s in seeds.statements.values()}
    apart = [r for r in seeds.relations if r.relation == "affirms" and story[r.left] != story[r.right]]
    assert apart, "one position held in two stories"
