"""Attributions from scores: spans of source, cue and content, tied together by what points at what."""

import math
import re
from bisect import bisect_right

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.kit.decode import Floats, Pointing, Scores, extent_of, find_breaks, find_runs
from onrecord.kit.marks import Quoted, find_quoted
from onrecord.kit.pieces import Pieces
from onrecord.kit.reading import Attribution
from onrecord.types import Span

SOURCE, CUE, CONTENT = range(3)
_OWN_VOICE = frozenset(("I", "We", "we"))
_SIGNATURE = re.compile(r"\s?([―—–-]{1,2})\s?([^\W\d_a-z][\w.’'-]*(?:,? [\w.’'-]+){0,5})\s*?(?:\n|\Z)")
# Tuned on the development articles; a step either way costs under 0.2 of full F1.
ATTACH = 0.02  # least share of pointing that ties a span to a cue
SHARE = 0.2  # least share at which a source serves a second cue too
FALLBACK = 0.02  # least share at which a cue without source takes one that points elsewhere
BOLD = 0.5  # taken from the log chance of "no role": more is found, less of it right
LEAST_SURE = 0.3  # what is less certain is left out
NESTED_SURE = 0.65  # least certainty of an attribution inside another's content
OWN_VOICE_SURE = 0.8  # the same where the writer seems to be the source: most reports have none by their writer
SNAP = 2  # characters between the end of a content and a quotation mark that is still its own
SIGNED_SURE = 0.9
# Log odds that content and source are right: a constant, then what each of `_grounds` adds. Fitted on the same.
ODDS = (2.56, 2.11, 2.57, 0.27, 1.04, -2.03, -2.1, 0.43)


class Found(msgspec.Struct):
    """A span of one role, as pieces, and how much of it points at each cue (the last: at none)."""

    role: int
    first: int
    end: int
    mass: Floats
    sure: float


def find_attributions(text: str, pieces: Pieces, scores: Scores) -> tuple[Attribution, ...]:
    """Attributions by the place of their first word; those quoted inside the content of another come with them."""
    if not pieces.ids:
        return ()
    quoted = find_quoted(text)
    flat = [a for a in _of_layer(text, pieces, scores, 0, quoted) if not _own_voice(text, a, quoted)]
    nested = _of_layer(text, pieces, scores, 1, quoted)
    inner = [a for a in nested if a.cue and a.sure >= NESTED_SURE and _inside(a, flat)]
    return tuple(sorted(flat + inner, key=_place))


def _own_voice(text: str, a: Attribution, quoted: list[Quoted]) -> bool:
    """Whether the source is a bare "I" or "we" outside quotation marks, and not surely one."""
    if not a.source or a.sure >= OWN_VOICE_SURE:
        return False
    source = a.source[0]
    return text[source.start : source.end] in _OWN_VOICE and _quoted_at(quoted, source.start, source.end) is None


def _of_layer(text: str, pieces: Pieces, scores: Scores, layer: int, quoted: list[Quoted]) -> list[Attribution]:
    logs = scores.roles[:, layer].copy()
    logs[:, 0] -= BOLD
    runs = find_runs(logs, find_breaks(pieces))
    cues = np.array([(a, b) for kind, a, b in runs if kind == CUE], dtype=np.int64).reshape(-1, 2)
    found = [
        Found(kind, a, b, _mass(scores.pointings, layer, (a, b), cues), _chance(logs, kind, a, b))
        for kind, a, b in runs
    ]
    ties = _tie(found, len(cues))
    ties = _part_signed(text, pieces, _run_on(text, pieces, ties, quoted))
    made = [_signed(text, _attribution(text, pieces, tied, quoted), quoted) for tied in ties]
    return [a for a in made if a.content and a.sure >= LEAST_SURE]


def _chance(logs: Floats, kind: int, a: int, b: int) -> float:
    return float(np.exp(logs[a:b, 1 + 2 * kind : 3 + 2 * kind]).sum(1).mean())


def _mass(pointings: list[Pointing], layer: int, run: tuple[int, int], cues: NDArray[np.int64]) -> Floats:
    """The share of the run's pointing that each cue gets, and at the end the share of "none"."""
    mass = np.zeros(len(cues) + 1, dtype=np.float32)
    at = bisect_right(pointings, run[0], key=lambda w: w.start) - 1
    while at < len(pointings) and pointings[at].start < run[1]:
        window = pointings[at]
        a, b = max(run[0], window.start), min(run[1], window.end)
        columns = window.chances[layer, window.row[a - window.start] : window.row[b - window.start]].sum(0)
        until = np.concatenate(([0.0], np.cumsum(columns[1:], dtype=np.float32)))
        ends = np.clip(cues - window.first, 0, len(columns) - 1)
        mass[:-1] += until[ends[:, 1]] - until[ends[:, 0]]
        mass[-1] += columns[0]
        at += 1
    return (np.maximum(mass, 0) / (run[1] - run[0])).astype(np.float32)


class Tied(msgspec.Struct):
    """Spans that belong to one attribution."""

    cue: Found | None
    contents: list[Found]
    source: Found | None = None
    pull: float = 0.0  # of the cue on its source


def _tie(found: list[Found], cue_count: int) -> list[Tied]:
    """One group a cue, then one for every content that points at none. A cue takes the source that pulls most."""
    ties = [Tied(f, []) for f in found if f.role == CUE]
    loose: list[Tied] = []
    sources = [f for f in found if f.role == SOURCE]
    for f in found:
        if f.role == CUE:
            continue
        best = int(f.mass[:-1].argmax()) if cue_count else -1
        tied = best >= 0 and f.mass[best] > ATTACH
        if f.role == CONTENT and tied:
            ties[best].contents.append(f)
        elif f.role == CONTENT:
            loose.append(Tied(None, [f]))
        elif tied:
            for k in range(cue_count):
                if (k == best or f.mass[k] > SHARE) and f.mass[k] > ties[k].pull:
                    ties[k].source, ties[k].pull = f, float(f.mass[k])
    for k, tie in enumerate(ties):
        near = max(sources, key=lambda f: float(f.mass[k]), default=None)
        if tie.source is None and tie.contents and near is not None and near.mass[k] > FALLBACK:
            tie.source, tie.pull = near, float(near.mass[k])
    return ties + loose


def _run_on(text: str, pieces: Pieces, ties: list[Tied], quoted: list[Quoted]) -> list[Tied]:
    """A whole quotation that points at no cue goes to the quotation it goes on from.

    "It rained," she said. "Nobody came." Between the two stands no other cue or content.
    """
    order = sorted((t for t in ties if t.contents), key=lambda t: t.contents[0].first)
    kept: list[Tied] = [t for t in ties if not t.contents]
    last: Tied | None = None
    for tie in order:
        if last is not None and tie.cue is None and _goes_on(text, pieces, (last, tie), quoted):
            last.contents += tie.contents
            continue
        kept.append(tie)
        last = tie
    return kept


def _part_signed(text: str, pieces: Pieces, ties: list[Tied]) -> list[Tied]:
    """The groups, with every content that is signed on its line parted from a cue on another line."""
    parted: list[Tied] = []
    for tie in ties:
        for content in list(tie.contents) if tie.cue else []:
            end = pieces.extents[content.end - 1][1]
            ends = sorted((pieces.extents[tie.cue.end - 1][1], end)) if tie.cue else [end, end]
            if "\n" in text[ends[0] : ends[1]] and (_SIGNATURE.match(text, end) or _SIGNATURE.match(text, end + 1)):
                tie.contents.remove(content)
                parted.append(Tied(None, [content]))
    return ties + parted


def _goes_on(text: str, pieces: Pieces, pair: tuple[Tied, Tied], quoted: list[Quoted]) -> bool:
    before, tie = pair
    end = max(f.end for f in [*before.contents, *([before.cue] if before.cue else [])])
    a = pieces.extents[end - 1][1]
    b, b_end = pieces.extents[tie.contents[0].first][0], pieces.extents[tie.contents[-1].end - 1][1]
    first = pieces.extents[before.contents[0].first][0]
    between = text[a:b].strip(" \n\t\r.,\"”“'’‘")
    spoken = _quoted_at(quoted, first, first + 1) and _quoted_at(quoted, b, b_end)
    return before.cue is not None and bool(spoken) and not between


def _quoted_at(quoted: list[Quoted], a: int, b: int) -> Quoted | None:
    """The quotation that [a, b) lies in or fills but for a few characters."""
    for q in quoted:
        if q.start - SNAP <= a and b <= q.end + SNAP and a < q.end and q.start < b:
            return q
    return None


def _attribution(text: str, pieces: Pieces, tied: Tied, quoted: list[Quoted]) -> Attribution:
    contents = [_snap(text, extent_of(text, pieces, f.first, f.end), quoted) for f in tied.contents]
    sure = chance_right(_grounds(tied, contents, quoted)) if contents else 0.0
    return Attribution(
        (extent_of(text, pieces, tied.source.first, tied.source.end),) if tied.source else (),
        (extent_of(text, pieces, tied.cue.first, tied.cue.end),) if tied.cue else (),
        _apart(sorted(contents)),
        round(sure, 3),
    )


def _grounds(tied: Tied, contents: list[Span], quoted: list[Quoted]) -> tuple[float, ...]:
    """What an attribution rests on, as log chances (0 is sure) and marks of 0 or 1."""
    cue, source = tied.cue, tied.source
    points = min(float(f.mass[:-1].max(initial=0)) if cue else 1.0 for f in tied.contents)
    return (
        min(_log(f.sure) for f in tied.contents),
        _log(cue.sure) if cue else 0.0,
        _log(points),
        _log(tied.pull * source.sure) if source else 0.0,
        0.0 if source else 1.0,
        0.0 if cue else 1.0,
        float(any(_quoted_at(quoted, s.start, s.end) is not None for s in contents)),
    )


def _log(chance: float) -> float:
    return math.log(max(chance, 1e-4))


def chance_right(grounds: tuple[float, ...]) -> float:
    """How likely an attribution with these grounds is right."""
    odds = ODDS[0] + sum(weight * value for weight, value in zip(ODDS[1:], grounds, strict=True))
    return 1 / (1 + math.exp(-odds))


def _signed(text: str, made: Attribution, quoted: list[Quoted]) -> Attribution:
    """The attribution with the name a quotation is signed by: “We wait.” — Oro Tamm, at the end of a line."""
    if made.cue or made.source or not any(q.end == made.content[-1].end for q in quoted):
        return made
    signature = _SIGNATURE.match(text, made.content[-1].end)
    if signature is None:
        return made
    dash, name = Span(*signature.span(1)), Span(*signature.span(2))
    return Attribution((name,), (dash,), made.content, SIGNED_SURE)


def _snap(text: str, span: Span, quoted: list[Quoted]) -> Span:
    """The span with the marks of the quotation it fills; a mark on one side only is given its partner."""
    for q in quoted:
        starts = abs(span.start - q.start) <= SNAP + q.opening
        ends = abs(span.end - q.end) <= SNAP + q.closing
        if starts and ends:
            return Span(q.start, q.end)
        if q.start > span.end:
            break
    return span


def _apart(spans: list[Span]) -> tuple[Span, ...]:
    """Sorted spans without overlaps."""
    found: list[Span] = []
    for span in spans:
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def _inside(inner: Attribution, outers: list[Attribution]) -> bool:
    """Whether content and cue lie in a content that is not just the same words."""
    words = [*inner.content, *inner.cue]
    a, b = min(s.start for s in words), max(s.end for s in words)
    return any(
        piece.start <= a and b <= piece.end and sum(s.end - s.start for s in outer.content) > b - a - 1
        for outer in outers
        for piece in [Span(outer.content[0].start, outer.content[-1].end)]
    )


def _place(a: Attribution) -> tuple[Span, ...]:
    return tuple(sorted([*a.content, *a.cue, *a.source]))
