"""The same example as another paper would print it: other quotation marks, a dateline, a quotation around it."""

import random
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from onrecord.kit.marks import Quoted, find_quoted
from training.examples import Example, Extent, Marked

Edit = tuple[int, int, str]

STYLES = (('"', '"'), ("“", "”"), ("''", "''"), ("‘", "’"), ("'", "'"), ("«", "»"), ("", ""))
WEIGHTS = (20, 20, 8, 18, 8, 2, 3)
RESTYLE, DROP_CLOSING, LOWER, DATELINE, NEST = 0.55, 0.1, 0.03, 0.12, 0.35
CITIES = ("PARIS", "NAIROBI", "NEW DELHI", "ANKARA", "SEOUL", "LAGOS", "LIMA", "ISLAMABAD", "Sydney", "CAIRO")
AGENCIES = ("(Reuters) -", "(AP) —", "(AFP) -", "—", "--", ":", ": ", "(PTI):", "(Staff Report) —", "-", "| ")
FRAMES = ("{} said that ", "{} told reporters: ", "{} added: ", "According to {}, ", "{} claimed ", "{} wrote: ")
_PARAGRAPH = re.compile(r"[^\n]+")


def disguise(example: Example, rng: random.Random, share: float = 1.0) -> Example:
    """A copy of the example, changed by chance (times `share`); spans move with the text."""
    if example.layers and rng.random() < NEST * share:
        example = nest(example, rng)
    edits: list[Edit] = []
    if rng.random() < RESTYLE * share:
        edits += restyle(example.text, rng)
    elif rng.random() < DROP_CLOSING * share:
        edits += drop_closing(example.text, rng)
    if rng.random() < DATELINE:
        edits.insert(0, (0, 0, f"{rng.choice(CITIES)} {rng.choice(AGENCIES)} ".replace(" :", ":")))
    changed = apply(example, edits) if edits else example
    if rng.random() < LOWER:
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in changed.text)
        changed = replace(changed, text=lowered)
    return changed


def restyle(text: str, rng: random.Random) -> list[Edit]:
    """Edits that give every outer quotation the marks of one style, and inner marks the other width."""
    opening, closing = rng.choices(STYLES, WEIGHTS)[0]
    lazy = rng.random() < DROP_CLOSING
    edits: list[Edit] = []
    for q in find_quoted(text):
        if q.opening == 1 and text[q.start] in "'‘" and opening in ("", "'", "‘"):
            continue
        edits.append((q.start, q.start + q.opening, opening))
        edits += _inner(text, q, opening)
        if q.closed:
            edits.append((q.end - q.closing, q.end, "" if lazy and rng.random() < 0.2 else closing))
    return edits


def _inner(text: str, q: Quoted, opening: str) -> list[Edit]:
    a, b = q.start + q.opening, q.end - q.closing
    if opening in ("'", "‘"):
        return [(a + m.start(), a + m.end(), '"') for m in re.finditer(r"[“”\"]|''", text[a:b])]
    return []


def drop_closing(text: str, rng: random.Random) -> list[Edit]:
    """Edits that lose some closing marks."""
    return [(q.end - q.closing, q.end, "") for q in find_quoted(text) if q.closed and rng.random() < 0.2]


def nest(example: Example, rng: random.Random) -> Example:
    """The example with one paragraph put into the mouth of another of its sources.

    What was said in the paragraph is then an attribution inside an attribution, which flat gold never shows.
    """
    sources = [example.text[a:b] for m in example.attributions for a, b in m.roles["source"][:1] if m.layer == 0]
    sources = [s for s in sources if s[:1].isupper() and len(s.split()) < 8 and "\n" not in s]
    held = [h for p in _PARAGRAPH.finditer(example.text) if (h := _held(example, p.start(), p.end()))]
    if not sources or not held:
        return example
    (a, b), inner = rng.choice(held)
    frame, source = rng.choice(FRAMES), rng.choice(sources)
    before = frame.format(source)
    several = any(a < s < b for s in example.starts)  # indirect speech seldom runs over a full stop
    marks = ("“", "”") if several or frame.endswith(": ") or rng.random() < 0.4 else ("", "")
    edits = [(a, a, before + marks[0]), *(_quieten(example.text, a, b) if marks[0] else []), (b, b, marks[1])]
    outer = _framed(a, b, frame, source)
    moved = apply(example, sorted(edits))
    k = len(before) + len(marks[0])
    grown = len(moved.text) - len(example.text) - k
    outer.roles["content"] = [(a + len(before), b + k + grown)]
    insiders = set(map(id, inner))
    for old, new in zip(example.attributions, moved.attributions, strict=True):
        if id(old) in insiders:
            new.layer = 1
    moved.attributions.append(outer)
    return moved


def _held(example: Example, a: int, b: int) -> tuple[Extent, list[Marked]] | None:
    """A paragraph that wholly holds some flat attributions and cuts none, with those it holds."""
    while b > a and example.text[b - 1].isspace():
        b -= 1
    if not 40 < b - a < 500:
        return None
    inner = []
    for marked in example.attributions:
        spans = [s for spans in marked.roles.values() for s in spans]
        inside = [s for s in spans if s[0] < b and s[1] > a]
        if inside and (marked.layer or any(s[0] < a or s[1] > b for s in spans)):
            return None
        if inside:
            inner.append(marked)
    return ((a, b), inner) if inner else None


def _quieten(text: str, a: int, b: int) -> list[Edit]:
    return [(a + m.start(), a + m.end(), "'") for m in re.finditer(r"[“”\"]|''", text[a:b])]


def _framed(a: int, b: int, frame: str, source: str) -> Marked:
    """The outer attribution; its source and cue lie in the frame put before `a`."""
    lead, rest = frame.split("{}")
    s = a + len(lead)
    cue_text = lead.strip() or rest.strip(" :").removesuffix(" that")
    c = a + frame.replace("{}", source).index(cue_text, 0 if lead else len(source))
    return Marked({"source": [(s, s + len(source))], "cue": [(c, c + len(cue_text))], "content": []})


def apply(example: Example, edits: list[Edit]) -> Example:
    """The example after the edits (sorted, apart from one another), with every position moved along."""
    parts, at = [], 0
    for a, b, new in edits:
        parts += [example.text[at:a], new]
        at = b
    mover = _Mover.of(edits)
    return Example(
        example.id,
        "".join(parts) + example.text[at:],
        [Marked({r: mover.spans(s) for r, s in m.roles.items()}, m.layer) for m in example.attributions],
        example.layers,
        [(mover.start(a), mover.end(b), kind) for a, b, kind in example.names],
        sorted({mover.end(a) for a in example.starts}),
        example.inner_read,
        [(layer, mover.start(a), mover.end(b)) for layer, a, b in example.doubtful],
    )


@dataclass
class _Mover:
    """Where positions of a text lie after its edits."""

    begins: list[int]
    finishes: list[int]
    shifts: list[int]  # shift after the first k edits

    @classmethod
    def of(cls, edits: list[Edit]) -> "_Mover":
        shifts = [0]
        for a, b, new in edits:
            shifts.append(shifts[-1] + len(new) - (b - a))
        return cls([a for a, _, _ in edits], [b for _, b, _ in edits], shifts)

    def start(self, p: int) -> int:
        """The first position of a span: after what was put in before it."""
        return p + self.shifts[bisect_right(self.finishes, p)] if not self._split(p) else self._clamp(p)

    def end(self, p: int) -> int:
        """The end of a span: before what was put in after it."""
        k = bisect_right(self.finishes, p)
        while k and self.begins[k - 1] == self.finishes[k - 1] == p:
            k -= 1
        return p + self.shifts[k] if not self._split(p) else self._clamp(p)

    def spans(self, spans: list[Extent]) -> list[Extent]:
        """Spans after the edits; those that vanish are left out."""
        moved = [(self.start(a), self.end(b)) for a, b in spans]
        return [(a, b) for a, b in moved if b > a]

    def _split(self, p: int) -> bool:
        k = bisect_left(self.begins, p) - 1
        return k >= 0 and self.begins[k] < p < self.finishes[k]

    def _clamp(self, p: int) -> int:
        k = bisect_left(self.begins, p) - 1
        return self.begins[k] + self.shifts[k]
