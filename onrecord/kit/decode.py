"""Spans from scores: tag sequences, sentences and names."""

from collections import Counter, defaultdict
from itertools import pairwise

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.kit.pieces import Pieces
from onrecord.kit.reading import Label, Name
from onrecord.types import Span

Floats = NDArray[np.float32]

NAME_LABELS: tuple[Label, ...] = ("person", "body", "place", "people", "other")
START_CHANCE = 0.5  # of a sentence; F1 on dev is flat between .3 and .7


class Pointing(msgspec.Struct, frozen=True):
    """Where the pieces [start, end) of a window point: chances (layers, kept pieces, 1 + window).

    Column 0 means "no cue in sight"; column k is piece `first + k - 1` of the text. Pieces that surely
    have no role are not kept; `row[k]` is how many of the first k pieces are.
    """

    first: int
    start: int
    end: int
    row: NDArray[np.int64]
    chances: Floats


class Scores(msgspec.Struct, frozen=True):
    """What the model says of each piece of a text.

    `roles` holds log chances (pieces, layers, 7), `names` log chances (pieces, 11), `starts` chances.
    """

    roles: Floats
    names: Floats
    starts: Floats
    pointings: list[Pointing]


def best_path(logs: Floats) -> list[int]:
    """The likeliest tags where an inner tag follows only its own kind (tags: O, B-x, I-x, B-y, I-y …)."""
    greedy = [int(t) for t in logs.argmax(1)]
    if all(t == 0 or t % 2 or before in (t, t - 1) for t, before in zip(greedy, [0, *greedy], strict=False)):
        return greedy
    kinds = range(2, logs.shape[1], 2)
    rows = logs.tolist()
    score = [s if t == 0 or t % 2 else -1e9 for t, s in enumerate(rows[0])]
    backs: list[list[int]] = []
    for row in rows[1:]:
        top = max(range(len(score)), key=score.__getitem__)
        back = [top] * len(score)
        for t in kinds:
            back[t] = t if score[t] >= score[t - 1] else t - 1
        score = [score[back[t]] + s for t, s in enumerate(row)]
        backs.append(back)
    tag = max(range(len(score)), key=score.__getitem__)
    path = [tag]
    for back in reversed(backs):
        tag = back[tag]
        path.append(tag)
    return path[::-1]


def find_runs(logs: Floats, breaks: list[int]) -> list[tuple[int, int, int]]:
    """Tagged runs as (kind, first piece, end), in order; none crosses a break. Kinds count from 0, as tags pair up."""
    found: list[tuple[int, int, int]] = []
    for a, b in pairwise(breaks):
        begin, kind = -1, -1
        for k, tag in enumerate([*best_path(logs[a:b]), 0], a):
            if begin >= 0 and (tag == 0 or tag % 2):
                found.append((kind, begin, k))
                begin = -1
            if tag % 2:
                begin, kind = k, tag // 2
    return found


def find_breaks(pieces: Pieces) -> list[int]:
    """The first piece of every paragraph, and the number of pieces."""
    return [k for k, first in enumerate(pieces.para) if first] + [len(pieces.ids)]


def extent_of(text: str, pieces: Pieces, first: int, end: int) -> Span:
    """The characters of a run of pieces, widened to whole words."""
    a, b = pieces.extents[first][0], pieces.extents[end - 1][1]
    while a > 0 and text[a].isalnum() and text[a - 1].isalnum():
        a -= 1
    while b < len(text) and text[b - 1].isalnum() and text[b].isalnum():
        b += 1
    return Span(a, b)


def find_sentences(text: str, pieces: Pieces, starts: Floats) -> tuple[Span, ...]:
    """Sentences in reading order; together they cover all that is not white space, and none crosses a line break."""
    cuts: list[int] = []
    for (a, _), first, chance in zip(pieces.extents, pieces.para, starts.tolist(), strict=True):
        if not first and chance > START_CHANCE and text[a - 1].isspace():
            cuts.append(a)
    found: list[Span] = []
    at, k = 0, 0
    for line in text.splitlines(keepends=True):
        end, begin = at + len(line), at
        while k < len(cuts) and cuts[k] < end:
            _add_trimmed(found, text, begin, cuts[k])
            begin, k = cuts[k], k + 1
        _add_trimmed(found, text, begin, end)
        at = end
    return tuple(found)


def _add_trimmed(found: list[Span], text: str, a: int, b: int) -> None:
    while a < b and text[a].isspace():
        a += 1
    while b > a and text[b - 1].isspace():
        b -= 1
    if a < b:
        found.append(Span(a, b))


def find_names(text: str, pieces: Pieces, logs: Floats) -> tuple[Name, ...]:
    """Names in reading order; all with the same words get the label their chances add up to."""
    chances = np.exp(logs)
    kinds = chances[:, 1::2] + chances[:, 2::2]
    ballots: dict[str, Floats] = defaultdict(lambda: np.zeros(len(NAME_LABELS), dtype=np.float32))
    found: list[tuple[Span, str]] = []
    for _, first, end in find_runs(logs, find_breaks(pieces)):
        span = extent_of(text, pieces, first, end)
        if found and span.start < found[-1][0].end:
            continue
        words = text[span.start : span.end]
        found.append((span, words))
        ballots[words] += kinds[first:end].mean(0)
    counts = Counter(words for _, words in found)
    return tuple(_elected(span, ballots[words], counts[words]) for span, words in found)


def _elected(span: Span, votes: Floats, ballots: int) -> Name:
    winner = int(votes.argmax())
    return Name(span, NAME_LABELS[winner], round(float(votes[winner]) / ballots, 3))
