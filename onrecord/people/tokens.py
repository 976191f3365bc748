"""A text cut into words and marks, each with its sentence, its paragraph, and whether it stands in quotation marks."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import msgspec

from onrecord.kit.marks import OUTSIDE, quote_states
from onrecord.people.lexicon import Lexicon
from onrecord.people.likeness import fold

# Words keep inner hyphens, apostrophes and dots ("al-Noor", "O'Dell", "U.S.", "site.org"); "'s" stands alone.
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}[^\W\d_]?(?!\w)|\d+(?:[-‐‑][^\W\d_]+)+|\d+(?:[.,:]\d+)*\w*|[’'](?:s|S)(?!\w)"
    r"|[^\W_]+(?:[-‐‑&'’](?!(?:s|S)(?!\w))[^\W_]+|\.[a-z]{2,4}(?!\w))*|[^\w\s]|_",
)
_INNER = re.compile("[-’']")
_ENDS = frozenset(".!?…")
# Shortenings after which a full stop ends no sentence; titles are looked up in their list.
_SHORT_CHARS = 1


class Token(msgspec.Struct, frozen=True):
    """A word or mark: its extent in the text, the words as compared, and where it stands.

    ``folded`` of capitals that only look like a small word ("US", "IS", "WHO") keeps a dot. ``surname``
    is a noun that this text uses as someone's name ("Ilda Hunter", then "Hunter"). ``is_word`` tells words and
    numbers from marks.
    """

    text: str
    folded: str
    start: int
    end: int
    sentence: int
    paragraph: int
    quoted: bool
    first: bool
    is_word: bool
    is_capital: bool
    surname: bool = False


def _is_capital(word: str) -> bool:
    """Whether a word starts with a capital letter; "al-Noor" and "d'Arc" count by their main part."""
    if word[0].isupper():
        return True
    head, *rest = _INNER.split(word, maxsplit=1)
    return bool(rest) and len(head) <= 3 and head.isalpha() and rest[0][:1].isupper()


def cut_tokens(text: str, lexicon: Lexicon) -> tuple[Token, ...]:
    """The tokens of a text in order; a full stop that belongs to a shortened title or an initial stays with it."""
    return _with_surnames(_with_called_he(_cut(text, lexicon), lexicon), lexicon)


def _cut(text: str, lexicon: Lexicon) -> list[Token]:
    states = quote_states(text)
    found: list[Token] = []
    sentence, paragraph, first, last = 0, 0, True, 0
    for match in _TOKEN.finditer(text):
        between = text[last : match.start()]
        if "\n" in between and found:
            paragraph += 1
            sentence += not first
            first = True
        word = match.group()
        if word == "." and found and last == match.start() and _is_short(found[-1], lexicon):
            found[-1] = msgspec.structs.replace(found[-1], text=found[-1].text + ".", end=match.end())
            last = match.end()
            continue
        quoted = states[match.start()] != OUTSIDE
        folded, a, b = _compared(word, lexicon), match.start(), match.end()
        found.append(
            Token(word, folded, a, b, sentence, paragraph, quoted, first, word[0].isalnum(), _is_capital(word))
        )
        last = match.end()
        first = first and not word[0].isalnum()
        if word in _ENDS and _ends_sentence(found, text):
            sentence, first = sentence + 1, True
        elif word == ":" or (quoted and len(found) > 1 and not found[-2].quoted and word in "\"“‘'"):
            first = True
    return found


def _ends_sentence(found: Sequence[Token], text: str) -> bool:
    """Whether the full stop just read ends a sentence: no small letter follows."""
    stop = found[-1]
    after = text[stop.end : stop.end + 40].lstrip("\"'”’»)] ")
    return not (after and after[0].islower())


def _compared(word: str, lexicon: Lexicon) -> str:
    folded = fold(word)
    capitals = len(folded) > 1 and word.isupper() and word != "I"
    return (
        folded + "."
        if capitals and folded in lexicon.small and lexicon.small[folded] not in ("day", "month")
        else folded
    )


def _with_called_he(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens, "He" marked as a name where a text has someone called so ("Prof. He", "for He Tessel").

    He is called so by a capital inside a sentence, then also where the full name opens one.
    """
    called = [k for k, token in enumerate(tokens) if token.text == "He" and _is_called_he(tokens, k, lexicon)]
    bearers = {tokens[k + 1].text for k in called if _goes_on_as_name(tokens, k, lexicon)}
    names = set(called) if bearers else set()
    names |= {k for k, t in enumerate(tokens[:-1]) if t.text == "He" and tokens[k + 1].text in bearers}
    return [msgspec.structs.replace(t, folded="he.") if k in names else t for k, t in enumerate(tokens)]


def _is_called_he(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    before = tokens[at - 1] if at else None
    if before is None or tokens[at].first:
        return bool(before is None and at + 1 < len(tokens) and _goes_on_as_name(tokens, at, lexicon))
    return before.is_word and (not before.is_capital or before.folded in lexicon.titles) and joined(tokens, at - 1, at)


def _goes_on_as_name(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a name may go on behind a word: a capital that is no verb, title or small word."""
    if at + 1 >= len(tokens) or not joined(tokens, at, at + 1):
        return False
    after = tokens[at + 1]
    listed = (lexicon.small, lexicon.verbs, lexicon.titles, lexicon.nouns)
    return after.is_word and after.is_capital and not any(after.folded in words for words in listed)


def _with_surnames(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[Token, ...]:
    """The tokens, nouns marked that stand as the last name after a given name, wherever they have a capital."""
    names = {
        token.folded
        for before, token in itertools.pairwise(tokens)
        if before.text in lexicon.given
        and token.is_capital
        and before.folded not in lexicon.titles
        and (token.folded in lexicon.nouns or token.folded in lexicon.titles)
        and joined((before, token), 0, 1)
    }
    return tuple(msgspec.structs.replace(t, surname=True) if t.folded in names and t.is_capital else t for t in tokens)


def _is_short(token: Token, lexicon: Lexicon) -> bool:
    """Whether a full stop after this word belongs to it: an initial, a shortened title."""
    return (len(token.text) <= _SHORT_CHARS and token.text.isupper()) or token.folded in lexicon.shortened


def words_between(tokens: Sequence[Token], first: int, last: int) -> tuple[str, ...]:
    """The words from one token to another as written: tokens without a space between them are one word."""
    words: list[str] = []
    for k in range(first, last):
        if words and tokens[k].start == tokens[k - 1].end:
            words[-1] += tokens[k].text
        else:
            words.append(tokens[k].text)
    return tuple(words)


def joined(tokens: Sequence[Token], left: int, right: int) -> bool:
    """Whether two neighbouring tokens stand on one line with nothing but a space between them."""
    return tokens[left].paragraph == tokens[right].paragraph and 0 <= tokens[right].start - tokens[left].end <= 2
