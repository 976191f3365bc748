"""Makes ``onrecord/weights/timeline.json``: the judge of whether two groups of sentences tell one event.

    python -m training.timeline SHARED_BENCH

Learns from the part dev of ``bench/gold/timeline.jsonl``; part test is for measuring alone. Groups are drawn from the
events read there: two parts of one event, parts of two events of one time. The card's figures are of stories held out
in turn.
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from bench.case import read_rows
from bench.timeline import clip_stories, entries_of, mention_at, story_of, told
from onrecord.copies import find_copies
from onrecord.copies.carriers import find_utterances
from onrecord.groups import Event
from onrecord.kit import open_kit
from onrecord.timeline.about import days_of_pages
from onrecord.timeline.gathering import FILE, SIGNS, Judge, join_told, pages_of, signs_between
from onrecord.timeline.likeness import Bench, lay_out, pair_up, signs_of
from onrecord.timeline.retold import moments_of, put_together
from onrecord.timeline.told import events_of, is_dated
from training import cards

GOLD = Path(__file__).parent.parent / "bench" / "gold" / "timeline.jsonl"
SHRINK = 0.03
# Draws of two parts of one event, and of two events.
SAME_DRAWS, OTHER_DRAWS = 12, 2
# The chance from which two groups are joined, where B-cubed of stories held out in turn is best (.853). Events told
# again and members that do not belong are 16.1 and 17.0 % at .6, 18.6 and 15.2 % at .7, 22.4 and 9.8 % at .8.
FLOOR = 0.7
FLOORS = (0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)


class Read(msgspec.Struct, frozen=True):
    """A story as the judge meets it, with what a reader made of each of its sentences."""

    row: Mapping[str, Any]
    bench: Bench
    sure: tuple[tuple[int, int], ...]
    labels: tuple[tuple[str, ...], ...]


def read_stories(rows: Sequence[Mapping[str, Any]], texts: Path) -> list[Read]:
    """The stories of these rows."""
    found = []
    for row, clippings in clip_stories(rows, texts):
        copies = find_copies(clippings, open_kit())
        utterances = find_utterances(clippings, copies, open_kit())
        stories = [story_of(clippings)]
        told_by = {clip.page.id: clip for clip in clippings}
        events = [event for page in sorted(told_by) for event in events_of(told_by[page]) if is_dated(event)]
        laid = lay_out(events, moments_of(events, told_by, days_of_pages(told_by, stories)), told_by, stories)
        labels = tuple(_label(row, event) for event in events)
        found.append(Read(row, laid, tuple(put_together(events, copies, utterances)), labels))
    return found


def _label(row: Mapping[str, Any], event: Event) -> tuple[str, ...]:
    """The events a reader found in a sentence; none where it is not of the gold."""
    near = [mention for mention in row["mentions"] if mention["page"] == event.page]
    mention = mention_at(near, event.when or event.what)
    return tuple(mention["events"]) if mention else ()


def draw(story: Read, seed: int) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Signs of pairs of groups of a story, and whether both tell one event."""
    chance = np.random.default_rng(seed)
    tables, apart = signs_of(story.bench, range(len(story.labels)))
    pages = pages_of(story.bench, range(len(story.labels)))
    members: dict[str, list[int]] = defaultdict(list)
    for at, label in enumerate(story.labels):
        if label:
            members[label[0]].append(at)
    drawn: list[tuple[list[int], list[int], bool]] = []
    names = sorted(members)
    for at, name in enumerate(names):
        own = members[name]
        for _ in range(min(SAME_DRAWS, len(own) * (len(own) - 1))):
            some = chance.permutation(own)[: chance.integers(2, len(own) + 1)].tolist()
            cut = int(chance.integers(1, len(some)))
            drawn.append((some[:cut], some[cut:], True))
        for other in names[:at]:
            for _ in range(OTHER_DRAWS if len(own) * len(members[other]) > 1 else 1):
                one = chance.permutation(own)[: chance.integers(1, len(own) + 1)].tolist()
                two = chance.permutation(members[other])[: chance.integers(1, len(members[other]) + 1)].tolist()
                if not {x for a in one for x in story.labels[a]} & {x for b in two for x in story.labels[b]}:
                    drawn.append((one, two, False))
    kept = [(one, two, same) for one, two, same in drawn if not apart[np.ix_(one, two)].any()]
    signs = [signs_between(tables, pages, one, two) for one, two, _ in kept]
    return np.array(signs).reshape(-1, len(SIGNS)), np.array([same for *_, same in kept], dtype=bool)


def learn(drawn: Sequence[tuple[NDArray[np.float64], NDArray[np.bool_]]], floor: float) -> Judge:
    """The judge of these draws; a story counts by the root of its draws."""
    signs, same = np.vstack([one for one, _ in drawn]), np.concatenate([one for _, one in drawn])
    weight = np.concatenate([np.full(len(one), 1 / math.sqrt(max(1, len(one)))) for _, one in drawn])
    scaler = StandardScaler().fit(signs)
    model = LogisticRegression(C=SHRINK, max_iter=3000)
    model.fit(scaler.transform(signs), same, sample_weight=weight / weight.mean())
    mean, scale, weights = (
        tuple(float(x) for x in np.round(v, 6)) for v in (scaler.mean_, scaler.scale_, model.coef_[0])
    )
    return Judge(SIGNS, mean, scale, weights, round(float(model.intercept_[0]), 6), floor)


def groups_of(story: Read, judge: Judge) -> list[Event]:
    """The events of a story joined, the first of each group with the others under it; disputes are left out."""
    groups = join_told(story.bench, pair_up(story.bench), story.sure, judge)
    events = story.bench.events
    return [
        msgspec.structs.replace(events[group[0]], others=tuple(events[at].id for at in group[1:])) for group in groups
    ]


def main(bench: Path) -> None:
    """Trains the judge and writes it with its card."""
    rows = [row for row in read_rows(GOLD) if row["part"] == "dev"]
    stories = read_stories(rows, bench / "stories")
    drawn = [draw(story, seed) for seed, story in enumerate(stories)]
    held_out = [learn([*drawn[:at], *drawn[at + 1 :]], FLOOR) for at in range(len(stories))]
    chances = np.concatenate([judge.chance(signs) for judge, (signs, _) in zip(held_out, drawn, strict=True)])
    area = round(float(roc_auc_score(np.concatenate([same for _, same in drawn]), chances)), 3)
    print(f"area under the curve {area}")
    for floor in FLOORS:
        judges = [msgspec.structs.replace(judge, floor=floor) for judge in held_out]
        entries = [entries_of(s.row, groups_of(s, judge)) for s, judge in zip(stories, judges, strict=True)]
        print(f"floor {floor}", *(line.strip() for line in told("held out", entries)[2:]), sep=" | ")
    write(learn(drawn, FLOOR), area, sum(len(same) for _, same in drawn), len(stories))


def write(judge: Judge, area: float, pairs: int, stories: int) -> None:
    """Writes the judge and its card."""
    card = {
        "licence": "Apache-2.0",
        "trained_on": f"{pairs} pairs of groups drawn from {stories} stories of bench/gold/timeline.jsonl, part dev",
        "script": "training/timeline.py",
        "figures": {"area under the curve, stories held out in turn": area},
    }  # fmt: skip
    cards.write(FILE, msgspec.json.encode(judge), card)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
