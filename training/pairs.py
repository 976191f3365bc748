"""Makes `relations.onnx` and `relations-facts.onnx`, the learnt judge of pairs of statements.

    python -m training.pairs --data ../shared/bench --base FOLDER --work FOLDER

First lessons: headlines against sentences of FNC-1 bodies (agree, disagree, discuss, unrelated), and pairs dealt from
our own scenes. Then rounds of pairs that readers judged (`bench/gold/readings.jsonl`), pairs and contrast sets of our
own writing, and tempting pairs of different stories. Stories of the gold's parts dev and test are in none. Needs torch
and transformers.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from bench.case import read_rows
from bench.relations import SIDES
from onrecord.kit import Kit, open_kit
from onrecord.positions.hearing import ASIDE, MODEL
from training.across import across
from training.dealing import deal
from training.facts import NAMES
from training.headlines import headline_pairs
from training.lessons import draw
from training.pairing import STANCES, Example, Network, side_by_side, teach, teach_stances
from training.readings import READINGS, judged_pairs
from training.scenes import read_scenes
from training.written import written_pairs

GOLD = Path(__file__).parent.parent / "bench" / "gold" / "relations.jsonl"
DEALT, ROUNDS = 4, 6
STANCE_RATE, DEALT_RATE, RATE = 1.5e-4, 1.5e-4, 1.3e-4
SEED = 100

Cutter = Callable[[str], list[int]]


class Words(nn.Module):
    """The part that reads words, on a pair without padding."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, types: Tensor) -> Tensor:
        """Raw scores."""
        scores: Tensor = self.network.head(self.network.read(ids, types, None))
        return scores


def write_weights(network: Network, work: Path) -> None:
    """Both graphs, the encoder's matrices in int8."""
    full, ids = work / "relations-full.onnx", torch.ones((1, 40), dtype=torch.long)
    row = torch.zeros((1, network.facts[0].in_features))
    axes = {name: {0: "b", 1: "n"} for name in ("ids", "types")}
    network.eval()
    with torch.no_grad():
        torch.onnx.export(
            Words(network), (ids, torch.zeros_like(ids)), str(full), input_names=["ids", "types"],
            output_names=["scores"], opset_version=17, dynamo=False, dynamic_axes=axes,
        )  # fmt: skip
        torch.onnx.export(
            network.facts, (row,), str(work / ASIDE), input_names=["facts"], output_names=["scores"],
            opset_version=17, dynamo=False,
        )  # fmt: skip
    heads = [node.name for node in onnx.load(str(full)).graph.node if "/head/" in node.name]
    quantize_dynamic(
        str(full), str(work / MODEL), weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=heads
    )


def main() -> None:
    """Teaches the network and writes it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True, help="the shared bench")
    options.add_argument("--base", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    options.add_argument("--work", type=Path, required=True, help="folder for checkpoint and graph")
    options.add_argument("--stories", type=int, help="read this many stories only, to try the command")
    given = options.parse_args()
    torch.manual_seed(0)
    chance, kit = random.Random(0), open_kit()
    pieces_of = _cutter(given.base)
    readings = [row for row in read_rows(READINGS) if not row["held"]][: given.stories]
    read, apart = list(judged_pairs(given.data, kit, readings)), across(given.data, kit, readings, chance)
    own = list(written_pairs(kit, SEED))
    print(f"{len(read)} pairs of {len(readings)} stories, {len(apart)} across, {len(own)} written")
    network = Network(given.base, len(own[0].facts))
    _teach_first(network, given.data, kit, chance, pieces_of)
    teach(network, [draw(read, apart, own, pieces_of, chance) for _ in range(ROUNDS)], RATE, chance)
    torch.save(network.state_dict(), given.work / "relations.pt")
    write_weights(network, given.work)


def _teach_first(network: Network, data: Path, kit: Kit, chance: random.Random, pieces_of: Cutter) -> None:
    tested = {row[side]["page"] for row in read_rows(GOLD) if row["part"] != "train" for side in SIDES}
    headlines = [
        (side_by_side(pieces_of(headline), pieces_of(sentence)), STANCES.index(stance))
        for headline, sentence, stance in headline_pairs(data, tested)
    ]
    teach_stances(network, headlines, STANCE_RATE, chance)
    rounds: list[list[Example]] = [
        [
            (side_by_side(pieces_of(p.left), pieces_of(p.right)), p.facts, NAMES.index(p.relation), p.turn)
            for p in deal(read_scenes(), SEED + number, kit)
        ]
        for number in range(DEALT)
    ]
    teach(network, rounds, DEALT_RATE, chance)


def _cutter(base: Path) -> Cutter:
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()

    @cache
    def pieces_of(text: str) -> list[int]:
        ids: list[int] = tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    return pieces_of


if __name__ == "__main__":
    main()
