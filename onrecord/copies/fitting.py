"""Where pasted words stand on a page: the stretch they are nearest to, what differs, and what was cut off."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal

import msgspec

from onrecord.copies.pasted import Pasted
from onrecord.copies.wording import Word, read_words
from onrecord.groups import Drift
from onrecord.kit.marks import find_quoted
from onrecord.kit.terms import rarity_of, stem_of
from onrecord.labels import TEXT_ROLES, DriftKind
from onrecord.spans import hull, inside
from onrecord.types import Clipping, Span, Spans, Statement

# Pasted words are those of a statement, altered, when so much of what they weigh (by rarity) stands there in order.
ALTERED = 0.6
# Nothing shorter than this is called altered: too little to know it by.
ALTERED_WORDS = 4
# Of a page's running text, where no statement says that anyone spoke, more must stand.
IN_TEXT = 0.75
# A lone equal word so far from the rest of the match is another word.
STRAY_GAP = 6

How = Literal["verbatim", "cut_short", "altered"]


class Fit(msgspec.Struct, frozen=True):
    """Pasted words on a page: how they stand there, the words that match, all words of that quotation.

    ``marks`` says whether the page has them in quotation marks: all of them, some or none.
    """

    clipping: Clipping
    statement: Statement | None
    how: How
    weight: float
    spans: Spans
    full: Spans
    differences: tuple[Drift, ...] = ()
    marks: Literal["all", "some", "none"] = "all"


class _Place(msgspec.Struct, frozen=True):
    """Words of a page, each with the number of the quoted stretch it stands in (-1: none)."""

    words: list[Word]
    stretch: list[int]


Blocks = list[tuple[int, int, int]]


def find_fits(pasted: Pasted, clipping: Clipping) -> list[Fit]:
    """Each statement of a page that pasted words are near to; else the place in its running text that has them."""
    text = clipping.page.text
    quoted = [Span(q.start, q.end) for q in find_quoted(text)]
    forms = {word.form for word in pasted.words}
    found = []
    for statement in clipping.statements:
        words = read_words(text, statement.content)
        if len(forms & {word.form for word in words}) * 2 >= len(forms):
            inner = statement.content if statement.manner == "direct" else quoted
            fit = _fit(pasted, _Place(words, _stretches(words, inner)), clipping, statement)
            found += [fit] if fit is not None else []
    if any(fit.how != "altered" and fit.marks == "all" for fit in found):
        return found
    words = read_words(text, tuple(block.span for block in clipping.article.blocks if block.role in TEXT_ROLES))
    plain = _fit(pasted, _Place(words, _stretches(words, quoted)), clipping, None)
    if plain is not None and not any(_same_place(plain, fit) for fit in found):
        found.append(plain)
    return found


def _same_place(plain: Fit, fit: Fit) -> bool:
    """Whether a statement tells of the same words, as far as the plain text can."""
    return fit.how == plain.how or fit.weight >= plain.weight


def _stretches(words: Sequence[Word], quoted: Sequence[Span]) -> list[int]:
    return [next((k for k, span in enumerate(quoted) if inside(word.span, span)), -1) for word in words]


def _fit(pasted: Pasted, place: _Place, clipping: Clipping, statement: Statement | None) -> Fit | None:
    asked = [word.form for word in pasted.words]
    blocks = _blocks(asked, [word.form for word in place.words])
    if not blocks:
        return None
    weight = _weight([asked[i + k] for i, _, size in blocks for k in range(size)]) / max(_weight(asked), 1e-9)
    differences, cut = _differences(pasted, place, blocks, clipping, statement)
    first, last = blocks[0][1], blocks[-1][1] + blocks[-1][2] - 1
    within = [place.stretch[k] >= 0 for k in range(first, last + 1)]
    cut = cut or not _edge(place, first) or not _edge(place, last + 1)
    how: How = "altered" if differences else "cut_short" if cut else "verbatim"
    same = sum(size for _, _, size in blocks)
    if how == "altered" and (weight < (ALTERED if statement else IN_TEXT) or same < ALTERED_WORDS):
        return None
    return Fit(
        clipping=clipping,
        statement=statement,
        how=how,
        weight=round(weight, 4),
        spans=_pieces(place.words[first : last + 1]),
        full=_full(place, first, last, statement, clipping),
        differences=tuple(differences),
        marks="all" if all(within) else "some" if any(within) else "none",
    )


def _blocks(asked: list[str], there: list[str]) -> Blocks:
    """Runs of equal words, the longest first found and the rest around it; lone words far off left out."""
    found = [(m.a, m.b, m.size) for m in SequenceMatcher(None, asked, there, autojunk=False).get_matching_blocks()]
    blocks = [block for block in found if block[2]]
    while len(blocks) > 1 and blocks[0][2] == 1 and blocks[1][1] - blocks[0][1] > STRAY_GAP:
        blocks = blocks[1:]
    while len(blocks) > 1 and blocks[-1][2] == 1 and blocks[-1][1] - blocks[-2][1] - blocks[-2][2] >= STRAY_GAP:
        blocks = blocks[:-1]
    return blocks


def _weight(forms: Sequence[str]) -> float:
    return sum(1.0 + rarity_of(stem_of(form)) for form in forms)


def _differences(
    pasted: Pasted, place: _Place, blocks: Blocks, clipping: Clipping, statement: Statement | None
) -> tuple[list[Drift], bool]:
    """What differs, and whether the draft cut words out and says so with dots."""
    found: list[Drift] = []
    cut = False
    at, there = 0, blocks[0][1]
    for i, j, size in [*blocks, (len(pasted.words), blocks[-1][1] + blocks[-1][2], 0)]:
        come, gone = pasted.words[at:i], place.words[there:j]
        at, there = i + size, j + size
        if not come and not gone:
            continue
        if not come and (all(word.inserted for word in gone) or (i < len(pasted.words) and pasted.words[i].cut)):
            cut = cut or not all(word.inserted for word in gone)
        elif not come or not all(word.inserted for word in come):
            found.append(_drift(gone, come, clipping, statement))
    return found, cut


def _drift(gone: Sequence[Word], come: Sequence[Word], clipping: Clipping, statement: Statement | None) -> Drift:
    kind: DriftKind = "inserted" if not gone else "dropped" if not come else "changed"
    left = hull([word.span for word in gone]) if gone else None
    right = hull([word.span for word in come]) if come else None
    words = " ".join(clipping.page.text[left.start : left.end].split()) if left else ""
    return Drift(kind, statement.id if statement else "", "", left, right, words, " ".join(w.form for w in come))


def _edge(place: _Place, at: int) -> bool:
    """Whether a sentence or a quotation begins (or the words end) at this word of a page."""
    if at in (0, len(place.words)):
        return True
    while at < len(place.words) and place.words[at].inserted:
        at += 1
    if at == len(place.words):
        return True
    one, two = place.words[at - 1], place.words[at]
    return one.sentence != two.sentence or place.stretch[at - 1] != place.stretch[at]


def _pieces(words: Sequence[Word]) -> Spans:
    numbers = dict.fromkeys(word.piece for word in words)
    return tuple(hull([word.span for word in words if word.piece == number]) for number in numbers)


def _full(place: _Place, first: int, last: int, statement: Statement | None, clipping: Clipping) -> Spans:
    """The whole quotation: a direct statement's content, the quoted stretches, or the sentences in plain text."""
    if statement is not None and statement.manner == "direct":
        return statement.content
    stretches = {place.stretch[k] for k in range(first, last + 1)}
    sentences = {place.words[k].sentence for k in range(first, last + 1)}
    if -1 in stretches:
        return _pieces([word for word in place.words if word.sentence in sentences])
    return _pieces([word for word, k in zip(place.words, place.stretch, strict=True) if k in stretches])
