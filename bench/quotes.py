"""Attributions (who said what) against gold: python -m bench.quotes --data FILE --out PRED.jsonl [--raw] [--nested].

PolNeAR marks no statement inside another, the world sets do and say so by a key ``within``: statements inside
others are written only for sets of the second kind, or with ``--nested``.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.case import keep_cases, parser, read_rows, scorer, stop, write_rows
from onrecord.errors import WeightsError
from onrecord.kit import WEIGHTS, Kit, open_kit
from onrecord.kit.plain import read_plain
from onrecord.kit.reading import Attribution, Name, Reading
from onrecord.kit.tagger import Tagger
from onrecord.quotes import find_statements
from onrecord.spans import View
from onrecord.types import Article, Block, Page, Span, Spans, Statement

ROLES = ("source", "cue", "content")


def main() -> None:
    """Predict, write, print the scorer's table."""
    options = parser(__doc__)
    options.add_argument("--rules", action="store_true", help="read by rules alone")
    options.add_argument("--raw", action="store_true", help="the tagger's own attributions, before rules mend them")
    options.add_argument("--nested", action="store_true", help="statements inside others too, whatever the data's kind")
    arguments = options.parse_args()
    rows = read_rows(arguments.data)
    nested = arguments.nested or any("within" in a for row in rows for a in row.get("attributions", ()))
    texts = [row["text"] for row in rows]
    found = predict(texts, rules=arguments.rules, raw=arguments.raw, nested=nested)
    write_rows(arguments.out, [{"id": row["id"], "attributions": a} for row, a in zip(rows, found, strict=True)])
    module = scorer("quotes", arguments.data, arguments.score)
    if module is None or module.__file__ is None:
        stop(f"{arguments.out} is written, but there is no scorer quotes.py. Pass --score FOLDER.")
        return
    subprocess.run([sys.executable, module.__file__, str(arguments.data), str(arguments.out)], check=True)
    _, counts = module.score(rows, module.load(arguments.out), per_article=True)
    keep_cases(arguments.out, {name: module.prf(c["full"])[2] for name, c in counts.items()})


def predict(
    texts: Sequence[str], *, rules: bool = False, raw: bool = True, nested: bool = True, weights: Path = WEIGHTS
) -> list[list[dict[str, Any]]]:
    """The attributions of each text as {source, cue, content}, each a list of [start, end).

    ``raw`` gives the tagger's own; else they are those of the record, mended by rules.
    """
    readings = _read(texts, rules, weights)
    if raw:
        return [[_spans(a) for a in r.attributions if nested or not _held(a, r.attributions)] for r in readings]
    views = [View(text, [Span(0, len(text))]) for text in texts]
    kit = ReadKit({v.text: shifted(r, v) for v, r in zip(views, readings, strict=True)})
    return [
        [_spans(s) for s in _statements(text, view, kit) if nested or s.within is None]
        for text, view in zip(texts, views, strict=True)
    ]


def _held(found: Attribution, others: Sequence[Attribution]) -> bool:
    """Whether an attribution stands inside the content of another."""
    spans = [*found.cue, *found.content]
    pieces = [piece for other in others if other.content != found.content for piece in other.content]
    return bool(found.cue) and any(all(p.start <= s.start and s.end <= p.end for s in spans) for p in pieces)


def _spans(found: Attribution | Statement) -> dict[str, Any]:
    return {role: [[s.start, s.end] for s in getattr(found, role)] for role in ROLES}


def _statements(text: str, view: View, kit: Kit) -> list[Statement]:
    """The statements of a text that is all article."""
    page = Page("0" * 12, "", text)
    return find_statements(page, Article(page.id + ":a", page.id, (Block(Span(0, len(text))),)), view, kit)


class ReadKit(Kit):
    """A kit that has read already: readings by text."""

    def __init__(self, readings: Mapping[str, Reading]) -> None:
        super().__init__(fast=True)
        self._readings = readings

    def read(self, text: str) -> Reading:
        """The reading given."""
        return self._readings[text]


def shifted(reading: Reading, view: View) -> Reading:
    """A reading of a text as one of its view, which leaves out the white space at its edges."""
    by = view.parts[0].start if view.parts else 0

    def back(spans: Spans) -> Spans:
        return tuple(Span(max(0, s.start - by), max(0, s.end - by)) for s in spans)

    return Reading(
        back(reading.sentences),
        tuple(Name(back((n.span,))[0], n.label, n.sure) for n in reading.names),
        tuple(Attribution(back(a.source), back(a.cue), back(a.content), a.sure) for a in reading.attributions),
        reading.tier,
    )


def _read(texts: Sequence[str], rules: bool, weights: Path) -> list[Reading]:
    if rules:
        return read_plain(texts, open_kit().verbs)
    try:
        return Tagger(weights).read(texts)
    except WeightsError as error:
        stop(str(error))
        return []


if __name__ == "__main__":
    main()
