"""Copies planted across a large record: how many it finds, wherever their pages lie: python -m bench.farflung.

Pages of invented stories (``invented.py``) get paragraphs of pages of quite other stories, or are edited copies of
them under another outlet; the record is made and joined in piles as any large one is.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from bench.growing import fill
from bench.invented import Made, make_pages
from onrecord import piles
from onrecord.groups import Copy
from onrecord.store import Store
from onrecord.types import Block, Fact, Span

# Paragraphs of one page put into another, from long excerpts to a single sentence.
LENGTHS = (5, 3, 2, 1)
EDITED = 0.1

Pair = frozenset[str]


def main() -> None:
    """Prints the recall of each kind of planted copy, before and after the piles' own share."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=int, default=1500)
    parser.add_argument("--planted", type=int, default=40, help="of each kind")
    given = parser.parse_args()
    pages, planted = plant(list(make_pages(given.articles)), given.planted)
    with tempfile.TemporaryDirectory() as folder:
        path, begun = Path(folder) / "planted.db", time.process_time()
        fill(path, pages)
        print(f"{len(pages)} articles, joined in piles above {piles.WHOLE}: {time.process_time() - begun:.0f} s CPU")
        with Store.open(path, write=False) as store:
            found = {frozenset((copy.left, copy.right)) for copy in store.scan(Copy)}
            home = {str(row[0]): str(row[1]) for row in store.cells("SELECT page, pile FROM lies")}
    for kind, pairs in planted.items():
        hits = sum(pair in found for pair in pairs)
        apart = sum(len({home.get(page) for page in pair}) > 1 for pair in pairs)
        print(f"{kind:<24} found {hits} of {len(pairs)}; {apart} in two piles")


def plant(pages: Sequence[Made], count: int) -> tuple[list[Made], dict[str, list[Pair]]]:
    """The pages with copies among them, and the pairs planted, by kind."""
    dice = random.Random(11)
    left = list(pages)
    dice.shuffle(left)
    made: dict[str, Made] = {made.page.id: made for made in pages}
    planted: dict[str, list[Pair]] = {}
    for length in LENGTHS:
        pairs = planted.setdefault(f"{length} paragraphs", [])
        for _ in range(count):
            source, target = left.pop(), left.pop()
            made[target.page.id] = with_excerpt(target, source.page.text.strip().split("\n\n")[1 : 1 + length])
            pairs.append(frozenset((source.page.id, target.page.id)))
    pairs = planted.setdefault("edited copies", [])
    for _ in range(count):
        source = left.pop()
        copy = edited(source, dice)
        made[copy.page.id] = copy
        pairs.append(frozenset((source.page.id, copy.page.id)))
    return list(made.values()), planted


def with_excerpt(made: Made, paragraphs: Sequence[str]) -> Made:
    """A page with paragraphs of another page after its own."""
    return _of_text(made, made.page.text.rstrip() + "\n\n" + "\n\n".join(paragraphs) + "\n")


def edited(made: Made, dice: random.Random) -> Made:
    """A page with some of its words replaced, under an id of its own and without what was found on it."""
    words = [f"{word}eth" if dice.random() < EDITED else word for word in made.page.text.split(" ")]
    name = f"{dice.getrandbits(48):012x}"
    page = msgspec.structs.replace(made.page, id=name, name=f"made/{name}.txt")
    article = msgspec.structs.replace(made.article, id=f"{name}:a", page=name)
    return _of_text(Made(page, article, (), ()), " ".join(words))


def _of_text(made: Made, text: str) -> Made:
    head = len(text.split("\n\n")[0])
    blocks = (Block(Span(0, head), "headline"), Block(Span(head + 2, len(text.rstrip())), "body"))
    headline = Fact(text[:head], Span(0, head))
    article = msgspec.structs.replace(made.article, blocks=blocks, headline=headline)
    return msgspec.structs.replace(made, page=msgspec.structs.replace(made.page, text=text), article=article)


if __name__ == "__main__":
    main()
