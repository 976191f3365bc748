"""Sentences with their spans marked in brackets, and a kit that reads them so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from onrecord.kit import Attribution, Kit, Name, Reading, Row
from onrecord.kit.reading import Label
from onrecord.quotes import find_statements
from onrecord.spans import view_of
from onrecord.types import Article, Block, Page, Span, Statement

_TAG = re.compile(r"\[(content|cue|source|person|body|place)(\d?) |\]")
NAMES = ("person", "body", "place")


class GivenKit(Kit):
    """A kit whose reading is the one that the brackets give."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(fast=True)
        self._reading = reading

    def words(self, name: str) -> tuple[Row, ...]:
        """The lists of one kit for all tests, so that they are read once."""
        return LISTS.words(name)

    def read(self, text: str) -> Reading:
        """The reading given, with the sentences of the rules tier."""
        return msgspec.structs.replace(self._reading, sentences=LISTS.read(text).sentences)


LISTS = Kit(fast=True)


def unmark(marked: str) -> tuple[str, Reading]:
    """The text without its brackets and the reading they give; a digit tells attributions apart."""
    text, at, stack = "", 0, []
    spans: dict[tuple[str, str], list[Span]] = {}
    for tag in _TAG.finditer(marked):
        text += marked[at : tag.start()]
        at = tag.end()
        if tag.group() != "]":
            stack.append((tag.group(1), tag.group(2), len(text)))
            continue
        role, number, start = stack.pop()
        spans.setdefault((role, number), []).append(Span(start, len(text)))
    text += marked[at:]
    numbers = sorted({number for role, number in spans if role not in NAMES})
    attributions = tuple(
        Attribution(
            tuple(spans.get(("source", n), ())), tuple(spans.get(("cue", n), ())), tuple(spans.get(("content", n), ()))
        )
        for n in numbers
    )
    names = tuple(
        Name(span, msgspec.convert(role, Label))
        for (role, _), found in spans.items()
        if role in NAMES
        for span in found
    )
    return text, Reading(names=tuple(sorted(names, key=lambda n: n.span)), attributions=attributions)


def statements_of(marked: str, article: Mapping[str, object] | None = None) -> tuple[str, list[Statement]]:
    """The text of a marked sentence and the statements found in it."""
    text, reading = unmark(marked)
    page = Page("0" * 12, "page.txt", text)
    made = Article(page.id + ":a", page.id, (Block(Span(0, len(text))),))
    made = msgspec.structs.replace(made, **(article or {}))
    return text, find_statements(page, made, view_of(text, made.blocks), GivenKit(reading))


def words(text: str, spans: Sequence[Span]) -> list[str]:
    """The words at these spans."""
    return [text[s.start : s.end] for s in spans]
