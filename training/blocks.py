"""Trains the block model: which blocks of a page are the article's body, for HTML and for text dumps.

Run `python -m training.blocks --data ../shared/bench/read`; it writes `blocks-html` and `blocks-text` (JSON and
card) into `onrecord/weights/` and prints cross-validated figures, folds apart by host. `--check` only measures.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import numpy as np
from numpy.typing import NDArray
from selectolax.lexbor import LexborHTMLParser
from sklearn.ensemble import HistGradientBoostingClassifier

from bench.case import read_rows, scorer
from onrecord.article.blocks import MARKUP, TEXT, keep_body, prepare
from onrecord.kit import WEIGHTS, open_kit
from onrecord.kit.trees import Forest
from onrecord.read import Found, read_bytes
from onrecord.types import Page

FOLDS = 5
ROUNDS, RATE, LEAVES, LEAST, SHRINK = 200, 0.06, 12, 30, 5.0
RUN_WORDS = 4
_WORD = re.compile(r"\w+")


class Sample(msgspec.Struct):
    """One page as the model sees it, with the share of each block's words that stand in the gold body."""

    id: str
    form: str
    host: str
    lines: list[str]
    rows: NDArray[np.float32]
    gold: list[float]
    body: str


def samples_of(page: Page, form: str, row: dict[str, str]) -> Sample:
    """The blocks of a page, repeats left out, with their signs and gold shares."""
    ready = prepare(page, open_kit())
    return Sample(row["id"], form, urlsplit(row["url"]).netloc, ready.lines, ready.rows,
                  gold_shares(ready.lines, row["body"]), row["body"])  # fmt: skip


def gold_shares(lines: Sequence[str], body: str) -> list[float]:
    """For each line the share of its runs of four words that stand in the body; short lines count whole."""
    words = _WORD.findall(body)
    runs = Counter(tuple(words[i : i + RUN_WORDS]) for i in range(len(words) - RUN_WORDS + 1))
    whole = {tuple(_WORD.findall(line)) for line in body.split("\n")}
    shares = []
    for line in lines:
        own = _WORD.findall(line)
        if len(own) < RUN_WORDS:
            shares.append(float(bool(own) and tuple(own) in whole))
            continue
        parts = [tuple(own[i : i + RUN_WORDS]) for i in range(len(own) - RUN_WORDS + 1)]
        shares.append(sum(part in runs for part in parts) / len(parts))
    return shares


def read_html_pages(folder: Path) -> Iterator[tuple[Page, dict[str, str], str]]:
    """The dev pages as HTML, with their rows and markup."""
    for row in read_rows(folder / "html.jsonl"):
        data = (folder / row["file"]).read_bytes()
        for found in read_bytes(row["id"], data):
            if isinstance(found, Found):
                yield found.page, row, found.raw.decode("utf-8", "replace")


def strings_of(markup: str) -> str:
    """A dump of a page with one DOM string a line, as some crawlers write it."""
    tree = LexborHTMLParser(markup)
    tree.strip_tags(["script", "style", "noscript", "template", "head", "svg", "iframe"])
    root = tree.body
    texts = (n.text_content or "" for n in root.traverse(include_text=True) if n.tag == "-text") if root else ()
    return "\n".join(text.strip() for text in texts if text.strip())


def fold_of(host: str) -> int:
    """The fold a host's pages fall into."""
    return int(hashlib.sha256(host.encode()).hexdigest(), 16) % FOLDS


def fit(samples: Sequence[Sample], weights: dict[str, float]) -> HistGradientBoostingClassifier:
    """A model of these pages; a block weighs the logarithm of its words, a form of page what ``weights`` says."""
    rows = np.vstack([s.rows for s in samples])
    gold = np.array([share > 0.5 for s in samples for share in s.gold])
    sizes = np.array([weights.get(s.form, 1.0) * np.log1p(len(line.split())) for s in samples for line in s.lines])
    model = HistGradientBoostingClassifier(
        max_iter=ROUNDS, learning_rate=RATE, max_leaf_nodes=LEAVES, min_samples_leaf=LEAST,
        l2_regularization=SHRINK, max_bins=64, random_state=0,
    )  # fmt: skip
    model.fit(rows, gold, sample_weight=sizes)
    return model


def cross_validate(
    samples: Sequence[Sample],
    weights: dict[str, float],
    keep: Callable[[Sequence[str], NDArray[np.float64]], list[bool]],
) -> list[str]:
    """The bodies of the pages, each by a model that saw no page of its host."""
    bodies = [""] * len(samples)
    for fold in range(FOLDS):
        model = fit([s for s in samples if fold_of(s.host) != fold], weights)
        for i, sample in enumerate(samples):
            if fold_of(sample.host) == fold and len(sample.rows):
                kept = keep(sample.lines, model.predict_proba(sample.rows)[:, 1])
                bodies[i] = "\n".join(line for line, k in zip(sample.lines, kept, strict=True) if k)
    return bodies


def as_forest(model: HistGradientBoostingClassifier, signs: Sequence[str]) -> Forest:
    """The trees of a fitted model as plain columns."""
    roots, columns, depth = [], [[], [], [], [], []], 0
    for (predictor,) in model._predictors:
        nodes, base = predictor.nodes, len(columns[0])
        roots.append(base)
        for i, node in enumerate(nodes):
            leaf = bool(node["is_leaf"])
            depth = max(depth, int(node["depth"]))
            # Limits go down to single precision, never up past a value that went right.
            limit = 0.0 if leaf else float(np.float32(node["num_threshold"]))
            for column, entry in zip(columns, (
                0 if leaf else int(node["feature_idx"]), limit, base + (i if leaf else int(node["left"])),
                base + (i if leaf else int(node["right"])), round(float(node["value"]), 6) if leaf else 0.0,
            ), strict=True):  # fmt: skip
                column.append(entry)
    return Forest(list(signs), float(model._baseline_prediction.ravel()[0]), roots, *columns, depth)


def write(name: str, forest: Forest, card: dict[str, object]) -> None:
    """Writes a forest and its card."""
    data = msgspec.json.encode(forest)
    (WEIGHTS / f"{name}.json").write_bytes(data)
    card = {"name": name, "sha256": hashlib.sha256(data).hexdigest(), **card}
    (WEIGHTS / f"{name}.card.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def gather(folder: Path) -> tuple[list[Sample], list[Sample]]:
    """Samples of the dev pages as HTML, and as text: four renderers, and one DOM string a line."""
    html, text = [], []
    for page, row, markup in read_html_pages(folder):
        html.append(samples_of(page, "html", row))
        text.append(samples_of(Page(id="", name="", text=strings_of(markup)), "strings", row))
    rows = read_rows(folder / "textdump.jsonl")
    text += [samples_of(Page(id="", name="", text=row["text"]), row["renderer"], row) for row in rows]
    return html, text


def main() -> None:
    """Measures by cross-validation, then trains on every page and writes the weights."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True, help="folder with html.jsonl and textdump.jsonl")
    options.add_argument("--check", action="store_true", help="measure only")
    given = options.parse_args()
    score = scorer("body", given.data / "html.jsonl")
    if score is None:
        raise SystemExit("no scorer body.py found above the data")
    html, text = gather(given.data)
    for name, samples, signs in ((MARKUP, html, "html"), (TEXT, text, "text")):
        weights = {"strings": 0.5}
        figures = {}
        bodies = cross_validate(samples, weights, keep_body)
        for form in [*sorted({s.form for s in samples}), "*"]:
            pairs = [(s.body, b) for s, b in zip(samples, bodies, strict=True) if form in (s.form, "*")]
            figures[form] = {k: round(v, 4) for k, v in score.score(pairs).items()}
            print(signs, form, score.fmt(score.score(pairs)), flush=True)
        if not given.check:
            write(name, as_forest(fit(samples, weights), sign_names(name)), {
                "trained_on": "102 news pages of scrapinghub/article-extraction-benchmark (MIT), dev half",
                "licence": "Apache-2.0", "script": "training/blocks.py",
                "scored": f"{FOLDS}-fold cross-validation, folds apart by host", "figures": figures,
            })  # fmt: skip


def sign_names(name: str) -> tuple[str, ...]:
    """The names of a model's columns."""
    from onrecord.article.signs import MARKUP_SIGNS, TEXT_SIGNS

    return MARKUP_SIGNS if name == MARKUP else TEXT_SIGNS


if __name__ == "__main__":
    main()
