"""The text a reader sees on an HTML page, made in one walk over lexbor's tree, a block for each block element."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import msgspec
from selectolax.lexbor import LexborHTMLParser

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
# Names come again from page to page of a site.
MEMO_NAMES = 16_384
_GAP = re.compile(r"\s")
PIECE_CHARS = 65536
_ENDS = (".", "!", "?", ":", "”", '"', "…", ")")


class Walked(msgspec.Struct, frozen=True):
    """What a walk found: the text, its blocks, and whether the sentinel at the end of the page was met."""

    text: str
    blocks: tuple[Block, ...]
    whole: bool


class _Frame:
    """An element the walk stands in; its path and hints are told once a block of text needs them."""

    __slots__ = ("attributes", "block", "counts", "hint", "joint", "link", "number", "path", "place", "pre", "tag")

    def __init__(self, tag: str, attributes: Mapping[str, str | None], above: _Frame | None) -> None:
        self.tag = tag
        self.attributes = attributes
        self.counts: dict[str, int] = {}
        self.joint = "\n" if tag in CLOSE else "\n\n"
        self.path: str | None = None
        self.place: tuple[str | None, str] | None = None
        if above is None:
            self.number, self.block, self.link, self.pre = 1, False, False, False
            self.hint: str | None = ""
            return
        self.number = above.counts[tag] = above.counts.get(tag, 0) + 1
        self.block = tag in BLOCKS
        self.link = above.link or tag == "a"
        self.pre = above.pre or tag == "pre"
        self.hint = None


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

    def write(self, text: str, frames: list[_Frame]) -> None:
        if text.isspace() or not text:
            self.space = self.space or bool(text)
            return
        words = " ".join(text.split()) if len(text) <= PIECE_CHARS else _single(text)
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
        if frames[-1].link:
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
    frames, nodes = [_Frame(root.tag or "", {}, None)], [root]
    node = root.first_child
    while node is not None:
        tag, entered = node.tag or "", False
        if tag == "-text":
            text = node.text_content or ""
            if frames[-1].pre:
                _write_lines(writer, text, frames)
            else:
                writer.write(text, frames)
        elif tag == "br":
            writer.line()
        elif not tag.startswith(("-", "!", "#")):
            attributes = node.attributes
            if attributes.get("id") == sentinel:
                whole = True
            elif tag not in UNSEEN and not (attributes and _hidden(attributes)):
                entered = True
                frames.append(_Frame(tag, attributes, frames[-1]))
                nodes.append(node)
                if frames[-1].block:
                    writer.close(frames[-1].joint)
        after = node.first_child if entered else node.next
        while after is None and len(nodes) > 1:
            gone = frames.pop()
            if gone.block:
                writer.close(gone.joint)
            after = nodes.pop().next
        node = after
    writer.close("")
    return Walked("".join(writer.parts), tuple(writer.blocks), whole)


def _single(text: str) -> str:
    """A long text with its white space made single, without any at its ends, piece by piece to spare memory."""
    pieces = []
    at = 0
    while at < len(text):
        gap = _GAP.search(text, at + PIECE_CHARS)
        end = gap.start() if gap is not None else len(text)
        pieces.append(" ".join(text[at:end].split()))
        at = end
    return " ".join(piece for piece in pieces if piece)


def _write_lines(writer: _Writer, text: str, frames: list[_Frame]) -> None:
    for number, line in enumerate(text.split("\n")):
        if number:
            writer.line()
        writer.write(line, frames)


def _hidden(attributes: Mapping[str, str | None]) -> bool:
    names = attributes.get("class")
    if names and _names_unseen(names):
        return True
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    style = attributes.get("style")
    return bool(style) and "display:none" in (style or "").replace(" ", "").lower()


@lru_cache(maxsize=MEMO_NAMES)
def _names_unseen(names: str) -> bool:
    return bool(_UNSEEN_NAMES.search(names))


def _place(frames: list[_Frame]) -> tuple[str | None, str]:
    """Path and hints of the innermost block element the walk stands in."""
    deep = len(frames)
    while deep > 1 and not frames[deep - 1].block:
        deep -= 1
    frame = frames[deep - 1]
    if frame.place is None:
        path = None if deep > PATH_DEPTH_LIMIT else _path(frames, deep)
        frame.place = (path, "|".join(map(_hint, frames[max(0, deep - HINT_DEPTH_LIMIT) : deep])))
    return frame.place


def _path(frames: list[_Frame], deep: int) -> str:
    """The steps down to an element: "/html/body/p[2]"; those to the elements around it are kept."""
    path = ""
    for frame in frames[:deep]:
        if frame.path is None:
            frame.path = f"{path}/{frame.tag}" if frame.number == 1 else f"{path}/{frame.tag}[{frame.number}]"
        path = frame.path
    return path


def _hint(frame: _Frame) -> str:
    """The tag of an element, its class names and its id."""
    if frame.hint is None:
        names = f"{frame.attributes.get('class') or ''} {frame.attributes.get('id') or ''}".strip()
        frame.hint = f"{frame.tag} {names[:HINT_CHARS_LIMIT]}".strip()
    return frame.hint
