"""Invented news for the test of scale, ready made: pages with what is found on them, and what joins them.

A pile is a matter told over one to three stories of 1 to 150 pages: one outlet writes, some reprint, some report anew
and quote the same words. Who speaks, which outlets write and which words they use follow Zipf's law. Everything is
made from a seed, with the spans it would have, so that a record of any size is written without reading its pages.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate

import msgspec

from bench.invented import Made, make_words
from onrecord import labels
from onrecord.kit.terms import term_table
from onrecord.piles import LIMIT
from onrecord.types import Article, Block, Dated, Fact, Mention, Page, Span, Statement, Timex, id_of

FIRST_DAY = date(2008, 1, 1)
DAYS = 6000
# One story in so many has a report of many statements: a transcript.
LONG_ONE_IN, LONG = 150, 60
MANNERS: tuple[labels.Manner, ...] = ("direct", "direct", "indirect", "indirect", "mixed")
ACTS: Mapping[labels.Act, int] = {
    "say": 60, "claim": 8, "report": 8, "insist": 5, "deny": 5, "confirm": 4, "demand": 3, "accuse": 2, "promise": 1,
    "clarify": 1, "admit": 1, "attitude": 1, "rule_out": 1,
}  # fmt: skip
VERBS = {"say": "said", "deny": "denied", "claim": "claimed", "insist": "insisted", "confirm": "confirmed"}
HIDDEN = ("A senior official", "A diplomat close to the talks", "Two people with knowledge of the matter", "Officials")
BODIES = ("Council", "Group", "Party")
# So many people are in the news wherever one looks.
KNOWN = 300
TITLES = ("Minister", "Governor", "Judge", "Colonel", "Mayor")
LANGUAGES = ("en",) * 50 + ("de", "fr", "es")


# What tells the words and ids of one copy of a record from those of another: see growing.py.
MARK = "xq"


class Line(msgspec.Struct, frozen=True):
    """A sentence of a story: who says it (empty for none, prose), what kind of speaker, how, and its words."""

    key: int
    who: str
    form: labels.Form
    words: str
    act: labels.Act = "say"
    manner: labels.Manner = "direct"
    title: str = ""


class Told(msgspec.Struct, frozen=True):
    """A page as made, the lines on it with the statements (or time words) they became, and the day it came out."""

    made: Made
    timexes: tuple[Timex, ...]
    said: dict[int, Statement]
    dated: dict[int, tuple[Span, Timex]]
    body: Span
    reprint: bool
    day: str


class Pile(msgspec.Struct, frozen=True):
    """The stories of one matter, each as its pages."""

    matter: tuple[str, ...]
    stories: tuple[tuple[Told, ...], ...]

    @property
    def pages(self) -> tuple[Told, ...]:
        """All pages, story by story."""
        return tuple(told for story in self.stories for told in story)


class Zipf:
    """Picks one of some things, the first most often."""

    def __init__(self, things: Sequence[str], *, weights: Sequence[float] | None = None, by: float = 1.0) -> None:
        self.things = things
        self._sums = list(accumulate(weights or (1 / (rank + 3) ** by for rank in range(len(things)))))

    def pick(self, dice: random.Random) -> str:
        """One of them."""
        return self.things[bisect(self._sums, dice.random() * self._sums[-1])]

    def some(self, dice: random.Random, count: int) -> list[str]:
        """Several, with repetitions."""
        return dice.choices(self.things, cum_weights=self._sums, k=count)


class World:
    """The words, people, bodies, places and outlets of all stories."""

    def __init__(self, dice: random.Random, articles: int) -> None:
        plain = make_words(dice, 9000)
        rare = [f"{word[:2]}{MARK}{word[2:]}" for word in make_words(dice, 20_000) if len(word) > 4]
        dice.shuffle(rare)
        dice.shuffle(plain)
        common = sorted(
            (word for word in term_table().counts if word.isascii() and MARK not in word),
            key=term_table().counts.__getitem__,
        )
        counts = [term_table().counts[word] for word in reversed(common)]
        self.words = Zipf(common[::-1], weights=[count / (1.3 - count / term_table().pages) for count in counts])
        self.rare = Zipf(rare, by=0.6)
        names = plain[:6000]
        known = [f"{dice.choice(names)} {dice.choice(names)}".title() for _ in range(KNOWN)]
        others = [f"{dice.choice(rare)} {dice.choice(rare)}".title() for _ in range(articles // 4)]
        self.people = Zipf(list(dict.fromkeys((*known, *others))), by=0.8)
        self.bodies = Zipf([f"{name.title()} {kind}" for name in names[:800] for kind in BODIES])
        self.places = Zipf([name.title() for name in plain[6000:8000]])
        self.outlets = Zipf(
            [f"{name.title()} {kind}" for name in plain[8000:] for kind in ("Courier", "Post", "Herald")]
        )


def make_piles(articles: int, *, seed: int = 11) -> Iterator[Pile]:
    """Piles of so many pages in all; the same seed gives the same piles."""
    dice = random.Random(seed)
    world = World(dice, max(articles, 400))
    sizes = Zipf([str(size) for size in range(1, LIMIT + 1)], weights=[size**-1.9 for size in range(1, LIMIT + 1)])
    made = 0
    while made < articles:
        room = LIMIT
        matter = tuple(dict.fromkeys(world.rare.some(dice, 8)))
        cast = tuple(dict.fromkeys(world.people.some(dice, 4) + world.bodies.some(dice, 1)))
        begin = FIRST_DAY + timedelta(dice.randrange(DAYS))
        stories: list[tuple[Told, ...]] = []
        for _ in range(dice.choice((1, 1, 1, 2, 3))):
            size = min(int(sizes.pick(dice)), room, articles - made)
            if size:
                stories.append(_story(dice, world, (matter, cast), size, begin))
                begin += timedelta(dice.randrange(2, 200))
                room, made = room - size, made + size
        yield Pile(matter, tuple(stories))


def _story(
    dice: random.Random, world: World, about: tuple[Sequence[str], Sequence[str]], size: int, day: date
) -> tuple[Told, ...]:
    matter, cast = about
    own = (*matter, *world.rare.some(dice, 4))
    many = LONG if dice.randrange(LONG_ONE_IN) == 0 else dice.choice((3, 6, 8, 9, 10, 10, 11, 12, 14, 18))
    lines = _lines(dice, world, own, cast, many)
    told = []
    for teller in range(size):
        fresh = teller % 2 == 0 and teller > 0
        mine = lines
        if fresh:
            few = lines[: dice.choice((8, 10, 12))] if many == LONG else lines
            new = _lines(dice, world, own, cast, len(few), begin=1000 * teller)
            mine = [old if at % 3 == 0 else line for at, (old, line) in enumerate(zip(few, new, strict=False))]
        when = day + timedelta(min(teller // 3, 9))
        told.append(_page(dice, world, own, mine, (when, not fresh and teller > 0)))
    return tuple(told)


def _lines(
    dice: random.Random, world: World, matter: Sequence[str], cast: Sequence[str], count: int, *, begin: int = 0
) -> list[Line]:
    """Lines of a story, so many of them said by someone, with prose between."""
    found: list[Line] = []
    for at in range(count):
        words = _words(dice, world, matter, dice.randint(9, 22))
        (act,), manner = dice.choices(list(ACTS), weights=list(ACTS.values())), dice.choice(MANNERS)
        who, form = dice.choice(cast), "named"
        if dice.random() < 0.15:
            who, form = dice.choice(HIDDEN), "anon_described"
        elif who.endswith(BODIES):
            form = "body"
        title = dice.choice(TITLES) if form == "named" and dice.random() < 0.15 else ""
        found.append(Line(begin + 2 * at, who, form, words, act, manner, title))  # type: ignore[arg-type]
        if at % 3 == 0:
            found.append(Line(begin + 2 * at + 1, "", "none", _words(dice, world, matter, dice.randint(12, 30))))
    return found


def _words(dice: random.Random, world: World, matter: Sequence[str], count: int) -> str:
    words = world.words.some(dice, count)
    for at in range(dice.randrange(4), count, 6):
        words[at] = dice.choice(matter) if dice.random() < 0.6 else world.rare.pick(dice)
    return " ".join(words)


class _Paper:
    """A page being written, with what stands on it."""

    def __init__(self, page: str, day: date) -> None:
        self.page = page
        self.day = day
        self.text: list[str] = []
        self.at = 0
        self.mentions: list[Mention] = []
        self.first: dict[str, str] = {}

    def put(self, words: str) -> Span:
        self.text.append(words)
        start, self.at = self.at, self.at + len(words)
        return Span(start, self.at)

    def name(self, words: str, kind: labels.Kind, *, titles: tuple[Span, ...] = ()) -> Mention:
        span = self.put(words)
        mention = id_of(self.page, "m", span)
        entity = self.first.setdefault(words, mention)
        made = Mention(mention, self.page, span, kind, "name", entity, name=words, titles=titles)
        self.mentions.append(made)
        return made

    def say(self, line: Line) -> Statement:
        quoted = line.manner == "direct"
        if quoted:
            content = self.put(f"“{line.words},”")
            self.put(" ")
        mention, source = self._source(line)
        self.put(" ")
        cue = self.put(VERBS.get(line.act, "said"))
        if not quoted:
            self.put(" that ")
            content = self.put(line.words)
        self.put(".\n\n")
        hidden = line.form == "anon_described"
        return Statement(
            id_of(self.page, "s", content), self.page, (content,), cue=(cue,), source=(source,),
            speaker=f"unnamed: {line.who}" if hidden else line.who, mention=mention.id if mention else None,
            manner=line.manner, form=line.form, act=line.act, verb=line.act, sure=0.4 + (line.key * 37 % 60) / 100,
            said=self.day.isoformat() if line.key % 5 == 0 else None,
        )  # fmt: skip

    def _source(self, line: Line) -> tuple[Mention | None, Span]:
        if line.form == "anon_described":
            return None, self.put(line.who)
        titles: tuple[Span, ...] = ()
        if line.title:
            titles = (self.put(line.title),)
            self.put(" ")
        mention = self.name(line.who, "body" if line.form == "body" else "person", titles=titles)
        return mention, mention.span

    def tell(self, line: Line) -> tuple[Span, Timex]:
        """A sentence of prose with a date in it."""
        start = self.at
        self.put("On ")
        day = self.day - timedelta(line.key % 40)
        span = self.put(f"{day.day} {day:%B %Y}")
        self.put(f" {line.words}.")
        what = Span(start, self.at)
        self.put("\n\n")
        value = day.isoformat()
        return what, Timex(
            id_of(self.page, "t", span), self.page, span, "DATE", value, begin=value, end=value, precision="day"
        )


def _page(
    dice: random.Random, world: World, matter: Sequence[str], lines: Sequence[Line], came: tuple[date, bool]
) -> Told:
    day, reprint = came
    page, outlet, place = (
        f"{dice.getrandbits(20):05x}{MARK}{dice.getrandbits(20):05x}",
        world.outlets.pick(dice),
        world.places.pick(dice),
    )
    paper = _Paper(page, day)
    headline = f"{place}: {' '.join(matter[:3])} {' '.join(world.words.some(dice, 3))}"
    head = paper.put(headline)
    paper.put("\n\n")
    begin = paper.at
    said, dated = {}, {}
    for line in lines:
        if line.who:
            said[line.key] = paper.say(line)
        else:
            dated[line.key] = paper.tell(line)
    for other in world.people.some(dice, 2) + world.bodies.some(dice, 1):
        paper.name(other, "body" if other.endswith(BODIES) else "person")
        paper.put(f" {_words(dice, world, matter, 8)} in ")
        paper.name(world.places.pick(dice), "place")
        paper.put(".\n\n")
    text = "".join(paper.text).rstrip()
    known = dice.random() < 0.9
    article = Article(
        f"{page}:a", page, (Block(head, "headline"), Block(Span(begin, len(text)), "body")),
        headline=Fact(headline, head), outlet=Fact(outlet, tag="made") if dice.random() < 0.88 else None,
        published=Dated(day.isoformat(), tag="made") if known else Dated(after=day.isoformat(), reasons=("made",)),
        language=dice.choice(LANGUAGES),
    )  # fmt: skip
    folder = f"{day:%Y/%m}/{outlet.lower().replace(' ', '-')}"
    name = f"news/{folder}/{matter[0]}-{dice.randrange(100_000):05}.txt"
    timexes = tuple(timex for _, timex in dated.values())
    made = Made(Page(page, name, text), article, tuple(paper.mentions), tuple(said.values()))
    return Told(made, timexes, said, dated, Span(begin, len(text)), reprint, day.isoformat())
