"""Training texts with their labels, and the windows of word pieces cut from them."""

import json
import random
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from onrecord.kit.pieces import Pieces, cut_pieces
from training.network import LAYERS, NAME_TAGS, ROLE_TAGS

WINDOW = 256
SKIP = -100  # a label that costs nothing
TARGETS = 3  # a source can serve several cues; further ones are rare
ROLES = ("source", "cue", "content")

Extent = tuple[int, int]
Doubt = tuple[int, int, int]  # layer, start, end: words that may or may not have a role


@dataclass
class Marked:
    """One attribution: extents by role, and whether it stands inside the content of another."""

    roles: dict[str, list[Extent]]
    layer: int = 0


@dataclass
class Example:
    """A text with what is known of it; `layers` is how many layers of attributions were annotated."""

    id: str
    text: str
    attributions: list[Marked] = field(default_factory=list)
    layers: int = 0
    names: list[tuple[int, int, str]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    inner_read: bool = False  # whether contents were searched for attributions inside them
    doubtful: list[Doubt] = field(default_factory=list)


@dataclass
class Labelled:
    """Pieces of an example with one label a piece: roles and targets by layer, names, sentence starts."""

    pieces: Pieces
    roles: list[list[int]]
    targets: list[list[tuple[int, ...]]]
    names: list[int]
    starts: list[int]


def read_rows(path: Path) -> list[dict]:
    """The rows of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_flat(path: Path) -> list[Example]:
    """Examples of a file that marks no attribution inside another."""
    rows = read_rows(path)
    return [Example(r["id"], r["text"], [_marked(a, 0) for a in r["attributions"]], 1) for r in rows]


def read_nested(path: Path) -> list[Example]:
    """Examples of a file that marks attributions inside others by `within`; borderline ones are left out.

    The development rows hold no borderline ones either, so that finding one counts as an error.
    """
    return [
        Example(
            r["id"],
            r["text"],
            [_marked(a, int(a["within"] is not None)) for a in r["attributions"] if not a["borderline"]],
            LAYERS,
        )
        for r in read_rows(path)
    ]


def join(examples: list[Example], characters: int) -> list[Example]:
    """Short examples after one another, a blank line between, as texts of some length."""
    piles: list[list[Example]] = [[]]
    for example in examples:
        if sum(len(e.text) for e in piles[-1]) > characters:
            piles.append([])
        piles[-1].append(example)
    return [_joined(pile) for pile in piles if pile]


def _joined(pile: list[Example]) -> Example:
    text, found = "", Example("+".join(e.id for e in pile), "", layers=min(e.layers for e in pile))
    for e in pile:
        at = len(text) + 2 if text else 0
        text = f"{text}\n\n{e.text}" if text else e.text
        found.attributions += [
            Marked({r: [(a + at, b + at) for a, b in v] for r, v in m.roles.items()}, m.layer) for m in e.attributions
        ]
        found.names += [(a + at, b + at, kind) for a, b, kind in e.names]
        found.starts += [a + at for a in e.starts]
        found.doubtful += [(layer, a + at, b + at) for layer, a, b in e.doubtful]
    found.text = text
    return found


def _marked(row: dict, layer: int) -> Marked:
    return Marked({role: [(a, b) for a, b in row[role]] for role in ROLES}, layer)


def label(tokenizer: Tokenizer, example: Example) -> Labelled:
    """The example as pieces with labels; what was not annotated gets SKIP."""
    pieces = cut_pieces(tokenizer, example.text)
    count = len(pieces.ids)
    begins = [a for a, _ in pieces.extents]
    read = LAYERS if example.inner_read else example.layers
    roles = [[0 if layer < read else SKIP] * count for layer in range(LAYERS)]
    targets: list[list[tuple[int, ...]]] = [[()] * count for _ in range(LAYERS)]
    for marked in sorted(example.attributions, key=lambda m: m.layer):
        row, aims = roles[marked.layer], targets[marked.layer]
        cue = [p for s in marked.roles["cue"] for p in _inside(pieces, begins, s)]
        for role in ROLES:
            for extent in marked.roles[role]:
                for k, p in enumerate(_inside(pieces, begins, extent)):
                    row[p] = ROLE_TAGS.index(("I-" if k else "B-") + role)
                    aims[p] = aims[p] + tuple(cue[:1])
    if example.layers == 1 and not example.inner_read:
        _mask_unread(example, roles, pieces, begins)
    for layer, a, b in example.doubtful:
        for p in _inside(pieces, begins, (a, b)):
            roles[layer][p] = roles[layer][p] or SKIP
    names, starts = [0] * count, [0] * count
    for a, b, kind in example.names:
        for k, p in enumerate(_inside(pieces, begins, (a, b))):
            names[p] = NAME_TAGS.index(("I-" if k else "B-") + kind)
    for a in example.starts:
        p = bisect_left(begins, a)
        if p < count:
            starts[p] = 1
    return Labelled(pieces, roles, targets, names, starts)


def _mask_unread(example: Example, roles: list[list[int]], pieces: Pieces, begins: list[int]) -> None:
    """Set the inner layer where flat gold is silent: none outside contents, unknown inside, save those made by hand."""
    held = [s for m in example.attributions if m.layer for spans in m.roles.values() for s in spans]
    outer = [s for m in example.attributions if not m.layer for s in m.roles["content"]]
    read = {p for a, b in outer if any(a <= x and y <= b for x, y in held) for p in _inside(pieces, begins, (a, b))}
    for p, (flat, inner) in enumerate(zip(roles[0], roles[1], strict=True)):
        if inner <= 0:
            roles[1][p] = SKIP if flat in (5, 6) and p not in read else 0


def _inside(pieces: Pieces, begins: list[int], extent: Extent) -> range:
    first = bisect_left(begins, extent[0])
    while first > 0 and pieces.extents[first - 1][1] > extent[0]:
        first -= 1
    return range(first, max(first, bisect_left(begins, extent[1])))


Window = tuple[Labelled, int, int]


def cut_windows(labelled: list[Labelled], rng: random.Random) -> list[Window]:
    """Windows that tile every example, the first of random length, so that the cuts move every epoch."""
    body, found = WINDOW - 2, []
    for item in labelled:
        count = len(item.pieces.ids)
        cuts = [0, *range(rng.randrange(body // 4, body + 1), count, body), count]
        found += [(item, a, b) for a, b in pairwise(cuts) if b > a]
    return found


def stack(windows: list[Window], tokenizer: Tokenizer) -> dict[str, Tensor]:
    """One batch, padded to its longest window; position 0 is the start piece and means "no cue"."""
    first, last = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    size, width = len(windows), max(b - a for _, a, b in windows) + 2
    batch = {k: torch.zeros((size, width), dtype=torch.long) for k in ("ids", "mask", "case", "para", "quote")}
    batch |= {k: torch.full((size, width), SKIP) for k in ("names", "starts")}
    batch["roles"] = torch.full((LAYERS, size, width), SKIP)
    batch["targets"] = torch.full((TARGETS, LAYERS, size, width), SKIP)
    for r, (item, a, b) in enumerate(windows):
        here, p = slice(1, b - a + 1), item.pieces
        batch["ids"][r, : b - a + 2] = torch.tensor([first, *p.ids[a:b], last])
        batch["mask"][r, : b - a + 2] = 1
        for key, values in (("case", p.case), ("para", p.para), ("quote", p.quote), ("names", item.names)):
            batch[key][r, here] = torch.tensor(values[a:b])
        batch["starts"][r, here] = torch.tensor(item.starts[a:b])
        for layer in range(LAYERS):
            batch["roles"][layer, r, here] = torch.tensor(item.roles[layer][a:b])
            batch["targets"][:, layer, r, here] = _targets(item, layer, a, b)
    return batch


def _targets(item: Labelled, layer: int, a: int, b: int) -> Tensor:
    found = torch.full((TARGETS, b - a), SKIP)
    for i in range(a, b):
        if item.roles[layer][i] in (1, 2, 5, 6):
            aims = [x - a + 1 for x in item.targets[layer][i] if a <= x < b][:TARGETS] or [0]
            found[: len(aims), i - a] = torch.tensor(aims)
    return found
