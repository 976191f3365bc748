"""Trains the block model: which blocks of a page are the article's body, for HTML and for text dumps.

Run `python -m training.blocks --data ../shared/bench/read --more PAGES.jsonl`; it writes `blocks-html` and
`blocks-text` (JSON and card) into `onrecord/weights/` and prints cross-validated figures, folds apart by host.
`--check` only measures. `PAGES.jsonl` holds dumps of further pages, made by `training/pages.py`.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray
from selectolax.lexbor import LexborHTMLParser
from sklearn.ensemble import HistGradientBoostingClassifier

from bench.case import read_rows, scorer
from onrecord.article import find_article
from onrecord.article.blocks import DUMP_SIGNS, MARKUP, TEXT, WORDS, Ready, prepare
from onrecord.article.lines import cut_blocks
from onrecord.article.signs import MARKUP_SIGNS, best_run
from onrecord.article.threadlines import control_line
from onrecord.kit import Kit, open_kit
from onrecord.kit.trees import Forest, Trees
from onrecord.read import Found, read_bytes
from onrecord.spans import view_of
from onrecord.types import Block, Page, Span
from training import cards

FOLDS = 5
RUN_WORDS = 4
# Measured on the folds: few columns a tree and large leaves cost nothing on HTML and win .003 F1, .03 clean on dumps.
SHAPE = {
    MARKUP: {"max_iter": 200, "learning_rate": 0.05, "min_samples_leaf": 30, "max_features": 0.3, "max_depth": 3},
    TEXT: {"max_iter": 200, "learning_rate": 0.08, "min_samples_leaf": 60, "max_features": 0.15, "max_depth": 3},
}
# Pages with another article's paragraphs in place of their own: silver, so they weigh less, and so do further forms.
WEIGHTS = {"spliced": 0.4, "clean": 0.4, "strings": 0.7, "own": 0.6, "doubled": 0.5, "more": 0.6}
# Of short blocks this far from the article one in so many is learnt from, for as many.
FAR_BLOCKS, FAR_WORDS, ONE_IN = 25, 15, 3
CLEAN = 120
SIGNS = {MARKUP: MARKUP_SIGNS, TEXT: DUMP_SIGNS}
TRAINED_ON = (
    "102 news pages of scrapinghub/article-extraction-benchmark (MIT), dev half; the same with paragraphs of PolNeAR "
    "1.0 articles (Newell, Margolin, Ruths 2018) in place of their own; pages with comments written by us"
)
MORE = (
    "; 157 pages of many publishers kept with the tests of trafilatura 0.8.2, htmldate 0.8.1 and newspaper4k 0.9.6, "
    "bodies read from their markup where trafilatura agrees"
)
OWN_PAGES = Path(__file__).parent.parent / "bench" / "sets" / "comments" / "dev.jsonl"
_WORD = re.compile(r"\w+")


class Sample(msgspec.Struct):
    """One page as the model sees it, with the share of each block's words in the gold body."""

    id: str
    form: str
    host: str
    ready: Ready
    gold: list[float]
    body: str
    page: Page

    @property
    def fold(self) -> int:
        """The fold its host falls into."""
        return fold_of(self.host)


class Lent(Kit):
    """A kit with models of its own, to work a page by models that never saw it."""

    def __init__(self, forests: Mapping[str, Forest]) -> None:
        super().__init__()
        self._trees.update((name, Trees(forest)) for name, forest in forests.items())


def samples_of(page: Page, form: str, row: Mapping[str, Any]) -> Sample:
    """The blocks of a page, repeats left out, with their signs and gold shares."""
    ready = prepare(page, open_kit())
    if "gold_lines" in row:
        gold = told_shares(page.text, ready.blocks, frozenset(row["gold_lines"]))
    else:
        gold = gold_shares(ready.lines, row["body"])
        gold = gold if page.blocks else own_shares(ready.lines, gold)
    return Sample(row["id"], form, urlsplit(row["url"]).netloc, ready, gold, row["body"], page)


def told_shares(text: str, blocks: Sequence[Block], told: frozenset[int]) -> list[float]:
    """For each block the share of its characters on the lines that the data names as the body's."""
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    shares = []
    for block in blocks:
        first = bisect_right(starts, block.span.start) - 1
        inside = 0
        for line in range(first, bisect_right(starts, block.span.end - 1)):
            end = starts[line + 1] if line + 1 < len(starts) else len(text)
            inside += (line in told) * (min(block.span.end, end) - max(block.span.start, starts[line]))
        shares.append(inside / max(1, block.span.end - block.span.start))
    return shares


def own_shares(lines: Sequence[str], shares: Sequence[float]) -> list[float]:
    """The shares without those of lines outside the body that only say again what stands in it."""
    sizes = np.array([len(line.split()) for line in lines], dtype=np.float64)
    start, end = best_run(np.where(np.array(shares) > 0.5, sizes, -1.0 - 0.5 * np.minimum(sizes, 20.0)))
    words = [_WORD.findall(line) for line in lines]
    held = _runs([word for own in words[start:end] for word in own])
    whole = set(map(tuple, words[start:end]))
    kept = list(shares)
    for i, own in enumerate(words):
        runs = _runs(own)
        again = tuple(own) in whole or bool(runs and len(runs & held) >= 0.6 * shares[i] * len(runs))
        if not start <= i < end and again:
            kept[i] = 0.0
    return kept


def _runs(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + RUN_WORDS]) for i in range(len(words) - RUN_WORDS + 1)}


def gold_shares(lines: Sequence[str], body: str) -> list[float]:
    """For each line the share of its words that lie in a run of four words of the page that the body has too.

    Runs go over the ends of lines, so that the cells of a table count; a line that is one of the body's counts whole.
    """
    words = _WORD.findall(body)
    runs = _runs(words)
    whole = {tuple(_WORD.findall(line)) for line in body.split("\n")}
    each = [_WORD.findall(line) for line in lines]
    page = [word for own in each for word in own]
    held = [False] * len(page)
    for i in range(len(page) - RUN_WORDS + 1):
        if tuple(page[i : i + RUN_WORDS]) in runs:
            held[i : i + RUN_WORDS] = [True] * RUN_WORDS
    shares, at = [], 0
    for own in each:
        inside = sum(held[at : at + len(own)])
        at += len(own)
        shares.append(1.0 if own and tuple(own) in whole else inside / max(1, len(own)))
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


def donors_of(path: Path) -> list[list[str]]:
    """The paragraphs of clean articles, titles first, whose words are lent to other pages."""
    rows = read_rows(path) if path.is_file() else []
    texts = ([part for part in row["text"].split("\n") if part.strip()] for row in rows)
    return [[parts[0].rstrip("."), *parts[1:]] for parts in texts if len(parts) > 3]


def splice(page: Page, body: str, donor: Sequence[str]) -> Page | None:
    """The page with a donor's paragraphs where its own article stood, furniture and all else left as it was."""
    blocks = list(page.blocks) or cut_blocks(page.text, control_line(open_kit()))
    lines = [page.text[b.span.start : b.span.end] for b in blocks]
    own = [i for i, share in enumerate(gold_shares(lines, body)) if share > 0.5]
    if not own:
        return None
    lent, left = list(donor[1:]), 0
    parts: list[str] = []
    made: list[Block] = []
    gap = page.text[blocks[own[-1] - 1].span.end : blocks[own[-1]].span.start] if len(own) > 1 else "\n\n"

    def put(between: str, words: str, block: Block, links: int) -> None:
        parts.append(between)
        start = sum(map(len, parts))
        parts.append(words)
        made.append(replace(block, span=Span(start, start + len(words)), links=links))

    for i, block in enumerate(blocks):
        between = page.text[left : block.span.start]
        left = block.span.end
        if i not in own:
            put(between, lines[i], block, block.links)
            continue
        last = i == own[-1]
        for words in lent if last else lent[:1]:
            put(between, words, block, 0)
            between = gap if "\n" in gap else "\n\n"
        lent = [] if last else lent[1:]
    parts.append(page.text[left:])
    return Page(id="", name="", text="".join(parts), blocks=tuple(made) if page.blocks else ())


class Pile(msgspec.Struct):
    """Samples of one kind of page: real ones, and silver ones made from them."""

    real: list[Sample]
    silver: list[Sample]


def fit(samples: Sequence[Sample], name: str) -> HistGradientBoostingClassifier:
    """A model of these pages; a block weighs the logarithm of its words, silver pages less."""
    chance = np.random.default_rng(0)
    rows, gold, sizes = [], [], []
    for sample in samples:
        body = np.array(sample.gold) > 0.5
        words = sample.ready.rows[:, WORDS].astype(np.float64)
        far = _far(body) & (words < FAR_WORDS) & (name != MARKUP)
        taken = ~far | (chance.random(len(body)) < 1 / ONE_IN)
        rows.append(sample.ready.rows[taken])
        gold.append(body[taken])
        sizes.append((WEIGHTS.get(sample.form, 1.0) * np.log1p(words) * np.where(far, ONE_IN, 1))[taken])
    model = HistGradientBoostingClassifier(
        max_leaf_nodes=8, l2_regularization=5.0, max_bins=64, random_state=0, **SHAPE[name]
    )
    return model.fit(np.vstack(rows), np.concatenate(gold), sample_weight=np.concatenate(sizes))


def _far(body: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The blocks far from any of the article."""
    own = np.flatnonzero(body)
    if not len(own):
        return np.ones(len(body), dtype=bool)
    index = np.arange(len(body))
    at = np.searchsorted(own, index)
    below, above = own[np.minimum(at, len(own) - 1)], own[np.maximum(at - 1, 0)]
    return np.minimum(abs(below - index), abs(index - above)) > FAR_BLOCKS


def cross_validate(pile: Pile, name: str) -> list[str]:
    """The bodies ``find_article`` finds, each by a model that saw no page of its host, nor one made from it."""
    samples = [*pile.real, *pile.silver]
    bodies = [""] * len(pile.real)
    for fold in range(FOLDS):
        kit = Lent({name: as_forest(fit([s for s in samples if fold != s.fold], name), SIGNS[name])})
        for i, sample in enumerate(pile.real):
            if fold == sample.fold and (article := find_article(sample.page, kit)):
                bodies[i] = view_of(sample.page.text, article.blocks).text
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
            sign = 0 if leaf else int(node["feature_idx"])
            left, right = (i, i) if leaf else (int(node["left"]), int(node["right"]))
            value = round(float(node["value"]), 6) if leaf else 0.0
            for column, entry in zip(columns, (sign, limit, base + left, base + right, value), strict=True):
                column.append(entry)
    return Forest(list(signs), float(model._baseline_prediction.ravel()[0]), roots, *columns, depth)


def gather(folder: Path, donors: Sequence[Sequence[str]]) -> tuple[Pile, Pile]:
    """Samples of the dev pages as HTML, and as text: four renderers, one DOM string a line, the body twice."""
    html, text, chance = Pile([], []), Pile([], []), random.Random(0)

    def add(pile: Pile, page: Page, form: str, row: dict[str, Any]) -> None:
        pile.real.append(samples_of(page, form, row))
        for donor in chance.sample(list(donors), 1) if donors and form != "doubled" else ():
            made = splice(page, row["body"], donor)
            if made is not None:
                row = {"id": row["id"], "url": row["url"], "body": "\n".join(donor[1:])}
                pile.silver.append(samples_of(made, "spliced", row))

    for page, row, markup in read_html_pages(folder):
        add(html, page, "html", row)
        add(text, Page(id="", name="", text=strings_of(markup), url=row["url"]), "strings", row)
    for row in read_rows(folder / "textdump.jsonl"):
        add(text, Page(id="", name="", text=row["text"], url=row["url"]), row["renderer"], row)
    for row in read_rows(folder / "doubled.jsonl"):
        add(text, Page(id="", name="", text=row["text"], url=row["url"]), "doubled", row)
    add_own(html, text)
    for number, donor in enumerate(chance.sample(list(donors), min(CLEAN, len(donors)))):
        page = Page(id="", name="", text=("\n" if number % 2 else "\n\n").join(donor))
        row = {"id": "", "url": f"https://clean{number}", "body": "\n".join(donor[1:])}
        text.silver.append(samples_of(page, "clean", row))
    return html, text


def add_own(html: Pile, text: Pile) -> None:
    """Adds the pages with comments that we wrote ourselves, those of the development half."""
    for row in read_rows(OWN_PAGES):
        data, form, pile = (row["html"], None, html) if "html" in row else (row["text"], "text", text)
        for found in read_bytes(row["id"], data.encode(), form):
            if isinstance(found, Found):
                told = {**row, "url": f"https://{row['platform']}", "body": "\n".join(row["body"])}
                pile.silver.append(samples_of(found.page, "own", told))


def add_more(text: Pile, path: Path) -> None:
    """Adds dumps of further pages, whose bodies were read from their markup."""
    for row in read_rows(path):
        text.silver.append(samples_of(Page(id="", name="", text=row["text"], url=row["url"]), "more", row))


def main() -> None:
    """Measures by cross-validation, then trains on every page and writes the weights."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True, help="folder with html.jsonl and textdump.jsonl")
    options.add_argument("--donors", type=Path, help="clean articles (default: ../quotes/train.jsonl beside the data)")
    options.add_argument("--more", type=Path, help="dumps of further pages (see training/pages.py)")
    options.add_argument("--check", action="store_true", help="measure only")
    options.add_argument("--only", choices=(MARKUP, TEXT), help="one of the two kinds of page")
    given = options.parse_args()
    score = scorer("body", given.data / "html.jsonl")
    if score is None:
        raise SystemExit("no scorer body.py found above the data")
    donors = donors_of(given.donors or given.data.parent / "quotes" / "train.jsonl")
    piles = dict(zip((MARKUP, TEXT), gather(given.data, donors), strict=True))
    if given.more:
        add_more(piles[TEXT], given.more)
    for name in (given.only,) if given.only else (MARKUP, TEXT):
        pile, figures = piles[name], {}
        bodies = cross_validate(pile, name)
        for label, forms in _forms({s.form for s in pile.real}):
            pairs = [(s.body, b) for s, b in zip(pile.real, bodies, strict=True) if s.form in forms]
            figures[label] = {k: round(v, 4) for k, v in score.score(pairs).items()}
            print(name, label, score.fmt(score.score(pairs)), flush=True)
        if given.check:
            continue
        cards.write(name, msgspec.json.encode(as_forest(fit([*pile.real, *pile.silver], name), SIGNS[name])), {
            "trained_on": TRAINED_ON + (MORE if given.more and name == TEXT else ""),
            "licence": "Apache-2.0", "script": "training/blocks.py",
            "scored": f"{FOLDS}-fold cross-validation, folds apart by host", "figures": figures,
        })  # fmt: skip


def _forms(forms: set[str]) -> list[tuple[str, set[str]]]:
    """Each form of page alone, and the dumps of the four renderers together."""
    each = [(form, {form}) for form in sorted(forms)]
    return [*each, ("renderers", forms - {"strings", "doubled"})] if len(forms) > 1 else each


if __name__ == "__main__":
    main()
