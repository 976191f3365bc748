"""Makes text dumps of saved HTML pages for `training/blocks.py`, their bodies read from the markup.

Run `python -m training.pages FOLDER... --out PAGES.jsonl`. A page is taken when the article that ``find_article`` reads
from its markup agrees with trafilatura's; a text `txt/NAME.txt` beside the folder is its body where there is one. The
renderers (inscriptis, resiliparse, html-text) are no part of the project: install them to run this.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import trafilatura

from onrecord.article import find_article
from onrecord.kit import open_kit
from onrecord.read import Found, read_bytes
from onrecord.spans import view_of
from training.blocks import strings_of

# Both must have read the same body, of some length; a dump must hold so much of it.
AGREED, LEAST_WORDS = 0.85, 40
HELD_SHARE = 0.6
LARGEST = 1_500_000
_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]")


def renderers() -> dict[str, Callable[[str], str]]:
    """Ways to write a page as text, by name."""
    plain = importlib.import_module("resiliparse.extract.html2text").extract_plain_text
    return {
        "html_text": importlib.import_module("html_text").extract_text,
        "inscriptis": importlib.import_module("inscriptis").get_text,
        "resiliparse": lambda markup: plain(markup, alt_texts=False),
        "resiliparse_main": lambda markup: plain(markup, alt_texts=False, main_content=True),
        "strings": strings_of,
    }


def dumps_of(path: Path) -> Iterator[dict[str, Any]]:
    """The dumps of a saved page; none when its body is in doubt."""
    data = path.read_bytes()
    found = next((f for f in read_bytes(path.name, data) if isinstance(f, Found)), None)
    if found is None or len(data) > LARGEST:
        return
    told = path.parent.parent / "txt" / f"{path.stem}.txt"
    if told.is_file():
        body = told.read_text(encoding="utf-8")
    else:
        article = find_article(found.page, open_kit())
        body = view_of(found.page.text, article.blocks).text if article else ""
        if agreement(body, trafilatura.extract(data, include_comments=False) or "") < AGREED:
            return
    if max(len(body.split()), len(_UNSPACED.findall(body)) / 2) < LEAST_WORDS:
        return
    markup = found.raw.decode("utf-8", "replace")
    for name, render in renderers().items():
        text = render(markup)
        inside = sum((Counter(_WORD.findall(text)) & Counter(_WORD.findall(body))).values())
        if inside >= HELD_SHARE * len(_WORD.findall(body)):
            yield {
                "id": path.name,
                "url": found.page.url or f"https://{path.name}",
                "renderer": name,
                "text": text,
                "body": body,
            }


def agreement(one: str, other: str) -> float:
    """How much two texts share: F1 over their words, as often as they stand."""
    first, second = Counter(_WORD.findall(one)), Counter(_WORD.findall(other))
    return 2 * sum((first & second).values()) / max(1, sum(first.values()) + sum(second.values()))


def main() -> None:
    """Reads the pages of some folders and writes their dumps."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folders", type=Path, nargs="+", help="folders of .html files")
    options.add_argument("--out", type=Path, required=True, help="file to write, one dump a line")
    given = options.parse_args()
    with given.out.open("w", encoding="utf-8") as out:
        for folder in given.folders:
            for path in sorted(folder.glob("*.html")):
                for row in dumps_of(path):
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
