"""Sentences joined to events by a learnt judge, all about an invented ferry."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest

from onrecord.errors import WeightsError
from onrecord.groups import Story
from onrecord.kit import open_kit
from onrecord.spans import view_of
from onrecord.timeline import gathering
from onrecord.timeline.about import days_of_pages
from onrecord.timeline.gathering import SIGNS, join_told, open_judge, pages_of, signs_between
from onrecord.timeline.likeness import Bench, lay_out, pair_up, signs_of
from onrecord.timeline.retold import moments_of
from onrecord.timeline.told import events_of, is_dated
from onrecord.times import find_times
from onrecord.types import Article, Block, Clipping, Dated, Page, Span

TEXTS = (
    "The ferry Alda sank off Skarn on Monday with 40 people. The owner was arrested on Tuesday.",
    "Forty people were on the ferry Alda when it sank near Skarn on Monday. It was built in 1987.",
    "Police arrested the owner of the ferry on Tuesday. The Alda was built in 1987 at Tarn.",
    "On Monday the ferry Alda sank off Skarn. The mayor opened a bakery on Tuesday.",
)


def _bench(texts: tuple[str, ...] = TEXTS) -> Bench:
    told = {}
    for at, text in enumerate(texts):
        page = Page(id=f"p{at}", name="p", text=text)
        article = Article(f"p{at}:a", f"p{at}", (Block(Span(0, len(text))),), published=Dated(value="2016-06-15"))
        times = find_times(page, article, view_of(text, article.blocks), open_kit(fast=True))
        told[page.id] = Clipping(page=page, article=article, timexes=tuple(times))
    stories = [Story("p0:y", tuple(told))]
    events = [event for page in told for event in events_of(told[page]) if is_dated(event)]
    return lay_out(events, moments_of(events, told, days_of_pages(told, stories)), told, stories)


def _joined(bench: Bench) -> list[set[str]]:
    groups = join_told(bench, pair_up(bench), (), open_judge())
    return [{f"{bench.events[at].page} {bench.events[at].date}" for at in group} for group in groups]


def test_tellings_of_one_event_are_joined_and_others_of_its_day_are_not() -> None:
    assert _joined(_bench()) == [
        {"p0 2016-06-13", "p1 2016-06-13", "p3 2016-06-13"},
        {"p0 2016-06-14", "p2 2016-06-14"},
        {"p1 1987", "p2 1987"},
        {"p3 2016-06-14"},
    ]


def test_a_group_joined_step_by_step_has_the_signs_of_all_its_members() -> None:
    bench, judge = _bench(), open_judge()
    part = range(len(bench.events))
    state = gathering._State(bench, part, judge)
    monday = [at for at in part if bench.events[at].date == "2016-06-13"]
    state.join(monday[0], monday[1])
    tables, apart = signs_of(bench, part)
    for other in set(part) - set(monday[:2]):
        direct = judge.chance(signs_between(tables, pages_of(bench, part), monday[:2], [other])[None])[0]
        cannot = apart[np.ix_(monday[:2], [other])].any()
        assert state.chances[monday[0], other] == pytest.approx(-1.0 if cannot else direct)


def test_sure_pairs_are_joined_whatever_their_words_unless_they_cannot_be_one() -> None:
    bench = _bench(("The ferry sank on Monday.", "A loss was felt on Monday.", "Snow fell on Tuesday."))
    groups = join_told(bench, pair_up(bench), [(0, 1), (1, 2)], open_judge())
    assert groups == [[0, 1], [2]]


def test_a_part_too_large_is_joined_by_likelier_pairs_and_keeps_every_event(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = _bench()
    monkeypatch.setattr(gathering, "PART_LIMIT", 2)
    groups = join_told(bench, pair_up(bench), (), open_judge())
    assert sorted(at for group in groups for at in group) == list(range(len(bench.events)))


def test_the_judge_is_of_the_signs_the_code_makes() -> None:
    judge = open_judge()
    assert judge.signs == SIGNS and 0 < judge.floor < 1
    assert len({len(judge.signs), len(judge.mean), len(judge.scale), len(judge.weights)}) == 1


def test_a_judge_of_other_signs_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = msgspec.structs.replace(open_judge(), signs=("rain",))
    (tmp_path / "timeline.json").write_bytes(msgspec.json.encode(other))
    monkeypatch.setattr(gathering, "WEIGHTS", tmp_path)
    open_judge.cache_clear()
    try:
        with pytest.raises(WeightsError, match="Train it again"):
            open_judge()
    finally:
        open_judge.cache_clear()
