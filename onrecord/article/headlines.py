"""Which line of a page heads its article."""

from __future__ import annotations

import re

from onrecord.article.blocks import title_of, title_words
from onrecord.article.repeats import plain_of
from onrecord.article.sheet import SENTENCE_END, Sheet, is_credit, is_date_line, keywords
from onrecord.kit import Kit

_WORD = re.compile(r"\w+")
HEADLINE_WORDS = (2, 40)
HEADLINE_CHARS = 300
# How far above the body a headline may stand, in blocks; ads and share buttons lie between.
HEADLINE_REACH = 25
TITLE_SHARE = 0.6
SIGNED_GAIN, SIGNED_REACH = 0.6, 4
# The first line of a text is its headline when it is this short and ends like none of its sentences.
SHORT_HEADLINE_WORDS = 14


def name_headline(sheet: Sheet, kit: Kit) -> None:
    """The block above the body that says the page's title, or what the body then tells; every copy of it too."""
    best, chosen = 0.0, -1
    title = keywords(title_of(sheet.page) or "")
    body = (plain_of(sheet.lines[i]) for i in range(sheet.start, sheet.end) if sheet.roles[i] == "body")
    story = frozenset(" ".join(body).split())
    low = max(0, sheet.start - HEADLINE_REACH) if not title else 0
    slug = frozenset() if title else title_words(sheet.page)
    for i in range(low, sheet.start + 1):
        score = _headline_score(sheet, i, title, story)
        if score and not title:
            own = keywords(sheet.lines[i])
            score += 2 * len(own & slug) / len(own | slug) if slug else 0.0
            score += SIGNED_GAIN if _is_signed(sheet, i, kit) else 0.0
        if score > best:
            best, chosen = score, i
    if chosen < 0 and not title:
        chosen = _first_line(sheet)
    if chosen < 0:
        return
    words = keywords(sheet.lines[chosen])
    sheet.roles[chosen] = "headline"
    low, high = sum(map(len, words)), 2 * len(sheet.lines[chosen])
    for i, line in enumerate(sheet.lines):
        alike = i != chosen and low <= len(line) < high and sheet.roles[i] in (None, "body", "repeat")
        if alike and words and keywords(line) == words:
            lone = sheet.roles[i] == "body" and sheet.roles.count("body") == 1
            sheet.roles[i] = sheet.roles[i] if lone else "repeat"
    kept = [i for i, role in enumerate(sheet.roles) if role == "body"]
    if kept:
        sheet.start, sheet.end = kept[0], kept[-1] + 1


def _is_signed(sheet: Sheet, i: int, kit: Kit) -> bool:
    """Whether a credit or a date stands shortly below a line, before any text of the article."""
    below = range(i + 1, min(i + 1 + SIGNED_REACH, sheet.start + 1))
    short = [j for j in below if len(sheet.lines[j]) < 160]
    return any(
        sheet.roles[j] == "byline" or is_credit(sheet, j, kit) or is_date_line(sheet.lines[j], kit) for j in short
    )


def _headline_score(sheet: Sheet, i: int, title: frozenset[str], story: frozenset[str]) -> float:
    line, role = sheet.lines[i], sheet.roles[i]
    if role not in (None, "body", "repeat") or len(line) > HEADLINE_CHARS:
        return 0.0
    words = _WORD.findall(line)
    own = keywords(line)
    low, high = HEADLINE_WORDS
    if not low <= len(words) <= high or not own:
        return 0.0
    heading = "|h1" in sheet.blocks[i].hints and sheet.roles.count("body") > 1
    if role == "body" and not heading and not _opens_as_headline(sheet, i):
        return 0.0
    titled = len(own & title) / len(own | title) if title else 0.0
    told = len(own & story) / len(own)
    if title and titled < TITLE_SHARE and not heading:
        return 0.0
    first = role == "body" and i == 0
    if not title and (
        (told < 0.4 and not first) or (SENTENCE_END.search(line) and i < sheet.start and i + 1 < sheet.start and i > 0)
    ):
        return 0.0
    # Of two lines alike the nearer to the body is the headline, the other a path or a tab's title.
    near = 0.2 * i / max(1, sheet.start)
    return 2 * titled + told + 0.5 * heading + near + min(len(own), 8) / 16


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
