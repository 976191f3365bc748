"""A role for every block of a page, once the body is known: headline, byline, captions, comments, furniture."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import msgspec

from onrecord.article.blocks import Ready, title_of, title_words
from onrecord.article.comments import Thread, find_thread
from onrecord.article.datelines import find_credit_line, find_dateline
from onrecord.article.dates import find_dates
from onrecord.article.markup import names_around
from onrecord.article.phrases import phrases_of
from onrecord.article.repeats import plain_of
from onrecord.article.threadlines import is_thread_sign
from onrecord.article.wires import name_wire
from onrecord.kit import Kit
from onrecord.labels import Role
from onrecord.types import Block, Page

_WORD = re.compile(r"\w+")
_BYLINE = re.compile(r"(?:by|BY|By|Von|Par|Por)\s+(?:[A-ZÀ-Þ][\w.'’-]*(?:\s|,|$|\||&|and\b)\s*){1,12}")
_DESK = re.compile(
    r"(?:our|staff|special|diplomatic|political|web|news|monitoring|city)\s+(?:staff\s+)?(?:correspondent|reporter|report|desk)\s*$",
    re.I,
)
_FIGURE = re.compile(r"\|(?:figure|figcaption)\b")
_ENDS = re.compile(r"[.!?…][\"'”’»)\]]*$")
HEADLINE_WORDS = (2, 40)
HEADLINE_CHARS = 300
# How far above the body a headline may stand, in blocks; ads and share buttons lie between.
HEADLINE_REACH = 25
TITLE_SHARE = 0.6
_PULLED = re.compile(r"pull-?_?quote", re.I)
PULLED_WORDS = (6, 60)
SIGNED_GAIN, SIGNED_REACH = 0.6, 4
# The first line of a text is its headline when it is this short and ends like none of its sentences.
SHORT_HEADLINE_WORDS = 14
LEAD_REACH = 5
LEAD_WORDS = 12
BYLINE_WORDS = 16
STANDFIRST_WORDS = 6


class Sheet(msgspec.Struct):
    """A page on the desk while its blocks are named: blocks in reading order, lines, and roles as they are found."""

    page: Page
    blocks: list[Block]
    lines: list[str]
    roles: list[Role | None]
    start: int
    end: int
    thread: Thread = Thread()


def name_blocks(page: Page, ready: Ready, body: Sequence[bool], kit: Kit) -> Sheet | None:
    """Every block of a page with its role; None when there is no body."""
    pairs: list[tuple[Block, Role | None]] = [
        (block, "body" if is_body else None) for block, is_body in zip(ready.blocks, body, strict=True)
    ]
    pairs += [(block, "repeat") for block in ready.repeats]
    pairs.sort(key=lambda pair: pair[0].span)
    found = [i for i, (_, role) in enumerate(pairs) if role == "body"]
    if not found:
        return None
    sheet = Sheet(
        page,
        [block for block, _ in pairs],
        [page.text[b.span.start : b.span.end] for b, _ in pairs],
        [role for _, role in pairs],
        found[0],
        found[-1] + 1,
    )
    _name_known(sheet, kit)
    _name_comments(sheet, kit)
    _name_pull_quotes(sheet)
    if not any(role == "body" for role in sheet.roles):
        return None
    _name_headline(sheet, kit)
    _name_standfirst(sheet, kit)
    _name_rest(sheet, kit)
    return sheet


def _name_known(sheet: Sheet, kit: Kit) -> None:
    """Takes out of the body what is a known phrase as a whole line, a credit line, or a lone date."""
    phrases = phrases_of(kit)
    for i, line in enumerate(sheet.lines):
        if sheet.roles[i] == "repeat":
            continue
        role = phrases.role_of(line)
        short = len(line) < 160
        if sheet.roles[i] == "body":
            boxed = _boxed(sheet.blocks[i], kit)
            if boxed is not None:
                sheet.roles[i] = boxed
            elif role is not None and (short or role == "correction") and _sure(role, line):
                sheet.roles[i] = _role(role)
            elif short and (_is_credit(sheet, i, kit) or _is_date_line(line, kit) or is_thread_sign(line)):
                sheet.roles[i] = "byline"
        elif role is not None and short:
            sheet.roles[i] = _role(role)
    _name_credited_lead(sheet, kit)
    kept = [i for i, role in enumerate(sheet.roles) if role == "body"]
    if kept:
        sheet.start, sheet.end = kept[0], kept[-1] + 1


def _boxed(block: Block, kit: Kit) -> Role | None:
    """A block of a figure is a caption, one of a box so named is related: neither is the running text."""
    if _FIGURE.search(block.hints):
        return "caption"
    return "related" if block.hints and names_around(block.hints, "related", kit) else None


def _name_credited_lead(sheet: Sheet, kit: Kit) -> None:
    """A paragraph shortly above the body that opens with a dateline and an agency is the lead of the report."""
    for i in range(max(0, sheet.start - LEAD_REACH), sheet.start):
        line = sheet.lines[i]
        if sheet.roles[i] is None and len(line.split()) >= LEAD_WORDS:
            dateline = find_dateline(sheet.page.text, sheet.blocks[i].span, kit)
            if dateline is not None and dateline.wire is not None:
                sheet.roles[i] = "body"
                return


def _sure(role: str, line: str) -> bool:
    """Whether a phrase at the start of a line the model took for body outvotes the model."""
    return role in ("correction", "caption", "related", "comment", "sales", "byline") or len(line.split()) <= 12


def _role(name: str) -> Role:
    roles: Mapping[str, Role] = {
        "furniture": "furniture", "comment": "furniture", "related": "related", "promo": "promo", "sales": "sales",
        "caption": "caption", "byline": "byline", "correction": "correction", "body": "body", "headline": "headline",
        "standfirst": "standfirst", "pull_quote": "pull_quote",
    }  # fmt: skip
    return roles[name]


def _is_credit(sheet: Sheet, i: int, kit: Kit) -> bool:
    line = sheet.lines[i]
    if name_wire(line, kit) or find_credit_line(sheet.page.text, sheet.blocks[i].span, kit):
        return True
    words = len(line.split())
    return words <= BYLINE_WORDS and not _ENDS.search(line) and bool(_BYLINE.match(line) or _DESK.search(line))


def _is_date_line(line: str, kit: Kit) -> bool:
    """Whether a line says little but a date."""
    if len(line) > 100:
        return False
    dates = list(find_dates(line, kit))
    return bool(dates) and len(line) - sum(d.span.end - d.span.start for d in dates) < 40 and not _ENDS.search(line)


def _name_comments(sheet: Sheet, kit: Kit) -> None:
    """Names the comments below the article, and takes what else their thread holds out of the body."""
    text = sheet.page.text
    indents = [b.span.start - (text.rfind("\n", 0, b.span.start) + 1) for b in sheet.blocks]
    body = [role == "body" for role in sheet.roles]
    marked = [role != "body" and _in_thread(b) for b, role in zip(sheet.blocks, sheet.roles, strict=True)]
    sheet.thread = find_thread(sheet.lines, indents, sheet.start, kit, body=body, marked=marked)
    said = {i for one in sheet.thread.said for i in one.lines}
    for i in sheet.thread.lines:
        if sheet.roles[i] != "repeat":
            sheet.roles[i] = "comment" if i in said else "furniture"
    kept = [i for i, role in enumerate(sheet.roles) if role == "body"]
    if kept:
        sheet.start, sheet.end = kept[0], kept[-1] + 1


def _name_pull_quotes(sheet: Sheet) -> None:
    """Words of the article printed large beside it: a short block whose words stand inside a longer one of the body."""
    plain = {i: plain_of(sheet.lines[i]) for i, role in enumerate(sheet.roles) if role == "body"}
    together = "\n".join(f" {words} " for words in plain.values())
    for i, words in plain.items():
        named = bool(_PULLED.search(sheet.blocks[i].hints))
        count = words.count(" ") + 1
        if not (named or PULLED_WORDS[0] <= count <= PULLED_WORDS[1]) or i in (sheet.start, sheet.end - 1):
            continue
        inside = f" {words} "
        again = together.find(inside, together.find(inside) + 1) >= 0
        held = again and any(j != i and len(p) > len(words) and inside in f" {p} " for j, p in plain.items())
        if named or held:
            sheet.roles[i] = "pull_quote"


_THREAD_NAME = re.compile(
    r"(?<![a-z])(?:comments?|disqus|coral|livefyre|viafoura|replies|ufi|fb_?comments|cmt)(?![a-z])"
    r"|comment(?:list|body|box|wrap|author|content|text|meta|s?container|s?area|s?section)", re.I
)  # fmt: skip
_NO_THREAD = re.compile(r"no-comments?|comments?-(?:open|off|closed|count|link|icon|button)|comment_?count", re.I)


def _in_thread(block: Block) -> bool:
    """Whether an element around a block is named as a readers' thread."""
    return bool(block.hints) and any(map(_names_thread, block.hints.split("|")))


@lru_cache(maxsize=16384)
def _names_thread(step: str) -> bool:
    """Whether the names of one element are those of a readers' thread."""
    if step.partition(" ")[0] in ("html", "body", "article", "main"):
        return False
    return bool(_THREAD_NAME.search(step)) and not _NO_THREAD.search(step)


def _name_headline(sheet: Sheet, kit: Kit) -> None:
    """The block above the body that says the page's title, or what the body then tells; every copy of it too."""
    best, chosen = 0.0, -1
    title = _keywords(title_of(sheet.page) or "")
    body = (plain_of(sheet.lines[i]) for i in range(sheet.start, sheet.end) if sheet.roles[i] == "body")
    story = frozenset(" ".join(body).split())
    low = max(0, sheet.start - HEADLINE_REACH) if not title else 0
    slug = frozenset() if title else title_words(sheet.page)
    for i in range(low, sheet.start + 1):
        score = _headline_score(sheet, i, title, story)
        if score and not title:
            own = _keywords(sheet.lines[i])
            score += 2 * len(own & slug) / len(own | slug) if slug else 0.0
            score += SIGNED_GAIN if _is_signed(sheet, i, kit) else 0.0
        if score > best:
            best, chosen = score, i
    if chosen < 0 and not title:
        chosen = _first_line(sheet)
    if chosen < 0:
        return
    words = _keywords(sheet.lines[chosen])
    sheet.roles[chosen] = "headline"
    low, high = sum(map(len, words)), 2 * len(sheet.lines[chosen])
    for i, line in enumerate(sheet.lines):
        alike = i != chosen and low <= len(line) < high and sheet.roles[i] in (None, "body", "repeat")
        if alike and words and _keywords(line) == words:
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
        sheet.roles[j] == "byline" or _is_credit(sheet, j, kit) or _is_date_line(sheet.lines[j], kit) for j in short
    )


def _headline_score(sheet: Sheet, i: int, title: frozenset[str], story: frozenset[str]) -> float:
    line, role = sheet.lines[i], sheet.roles[i]
    if role not in (None, "body", "repeat") or len(line) > HEADLINE_CHARS:
        return 0.0
    words = _WORD.findall(line)
    own = _keywords(line)
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
        (told < 0.4 and not first) or (_ENDS.search(line) and i < sheet.start and i + 1 < sheet.start and i > 0)
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
    return one and (titled or not _ENDS.search(line)) and len(sheet.lines[i + 1]) > len(line) / 2


def _name_standfirst(sheet: Sheet, kit: Kit) -> None:
    """A sentence between headline and body, or one that opens the body and comes again inside it."""
    headline = next((i for i, role in enumerate(sheet.roles) if role == "headline"), -1)
    body = [i for i, role in enumerate(sheet.roles) if role == "body"]
    first = body[0]
    if len(body) > 1 and first == headline + 1:
        plain = plain_of(sheet.lines[first])
        later = (plain_of(sheet.lines[i]) for i in body[1:])
        if len(plain) > 30 and any(plain in line for line in later):
            sheet.roles[first] = "standfirst"
    for i in range(headline + 1, first):
        words = len(sheet.lines[i].split())
        deck = names_around(sheet.blocks[i].hints, "standfirst", kit)
        if headline >= 0 and sheet.roles[i] is None and words >= STANDFIRST_WORDS:
            near = i <= headline + 2 and bool(_ENDS.search(sheet.lines[i]))
            if deck or (near and not sheet.page.blocks):
                sheet.roles[i] = "standfirst"
    _name_second_standfirst(sheet)


def _name_second_standfirst(sheet: Sheet) -> None:
    """The deck of a second copy: a sentence between the headline written again and the body written again."""
    for i in range(1, len(sheet.roles) - 1):
        told = sheet.roles[i] == "body" or (
            sheet.roles[i] is None
            and bool(_ENDS.search(sheet.lines[i]))
            and len(sheet.lines[i].split()) >= STANDFIRST_WORDS
        )
        if told and sheet.roles[i - 1] == "repeat":
            after = next((r for r in sheet.roles[i + 1 :] if r not in (None, "furniture", "caption")), None)
            if after == "repeat":
                sheet.roles[i] = "standfirst"


def _name_rest(sheet: Sheet, kit: Kit) -> None:
    for i, role in enumerate(sheet.roles):
        if role is not None:
            continue
        line = sheet.lines[i]
        near = sheet.start - 8 <= i <= sheet.end + 3
        if near and (_is_credit(sheet, i, kit) or _is_date_line(line, kit)):
            sheet.roles[i] = "byline"
        else:
            hints = sheet.blocks[i].hints
            named = (_role(r) for r in ("caption", "related", "promo") if names_around(hints, r, kit))
            sheet.roles[i] = next(named, "furniture") if hints else "furniture"


@lru_cache(maxsize=1024)
def _keywords(line: str) -> frozenset[str]:
    return frozenset([word for word in plain_of(line).split() if len(word) > 2])
