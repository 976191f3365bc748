"""Speech laid out by speaker: "TARN: text" line by line, and a quotation signed "― Ivo Tarn"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from onrecord.quotes.draft import Draft
from onrecord.quotes.scene import Scene
from onrecord.spans import hull, inside, overlap, trim
from onrecord.types import Span, Spans

TRANSCRIPT = "a line of a transcript"
_SURE = 0.7
_LEAST_LINES = 2
_LEAST_WORDS = 3
_LINE = re.compile(
    r"^[ \t]*(?P<mark>[\"“]?)"
    r"(?P<who>[A-Z][\w.'’-]*(?:[ \t]+(?:(?:of|de|van|von|bin|al)[ \t]+)?[A-Z][\w.'’-]*){0,4})[ \t]*:[ \t]+"
    r"(?P<what>\S.*)$",
    re.MULTILINE,
)
# Lines that end alike, one after the other, are a list of signed quotations: the names need no proof then.
_SIGNED_LINE = re.compile(
    r"^(?P<what>[\"“][^\n]+?[\"”])[ \t]*(?:―|—)[ \t]*(?P<who>[A-Z][\w.'’-]*(?:[ \t]+[\w.'’-]+){0,3})[ \t]*$",
    re.MULTILINE,
)
_LEAST_SIGNED = 3
_OPENERS = ('"', "“")
_SIGNED = re.compile(r"[ \t]*\n?[ \t]*(?:―|—|–|--|-)[ \t]*(?P<who>[A-Z][^\n,.;:()\"“”]{1,60})")


def add_laid_out(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with the lines of a transcript and signed quotations as statements of their speakers."""
    found = list(drafts)
    for draft in [*_lines(scene), *_signed(scene)]:
        found = _with(draft, found)
    return sorted(found, key=lambda d: (hull(d.content), d.cue, d.source))


def _lines(scene: Scene) -> list[Draft]:
    """A line is speech when its label is a person's name, or in capitals opens another line too.

    "Q:" and "A:", a dateline or "Photo:" are no speakers. Where labels stand behind a quotation mark, lines that
    open with one and have no label go on from the line before.
    """
    lines = list(_LINE.finditer(scene.text))
    often = Counter(line["who"] for line in lines)
    found = []
    for line in lines:
        who, what = Span(*line.span("who")), trim(scene.text, Span(*line.span("what")))
        person = any(n.label == "person" and overlap(n.span, who) for n in scene.names)
        repeated = line["who"].isupper() and often[line["who"]] >= _LEAST_LINES
        if len(line["who"]) > 1 and (person or repeated) and len(scene.words_in(what)) >= _LEAST_WORDS:
            colon = line.end("who") + scene.text[line.end("who") : what.start].index(":")
            content = (what, *_more(scene, what)) if line["mark"] else (what,)
            found.append(Draft(content, (Span(colon, colon + 1),), (who,), _SURE, "rules", why=(TRANSCRIPT,)))
    return found if len(found) >= _LEAST_LINES else []


def _more(scene: Scene, line: Span) -> Spans:
    """The lines right after one that open with a mark and no label."""
    found = []
    for paragraph in scene.paragraphs:
        if paragraph.start < line.end:
            continue
        text = scene.text[paragraph.start : paragraph.end]
        if text[:1] not in _OPENERS or text[1:2] == "(" or _LINE.match(text):
            break
        found.append(trim(scene.text, Span(paragraph.start + 1, paragraph.end)))
    return tuple(found)


def _signed(scene: Scene) -> list[Draft]:
    """Quotations that fill their paragraph and are signed by a person behind a dash."""
    found = []
    alike = len(_SIGNED_LINE.findall(scene.text)) >= _LEAST_SIGNED
    for quoted in scene.quoted:
        line = scene.paragraph_at(quoted.start)
        match = _SIGNED.match(scene.text, quoted.end)
        span = Span(quoted.start, quoted.end)
        if match is None and alike and (whole := _SIGNED_LINE.fullmatch(scene.text, line.start, line.end)):
            match, span = whole, Span(*whole.span("what"))
        if match is None or scene.text[line.start : quoted.start].strip() or len(scene.words_in(span)) < _LEAST_WORDS:
            continue
        who = trim(scene.text, Span(*match.span("who")))
        named = alike or any(n.label == "person" and overlap(n.span, who) for n in scene.names)
        if named and not _goes_on(scene, who):
            found.append(Draft((span,), (), (who,), _SURE, "rules", why=("the quotation is signed",)))
    return found


def _goes_on(scene: Scene, who: Span) -> bool:
    """Whether words behind a dash are a sentence, not a signature."""
    return any(w.text in scene.lexicon.verbs for w in scene.words_in(who))


def _with(draft: Draft, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with one that the page lays out, in the place of those that read it without a speaker."""
    whole = hull((*draft.source, *draft.content))
    kept = []
    for other in drafts:
        same = any(overlap(a, b) for a in other.source for b in draft.source)
        mine = inside(hull(other.content), whole)
        if mine and same and other.cue:
            return list(drafts)
        if not (mine and (same or not other.source) and not other.cue) and not _crosses(other, draft):
            kept.append(other)
    return [*kept, draft]


def _crosses(other: Draft, draft: Draft) -> bool:
    """Whether another draft takes the speaker's label for content, or ends in the middle of the line."""
    label = draft.source[0]
    return any(overlap(s, label) for s in other.content) and not other.source


def as_spoken(draft: Draft) -> Draft:
    """A line of a transcript as direct speech: its words are the speaker's own without marks."""
    return msgspec.structs.replace(draft, manner="direct") if TRANSCRIPT in draft.why else draft
