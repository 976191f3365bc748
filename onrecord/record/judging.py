"""People's decisions: kept on ids that last, put in force, taken back, written out and taken in again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

import msgspec

from onrecord import labels
from onrecord.errors import OnrecordError, UnknownId
from onrecord.groups import Judgement
from onrecord.judged import CUT, RIGHT, SPEAKER, Cut, amend_speaker, cut_of, lasting
from onrecord.store import Store, questions
from onrecord.store.judged import Decision, amend, decisions_in, readings, restore, undo
from onrecord.store.members import plain_outlet
from onrecord.store.tables import storable, text_of
from onrecord.types import Mention, Statement, page_of

WHYS: tuple[str, ...] = get_args(labels.Why)
# What the ends of a judgement must be for it to mean anything.
ON_STATEMENTS = (SPEAKER, RIGHT, "same-quote", "relation")


class Taken(msgspec.Struct, frozen=True):
    """What an import of judgements did: how many were taken, how many were in force already, what was wrong."""

    taken: int
    known: int
    wrong: tuple[str, ...] = ()


def keep(store: Store, judgement: Judgement) -> int:
    """Keeps a decision on ids that last and gives its number; one that could never mean anything is refused."""
    made = lasting(judgement)
    why = made.why.split(":")[0]
    if why in ON_STATEMENTS and ":s" not in made.left:
        raise OnrecordError(f"{judgement.left}: no statement. List them with: onrecord statements --json")
    if not made.left:
        raise OnrecordError("A judgement needs the id of what it is on. List ids with --json.")
    if questions.page_name(store, page_of(made.left)) is None:
        raise UnknownId(f"{judgement.left}: no page of this id in {store.path}. List ids with --json.")
    if why == CUT and ":b" not in made.left:
        raise OnrecordError(f"{judgement.left}: no stretch of a page. Name it as PAGE:bSTART-END.")
    with store.together():
        number = store.judge(made)
        _work_again(store, made)
    return number


def cuts_in(store: Store) -> tuple[Cut, ...]:
    """What people say of stretches of pages, in the order they said it."""
    if not store.cells("SELECT 1 FROM judgement WHERE why = ? LIMIT 1", (CUT,)):
        return ()
    found = [(j, questions.page_text(store, page_of(j.left))) for j in store.judgements() if j.why == CUT]
    return tuple(cut_of(j, text) for j, text in found if text is not None and j.verdict != "unsure")


def _work_again(store: Store, judgement: Judgement) -> None:
    """Leaves pages to be worked anew whose article a cut may change: its own, and its outlet's that have its lines."""
    if judgement.why != CUT:
        return
    page = page_of(judgement.left)
    cut = cut_of(judgement, questions.page_text(store, page) or "")
    again = {page}
    if cut.outlet:
        asked = (
            "SELECT page.id FROM member JOIN page ON page.id = member.inside"
            " WHERE member.member = ? AND member.kind = 'outlet' AND instr(page.text, ?)"
        )
        for line in cut.lines:
            rows = store.cells(asked, (storable(plain_outlet(cut.outlet)), storable(line)))
            again.update(text_of(row[0]) for row in rows)
    for name in sorted(again):
        store.link.execute("DELETE FROM note WHERE page = ?", (storable(name),))


def put_in_force(store: Store) -> None:
    """Gives every statement the speaker that people have given it, and the machine's back where none has."""
    wanted = {j.left: j for j in store.judgements() if j.why == SPEAKER and j.verdict != "unsure"}
    machine = readings(store.link)
    for name in sorted(machine.keys() - wanted.keys()):
        with store.together():
            restore(store.link, name)
    for name, judgement in sorted(wanted.items()):
        read = machine.get(name) or next(store.scan(Statement, id=name), None)
        if read is None:
            continue
        mentions = [*store.scan(Mention, id=judgement.right), *store.scan(Mention, page=read.page)]
        made = amend_speaker(read, judgement, mentions)
        if next(store.scan(Statement, id=name), None) != made:
            with store.together():
                amend(store.link, made, name)


def take_back(store: Store, number: int | None, *, by: str, at: str) -> Decision:
    """Takes a decision back, the latest one in force by default; raises UnknownId when there is none."""
    log = decisions_in(store.link)
    if number is None:
        number = max((d.number for d in log if d.undone_at is None), default=0)
    with store.together():
        undo(store.link, number, by=by, at=at)
        _work_again(store, next(d.judgement for d in log if d.number == number))
    return next(d for d in decisions_in(store.link) if d.number == number)


def take_in(store: Store, lines: Iterable[bytes | str]) -> Taken:
    """Keeps the judgements of JSON lines; other records of an export are passed over, and those already in force."""
    known = 0
    made: list[Judgement] = []
    wrong: list[str] = []
    there = set(store.judgements())
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            fields = msgspec.json.decode(line, type=dict[str, object])
            if fields.pop("record", "judgement") != "judgement":
                continue
            judgement = lasting(msgspec.convert(fields, Judgement))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            wrong.append(f"line {number}: no judgement ({error})")
            continue
        if judgement in there:
            known += 1
        else:
            made.append(judgement)
            there.add(judgement)
    with store.together():
        for judgement in made:
            store.judge(judgement)
            _work_again(store, judgement)
    return Taken(len(made), known, tuple(wrong))
