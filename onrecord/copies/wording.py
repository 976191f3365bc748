"""What drifted between two carriers of the same words: words, source label, venue, planned to said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest

import msgspec
from rapidfuzz.distance import Indel, Levenshtein

from onrecord.groups import Drift
from onrecord.kit.marks import find_quoted
from onrecord.labels import Act, DriftKind, Form
from onrecord.spans import hull, words_of
from onrecord.types import Span, Spans, Statement

# Two contents are one wording, and worth a list of words, when so much of the shorter stands in the longer or so
# much of both is the same; below, the one is told in other words and a list would say nothing.
CUT_WORDING = 0.85
SAME_WORDING = 0.75
# A sentence is told on both pages when this share of its words is.
TOLD = 0.3
# "another source told the X": the relay is part of how the page names its source when it stands this near.
LABEL_CHARS = 30
# Words up to this long are spelt in one way: "four", "rise".
SHORT = 5

# A body speaks through a person, a post or a paper, so that these may stand for a name.
THROUGH_FORMS: tuple[Form, ...] = ("body", "office", "spokes_unnamed", "document", "outlet")

# How strongly a cue stands behind what it tells; other acts (a promise, a demand) are of another kind.
STRENGTHS: Mapping[Act, str] = {
    "claim": "claimed", "say": "said", "report": "said", "insist": "insisted", "confirm": "confirmed",
    "admit": "admitted",
}  # fmt: skip

_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_IS = re.compile(r"is(?=(?:e|es|ed|ing|ation|ations)$)")
_OUR = re.compile(r"our(?=(?:s|ed|ing|able|ful|ite|ites)?$)")
_BRACKETS = re.compile(r"\[[^\[\]\n]{0,80}\]")
_ELLIPSIS = re.compile(r"\.\s?\.\s?\.|…")
_ENDS = re.compile(r"[.!?]\W*\s|\n")
_PRONOUNS = frozenset(("he", "she", "it", "they", "i", "we", "who", "which", "her", "him", "them"))
_ARTICLES = frozenset(("a", "an", "the"))


class Word(msgspec.Struct, frozen=True):
    """A word of a content and where it stands; put in by a reporter (in brackets), or with words cut before it."""

    form: str
    span: Span
    inserted: bool = False
    cut: bool = False
    piece: int = 0
    sentence: int = 0


def find_drifts(left: Statement, right: Statement, left_text: str, right_text: str) -> list[Drift]:
    """What differs between two carriers, in order of the left content; labels, venue and modality last.

    Texts are those of the two pages. A difference of marks, of the case of a letter, of apostrophes, words a
    reporter set in ``[ ]`` and words cut at ``...`` are no drift; nor is a content that only starts earlier or
    ends later in the reporter's own words.
    """
    here, there = read_words(left_text, left.content), read_words(right_text, right.content)
    drifts = _differences(here, there, left, right, (left_text, right_text))
    return [*drifts, *_label(left, right, left_text, right_text), *_venue(left, right, left_text, right_text),
            *_strength(left, right, left_text, right_text), *_modality(left, right, left_text, right_text)]  # fmt: skip


def plain_words(text: str, content: Spans) -> list[str]:
    """The words of a content, plain forms in order, those a reporter put in ``[ ]`` left out."""
    return [word.form for word in read_words(text, content) if not word.inserted]


def known_name(statement: Statement) -> str | None:
    """The name of a speaker, ``None`` for an unnamed or unknown one."""
    return None if (statement.speaker or "unnamed:").startswith("unnamed:") else statement.speaker


def may_be_one(left: Statement, right: Statement) -> bool:
    """Whether two statements may have one speaker: one name, one side without a name, a body and who speaks for it."""
    if (left.form in THROUGH_FORMS) != (right.form in THROUGH_FORMS):
        return True
    return has_one_name(left, right)


def has_one_name(left: Statement, right: Statement) -> bool:
    """Whether no two names stand against one another: the same, a part of it, or one side without a name."""
    names = [name for s in (left, right) if (name := known_name(s))]
    if len(names) < 2:
        return True
    one, two = (name.casefold().split() for name in names)
    if _initials(names[0]) == names[1].replace(".", "") or _initials(names[1]) == names[0].replace(".", ""):
        return True
    return one[-1:] == two[-1:] or set(one) <= set(two) or set(two) <= set(one)


def _initials(name: str) -> str:
    """The first letters of the words with a capital: ILO for the International Labour Organisation."""
    return "".join(word[0] for word in name.split() if word[0].isupper())


def read_words(text: str, content: Spans) -> list[Word]:
    """The words of a content in order, with the piece and the sentence each stands in."""
    found: list[Word] = []
    sentence = 0
    for number, piece in enumerate(content):
        brackets = [m.span() for m in _BRACKETS.finditer(text, piece.start, piece.end)]
        cuts = [m.start() for m in _ELLIPSIS.finditer(text, piece.start, piece.end)]
        last = piece.start
        for m in _WORD.finditer(text, piece.start, piece.end):
            inserted = any(low <= m.start() < high for low, high in brackets)
            cut = any(last <= at <= m.start() for at in cuts) or (number > 0 and last == piece.start)
            sentence += found != [] and (last == piece.start or bool(_ENDS.search(text, last, m.start())))
            found.append(Word(_form(m.group()), Span(m.start(), m.end()), inserted, cut, number, sentence))
            last = m.end()
    return found


def _form(word: str) -> str:
    """A word in small letters and one spelling: "realised" and "realized", "harbour" and "harbor" are one."""
    plain = word.lower().replace("’", "'").replace(".", "")
    return _OUR.sub("or", _IS.sub("iz", plain)) if len(plain) > SHORT else plain


def _differences(
    here: Sequence[Word], there: Sequence[Word], left: Statement, right: Statement, texts: tuple[str, str]
) -> list[Drift]:
    if not _same_wording([w.form for w in here], [w.form for w in there]):
        return []
    here, there = _chosen_by_both(here, there)
    a, b = [w.form for w in here], [w.form for w in there]
    found = []
    for kind, i, i2, j, j2 in _edits(a, b):
        gone, come = here[i:i2], there[j:j2]
        at_edge = (i == 0 and j == 0) or (i2 == len(a) and j2 == len(b))
        if at_edge and not _in_marks(texts, here, there, gone, come):
            continue
        if left.manner == right.manner == "indirect" and {w.form for w in [*gone, *come]} <= _ARTICLES:
            continue
        if not _is_marked(gone, come, here[i2 : i2 + 1], there[j2 : j2 + 1]):
            pairs = zip_longest(_stretches(gone), _stretches(come))
            found += [_drift(_kind(spans, kind), left, right, spans, texts) for spans in pairs]
    return found


def _same_wording(a: list[str], b: list[str]) -> bool:
    """Whether two contents are one wording, the shorter perhaps cut from the longer."""
    if not a or not b:
        return False
    same = (len(a) + len(b) - int(Indel.distance(a, b))) // 2
    return same >= CUT_WORDING * min(len(a), len(b)) or 2 * same >= SAME_WORDING * (len(a) + len(b))


def _chosen_by_both(here: Sequence[Word], there: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """The contents without whole sentences that only one page prints: which to print is its choice, no drift."""
    blocks = [op for op in Indel.opcodes([w.form for w in here], [w.form for w in there]) if op.tag == "equal"]
    same_here = {k for op in blocks for k in range(op.src_start, op.src_end)}
    same_there = {k for op in blocks for k in range(op.dest_start, op.dest_end)}
    return _chosen(here, same_here), _chosen(there, same_there)


def _chosen(words: Sequence[Word], same: set[int]) -> list[Word]:
    """The words of sentences told on both sides, and of one left out from between two such of the same piece."""
    share: dict[int, list[bool]] = {}
    piece = {word.sentence: word.piece for word in words}
    for k, word in enumerate(words):
        share.setdefault(word.sentence, []).append(k in same)
    told = {sentence for sentence, flags in share.items() if sum(flags) >= TOLD * len(flags)}

    def between(sentence: int) -> bool:
        return all(s in told and piece.get(s) == piece[sentence] for s in (sentence - 1, sentence + 1))

    return [word for word in words if word.sentence in told or between(word.sentence)]


def _stretches(words: Sequence[Word]) -> list[Span]:
    """The words as spans, one for each piece of the content they stand in."""
    pieces = [[w.span for w in words if w.piece == number] for number in sorted({w.piece for w in words})]
    return [hull(spans) for spans in pieces]


def _kind(spans: tuple[Span | None, Span | None], kind: DriftKind) -> DriftKind:
    if spans[0] and spans[1]:
        return kind
    return "dropped" if spans[0] else "inserted"


def _edits(a: list[str], b: list[str]) -> list[tuple[DriftKind, int, int, int, int]]:
    """Edits with neighbouring ones made one: words put in beside a changed word belong to the change."""
    merged: list[list[int]] = []
    for op in Levenshtein.opcodes(a, b):
        if op.tag == "equal":
            continue
        if merged and merged[-1][1] == op.src_start and merged[-1][3] == op.dest_start:
            merged[-1][1], merged[-1][3] = op.src_end, op.dest_end
        else:
            merged.append([op.src_start, op.src_end, op.dest_start, op.dest_end])
    kinds: list[DriftKind] = ["inserted" if i == i2 else "dropped" if j == j2 else "changed" for i, i2, j, j2 in merged]
    return [(kind, i, i2, j, j2) for kind, (i, i2, j, j2) in zip(kinds, merged, strict=True)]


def _is_marked(
    gone: Sequence[Word], come: Sequence[Word], next_here: Sequence[Word], next_there: Sequence[Word]
) -> bool:
    """Whether the page marks the difference: what was put in stands in brackets, what was left out at dots."""
    bracketed = any(words and all(word.inserted for word in words) for words in (gone, come))
    cut_here = any(word.cut for word in [*gone[:1], *(next_here if not gone else ())])
    cut_there = any(word.cut for word in [*come[:1], *(next_there if not come else ())])
    return bracketed or (not come and cut_there) or (not gone and cut_here) or (cut_here and cut_there)


def _in_marks(
    texts: tuple[str, str], here: Sequence[Word], there: Sequence[Word], gone: Sequence[Word], come: Sequence[Word]
) -> bool:
    """Whether a difference at the edge of the contents lies inside quotation marks on both sides."""
    near_here, near_there = gone or here[:1], come or there[:1]
    return _is_quoted(texts[0], near_here) and _is_quoted(texts[1], near_there)


def _is_quoted(text: str, words: Sequence[Word]) -> bool:
    if not words:
        return False
    start = text.rfind("\n", 0, words[0].span.start) + 1
    end = text.find("\n", words[-1].span.end)
    quoted = find_quoted(text[start : end if end >= 0 else len(text)])
    return all(any(q.start <= w.span.start - start < q.end for q in quoted) for w in words)


def _drift(
    kind: DriftKind, left: Statement, right: Statement, spans: tuple[Span | None, Span | None], texts: tuple[str, str]
) -> Drift:
    words = [" ".join(text[s.start : s.end].split()) if s else "" for text, s in zip(texts, spans, strict=True)]
    return Drift(kind, left.id, right.id, spans[0], spans[1], words[0], words[1])


def _label(left: Statement, right: Statement, left_text: str, right_text: str) -> list[Drift]:
    """The source is called something else, and not another name of the same known speaker."""
    known = [name for s in (left, right) if (name := known_name(s))]
    if len(known) == 2 and has_one_name(left, right):
        return []
    sides = _label_words(left_text, left), _label_words(right_text, right)
    if (sides[0] == sides[1] and len(known) < 2) or not left.source or not right.source:
        return []
    # A pronoun is no label: what it stands for is told elsewhere on its page.
    if len(known) < 2 and any(len(side) == 1 and side[0] in _PRONOUNS for side in sides):
        return []
    spans = _label_span(left), _label_span(right)
    return [_drift("source_label", left, right, spans, (left_text, right_text))]


def _label_words(text: str, statement: Statement) -> list[str]:
    return [w for w in _WORD.findall(words_of(text, statement.source).lower()) if w not in _ARTICLES]


def _label_span(statement: Statement) -> Span:
    """The words for the source, with the relay beside them."""
    span = hull(statement.source)
    for relay in statement.relays:
        if relay.span and span.start <= relay.span.start <= span.end + LABEL_CHARS:
            span = Span(span.start, max(span.end, relay.span.end))
    return span


def _venue(left: Statement, right: Statement, left_text: str, right_text: str) -> list[Drift]:
    if left.venue is None or right.venue is None:
        return []
    same = _label_forms(left_text, left.venue) == _label_forms(right_text, right.venue)
    return [] if same else [_drift("venue", left, right, (left.venue, right.venue), (left_text, right_text))]


def _label_forms(text: str, span: Span) -> list[str]:
    return [w for w in _WORD.findall(text[span.start : span.end].lower()) if w not in _ARTICLES]


def _strength(left: Statement, right: Statement, left_text: str, right_text: str) -> list[Drift]:
    """Words claimed on one page and confirmed, admitted or plainly said on the other; "said" and "reported" are one."""
    sides = [STRENGTHS.get(s.act) for s in (left, right)]
    if left.modality != right.modality or None in sides or sides[0] == sides[1] or not (left.cue and right.cue):
        return []
    return [_drift("strength", left, right, (hull(left.cue), hull(right.cue)), (left_text, right_text))]


def _modality(left: Statement, right: Statement, left_text: str, right_text: str) -> list[Drift]:
    """Words planned, denied or supposed on one page and said on the other; the labels stand as the words."""
    if left.modality == right.modality:
        return []
    spans = [hull(s.cue) if s.cue else None for s in (left, right)]
    return [Drift("modality", left.id, right.id, spans[0], spans[1], left.modality, right.modality)]
