"""Readers' comments after an article: where their thread lies, and each comment with its writer's name."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from onrecord.article.threadlines import (
    META_WORDS,
    NAME_WORDS,
    SAYS,
    WHEN,
    answer_words,
    closes_thread,
    is_answer,
    is_control,
    is_meta,
    is_thread_sign,
    names_speaker,
    opens_thread,
)
from onrecord.kit import Kit

_ITEM = re.compile(r"(?:\d{1,4}[.)]|[•*·▪◦‣●○■>])\s+\S")
_BULLET = re.compile(r"\s*(?:\d{1,4}[.)]\s+|[•*·▪◦‣●○■>+]\s*)*")
_PERSONAL = re.compile(
    r"\b(?:i|i'm|i’m|im|you|your|ur|u|we|our|my|me|lol|please|thanks?|sir|bro|guys|shame|dear)\b|[!?]{2,}|\.{3,}", re.I
)
_SIGNED = re.compile(r"[—–-]\s*(?P<name>[^\d\W][^,|]{1,40})(?:,[^.]{2,40})?$")
_ABOUT = re.compile(
    r"(?:lives in|works at|worked at|student at|studie[ds] at|from|joined?|join date|posts|location|member since)\b",
    re.I,
)
_SPLIT = re.compile(r"\s*[|·•➤»›,]\s*|\s+[-–—]\s+")
_JUNK = re.compile(
    r"^(?:\[[–+-]\]|by|posted by|@|#\d+|from)\s*|\s*(?:#\d+|\(edited\)|\b\d+ points?|\b(?:says|on|at))\s*:?\s*$", re.I
)
_NO_NAME = re.compile(r"(?<!\b[A-Z])[.!?…:]$|https?:|\d{5}|^\W*$")
ABOUT_WORDS = 8
# A single marked line after an article is a list of its own; a thread has at least this many, or says so.
THREAD_LINES = 3
PERSONAL_SHARE = 0.5
SPOKEN_SHARE = 0.6
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]?")
# A heading is a thread's when the mark of a comment (a time, a reply button) stands this near below it.
NEAR_LINES = 14
LEAST_WORDS = 1


class Said(msgspec.Struct):
    """A comment while a thread is read: its paragraphs by line, and where its writer's name stands in which line."""

    lines: list[int]
    name: tuple[int, int, int] | None = None


class Thread(msgspec.Struct, frozen=True):
    """A page's comments, and every line of the thread, buttons and names too."""

    said: tuple[Said, ...] = ()
    lines: frozenset[int] = frozenset()


def find_thread(
    lines: Sequence[str], indents: Sequence[int], start: int, kit: Kit, *, body: Sequence[bool], marked: Sequence[bool]
) -> Thread:
    """The thread of readers' comments below the line ``start``, where the article's text begins.

    It opens at a heading ("12 Comments"), where markup says so (``marked``), at the first of two lines with reply
    buttons or a reader's name and clock, or at the first of several numbered lines that end the text and speak as
    readers do.
    """
    region = _region(lines, start, kit, body=body, marked=marked)
    if region is not None:
        said = _read(lines, region, kit)
        if said:
            return Thread(tuple(said), frozenset(region))
    listed = _listed(lines, indents, start)
    return Thread(tuple(Said([i]) for i in listed), frozenset(listed))


def _region(
    lines: Sequence[str], start: int, kit: Kit, *, body: Sequence[bool], marked: Sequence[bool]
) -> range | None:
    count, below = len(lines), range(start + 1, len(lines))
    threads = [i for i in below if marked[i]]
    if threads and any(len(lines[i].split()) > NAME_WORDS for i in threads):
        return range(threads[0], threads[-1] + 1)
    openings = [i for i in below if opens_thread(lines[i])]
    answer = {i for i in below if is_answer(lines[i], kit)}
    says = {i for i in below if names_speaker(lines[i])}
    buttons = sorted(answer | says)
    if not openings and len(buttons) < 2:
        return None
    meta = {i for i in below if is_meta(lines[i], kit)}
    signs = [i in meta or i in answer or i in says for i in range(count)]
    for i in openings:
        if _opens(lines, i, signs, body):
            return range(i, _end(lines, i + 1, signs, count))
    if len(buttons) >= 2:
        heads = range(buttons[0], max(start, buttons[0] - NEAR_LINES), -1)
        first = next((i for i in heads if i in meta or i in says), buttons[0])
        while first - 1 > start and not body[first - 1] and len(lines[first - 1].split()) <= NAME_WORDS:
            first -= 1
            if lines[first].strip("•·| "):
                break
        return range(first, _end(lines, buttons[0] + 1, signs, count))
    return None


def _opens(lines: Sequence[str], i: int, signs: Sequence[bool], body: Sequence[bool]) -> bool:
    """Whether the heading at ``i`` has comments below it, and not the rest of the article."""
    below = range(i + 1, len(lines))
    if sum(signs[i + 1 : i + 1 + NEAR_LINES]) >= 1 and sum(signs[j] for j in below) >= 2:
        return True
    closing = next((j for j in below if closes_thread(lines[j])), len(lines))
    text = [lines[j] for j in range(i + 1, closing) if len(lines[j].split()) > 2]
    signed = sum(bool(_SIGNED.match(lines[j])) for j in below)
    personal = sum(bool(_PERSONAL.search(line)) for line in text)
    return bool(text) and (signed >= 2 or personal >= PERSONAL_SHARE * len(text) or not any(body[i + 1 :]))


def _end(lines: Sequence[str], start: int, signs: Sequence[bool], count: int) -> int:
    """Where a thread that is open at ``start`` ends: at its reply box, else a little below its last sign."""
    closing = next((j for j in range(start, count) if closes_thread(lines[j])), count)
    last = next((j for j in range(closing - 1, start - 1, -1) if signs[j]), None)
    if last is None:
        signed = next((j for j in range(closing - 1, start - 1, -1) if _SIGNED.match(lines[j])), None)
        return closing if signed is None else signed + 1
    after = last + 1
    if after < closing and WHEN.search(lines[last]) and not _ends_comment(lines[last]):
        after += 1
    while after < closing and len(lines[after].split()) > NAME_WORDS and _PERSONAL.search(lines[after]):
        after += 1
    return after


def _ends_comment(line: str) -> bool:
    """Whether a line with a clock is the row of buttons below a comment ("Like · Reply · 3h")."""
    return not re.search(r"\w", WHEN.sub("", line.partition("Reply")[0].partition("Like")[0])) and "Like" in line


def _read(lines: Sequence[str], region: range, kit: Kit) -> list[Said]:
    """The comments of a thread: a name, a clock or a row of buttons begins the next one."""
    said: list[Said] = []
    current = Said([])
    loose: int | None = None
    metas = sum(is_meta(lines[i], kit) or bool(SAYS.match(lines[i])) for i in region)
    answers = sum(is_answer(lines[i], kit) for i in region)
    headed = metas >= 2
    if not headed and not answers:
        return _unsigned(lines, region)

    def close() -> None:
        nonlocal current
        if current.lines:
            said.append(current)
        current = Said([])

    begun = not headed
    for i in region:
        line = lines[i]
        sort = _sort_of(line, kit)
        if sort == "buttons":
            if current.lines and answer_words(kit).search(line):
                close()
            loose = None
        elif sort == "head":
            name = _name_in(lines, i, loose)
            # What stands from the name on was taken for words of the comment before.
            first = min(name[0] if name else i, i if loose is None else loose)
            current.lines = [j for j in current.lines if j < first]
            if current.lines or (name is not None and current.name is not None):
                close()
            current.name = current.name or name
            loose, begun = None, True
        if sort != "words":
            continue
        short = _may_be_name(line)
        if not headed and short and not current.lines and current.name is None:
            begin = len(line) - len(line.lstrip("•*· "))
            current.name = (i, begin, len(line))
            continue
        if begun or short:
            if begun:
                current.lines.append(i)
            loose = i if short else None
    if loose is not None and current.lines and current.lines[-1] == loose and len(current.lines) > 1:
        current.lines.pop()
    close()
    return [s for s in said if sum(len(lines[i].split()) for i in s.lines) >= LEAST_WORDS]


def _sort_of(line: str, kit: Kit) -> str:
    """What a line of a thread is: the head of a comment, a row of buttons, words, or nothing to keep."""
    if is_thread_sign(line) or not line.strip("•·|–—-➤›» "):
        return "nothing"
    if is_control(line, kit) and not (WHEN.search(line) and not answer_words(kit).search(line)):
        return "buttons"
    if is_meta(line, kit) or SAYS.match(line):
        return "head"
    return "nothing" if _ABOUT.match(line) and len(line.split()) <= ABOUT_WORDS else "words"


def _unsigned(lines: Sequence[str], region: range) -> list[Said]:
    """Comments without clocks or buttons: a name after a dash ends one, else each line is one."""
    signed = [i for i in region if _SIGNED.match(lines[i]) and len(lines[i].split()) <= META_WORDS]
    said: list[Said] = []
    current = Said([])
    for i in region:
        if is_thread_sign(lines[i]) or not re.search(r"\w", lines[i]):
            continue
        found = _SIGNED.match(lines[i])
        if i in signed and found is not None:
            current.name = (i, *found.span("name"))
        else:
            current.lines.append(i)
        if current.lines and (i in signed or not signed):
            said.append(current)
            current = Said([])
    return said


def _name_in(lines: Sequence[str], i: int, loose: int | None) -> tuple[int, int, int] | None:
    """Where the name of the writer of the comment stands that the line ``i`` heads: on the line above, else on it."""
    if loose is not None:
        above = loose
        # "Ana Brook" / "➤" / "Tom Quill" / "3 hours ago": the first wrote, the second is answered.
        if above >= 2 and lines[above - 1].strip() in ("➤", "▶", "→", "›"):
            above -= 2
        return _cut(lines, above)
    return _cut(lines, i)


def _cut(lines: Sequence[str], i: int) -> tuple[int, int, int] | None:
    line = lines[i]
    begin = _BULLET.match(line).end()  # type: ignore[union-attr]
    when = WHEN.search(line)
    says = SAYS.match(line)
    end = says.end("name") if says and says.group("name") else when.start() if when else len(line)
    if end <= begin and when:
        begin, end = when.end(), len(line)
    while found := _JUNK.match(line[begin:end]):
        if not found.end():
            break
        begin += found.end()
    part = _SPLIT.split(line[begin:end].strip(" ,|·•-–—"))[0]
    while (junk := _JUNK.search(part)) and junk.end() == len(part) and junk.start() > 0:
        part = part[: junk.start()]
    part = part.strip(" ,|·•:")
    at = line.find(part, begin) if part else -1
    return (i, at, at + len(part)) if at >= 0 and _may_be_name(part) else None


def _may_be_name(line: str) -> bool:
    words = line.strip("•*· ").split()
    return 0 < len(words) <= NAME_WORDS and not _NO_NAME.search(line) and any(c.isalpha() for c in line)


def _listed(lines: Sequence[str], indents: Sequence[int], start: int) -> list[int]:
    """Numbered or bulleted lines that end a page's text and speak as readers do; any such lines above "closed"."""
    count = len(lines)
    threads = [i for i in range(start + 1, count) if _ITEM.match(lines[i])]
    closing = next((i for i in range((threads or [start + 1])[0], count) if closes_thread(lines[i])), count)
    first = _first_of_last_thread(lines, indents, threads, closing) if threads else None
    if first is None:
        return _spoken(lines, start, closing) if closing < count else []
    marked = [lines[i] for i in threads if first <= i < closing]
    said = sum(_speaks(line) for line in marked)
    closed = closing < count and said >= 1
    if closed or (len(marked) >= THREAD_LINES and said >= PERSONAL_SHARE * len(marked) and _long(marked)):
        return [i for i in range(first, closing) if not is_thread_sign(lines[i])]
    return []


def _speaks(line: str) -> bool:
    """Whether a line speaks as a reader does, outside of what it quotes."""
    return bool(_PERSONAL.search(_QUOTED.sub("", line)))


def _spoken(lines: Sequence[str], start: int, closing: int) -> list[int]:
    """The lines above the end of a thread that speak as readers do, where one says so and no list shows it."""
    first, said = closing, 0
    for i in range(closing - 1, start, -1):
        said += _speaks(lines[i])
        if said < SPOKEN_SHARE * (closing - i):
            break
        if _speaks(lines[i]):
            first = i
    return list(range(first, closing)) if closing - first >= THREAD_LINES else []


def _first_of_last_thread(
    lines: Sequence[str], indents: Sequence[int], threads: Sequence[int], closing: int
) -> int | None:
    """The marked line from which on only marked, indented or short lines stand before the close."""
    first = None
    for i in range(closing - 1, -1, -1):
        if _ITEM.match(lines[i]):
            first = i
        elif indents[i] == 0 and len(lines[i]) > 60 and not _speaks(lines[i]):
            break
    return first if first is not None and first in threads else None


def _long(lines: Sequence[str]) -> bool:
    """Whether the lines are sentences rather than a list of names or links."""
    return sum(len(line.split()) >= 6 for line in lines) * 2 >= len(lines)
