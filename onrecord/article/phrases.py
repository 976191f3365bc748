"""The phrases of furniture.csv, ready to be looked for at the start of a line, as a whole line, or inside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from onrecord.kit import Kit

# Longer than any phrase of the list.
PHRASE_CHARS = 160
# Furniture words tell of a line only near its start; a paragraph may hold any of them.
HEAD_CHARS = 240
MEMO_LINES = 50_000
BEGIN_CHARS = 4


class Phrases:
    """Furniture phrases, ready to be looked for at the start of a line, as a whole line, or inside it."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self.whole: dict[str, str] = {}
        self.first: dict[str, list[tuple[str, str]]] = {}
        inside: dict[str, list[str]] = {}
        for row in rows:
            phrase, role = row["phrase"], row["role"]
            if row["where"] == "whole":
                self.whole[phrase] = role
            elif row["where"] == "start":
                self.first.setdefault(phrase[:3], []).append((phrase, role))
            else:
                inside.setdefault(role, []).append(phrase)
        self._told: dict[str, str | None] = {}
        # With the words that stand between others of the phrase, and what the last one begins with: where one of
        # these is missing on a page, so is the phrase.
        self._rooted = [
            (phrase, role, frozenset(w for w in words[1:-1] if w.isalnum()),
             frozenset(w[:BEGIN_CHARS] for w in words[1:][-1:] if w.isalnum() and len(w) >= BEGIN_CHARS))
            for role, found in sorted(inside.items())
            for phrase in sorted(found)
            for words in (phrase.split(),)
        ]  # fmt: skip
        for found in self.first.values():
            found.sort(key=lambda pair: -len(pair[0]))
        # The letters that phrases begin with: three, or all of a shorter one.
        self._begins = frozenset(phrase[:3] for phrase in (*self.whole, *self.first))
        self._short = any(len(begin) < 3 and begin.isalpha() for begin in self.first)

    def role_of(self, line: str) -> str | None:
        """The role of a line that is a known phrase or begins with one."""
        head = line[:3]
        if head.isalpha() and head.isascii() and head.lower() not in self._begins and not self._short:
            return None
        if line in self._told:
            return self._told[line]
        if len(self._told) >= MEMO_LINES:
            self._told.clear()
        role = self._told[line] = self._find_role(_plain(line[:PHRASE_CHARS]))
        return role

    def _find_role(self, low: str) -> str | None:
        role = self.whole.get(low)
        if role is not None:
            return role
        for begin in (low[:3], low[:2], low[:1]):
            for phrase, found in self.first.get(begin, ()):
                after = low[len(phrase) : len(phrase) + 1]
                if low.startswith(phrase) and not (phrase[-1].isalnum() and after.isalnum()):
                    return found
        return None

    def roles_inside(self, lines: Sequence[str], known: Iterable[str]) -> Iterator[tuple[int, str]]:
        """Each line's number with the role of a phrase that stands near its start; ``known`` are their words."""
        whole = frozenset(known)
        begins = frozenset([word[:BEGIN_CHARS] for word in whole])
        among = [(phrase, role) for phrase, role, within, last in self._rooted if within <= whole and last <= begins]
        heads = [line[:HEAD_CHARS] for line in lines]
        together = "\n".join(heads).lower()
        among = [pair for pair in among if pair[0] in together]
        if among:
            lows = list(map(str.lower, heads))
            yield from ((i, role) for i, low in enumerate(lows) for phrase, role in among if phrase in low)


@lru_cache(maxsize=4)
def phrases_of(kit: Kit) -> Phrases:
    """The furniture phrases of a kit's language."""
    return Phrases(kit.words("furniture"))


def _plain(line: str) -> str:
    """A line in small letters, its bullet and the white space around it gone, inner white space made one."""
    return " ".join(line.lower().split()).lstrip("•*·▪+-–—»› ").strip()
