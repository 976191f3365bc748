"""Passages of our own writing, their attributions marked in the line: `{s1:Ada Orlen} {c1:said} {p1:the mill closed}`.

A passage begins at a line `== what it shows`. Roles are s (source), c (cue) and p (content). Marks with one number make
one attribution, several marks of one role are its pieces; one that stands inside the content of another is of the inner
layer. A question mark after the number (`{c2?:hopes}`) makes it doubtful: no label is learnt from its words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from training.examples import Example

ROLES = {"s": "source", "c": "cue", "p": "content"}
HEADER = "=="
_TOKEN = re.compile(r"\{([scp])(\d+)(\??):|\{|\}")

Extent = tuple[int, int]


class Span(NamedTuple):
    """One mark: whose it is, its role, where its words stand, and its layer."""

    number: int
    role: str
    extent: Extent
    layer: int
    doubtful: bool


@dataclass
class Passage:
    """A passage with its marks taken out of the text; `numbers` holds the marks of each sure attribution."""

    id: str
    shows: str
    place: str
    text: str = ""
    numbers: dict[int, list[Span]] = field(default_factory=dict)
    doubtful: list[Span] = field(default_factory=list)


class _Open(NamedTuple):
    number: int
    role: str
    start: int
    doubtful: bool


def read_own(folder: Path) -> list[Example]:
    """The passages of a folder as examples with both layers annotated."""
    from training.examples import Example, Marked  # draws in torch, which parsing does without

    found = []
    for passage in parse_own(folder):
        marked = [
            Marked({role: sorted(s.extent for s in spans if s.role == role) for role in ROLES.values()}, spans[0].layer)
            for spans in passage.numbers.values()
        ]
        doubts = [(s.layer, *s.extent) for s in passage.doubtful]
        found.append(Example(passage.id, passage.text, marked, layers=2, doubtful=doubts))
    return found


def parse_own(folder: Path) -> list[Passage]:
    """The passages of every `*.txt` of a folder; a malformed mark raises ValueError with its file and line."""
    return [p for path in sorted(folder.glob("*.txt")) for p in _parse_file(path)]


def _parse_file(path: Path) -> list[Passage]:
    found: list[Passage] = []
    blank = 0
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        place = f"{path.name}:{number}"
        if line.startswith(HEADER):
            found.append(Passage(f"own/{path.stem}/{len(found) + 1}", line.removeprefix(HEADER).strip(), place))
            blank = 0
        elif not line.strip():
            blank += 1
        elif not found:
            raise ValueError(f"{place}: text before the first line that starts with {HEADER}")
        else:
            found[-1].text += "\n" * (blank + 1) if found[-1].text else ""
            blank = 0
            _add_line(found[-1], line.rstrip(), place)
    for passage in found:
        _check(passage)
    return found


def _add_line(passage: Passage, line: str, place: str) -> None:
    """Add a line without its marks to the text of the passage, and the marks to its attributions."""
    at, stack = 0, list[_Open]()
    for token in _TOKEN.finditer(line):
        passage.text += line[at : token.start()]
        at = token.end()
        if token.group(1):
            number = int(token.group(2))
            if any(o.number == number for o in stack):
                raise ValueError(f"{place}: mark {number} stands inside a mark of its own number")
            stack.append(_Open(number, ROLES[token.group(1)], len(passage.text), bool(token.group(3))))
        elif token.group() == "{" or not stack:
            raise ValueError(f"{place}: {token.group()!r} belongs to no mark, at {line[token.start() :][:30]!r}")
        else:
            _close(passage, stack, place)
    if stack:
        raise ValueError(f"{place}: mark {stack[-1].number} is not closed on its line")
    passage.text += line[at:]


def _close(passage: Passage, stack: list[_Open], place: str) -> None:
    last = stack.pop()
    words = passage.text[last.start :]
    if words != words.strip() or not words:
        raise ValueError(f"{place}: mark {last.number} is empty or has a space at its edge: {words!r}")
    around = [o for o in stack if o.role == "content"]
    if any(o.doubtful for o in around) and not last.doubtful:
        raise ValueError(f"{place}: mark {last.number} is sure but stands inside a doubtful content")
    span = Span(last.number, last.role, (last.start, len(passage.text)), min(1, len(around)), last.doubtful)
    if last.doubtful:
        passage.doubtful.append(span)
    else:
        passage.numbers.setdefault(last.number, []).append(span)


def _check(passage: Passage) -> None:
    """Raise for a passage whose marks do not make attributions."""
    if not passage.text:
        raise ValueError(f"{passage.place}: {passage.id} holds no text")
    for number, spans in passage.numbers.items():
        if not {s.role for s in spans} & {"cue", "content"}:
            raise ValueError(f"{passage.place}: {passage.id}: attribution {number} has neither cue nor content")
        if len({s.layer for s in spans}) > 1:
            raise ValueError(
                f"{passage.place}: {passage.id}: attribution {number} stands both inside and outside a content"
            )
    both = set(passage.numbers) & {s.number for s in passage.doubtful}
    if both:
        raise ValueError(f"{passage.place}: {passage.id}: attribution {min(both)} is both doubtful and sure")
