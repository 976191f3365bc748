"""A reading by rules alone, for when the weights are missing: marks, reporting verbs, capital letters."""

import re
from collections.abc import Mapping, Sequence

from onrecord.kit.marks import Quoted, find_quoted
from onrecord.kit.reading import Attribution, Label, Name, Reading
from onrecord.types import Span

QUOTED_SURE, PLAIN_SURE, NAME_SURE = 0.7, 0.5, 0.5
SHORT_WORDS = 3  # a quotation of fewer words without a comma is a scare quote, not speech
PASSIVE_ACTS = frozenset(("receive",))

_PARAGRAPH = re.compile(r"[^\n]+")
_SHORT = re.compile(
    r"(?:\b(?:Lt|Gen|Col|Maj|Capt|Sgt|Cpl|Adm|Cmdr|Brig|Gov|Sen|Rep|Reps|Sens|Mr|Mrs|Ms|Dr|Prof|Rev|Hon|St|Jr|Sr|No|vs|"
    r"Jan|Feb|Aug|Sept|Oct|Nov|Dec|Inc|Co|Corp|Ltd|Mt|Ft|Supt|Det|Insp|[A-Z])\.)$"
)
_BREAK = re.compile(r"[.!?…][\"”’'»)\]]*\s+(?=[^\sa-z])")
_ACCORDING = re.compile(r"\b[Aa]ccording to ((?:(?!, (?:who|which)\b)[^,.;:\n“\"])+)")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
# A subject is a pronoun, or a run of words that holds a capital or begins with an article.
_TITLE = r"(?:\b[A-Z][\w.’'-]*)"
_LINK = r"(?:of|the|for|and|de|al|bin|van|von|in|on|at)"
_NOMINAL = r"(?:\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Oo]ne|[Ss]ome) )?(?:[\w’'-]+ ){0,3}?"
_NAMED = rf"(?:{_NOMINAL}{_TITLE}(?: (?:{_LINK} )?{_TITLE}){{0,5}})"
_COMMON = (
    r"(?:\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Oo]ne|[Ss]ome|[Tt]wo|[Ss]everal) (?:[a-z’'-]+ ){0,3}?[a-z’'-]+)"
)
_SUBJECT = rf"(?:\b(?:[Hh]e|[Ss]he|[Tt]hey|I|[Ww]e|who)\b|{_NAMED}|\b(?:[Oo]fficials|[Pp]olice|[Ss]ources)|{_COMMON})"
# Words that no subject ends with, and plural subjects without an "s", which take a verb's plain form.
_OPEN = re.compile(
    r"^(?:the|an?|of|in|on|at|for|and|or|his|her|their|its|our|my|your|this|that|these|those|to|by)$|['’]s$",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"(?:s|^(?:i|we|you|they|who|that|police|people|men|women|many|some|few|both))$", re.IGNORECASE)
_NAME = re.compile(rf"{_TITLE}(?: (?:of |bin |al-?|de |van |von )?{_TITLE})*")
_BODY_TAIL = re.compile(r"(?:Party|Ministry|Department|Court|Council|Committee|University|Police|Bank|Union|Agency)\b")


def read_plain(texts: Sequence[str], verbs: Mapping[str, str]) -> list[Reading]:
    """One reading a text, in order; `verbs` gives the act of every form of a reporting verb.

    Contents are quotations beside a verb, clauses after one, and what stands by "according to".
    Names are runs of capitals inside a sentence; their label is a guess.
    """
    said = _verb_patterns(verbs)
    return [_read(text, said) for text in texts]


class _Patterns:
    """The places of subject and verb around a content."""

    def __init__(self, forms: str) -> None:
        aside = r"(?:has |have |had |also |later |then |further )*"
        hearer = r"(?: (?:[A-Z][\w.]+|reporters|him|her|them|us))?"
        verb = rf"(?P<cue>{aside}\b(?:{forms})\b{hearer})"
        turned = rf"{verb.replace('cue', 'cue2')} (?P<source2>{_SUBJECT})"
        tail = r"(?: (?:on|in|at|during) [\w ]{2,30}?)?"
        self.after = re.compile(rf"[,\s—–-]*(?:(?P<source>{_SUBJECT}) {verb}|{turned})")
        self.before = re.compile(rf"(?P<source>{_SUBJECT}),? {verb}{tail}[,:]?\s*(?:that )?$")
        self.clause = re.compile(rf"(?P<source>{_SUBJECT})(?:, [^,\n]{{2,60}},)? {verb} (?:that )?(?=[\w“\"‘£$])")
        every = frozenset(forms.split("|"))
        self.plain = frozenset(form for form in every if form + "s" in every or form + "es" in every)

    def speaks(self, match: re.Match[str] | None, role: str = "") -> re.Match[str] | None:
        """The match unless its verb is a noun: "the | report", "the mayor's | claims", "the Tarsian | demand"."""
        if match is None or not match["source" + role]:
            return match
        last, verb = match["source" + role].split()[-1], match["cue" + role].split()
        if not role and _OPEN.search(last):
            return None
        single = not _PLURAL.search(last)
        return None if not role and single and len(verb) == 1 and verb[0] in self.plain else match


def _verb_patterns(verbs: Mapping[str, str]) -> _Patterns:
    active = (form for form, act in verbs.items() if act not in PASSIVE_ACTS and form.isalpha())
    forms = sorted(active, key=lambda form: (-len(form), form))
    return _Patterns("|".join(re.escape(f) for f in forms) or "said")


def _read(text: str, said: _Patterns) -> Reading:
    quoted = find_quoted(text)
    sentences = split_sentences(text)
    found = _from_quotations(text, quoted, sentences, said)
    taken = [s for a in found for s in (*a.content, *a.cue)]
    found += [a for s in sentences for a in _from_sentence(text, s, said) if not _overlaps(a, taken)]
    return Reading(tuple(sentences), _names(text, sentences), tuple(sorted(found, key=lambda a: a.content)), "rules")


def split_sentences(text: str) -> list[Span]:
    """Sentences in reading order, trimmed; a paragraph break always ends one, "Lt. Gen." never does."""
    found: list[Span] = []
    for paragraph in _PARAGRAPH.finditer(text):
        cuts = [paragraph.start()]
        for stop in _BREAK.finditer(text, paragraph.start(), paragraph.end()):
            if not _SHORT.search(text[max(cuts[-1], stop.start() - 12) : stop.start() + 1]):
                cuts.append(stop.end())
        for a, b in zip(cuts, [*cuts[1:], paragraph.end()], strict=True):
            words = text[a:b]
            if words.strip():
                begin = a + len(words) - len(words.lstrip())
                found.append(Span(begin, begin + len(words.strip())))
    return found


def _from_quotations(text: str, quoted: list[Quoted], sentences: list[Span], said: _Patterns) -> list[Attribution]:
    found: list[Attribution] = []
    for q in quoted:
        span = Span(q.start, q.end)
        line_end = text.find("\n", q.end)
        after = said.speaks(said.after.match(text, q.end, line_end if line_end >= 0 else len(text)))
        start = max((s.start for s in sentences if s.start <= q.start), default=0)
        before = said.speaks(said.before.search(text, start, q.start))
        speech = text[q.start : q.end].count(" ") >= SHORT_WORDS or text[q.end - 2 : q.end - 1] in ",.?!"
        if after and speech and not (before and text[q.end - 2 : q.end - 1] != ","):
            role = "" if after["source"] else "2"
            found.append(_attribution(after, role, span))
        elif before:
            found.append(_attribution(before, "", span))
        elif found and speech and _runs_on(text, found[-1], q):
            last = found[-1]
            found[-1] = Attribution(last.source, last.cue, (*last.content, span), last.sure)
    return found


def _attribution(match: re.Match[str], role: str, content: Span) -> Attribution:
    source, cue = Span(*match.span("source" + role)), Span(*match.span("cue" + role))
    return Attribution((source,), (cue,), (content,), QUOTED_SURE)


def _runs_on(text: str, last: Attribution, q: Quoted) -> bool:
    """Whether only a full stop lies between what was said last and this quotation."""
    end = max(s.end for s in (*last.content, *last.cue, *last.source))
    return not text[end : q.start].strip(" .,;\n\t")


def _from_sentence(text: str, sentence: Span, said: _Patterns) -> list[Attribution]:
    """Clauses after a verb, then "according to"; the content ends with the sentence."""
    end = sentence.end - (text[sentence.end - 1] in ".!?")
    clause = said.clause.search(text, sentence.start, sentence.end)
    while clause and not said.speaks(clause):
        clause = said.clause.search(text, clause.end("source"), sentence.end)
    if clause and clause.end() < end:
        source, cue = Span(*clause.span("source")), Span(*clause.span("cue"))
        return [Attribution((source,), (cue,), (Span(clause.end(), end),), PLAIN_SURE)]
    by = _ACCORDING.search(text, sentence.start, sentence.end)
    if not by:
        return []
    content = Span(sentence.start, by.start()) if by.start() > sentence.start else Span(by.end(), end)
    words = text[content.start : content.end]
    a = content.start + len(words) - len(words.lstrip(" ,"))
    b = content.end - (len(words) - len(words.rstrip(" ,")))
    cue = Span(by.start(), by.start(1) - 1)
    return [Attribution((Span(*by.span(1)),), (cue,), (Span(a, b),), PLAIN_SURE)] if a < b else []


def _overlaps(found: Attribution, taken: list[Span]) -> bool:
    return any(s.start < t.end and t.start < s.end for s in (*found.content, *found.cue) for t in taken)


def _names(text: str, sentences: list[Span]) -> tuple[Name, ...]:
    """Runs of capitalised words; one that opens a sentence counts only when it stands elsewhere too."""
    runs = [(Span(*m.span()), s) for s in sentences for m in _NAME.finditer(text, s.start, s.end)]
    known = {text[n.start : n.end] for n, s in runs if n.start > s.start + 1}
    found: list[Name] = []
    for span, sentence in runs:
        words = text[span.start : span.end].rstrip(".'’")
        if len(words) > 1 and (span.start > sentence.start + 1 or words in known or " " in words):
            label: Label = "body" if _BODY_TAIL.search(words) or (words.isupper() and len(words) > 1) else "person"
            found.append(Name(Span(span.start, span.start + len(words)), label, NAME_SURE))
    return tuple(found)
