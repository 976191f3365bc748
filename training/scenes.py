"""Scenes of `bench/sets/relations/train.jsonl` played: each time other names, speakers, cues and cuts.

A scene is one invented affair: who claims, who denies, who stands by, and lines, each with its part in the affair.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from onrecord.kit import Kit
from onrecord.labels import Form
from onrecord.positions.claims import Claim
from onrecord.positions.polarity import Marker
from onrecord.positions.saying import saying_of
from onrecord.types import Span, Statement

SCENES = Path(__file__).parent.parent / "bench" / "sets" / "relations" / "train.jsonl"
# What a line does: claims P, denies P, doubts P, leaves P open, narrows P, tells what cannot be if P is (x: and speaks
# for the denial), tells P in other detail, tells what came of it, tells of the affair, tells of another affair.
PARTS = {
    "p": "claim", "n": "denial", "q": "doubt", "u": "open", "c": "narrowing", "x": "counter", "y": "rival",
    "d": "detail", "l": "development", "r": "aside", "o": "elsewhere", "m": "noun",
}  # fmt: skip
# Which side says such lines, by chance: claimants, deniers, others.
SIDES = {
    "p": "AAAN", "n": "BBBN", "q": "NB", "u": "NNAB", "c": "A", "x": "BBN", "y": "BBN", "d": "AAN", "l": "NNAB",
    "r": "ABNN", "o": "NABN",
}  # fmt: skip
SAID = (
    "said that", "said", "says", "told reporters that", "has said that", "announced that", "claimed that",
    "claims that", "reported that", "revealed that", "insisted that", "confirmed that", "according to", "stated that",
    "wrote that", "believes that", "alleged that", "told the Courier that", "added that", "has confirmed that",
    "suggests that", "was quoted as saying that", "explained that", "found that",
)  # fmt: skip
QUOTED = (
    "said", "told reporters", "says", "wrote", "said in a statement", "tweeted", "added", "told the Courier",
    "insisted",
)  # fmt: skip
TOLD_AGAIN = ("said", "told reporters", "says", "has said", "told the agency")
# What a claim's words become behind such a cue.
TURNS: Mapping[str, Sequence[str]] = {
    "n": (
        "denied that", "has denied that", "rejected as false the claim that", "dismissed reports that",
        "denied reports that", "refuted the claim that", "disputed that", "called untrue the report that",
        "said it was not true that", "said it was false that", "rubbished a report that", "debunked the story that",
        "flatly denied that", "rejected the allegation that",
    ),
    "q": (
        "doubted that", "questioned whether", "was sceptical that", "said there was no evidence that",
        "raised doubts that", "is not convinced that", "said it was unlikely that", "had found nothing to show that",
    ),
    "u": (
        "would not say whether", "said it was unclear whether", "did not confirm that", "had no information on whether",
        "could not verify that", "declined to say whether", "said it was too early to say whether",
        "was asked whether",
    ),
}  # fmt: skip
NOUN_TURNS: Mapping[str, Sequence[str]] = {
    "p": ("confirmed", "announced", "reported", "has confirmed", "revealed", "spoke of", "told of"),
    "n": ("denied", "rejected reports of", "dismissed talk of", "refuted reports of", "ruled out", "denied rumours of"),
    "q": (
        "raised doubts about", "questioned", "cast doubt on", "challenged the reports of",
        "was sceptical about the reports of",
    ),
    "u": (
        "declined to comment on", "could not confirm", "would not discuss", "had not commented on",
        "refused to be drawn on",
    ),
}  # fmt: skip
TURNED = 0.45
JOINED = 0.3
RENAMED = 0.85
UNSTATED = 0.04

_ANONYMOUS = re.compile(
    r"\b(sources?|officials?|residents|people|viewers|posts|officers|experts|fishermen|bankers?|members|pupils"
    r"|websites?|neighbour|teachers|parents|villagers|shopkeepers|hackers|friends?|message|recording)\b",
    re.I,
)
_NAME = re.compile(r"(?<!^)\b[A-Z][a-z]+\b")
_CAPITAL = re.compile(r"\b[A-Z][a-z]{2,}\b")
_NUMBER = re.compile(r"(?<![\d,.])\d+(?![\d,.])")
_DENIAL = re.compile(r"(has |flatly )?(denied|refuted|rubbished|debunked|disputed|rejected)")
_KEPT = (
    "January February March April May June July August September October November December Monday Tuesday Wednesday "
    "Thursday Friday Saturday Sunday Professor Captain Colonel Admiral Air Marshal Rear Judge Mayor Senator President "
    "Prime Minister There The She They Not One Two Three Eight Nobody Every Everything These This Anyone Parents "
    "Nothing Leave Tests"
)
_SYLLABLES = (
    "bar tel mon ris kov san der lin gar mer tol vis rad hal nor pek sul tam wen zor bel cas dov fen gil hor jas kel "
    "lor mar nes ost pri qua ros ste tur ulm var wick yar zan ham burg ton ford ville aga ino ez man son ski ov idi"
)


class Scene(msgspec.Struct, frozen=True):
    """An affair: its speakers by side (claimants, deniers, others) and its lines by part."""

    affair: str
    claimants: tuple[str, ...]
    deniers: tuple[str, ...]
    others: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]

    def cast(self, side: str) -> tuple[str, ...]:
        """Those who speak for a side; the others where it has nobody."""
        return {"A": self.claimants, "B": self.deniers, "N": self.others}[side] or self.others


class Line(msgspec.Struct, frozen=True):
    """A line as somebody spoke it: its part, its number in the scene, who speaks, and the claim made of it.

    ``source``, ``cue`` and ``content`` are its words.
    """

    part: str
    number: int
    who: str
    source: str
    cue: str
    content: str
    claim: Claim


def read_scenes(path: Path = SCENES) -> list[Scene]:
    """The scenes of a file, in order."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [msgspec.convert(json.loads(line), Scene) for line in lines]


def first_names(kit: Kit) -> list[str]:
    """Given names of common length."""
    names = {next(iter(row.values())).capitalize() for row in kit.words("given_names")}
    return sorted(name for name in names if name.isalpha() and 3 < len(name) < 9)


def rename(scene: Scene, names: Sequence[str], chance: random.Random) -> Scene:
    """The scene among other people and places, small figures moved alike."""
    words = "\n".join((*(text for _, text in scene.lines), *scene.claimants, *scene.deniers, *scene.others))
    found = sorted(set(_CAPITAL.findall(words)) - set(_KEPT.split())) if chance.random() < RENAMED else []
    given = {name: _new_name(names, chance) for name in found}
    shift, years = chance.choice((0, 0, 1, 2, 3, 7)), chance.choice((0, 1, -2, 5))

    def moved(number: re.Match[str]) -> str:
        figure = number.group()
        if re.fullmatch(r"(19|20)\d\d", figure):
            return str(int(figure) + years)
        return str(int(figure) + shift) if int(figure) < 1000 else figure

    def change(text: str) -> str:
        return _NUMBER.sub(moved, _CAPITAL.sub(lambda m: given.get(m.group(), m.group()), text))

    sides = [tuple(change(who) for who in side) for side in (scene.claimants, scene.deniers, scene.others)]
    return Scene(scene.affair, *sides, lines=tuple((part, change(text)) for part, text in scene.lines))


def play(scene: Scene, number: int, marker: Marker, chance: random.Random) -> Line:
    """A line of a scene, spoken by someone of its side, plainly or behind a cue that turns it."""
    kind, text = scene.lines[number]
    part, cue, quoted = kind, "", text.startswith("“")
    if kind == "m":
        part = chance.choices("pnqu", (4, 3, 3, 2))[0]
        cue = chance.choice(NOUN_TURNS[part])
    elif kind == "p" and not quoted and chance.random() < TURNED:
        part = chance.choices("nqu", (5, 3, 3))[0]
        cue = chance.choice(TURNS[part])
    who = _speaker(scene, part, chance, quoted=quoted and kind in "pnc")
    content = _cut(text, chance)
    if part == kind and kind not in "or":
        content = _joined(scene, content, chance)
    cue = cue or chance.choice(QUOTED if quoted else SAID)
    if part == "l" and cue.startswith(("claim", "alleg", "believ")):
        cue = "said that"
    if cue.endswith(" that") and chance.random() < 0.5:
        cue, content = cue.removesuffix(" that"), f"that {content}"
    source = "" if chance.random() < UNSTATED else _named(who, chance)
    return spoken((part, number, who), (source, cue, content), marker)


def retell(line: Line, marker: Marker, chance: random.Random) -> Line:
    """The same words of the same speaker in an edited copy."""
    words = line.content.split()
    kept = " ".join(word for word in words if len(words) <= 7 or chance.random() >= 0.08)
    content = kept.strip("“”,") if chance.random() < 0.3 else kept
    plain = line.part in "plrdoxyc" and line.cue in SAID + QUOTED
    told = (_named(line.who, chance), chance.choice(TOLD_AGAIN) if plain else line.cue, content)
    return spoken((line.part, line.number, line.who), told, marker)


def spoken(known: tuple[str, int, str], told: tuple[str, str, str], marker: Marker) -> Line:
    """A line and the claim it makes, as if read on a page of its own."""
    (part, number, who), (source, cue, content) = known, told
    text = f"{source} {cue}: {content} "
    at = len(source) + 1
    start = at + len(cue) + 2
    form = form_of(who) if source else "none"
    statement = Statement(
        id=f"{part}{number}",
        page=f"page{number}",
        content=(Span(start, start + len(content)),),
        cue=(Span(at, at + len(cue)),),
        source=(Span(0, len(source)),) if source else (),
        speaker=who if source else None,
        form=form,
        act="deny" if _DENIAL.match(cue) else "say",
    )
    saying = saying_of(statement, text, reach=Span(0, len(text)), governing=cue, marker=marker)
    party = who if form in ("named", "body") else None
    claim = Claim(statement, "", "", {}, {}, {}, party=party, name=who, saying=saying)
    return Line(part, number, who, source, cue, content, claim)


def form_of(who: str) -> Form:
    """How a scene names a speaker."""
    if _ANONYMOUS.search(who):
        return "anon_described"
    return "named" if len(_NAME.findall(f"x {who}")) >= 2 else "body"


def _new_name(names: Sequence[str], chance: random.Random) -> str:
    if chance.random() < 0.5:
        return chance.choice(names)
    return "".join(chance.sample(_SYLLABLES.split(), chance.choice((2, 2, 3)))).capitalize()


def _speaker(scene: Scene, part: str, chance: random.Random, *, quoted: bool) -> str:
    side = {"p": "A", "n": "B"}.get(part, "A") if quoted else chance.choice(SIDES[part])
    cast = scene.cast(side)
    if not quoted:
        return chance.choice(cast)
    # Who speaks as "I" or "we" is one person of the side.
    return next((who for who in cast if form_of(who) == "named"), cast[0])


def _named(who: str, chance: random.Random) -> str:
    """The words a page may have for a speaker."""
    roll, form = chance.random(), form_of(who)
    if form == "named":
        names = _NAME.findall(f"x {who}")
        if roll < 0.2:
            return chance.choice(("he", "she", "He", "She"))
        if roll < 0.4:
            return " ".join(names[-chance.choice((1, 2)) :])
        return chance.choice(("the spokesman", "the official", "the expert")) if roll < 0.45 else who
    if form == "anon_described":
        return "they" if roll < 0.1 else "sources" if roll < 0.2 else who
    return "it" if roll < 0.15 else "the statement" if roll < 0.2 else who


def _cut(text: str, chance: random.Random) -> str:
    """The words, now and then without some at the end or the beginning."""
    words, roll = text.split(), chance.random()
    if len(words) > 8 and roll < 0.12:
        words = words[: max(6, int(len(words) * chance.uniform(0.6, 0.9)))]
    elif len(words) > 9 and roll < 0.2:
        words = words[chance.randint(1, 3) :]
    return " ".join(words)


def _joined(scene: Scene, content: str, chance: random.Random) -> str:
    """The words with something else of the affair in one breath, now and then."""
    asides = [text for part, text in scene.lines if part == "r" and not text.startswith("“") and text != content]
    if not asides or chance.random() >= JOINED:
        return content
    aside = chance.choice(asides)
    if content.startswith("“"):
        return f"{content.rstrip('”,.')}. {aside[0].upper()}{aside[1:]}.”"
    pair = (content, aside) if chance.random() < 0.7 else (aside, content)
    return chance.choice((" and ", ", and that ", "; ", " while ")).join(pair)
