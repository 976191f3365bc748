"""Makes `relations.onnx`, a learnt judge of pairs of statements: tried and not shipped, since it does not do better.

    python -m training.pairs --data ../shared/bench --base FOLDER --work FOLDER

Two lessons: headlines against sentences of FNC-1 bodies (agree, disagree, discuss, unrelated), and pairs dealt from our
own scenes. The stories of the gold's test part are in neither. Needs torch and transformers.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from bench.case import read_rows
from bench.relations import SIDES
from onrecord.kit import Kit, open_kit
from training.dealing import deal
from training.headlines import headline_pairs
from training.pairing import NAMES, STANCES, Example, Network, side_by_side, teach, teach_stances
from training.scenes import read_scenes

GOLD = Path(__file__).parent.parent / "bench" / "gold" / "relations.jsonl"
MODEL = "relations.onnx"
ROUNDS = 12
STANCE_RATE, RATE = 1.5e-4, 2.5e-4
SEED = 400


class Bare(nn.Module):
    """The network on pairs without padding, with chances instead of raw scores."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, types: Tensor, facts: Tensor) -> tuple[Tensor, Tensor]:
        """The chance of each relation, and that the second statement acts on the first."""
        scores = self.network(ids, types, None, facts)
        return scores[:, :-1].softmax(-1), scores[:, -1].sigmoid()


def dealt_examples(seed: int, tokenizer: Tokenizer, kit: Kit) -> list[Example]:
    """Pairs of our own scenes, played anew."""
    return [
        (_pieces(pair.left, pair.right, tokenizer), pair.facts, NAMES.index(pair.relation), pair.turn)
        for pair in deal(read_scenes(), seed, kit)
    ]


def write_weights(network: Network, work: Path) -> None:
    """The graph with int8 matrices."""
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
        str(full), str(work / MODEL), weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=heads
    )


def main() -> None:
    """Teaches the network and writes it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True, help="the shared bench")
    options.add_argument("--base", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    options.add_argument("--work", type=Path, required=True, help="folder for checkpoint and graph")
    given = options.parse_args()
    torch.manual_seed(0)
    chance, kit, tokenizer = (
        random.Random(0),
        open_kit(fast=True),
        Tokenizer.from_file(str(given.base / "tokenizer.json")),
    )
    tokenizer.no_padding()
    tokenizer.no_truncation()
    network = Network(given.base)
    tested = {row[side]["page"] for row in read_rows(GOLD) if row["part"] == "test" for side in SIDES}
    headlines = [
        (_pieces(headline, sentence, tokenizer), STANCES.index(stance))
        for headline, sentence, stance in headline_pairs(given.data, tested)
    ]
    teach_stances(network, headlines, STANCE_RATE, chance)
    rounds = [dealt_examples(SEED + number, tokenizer, kit) for number in range(ROUNDS)]
    teach(network, rounds, RATE, chance)
    torch.save(network.state_dict(), given.work / "relations.pt")
    write_weights(network, given.work)


def _pieces(left: str, right: str, tokenizer: Tokenizer) -> tuple[list[int], list[int]]:
    one, other = (tokenizer.encode(text, add_special_tokens=False).ids for text in (left, right))
    return side_by_side(one, other)


if __name__ == "__main__":
    main()
