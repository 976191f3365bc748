"""What a reader typed into the search box: words, "phrases", filters such as ``speaker:lee act:deny from:2017-10``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import get_args

import msgspec

from onrecord import labels

# Filters whose values are labels, by the name a reader types; ``kind`` is what the pages call a manner.
LABELLED: Mapping[str, tuple[str, ...]] = {
    "act": get_args(labels.Act),
    "form": get_args(labels.Form),
    "kind": get_args(labels.Manner),
    "manner": get_args(labels.Manner),
    "modality": get_args(labels.Modality),
}
NAMED = ("speaker", "outlet", "lang")
DATED = ("from", "to")
CARRIED = "carrier"
FILTERS = (*LABELLED, *NAMED, *DATED, CARRIED)
_PIECE = re.compile(rf'(?<!\S)(?P<key>{"|".join(FILTERS)}):(?:"(?P<quoted>[^"]*)"?|(?P<bare>\S*))', re.I)
_DAY = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_AMOUNT = re.compile(r"(?P<how>>=|<=|>|<|=)?(?P<many>\d{1,6})")


class Typed(msgspec.Struct, frozen=True):
    """A search as understood: the words, the filters (name, value) in order, and what could not be understood."""

    words: str
    filters: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    def value(self, name: str) -> str | None:
        """The value of a filter; the last one when it was typed twice."""
        return dict(self.filters).get(name)


def understand(typed: str) -> Typed:
    """Any text as a search; never raises. A filter whose value makes no sense is left out, with a note that says why.

    >>> understand('joint patrols act:deny speaker:"Ann Lee" form:loud')
    Typed(words='joint patrols', filters=(('act', 'deny'), ('speaker', 'Ann Lee')), notes=('form:loud is no form. \
Known: document, named, office, body, spokes_unnamed, anon_described, anon_bare, outlet, generic, none',))
    """
    filters: list[tuple[str, str]] = []
    notes: list[str] = []
    for found in _PIECE.finditer(typed):
        key = found["key"].casefold()
        value = (found["quoted"] if found["quoted"] is not None else found["bare"]).strip()
        plain, wrong = _check(key, value)
        if wrong:
            notes.append(wrong)
        else:
            filters.append(("manner" if key == "kind" else key, plain))
    words = " ".join(_PIECE.sub(" ", typed).split())
    return Typed(words, tuple(filters), tuple(dict.fromkeys(notes)))


def amount_of(value: str) -> tuple[str, int]:
    """A carrier filter as a comparison and a number: ">2" is more than two pages, "2" two pages or more."""
    found = _AMOUNT.fullmatch(value)
    return (found["how"] or ">=", int(found["many"])) if found else (">=", 0)


def _check(key: str, value: str) -> tuple[str, str]:
    """The value as it is kept, and what is wrong with it ("" for nothing)."""
    if not value:
        return "", f"{key}: needs a value"
    if key in LABELLED:
        plain = value.casefold().replace("-", "_").replace(" ", "_")
        # A short form stands for all that begin so only when one does: "anon" is two forms.
        near = [known for known in LABELLED[key] if known == plain] or [
            known for known in LABELLED[key] if known.startswith(plain)
        ]
        if len(near) == 1:
            return near[0], ""
        what = f"could be {', '.join(near)}" if near else f"is no {key}. Known: {', '.join(LABELLED[key])}"
        return "", f"{key}:{value} {what}"
    if key in DATED and not _DAY.fullmatch(value):
        return "", f"{key}:{value} is no date. Write {key}:2017, {key}:2017-10 or {key}:2017-10-13"
    if key == CARRIED and not _AMOUNT.fullmatch(value):
        return "", f"{key}:{value} is no number. Write {key}:>2"
    return value, ""
