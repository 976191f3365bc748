"""A role for every block of a page, once the body is known: headline, byline, captions, comments, furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from onrecord.article.blocks import Ready
from onrecord.article.comments import find_thread
from onrecord.article.datelines import find_dateline
from onrecord.article.headlines import name_headline
from onrecord.article.lines import lines_of
from onrecord.article.markup import roles_around
from onrecord.article.phrases import phrases_of
from onrecord.article.repeats import plain_of
from onrecord.article.sheet import SENTENCE_END, Sheet, is_credit, is_date_line
from onrecord.article.threadlines import is_thread_sign
from onrecord.kit import Kit
from onrecord.labels import Role
from onrecord.types import Block, Page

_FIGURE = re.compile(r"\|(?:figure|figcaption)\b")
_PULLED = re.compile(r"pull-?_?quote", re.I)
PULLED_WORDS = (6, 60)
# Each line is looked for in all others: not in texts far longer than an article.
PULLED_LINES = 2000
LEAD_REACH = 5
LEAD_WORDS = 12
STANDFIRST_WORDS = 6


def name_blocks(page: Page, ready: Ready, body: Sequence[bool], kit: Kit) -> Sheet | None:
    """Every block of a page with its role; None when there is no body."""
    roles: list[Role | None] = ["body" if one else None for one in body]
    rows = list(zip(ready.blocks, ready.lines, ready.plain, roles, strict=True))
    if ready.repeats or ready.rest:
        others: list[tuple[Block, Role | None]] = [(block, "repeat") for block in ready.repeats]
        others += [(block, "furniture") for block in ready.rest]
        lines = lines_of(page.text, [block for block, _ in others])
        rows += [(block, line, plain_of(line), role) for (block, role), line in zip(others, lines, strict=True)]
        rows.sort(key=lambda row: row[0].span)
    found = [i for i, row in enumerate(rows) if row[3] == "body"]
    if not found:
        return None
    sheet = Sheet(
        page,
        [row[0] for row in rows],
        [row[1] for row in rows],
        [row[2] for row in rows],
        [row[3] for row in rows],
        found[0],
        found[-1] + 1,
    )
    _name_known(sheet, kit)
    _name_comments(sheet, kit)
    _name_pull_quotes(sheet)
    if not any(role == "body" for role in sheet.roles):
        return None
    name_headline(sheet, kit)
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
            elif short and (is_credit(sheet, i, kit) or is_date_line(line, kit) or is_thread_sign(line)):
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
    return "related" if "related" in roles_around(block.hints, kit) else None


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
    plain = {i: sheet.plain[i] for i, role in enumerate(sheet.roles) if role == "body"}
    same = Counter(plain.values())
    together = "\n".join(f" {words} " for words in plain.values())
    for i, words in plain.items():
        named = bool(_PULLED.search(sheet.blocks[i].hints))
        count = words.count(" ") + 1
        if not (named or PULLED_WORDS[0] <= count <= PULLED_WORDS[1]) or i in (sheet.start, sheet.end - 1):
            continue
        inside = f" {words} "
        held = len(plain) <= PULLED_LINES and together.count(inside) > same[words]
        if named or held:
            sheet.roles[i] = "pull_quote"


_THREAD_NAME = re.compile(
    r"(?<![a-z])(?:comments?|disqus|coral|livefyre|viafoura|replies|ufi|fb_?comments|cmt)(?![a-z])"
    r"|comment(?:list|body|box|wrap|author|content|text|meta|s?container|s?area|s?section)", re.I
)  # fmt: skip
_NO_THREAD = re.compile(r"no-comments?|comments?-(?:open|off|closed|count|link|icon|button)|comment_?count", re.I)


def _in_thread(block: Block) -> bool:
    """Whether an element around a block is named as a readers' thread."""
    around, _, own = block.hints.rpartition("|")
    return _stands_in_thread(around) or _names_thread(own)


@lru_cache(maxsize=16384)
def _stands_in_thread(hints: str) -> bool:
    return any(map(_names_thread, hints.split("|")))


@lru_cache(maxsize=16384)
def _names_thread(step: str) -> bool:
    """Whether the names of one element are those of a readers' thread."""
    if step.partition(" ")[0] in ("html", "body", "article", "main"):
        return False
    return bool(_THREAD_NAME.search(step)) and not _NO_THREAD.search(step)


def _name_standfirst(sheet: Sheet, kit: Kit) -> None:
    """A sentence between headline and body, or one that opens the body and comes again inside it."""
    headline = next((i for i, role in enumerate(sheet.roles) if role == "headline"), -1)
    body = [i for i, role in enumerate(sheet.roles) if role == "body"]
    first = body[0]
    if len(body) > 1 and first == headline + 1:
        plain = sheet.plain[first]
        if len(plain) > 30 and any(plain in sheet.plain[i] for i in body[1:]):
            sheet.roles[first] = "standfirst"
    for i in range(headline + 1, first):
        words = len(sheet.lines[i].split())
        deck = "standfirst" in roles_around(sheet.blocks[i].hints, kit)
        if headline >= 0 and sheet.roles[i] is None and words >= STANDFIRST_WORDS:
            near = i <= headline + 2 and bool(SENTENCE_END.search(sheet.lines[i]))
            if deck or (near and not sheet.page.blocks):
                sheet.roles[i] = "standfirst"
    _name_second_standfirst(sheet)


def _name_second_standfirst(sheet: Sheet) -> None:
    """The deck of a second copy: a sentence between the headline written again and the body written again."""
    head = next((sheet.plain[i] for i, role in enumerate(sheet.roles) if role == "headline"), None)
    for i in range(1, len(sheet.roles) - 1):
        told = sheet.roles[i] == "body" or (
            sheet.roles[i] is None
            and bool(SENTENCE_END.search(sheet.lines[i]))
            and len(sheet.lines[i].split()) >= STANDFIRST_WORDS
        )
        if told and sheet.roles[i - 1] == "repeat" and sheet.plain[i - 1] == head:
            after = next((r for r in sheet.roles[i + 1 :] if r not in (None, "furniture", "caption")), None)
            if after == "repeat":
                sheet.roles[i] = "standfirst"


def _name_rest(sheet: Sheet, kit: Kit) -> None:
    for i, role in enumerate(sheet.roles):
        if role is not None:
            continue
        line = sheet.lines[i]
        near = sheet.start - 8 <= i <= sheet.end + 3
        if near and (is_credit(sheet, i, kit) or is_date_line(line, kit)):
            sheet.roles[i] = "byline"
        else:
            named = roles_around(sheet.blocks[i].hints, kit)
            sheet.roles[i] = next((_role(r) for r in ("caption", "related", "promo") if r in named), "furniture")
