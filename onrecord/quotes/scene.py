"""The running text of an article as this room works on it: its words, sentences, names and quoted stretches."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from onrecord.kit import Name, Reading
from onrecord.kit.marks import Quoted, find_quoted
from onrecord.quotes.lexicon import Lexicon
from onrecord.types import Span, Spans

# Words keep inner hyphens, apostrophes and dots: don't, e-mail, U.S, al-Noor.
_WORD = re.compile(r"\w+(?:[-'’.&]\w+)*")
_PARAGRAPH = re.compile(r"[^\n]+")
_DIRECTED = re.compile("[“”]")
_PLAIN_END = re.compile(r"\b([a-z]{4,})[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z])")
_SHORTENED = frozenset(("assn", "bros", "capt", "corp", "dept", "intl", "sept", "univ"))
_SINGLE = re.compile(r"(?<![\w'’])[‘'](?=[\w\"“£$€\[])")
# A full stop, closing marks, then space and a capital, digit or opening mark; a stand-in when nobody cut sentences.
_SENTENCE_END = re.compile(
    r"(?<![A-Z])(?<!Mr)(?<!Ms)(?<!Dr)(?<!Mrs)(?<!Gen)(?<!Lt)(?<!Col)[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])"
)


class Word(msgspec.Struct, frozen=True):
    """A word with its extent, and its casefolded text with straight apostrophes."""

    start: int
    end: int
    text: str


class Scene(msgspec.Struct, frozen=True):
    """One text and what was read in it; all spans count the text's code points."""

    text: str
    words: tuple[Word, ...]
    starts: tuple[int, ...]
    sentences: Spans
    paragraphs: Spans
    names: tuple[Name, ...]
    quoted: tuple[Quoted, ...]
    lexicon: Lexicon

    def words_in(self, span: Span) -> tuple[Word, ...]:
        """The words that start in a span."""
        low = bisect_left(self.starts, span.start)
        return self.words[low : bisect_left(self.starts, span.end, low)]

    def words_of(self, spans: Sequence[Span]) -> list[Word]:
        """The words that start in these spans, in order of the spans."""
        return [word for span in spans for word in self.words_in(span)]

    def said(self, spans: Sequence[Span]) -> str:
        """The words at these spans, white space made single."""
        return " ".join(" ".join(self.text[s.start : s.end] for s in spans).split())

    def sentence_at(self, at: int) -> Span:
        """The sentence a place lies in, or the one before it."""
        return _at(self.sentences, at, len(self.text))

    def sentences_in(self, span: Span) -> Spans:
        """The sentences that share anything with a span."""
        low = max(0, bisect_right(self.sentences, span.start, key=lambda s: s.start) - 1)
        return self.sentences[low : bisect_left(self.sentences, span.end, key=lambda s: s.start)]

    def paragraph_at(self, at: int) -> Span:
        """The paragraph a place lies in, or the one before it."""
        return _at(self.paragraphs, at, len(self.text))

    def in_marks(self, at: int) -> Quoted | None:
        """The quoted stretch a place lies in."""
        k = bisect_right(self.quoted, at, key=lambda q: q.start) - 1
        return self.quoted[k] if k >= 0 and at < self.quoted[k].end else None


def scene_of(text: str, reading: Reading, lexicon: Lexicon) -> Scene:
    """The scene of a text as read; sentences are cut at full stops when the reading brings none."""
    paragraphs = tuple(Span(m.start(), m.end()) for m in _PARAGRAPH.finditer(text) if m.group().strip())
    words = tuple(Word(m.start(), m.end(), fold(m.group())) for m in _WORD.finditer(text))
    read = _parted(text, reading.sentences, lexicon)
    return Scene(
        text=text,
        words=words,
        starts=tuple(word.start for word in words),
        sentences=read or tuple(s for p in paragraphs for s in _sentences(text, p)),
        paragraphs=paragraphs,
        names=reading.names,
        quoted=_with_open_singles(text, paragraphs, _with_far_ends(text, paragraphs, find_quoted(text))),
        lexicon=lexicon,
    )


def _parted(text: str, sentences: Spans, lexicon: Lexicon) -> Spans:
    """The sentences, cut where a full stop behind a plain word plainly ends one that the reading ran through."""
    found: list[Span] = []
    for sentence in sentences:
        ends = _PLAIN_END.finditer(text, sentence.start, sentence.end)
        cuts = [m.end() for m in ends if fold(m[1]) not in lexicon.titles and fold(m[1]) not in _SHORTENED]
        found += [Span(a, b) for a, b in pairwise((sentence.start, *cuts, sentence.end)) if a < b]
    return tuple(found)


def _with_far_ends(text: str, paragraphs: Spans, quoted: Sequence[Quoted]) -> list[Quoted]:
    """The quoted stretches, one left open in a paragraph carried to the closing mark of the next.

    “The boat was lost.
    Nobody came.”
    """
    found = list(quoted)
    open_ends = {q.end for q in quoted if not q.closed and text[q.start : q.start + q.opening] == "“"}
    for one, after in pairwise(paragraphs):
        mark = _DIRECTED.search(text, after.start, after.end)
        if mark is None or mark.group() != "”" or not any(one.start < end >= one.end - 1 for end in open_ends):
            continue
        found = [q for q in found if not after.start <= q.start < mark.end()]
        found.append(Quoted(after.start, mark.end(), 0, 1))
    return sorted(found, key=lambda q: q.start)


def _with_open_singles(text: str, paragraphs: Spans, quoted: Sequence[Quoted]) -> tuple[Quoted, ...]:
    """The quoted stretches and those a single mark opens and leaves open, as the next paragraph opens with one too.

    ‘The boat was lost.
    ‘Nobody came,’ she said.
    """
    found = list(quoted)
    for one, after in pairwise(paragraphs):
        if not _SINGLE.match(text, after.start, after.end):
            continue
        held = [q.end for q in found if one.start <= q.start < one.end]
        mark = _SINGLE.search(text, max([one.start, *held]), one.end)
        if mark is not None:
            found.append(Quoted(mark.start(), one.end, 1, 0))
    return tuple(sorted(found, key=lambda q: q.start))


def fold(word: str) -> str:
    """A word as compared: casefolded, straight apostrophe."""
    return word.casefold().replace("’", "'")


def _sentences(text: str, paragraph: Span) -> list[Span]:
    ends = [m.end() for m in _SENTENCE_END.finditer(text, paragraph.start, paragraph.end)]
    edges = [paragraph.start, *ends, paragraph.end]
    return [Span(a, b) for a, b in pairwise(edges) if a < b]


def _at(spans: Spans, at: int, size: int) -> Span:
    k = bisect_right(spans, at, key=lambda s: s.start) - 1
    return spans[k] if k >= 0 else Span(0, size)
