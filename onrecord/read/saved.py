"""Where and when a browser saved an HTML page, from the comment it leaves at the top (SingleFile, "save as")."""

from __future__ import annotations

import re
from datetime import datetime

HEAD_CHARS = 4096
_SINGLE = re.compile(
    r"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)\s+saved date:\s*([^\n]{10,60}?)\s*(?:\n|-->)", re.I
)
_SAVED = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->", re.I)
# "Fri Oct 13 2031 16:07:00 GMT+0530 (India Standard Time)"
_DATE = re.compile(r"\w{3} (\w{3} \d{2} \d{4} \d{2}:\d{2}:\d{2}) GMT([+-]\d{4})")


def saved_from(markup: str) -> tuple[str | None, str | None]:
    """The address a page was saved from and the time it was saved, each None where it is not said.

    >>> saved_from("<!DOCTYPE html> <!-- saved from url=(0022)https://h.example/dam -->")
    ('https://h.example/dam', None)
    """
    head = markup[:HEAD_CHARS]
    single = _SINGLE.search(head)
    saved = single or _SAVED.search(head)
    if saved is None or not saved.group(1).startswith(("http://", "https://")):
        return None, None
    return saved.group(1), _date(single.group(2)) if single else None


def _date(words: str) -> str | None:
    found = _DATE.match(words)
    if found is None:
        return None
    try:
        return datetime.strptime(" ".join(found.groups()), "%b %d %Y %H:%M:%S %z").isoformat()
    except ValueError:
        return None
