"""Invented pages for the test of scale: stories of invented people, places and outlets, made from a seed alone.

A story is told by a few outlets: one writes it, some reprint it with small changes, some report in words of
their own and quote the same person. Records are made directly, with the spans they would have, so that a
record of any size can be made without reading its pages.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import msgspec

from onrecord.types import Article, Block, Dated, Fact, Mention, Page, Span, Statement, id_of

BEGIN = [
    "b",
    "c",
    "d",
    "f",
    "g",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "w",
    "z",
    "br",
    "dr",
    "gr",
    "kl",
    "pr",
    "st",
    "tr",
]
MIDDLE = ["a", "e", "i", "o", "u", "ai", "au", "ea", "io", "ou"]
END = ["n", "r", "l", "s", "t", "m", "k", "nd", "rk", "st"]
VERBS = ("said", "told reporters", "warned", "insisted", "added", "argued")
STATEMENTS = 10
TELLERS = 5
FIRST_DAY = date(2014, 1, 1)
DAYS = 3600


class Made(msgspec.Struct, frozen=True):
    """A page with its bytes and the records found on it."""

    page: Page
    article: Article
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]


class Tale(msgspec.Struct, frozen=True):
    """What a story is made of: its day, its people, and the sentences of its main report."""

    day: date
    place: str
    people: tuple[str, ...]
    matter: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]


def make_pages(count: int, *, seed: int = 7) -> Iterator[Made]:
    """So many pages, story by story; the same seed gives the same pages."""
    dice = random.Random(seed)
    words = make_words(dice, 12_000)
    people = [f"{dice.choice(words).title()} {dice.choice(words).title()}" for _ in range(max(50, count // 4))]
    outlets = [f"{dice.choice(words).title()} {name}" for name in ("Courier", "Post", "Herald", "Times") * 60]
    made = 0
    while made < count:
        tale = _tale(dice, words, people)
        for teller in range(min(dice.randint(1, 2 * TELLERS - 1), count - made)):
            yield _told(dice, tale, teller, words, dice.choice(outlets))
            made += 1


def make_words(dice: random.Random, size: int) -> list[str]:
    """So many invented words, in order of the alphabet."""
    found: set[str] = set()
    while len(found) < size:
        found.add(
            "".join(dice.choice(part) for _ in range(dice.randint(2, 3)) for part in (BEGIN, MIDDLE)) + dice.choice(END)
        )
    return sorted(found)


def _tale(dice: random.Random, words: Sequence[str], people: Sequence[str]) -> Tale:
    cast = tuple(dict.fromkeys(people[int(len(people) * dice.random() ** 3)] for _ in range(3)))
    matter = tuple(dice.sample(words, 14))
    lines = tuple((dice.choice(cast), _sentence(dice, matter, words)) for _ in range(STATEMENTS))
    return Tale(FIRST_DAY + timedelta(dice.randrange(DAYS)), dice.choice(words).title(), cast, matter, lines)


def _sentence(dice: random.Random, matter: Sequence[str], words: Sequence[str]) -> str:
    own = [dice.choice(matter) if dice.random() < 0.45 else dice.choice(words) for _ in range(dice.randint(12, 22))]
    return " ".join(own)


def _told(dice: random.Random, tale: Tale, teller: int, words: Sequence[str], outlet: str) -> Made:
    """One outlet's page: the first writes the story, every second one reprints it, the others tell it anew."""
    fresh = teller % 2 == 0 and teller > 0
    lines = [
        (who, _sentence(dice, tale.matter, words) if fresh and at % 3 else line)
        for at, (who, line) in enumerate(tale.lines)
    ]
    headline = f"{tale.place} {' '.join(tale.matter[:4])}"
    text, at = headline + "\n\n", len(headline) + 2
    name = f"{dice.getrandbits(48):012x}"
    mentions: list[Mention] = []
    statements: list[Statement] = []
    first: dict[str, str] = {}
    for who, line in lines:
        verb = dice.choice(VERBS)
        sentence = f'"{line}," {who} {verb} in {tale.place}.\n\n'
        content = Span(at, at + len(line) + 3)
        source = Span(content.end + 1, content.end + 1 + len(who))
        cue = Span(source.end + 1, source.end + 1 + len(verb))
        mention = id_of(name, "m", source)
        entity = first.setdefault(who, mention)
        mentions.append(Mention(mention, name, source, "person", "name", entity, name=who))
        statements.append(
            Statement(id_of(name, "s", content), name, (content,), cue=(cue,), source=(source,), manner="direct",
                      form="named", act="say", verb=verb.split()[0], speaker=who, mention=mention, sure=0.9)
        )  # fmt: skip
        text += sentence
        at += len(sentence)
    body = Span(len(headline) + 2, len(text.rstrip()))
    blocks = (Block(Span(0, len(headline)), "headline"), Block(body, "body"))
    day = (tale.day + timedelta(teller // 2)).isoformat()
    article = Article(
        f"{name}:a", name, blocks, headline=Fact(headline, Span(0, len(headline))), outlet=Fact(outlet, tag="made"),
        published=Dated(day, tag="made"), language="en",
    )  # fmt: skip
    return Made(Page(name, f"made/{name}.txt", text), article, tuple(mentions), tuple(statements))
