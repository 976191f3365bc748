"""A page on the desk while its blocks are named."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from onrecord.article.comments import Thread
from onrecord.article.datelines import find_credit_line
from onrecord.article.dates import find_dates
from onrecord.article.wires import name_wire
from onrecord.kit import Kit
from onrecord.labels import Role
from onrecord.types import Block, Page

_BYLINE = re.compile(r"(?:by|BY|By|Von|Par|Por)\s+(?:[A-ZÀ-Þ][\w.'’-]*(?:\s|,|$|\||&|and\b)\s*){1,12}")
_DESK = re.compile(
    r"(?:our|staff|special|diplomatic|political|web|news|monitoring|city)\s+(?:staff\s+)?(?:correspondent|reporter|report|desk)\s*$",
    re.I,
)
# The ends of those lines, asked first, for it is asked of many.
_DESK_ENDS = ("correspondent", "reporter", "report", "desk")
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
BYLINE_WORDS = 16


class Sheet(msgspec.Struct):
    """A page on the desk while its blocks are named: blocks in reading order, lines, and roles as they are found.

    ``plain`` holds the words of each line in small letters (see ``plain_of``).
    """

    page: Page
    blocks: list[Block]
    lines: list[str]
    plain: list[str]
    roles: list[Role | None]
    start: int
    end: int
    thread: Thread = Thread()


def is_credit(sheet: Sheet, i: int, kit: Kit) -> bool:
    """Whether a line says who reported: a name after "by", a desk, an agency."""
    line = sheet.lines[i]
    if name_wire(line, kit) or find_credit_line(sheet.page.text, sheet.blocks[i].span, kit):
        return True
    signed = _BYLINE.match(line) or (line.rstrip().lower().endswith(_DESK_ENDS) and _DESK.search(line))
    return bool(signed) and len(line.split()) <= BYLINE_WORDS and not SENTENCE_END.search(line)


def is_date_line(line: str, kit: Kit) -> bool:
    """Whether a line says little but a date."""
    if len(line) > 100:
        return False
    dates = list(find_dates(line, kit))
    if not dates or SENTENCE_END.search(line):
        return False
    return len(line) - sum(d.span.end - d.span.start for d in dates) < 40


@lru_cache(maxsize=1024)
def keywords(plain: str) -> frozenset[str]:
    """The plain words of a line that have three letters or more."""
    return frozenset([word for word in plain.split() if len(word) > 2])
