"""Verify: a quotation or a draft held against the record, each quotation with where it stands, or that it does not."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from onrecord.groups import Checked
from onrecord.record import Record
from onrecord.types import Span
from onrecord.web.cards import Card, card_of, plural
from onrecord.web.evidence import Evidence, evidence_of
from onrecord.web.marking import Bit, Layer, cut
from onrecord.web.once import once
from onrecord.web.pages.home import span_of
from onrecord.web.site import read_form, show, site_of, with_picks
from onrecord.web.tables import file_of

_DRAFT_CHARS = 200_000
# The mark, the words and what they mean; shape and word say it, colour only helps.
VERDICTS: dict[str, tuple[str, str, str]] = {
    "verbatim": ("✓", "verbatim", "The words stand on a page as they are."),
    "altered": ("≠", "altered", "A page has nearly these words."),
    "cut_short": ("…", "cut short", "A page has more of it."),
    "said_by_another": ("⇄", "other speaker", "A page gives these words to someone else."),
    "planned": ("◷", "only planned", "A page says that this was to be said, not that it was."),
    "other_date": ("▦", "other date", "A page has these words on another day."),
    "ambiguous": ("?", "ambiguous", "Pages have these words from more than one speaker or day."),
    "not_here": ("∅", "not in this collection", "No page of the record has words like these."),
}


class Verdict(msgspec.Struct, frozen=True):
    """One quotation of a draft as shown."""

    kind: str
    mark: str
    word: str
    means: str
    words: str
    speaker: str
    place: str
    reasons: tuple[str, ...]
    card: Card | None
    others: tuple[Card, ...]
    evidence: Evidence | None
    differences: tuple[tuple[str, str, str], ...]


def show_verify(record: Record, request: Request) -> Response:
    """The empty form."""
    return show(request, "verify.html", draft="", bits=(), checks=(), searched=searched_words(record))


async def verify_draft(request: Request) -> Response:
    """The quotations of the draft in the form, each held against the record; nothing of it is kept."""
    form = await read_form(request)
    draft = form.get("draft")
    if not isinstance(draft, str) or len(draft) > _DRAFT_CHARS:
        raise HTTPException(400, f"A draft holds at most {_DRAFT_CHARS:,} characters. Paste a part of it.")
    text = draft.replace("\r\n", "\n")
    take = form.get("take")
    if take in ("csv", "json"):
        checks = await site_of(request).desk.ask(lambda record: [_row(record, c) for c in checks_of(record, text)])
        return file_of("check-sheet", str(take), checks)
    return await site_of(request).desk.ask(lambda record: _answer(with_picks(record, request), request, text))


def _answer(record: Record, request: Request, draft: str) -> Response:
    checks = checks_of(record, draft)
    layers = [Layer(found.asked, f"check v-{found.kind}", str(at)) for at, found in enumerate(checks)]
    bits: Sequence[Bit] = cut(draft, Span(0, len(draft)), layers) if draft else ()
    shown = [verdict_of(record, found) for found in checks]
    return show(request, "verify.html", draft=draft, bits=bits, checks=shown, searched=searched_words(record))


def checks_of(record: Record, draft: str) -> list[Checked]:
    """What the record says of each quotation of a draft; a draft without marks is one quotation."""
    return record.verify(draft) if draft.strip() else []


def _row(record: Record, found: Checked) -> dict[str, object]:
    """A check as a row of a check sheet."""
    shelf = record.shelf
    return {
        "words": found.words,
        "verdict": VERDICTS[found.kind][1],
        "speaker": found.speaker or "",
        "on the page": shelf.words(found.page, found.full or found.spans) if found.page else "",
        "outlet": shelf.outlet(found.page) if found.page else "",
        "page": shelf.name(found.page) if found.page else "",
        "characters": ", ".join(f"{s.start}-{s.end}" for s in found.spans),
        "reasons": "; ".join(found.reasons),
    }


def verdict_of(record: Record, found: Checked) -> Verdict:
    """A check as shown."""
    shelf = record.shelf
    mark, word, means = VERDICTS[found.kind]
    statement = shelf.statements.get(found.statement or "")
    evidence = evidence_of(record, found.page, found.full or found.spans) if found.page and found.spans else None
    return Verdict(
        kind=found.kind,
        mark=mark,
        word=word,
        means=means,
        words=found.words,
        speaker=found.speaker or "",
        place=f"{found.asked.start}–{found.asked.end}",
        reasons=found.reasons,
        card=card_of(shelf, statement) if statement else None,
        others=tuple(card_of(shelf, shelf.statements[s]) for s in found.others if s in shelf.statements),
        evidence=evidence,
        differences=tuple((d.kind.replace("_", " "), d.left_words, d.right_words) for d in found.differences),
    )


def searched_words(record: Record) -> str:
    """What is looked through: pages, and the days they span."""
    span = once(record, span_of)
    days = f", {span.first} to {span.last}" if span.first else ""
    undated = f", {plural(span.undated, 'page')} without a date" if span.undated else ""
    return f"{plural(record.summary().articles, 'page')}{days}{undated}"
