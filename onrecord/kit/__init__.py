"""The kit: word lists and the tagger, loaded once per process and read-only afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import WeightsError
from onrecord.kit.reading import Attribution, Name, Reading
from onrecord.kit.trees import Trees, open_trees
from onrecord.kit.wordlist import Row, read_list

if TYPE_CHECKING:
    from onrecord.kit.tagger import Tagger

WORDS = Path(__file__).parent.parent / "words"
WEIGHTS = Path(__file__).parent.parent / "weights"

__all__ = ["Attribution", "Kit", "Name", "Reading", "Row", "open_kit"]


class Kit:
    """Word lists by name and the reading of a text by the tagger (or by rules where it has no weights).

    ``fast`` reads by rules alone. Everything is read from the package's own files; nothing is fetched.
    Readings of the last few texts are remembered, so that several stages of one page pay once.
    """

    def __init__(self, language: str = "en", *, fast: bool = False, weights: Path = WEIGHTS) -> None:
        self.language = language
        self._fast = fast
        self._weights = weights
        self._lists: dict[str, tuple[Row, ...]] = {}
        self._trees: dict[str, Trees] = {}
        self._read_one = lru_cache(maxsize=8)(self._read)

    def words(self, name: str) -> tuple[Row, ...]:
        """The rows of a word list, in file order; raises WordListError when it is missing or malformed."""
        if name not in self._lists:
            self._lists[name] = read_list(WORDS / self.language / f"{name}.csv")
        return self._lists[name]

    def trees(self, name: str) -> Trees:
        """The forest of that name; raises WeightsError when it is missing or not the one its card describes."""
        if name not in self._trees:
            self._trees[name] = open_trees(self._weights, name)
        return self._trees[name]

    def read(self, text: str) -> Reading:
        """Sentences, names and attributions of a text; spans count its code points."""
        return self._read_one(text)

    @cached_property
    def tier(self) -> str:
        """``model`` when the tagger reads, ``rules`` when it cannot."""
        return "model" if self._tagger else "rules"

    @cached_property
    def verbs(self) -> Mapping[str, str]:
        """Every form of a reporting verb, with its act."""
        return {form: row["act"] for row in self.words("verbs") for form in row["forms"].split()}

    @cached_property
    def _tagger(self) -> Tagger | None:
        if self._fast:
            return None
        # The model runtime takes half a second to load: not for a command that reads nothing.
        from onrecord.kit.tagger import Tagger

        try:
            return Tagger(self._weights)
        except WeightsError:
            return None

    def _read(self, text: str) -> Reading:
        if self._tagger is None:
            from onrecord.kit.plain import read_plain

            return read_plain([text], self.verbs)[0]
        return self._tagger.read([text])[0]


@lru_cache(maxsize=4)
def open_kit(language: str = "en", *, fast: bool = False) -> Kit:
    """The kit of this process for a language; the same object every time."""
    return Kit(language, fast=fast)
