"""The tagger's network: one encoder and a small head for each thing read."""

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from onrecord.kit.marks import STATES
from onrecord.kit.pieces import CASES

LAYERS = 2  # an attribution, and one quoted inside its content
ROLE_TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
NAME_LABELS = ("person", "body", "place", "people", "other")
NAME_TAGS = ("O", *(f"{edge}-{label}" for label in NAME_LABELS for edge in "BI"))
DISTANCES = 32
POINTER_WIDTH = 128


class Network(nn.Module):
    """Encoder, feature embeddings and heads.

    For each layer: role tags, and a pointer from every piece of a source or content to the first
    piece of its cue (or to position 0 for "no cue in sight"). Names and sentence starts are read once.
    """

    def __init__(self, base: Path, attention: str = "sdpa") -> None:
        super().__init__()
        # Dropout inside attention keeps torch from its fast path and cost a third of every step.
        self.encoder = AutoModel.from_pretrained(
            base, attn_implementation=attention, add_pooling_layer=False, attention_probs_dropout_prob=0.0
        )
        width = self.encoder.config.hidden_size
        self.case, self.para = nn.Embedding(CASES, width), nn.Embedding(2, width)
        self.quote = nn.Embedding(STATES, width)
        for table in (self.case, self.para, self.quote):
            nn.init.zeros_(table.weight)
        self.drop = nn.Dropout(0.1)
        self.roles = nn.Linear(width, LAYERS * len(ROLE_TAGS))
        self.names = nn.Linear(width, len(NAME_TAGS))
        self.starts = nn.Linear(width, 1)
        self.asks = nn.Linear(width, LAYERS * POINTER_WIDTH)
        self.answers = nn.Linear(width, LAYERS * POINTER_WIDTH)
        self.distance = nn.Embedding(DISTANCES, LAYERS)
        nn.init.zeros_(self.distance.weight)

    def forward(
        self, ids: Tensor, mask: Tensor | None, case: Tensor, para: Tensor, quote: Tensor
    ) -> tuple[Tensor, ...]:
        """Raw scores: roles (b, n, layers*7), pointers (b, layers, n, n), names (b, n, 11), starts (b, n).

        Without a mask nothing is padding.
        """
        embedded = self.encoder.get_input_embeddings()(ids) + self.case(case) + self.para(para) + self.quote(quote)
        hidden = self.drop(self._encode(embedded, mask))
        batch, count = ids.shape
        asks = self.asks(hidden).view(batch, count, LAYERS, POINTER_WIDTH).permute(0, 2, 1, 3)
        answers = self.answers(hidden).view(batch, count, LAYERS, POINTER_WIDTH).permute(0, 2, 3, 1)
        pointers = torch.matmul(asks, answers) * POINTER_WIDTH**-0.5
        pointers = pointers + self.distance(far_apart(ids)).permute(2, 0, 1)
        if mask is not None:
            pointers = pointers.masked_fill(mask[:, None, None, :] == 0, -1e4)
        return self.roles(hidden), pointers, self.names(hidden), self.starts(hidden)[..., 0]

    def _encode(self, embedded: Tensor, mask: Tensor | None) -> Tensor:
        if mask is not None:
            return self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        # The encoder as a whole would make a mask of ones and add it to every score: a tenth of the time.
        hidden = self.encoder.embeddings(inputs_embeds=embedded)
        for layer in self.encoder.encoder.layer:
            hidden = layer(hidden, None)
        return hidden


def far_apart(ids: Tensor) -> Tensor:
    """A bucket of signed distance for every pair of positions, finer near than far."""
    place = torch.cumsum(torch.ones_like(ids[0]), 0)
    apart = place[None, :] - place[:, None]
    bucket = torch.log2(apart.abs().float() + 1).mul(2).long().clamp(max=DISTANCES // 2 - 1)
    return torch.where(apart < 0, bucket + DISTANCES // 2, bucket)
