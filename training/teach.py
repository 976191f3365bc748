"""Labels by a model trained so far: attributions of unlabelled texts, and those inside contents of flat gold."""

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import accumulate
from pathlib import Path

import numpy as np

from onrecord.kit.linking import find_attributions
from onrecord.kit.pieces import cut_pieces
from onrecord.kit.reading import Attribution
from onrecord.kit.tagger import Tagger
from training.examples import ROLES, Doubt, Example, Extent, Marked

SURE = 0.6  # from here on an attribution counts
NONE_SURE = 0.8  # chance of "no role" under which words without an attribution are doubtful
SHORTEST = 20  # characters of a content that may hold another
_MARKS = "“”\"'‘’`« »\n"

Lesson = tuple[list[Marked], list[Doubt]]


def teach(examples: list[Example], read: Callable[[str], Lesson], kept: Path) -> None:
    """Give unlabelled examples the attributions read in them; `kept` holds them for a run that is taken up again."""
    lessons = _kept(kept, (lambda e=e: read(e.text) for e in examples))
    for example, (attributions, doubtful) in zip(examples, lessons, strict=True):
        example.attributions, example.doubtful, example.layers = attributions, doubtful, 2


def teach_inner(examples: list[Example], read: Callable[[str], Lesson], kept: Path) -> None:
    """Give flat gold what the teacher reads inside each content when the words stand alone."""
    lessons = _kept(kept, (lambda e=e: _inside(e, read) for e in examples))
    for example, (attributions, doubtful) in zip(examples, lessons, strict=True):
        example.attributions = example.attributions + attributions
        example.doubtful, example.inner_read = doubtful, True


def reader(weights: Path) -> Callable[[str], Lesson]:
    """What the tagger of these weights reads: what it is sure of, and the words it doubts."""
    tagger = Tagger(weights)

    def read(text: str) -> Lesson:
        pieces = cut_pieces(tagger.tokenizer, text)
        scores = tagger.score(pieces)
        marked: list[Marked] = []
        doubtful: list[Doubt] = []
        made = [a for a in find_attributions(text, pieces, scores) if a.sure >= SURE]
        for layer in range(2):
            held = [a for a in made if _nested(a, made) == bool(layer)]
            marked += [Marked({r: [(s.start, s.end) for s in getattr(a, r)] for r in ROLES}, layer) for a in held]
            sure = {k for a in held for r in ROLES for s in getattr(a, r) for k in range(s.start, s.end)}
            shaky = np.exp(scores.roles[:, layer, 0]) < NONE_SURE
            doubtful += [(layer, a, b) for (a, b), s in zip(pieces.extents, shaky, strict=True) if s and a not in sure]
        return marked, doubtful

    return read


def _nested(inner: Attribution, all_made: Iterable[Attribution]) -> bool:
    words = [*inner.content, *inner.cue]
    a, b = min(s.start for s in words), max(s.end for s in words)
    return any(
        o is not inner and o.content[0].start <= a and b <= o.content[-1].end and o.content != inner.content
        for o in all_made
    )


def _inside(example: Example, read: Callable[[str], Lesson]) -> Lesson:
    """What is read in the contents of an example, each a paragraph of its own, as attributions inside them."""
    cores: list[Extent] = []
    for a, b in sorted({s for m in example.attributions if not m.layer for s in m.roles["content"]}):
        while a < b and example.text[a] in _MARKS:
            a += 1
        while b > a and example.text[b - 1] in _MARKS:
            b -= 1
        if b - a >= SHORTEST:
            cores.append((a, b))
    begins = [0, *accumulate(b - a + 2 for a, b in cores)]
    found, unsure = read("\n\n".join(example.text[a:b] for a, b in cores))

    def back(x: int, y: int) -> Extent:
        k = bisect_right(begins, x) - 1
        return x - begins[k] + cores[k][0], y - begins[k] + cores[k][0]

    marked = []
    for m in found:
        spans = [s for v in m.roles.values() for s in v]
        k = bisect_right(begins, min(a for a, _ in spans)) - 1
        if not m.layer and m.roles["cue"] and max(b for _, b in spans) < begins[k + 1]:
            marked.append(Marked({r: [back(*s) for s in v] for r, v in m.roles.items()}, 1))
    return marked, [(1, *back(a, b)) for layer, a, b in unsure if not layer]


def _kept(path: Path, makers: Iterable[Callable[[], Lesson]]) -> list[Lesson]:
    if not path.exists():
        lessons = [make() for make in makers]
        path.write_text(json.dumps([[[[m.roles, m.layer] for m in marked], doubts] for marked, doubts in lessons]))
    return [
        (
            [Marked({r: [(a, b) for a, b in v] for r, v in roles.items()}, layer) for roles, layer in marked],
            [(layer, a, b) for layer, a, b in doubts],
        )
        for marked, doubts in json.loads(path.read_text())
    ]
