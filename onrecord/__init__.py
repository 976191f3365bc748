"""onrecord: a pile of news pages about a story in, a sourced record out.

>>> import onrecord
>>> record = onrecord.open("story.db")  # doctest: +SKIP
>>> record.add("pages/")  # doctest: +SKIP
>>> for s in record.statements(act="deny"):  # doctest: +SKIP
...     print(s.speaker, record.text(s), s.page, s.content)
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.types import Article, Clipping, Mention, Page, Problem, Span, Statement, Timex

if TYPE_CHECKING:
    from onrecord.record import Record, Rows

__all__ = [
    "Article", "Clipping", "Mention", "Page", "Problem", "Span", "Statement", "Timex", "clip", "extract", "open",
]  # fmt: skip


def open(path: str | Path = "onrecord.db", *, write: bool = True, fast: bool = False) -> Record:
    """The record in a file, made when missing; see ``Record`` for what it answers."""
    from onrecord.record import Record

    return Record.open(path, write=write, fast=fast)


def clip(text: str, *, name: str = "text", fast: bool = False) -> Clipping | None:
    """One text as a clipping with its mentions, times and statements; None when there is no text in it.

    All of it is taken as running text; pages with navigation, sales text or comments go through ``open``.
    """
    from onrecord.record import clip_text

    return clip_text(text, name, fast=fast)


def extract(text: str, *, fast: bool = False) -> Rows[Statement]:
    """The statements of one text, with nothing stored; spans count the code points of ``text``.

    >>> rows = onrecord.extract('"We will not sell the mill," Ann Lee said.')  # doctest: +SKIP
    >>> rows[0].speaker  # doctest: +SKIP
    'Ann Lee'
    """
    from onrecord.record import extract_statements

    return extract_statements(text, fast=fast)
