"""The quotations of a draft that are to be checked: their words, whom the draft gives them to, and the day it gives."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from onrecord.copies.wording import Word, known_name, read_words
from onrecord.kit.marks import find_quoted
from onrecord.kit.terms import rarity_of, stem_of
from onrecord.spans import hull, overlap, trim
from onrecord.types import Clipping, Span, Spans, Statement

# Fewer words in marks are a name or a scare quote, unless they are all that was pasted.
LEAST_WORDS = 3
# A text without marks is taken for one quotation up to this length; a longer one is a draft that quotes nobody.
BARE_WORDS = 150
# So many of its rarest words are enough to find where a quotation stands.
PROBES = 8

# "... every morning" — Ilse Marrow, 3 May 2017
_SIGNED = re.compile(r"[ \t\n]*(?:—|–|--|-(?=\s))[ \t]*(?P<who>[^\n—–]{2,120})[ \t]*(?=\n|\Z)")
_BARE = re.compile(r"(?s)\A\s*(?P<said>.+?\S)\s*?(?:\s(?:—|–|--|-)\s*(?P<who>[A-Z][^\n—–]{1,119}))?\s*\Z")
_NAME_END = re.compile(r"[,;(]|\s(?:on|in|at|speaking|told)\s")


class Pasted(msgspec.Struct, frozen=True):
    """A quotation of a draft: its pieces, its words, the speaker and the days the draft gives (``None``: none)."""

    pieces: Spans
    words: tuple[Word, ...]
    speaker: str | None = None
    unnamed: bool = False
    begin: str | None = None
    end: str | None = None

    @property
    def span(self) -> Span:
        """From its first word to its last."""
        return hull(self.pieces)


def find_pasted(draft: Clipping) -> list[Pasted]:
    """The quotations of a draft in reading order; of a short text without any marks, the whole of it.

    Speaker and day come from the sentence around the words, or from a line signed "— Ilse Marrow, 3 May 2017".
    """
    text = draft.page.text
    marked = [Span(q.start, q.end) for q in find_quoted(text)]
    if not marked:
        return _bare(draft)
    found: list[Pasted] = []
    taken: list[Span] = []
    for statement in draft.statements:
        pieces = _pieces(statement, marked)
        if pieces and not any(overlap(a, b) for a in pieces for b in taken):
            found += _told(statement, pieces, draft)
            taken += pieces
    free = [span for span in marked if not any(overlap(span, other) for other in taken)]
    found += [_signed(Pasted((span,), tuple(read_words(text, (span,)))), draft) for span in free]
    alone = len(found) == 1
    kept = [pasted for pasted in found if pasted.words and (alone or len(pasted.words) >= LEAST_WORDS)]
    return sorted(kept, key=lambda pasted: pasted.pieces)


def probes_of(words: Sequence[Word]) -> list[str]:
    """The rarest words of a quotation, rarest first: what an index is asked for to find where it stands."""
    forms = dict.fromkeys(word.form for word in words if not word.inserted)
    return sorted(forms, key=lambda form: -rarity_of(stem_of(form)))[:PROBES]


def _pieces(statement: Statement, marked: Sequence[Span]) -> Spans:
    """The stretches in marks that a statement's content holds; a direct one is one quotation, however split."""
    return tuple(
        span for span in marked if any(2 * overlap(span, c) > span.end - span.start for c in statement.content)
    )


def _told(statement: Statement, pieces: Spans, draft: Clipping) -> list[Pasted]:
    text = draft.page.text
    groups = [pieces] if statement.manner == "direct" else [(piece,) for piece in pieces]
    made = []
    for group in groups:
        pasted = Pasted(
            pieces=group,
            words=tuple(read_words(text, group)),
            speaker=known_name(statement),
            unnamed=statement.speaker is not None and known_name(statement) is None,
            begin=statement.said,
            end=statement.said,
        )
        made.append(_signed(pasted, draft))
    return made


def _signed(pasted: Pasted, draft: Clipping) -> Pasted:
    """The quotation with the name and day of the line it is signed with, if it is."""
    signed = _SIGNED.match(draft.page.text, pasted.span.end)
    if signed is None or not signed["who"][:1].isalpha():
        return pasted
    return _by(pasted, Span(*signed.span("who")), draft)


def _bare(draft: Clipping) -> list[Pasted]:
    text = draft.page.text
    whole = _BARE.match(text)
    if whole is None:
        return []
    span = trim(text, Span(*whole.span("said")))
    words = tuple(read_words(text, (span,)))
    if not words or len(words) > BARE_WORDS:
        return []
    pasted = Pasted((span,), words)
    return [_by(pasted, Span(*whole.span("who")), draft) if whole["who"] else pasted]


def _by(pasted: Pasted, who: Span, draft: Clipping) -> Pasted:
    name = _NAME_END.split(draft.page.text[who.start : who.end], maxsplit=1)[0].strip()
    days = [t for t in draft.timexes if who.start <= t.span.start < who.end and t.type in ("DATE", "TIME")]
    dated = next((t for t in days if t.begin), None)
    return msgspec.structs.replace(
        pasted,
        speaker=name if name and not name[0].isdigit() and name[0].isupper() else None,
        unnamed=bool(name) and name[0].islower(),
        begin=dated.begin if dated else None,
        end=dated.end if dated else None,
    )
