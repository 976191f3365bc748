"""Where each mention stands: its sentence, whether it is the subject, speaks, or stands inside quotation marks."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from onrecord.people.found import Found
from onrecord.people.lexicon import Lexicon
from onrecord.people.tokens import Token

# A verb of speech belongs to a name when at most this many adverbs and auxiliaries stand between.
REACH = 3
CLAUSE_WORDS = 20
# "Tessel was told": who is spoken to does not speak.
_BE = frozenset(("is", "are", "was", "were", "be", "been", "being"))
_AFTER_TO = frozenset(("to", "with", "by", "of", "against", "about", "for", "from", "on", "in", "over"))


class Place(msgspec.Struct, frozen=True):
    """The place of one mention: sentence, its number among the reporter's own, paragraph, and what it does there."""

    sentence: int
    step: int
    paragraph: int
    quoted: bool
    speaks: bool
    subject: bool
    object: bool
    frames: bool = False


def places_of(tokens: Sequence[Token], found: Sequence[Found], lexicon: Lexicon) -> list[Place]:
    """The place of each mention, in the same order."""
    steps = _steps(tokens)
    openers: set[tuple[int, bool]] = set()
    places = []
    for one in found:
        token = tokens[one.first]
        start = min([one.first, *(a for a, _ in one.titles)])
        key = (token.sentence, token.quoted)
        subject = key not in openers and not one.hollow and not _is_object(tokens, start)
        if not one.hollow and subject:
            openers.add(key)
        frames = start > 1 and tokens[start - 1].folded == "to" and tokens[start - 2].folded == "according"
        speaks = not one.hollow and _speaks(tokens, one, start, lexicon)
        places.append(
            Place(
                token.sentence,
                steps[token.sentence],
                token.paragraph,
                token.quoted,
                speaks,
                subject,
                _is_object(tokens, start),
                frames,
            )
        )
    return places


def _steps(tokens: Sequence[Token]) -> dict[int, int]:
    """Each sentence with its number among the reporter's own: what stands wholly in marks counts for nothing."""
    told = {t.sentence for t in tokens if t.is_word and not t.quoted}
    steps: dict[int, int] = {}
    count = 0
    for token in tokens:
        if token.sentence not in steps:
            count += token.sentence in told
            steps[token.sentence] = count
    return steps


def _is_object(tokens: Sequence[Token], start: int) -> bool:
    at = start - 1
    while at >= 0 and tokens[at].folded in ("the", "a", "an"):
        at -= 1
    return at >= 0 and tokens[at].folded in _AFTER_TO and not (at and tokens[at - 1].folded == "according")


def _speaks(tokens: Sequence[Token], one: Found, start: int, lexicon: Lexicon) -> bool:
    """Whether a verb of speech belongs to a mention: "X, 40, said", "said X", "according to X"."""
    end = max([one.last, *(b for _, b in one.titles)])
    if _verb_after(tokens, end, lexicon):
        return True
    at = start - 1
    while at >= 0 and tokens[at].folded in ("the", "a", "an"):
        at -= 1
    if at < 0 or tokens[at].sentence != tokens[start].sentence:
        return False
    if tokens[at].folded == "to" and at and tokens[at - 1].folded == "according":
        return True
    before = tokens[at - 1] if at else None
    return tokens[at].folded in lexicon.verbs and before is not None and not before.is_word


def _verb_after(tokens: Sequence[Token], end: int, lexicon: Lexicon) -> bool:
    seen, passive = 0, False
    k = end
    while k < len(tokens) and seen <= REACH:
        token = tokens[k]
        # "Tessel, who had come by sea, said": the clause is stepped over.
        if token.text == "," and k + 1 < len(tokens) and tokens[k + 1].folded in ("who", "which", "whose"):
            ends = (j for j in range(k + 2, min(k + CLAUSE_WORDS, len(tokens))) if tokens[j].text == ",")
            k = next(ends, k)
        if token.paragraph != tokens[end - 1].paragraph:
            return False
        if token.folded in lexicon.verbs and not token.is_capital:
            return not passive or token.folded.endswith("ing")
        passive = passive or token.folded in _BE
        between = (
            token.text in ",)"
            or token.text.isdigit()
            or lexicon.small.get(token.folded) in ("auxiliary", "adverb", "day")
        )
        if not between:
            return False
        seen += token.is_word
        k += 1
    return False
