"""Chips: the labels of a statement as a shape, a word and a colour, with what each means."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from onrecord.labels import ANONYMOUS_FORMS
from onrecord.types import Statement


class Chip(msgspec.Struct, frozen=True):
    """A label as shown: its field and value, a mark, a word, and what it means in a sentence."""

    field: str
    value: str
    mark: str
    word: str
    means: str


_FORMS: Mapping[str, tuple[str, str, str]] = {
    "named": ("●", "named", "The source is named on the page."),
    "document": ("▤", "document", "The source is a document: a letter, a record, a poll."),
    "office": ("◐", "office", "The source is given by office alone, without a name."),
    "body": ("■", "body", "The source is a body: a ministry, a firm, a court."),
    "spokes_unnamed": ("◑", "spokesperson", "A spokesperson without a name speaks for a body."),
    "anon_described": ("◌", "anonymous, described", "The source has no name, but the page describes it."),
    "anon_bare": ("○", "anonymous", "The source has no name and no description."),
    "outlet": ("▣", "outlet", "The source is an outlet or an agency."),
    "generic": ("∴", "generic", "Critics, experts, many people: never counted as a source."),
    "none": ("∅", "no source", "The page gives no source for these words."),
}
_ACTS: Mapping[str, tuple[str, str]] = {
    "say": ("“", "says"),
    "claim": ("!", "claims"),
    "deny": ("✕", "denies"),
    "clarify": ("≈", "clarifies"),
    "admit": ("↓", "admits"),
    "confirm": ("✓", "confirms"),
    "insist": ("‼", "insists"),
    "rule_out": ("⊘", "rules out"),
    "promise": ("↗", "promises"),
    "demand": ("▲", "demands"),
    "accuse": ("⚑", "accuses"),
    "report": ("▤", "reports"),
    "attitude": ("♡", "attitude"),
    "receive": ("←", "is told"),
    "no_comment": ("…", "no comment"),
}
_MANNERS: Mapping[str, tuple[str, str, str]] = {
    "direct": ("❝", "direct", "Words in quotation marks, as printed."),
    "mixed": ("❝~", "mixed", "Partly in quotation marks, partly in the reporter's words."),
    "indirect": ("~", "indirect", "In the reporter's words, not the speaker's."),
}
_MODALITIES: Mapping[str, tuple[str, str, str]] = {
    "planned": ("◷", "planned", "Not said yet: it was to be said."),
    "conditional": ("◇", "conditional", "Said only if something happens."),
    "negated": ("¬", "not said", "The page says that this was not said."),
    "received": ("←", "told to the source", "The source was told this by someone else."),
}


def form_chip(form: str) -> Chip:
    """How the page names the source."""
    mark, word, means = _FORMS.get(form, ("?", form.replace("_", " "), ""))
    return Chip("form", form, mark, word, means)


def act_chip(act: str) -> Chip:
    """What the cue says was done by speaking."""
    mark, word = _ACTS.get(act, ("?", act.replace("_", " ")))
    return Chip("act", act, mark, word, f"The page's verb: the source {word}.")


def manner_chip(manner: str) -> Chip:
    """Whether the words are the speaker's own."""
    mark, word, means = _MANNERS.get(manner, ("?", manner, ""))
    return Chip("manner", manner, mark, word, means)


def chips_of(statement: Statement) -> tuple[Chip, ...]:
    """Act, manner, form, and modality where it is not plainly said."""
    chips = [act_chip(statement.act), manner_chip(statement.manner), form_chip(statement.form)]
    if statement.modality in _MODALITIES:
        mark, word, means = _MODALITIES[statement.modality]
        chips.insert(0, Chip("modality", statement.modality, mark, word, means))
    return tuple(chips)


def is_anonymous(statement: Statement) -> bool:
    """Whether the source has no name."""
    return statement.form in ANONYMOUS_FORMS


def all_chips() -> tuple[Chip, ...]:
    """Every chip there is, for the page that explains them."""
    planned = [Chip("modality", value, *shown) for value, shown in _MODALITIES.items()]
    forms, manners = [form_chip(form) for form in _FORMS], [manner_chip(manner) for manner in _MANNERS]
    return (*planned, *(act_chip(act) for act in _ACTS), *manners, *forms)
