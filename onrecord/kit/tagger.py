"""The trained tagger: reads sentences, names and attributions of texts in one pass of a small encoder."""

from collections.abc import Sequence
from pathlib import Path

from onrecord.errors import WeightsError
from onrecord.kit.reading import Attribution, Name, Reading

__all__ = ["Attribution", "Name", "Reading", "Tagger"]


class Tagger:
    """Holds the model open."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        raise WeightsError(f"{folder}: no weights. Use the rules tier.")

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading a text."""
        return []
