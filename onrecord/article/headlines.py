"""Which line of a page heads its article."""

from __future__ import annotations

import re
from collections.abc import Mapping

from onrecord.article.repeats import plain_of
from onrecord.article.sheet import SENTENCE_END, Sheet, is_credit, is_date_line, keywords
from onrecord.article.titles import title_of, title_words
from onrecord.kit import Kit

HEADLINE_WORDS = (2, 40)
HEADLINE_CHARS = 300
# How far above the body a headline may stand, in blocks; ads and share buttons lie between.
HEADLINE_REACH = 40
# Where no title is known: most headlines have so many words, share so many with the text, and a deck follows them.
USUAL_WORDS = (4, 22)
TOLD_SHARE, TOLD_WORDS = 0.4, 2
DECK_LOSS = 0.4
_TAIL = re.compile(r"\s+(?:[|–—»:]|--?)\s+")
_PATH = re.compile(r"\s[»›>](?:\s|$)|://|www\.")
_CREDIT = re.compile(r"(?:by|written by|reported by|source|published|updated|posted)\b", re.I)
_PICTURED = re.compile(r"\b(?:photo(?:graph)?s?|image|credit|getty|file|reuters)\b", re.I)
_POINT = re.compile(r"[•*+·▪◦‣●○■>]|\d{1,2}[.)]\s")
TITLE_SHARE = 0.6
SIGNED_GAIN, SIGNED_REACH = 0.6, 4
# The first line of a text is its headline when it is this short and ends like none of its sentences.
SHORT_HEADLINE_WORDS = 14


def name_headline(sheet: Sheet, kit: Kit) -> None:
    """The block above the body that says the page's title, or what the body then tells; every copy of it too."""
    title = keywords(plain_of(title_of(sheet.page) or ""))
    body = (sheet.plain[i] for i in range(sheet.start, sheet.end) if sheet.roles[i] == "body")
    story = frozenset(" ".join(body).split())
    if title:
        scores = {i: _titled_score(sheet, i, title, story) for i in range(sheet.start + 1)}
        chosen = _best(scores)
    else:
        chosen = _repeated(sheet)
        if chosen < 0:
            chosen = _told_best(sheet, story, kit)
        if chosen < 0:
            chosen = _first_line(sheet)
    if chosen < 0:
        return
    words = keywords(sheet.plain[chosen])
    sheet.roles[chosen] = "headline"
    longest, low, high = max(words, key=len, default=""), sum(map(len, words)), 2 * len(sheet.lines[chosen])
    for i, line in enumerate(sheet.lines):
        alike = low <= len(line) < high and longest in sheet.plain[i] and sheet.roles[i] in (None, "body", "repeat")
        if alike and words and keywords(sheet.plain[i]) == words:
            lone = sheet.roles[i] == "body" and sheet.roles.count("body") == 1
            sheet.roles[i] = sheet.roles[i] if lone else "repeat"
    kept = [i for i, role in enumerate(sheet.roles) if role == "body"]
    if kept:
        sheet.start, sheet.end = kept[0], kept[-1] + 1


def _best(scores: Mapping[int, float]) -> int:
    """The first line of the highest score, -1 where none has any."""
    best = max(scores, key=lambda i: (scores[i], -i), default=-1)
    return best if best >= 0 and scores[best] > 0 else -1


def _repeated(sheet: Sheet) -> int:
    """The line that a dump's first line, its title, holds ("Old dam will hold - Herald"); -1 where none is."""
    first = sheet.lines[0]
    if sheet.page.blocks or len(first) > HEADLINE_CHARS:
        return -1
    titles = {
        plain_of(part)
        for part in (first, *_TAIL.split(first), *(first[: cut.start()] for cut in _TAIL.finditer(first)))
    }
    found = -1
    for i in range(1, min(len(sheet.lines), sheet.start + 2)):
        if len(sheet.lines[i]) <= len(first) and sheet.roles[i] in (None, "body", "repeat"):
            plain = sheet.plain[i]
            if plain in titles and plain.count(" ") + 1 >= USUAL_WORDS[0]:
                found = i
    return found


def _told_best(sheet: Sheet, story: frozenset[str], kit: Kit) -> int:
    """The line above the body that best heads what it tells; of two that follow one another the upper is no deck."""
    slug = title_words(sheet.page)
    scores: dict[int, float] = {}
    for i in range(max(0, sheet.start - HEADLINE_REACH), sheet.start + 1):
        score = _told_score(sheet, i, story)
        if score > 0:
            own = keywords(sheet.plain[i])
            score += 2 * len(own & slug) / len(own | slug) if slug else 0.0
            score += SIGNED_GAIN if _is_signed(sheet, i, kit) else 0.0
            scores[i] = score
    best = _best(scores)
    above = scores.get(best - 1, 0.0)
    return best - 1 if above and above >= scores[best] - DECK_LOSS and not sheet.lines[best - 1].endswith(".") else best


def _is_signed(sheet: Sheet, i: int, kit: Kit) -> bool:
    """Whether a credit or a date stands shortly below a line, before any text of the article."""
    below = range(i + 1, min(i + 1 + SIGNED_REACH, sheet.start + 1))
    short = [j for j in below if len(sheet.lines[j]) < 160]
    return any(
        sheet.roles[j] == "byline" or is_credit(sheet, j, kit) or is_date_line(sheet.lines[j], kit) for j in short
    )


def _may_head(sheet: Sheet, i: int) -> bool:
    """Whether a line has the length and the place of a headline."""
    line, role = sheet.lines[i], sheet.roles[i]
    if role not in (None, "body", "repeat") or len(line) > HEADLINE_CHARS or _PATH.search(line):
        return False
    low, high = HEADLINE_WORDS
    spaced = _count(sheet.plain[i])
    # Scripts without spaces write a headline as one word.
    count = len(line) // 2 if spaced < low and not line.isascii() else spaced
    if not low <= count <= high or not keywords(sheet.plain[i]):
        return False
    return role != "body" or _is_heading(sheet, i) or _opens_as_headline(sheet, i)


def _count(plain: str) -> int:
    return plain.count(" ") + bool(plain)


def _is_heading(sheet: Sheet, i: int) -> bool:
    return "|h1" in sheet.blocks[i].hints and sheet.roles.count("body") > 1


def _titled_score(sheet: Sheet, i: int, title: frozenset[str], story: frozenset[str]) -> float:
    """How well a line heads a page whose title is known."""
    if not _may_head(sheet, i):
        return 0.0
    own = keywords(sheet.plain[i])
    titled = len(own & title) / len(own | title)
    heading = _is_heading(sheet, i)
    if titled < TITLE_SHARE and not heading:
        return 0.0
    # Of two lines alike the nearer to the body is the headline, the other a path or a tab's title.
    near = 0.2 * i / max(1, sheet.start)
    return 2 * titled + len(own & story) / len(own) + 0.5 * heading + near + min(len(own), 8) / 16


def _told_score(sheet: Sheet, i: int, story: frozenset[str]) -> float:
    """How well a line heads a page whose title is unknown: by words of the body, its shape and its place."""
    line = sheet.lines[i]
    own = keywords(sheet.plain[i])
    shared = len(own & story)
    first = sheet.roles[i] == "body" and i == 0
    if shared < max(TOLD_WORDS, TOLD_SHARE * len(own)) and not first:
        return 0.0
    if not _may_head(sheet, i) or _CREDIT.match(line):
        return 0.0
    low, high = USUAL_WORDS
    count = _count(sheet.plain[i])
    # A headline ends without a full stop, names no photographer, and is no point of a list.
    stopped = line.rstrip("”\"'’").endswith((".", ":"))
    against = 0.6 * stopped + 0.8 * bool(_PICTURED.search(line)) + 0.6 * bool(_POINT.match(line))
    against += 0.0 if low <= count <= high else 0.4
    near = 0.3 * (1 - (sheet.start - i) / HEADLINE_REACH)
    return max(0.01, 0.6 * shared / len(own) + min(shared, 5) / 5 + near + 0.4 - against)


def _first_line(sheet: Sheet) -> int:
    """The first line of a text, when nothing but credits stands between it and the body and it is one short line."""
    count = len(sheet.lines[0].split())
    low, high = HEADLINE_WORDS
    credits_only = all(role in ("byline", "furniture", "dateline") for role in sheet.roles[1 : sheet.start])
    return 0 if sheet.start > 0 and sheet.roles[0] is None and credits_only and low <= count <= high else -1


def _opens_as_headline(sheet: Sheet, i: int) -> bool:
    """Whether a block the model took for body is the headline a text begins with."""
    line = sheet.lines[i]
    words = line.split()
    if i != sheet.start or len(words) > 25 or any(sheet.roles[:i]) or sheet.roles[i + 1 : i + 2] != ["body"]:
        return False
    long = [w for w in words if len(w) > 3 and w[0].isalpha()]
    titled = sum(w[0].isupper() for w in long) >= 0.7 * max(1, len(long))
    if i == 0 and len(words) <= SHORT_HEADLINE_WORDS and not line.endswith((".", ":", ",")):
        return len(sheet.lines[1]) > 2 * len(line)
    one = len(re.findall(r"[.!?](?:\s|$)", line)) <= 1
    return one and (titled or not SENTENCE_END.search(line)) and len(sheet.lines[i + 1]) > len(line) / 2
