"""The network that reads two statements side by side, and how it is taught."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from onrecord.positions.hearing import cut
from training.facts import NAMES

STANCES = ("agree", "disagree", "discuss", "unrelated")
FROZEN = ("encoder.embeddings", "encoder.encoder.layer.0.")
HEAD_WIDTH = 128
FACTS_WIDTH = 64
HEAD_RATE = 6.0
BATCH = 32
SMOOTHING = 0.05
TURN_WEIGHT = 0.3
CLS, SEP = 101, 102

Pieces = tuple[list[int], list[int]]
# Pieces of both texts, facts, the number of the answer, and which of the two acts on the other (0: neither).
Example = tuple[Pieces, Sequence[float], int, int]


class Network(nn.Module):
    """An encoder over the words of both statements, and a small network over the facts; their scores are added."""

    def __init__(self, base: Path, facts: int, attention: str = "sdpa") -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            base, attn_implementation=attention, add_pooling_layer=False, attention_probs_dropout_prob=0.0
        )
        width, answers = self.encoder.config.hidden_size, len(NAMES) + 1
        self.drop = nn.Dropout(0.1)
        self.head = nn.Sequential(
            nn.Linear(2 * width, HEAD_WIDTH), nn.Tanh(), nn.Dropout(0.1), nn.Linear(HEAD_WIDTH, answers)
        )
        self.facts = nn.Sequential(
            nn.Linear(facts, FACTS_WIDTH), nn.Tanh(), nn.Dropout(0.1), nn.Linear(FACTS_WIDTH, answers)
        )
        self.stance = nn.Linear(2 * width, len(STANCES))

    def read(self, ids: Tensor, types: Tensor, mask: Tensor | None) -> Tensor:
        """First piece and mean of all, side by side; without a mask nothing is padding."""
        embedded = self.encoder.get_input_embeddings()(ids)
        if mask is None:
            hidden = self.encoder.embeddings(inputs_embeds=embedded, token_type_ids=types)
            for layer in self.encoder.encoder.layer:
                hidden = layer(hidden, None)
            return torch.cat([hidden[:, 0], hidden.mean(1)], 1)
        hidden = self.encoder(inputs_embeds=embedded, token_type_ids=types, attention_mask=mask).last_hidden_state
        weights = mask[..., None].to(hidden.dtype)
        return torch.cat([hidden[:, 0], (hidden * weights).sum(1) / weights.sum(1)], 1)

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor | None, facts: Tensor) -> Tensor:
        """Raw scores of the relations, and of the second statement acting on the first."""
        scores: Tensor = self.head(self.drop(self.read(ids, types, mask))) + self.facts(facts)
        return scores


def side_by_side(one: list[int], other: list[int]) -> Pieces:
    """Both texts as one run of pieces, and which text each piece is of."""
    one, other = cut(one, other)
    return [CLS, *one, SEP, *other, SEP], [0] * (len(one) + 2) + [1] * (len(other) + 1)


def padded(pieces: Sequence[Pieces]) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, types and mask of several pairs."""
    longest = max(len(ids) for ids, _ in pieces)
    rows = torch.zeros((3, len(pieces), longest), dtype=torch.long)
    for at, (ids, types) in enumerate(pieces):
        size = len(ids)
        rows[0, at, :size], rows[1, at, :size], rows[2, at, :size] = torch.tensor(ids), torch.tensor(types), 1
    return rows[0], rows[1], rows[2]


def batches(sizes: Sequence[int], chance: random.Random) -> Iterator[list[int]]:
    """Numbers of examples of like length, in mixed order."""
    order = chance.sample(range(len(sizes)), len(sizes))
    made = []
    for start in range(0, len(order), 12 * BATCH):
        part = sorted(order[start : start + 12 * BATCH], key=lambda at: sizes[at])
        made += [part[at : at + BATCH] for at in range(0, len(part), BATCH)]
    chance.shuffle(made)
    yield from made


def teach_stances(network: Network, pairs: Sequence[tuple[Pieces, int]], rate: float, chance: random.Random) -> None:
    """The first lesson, once over: headlines and sentences."""
    weights = torch.tensor([1.0, 1.6, 1.0, 0.8])
    steps = math.ceil(len(pairs) / BATCH)
    mover = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.01)
    slope = torch.optim.lr_scheduler.LambdaLR(mover, lambda step: min(1.0, step / 8) * max(0.05, 1 - step / steps))
    network.train()
    for batch in batches([len(ids) for (ids, _), _ in pairs], chance):
        ids, types, mask = padded([pairs[at][0] for at in batch])
        scores = network.stance(network.drop(network.read(ids, types, mask)))
        gold = torch.tensor([pairs[at][1] for at in batch])
        _step(network, nn.functional.cross_entropy(scores, gold, weight=weights, label_smoothing=SMOOTHING), mover)
        slope.step()


def teach(network: Network, rounds: Sequence[Sequence[Example]], rate: float, chance: random.Random) -> None:
    """The lesson in relations, a round after another; the lowest layers stay as they are."""
    for name, weights in network.named_parameters():
        weights.requires_grad = not name.startswith(FROZEN)
    named = [(name, weights) for name, weights in network.named_parameters() if weights.requires_grad]
    body = [weights for name, weights in named if name.startswith("encoder.")]
    head = [weights for name, weights in named if not name.startswith("encoder.")]
    steps = sum(math.ceil(len(examples) / BATCH) for examples in rounds)
    mover = torch.optim.AdamW(
        [{"params": body, "lr": rate}, {"params": head, "lr": HEAD_RATE * rate}], weight_decay=0.01
    )
    slope = torch.optim.lr_scheduler.LambdaLR(mover, lambda step: min(1.0, step / 10) * max(0.03, 1 - step / steps))
    network.train()
    for examples in rounds:
        for batch in batches([len(pieces[0]) for pieces, *_ in examples], chance):
            _step(network, _loss(network, [examples[at] for at in batch]), mover)
            slope.step()


def _loss(network: Network, examples: Sequence[Example]) -> Tensor:
    scores = network(*padded([pieces for pieces, *_ in examples]), torch.tensor([list(e[1]) for e in examples]))
    loss = nn.functional.cross_entropy(
        scores[:, :-1], torch.tensor([e[2] for e in examples]), label_smoothing=SMOOTHING
    )
    turns = torch.tensor([float(e[3]) for e in examples])
    if not turns.any():
        return loss
    turned, gold = scores[turns != 0, -1], (turns[turns != 0] + 1) / 2
    return loss + TURN_WEIGHT * nn.functional.binary_cross_entropy_with_logits(turned, gold)


def _step(network: Network, loss: Tensor, mover: torch.optim.Optimizer) -> None:
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    mover.step()
    mover.zero_grad()
