"""What the API takes: a draft to verify, and a person's judgement."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TypeVar

import msgspec
from starlette.requests import Request

from onrecord import labels
from onrecord.errors import OnrecordError
from onrecord.groups import Judgement
from onrecord.web.api.answers import JSON, Answer
from onrecord.web.decisions import KINDS
from onrecord.web.pages.verify import checks_of
from onrecord.web.site import site_of

B = TypeVar("B", bound=msgspec.Struct)
DRAFT_CHARS = 200_000


class Draft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text whose quotations are to be held against the record."""

    text: str


class Judged(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A decision on two ids: why they are looked at, and whether it holds. ``by`` is who decides."""

    left: str
    right: str
    why: str
    verdict: labels.Verdict
    by: str = "api"


async def check_draft(request: Request) -> Answer:
    """Each quotation of a text with how it stands to the record; nothing of the text is kept."""
    draft = await _body(request, Draft)
    if len(draft.text) > DRAFT_CHARS:
        raise OnrecordError(f"A draft holds at most {DRAFT_CHARS:,} characters. Send a part of it.")
    checks = await site_of(request).desk.ask(lambda record: checks_of(record, draft.text))
    return Answer(rows=tuple(msgspec.to_builtins(check) for check in checks))


async def add_judgement(request: Request) -> Answer:
    """Keeps a decision; what it moves is joined anew before the answer comes."""
    given = await _body(request, Judged)
    if given.why not in KINDS:
        raise OnrecordError(f"{given.why}: no decision of this kind. Kinds: {', '.join(KINDS)}.")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    judgement = Judgement(given.left, given.right, given.why, given.verdict, given.by, now)
    clerk = site_of(request).clerk
    await asyncio.to_thread(clerk.judge, judgement)
    await asyncio.to_thread(clerk.rework)
    return Answer(one=msgspec.to_builtins(judgement))


async def _body(request: Request, kind: type[B]) -> B:
    # A form of another site can send text, but never this media type without asking first.
    if request.headers.get("content-type", "").split(";")[0].strip() != JSON:
        raise OnrecordError(f"Send the body as {JSON}.")
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise OnrecordError(f"The body does not read: {error}") from error
