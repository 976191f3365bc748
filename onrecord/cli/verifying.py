"""The verb that checks quotations: verify."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from onrecord.cli.lines import AsJson, RecordFile, open_record, put, put_json, safe

if TYPE_CHECKING:
    from onrecord.groups import Checked
    from onrecord.record import Shelf

NOT_ALL_VERBATIM = 1


def verify(
    text: Annotated[str, typer.Argument(help='A quotation ("…" - Ann Lee, 3 May 2017), a draft file, or -.')],
    record: RecordFile = Path("onrecord.db"),
    as_json: AsJson = False,
) -> None:
    """Say of each quotation whether the pages have it: verbatim, altered, cut short, another's, only planned, not here.

    Exit code 0 when all are verbatim, 1 when one is not, 2 when there is nothing to check.

    Example: onrecord verify draft.md
    """
    words = _words_of(text)
    with open_record(record) as opened:
        checks = opened.verify(words)
        if not checks:
            raise typer.BadParameter("no quotation in it. Put the words in quotation marks", param_hint="TEXT")
        for check in checks:
            if as_json:
                put_json([msgspec.to_builtins(check)])
            else:
                _put(opened.shelf, check)
    if any(check.kind != "verbatim" for check in checks):
        raise typer.Exit(NOT_ALL_VERBATIM)


def _put(shelf: Shelf, check: Checked) -> None:
    put(f"{check.kind.replace('_', ' ').upper()}  {safe(check.words)}")
    if check.page:
        where = ", ".join(f"{span.start}-{span.end}" for span in check.spans)
        put(f"    page         {safe(shelf.name(check.page))} {where}")
    if check.statement:
        put(f"    statement    {check.statement}")
    for reason in check.reasons:
        put(f"    {safe(reason)}")
    put("")


def _words_of(text: str) -> str:
    """The text itself, or that of the file it names."""
    if text == "-":
        return sys.stdin.read()
    try:
        named = Path(text)
        if len(text) < 4096 and named.is_file():
            return named.read_text(encoding="utf-8", errors="replace")
    except (OSError, ValueError):
        pass
    return text
