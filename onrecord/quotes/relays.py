"""What can be said of relays once speakers are known: outer speakers by name, and outlets that go on being told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice

import msgspec

from onrecord.types import Relay, Span, Statement

# Acts and forms that carry an interview on: "he said", "the minister added", with no new hearer named.
_NEAR_LINES = 2
# How far into a story an outlet's report makes it that outlet's: headline and two paragraphs.
_LEAD_LINES = 3
_LINE = re.compile(r"\S[^\n]*")
_GOES_ON = ("named", "anon_described", "anon_bare", "spokes_unnamed", "office")


def settle_relays(statements: Sequence[Statement], text: str) -> list[Statement]:
    """The statements with outer speakers named among their relays, and interviews carried on; order kept.

    A statement inside another runs through the outer one's speaker: his name stands where only the
    words of the source stood, and no relay at all where he speaks of himself. Who told an outlet
    something and goes on ("he added") is still telling it.
    """
    by_id = {s.id: s for s in statements}
    told: dict[str, Relay] = {}
    found = []
    last: str | None = None
    for statement in statements:
        named = _named(statement, by_id)
        speaker = statement.speaker
        if statement.within is None and speaker is not None:
            own = next((r for r in named.relays if r.how == "told" or _is_written(named, r)), None)
            if own is not None:
                told[speaker] = own
            elif speaker == last and speaker in told and _carries_on(statement, text):
                named = msgspec.structs.replace(named, relays=(told[speaker], *named.relays))
            else:
                told.pop(speaker, None)
            last = speaker
        found.append(_reported(named))
    return _handed_in(_by_lead(_told_before(found, text), text))


def _is_written(statement: Statement, relay: Relay) -> bool:
    """Whether somebody writes in an outlet: "wrote in the Lantern", then "he added"."""
    return relay.how == "reported" and statement.verb == "write"


def _by_lead(statements: Sequence[Statement], text: str) -> list[Statement]:
    """The statements, bare "sources said" of a story that opens with an outlet's report carried by that outlet."""
    lead: Relay | None = None
    found = []
    ends = next((line.start() for line in islice(_LINE.finditer(text), _LEAD_LINES, None)), len(text))
    for statement in statements:
        opens = statement.content[0].start <= ends
        if statement.form == "outlet" and statement.source and statement.speaker and lead is None and opens:
            lead = Relay("reported", statement.speaker, statement.source[0])
        carried = any(r.how not in ("wire", "host", "relayed") for r in statement.relays)
        if lead is not None and statement.form == "anon_bare" and statement.within is None and not carried:
            statement = msgspec.structs.replace(statement, relays=(lead, *statement.relays))
        found.append(statement)
    return found


def _told_before(statements: Sequence[Statement], text: str) -> list[Statement]:
    """ "He said P. “Q,” he told the Herald": what a speaker says right before he is said to tell it to an outlet."""
    found = list(statements)
    ahead: Statement | None = None
    relay: Relay | None = None
    for k in range(len(found) - 1, -1, -1):
        one = found[k]
        if one.within is not None or one.speaker is None:
            continue
        told = next((r for r in one.relays if r.how == "told"), None)
        if told is None and relay is not None and ahead is not None and one.speaker == ahead.speaker:
            if (
                any(r.how != "wire" and r.how != "host" for r in one.relays)
                or one.venue
                or one.audience
                or one.act == "no_comment"
            ):
                relay = None
            elif _is_near(one, ahead, text):
                found[k] = msgspec.structs.replace(one, relays=(relay, *one.relays))
            else:
                relay = None
        else:
            relay = told
        ahead = found[k]
    return found


def _is_near(one: Statement, ahead: Statement, text: str) -> bool:
    """Whether at most one paragraph break lies between two statements."""
    between = text[one.content[-1].end : max(one.content[-1].end, ahead.content[0].start)]
    return len([line for line in between.split("\n") if line.strip()]) <= _NEAR_LINES


def _handed_in(statements: Sequence[Statement]) -> list[Statement]:
    """The statements, those inside others with the hearers of the outer ones."""
    by_id = {s.id: s for s in statements}
    found = []
    for statement in statements:
        names = {r.name.casefold() for r in statement.relays}
        told = [
            r for o in _outers(statement, by_id) for r in o.relays if r.how == "told" and r.name.casefold() not in names
        ]
        ends = next((k for k, r in enumerate(statement.relays) if r.how in ("wire", "host")), len(statement.relays))
        relays = (*statement.relays[:ends], *told[:1], *statement.relays[ends:])
        found.append(msgspec.structs.replace(statement, relays=relays) if told else statement)
    return found


def _reported(statement: Statement) -> Statement:
    """ "According to" an outlet or a document reports, which is known only when the source is resolved."""
    carried = statement.verb == "according to" and statement.form in ("outlet", "document", "generic")
    return msgspec.structs.replace(statement, act="report") if carried else statement


def _named(statement: Statement, by_id: Mapping[str, Statement]) -> Statement:
    """A statement inside others, with those others' speakers by name; nobody relays himself."""
    outers = _outers(statement, by_id)
    relays = []
    for relay in statement.relays:
        via = next((o for o in outers if relay.how == "relayed" and relay.span == _extent(o)), None)
        name = via.speaker if via is not None and via.speaker else relay.name
        if relay.how != "relayed" or name != statement.speaker:
            relays.append(msgspec.structs.replace(relay, name=name))
    # A quotation that runs on has a speaker but no words that name him.
    voiced = [o.speaker for o in outers[:1] if not o.source and o.speaker and o.speaker != statement.speaker]
    relays = [*(Relay("relayed", name, None) for name in voiced), *relays]
    return msgspec.structs.replace(statement, relays=tuple(relays))


def _outers(statement: Statement, by_id: Mapping[str, Statement]) -> list[Statement]:
    """The statements around one, innermost first."""
    found: list[Statement] = []
    outer = by_id.get(statement.within or "")
    while outer is not None and outer not in found:
        found.append(outer)
        outer = by_id.get(outer.within or "")
    return found


def _extent(statement: Statement) -> Span | None:
    return Span(statement.source[0].start, statement.source[-1].end) if statement.source else None


def _carries_on(statement: Statement, text: str) -> bool:
    """Whether the speaker is not named anew: a pronoun, "the minister", "he added", a quotation that runs on."""
    if statement.form not in _GOES_ON:
        return False
    if not statement.source or statement.verb in ("add", "continue"):
        return True
    words = text[statement.source[0].start : statement.source[-1].end]
    return words.casefold() in ("he", "she", "they", "i", "we") or words[:4].casefold() == "the "
