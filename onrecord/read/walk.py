"""The text a reader sees on an HTML page, made in one walk over lexbor's tree, a block for each block element."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from onrecord.types import Block, Span

# What a browser does not show as text of the page, or shows only after a click on a form.
UNSEEN = frozenset(
    """head script style noscript template svg math iframe object embed select datalist textarea video audio canvas
    map input title meta link base""".split()  # noqa: SIM905
)
BLOCKS = frozenset(
    """html body article section main header footer nav aside div p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre
    figure figcaption table caption thead tbody tfoot tr td th form fieldset legend address details summary hr
    center dialog hgroup menu amp-sidebar button label""".split()  # noqa: SIM905
)
# Pieces of one list or row stand a line apart, everything else a blank line.
CLOSE = frozenset(("li", "dt", "dd", "td", "th", "tr", "button", "label"))
# Deeper than any page made by people; a path longer than this would cost more than the text it points at.
PATH_DEPTH_LIMIT = 100
HINT_DEPTH_LIMIT = 12
HINT_CHARS_LIMIT = 60
# Classes for text that only a screen reader speaks, or that shows when a pointer rests on a name.
_UNSEEN_NAMES = re.compile(
    r"(?:^|[\s_-])(?:sr-only|visually-?hidden|screen-?reader(?:-text)?|rollover|tooltip(?:-text|-content)?|hovercard)(?![a-z])",
    re.I,
)
_GAP = re.compile(r"\s")
PIECE_CHARS = 65536
_ENDS = (".", "!", "?", ":", "”", '"', "…", ")")


class Walked(msgspec.Struct, frozen=True):
    """What a walk found: the text, its blocks, and whether the sentinel at the end of the page was met."""

    text: str
    blocks: tuple[Block, ...]
    whole: bool


class _Frame:
    """An element the walk stands in."""

    __slots__ = ("block", "counts", "hint", "key", "link", "place", "pre", "step")

    def __init__(self, key: int, step: str, hint: str) -> None:
        self.key = key
        self.step = step
        self.hint = hint
        self.counts: dict[str, int] = {}
        self.link = False
        self.pre = False
        self.block = False
        self.place: tuple[str | None, str] | None = None


class _Writer:
    """The text so far and the block being written."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.at = 0
        self.start = -1
        self.links = 0
        self.space = False
        self.joint = ""
        self.place: tuple[str | None, str] = (None, "")
        self.blocks: list[Block] = []

    def put(self, piece: str) -> None:
        self.parts.append(piece)
        self.at += len(piece)

    def write(self, text: str, frames: list[_Frame], in_link: bool) -> None:
        words = _single(text)
        if not words:
            self.space = self.space or bool(text)
            return
        if self.start < 0:
            if self.at:
                self.put(self.joint or "\n")
            self.joint = ""
            self.start, self.links = self.at, 0
            self.place = _place(frames)
        elif self.space or text[0].isspace():
            self.put(" ")
        self.put(words)
        self.space = text[-1].isspace()
        if in_link:
            self.links += len(words)

    def line(self) -> None:
        """A single line break: a new block when the line before it ended a sentence, else a line of the same."""
        if self.start < 0:
            return
        if self.parts[-1] == "\n" or self.parts[-1].endswith(_ENDS):
            self.close("\n")
        else:
            self.put("\n")
            self.space = False

    def close(self, joint: str) -> None:
        """Ends the block being written; the joint is what will stand between it and the next."""
        if self.start >= 0:
            end = self.at
            while self.parts and self.parts[-1] == "\n" and end > self.start:
                self.parts.pop()
                end -= 1
            self.at = end
            path, hints = self.place
            self.blocks.append(Block(Span(self.start, end), path=path, hints=hints, links=self.links))
            self.start = -1
        if len(joint) > len(self.joint):
            self.joint = joint
        self.space = False


def walk(tree: LexborHTMLParser, sentinel: str) -> Walked:
    """Visible text and blocks of a tree in document order; ``sentinel`` is the id of an element put at the end."""
    writer = _Writer()
    whole = False
    root = tree.root
    if root is None:
        return Walked("", (), False)
    frames: list[_Frame] = [_Frame(root.mem_id, root.tag or "", "")]
    unseen: set[int] = set()
    for node in root.traverse(include_text=True):
        key = node.mem_id
        if key == frames[0].key:
            continue
        parent = node.parent
        above = parent.mem_id if parent is not None else 0
        if unseen:
            if above in unseen:
                unseen.add(key)
                continue
            unseen.clear()
        while len(frames) > 1 and frames[-1].key != above:
            gone = frames.pop()
            if gone.block:
                writer.close(_joint(gone.step))
        frame = frames[-1]
        tag = node.tag or ""
        if tag == "-text":
            _write_text(writer, node, frames)
        elif tag == "br":
            writer.line()
        elif not tag.startswith(("-", "!", "#")):
            attributes = node.attributes
            if attributes.get("id") == sentinel:
                whole = True
                continue
            if tag in UNSEEN or _hidden(attributes):
                unseen.add(key)
                continue
            frames.append(_enter(frame, key, tag, attributes))
            if frames[-1].block:
                writer.close(_joint(tag))
    writer.close("")
    return Walked("".join(writer.parts), tuple(writer.blocks), whole)


def _single(text: str) -> str:
    """Text with its white space made single, without any at its ends; a long one piece by piece, to spare memory."""
    if len(text) <= PIECE_CHARS:
        return " ".join(text.split())
    pieces = []
    at = 0
    while at < len(text):
        gap = _GAP.search(text, at + PIECE_CHARS)
        end = gap.start() if gap is not None else len(text)
        pieces.append(" ".join(text[at:end].split()))
        at = end
    return " ".join(piece for piece in pieces if piece)


def _write_text(writer: _Writer, node: LexborNode, frames: list[_Frame]) -> None:
    text = node.text_content or ""
    frame = frames[-1]
    if not frame.pre:
        writer.write(text, frames, frame.link)
        return
    for number, line in enumerate(text.split("\n")):
        if number:
            writer.line()
        writer.write(line, frames, frame.link)


def _enter(above: _Frame, key: int, tag: str, attributes: Mapping[str, str | None]) -> _Frame:
    number = above.counts.get(tag, 0) + 1
    above.counts[tag] = number
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()
    frame = _Frame(key, tag if number == 1 else f"{tag}[{number}]", f"{tag} {names[:HINT_CHARS_LIMIT]}".strip())
    frame.link = above.link or tag == "a"
    frame.pre = above.pre or tag == "pre"
    frame.block = tag in BLOCKS
    return frame


def _hidden(attributes: Mapping[str, str | None]) -> bool:
    names = attributes.get("class")
    if names and _UNSEEN_NAMES.search(names):
        return True
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    style = attributes.get("style")
    return bool(style) and "display:none" in (style or "").replace(" ", "").lower()


def _joint(step: str) -> str:
    return "\n" if step.partition("[")[0] in CLOSE else "\n\n"


def _place(frames: list[_Frame]) -> tuple[str | None, str]:
    """Path and hints of the innermost block element the walk stands in."""
    deep = len(frames)
    while deep > 1 and not frames[deep - 1].block:
        deep -= 1
    frame = frames[deep - 1]
    if frame.place is None:
        path = None if deep > PATH_DEPTH_LIMIT else "/" + "/".join(f.step for f in frames[:deep])
        hints = "|".join(f.hint for f in frames[max(0, deep - HINT_DEPTH_LIMIT) : deep])
        frame.place = (path, hints)
    return frame.place
