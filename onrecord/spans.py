"""Views: several stretches of a page read as one text, with the way home for every span found in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from onrecord.labels import TEXT_ROLES, Role
from onrecord.types import Block, Span, Spans

# Blocks are read as paragraphs: a blank line between them, so that no sentence runs across two.
PARAGRAPH = "\n\n"

_EDGES = re.compile(r"\S(?:.*\S)?", re.S)


class View:
    """Spans of a page joined into one text; ``home`` takes a span of that text back to the page.

    Read-only. ``parts`` are the page spans in the order given, blank ones left out; they must not overlap.

    >>> view = View("Ad. He came. Ad. He saw.", [Span(4, 12), Span(17, 24)])
    >>> view.text
    'He came.\\n\\nHe saw.'
    >>> view.home(Span(10, 17))
    (Span(start=17, end=24),)
    """

    def __init__(self, text: str, parts: Iterable[Span], joint: str = PARAGRAPH) -> None:
        self.parts: Spans = tuple(p for s in parts if (p := trim(text, s)).start < p.end)
        self.text = joint.join(text[p.start : p.end] for p in self.parts)
        self._starts: list[int] = []
        at = 0
        for part in self.parts:
            self._starts.append(at)
            at += part.end - part.start + len(joint)

    def home(self, span: Span) -> Spans:
        """The page spans a span of the view covers: one, or one for each part it touches; joints vanish."""
        found = []
        first = max(0, bisect_right(self._starts, span.start) - 1)
        for part, start in zip(self.parts[first:], self._starts[first:], strict=True):
            if start >= span.end:
                break
            size = part.end - part.start
            low, high = max(span.start - start, 0), min(span.end - start, size)
            if low < high:
                found.append(Span(part.start + low, part.start + high))
        return tuple(found)

    def home_all(self, spans: Iterable[Span]) -> Spans:
        """``home`` of each span, in order."""
        return tuple(piece for span in spans for piece in self.home(span))

    def away(self, at: int) -> int | None:
        """The place in the view of a page offset, ``None`` when it lies outside every part."""
        for part, start in zip(self.parts, self._starts, strict=True):
            if part.start <= at <= part.end:
                return start + at - part.start
        return None


def view_of(text: str, blocks: Iterable[Block], roles: Sequence[Role] = TEXT_ROLES) -> View:
    """The blocks of these roles read as one text; by default the running text of an article."""
    return View(text, [block.span for block in blocks if block.role in roles])


def trim(text: str, span: Span) -> Span:
    """The span without white space at its edges; empty at its start when nothing else is in it."""
    found = _EDGES.search(text, span.start, span.end)
    return Span(found.start(), found.end()) if found else Span(span.start, span.start)


def words_of(text: str, spans: Sequence[Span]) -> str:
    """The words at these spans, pieces joined by one space, runs of white space made one."""
    return " ".join(" ".join(text[s.start : s.end] for s in spans).split())


def overlap(left: Span, right: Span) -> int:
    """How many code points two spans share."""
    return max(0, min(left.end, right.end) - max(left.start, right.start))


def inside(inner: Span, outer: Span) -> bool:
    """Whether one span lies wholly in another."""
    return outer.start <= inner.start and inner.end <= outer.end


def hull(spans: Sequence[Span]) -> Span:
    """The span from the first start to the last end."""
    return Span(min(s.start for s in spans), max(s.end for s in spans))
