"""Whether two names can be one: middle names, initials, honorifics, spellings, acronyms."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

# A slip of the pen is forgiven in names of this length or more; shorter ones are too often two people.
SLIP_CHARS = 5
# Words remembered folded; a page asks for the same few thousand again and again.
FOLDED = 65536
# Words an acronym passes over: "Federal Bureau of Investigation" is FBI.
_PASSED = frozenset(("of", "the", "and", "for", "de", "la", "du", "des", "in", "on"))
PARTICLES = frozenset((
    "al", "ben", "bin", "bint", "da", "de", "den", "der", "di", "do", "dos", "du", "el", "ibn", "la", "le", "ul", "ur",
    "van", "von", "della", "delle", "degli", "dell", "ter", "ten", "zu", "af", "abu",
))  # fmt: skip
# Shorter words sound alike too often; groups of letters that render one sound of another script.
HEARD_CHARS = 4
_SOUNDS = (
    ("tsch", "c"), ("tch", "c"), ("sch", "s"), ("sh", "s"), ("ch", "c"), ("kh", "k"), ("gh", "k"), ("dh", "d"),
    ("th", "t"), ("ph", "f"), ("dj", "j"), ("dzh", "j"), ("zh", "j"), ("ck", "k"), ("q", "k"), ("g", "k"), ("w", "v"),
    ("tz", "c"), ("ts", "c"), ("x", "ks"),
)  # fmt: skip
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))


@lru_cache(maxsize=FOLDED)
def fold(words: str) -> str:
    """Words in small letters without accents, dots or apostrophes, hyphens as spaces: how words are compared.

    >>> fold("Lt.-Gen. José")
    'lt gen jose'
    """
    plain = unicodedata.normalize("NFKD", words.casefold())
    kept = "".join(" " if c in "-‐‑–" else c for c in plain if not unicodedata.combining(c) and c not in ".'’‘`")
    return " ".join(kept.split())


def name_parts(name: str, variants: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The folded words of a name, spellings of one name made one, without "Jr" and the like."""
    parts = tuple(part for part in fold(name).split() if part not in _SUFFIXES)
    return tuple((variants or {}).get(part, part) for part in parts)


@lru_cache(maxsize=FOLDED)
def same_person(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether two full names (folded parts, two or more each) can be one person's.

    The last names agree, and the shorter name runs through the longer in order, initials standing
    for names: "James N Mill" and "James Mill" can, "James N Mill" and "James P Mill" cannot.
    "Peña" and "Enrique Peña Nieto" are for ``part_of``.
    """
    short, long = sorted((_bare(left), _bare(right)), key=len)
    if not short or not _agree(short[-1], long[-1]) or not _agree(short[0], long[0]):
        # Known by a middle name: told in full on both sides, an initial is too little.
        return len(short) > 1 and short[0] in long and _runs_in(short, long) and _agree(short[-1], long[-1])
    return _runs_in(short, long)


@lru_cache(maxsize=FOLDED)
def part_of(part: tuple[str, ...], full: tuple[str, ...]) -> int:
    """How well a shorter name fits a full one: 3 its last name, 2 its first, 1 another part of it, 0 not at all."""
    part, full = _bare(part), _bare(full)
    if not part or len(part) >= len(full):
        return 0
    if full[-len(part) :] == tuple(part):
        return 3
    if full[: len(part)] == tuple(part):
        return 2
    return 1 if any(full[k : k + len(part)] == tuple(part) for k in range(len(full))) else 0


def is_acronym(letters: str, words: Sequence[str]) -> bool:
    """Whether capital letters are the initials of these words, small words counted or passed over.

    >>> is_acronym("HMO", ["Harbour", "Master's", "Office"])
    True
    """
    wanted = letters.replace(".", "").replace("-", "").casefold()
    pieces = [piece for word in words for piece in fold(word).split() if piece]
    without = "".join(p[0] for p in pieces if p not in _PASSED)
    return len(wanted) > 1 and wanted in (without, "".join(p[0] for p in pieces))


def is_turned_acronym(letters: str, title: Sequence[str]) -> bool:
    """Whether letters are the initials of an office with its last word first: "DHO", Harbour Office Director.

    >>> is_turned_acronym("DHO", ["Colonel", "Harbour", "Office", "Director"])
    True
    """
    wanted = fold(letters)
    words = [piece for word in title for piece in fold(word).split() if piece not in _PASSED]
    if len(wanted) < 3:
        return False
    for end in range(len(words)):
        window = words[max(0, end + 1 - len(wanted)) : end + 1]
        if len(window) == len(wanted) and wanted == window[-1][0] + "".join(w[0] for w in window[:-1]):
            return True
    return False


def is_shortening(word: str, words: Sequence[str]) -> bool:
    """Whether a word is made of the openings of these words, three letters each or more: "HarbCom", Harbour Command."""
    word = fold(word)
    if not words:
        return not word
    first = fold(words[0])
    sizes = range(min(len(first), len(word)), 2, -1)
    return any(first.startswith(word[:n]) and is_shortening(word[n:], words[1:]) for n in sizes)


def is_spelling(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two full names differ in the spelling of one word by one letter, the last names being the same."""
    if len(left) != len(right) or len(left) < 2 or left[-1] != right[-1]:
        return False
    off = [k for k in range(len(left)) if left[k] != right[k]]
    return len(off) == 1 and is_slip(left[off[0]], right[off[0]])


def is_transliteration(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two full names may be one name in other letters, written down in two ways.

    >>> is_transliteration(("yusuf", "qadiri"), ("youssef", "kadiry"))
    True
    """
    one, other = _bare(left), _bare(right)
    if len(one) != len(other) or len(one) < 2 or one == other:
        return False
    return all(
        a == b or (min(len(a), len(b)) >= HEARD_CHARS and heard(a) == heard(b)) for a, b in zip(one, other, strict=True)
    )


@lru_cache(maxsize=FOLDED)
def heard(word: str) -> str:
    """What is left of a word when letters that render one sound are one and inner vowels are dropped.

    >>> heard("mohammed") == heard("muhamad"), heard("tessel") == heard("tassen")
    (True, False)
    """
    for spelt, sound in _SOUNDS:
        word = word.replace(spelt, sound)
    kept = "".join(c for at, c in enumerate(word) if at == 0 or c not in "aeiouyh")
    first = "a" if kept[:1] in "aeiouy" else kept[:1]
    return "".join(c for at, c in enumerate(first + kept[1:]) if at == 0 or c != (first + kept[1:])[at - 1])


def is_slip(left: str, right: str) -> bool:
    """Whether two words differ by one letter, or two neighbours changed places: a slip of the pen."""
    if left == right or min(len(left), len(right)) < SLIP_CHARS or left[0] != right[0]:
        return False
    if len(left) == len(right):
        off = [k for k in range(len(left)) if left[k] != right[k]]
        swapped = (
            len(off) == 2 and off[1] == off[0] + 1 and left[off[0]] == right[off[1]] and left[off[1]] == right[off[0]]
        )
        return len(off) == 1 or swapped
    short, long = sorted((left, right), key=len)
    return len(long) == len(short) + 1 and any(long[:k] + long[k + 1 :] == short for k in range(len(long)))


def _bare(parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(p for p in parts if p not in PARTICLES) or tuple(parts)


def _agree(left: str, right: str) -> bool:
    return left == right or (1 in (len(left), len(right)) and left[0] == right[0])


def _runs_in(short: Sequence[str], long: Sequence[str]) -> bool:
    rest = iter(long)
    return all(any(_agree(part, other) for other in rest) for part in short)
