"""An examination of the installation and of a record file, finding by finding."""

from __future__ import annotations

import platform
from pathlib import Path

import msgspec

from onrecord import stages
from onrecord.errors import OnrecordError, WordListError
from onrecord.kit import WORDS, open_kit
from onrecord.store import Store
from onrecord.store.whole import check


class Finding(msgspec.Struct, frozen=True):
    """One thing looked at, whether it is as it should be, and what was seen."""

    what: str
    good: bool
    detail: str


def examine(path: Path) -> list[Finding]:
    """What was looked at, in order: Python, word lists, model, then the record file at ``path`` if there is one."""
    findings = examine_tools()
    if not path.exists():
        return [*findings, Finding("record", True, f"{path}: none here yet")]
    try:
        with Store.open(path, write=False) as store:
            wrong = check(store)
            done = [
                set(store.left(s.name, s.version)) & set(store.left(s.name, -s.version)) for s in stages.PAGE_STAGES
            ]
            left = set().union(*done)
    except OnrecordError as error:
        return [*findings, Finding("record", False, str(error))]
    findings.append(
        Finding("record", not wrong, "; ".join(wrong[:5]) or f"{path}: every record reads, every span fits")
    )
    more = f"{len(left)} pages left to work: run onrecord add with no new pages" if left else "every page is worked"
    return [*findings, Finding("work", not left, more)]


def examine_tools() -> list[Finding]:
    """What a record is made with: Python, word lists, model."""
    return [Finding("python", True, platform.python_version()), *_word_lists(), _model()]


def _word_lists() -> list[Finding]:
    kit = open_kit()
    findings = []
    for file in sorted((WORDS / kit.language).glob("*.csv")):
        try:
            findings.append(Finding(f"words/{file.stem}", True, f"{len(kit.words(file.stem))} rows"))
        except WordListError as error:
            findings.append(Finding(f"words/{file.stem}", False, str(error)))
    return findings


def _model() -> Finding:
    tier = open_kit().tier
    return Finding("model", tier == "model", "reads" if tier == "model" else "missing or changed: rules read instead")
