"""Plain clauses of reported speech, found by rule: "X said that P", "P, X said", "Y was told that P"."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from onrecord import labels
from onrecord.quotes.lexicon import ONLY_BESIDE_MARKS
from onrecord.quotes.scene import Scene, Word
from onrecord.spans import trim
from onrecord.types import Span, Spans

# Acts whose verbs, followed by "that", leave no doubt; "said" and "says" need no "that".
_REPORTING: frozenset[labels.Act] = frozenset(
    ("say", "claim", "deny", "clarify", "insist", "confirm", "admit", "report", "accuse", "demand")
)
_BARE = frozenset(("said", "says"))
_SUBJECT_WORDS = 14
_ASIDE_WORDS = 12
_BESIDE_WORDS = 12
_HEARER_WORDS = 9
_LEAST_CONTENT = 3
_SMALL_WORDS = 3
_TITLED_WORDS = 5
_STOPS = ".!?,\"”’'"
_ACCORDING = re.compile(r"\b[Aa]ccording to\s+")
_COMMA_END = re.compile(r",[\"”’']?\s*$")
_CLAUSE_BREAK = re.compile(r"[,;:—–]|\s-\s|[\"“”]")


# Pronouns that are no subject, and "you", whom a text only supposes to speak.
_NO_SUBJECTS = frozenset(("him", "them", "us", "me", "that", "this", "who", "our", "its", "their", "his", "you"))


class Clause(msgspec.Struct, frozen=True):
    """Source, cue and content of a clause that reports."""

    source: Spans
    cue: Spans
    content: Spans


def find_clauses(scene: Scene, sentence: Span) -> list[Clause]:
    """The clauses of a sentence that plainly report, in order of their cue; at most one reading for each cue."""
    found = []
    words = scene.words_in(sentence)
    for k, word in enumerate(words):
        if word.text == "according" and k + 1 < len(words) and words[k + 1].text == "to":
            found.append(_according(scene, sentence, word))
            continue
        verb = scene.lexicon.verbs.get(word.text)
        plain = verb is not None and verb.act in _REPORTING and verb.note != ONLY_BESIDE_MARKS
        if plain and scene.text[word.start].islower() and not _is_noun(scene, words, k):
            passive, before = _passive(scene, sentence, words, k), _before(scene, sentence, words, k)
            found.append(passive or before or _after(scene, sentence, words, k))
    return [clause for clause in found if clause is not None]


def _is_noun(scene: Scene, words: Sequence[Word], k: int) -> bool:
    """Whether a verb's plain form is a noun here: "the attack that", "their claim that"."""
    word, verb = words[k], scene.lexicon.verbs.get(words[k].text)
    if not k or verb is None:
        return False
    before = words[k - 1].text
    if word.text != verb.lemma:
        # "the group's claims", "initial reports", "laughing off claims": no name or noun of a speaker stands before.
        named = scene.text[words[k - 1].start].isupper() or before in scene.lexicon.speakers
        pronoun = before in scene.lexicon.small["pronoun"] | scene.lexicon.small["group pronoun"]
        return word.text in scene.lexicon.nouns and not named and not pronoun
    plural = before in scene.lexicon.small["own pronoun"] | scene.lexicon.small["group pronoun"] or before.endswith("s")
    return not plural and before not in scene.lexicon.small["helper"] | scene.lexicon.small["will"]


def _before(scene: Scene, sentence: Span, words: Sequence[Word], k: int) -> Clause | None:
    """ "X (who was there) said (yesterday) that P"."""
    first = helpers_start(scene, words, k)
    source = subject_of(scene, sentence, words, first)
    if source is None:
        return None
    at = k + 1
    for j in range(k + 1, min(len(words), k + 1 + _HEARER_WORDS)):
        if words[j].text == "that":
            at = j
            break
        if _CLAUSE_BREAK.search(scene.text, words[j - 1].end, words[j].start):
            return None
    if at + 1 >= len(words) or words[at + 1].text in ("and", "but", "nobody"):
        return None
    small, verb = scene.lexicon.small, scene.lexicon.verbs[words[k].text]
    if verb.lemma not in small["says that"]:
        return None
    # "The speech dispels doubts that many have": only a hearer, a day or an occasion stands between cue and "that".
    if at > k + 1 and words[k + 1].text not in small["aside"] and verb.lemma not in small["tells at once"]:
        return None
    if words[at].text != "that" and (words[k].text not in _BARE or words[at].text in scene.lexicon.small["aside"]):
        return None
    content = trim(scene.text, Span(words[at].start, _content_end(scene, sentence)))
    return clause_of(scene, source, Span(words[first].start, words[k].end), content)


def _after(scene: Scene, sentence: Span, words: Sequence[Word], k: int) -> Clause | None:
    """ "P, X said (in the town)." and "P, said X."."""
    if words[k].text not in scene.lexicon.small["trails"]:
        return None
    first = helpers_start(scene, words, k)
    tail = scene.words_in(Span(words[k].end, sentence.end))
    cut = [j for j in range(first - 1, -1, -1) if _COMMA_END.search(scene.text, words[j].end, words[j + 1].start)]
    if not cut or len(tail) > _ASIDE_WORDS:
        return None
    j = cut[0]
    if j + 1 == first and words[k].text in _BARE:
        source = _noun_phrase(scene, tail)
    else:
        source = _noun_phrase(scene, words[j + 1 : first])
    if source is None or (j + 1 != first and _CLAUSE_BREAK.search(scene.text, words[k].end, sentence.end - 1)):
        return None
    content = trim(scene.text, Span(sentence.start, words[j].end))
    return clause_of(scene, source, Span(words[first].start, words[k].end), content)


def _passive(scene: Scene, sentence: Span, words: Sequence[Word], k: int) -> Clause | None:
    """ "Y was told that P", "Y would be asked to do P": the hearer is no source."""
    small = scene.lexicon.small
    if words[k].text not in small["hearer"]:
        return None
    first = helpers_start(scene, words, k)
    helpers = [w.text for w in words[first:k]]
    if not any(h in small["be"] for h in helpers):
        return None
    if k + 1 == len(words):
        return _told_last(scene, sentence, words, first)
    if words[k + 1].text not in ("that", "to"):
        return None
    content = trim(scene.text, Span(words[k + 1].start, _content_end(scene, sentence)))
    return clause_of(scene, None, Span(words[first].start, words[k].end), content)


def _told_last(scene: Scene, sentence: Span, words: Sequence[Word], first: int) -> Clause | None:
    """ "P, Y was told." """
    cut = [j for j in range(first - 1, -1, -1) if _COMMA_END.search(scene.text, words[j].end, words[j + 1].start)]
    if not cut or _noun_phrase(scene, words[cut[0] + 1 : first]) is None:
        return None
    content = trim(scene.text, Span(sentence.start, words[cut[0]].end))
    return clause_of(scene, None, Span(words[first].start, words[-1].end), content)


def _according(scene: Scene, sentence: Span, word: Word) -> Clause | None:
    match = _ACCORDING.match(scene.text, word.start)
    if match is None:
        return None
    opens = not any(c.isalnum() for c in scene.text[sentence.start : word.start])
    rest = scene.words_in(Span(match.end(), sentence.end))
    source = _noun_phrase(scene, rest)
    if source is None:
        return None
    cue = trim(scene.text, Span(match.start(), match.end()))
    if not opens:
        return clause_of(scene, source, cue, trim(scene.text, Span(sentence.start, word.start)))
    comma = _main_comma(scene, source.end, sentence.end)
    return (
        clause_of(scene, source, cue, trim(scene.text, Span(comma, _content_end(scene, sentence)))) if comma else None
    )


def _main_comma(scene: Scene, at: int, end: int) -> int | None:
    """Behind the comma that ends "according to X", past an aside ("..., who sought anonymity, ...")."""
    comma = scene.text.find(",", at, end)
    if comma < 0 or scene.words_in(Span(at, comma)):
        return None
    after = scene.words_in(Span(comma, end))
    if after and after[0].text in scene.lexicon.small["tail"]:
        second = scene.text.find(",", comma + 1, end)
        return second + 1 if second > 0 else None
    return comma + 1


def subject_of(scene: Scene, sentence: Span, words: Sequence[Word], first: int) -> Span | None:
    """The noun phrase right before the cue, or before an aside between commas."""
    if not first:
        return None
    gap = scene.text[words[first - 1].end : first and words[first].start]
    if "," in gap:
        # "the minister, who toured the coast, said": the aside opens with a comma too.
        opens = [j for j in range(first - 2, max(-1, first - 2 - _ASIDE_WORDS), -1) if _gap(scene, words, j) == ","]
        if not opens:
            return None
        return _noun_phrase(scene, words[: opens[0] + 1], last=True)
    return _noun_phrase(scene, words[:first], last=True)


def _gap(scene: Scene, words: Sequence[Word], j: int) -> str:
    return scene.text[words[j].end : words[j + 1].start].strip()


def first_phrase(scene: Scene, words: Sequence[Word]) -> Span | None:
    """The noun phrase that opens these words, where a speaker heads it."""
    return _noun_phrase(scene, words)


def _noun_phrase(scene: Scene, words: Sequence[Word], *, last: bool = False) -> Span | None:
    """The noun phrase that opens these words, or closes them; None when no name or speaking noun heads it."""
    run = _last_run(scene, words) if last else _first_run(scene, words)
    while run and run[0].text in _skip(scene):
        run = run[1:]
    if not run or len(run) > _SUBJECT_WORDS or not speaks(scene, run):
        return None
    return Span(run[0].start, run[-1].end)


def _skip(scene: Scene) -> frozenset[str]:
    return scene.lexicon.small["helper"] | scene.lexicon.small["clause"] | frozenset(("that", "and", "but", "however"))


def _last_run(scene: Scene, words: Sequence[Word]) -> Sequence[Word]:
    """The last words with no mark, clause word or verb form between them."""
    start = len(words)
    for j in range(len(words) - 1, -1, -1):
        if j + 1 < len(words) and scene.text[words[j].end : words[j + 1].start].strip(".'’ \n"):
            break
        if words[j].text in _breaks(scene):
            break
        start = j
    return words[start:]


def _first_run(scene: Scene, words: Sequence[Word]) -> Sequence[Word]:
    stop = 0
    for j, word in enumerate(words):
        if j and (scene.text[words[j - 1].end : word.start].strip(".'’ \n") or word.text in _breaks(scene)):
            break
        stop = j + 1
    return words[:stop]


def _breaks(scene: Scene) -> frozenset[str]:
    small = scene.lexicon.small
    return (
        small["clause"] | small["be"] | small["may"] | small["will"] | frozenset(("that", "and", "but", "has", "had"))
    )


def speaks(scene: Scene, run: Sequence[Word]) -> bool:
    """Whether words can be a speaker: a pronoun, a name, or a noun of the list with its article."""
    texts = [w.text.removesuffix("'s") for w in run]
    small = scene.lexicon.small
    if len(run) == 1 and (texts[0] in small["pronoun"] | small["group pronoun"]):
        return texts[0] not in _NO_SUBJECTS
    known = any(t in scene.lexicon.speakers for t in texts)
    named = any(n.span.start < run[-1].end and n.span.end > run[0].start for n in scene.names)
    verbs = [t for t in texts[:-1] if t in scene.lexicon.verbs and t not in scene.lexicon.speakers]
    small_start = scene.text[run[0].start].islower() and texts[0] not in small["one"] | small["several"] | {
        "two",
        "his",
    }
    plural = texts[-1] in scene.lexicon.speakers
    titled = scene.text[run[-1].start].isupper() and named and len(run) <= _TITLED_WORDS
    inflected = any(t.endswith(("ed", "ing")) or t != scene.lexicon.verbs[t].lemma for t in verbs)
    if inflected or (small_start and not titled and not (plural and len(run) <= _SMALL_WORDS)):
        return False
    return known or named


def helpers_start(scene: Scene, words: Sequence[Word], k: int) -> int:
    """Where the verb group of a verb begins: "would also be [told]"."""
    small = scene.lexicon.small
    helpers = small["be"] | small["will"] | small["may"] | small["not"] | small["helper"]
    while k and (words[k - 1].text in helpers or words[k - 1].text.endswith("ly")):
        if scene.text[words[k - 1].end : words[k].start].strip():
            break
        k -= 1
    # "Tarsia plans to tell": the plan belongs to the verb, not to who has it.
    planned = k and words[k].text == "to" and words[k - 1].text in small["plan"] | small["about to"]
    return k - 1 if planned else k


def _content_end(scene: Scene, sentence: Span) -> int:
    """The end of a clause that goes to the end of its sentence, without its stop or a trailing ", reported X"."""
    words = scene.words_in(sentence)
    for j in range(len(words) - 2, max(0, len(words) - _ASIDE_WORDS), -1):
        if words[j].text in scene.lexicon.small["trails"] and _gap(scene, words, j - 1) == ",":
            return words[j - 1].end
    end = trim(scene.text, sentence).end
    inner = scene.in_marks(sentence.start)
    while end > sentence.start and scene.text[end - 1] in _STOPS and scene.in_marks(end - 1) is inner:
        end -= 1
    return end


def clause_of(scene: Scene, source: Span | None, cue: Span, content: Span) -> Clause | None:
    # What stands in marks is found by its marks.
    cut = scene.in_marks(content.start) or scene.in_marks(content.end - 1)
    if len(scene.words_in(content)) < _LEAST_CONTENT or cut is not scene.in_marks(cue.start):
        return None
    return Clause((source,) if source else (), (cue,), (content,))


def beside_marks(scene: Scene, quoted: Span) -> Clause | None:
    """The clause a quotation stands in: “P,” said X; “P,” X told the hall; X said: “P”.

    A verb that reports only beside marks counts here. The source and cue must stand next to the marks,
    in the same paragraph.
    """
    paragraph = scene.paragraph_at(quoted.start)
    after = scene.words_in(Span(quoted.end, min(paragraph.end, scene.sentence_at(max(quoted.end, quoted.start)).end)))
    joined = not any(c in ".!?" for c in scene.text[quoted.end : after[0].start]) if after else False
    for k, word in enumerate(after[:_BESIDE_WORDS] if joined else ()):
        if not _reports(scene, word):
            continue
        first = helpers_start(scene, after, k)
        if any(w.text in scene.lexicon.small["be"] for w in after[first:k]) or (first and not _ends(scene, after, k)):
            continue
        source = _noun_phrase(scene, after[:first]) if first else _noun_phrase(scene, after[k + 1 :])
        if source is not None and (first or _is_inflected(scene, word)):
            return Clause((source,), (Span(after[first].start, word.end),), (quoted,))
    before = scene.words_in(Span(scene.sentence_at(quoted.start).start, quoted.start))
    for k in range(len(before) - 1, max(-1, len(before) - 1 - _HEARER_WORDS), -1):
        if not _reports(scene, before[k]) or before[k].text.endswith("ing"):
            continue
        if scene.text[before[-1].end : quoted.start].strip() in ("", ",", ":"):
            first = helpers_start(scene, before, k)
            source = _noun_phrase(scene, before[:first], last=True)
            if source is not None:
                return Clause((source,), (Span(before[first].start, before[k].end),), (quoted,))
    return None


def _ends(scene: Scene, words: Sequence[Word], k: int) -> bool:
    """Whether a verb behind its subject has no object of its own: “P,” the firm named a judge."""
    if k + 1 == len(words) or scene.text[words[k].end : words[k + 1].start].strip():
        return True
    verb = scene.lexicon.verbs[words[k].text]
    return words[k + 1].text in scene.lexicon.small["aside"] or verb.lemma in scene.lexicon.small["tells at once"]


def _is_inflected(scene: Scene, word: Word) -> bool:
    """Whether a verb before its subject is no noun or title: “P,” state Senator Tarn held on."""
    return word.text != scene.lexicon.verbs[word.text].lemma


def _reports(scene: Scene, word: Word) -> bool:
    verb = scene.lexicon.verbs.get(word.text)
    return verb is not None and verb.act in _REPORTING and scene.text[word.start].islower()
